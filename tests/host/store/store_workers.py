"""Other processes at the same store: `python store_workers.py WHAT PATH …`."""

from __future__ import annotations

import locale  # noqa: F401  nobody may not read the interpreter's folder: what is needed later comes now
import os
import resource
import sys
from collections.abc import Callable, MutableMapping
from itertools import count
from pathlib import Path
from typing import Any

import msgspec
from store_house import Counter, Note, left_over, opened

from folkmoot.store import DiskFull, ReadOnlyStore, Store


def say(*words: object) -> None:
    """A line to whoever started us, at once."""
    sys.stdout.write(" ".join(map(str, words)) + "\n")
    sys.stdout.flush()


def wait_for_the_start() -> None:
    """Begin together with the others."""
    say("ready")
    sys.stdin.readline()


def raise_counter(store: Store) -> int:
    """Add one to both halves of the counter, in a transaction."""
    with store.transaction("worker", "counting") as tx:
        counter = tx.collection(Counter).get(1)
        value = counter.value
        tx.replace(counter, msgspec.structs.replace(value, left=value.left + 1, right=value.right + 1))
    return value.left + 1


def count_up(path: Path, times: str) -> None:
    with opened(path, patience=60) as store:
        wait_for_the_start()
        for _ in range(int(times)):
            raise_counter(store)


def count_through_a_table(path: Path, times: str) -> None:
    def one_more(document: MutableMapping[Any, Any]) -> None:
        document.update(left=document["left"] + 1, right=document["right"] + 1)

    with opened(path, patience=60) as store:
        wait_for_the_start()
        for _ in range(int(times)):
            store.table("core.counter").update(one_more, doc_ids=[1])


def write_for_ever(path: Path) -> None:
    """Write, and say so after each write that was acknowledged."""
    with opened(path, patience=60) as store:
        for number in count():
            with store.transaction("worker", "writing") as tx:
                note = tx.add(Note("worker", f"{number} " + "x" * 50_000))
            say(note.id)


def hold(path: Path) -> None:
    """Hold the lock until somebody closes our input."""
    with opened(path) as store, store.transaction("worker", "planting trees"):
        say("holding")
        sys.stdin.read()


def fill(path: Path, limit: str) -> None:
    """Write until a file may grow no longer, and see that nothing is lost."""
    resource.setrlimit(resource.RLIMIT_FSIZE, (int(limit), int(limit)))
    with opened(path) as store:
        written = 0
        try:
            for _ in range(1000):
                with store.transaction("worker", "filling") as tx:
                    tx.add(Note("worker", "x" * 1000))
                written += 1
        except DiskFull as error:
            assert "safe" in str(error)
        else:
            raise AssertionError("the limit was never met")
        assert store.collection(Note).count() == written
        assert written > 0
        assert left_over(path) == []
    say(written)


def read_only(path: Path) -> None:
    """Read a store that can't be written, and be refused in a sentence. Root becomes nobody first."""
    if os.geteuid() == 0:
        os.setgroups([])
        os.setresgid(65534, 65534, 65534)
        os.setresuid(65534, 65534, 65534)
    with opened(path) as store:
        assert store.read_only
        notes = [stored.value.text for stored in store.collection(Note).all()]
        try:
            with store.transaction("worker", "trying") as tx:
                tx.add(Note("worker", "no"))
        except ReadOnlyStore as error:
            say(error.exit_code, *notes)


if __name__ == "__main__":
    work: dict[str, Callable[..., None]] = {
        "count": count_up,
        "table": count_through_a_table,
        "write": write_for_ever,
        "hold": hold,
        "fill": fill,
        "read": read_only,
    }
    work[sys.argv[1]](Path(sys.argv[2]), *sys.argv[3:])
