"""A store against a plain dict that does the same: whatever is done, in whatever order, they agree."""

from __future__ import annotations

import shutil
import tempfile
from pathlib import Path
from typing import Any

import pytest
from hypothesis import settings
from hypothesis import strategies as st
from hypothesis.stateful import Bundle, RuleBasedStateMachine, invariant, multiple, precondition, rule
from store_house import Note, content, made, opened
from tinydb import where

from folkmoot.store import Conflict, HistoryEntry, Store, Stored

MEMORY = Path("/dev/shm")  # thousands of small stores whose power is never cut need no disk
names = st.sampled_from(["ana", "bo", "cy"])
texts = st.text(max_size=4).filter(lambda text: all(not "\ud800" <= letter <= "\udfff" for letter in text))


class StoreAgainstADict(RuleBasedStateMachine):
    """Two stores on one file stand for two processes."""

    read = Bundle("read")

    def __init__(self) -> None:
        super().__init__()
        self.folder = Path(tempfile.mkdtemp(dir=MEMORY if MEMORY.is_dir() else None))
        self.path = self.folder / "community.json"
        self.stores = [made(self.path, durability="none"), opened(self.path, durability="none")]
        self.model: dict[int, Note] = {}
        self.revisions: dict[int, int] = {}
        self.before: list[dict[int, Note]] = [{}]
        self.used: set[int] = set()
        self.turn = 0

    def teardown(self) -> None:
        for store in self.stores:
            store.close()
        shutil.rmtree(self.folder)

    @property
    def store(self) -> Store:
        self.turn += 1
        return self.stores[self.turn % 2]

    def settled(self, model: dict[int, Note]) -> None:
        """Take a model as the present state."""
        seq = len(self.before)
        for number in self.model.keys() | model.keys():
            if self.model.get(number) != model.get(number):
                self.revisions[number] = seq
        self.model = model
        self.before.append(model)

    @rule(target=read, name=names, text=texts)
    def add(self, name: str, text: str) -> Stored[Note]:
        with self.store.transaction(name, "adding") as tx:
            stored = tx.add(Note(name, text))
        assert stored.id not in self.used, "an id was used again"
        self.used.add(stored.id)
        self.settled({**self.model, stored.id: stored.value})
        return stored

    @rule(target=read, stored=read, text=texts)
    def replace(self, stored: Stored[Note], text: str) -> Any:
        value = Note(stored.value.author, text)
        fresh = stored.id in self.model and self.revisions[stored.id] == stored.rev
        try:
            with self.store.transaction("ana", "replacing") as tx:
                new = tx.replace(stored, value)
        except Conflict as conflict:
            assert not fresh
            assert conflict.mine == value
            current = conflict.current
            assert (current and current.value) == self.model.get(stored.id)  # type: ignore[attr-defined]
            return current or multiple()
        assert fresh
        if value != stored.value:
            self.settled({**self.model, stored.id: value})
        return new

    @rule(stored=read)
    def remove(self, stored: Stored[Note]) -> None:
        fresh = stored.id in self.model and self.revisions[stored.id] == stored.rev
        try:
            with self.store.transaction("bo", "removing") as tx:
                tx.remove(stored)
        except Conflict:
            assert not fresh
            return
        assert fresh
        self.settled({number: note for number, note in self.model.items() if number != stored.id})

    @rule(name=names, to=names, text=texts, fail=st.booleans())
    def many_at_once(self, name: str, to: str, text: str, fail: bool) -> None:
        model = dict(self.model)
        try:
            with self.store.transaction(name, "all of one hand") as tx:
                for stored in tx.collection(Note).find(author=name):
                    model[stored.id] = Note(to, stored.value.text)
                    tx.replace(stored, model[stored.id])
                new = tx.add(Note(name, text))
                model[new.id] = new.value
                found = {stored.id: stored.value for stored in tx.collection(Note).find(author=to)}
                assert found == {number: note for number, note in model.items() if note.author == to}
                if fail:
                    raise KeyError
        except KeyError:
            return
        assert new.id not in self.used
        self.used.add(new.id)
        self.settled(model)

    @rule(name=names, text=texts)
    def through_a_table(self, name: str, text: str) -> None:
        changed = {number: Note(name, text) for number, note in self.model.items() if note.author == name}
        self.store.table("core.note").update({"text": text}, where("author") == name)
        model = {**self.model, **changed}
        if model != self.model:
            self.settled(model)

    @precondition(lambda self: len(self.before) > 1)
    @rule()
    def undo_the_last(self) -> None:
        self.store.undo(len(self.before) - 1, by="cy")
        self.settled(dict(self.before[-2]))

    @precondition(lambda self: len(self.before) > 2)
    @rule(data=st.data())
    def undo_any(self, data: Any) -> None:
        seq = data.draw(st.integers(1, len(self.before) - 1))
        old, new = self.before[seq - 1], self.before[seq]
        touched = {number for number in old.keys() | new.keys() if old.get(number) != new.get(number)}
        standing = all(self.model.get(number) == new.get(number) for number in touched)
        try:
            self.store.undo(seq, by="cy")
        except Conflict:
            assert not standing
            return
        model = {
            number: note for number, note in self.model.items() if number not in touched or number in old
        }
        for number in touched & old.keys():
            before, after, now = old[number], new.get(number), self.model.get(number)
            if after is None or now is None:
                model[number] = before
            else:
                model[number] = Note(
                    before.author if before.author != after.author else now.author,
                    before.text if before.text != after.text else now.text,
                )
        self.settled(model)

    @rule()
    def open_again(self) -> None:
        self.stores[0].close()
        self.stores = [self.stores[1], opened(self.path, durability="none")]

    @invariant()
    def both_see_the_model(self) -> None:
        for store in self.stores:
            found = store.collection(Note).all()
            assert {stored.id: stored.value for stored in found} == self.model
            assert {stored.id: stored.rev for stored in found} == {
                number: self.revisions[number] for number in self.model
            }
            assert store.seq == len(self.before) - 1
            for name in ("ana", "bo", "cy"):
                expected = [number for number in sorted(self.model) if self.model[number].author == name]
                assert [stored.id for stored in store.collection(Note).find(author=name)] == expected

    @invariant()
    def history_replays_to_the_present(self) -> None:
        states: dict[int, dict[str, Any]] = {}
        for number in self.used:
            for entry in self.stores[0].history(Note, number):
                states[number] = replayed(states.get(number, {}), entry)
        present = {number: {"author": note.author, "text": note.text} for number, note in self.model.items()}
        assert {number: state for number, state in states.items() if state} == present
        stored = content(self.path).get("core.note", {})
        assert {int(number): {**note, "_rev": 0} for number, note in stored.items()} == {
            number: {**note, "_rev": 0} for number, note in present.items()
        }


def replayed(state: dict[str, Any], entry: HistoryEntry) -> dict[str, Any]:
    assert entry.before is not None and entry.after is not None
    assert entry.before == {name: state[name] for name in entry.before}, "history tells a past that was not"
    return {**{name: part for name, part in state.items() if name not in entry.before}, **entry.after}


StoreAgainstADict.TestCase.settings = settings(max_examples=100, stateful_step_count=30, deadline=None)
test_a_store_agrees_with_a_dict = pytest.mark.filterwarnings("ignore")(StoreAgainstADict.TestCase)
