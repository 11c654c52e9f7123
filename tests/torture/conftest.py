"""Stores to torture: on the disk, or in memory where only the bytes matter; and processes that do it."""

from __future__ import annotations

import subprocess
import sys
import tempfile
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

WORKERS = Path(__file__).with_name("torture_workers.py")
MEMORY = Path("/dev/shm")
Start = Callable[..., "subprocess.Popen[str]"]


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """All of it is for `--whole`, and for whoever names this folder."""
    for item in items:
        if Path(__file__).parent in item.path.parents:
            item.add_marker(pytest.mark.whole)


@pytest.fixture
def long(request: pytest.FixtureRequest) -> bool:
    """Whether the tests may take hours: `--long`."""
    return bool(request.config.getoption("--long"))


@pytest.fixture
def path(tmp_path: Path) -> Path:
    """Where a store may be made, on a disk."""
    return tmp_path / "community.json"


@pytest.fixture
def quick() -> Iterator[Path]:
    """A folder in memory, where there is one."""
    with tempfile.TemporaryDirectory(dir=MEMORY if MEMORY.is_dir() else None) as place:
        yield Path(place)


@pytest.fixture
def start() -> Iterator[Start]:
    """Start a worker process: `start("count", path, 50, broken="without_lock")`; it is ended after the test."""
    running: list[subprocess.Popen[str]] = []

    def begin(*words: object, broken: str = "") -> subprocess.Popen[str]:
        process = subprocess.Popen(
            [sys.executable, str(WORKERS), broken, *map(str, words)],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            text=True,
        )
        running.append(process)
        return process

    yield begin
    for process in running:
        process.kill()
        process.communicate()
