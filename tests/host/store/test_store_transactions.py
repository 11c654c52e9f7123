"""Transactions: all or nothing, one at a time, and a conflict carries both versions."""

from __future__ import annotations

import asyncio
import os
import threading
from collections.abc import Callable
from functools import partial
from pathlib import Path

import pytest
from store_house import Counter, Member, Note, made, opened

from folkmoot.store import Conflict, Store, StoreBusy, Stored, Transaction, TransactionAborted


def add(store: Store, text: str) -> Stored[Note]:
    with store.transaction("ana", "writing") as tx:
        return tx.add(Note("ana", text))


def texts(store: Store) -> list[str]:
    return [stored.value.text for stored in store.collection(Note).all()]


def test_an_exception_undoes_all_of_it(store: Store, path: Path) -> None:
    first = add(store, "first")
    before = path.read_bytes()
    with pytest.raises(KeyError), store.transaction("ana", "failing") as tx:
        tx.replace(first, Note("ana", "changed"))
        tx.add(Note("ana", "second"))
        raise KeyError
    assert texts(store) == ["first"]
    assert path.read_bytes() == before
    assert store.seq == 1


def test_a_transaction_that_comes_to_nothing_writes_nothing(store: Store, path: Path) -> None:
    first = add(store, "first")
    before = path.stat()
    with store.transaction("ana", "nothing"):
        pass
    with store.transaction("ana", "there and back") as tx:
        changed = tx.replace(first, Note("ana", "changed"))
        back = tx.replace(changed, Note("ana", "first"))
        tx.remove(tx.add(Note("ana", "short")))
        assert back == first
    assert store.seq == 1
    assert path.stat() == before


def test_a_transaction_sees_what_it_wrote_and_others_do_not_yet(store: Store, path: Path) -> None:
    add(store, "first")
    with opened(path) as other, store.transaction("ana", "two at once") as tx:
        second = tx.add(Note("ana", "second"))
        tx.replace(tx.collection(Note).get(1), Note("ana", "changed"))
        assert tx.collection(Note).get(second.id).value.text == "second"
        assert tx.seq == second.rev == 2
        assert texts(store) == ["changed", "second"]
        assert texts(other) == ["first"] and other.seq == 1
        seen: list[str] = []
        thread = threading.Thread(target=lambda: seen.extend(texts(store)))
        thread.start()
        thread.join()
        assert seen == ["first"]
    with opened(path) as other:
        assert texts(other) == ["changed", "second"] and other.seq == 2


def test_a_stale_document_is_a_conflict_with_both_versions(store: Store, path: Path) -> None:
    mine = add(store, "first")
    with opened(path) as other, other.transaction("bo", "quicker") as tx:
        tx.replace(tx.collection(Note).get(1), Note("ana", "theirs"))
    before = path.read_bytes()
    with pytest.raises(Conflict) as caught, store.transaction("ana", "slower") as tx:
        tx.add(Note("ana", "goes with it"))
        tx.replace(mine, Note("ana", "mine"))
    conflict = caught.value
    assert (conflict.table, conflict.id, conflict.expected, conflict.actual) == ("core.note", 1, 1, 2)
    assert conflict.mine == Note("ana", "mine")
    assert conflict.current == Stored(1, 2, Note("ana", "theirs"))
    assert conflict.exit_code == 75 and "not lost" in str(conflict)
    assert path.read_bytes() == before


def test_what_somebody_removed_or_removes_meanwhile_is_a_conflict_too(store: Store, path: Path) -> None:
    mine = add(store, "first")
    with store.transaction("bo", "changing") as tx:
        changed = tx.replace(mine, Note("ana", "theirs"))
    with pytest.raises(Conflict), store.transaction("ana", "removing") as tx:
        tx.remove(mine)
    with store.transaction("bo", "removing") as tx:
        tx.remove(changed)
    with pytest.raises(Conflict) as caught, store.transaction("ana", "replacing") as tx:
        tx.replace(changed, Note("ana", "mine"))
    assert (caught.value.current, caught.value.actual) == (None, 0)
    assert caught.value.mine == Note("ana", "mine")


def test_a_conflict_that_is_caught_inside_leaves_the_rest_of_the_transaction(store: Store) -> None:
    stale = add(store, "first")
    with store.transaction("bo", "quicker") as tx:
        tx.replace(stale, Note("ana", "theirs"))
    with store.transaction("ana", "both") as tx:
        with pytest.raises(Conflict):
            tx.replace(stale, Note("ana", "mine"))
        tx.add(Note("ana", "kept aside"))
    assert texts(store) == ["theirs", "kept aside"]


def test_a_transaction_inside_another_is_refused_and_the_outer_one_stands(store: Store) -> None:
    with store.transaction("ana", "outer") as tx:
        with pytest.raises(TransactionAborted, match="inside another"), store.transaction("ana", "inner"):
            pass
        tx.add(Note("ana", "outer"))
    assert texts(store) == ["outer"]


async def test_another_task_can_neither_join_a_transaction_nor_begin_one(store: Store) -> None:
    open_now, done = asyncio.Event(), asyncio.Event()
    opened_tx: list[Transaction] = []
    refused: list[str] = []

    async def intrude() -> None:
        await open_now.wait()
        assert texts(store) == []
        for attempt in (partial(add, store, "begun"), partial(opened_tx[0].add, Note("bo", "joined"))):
            try:
                attempt()
            except TransactionAborted as error:
                refused.append(str(error))
        done.set()

    task = asyncio.create_task(intrude())
    with store.transaction("ana", "with an await inside") as tx:
        opened_tx.append(tx)
        tx.add(Note("ana", "mine"))
        open_now.set()
        await done.wait()
    await task
    assert len(refused) == 2 and "await" in refused[0] and "another task" in refused[1]
    assert texts(store) == ["mine"]


def test_threads_of_one_store_wait_for_each_other(store: Store) -> None:
    with store.transaction("ana", "start") as tx:
        tx.add(Counter("shared"))

    def count() -> None:
        for _ in range(25):
            with store.transaction("ana", "counting") as tx:
                counter = tx.collection(Counter).get(1)
                tx.replace(counter, Counter("shared", counter.value.left + 1))

    threads = [threading.Thread(target=count) for _ in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert store.collection(Counter).get(1).value.left == 100


def test_a_transaction_is_over_when_it_is_over(store: Store) -> None:
    with store.transaction("ana", "short") as tx:
        pass
    with pytest.raises(TransactionAborted, match="ended"):
        tx.add(Note("ana", "late"))


def test_a_forked_child_can_neither_use_nor_end_its_parents_transaction_and_writes_after_it(
    store: Store, path: Path
) -> None:
    parent = os.getpid()
    parent_is_done, done = os.pipe()
    try:
        with store.transaction("ana", "parent") as tx:
            child = os.fork()
            if child == 0:
                tx.add(Note("ana", "stolen"))
            left, leaving = os.pipe()
            leaver = os.fork()
            if leaver == 0:
                raise KeyError
            os.close(leaving)
            assert os.read(left, 1) == b""
            with pytest.raises(StoreBusy), opened(path, patience=0.05).transaction("bo", "meanwhile"):
                pass
            tx.add(Note("ana", "parent"))
    except TransactionAborted:
        os.close(done)
        os.read(parent_is_done, 1)
        add(store, "child")
        os._exit(0)
    except KeyError:
        os._exit(0)
    except BaseException:
        if os.getpid() != parent:
            os._exit(1)
        raise
    os.close(done)
    for process in (child, leaver):
        assert os.waitstatus_to_exitcode(os.waitpid(process, 0)[1]) == 0
    assert texts(store) == ["parent", "child"]


def test_several_reads_at_one_moment_see_that_moment(store: Store, path: Path) -> None:
    add(store, "first")
    with opened(path) as other:
        with store.reading() as reader:
            add(other, "second")
            assert [stored.value.text for stored in reader.collection(Note).all()] == ["first"]
            assert texts(store) == ["first"]
            assert reader.seq == store.seq == 1
            assert [change.seq for change in store.changes(1)] == [2]
        assert texts(store) == ["first", "second"]


def test_a_moment_inside_a_moment_ends_before_it(store: Store, path: Path) -> None:
    with opened(path) as other, store.reading():
        add(other, "first")
        with store.reading() as inner:
            assert inner.seq == 0
        assert store.seq == 0


def test_ids_are_never_used_again(path: Path) -> None:
    with made(path) as store:
        add(store, "first")
        highest = add(store, "second")
        with store.transaction("ana", "removing") as tx:
            tx.remove(highest)
        assert add(store, "third").id == 3
        with store.transaction("ana", "removing all") as tx:
            for stored in tx.collection(Note).all():
                tx.remove(stored)
    with opened(path) as store:
        assert add(store, "fourth").id == 4


def test_a_reason_brings_nothing_to_the_terminal_that_shows_it(store: Store) -> None:
    with store.transaction("ana", "red \x1b[31m and half \ud83d") as tx:
        tx.add(Note("ana", "text"))
    assert store.changes(0)[0].why == "red [31m and half"


def test_somebody_must_have_done_it(store: Store) -> None:
    with pytest.raises(ValueError, match="somebody"), store.transaction("", "ghost"):
        pass


def test_a_closed_store_says_so(store: Store) -> None:
    store.close()
    with pytest.raises(TransactionAborted, match="closed"):
        store.collection(Member).all()


def test_threads_that_read_and_write_one_store_at_once_see_each_change_once(path: Path) -> None:
    with made(path, patience=30.0) as store, opened(path, patience=30.0) as other:
        with store.transaction("ana", "start") as tx:
            tx.add(Counter("shared"))
        failed: list[BaseException] = []

        def count(mine: Store) -> None:
            for _time in range(60):
                with mine.transaction("ana", "counting") as tx:
                    found = tx.collection(Counter).get(1)
                    tx.replace(found, Counter("shared", found.value.left + 1, found.value.right + 1))

        def look(mine: Store) -> None:
            seen = 0
            while seen < 240:
                with mine.reading() as reader:
                    value = reader.collection(Counter).get(1).value
                    assert value.left == value.right >= seen
                    seen = value.left

        def contained(work: Callable[[Store], None], mine: Store) -> None:
            try:
                work(mine)
            except BaseException as error:
                failed.append(error)

        threads = [
            threading.Thread(target=contained, args=(work, mine), daemon=True)
            for work in (count, count, look)
            for mine in (store, other)
        ]
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join(60)
        assert failed == []
        assert store.collection(Counter).get(1).value == Counter("shared", 240, 240)
        assert [entry.seq for entry in store.history(Counter, 1)] == list(range(1, 242))
