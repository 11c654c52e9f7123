"""Who may borrow, bring back and wait, as tables."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from msgspec.structs import replace as evolve
from tool_library import rules
from tool_library.model import Tool

DAY = date(2027, 3, 1)
LADDER = Tool(name="Ladder", owner="ana")


@pytest.mark.parametrize(
    ("tool", "has", "says"),
    [
        (LADDER, 0, ""),
        (LADDER, 3, "Bring one back first"),
        (evolve(LADDER, owner="ben"), 0, "It is yours"),
        (evolve(LADDER, borrower="ben"), 1, "You have it"),
        (evolve(LADDER, borrower="gus"), 0, "gus has it"),
        (evolve(LADDER, waiting=("gus", "ben")), 0, "kept for gus"),
        (evolve(LADDER, waiting=("ben", "gus")), 0, ""),
    ],
)
def test_who_may_borrow(tool: Tool, has: int, says: str, english: None) -> None:
    said = rules.why_not_borrow(tool, "ben", has=has, most=3)
    assert says in said
    assert bool(says) == bool(said)


def test_whoever_borrows_waits_no_longer_and_knows_the_day() -> None:
    tool = rules.borrowed(evolve(LADDER, days=7, waiting=("ben", "gus")), "ben", DAY)
    assert (tool.borrower, tool.due, tool.waiting) == ("ben", DAY + timedelta(days=7), ("gus",))
    assert (rules.back(tool).borrower, rules.back(tool).due) == ("", None)


@pytest.mark.parametrize(
    ("handle", "borrower", "may"),
    [("ben", "ben", True), ("ana", "ben", True), ("gus", "ben", False), ("ana", "", False)],
)
def test_whoever_has_it_or_owns_it_says_that_it_is_back(handle: str, borrower: str, may: bool) -> None:
    assert (rules.why_not_back(evolve(LADDER, borrower=borrower), handle) == "") is may


@pytest.mark.parametrize(
    ("tool", "handle", "may"),
    [
        (LADDER, "ben", False),
        (evolve(LADDER, borrower="gus"), "ben", True),
        (evolve(LADDER, borrower="gus"), "gus", False),
        (evolve(LADDER, borrower="gus"), "ana", False),
        (evolve(LADDER, waiting=("gus",)), "ben", True),
        (evolve(LADDER, waiting=("ben",)), "ben", True),
    ],
)
def test_one_waits_for_what_somebody_else_has(tool: Tool, handle: str, may: bool) -> None:
    assert (rules.why_not_wait(tool, handle) == "") is may


def test_who_asks_twice_steps_out_of_the_line() -> None:
    once = rules.waiting(LADDER, "ben")
    assert (once.waiting, rules.waiting(once, "ben").waiting) == (("ben",), ())


@pytest.mark.parametrize(("days", "presses"), [(-1, "now"), (0, "soon"), (2, "soon"), (3, "calm")])
def test_a_day_presses_two_days_before(days: int, presses: str) -> None:
    assert rules.urgency(DAY + timedelta(days=days), DAY) == presses
