"""One open store in several hands of one process: its forked children, and its threads."""

from __future__ import annotations

import os
import sys
import threading
from collections.abc import Callable
from pathlib import Path

from torture_house import Letter, check, check_moment, made, opened, step, tune

from folkmoot.store import Store, StoreBusy, TransactionAborted


def in_a_child(do: Callable[[], object]) -> int:
    """Begin something in a forked child."""
    child = os.fork()
    if child:
        return child
    failed = 1
    try:
        do()
        failed = 0
    finally:
        os._exit(failed)


def ended(child: int) -> None:
    """See that a child ended well."""
    assert os.waitpid(child, 0)[1] == 0, "the child failed"


def write_with_children(path: Path) -> int:
    """Write to one open store from parent and children, who all go on with it: how far they got."""
    with made(path, patience=60) as store:
        for number in range(8):

            def child(
                leave: Callable[[], object] = store.close if number % 2 else store.seq.bit_length,
            ) -> None:
                before = check(store)
                assert step(store, "child").value.number > before
                assert check(store) > before
                leave()

            children = [in_a_child(child), in_a_child(child)]
            mine = step(store, "parent")
            assert store.seq >= mine.rev
            for one in children:
                ended(one)
            assert check(store) == 3 * (number + 1)
        return check(store)


def fork_in_a_transaction(path: Path) -> int:
    """Fork while the parent writes: the child gets no hold of the transaction, and leaves its lock alone."""
    with made(path, patience=0.05) as store:
        parent = os.getpid()

        def refused(attempt: Callable[[], object]) -> None:
            try:
                attempt()
            except (StoreBusy, TransactionAborted) as error:
                assert not isinstance(error, StoreBusy) or error.pid == parent
                return
            raise AssertionError("a child wrote while its parent did")

        with store.transaction("parent", "writing") as tx:
            tx.add(Letter("parent", "one"))
            for attempt in (
                lambda: tx.add(Letter("child", "two")),
                lambda: step(store),
                lambda: step_anew(path),
            ):
                ended(in_a_child(lambda attempt=attempt: refused(attempt)))  # type: ignore[misc]
            tx.add(Letter("parent", "three"))
        check_letters(store, ["one", "three"])
        leave_the_transaction_in_a_child(store, refused)
        check_letters(store, ["one", "three", "four"])
        ended(in_a_child(lambda: step(store)))
        step(store)
        return check(store)


def leave_the_transaction_in_a_child(store: Store, refused: Callable[[Callable[[], object]], None]) -> None:
    """A child runs to the end of its parent's transaction, as a careless fork does."""
    child = -1
    try:
        with store.transaction("parent", "writing") as tx:
            tx.add(Letter("parent", "four"))
            child = os.fork()
            if child:
                ended(child)
                ended(in_a_child(lambda: refused(lambda: step_anew(store.path))))
    except TransactionAborted:
        assert child == 0
        os._exit(0)
    if not child:
        os._exit(1)


def step_anew(path: Path) -> None:
    with opened(path, patience=0.05) as other:
        step(other)


def check_letters(store: Store, texts: list[str]) -> None:
    """See that a transaction did what its parent did."""
    assert [letter.value.text for letter in store.collection(Letter).all()] == texts


class Hands:
    """Threads that share a store until enough was written."""

    def __init__(self, store: Store, until: int) -> None:
        self._store = store
        self._until = until
        self._enough = threading.Event()
        self._errors: list[BaseException] = []

    def work(self) -> None:
        """Write from two threads while others read, poll and keep. Raises what any of them met."""
        works = [self.write, self.write, self.read, self.read, self.poll, self.keep]
        threads = [threading.Thread(target=self._tried, args=(work,)) for work in works]
        interval = sys.getswitchinterval()
        sys.setswitchinterval(1e-5)
        try:
            for thread in threads:
                thread.start()
            for thread in threads:
                thread.join()
        finally:
            sys.setswitchinterval(interval)
        if self._errors:
            raise self._errors[0]

    def _tried(self, work: Callable[[], None]) -> None:
        try:
            while not self._enough.is_set():
                work()
        except BaseException as error:
            self._errors.append(error)
            self._enough.set()

    def write(self) -> None:
        mine = step(self._store)
        assert self._store.seq >= mine.rev, "somebody does not see what they wrote"
        assert any(change.seq == mine.rev for change in self._store.changes(mine.rev - 1))
        if mine.value.number >= self._until:
            self._enough.set()

    def read(self) -> None:
        with self._store.reading() as reader:
            check_moment(reader)
            seq = reader.seq
        assert self._store.seq >= seq, "time went back"

    def poll(self) -> None:
        seq = self._store.seq
        news = [change.seq for change in self._store.changes(max(0, seq - 3))]
        assert news == sorted(news)
        assert seq in news

    def keep(self) -> None:
        self._store.compact()


def share_between_threads(path: Path, until: str) -> int:
    """Use one store from many threads, beside other processes: how far they got."""
    tune(8000, 3000)
    with opened(path, patience=20) as store:
        Hands(store, int(until)).work()
        return check(store)
