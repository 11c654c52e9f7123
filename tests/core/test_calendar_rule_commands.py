"""Rules by the calendar by commands alone: added, changed, taken away; what is refused says what is right."""

from __future__ import annotations

import json
from collections.abc import Callable

import pytest

from folkmoot.testing import HOSTILE, TestCommunity
from folkmoot_core.rhythm.model import CalendarRule

Run = Callable[..., tuple[int, str, str]]


@pytest.fixture
def run(community: TestCommunity, capsys: pytest.CaptureFixture[str]) -> Run:
    """Run a command of the community: its exit code, what it printed, what it said."""

    def go(*words: str, to: str = "ana") -> tuple[int, str, str]:
        code = community.command(to, *words)
        captured = capsys.readouterr()
        return code, captured.out, captured.err

    return go


def calendar_rules(community: TestCommunity) -> dict[str, CalendarRule]:
    stored = community.session("ana").store.collection(CalendarRule).all()
    return {one.value.id: one.value for one in stored}


@pytest.mark.parametrize(
    ("options", "rrule", "sentence"),
    [
        (["--weekly", "we"], "FREQ=WEEKLY;BYDAY=WE", "every Wednesday, 19:00 Europe/London, 120 minutes"),
        (
            ["--fortnightly", "SU", "--first", "2027-01-03"],
            "FREQ=WEEKLY;INTERVAL=2;BYDAY=SU",
            "every second Sunday, counted from Sun, 3 Jan 2027, 19:00 Europe/London, 120 minutes",
        ),
        (
            ["--monthly", "2SU", "--at", "15:00", "--minutes", "180"],
            "FREQ=MONTHLY;BYDAY=2SU",
            "every month on the second Sunday, 15:00 Europe/London, 180 minutes",
        ),
        (["--monthly", "-1FR"], "FREQ=MONTHLY;BYDAY=-1FR", "every month on the last Friday, 19:00"),
        (["--monthly", "5SU"], "FREQ=MONTHLY;BYDAY=5SU", "every month on the fifth Sunday, 19:00"),
        (["--monthly", "31"], "FREQ=MONTHLY;BYMONTHDAY=31", "every month on day 31, 19:00"),
        (
            ["--quarterly", "1SA"],
            "FREQ=MONTHLY;BYMONTH=3,6,9,12;BYDAY=1SA",
            "on the first Saturday of March, June, September and December, 19:00",
        ),
        (
            ["--quarterly", "24", "--months", "12,6", "--zone", "Asia/Tokyo"],
            "FREQ=MONTHLY;BYMONTH=6,12;BYMONTHDAY=24",
            "on day 24 of June and December, 19:00 Asia/Tokyo",
        ),
    ],
)
def test_a_rule_is_said_in_plain_options_and_read_back_in_a_sentence(
    community: TestCommunity, run: Run, options: list[str], rrule: str, sentence: str
) -> None:
    code, said, _err = run("rhythm", "rule", "add", "quiet", *options)
    assert code == 0
    assert sentence in said
    assert calendar_rules(community)["quiet"].recurrence == rrule
    assert run("rhythm", "rule", "other", "--new", *options)[0] == 0


@pytest.mark.parametrize(
    ("options", "code", "says"),
    [
        (["--monthly", "6SU"], 65, "1SU to 5SU are its Sundays"),
        (["--monthly", "0SU"], 65, "a month that has none is skipped"),
        (["--monthly", "32"], 65, "1 to 31 its dates"),
        (["--monthly", "SU"], 65, "-1SU the last one"),
        (["--monthly", "٣١"], 65, "1 to 31 its dates"),
        (["--weekly", "2SU"], 65, "MO, TU, WE, TH, FR, SA or SU"),
        (["--weekly", "sunday"], 65, "is not a weekday"),
        (["--quarterly", "31", "--months", "4,6"], 65, "would never come"),
        (["--quarterly", "1SA", "--months", "13"], 65, "January 1 to December 12"),
        (["--quarterly", "1SA", "--months", "any"], 65, "January 1 to December 12"),
        (["--monthly", "2SU", "--months", "3"], 64, "--months goes with --quarterly"),
        (["--monthly", "2SU", "--weekly", "SU"], 64, "Say one of --weekly"),
        (["--monthly", "2SU", "--phase", "full"], 64, "goes by the calendar"),
        (["--monthly", "2SU", "--kind", "gathering"], 64, "gatherings hang on moons"),
        (["--monthly", "2SU", "--at", "7pm"], 65, "like 19:00"),
        (["--monthly", "2SU", "--zone", "Nowhere"], 65, "There is no time zone"),
        (["--monthly", "2SU", "--first", "tomorrow"], 65, "like 2027-03-01"),
        (["--monthly", "2SU", "--first", "0001-01-01"], 65, "like 2027-03-01"),
        (["--first", "2027-03-01"], 64, "Say how often"),
        (["--monthly", HOSTILE], 65, "1 to 31 its dates"),
    ],
)
def test_what_makes_no_sense_is_refused_and_what_is_right_is_said(
    community: TestCommunity, run: Run, options: list[str], code: int, says: str
) -> None:
    found, _out, said = run("rhythm", "rule", "add", "odd", *options)
    assert (found, says in said.replace("\n", " ")) == (code, True), said
    assert "\x1b" not in said
    assert not calendar_rules(community)


def test_a_rule_is_changed_by_its_name_whatever_kind_it_is(community: TestCommunity, run: Run) -> None:
    run("rhythm", "rule", "add", "quiet", "--restorative")
    assert "16:00" in run("rhythm", "rule", "quiet", "--at", "16:00")[1]
    assert "20:00" in run("rhythm", "rule", "--time", "20:00", "full-call")[1]
    assert "last Friday" in run("rhythm", "rule", "quiet", "--monthly", "-1FR")[1]
    assert run("rhythm", "rule", "quiet", "--phase", "new")[0] == 64
    assert run("rhythm", "rule", "full-call", "--monthly", "2SU")[0] == 64
    assert run("rhythm", "rule", "quiet")[0] == 64
    assert run("rhythm", "rule", "none", "--at", "16:00")[0] == 65
    assert run("rhythm", "rule", "quiet", "--remove", "--at", "16:00")[0] == 64
    assert run("rhythm", "rule", "quiet", "--remove")[0] == 0
    assert not calendar_rules(community)


def test_a_rule_by_date_that_is_changed_keeps_its_past(community: TestCommunity, run: Run) -> None:
    run("rhythm", "rule", "add", "quiet", "--monthly", "2SU", "--first", "2026-01-01")
    run("rhythm", "rule", "quiet", "--monthly", "15")
    assert str(calendar_rules(community)["quiet"].first) == "2026-01-15"


def test_a_summit_begins_with_three_sessions_that_are_changed_one_by_one(
    community: TestCommunity, run: Run
) -> None:
    said = run("rhythm", "rule", "add", "summit", "--summit", "--title", "Spring summit")[1]
    assert "3 sessions in 3 zones" in said
    dawn = ["--title", "Dawn", "--day", "2", "--at", "07:00", "--zone", "Pacific/Auckland"]
    assert run("rhythm", "rule", "session", "summit", "add", "dawn", *dawn)[1] == (
        "Dawn: day 2, 07:00 Pacific/Auckland, 90 minutes\n"
    )
    assert run("rhythm", "rule", "session", "summit", "change", "dawn", "--minutes", "60")[0] == 0
    assert run("rhythm", "rule", "session", "summit", "remove", "one")[0] == 0
    assert [one.id for one in calendar_rules(community)["summit"].sessions] == ["two", "dawn", "three"]
    assert run("rhythm", "rule", "session", "summit", "add", "dusk")[0] == 65
    assert run("rhythm", "rule", "session", "summit", "change", "dawn")[0] == 64
    assert run("rhythm", "rule", "session", "summit", "change", "none", "--day", "1")[0] == 65
    assert run("rhythm", "rule", "session", "summit", "add", "x", "--title", "X", "--day", "9")[0] == 65


def test_rules_are_listed_in_sentences_and_as_json(run: Run) -> None:
    run("rhythm", "rule", "add", "restorative", "--restorative")
    run("rhythm", "rule", "add", "summit", "--summit")
    lines = run("rhythm", "rules")[1].splitlines()
    assert lines[3].startswith("restorative  every month on the second Sunday, 15:00 Europe/London")
    assert lines[5] == "  summit/one: Morning in London: day 1, 10:00 Europe/London, 90 minutes"
    told = json.loads(run("rhythm", "rules", "--json")[1])
    assert [rule["id"] for rule in told["rules"]] == ["gathering", "full-call", "new-call"]
    quiet, summit = told["calendar_rules"]
    assert quiet["recurrence"] == "FREQ=MONTHLY;BYDAY=2SU"
    assert set(summit["sessions"][0]) == {"id", "title", "day", "local_time", "zone", "duration_minutes"}


def test_meetings_by_the_calendar_are_moved_cancelled_and_restored_by_their_keys(run: Run) -> None:
    run("rhythm", "rule", "add", "summit", "--summit", "--first", "2026-12-01")
    key = "summit/2026-12-05/one"
    assert key in run("rhythm", "--from", "2026-12-01", "--to", "2027-01-01")[1]
    assert "moved" in run("rhythm", "move", key, "2026-12-05T11:00")[1]
    assert "cancelled  flood" in run("rhythm", "cancel", key, "--why", "flood")[1]
    assert run("rhythm", "restore", key)[0] == 0
    told = json.loads(run("rhythm", "--from", "2026-12-01", "--to", "2027-01-01", "--json")[1])
    (one,) = [found for found in told["occurrences"] if found["key"] == key]
    assert (one["kind"], one["moon"], one["status"], one["rule"]) == ("summit", None, "moved", "summit")
    code, said, _err = run("rhythm", "cancel", "summit/2026-12-05")
    assert (code, said.count("cancelled")) == (0, 3)


def test_help_names_the_words_and_hides_what_nobody_types(run: Run) -> None:
    code, said, _err = run("rhythm", "rule", "-h")
    assert code == 0
    assert "add" in said
    assert "session" in said
    assert "\n  =" not in said
    of_change = run("rhythm", "rule", "quiet", "--help")[1]
    assert "--monthly" in of_change
    assert "=" not in of_change.splitlines()[0]
