"""Journey 8 by commands: what docs/moving.md says, typed as it stands, on two machines; nothing is lost on the way.

The second machine has a newer version of the community's own plugin: its documents are lifted there.
"""

from __future__ import annotations

import json
import os
import re
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

PAGE = Path(__file__).parent.parent.parent / "docs/moving.md"
PASSPHRASE, STEADY = "four quiet river otters", "Quokkafeather"
THERE, GONE = "Wombatbridge", "Numbatwhisper"
FOUNDING = (
    "--name Moss --zone Europe/London --place Moss --latitude 53.7 --longitude -2.1 --your-name Ana --as ana"
)
SHED = """
from collections.abc import Iterable
import msgspec
from folkmoot import api
FOLKMOOT_API = 1
class Tool(msgspec.Struct, frozen=True, kw_only=True):
    name: str
    {field}
@api.hookimpl
def folkmoot_collections() -> Iterable[api.Collection]:
    yield api.Collection("tools", Tool{versions})
@api.hookimpl
def folkmoot_today(session) -> Iterable[api.TodayItem]:
    if not session.store.collection(Tool).all():
        with session.store.transaction(by="ana", why="a first tool") as tx:
            tx.add(Tool(name="Ladder"))
    for tool in session.store.collection(Tool).all():
        yield api.TodayItem(f"There is the {{tool.value!r}}.")
"""
OLD = SHED.format(field="old: bool = True", versions="")
NEW = SHED.format(
    field='place: str = ""',
    versions=", version=2, migrations={2: lambda tool: {'name': tool['name'], 'place': 'barn'}}",
)


class Machine:
    """A machine of somebody: a home of its own, and folkmoot."""

    def __init__(self, home: Path, shed: str) -> None:
        self.home, self.record = home, home / ".local/share/folkmoot"
        plugins = self.record / "plugins"
        plugins.mkdir(parents=True)
        (plugins / "shed.py").write_text(shed, "utf-8")

    def says(self, line: str, *, typed: str = "", code: int = 0) -> str:
        """What a command prints there."""
        plain = {name: value for name, value in os.environ.items() if not name.startswith(("PYTEST", "XDG"))}
        ran = subprocess.run(
            [sys.executable, "-m", *line.split()],
            env={**plain, "HOME": str(self.home), "LANG": "C.UTF-8"},
            cwd=self.home,
            input=typed,
            capture_output=True,
            text=True,
        )
        assert ran.returncode == code, (line, ran.stdout, ran.stderr)
        return ran.stdout

    def holds(self, word: str) -> list[Path]:
        """The files that have a word in them."""
        return [
            file for file in self.home.rglob("*") if file.is_file() and word.encode() in file.read_bytes()
        ]


def uids(calendar: str) -> list[str]:
    """By what a calendar knows its meetings again."""
    return [line for line in calendar.splitlines() if line.startswith("UID:")]


def typed(part: str) -> list[str]:
    """The lines under a heading of the page, in order."""
    text = PAGE.read_text("utf-8")
    part = re.split(r"^## ", text[text.index(f"## {part}") + 3 :], maxsplit=1, flags=re.MULTILINE)[0]
    return [line for block in re.findall(r"```sh\n(.*?)```", part, re.S) for line in block.splitlines()]


def founded(home: Path) -> Machine:
    """A community with a plugin of its own."""
    machine = Machine(home, OLD)
    machine.says(f"folkmoot init {FOUNDING}")
    assert "old=True" in machine.says("folkmoot today")
    return machine


@pytest.fixture(scope="module")
def moved(tmp_path_factory: pytest.TempPathFactory) -> tuple[Machine, Machine, dict[str, str]]:
    """A community with a map and somebody who left; where it went; what each line there said."""
    old = founded(tmp_path_factory.mktemp("old"))
    people = f"handle,name,reach\nben,Ben,by the mill\nzoe,Zoe,{GONE}\n"
    (old.home / "people.csv").write_text(people, "utf-8")
    old.says("folkmoot people import people.csv")
    (old.home / "people.csv").unlink()
    old.says(f"folkmoot people edit --reach {THERE}")
    for who in ("ben", "zoe"):
        old.says(f"folkmoot map begin --as {who}", typed=f"{PASSPHRASE}\n{PASSPHRASE}\n")
        old.says(f"folkmoot map write steer/proud --as {who}", typed=f"{PASSPHRASE}\n{STEADY}\n")
    old.says("folkmoot store backup")
    assert old.holds(GONE)
    old.says("folkmoot people leave zoe --as zoe")
    for line in typed("On the old machine"):
        old.says(line)
    new = Machine(tmp_path_factory.mktemp("new"), NEW)
    shutil.copy(old.home / "moss.json", new.home / "moss.json")
    return old, new, {line: new.says(line) for line in typed("On the new machine")}


Moved = tuple[Machine, Machine, dict[str, str]]


def test_a_community_moves_to_another_machine_and_another_version_and_loses_nothing(moved: Moved) -> None:
    old, new, said = moved
    assert "The record is whole" in said["folkmoot store check"]
    assert "NOT WELL" not in said["folkmoot doctor"]
    before = json.loads(old.says("folkmoot store history --json"))["changes"]
    after = json.loads(new.says("folkmoot store history --json"))["changes"]
    assert [one for one in after if one["seq"] <= before[-1]["seq"]] == before
    assert THERE in new.says("folkmoot people show ana")
    span = "folkmoot rhythm --from 2027-01-01 --to 2028-01-01 --ics"
    assert uids(new.says(span)) == uids(old.says(span)) != []
    assert "place='barn'" in new.says("folkmoot today")
    assert [one["handle"] for one in json.loads(new.says("folkmoot people --json"))["people"]] == [
        "ana",
        "ben",
    ]


def test_every_map_opens_there(moved: Moved) -> None:
    old, new, _said = moved
    assert STEADY in new.says("folkmoot map open --as ben", typed=f"{PASSPHRASE}\n")
    assert new.says("folkmoot map status --json --as ben") == old.says("folkmoot map status --json --as ben")


def test_what_was_erased_before_the_move_is_on_neither_machine(moved: Moved) -> None:
    for machine in moved[:2]:
        assert machine.holds(THERE)
        assert [machine.holds(word) for word in (GONE, PASSPHRASE, STEADY)] == [[], [], []]


def test_another_version_on_the_same_machine_leads_back_again(tmp_path: Path) -> None:
    old = founded(tmp_path)
    first, *rest = typed("Another version, on the same machine")
    old.says(first)
    (old.record / "plugins/shed.py").write_text(NEW, "utf-8")
    assert not any("NOT WELL" in old.says(line) for line in rest)
    assert "place='barn'" in old.says("folkmoot today")
    (copy,) = (old.record / "backups").glob("*before-migration*")
    (old.record / "plugins/shed.py").write_text(OLD, "utf-8")
    assert "Ladder" not in old.says("folkmoot today")
    old.says(f"folkmoot store restore {copy.name}", code=65)
    (aside := old.home / "aside").mkdir()
    for name in ("community.json", "community.log"):
        (old.record / name).rename(aside / name)
    old.says(f"folkmoot store import {copy}")
    assert "old=True" in old.says("folkmoot today")
    assert "The record is whole" in old.says("folkmoot store check")
