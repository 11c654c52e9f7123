"""What is done to a store while all that it asks of its disk is recorded."""

from __future__ import annotations

import os
import pickle
from collections.abc import Callable
from pathlib import Path

from torture_disk import CHANGES, around
from torture_house import Letter, Secret, State, files, made, opened, state, step
from torture_power import Disk, Recorder, everything

from folkmoot.store import Store
from folkmoot.store.opening import system_clock

TOKEN = "forget me"


class Scenario:
    """Stores that are used, one that flushes and one that doesn't, and what was told to whom."""

    def __init__(self, path: Path, recorder: Recorder) -> None:
        self._recorder = recorder
        self.states: dict[int, State] = {}
        self.store = made(path)
        self._noted(self.store.seq)
        self.other = opened(path, durability="none")
        for store in (self.store, self.other):
            store._engine.rotate_at = 2500  # type: ignore[attr-defined]

    def _noted(self, acknowledged: int) -> None:
        self.states[self.store.seq] = state(self.store)
        self._recorder.mark("acknowledged", seq=acknowledged)

    def write(self, times: int = 1) -> None:
        for _ in range(times):
            self._noted(step(self.store).rev)

    def write_unflushed(self) -> None:
        """A transaction of which nobody was told that the disk has it."""
        step(self.other)
        self.states[self.other.seq] = state(self.other)

    def write_as(self, who: str) -> None:
        with self.store.transaction(who, TOKEN) as tx:
            tx.add(Letter(who, TOKEN))
            tx.add(Secret(who, TOKEN))
        self._noted(self.store.seq)

    def keep(self, do: Callable[[Store], object]) -> None:
        do(self.store)
        self._noted(self.store.seq)

    def back_up(self) -> None:
        self._recorder.mark("copied", f"backups/{self.store.backup().name}")

    def forget(self, who: str) -> None:
        self.keep(lambda store: store.forget(who, by=who))
        self._recorder.mark("forgotten")

    def leave_half_a_line(self) -> None:
        """As somebody does who is killed."""
        segment = max(self.store.path.with_suffix(".log").glob("*.jsonl"))
        descriptor = os.open(segment, os.O_WRONLY | os.O_APPEND)
        os.write(descriptor, b'{"crc":"12345678","seq":')
        os.close(descriptor)


def play(path: Path, recorder: Recorder) -> dict[int, State]:
    """Use a store in every way: what it held after each transaction."""
    scene = Scenario(path, recorder)
    scene.write(4)
    scene.write_as("leaver")
    scene.keep(lambda store: store.compact())
    scene.write(3)
    for _ in range(4):
        scene.write_unflushed()
    scene.write(2)
    scene.back_up()
    scene.write_unflushed()
    scene.keep(lambda store: store.compact())
    scene.leave_half_a_line()
    scene.write(5)
    scene.forget("leaver")
    scene.write(3)
    scene.keep(lambda store: store.prune(system_clock(), by="keeper"))
    scene.write_unflushed()
    scene.write(2)
    scene.back_up()
    return scene.states


def found_in_a_new_folder(path: Path, recorder: Recorder) -> dict[int, State]:
    """Use a store that is made together with its folder."""
    scene = Scenario(path / "house" / "community.json", recorder)
    scene.write(2)
    scene.back_up()
    return scene.states


PLAYS: dict[str, Callable[[Path, Recorder], dict[int, State]]] = {
    "everything": lambda folder, recorder: play(folder / "community.json", recorder),
    "a new folder": found_in_a_new_folder,
}


def record(folder: Path, what: str, target: Path) -> None:
    """Record something that is played in a folder into a file; see first that the recording is complete."""
    recorder = Recorder(folder)
    with around(recorder, CHANGES):
        states = PLAYS[what](folder, recorder)
    disk = Disk()
    for event in recorder.events:
        disk.take(event)
    found = {name: data for name, data in disk.files(everything).items() if not name.endswith("lock")}
    assert found == files(folder / "any"), "something was done to the disk that was not recorded"
    target.write_bytes(pickle.dumps((recorder.events, states)))
