"""A year of a congregation by keys: the real program on real terminals, several people at once, at a moved clock.

Every kind of act is done by keys by somebody; what is done dozens of times is done by commands after that (see
`test_a_year_of_a_congregation`, whose year and whose rules at the end these are).
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import ExitStack
from datetime import datetime
from itertools import cycle
from typing import Any

import pytest

from door.visitors import comes_in
from folkmoot.testing import TestCommunity
from journeys.at_terminals import ByKeys, does
from journeys.on_a_terminal import OnATerminal
from journeys.test_a_gathering import CODE
from journeys.test_a_year_of_a_congregation import (
    NAMES,
    NEWCOMERS,
    after,
    before,
    begin_groups,
    come_to,
    hold_call,
    holds,
    leaves,
    settled,
)


@pytest.fixture
def year(community: TestCommunity) -> Iterator[ByKeys]:
    settled(community)
    with ExitStack() as desk:
        yield ByKeys(community, desk)


def test_a_year_is_lived_by_keys_and_its_rules_hold(year: ByKeys) -> None:
    begin_groups(year)
    meetings = [one for one in year.meetings if one["kind"] in ("gathering", "call", "organising")]
    ana, bo = year.sits("ana"), year.sits("bo")
    rules_for_quiet_days_and_summits(ana)
    speakers = cycle(["ana", *NAMES[:27]])
    by_keys = {"gathering": [first_gathering, second_gathering], "call": [a_clinic], "organising": [a_call]}
    for meeting in meetings:
        first = by_keys[meeting["kind"]]
        if first:
            first.pop(0)(year, meeting, ana, bo)
        else:
            hold_call(year, meeting, speakers)
    assert "restorative" in {one["kind"] for one in year.meetings}
    assert "summit" in {one["kind"] for one in year.meetings}
    year.back(ana, bo)
    for terminal in (ana, bo):
        terminal.press("q")
        assert terminal.wait_for_end() == 0
    holds(year, meetings)


def rules_for_quiet_days_and_summits(ana: OnATerminal) -> None:
    """A Partner adds both rules; their meetings are in the calendar of everyone at once."""
    ana.open("Rhythm")
    does(ana, ".[ ] month", "e", ".Which rule?", "end", "enter", ".By the calendar", "down", "down", "enter")
    does(ana, ".Short name", "ctrl+s", ".Added.")
    does(ana, "e", ".Which rule?", "end", "enter", ".By the calendar", "down", "down", "down", "enter")
    does(ana, ".Short name", "ctrl+s", ".Sessions of", "esc", ".[ ] month")


def cursor(terminal: OnATerminal) -> str:
    """The line of the month at the cursor."""
    return next((line for line in terminal.screen.display if line.startswith(" > ")), "")


def goes_to(terminal: OnATerminal, words: str) -> None:
    """On the rhythm page: from the day at the cursor on to the next that has a meeting of this name first."""
    terminal.open("Rhythm")
    terminal.wait_for("[ ] month")
    while words not in cursor(terminal):
        here = cursor(terminal)
        terminal.press("n")
        while cursor(terminal) in ("", here):
            terminal.wait_for_more()


def says_yes(terminal: OnATerminal, words: str) -> None:
    """Find a meeting in the month and say that one comes."""
    goes_to(terminal, words)
    terminal.press("a")
    while "do you come?" not in terminal.text and "Which meeting?" not in terminal.text:
        terminal.wait_for_more()
    if "Which meeting?" in terminal.text:
        terminal.press("enter")
    does(terminal, ".do you come?", "y", ".Kept: yes.")


def a_call(year: ByKeys, meeting: dict[str, Any], ana: OnATerminal, bo: OnATerminal) -> None:
    """A new moon call, a quiet Sunday and a summit: Bo says yes to each; Ana sees it within a moment."""
    year.go_to(max(year.community.moment, before(meeting, days=4)))
    year.back(ana, bo)
    for words in ("Summit", "New moon call", "Restorative gathering"):
        says_yes(bo, words)
    goes_to(ana, "New moon call")
    does(ana, "a", ".Come   Bo", "h", ".Host   Ana", "esc", ".[ ] month")
    a_board(year, bo)


def a_board(year: ByKeys, bo: OnATerminal) -> None:
    """Bo offers something; Fay asks for it, and Bo thanks her: the offer is closed."""
    bo.open("Board")
    does(bo, ".n writes the first", "n", ".What will it be?", "enter", ".An offer", "ladder", "ctrl+s")
    bo.wait_for("It is on the board.")
    fay = year.sits("fay")
    fay.open("Board")
    does(fay, ".ladder", "enter", ".reply", "r", ".To Bo", "May I?", "ctrl+s", ".Bo finds it on Today.")
    does(fay, "esc", ".n new", "q")
    assert fay.wait_for_end() == 0
    does(bo, "1", ".Fay replied to your offer")
    bo.open("Board")
    does(bo, ".1 new reply", "enter", ".May I?", "t", ".Whom do you thank?", "enter", ".Thanks to Fay")
    does(bo, "a steady hand", "ctrl+s", ".Closed with thanks.", "esc", ".n new")


def a_clinic(year: ByKeys, meeting: dict[str, Any], ana: OnATerminal, bo: OnATerminal) -> None:
    """A full moon call: Ana makes groups of those who came; a clock begins, goes on and ends by keys."""
    year.go_to(max(year.community.moment, before(meeting, days=2)))
    for handle in NAMES[:5]:
        year.run(handle, "answer", meeting["key"], "yes")
    year.run("ana", "answer", meeting["key"], "--host")
    year.go_to(datetime.fromisoformat(meeting["start"]))
    year.back(ana, bo)
    ana.open("Clinic")
    does(ana, ".Who is on the call?", "g", ".not begun")
    bo.open("Clinic")
    does(bo, ".not begun")
    groups = year.data("ana", "clinic", "show", meeting["key"])["groups"]
    own = next(one for one in groups if "ana" in [person["handle"] for person in one["people"]])
    does(ana, *["down"] * (own["number"] - 1), "enter", ".Space begins", " ", ".if it goes on from here")
    does(ana, "n", ".step 2 of 6", "x", ".End here?", "y")
    ana.wait_without("End here?")
    for group in [one for one in groups if one is not own]:
        first, number = group["people"][0]["handle"], str(group["number"])
        year.run(first, "clinic", "start", meeting["key"], number)
        year.run(first, "clinic", "end", meeting["key"], number)
    ended = year.data("ana", "clinic", "show", meeting["key"])["groups"]
    assert len(ended) == 2


def first_gathering(year: ByKeys, meeting: dict[str, Any], ana: OnATerminal, bo: OnATerminal) -> None:
    """Prepared and invited to by Ana; Gil comes in, says yes and what he needs; Bo marks who came; a group splits."""
    key = meeting["key"]
    year.go_to(max(year.community.moment, before(meeting, days=10)))
    year.back(ana, bo)
    ana.open("Gatherings")
    does(ana, ".enter open", "e", ".Gathering of", "Bread", "enter", "the mill", "enter", "30", "ctrl+s")
    does(ana, ".Kept. Everyone sees it", "i", ".For whom?", "gil", "ctrl+s")
    comes_in(year.community, "gil", card_on(ana))
    for handle in NEWCOMERS[1:]:
        code = year.data("ana", "invite", handle, "--to", key)["invitations"][0]["code"]
        comes_in(year.community, handle, code)
    gil = year.sits("gil")
    says_yes(gil, "Gathering")
    gil.open("People")
    does(gil, ".my card", "e", ".Your card", *["down"] * 4, "a ramp", "ctrl+s", ".Kept.")
    others = [*NEWCOMERS[1:], *NAMES[1:20]]
    for handle in others:
        year.run(handle, "answer", key, "yes")
    year.run("bo", "answer", key, "--host")
    year.go_to(datetime.fromisoformat(meeting["start"]))
    year.run("bo", "gatherings", "came", key, "bo", *others)
    year.back(ana, bo, gil)
    bo.open("Gatherings")
    does(
        bo,
        ".22 were there",
        "enter",
        ".Gil: a ramp",
        "m",
        ".Who came?",
        "/",
        ".Who else came?",
        "gil",
        "enter",
        ".23 people are marked",
    )
    does(
        bo,
        "esc",
        ".Welcome the 3 guests",
        "y",
        ".Welcomed as Friends: Hob, Ike and Gil.",
        "esc",
        ".enter open",
    )
    assert [year.standing(handle) for handle in NEWCOMERS] == ["friend"] * 3
    a_group_splits(year, ana, gil)
    dee_leaves(year)


def card_on(terminal: OnATerminal) -> str:
    """The code of the card on the screen; it may stand further down."""
    terminal.wait_for("↑↓ scroll")
    while not (found := CODE.search(terminal.text)):
        terminal.press("\x1b[6~")
        terminal.wait_for_more()
    does(terminal, "esc", ".enter open")
    return found[0]


def opens_group(terminal: OnATerminal, name: str) -> None:
    """Find a group by its name."""
    terminal.open("Groups")
    does(terminal, ".my wish", "/", ".Find a group", name, f". {name}  ", "enter", ".Name ")


def a_group_splits(year: ByKeys, ana: OnATerminal, gil: OnATerminal) -> None:
    """Gil asks to join a group of six and is welcomed: seven are two groups, which Ana makes of them."""
    river = next(one for one in year.data("ana", "groups")["groups"] if one["name"] == "River")
    year.run("edd", "groups", "join", str(river["id"]))
    year.run("ana", "groups", "welcome", str(river["id"]), "edd")
    opens_group(gil, "River")
    does(gil, "j", ".Ask River to join", "I bake", "ctrl+s", ".Asked.", "q")
    assert gil.wait_for_end() == 0
    opens_group(ana, "River")
    does(
        ana, ".would like to join: I bake", "w", ".Whom do you answer?", "enter", ".Is Gil welcome?", "enter"
    )
    does(ana, ".7 people", "s", ".Who goes?", "end", " ", "up", " ", "up", " ", "enter")
    does(ana, ".The group of those who go", "Brook", "ctrl+s", ".You are two groups now.")


def dee_leaves(year: ByKeys) -> None:
    """Dee says goodbye, after being asked twice; the program ends with her account."""
    dee = year.sits("dee")
    dee.open("People")
    does(dee, ".my card", "x", ".for good?", "y", ".type your handle", "dee", "enter")
    assert dee.wait_for_end() == 0
    year.run("ana", "people", "show", "dee", code=65)


CONSENT = ("c", ".^s save", "ctrl+s", ".Kept.")


def second_gathering(year: ByKeys, meeting: dict[str, Any], ana: OnATerminal, bo: OnATerminal) -> None:
    """Bo proposes Gil, who came twice; Cy objects and takes it back; all consent, and Gil says the last word."""
    year.go_to(max(year.community.moment, before(meeting, days=3)))
    come_to(year, meeting, ["gil", "hob", *NAMES[3:25]])
    year.go_to(after(meeting, hours=2))
    year.back(ana, bo)
    bo.open("Rounds")
    does(bo, ".n propose", "n", "gil", ".Gil ", "enter", ".Why", "carries much", "ctrl+s", ".Proposed.")
    cy, gil = year.sits("cy"), year.sits("gil")
    cy.open("Rounds")
    does(
        cy, ".carries much", "o", ".o object", "o", ".Because", "they have no time", "tab", "nobody burns out"
    )
    does(cy, "ctrl+s", ".Kept.")
    ana.open("Rounds")
    does(ana, ".carries much", "y", ".they have no time", ".c consent", *CONSENT)
    asked = str(year.data("bo", "rounds")["rounds"][0]["opens"]).partition("/")[2]  # circles hold the round
    for handle in ("di", "eli"):
        year.run(handle, "consent", "give", asked)
    assert year.standing("gil") == "friend"
    does(cy, "b", ".^s save", "ctrl+s", ".Kept.")
    bo.open("Rounds")
    does(bo, ".carries much", "y", ".g go on", "g", ".^s save", "ctrl+s", ".c consent", *CONSENT)
    does(cy, ".c consent", *CONSENT)
    for handle in ("di", "eli"):  # one after the other, as in a room
        year.run(handle, "consent", "give", asked)
    does(ana, ".c consent", *CONSENT)
    assert year.standing("gil") == "friend", "nobody has to"
    for terminal in (ana, bo, cy):
        does(terminal, ".It is decided", "esc")
        terminal.wait_without("Brought by")
    gil.open("Rounds")
    does(gil, ".It is you who says", "y", ".Be a Partner?", "y", ".You are a Partner now.", "q")
    assert gil.wait_for_end() == 0
    does(cy, "q")
    assert cy.wait_for_end() == 0
    assert year.standing("gil") == "partner"
    leaves(year, "cal")
