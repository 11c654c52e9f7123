"""TinyDB's own tests on our storage and tables, from its source distribution: what it promises, we keep.

    python scripts/tinydb_suite.py [FOLDER]      with the source of TinyDB in a folder, else fetched by pip

Its five files about data must pass. Of the rest, what is about TinyDB's own storages stays on those, and what
can't hold here is listed with the reason.
"""

from __future__ import annotations

import re
import subprocess
import sys
import tarfile
import tempfile
from importlib.metadata import version
from pathlib import Path

DATA = ("test_operations", "test_queries", "test_tables", "test_tinydb", "test_utils")
OTHER = ("test_middlewares", "test_storages")  # about JSONStorage, MemoryStorage and the caching middleware
CONFTEST = '''
import itertools

import pytest
from tinydb.middlewares import CachingMiddleware
from tinydb.storages import JSONStorage, MemoryStorage

from folkmoot.store import open_store

opened = []


class Ours:
    """Stands for the name TinyDB in a test: a store of ours, unless the test brings a storage of its own."""

    def __init__(self, folder, stock):
        self.folder, self.stock, self.numbers = folder, stock, itertools.count()
        self.default_table_name = stock.default_table_name

    def __call__(self, *arguments, storage=None, **options):
        if storage not in (None, JSONStorage, MemoryStorage) or "access_mode" in options:
            return self.stock(*arguments, **({"storage": storage} if storage else {}), **options)
        name = str(arguments[0]).replace("/", "_") if arguments else f"memory-{next(self.numbers)}"
        path = self.folder / f"{name}.folder" / "community.json"
        store = open_store(path, [], durability="none", create=not path.exists())
        opened.append(store)
        return store._tables


@pytest.fixture(autouse=True)
def ours(request, monkeypatch, tmp_path_factory):
    import tinydb

    made = Ours(tmp_path_factory.mktemp("ours"), tinydb.TinyDB)
    of_data = request.module.__name__ in DATA and request.node.originalname not in KEPT
    if of_data and hasattr(request.module, "TinyDB"):
        monkeypatch.setattr(request.module, "TinyDB", made)
    yield made
    for store in opened:
        store.close()
    opened.clear()


@pytest.fixture(params=["memory", "json"])
def db(request, ours):
    db_ = ours.stock(storage=MemoryStorage) if request.node.originalname in KEPT else ours()
    db_.drop_tables()
    db_.insert_multiple({"int": 1, "char": c} for c in "abc")
    return db_


@pytest.fixture
def storage():
    return CachingMiddleware(MemoryStorage)()
'''
# Tests that look at TinyDB's own insides, run on TinyDB itself: they say nothing about data.
KEPT = {
    "test_access_storage": "asks which storage class was given",
    "test_storage_access": "asks which storage class was given",
    "test_query_cache": "asks TinyDB's query cache, which is blind to other processes: ours keeps none",
    "test_table_repr": "compares the text of TinyDB's own class and storage",
    "test_repr": "compares the text of TinyDB's own class and storage",
}


def source(folder: Path) -> Path:
    """The source distribution of the installed TinyDB."""
    wanted = f"tinydb=={version('tinydb')}"
    fetch = [sys.executable, "-m", "pip", "download", "-q", "--no-deps", "--no-binary", "tinydb", wanted]
    subprocess.run([*fetch, "-d", str(folder)], check=True)
    (archive,) = folder.glob("*.tar.gz")
    with tarfile.open(archive) as packed:
        packed.extractall(folder, filter="data")
    (found,) = folder.glob("tinydb-*/")
    return found


def run(tests: Path, names: tuple[str, ...]) -> str:
    """Run some of its files; returns pytest's closing line. Raises: SystemExit where one fails."""
    ran = subprocess.run(
        [sys.executable, "-m", "pytest", "-q", "-n0", "-p", "no:cacheprovider", "-p", "no:asyncio"]
        + [str(tests / f"{name}.py") for name in names],
        cwd=tests,
        capture_output=True,
        text=True,
    )
    if ran.returncode:
        print(ran.stdout[-8000:], ran.stderr[-2000:])
        raise SystemExit("TinyDB's own tests do not hold on our storage")
    return re.sub(r"[=\n]", " ", ran.stdout.strip().rpartition("\n")[2]).strip()


def main(words: list[str]) -> None:
    """See that they pass, and say how many."""
    with tempfile.TemporaryDirectory() as made:
        tests = Path(made) / "suite"
        tests.mkdir()
        given = Path(words[0]) if words else source(Path(made))
        for name in (*DATA, *OTHER):
            (tests / f"{name}.py").write_bytes((given / "tests" / f"{name}.py").read_bytes())
        (tests / "pytest.ini").write_text("[pytest]\n")
        (tests / "conftest.py").write_text(f"DATA, KEPT = {DATA!r}, {sorted(KEPT)!r}\n{CONFTEST}")
        print(f"TinyDB {version('tinydb')}, its tests about data, on our storage: {run(tests, DATA)}")
        for name, reason in KEPT.items():
            print(f"  of these on its own storage: {name}: {reason}")
        print(f"the others, about its own storages: {run(tests, OTHER)}")


if __name__ == "__main__":
    main(sys.argv[1:])
