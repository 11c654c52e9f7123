"""The power goes at any moment: whatever state the disk may be in then, all that was acknowledged is there."""

from __future__ import annotations

import pickle
import random
import subprocess
import tempfile
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from msgspec import Struct
from torture_house import COLLECTIONS, Left, State, check, files, made, opened, put, records, state, step
from torture_power import Disk, Event, Files, everything, nothing, some, the_last
from torture_scenario import TOKEN

from folkmoot.store import CorruptStore, NoStore
from folkmoot.store.opening import system_clock
from folkmoot.store.recovery import REPAIRER, repair
from folkmoot.store.survey import survey

Start = Callable[..., "subprocess.Popen[str]"]
PARTS = 2


class Told(Struct):
    """What somebody was told before the power went."""

    acknowledged: int = 0
    copies: tuple[str, ...] = ()
    forgotten: bool = False

    def take(self, event: Event) -> None:
        """Somebody is told something."""
        if event.kind == "acknowledged":
            self.acknowledged, self.forgotten = event.seq, self.forgotten
        elif event.kind == "copied":
            self.copies = (*self.copies, event.name)
        elif event.kind == "forgotten":
            self.forgotten = True


def recorded(start: Start, quick: Path, what: str, broken: str = "") -> tuple[list[Event], dict[int, State]]:
    """What a process of its own asked of its disk, and what its store held after each transaction."""
    (quick / "recorded").mkdir()
    worker = start("record", quick / "recorded", what, quick / "events", broken=broken)
    assert worker.wait(120) == 0
    events, states = pickle.loads((quick / "events").read_bytes())
    return events, states


def cuts(events: list[Event], part: int, draws: int, *, holes: bool = False) -> Iterator[tuple[Files, Told]]:
    """States that a disk may be left in, and what was told by then; each state once.

    With `holes` a later write may be there without an earlier one.
    """
    disk, told, seen = Disk(), Told(), set()
    for number, event in enumerate(events):
        disk.take(event)
        told.take(event)
        chance = random.Random(number)
        if number % PARTS == part:
            for keep in (
                nothing,
                the_last if holes else everything,
                *(some(chance, holes=holes) for _ in range(draws)),
            ):
                found = disk.files(keep)
                key = hash((tuple(sorted(found.items())), told.acknowledged, told.copies, told.forgotten))
                if key not in seen:
                    seen.add(key)
                    yield found, told


def is_damaged(path: Path) -> bool:
    """Whether the store can't be read as it is."""
    try:
        opened(path, durability="none").close()
    except CorruptStore:
        return True
    return False


def _check_repaired(path: Path, told: Told) -> None:
    """Where a disk kept later writes and not earlier ones, nobody can tell that from damage: it is mended.

    Only what nobody was told of may be lost.
    """
    repair(path, COLLECTIONS, now=system_clock())
    with opened(path, durability="none") as store:
        assert store.seq >= told.acknowledged, "acknowledged transactions are lost"
        lost = [record.seq for record in records(store) if record.by == REPAIRER]
        assert not lost or min(lost) > told.acknowledged, "acknowledged transactions are lost"
        step(store)
    assert survey(path, COLLECTIONS).whole


def check_cut(
    folder: Path, found: Files, told: Told, states: dict[int, State], *, holes: bool = False
) -> None:
    """See that a store after a power cut holds all that was acknowledged, and goes on."""
    path = put(folder, found)
    if not told.acknowledged:
        _check_founding(path, states)
        return
    if holes and is_damaged(path):
        _check_repaired(path, told)
        return
    with opened(path, durability="none") as store:
        _check_state(state(store), store.seq, told, found, states)
        reached = check(store)
        seqs = [record.seq for record in records(store)]
        assert seqs == list(range(seqs[0], store.seq + 1)) if seqs else store.seq >= told.acknowledged
        step(store)
    with opened(path, durability="none") as again:
        assert check(again) == reached + 1, "what was written after the cut is lost"
    for name in told.copies:
        kept = name in found
        assert kept, "a copy that was told of is gone"
        with tempfile.TemporaryDirectory(dir=folder) as place:
            alone = put(Path(place), {"community.json": found[name]})
            with opened(alone, durability="none") as copy:
                check(copy)
    if told.forgotten:
        left = [name for name, data in files(path).items() if TOKEN.encode() in data or b"leaver" in data]
        assert not left, f"words of somebody forgotten stand in {left}"


def _check_state(now: State, seq: int, told: Told, found: Files, states: dict[int, State]) -> None:
    """See that a store holds what it held after a transaction; an interrupted forgetting was gone on with."""
    assert seq >= told.acknowledged, f"{told.acknowledged - seq} acknowledged transactions are lost"
    if "community.forgetting" in found:
        before = [states[one] for one in (seq, seq - 1) if one in states]
        assert now in [_without_leaver(one) for one in before], "a value is wrong"
    else:
        assert now == states[seq], "a value is wrong"


def _without_leaver(one: State) -> State:
    return {
        name: {
            number: (rev, value)
            for number, (rev, value) in documents.items()
            if "leaver" not in (getattr(value, "author", ""), getattr(value, "account", ""))
        }
        for name, documents in one.items()
    }


def _check_founding(path: Path, states: dict[int, State]) -> None:
    """See that a founding that was interrupted can be done again, or was done."""
    try:
        with opened(path, durability="none") as store:
            assert store.seq == 0 or state(store) == states[store.seq]
            if not store.seq:
                with store.transaction("ana", "beginning") as tx:
                    tx.add(Left(0))
    except (NoStore, CorruptStore):
        with made(path, durability="none") as store:
            assert check(store) == 0


def cut_everywhere(
    quick: Path, events: list[Event], states: dict[int, State], part: int, draws: int, *, holes: bool = False
) -> int:
    """Cut the power at each event of a part, and tell what ends badly; returns how many states there were."""
    bad: list[str] = []
    number = 0
    for found, told in cuts(events, part, draws, holes=holes):
        number += 1
        with tempfile.TemporaryDirectory(dir=quick) as folder:
            try:
                check_cut(Path(folder), found, told, states, holes=holes)
            except Exception as error:
                bad.append(f"after {told.acknowledged}: {error!r}")
    assert not bad, f"{len(bad)} of {number} states: " + "\n".join(dict.fromkeys(bad))
    return number


@pytest.mark.parametrize("part", range(PARTS))
@pytest.mark.parametrize("order", ["in order", "with holes"])
def test_a_power_cut_at_any_moment_loses_nothing_acknowledged(
    start: Start, quick: Path, order: str, part: int, long: bool
) -> None:
    events, states = recorded(start, quick, "everything")
    holes = order == "with holes"
    assert cut_everywhere(quick, events, states, part, 80 if long else 2, holes=holes) > 100


def test_a_power_cut_takes_no_folder_that_was_made_for_a_community(
    start: Start, quick: Path, long: bool
) -> None:
    events, states = recorded(start, quick, "a new folder")
    for part in range(PARTS):
        bad = []
        for found, told in cuts(events, part, 20 if long else 3):
            house = {name.removeprefix("house/"): data for name, data in found.items()}
            with tempfile.TemporaryDirectory(dir=quick) as folder:
                try:
                    check_cut(Path(folder), house, told, states)
                except Exception as error:
                    bad.append(f"after {told.acknowledged}: {error!r}")
        assert not bad, f"{len(bad)} states: " + "\n".join(dict.fromkeys(bad))


UNLUCKY = {
    "acknowledging_without_flush": "acknowledged transactions are lost",
    "without_flushed_snapshots": "the file is empty",
    "without_flushed_folders": "its journal is there|is gone",
}


@pytest.mark.parametrize("broken", UNLUCKY)
def test_a_store_that_trusts_its_luck_is_caught(start: Start, quick: Path, broken: str) -> None:
    events, states = recorded(start, quick, "everything", broken)
    with pytest.raises(AssertionError, match=UNLUCKY[broken]):
        cut_everywhere(quick, events, states, 0, 2)
