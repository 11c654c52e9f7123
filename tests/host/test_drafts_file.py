"""The file of a person's drafts: two sessions write it, it may be broken, and there is an end to it."""

from __future__ import annotations

import json
import subprocess
import sys
from collections.abc import Mapping
from datetime import datetime, timedelta
from pathlib import Path

import pytest

from folkmoot.door.drafts import BYTES, FORMS, KEPT_FOR, Drafts
from folkmoot.testing import NOON, TestCommunity

KEPT = "What you were typing when you left is kept"


def file_of(community: TestCommunity, handle: str = "ana") -> Path:
    return community.path.with_suffix(".drafts") / f"{handle}.json"


def kept(community: TestCommunity, handle: str = "ana") -> Mapping[str, Mapping[str, str]]:
    """What the next session of a person finds."""
    return dict(Drafts.of(community.session(handle)))


def test_two_sessions_of_a_person_keep_their_forms_and_of_one_form_the_last_writer_s(
    community: TestCommunity,
) -> None:
    here, there = Drafts.of(community.session()), Drafts.of(community.session())
    here.keep("account", {"name": "from here"})
    here.keep("mine", {"text": "only here"})
    there.keep("account", {"name": "from there"})
    there.keep("yours", {"text": "only there"})
    here.save()
    there.save()
    assert kept(community) == {
        "mine": {"text": "only here"},
        "account": {"name": "from there"},
        "yours": {"text": "only there"},
    }
    del here["mine"]
    here.save()
    assert set(kept(community)) == {"account", "yours"}


def test_what_the_other_session_finished_does_not_come_back(community: TestCommunity) -> None:
    Drafts.of(community.session()).save()
    first = Drafts.of(community.session())
    first.keep("account", {"name": "An"})
    first.save()
    second = Drafts.of(community.session())
    del first["account"]
    first.save()
    second.keep("other", {"text": "x"})
    second.save()
    assert set(kept(community)) == {"other"}


WRITES = """
import sys
from datetime import UTC, datetime
from pathlib import Path
from folkmoot.door.drafts import Drafts
from folkmoot.store import StoreBusy

def save():
    while True:
        try:
            return drafts.save()
        except StoreBusy:
            pass

drafts = Drafts(lambda: datetime.now(UTC), Path(sys.argv[1]), "ana")
print("ready", flush=True)
sys.stdin.readline()
for number in range(40):
    drafts.keep(f"{sys.argv[2]} {number}", {"text": "x" * 5000})
    save()
    if number >= 5:
        del drafts[f"{sys.argv[2]} {number - 5}"]
        save()
"""


def test_two_processes_that_write_at_once_lose_nothing_of_each_other(tmp_path: Path) -> None:
    folder = tmp_path / "community.drafts"
    running = [
        subprocess.Popen(
            [sys.executable, "-c", WRITES, str(folder), name],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
        )
        for name in ("left", "right")
    ]
    for process in running:
        assert process.stdout is not None
        assert process.stdout.readline() == b"ready\n"
    for process in running:
        assert process.stdin is not None
        process.stdin.write(b"go\n")
        process.stdin.flush()
    assert [(process.communicate()[1], process.returncode) for process in running] == [(b"", 0), (b"", 0)]
    found = Drafts(lambda: datetime.now().astimezone(), folder, "ana")
    assert set(found) == {f"{name} {number}" for name in ("left", "right") for number in range(35, 40)}


@pytest.mark.parametrize(
    "content",
    [b"", b"{", b"\xff\xfe", b"[1, 2]", b"null", b'{"account": ' + b"[" * 100_000, b" " * (3 * BYTES)],
)
async def test_a_broken_file_is_set_aside_and_costs_nothing(community: TestCommunity, content: bytes) -> None:
    path = file_of(community)
    path.parent.mkdir()
    path.write_bytes(content)
    async with community.shell() as screen:
        assert "Full moon call" in screen.text
        assert KEPT not in screen.text
        await screen.press(screen.number("You"), "e")
        await screen.type(" M")
    assert kept(community)["account"]["name"] == "Ana M"
    assert path.with_suffix(".json.bad").read_bytes() == content


def test_what_is_of_another_shape_is_dropped_and_the_rest_is_there(community: TestCommunity) -> None:
    path = file_of(community)
    path.parent.mkdir()
    good = {"fields": {"name": "Ana M"}, "at": "2026-11-22T11:00:00Z"}
    odd = {
        "number": 7,
        "list": [good],
        "without time": {"fields": {"a": "b"}},
        "without zone": {**good, "at": "2026-11-22T11:00:00"},
        "other fields": {**good, "fields": {"name": 7}},
        "no fields": {**good, "fields": {}},
        "time": {**good, "at": "yesterday"},
    }
    path.write_text(json.dumps({**odd, "account": good}), "utf-8")
    assert kept(community) == {"account": {"name": "Ana M"}}


def test_there_is_an_end_to_what_is_kept(community: TestCommunity) -> None:
    drafts = Drafts.of(community.session())
    for number in range(FORMS + 30):
        drafts.keep(f"form {number}", {"text": "x" * 100_000, "other": "\ud800"})
    drafts.save()
    found = kept(community)
    assert file_of(community).stat().st_size <= BYTES
    assert 0 < len(found) <= FORMS
    assert list(found)[-1] == f"form {FORMS + 29}"
    assert found[f"form {FORMS + 29}"] == {"text": "x" * 20_000, "other": "?"}


def test_what_nobody_went_on_with_for_a_month_is_let_go(community: TestCommunity) -> None:
    drafts = Drafts.of(community.session())
    drafts.keep("account", {"name": "Ana M"})
    drafts.save()
    community.moment = NOON + KEPT_FOR
    assert set(kept(community)) == {"account"}
    community.moment += timedelta(seconds=1)
    assert kept(community) == {}


@pytest.mark.parametrize("interrupted_at", [1, 2])
def test_a_signal_that_comes_while_drafts_are_saved_loses_nothing(
    tmp_path: Path, interrupted_at: int
) -> None:
    asked = 0

    def now() -> datetime:
        """Is asked for the time before and in the middle of writing; something else happens just then."""
        nonlocal asked
        asked += 1
        if asked == interrupted_at:
            drafts.keep("account", {"name": "Ana Maria"})
            drafts.save()
        return NOON

    before = Drafts(lambda: NOON, tmp_path, "ana")
    before.keep("other", {"text": "x"})
    before.save()
    drafts = Drafts(lambda: NOON, tmp_path, "ana")
    drafts._now = now
    drafts.keep("account", {"name": "Ana M"})
    drafts.save()
    assert asked >= interrupted_at
    assert dict(Drafts(lambda: NOON, tmp_path, "ana")) == {
        "other": {"text": "x"},
        "account": {"name": "Ana Maria"},
    }


def test_who_is_forgotten_leaves_no_drafts(community: TestCommunity) -> None:
    community.join("ben")
    for handle in ("ana", "ben"):
        drafts = Drafts.of(community.session(handle))
        drafts.keep("account", {"name": "Somebody"})
        drafts.save()
    folder = community.path.with_suffix(".drafts")
    (folder / ".ben.json.99-0123abcd.tmp").write_text("Some", "utf-8")
    (folder / "ben.json.bad").write_text("{Some", "utf-8")
    community.session().store.forget("ben", by="ben")
    assert [path.name for path in sorted(folder.iterdir())] == ["ana.json", "ana.lock"]


def test_what_a_killed_writer_left_goes_with_the_next_draft(community: TestCommunity) -> None:
    path = file_of(community)
    path.parent.mkdir()
    left = path.with_name(".ana.json.99-0123abcd.tmp")
    left.write_text("half", "utf-8")
    drafts = Drafts.of(community.session())
    drafts.keep("account", {"name": "Ana M"})
    drafts.save()
    assert not left.exists()
