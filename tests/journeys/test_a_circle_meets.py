"""A circle of seven meets on seven terminals, every voice by somebody's own keys: check-in, agenda, a proposal that two
objections make better, a facilitator whose line is lost, a role filled with a change of mind, check-out, minutes that
are accepted."""

from __future__ import annotations

import os
import signal
from collections.abc import Callable, Iterator
from contextlib import ExitStack
from datetime import UTC, datetime, timedelta

import pytest

from folkmoot.testing import TestCommunity
from folkmoot_sociocracy.circles.actions import running
from folkmoot_sociocracy.meetings.planning import draw_up
from folkmoot_sociocracy.meetings.reading import meeting_of
from folkmoot_sociocracy.meetings.transcript import plain
from journeys.a_table import SEVEN, Table, at_a_terminal, open_meetings
from sociocracy.test_meetings import a_topic
from sociocracy.village import TODAY, circle, hold

Found = Callable[..., TestCommunity]


@pytest.fixture
def table(found_community: Found) -> Iterator[Table]:
    """Hearth, with seven in it, before their screens; bo facilitates, di writes. Real processes have real clocks."""
    community = found_community(moment=datetime.now(UTC))
    hearth = circle(community, "Hearth", members=" ".join(SEVEN))
    days = (datetime.now(UTC).date() - TODAY).days
    for role, who in (("facilitator", "bo"), ("secretary", "di")):
        hold(community, hearth, role, who, since=days - 9, until=days + 99)
    a_topic(community, hearth, title="The oven", wanted="decide")
    a_topic(community, hearth, title="Who writes", wanted="decide")
    number = draw_up(community.session("bo"), hearth).id
    with ExitStack() as stack:
        at = {who: stack.enter_context(at_a_terminal(community, who)) for who in SEVEN}
        for terminal in at.values():
            open_meetings(terminal)
            terminal.wait_for("The agenda: draw it up")
        yield Table(community, number, at)


def test_a_circle_of_seven_meets(table: Table) -> None:
    at, community = table.at, table.community
    at["bo"].press("g")
    for count, who in enumerate([who for who in SEVEN if who != "bo"], 2):
        at[who].wait_for("enter come in")
        at[who].press("enter")
        table.all_see(f"{count} in")
    table.round_of_the_meeting("s", "enter")
    table.go_on("bo", "There: ")
    table.go_on("bo", "You are asked")
    for who in SEVEN:
        at[who].press("c")
    table.all_see("all were heard")
    table.go_on("bo", "left of 10 min")
    _decide(table)

    # bo's train enters a tunnel
    os.kill(at["bo"].pid, signal.SIGKILL)
    assert at["bo"].end() == -signal.SIGKILL
    at["cy"].wait_for("line seems gone")
    at["cy"].press("f")
    table.at = {who: terminal for who, terminal in at.items() if who != "bo"}
    table.all_see("leads: Cy")
    table.go_on("cy", "Who writes decide")
    with at_a_terminal(community, "bo") as again:
        open_meetings(again)
        again.wait_for("leads: Cy")
        table.at["bo"] = again
        _choose(table)
        _end(table)
    told = "\n".join(plain(table.session, meeting_of(table.session, table.number)))
    for text in (
        "There: Bo, Ana, Cy, Di, Eve, Fay, Gus.",
        "Decided until",
        "We light it on Fridays. who was there",
        "Cy facilitates from here on; before: Bo.",
        "gus was chosen.",
        "the oven first",
        "unless somebody objects.",
    ):
        assert text in told, told
    community.moment = datetime.now(UTC) + timedelta(hours=48)
    assert "Accepted" in community.run("ana", "meeting", "show", str(table.number))


def _decide(table: Table) -> None:
    """A proposal, two objections, and a better proposal."""
    at = table.at
    at["ana"].press("d")
    at["ana"].wait_for("What is decided?")
    at["ana"].press("enter")
    at["ana"].wait_for("^s save")
    at["ana"].press("Light it", "tab", "cold", "tab", "We light it every day.", "tab", "tab", "tab")
    at["ana"].press("right", "ctrl+s")
    table.all_see("Proposal 1, “Light it”")
    for who in SEVEN:
        at[who].press("enter")
        at[who].wait_for("We light it every day.")

    def says(who: str) -> None:
        objects = {
            "cy": ("the wood lasts a week", "a warm winter"),
            "fay": ("nobody is there on Mondays", "nobody burns"),
        }
        at[who].wait_for("c consent")
        table.fill(who, *(("o", *objects[who]) if who in objects else ("c",)))

    table.in_turn(lambda: table.proposal, says)
    table.all_see("there are objections")
    assert [one.by for one in table.proposal.objections] == ["cy", "fay"]
    at["ana"].press("m")
    at["ana"].wait_for("Which objection?")
    at["ana"].press("enter")
    at["ana"].wait_for("^s save")
    at["ana"].press("\x15", "We light it on Fridays.", "ctrl+s")
    table.all_see("We light it on Fridays.")
    table.fill("ana", "w", "who was there")
    table.all_see("bo begins the next round.")
    at["bo"].wait_for("g go on")
    at["bo"].press("g")
    table.until(lambda: len(table.proposal.rounds) == 2, "bo")
    table.consents(lambda: table.proposal)
    table.all_see("It is decided.")
    assert table.proposal.phase == "decided"
    for who in SEVEN:
        at[who].press("esc")
    table.all_see("Decided until")


def _choose(table: Table) -> None:
    """A role is filled, with a change of mind, and the nominee is heard last."""
    at = table.at
    at["cy"].press("d")
    at["cy"].wait_for("What is decided?")
    at["cy"].press("down", "enter")
    at["cy"].wait_for("^s save")
    at["cy"].press("secretary", "enter", "writes plainly", "ctrl+s")
    table.all_see("Selection 1")
    for who in SEVEN:
        at[who].press("enter")
        at[who].wait_for("writes plainly")
    table.consents(lambda: table.selection)
    at["cy"].wait_for("g begin")
    at["cy"].press("g")
    table.all_see("n nominate")
    for who in SEVEN:
        table.nominates(who, "fay" if who in ("ana", "gus") else "gus", f"{who} trusts them")
    table.all_see("Everyone says whom they nominated")

    def reason(who: str) -> None:
        at[who].wait_for("s reason")
        table.fill(who, "s")

    table.in_turn(lambda: table.selection, reason)
    table.all_see("Everyone was heard; cy goes on.")
    at["cy"].wait_for("g go on")
    at["cy"].press("g")
    table.all_see("Everyone keeps or changes their nomination.")

    def keeps_or_changes(who: str) -> None:
        at[who].wait_for("e keep, change")
        at[who].press("e")
        at[who].wait_for("After all that was said")
        if who == "ana":
            at[who].press("down", "enter")
            table.pick(who, "Whom do you nominate?", "gus", "the others know him better")
        else:
            at[who].press("enter")

    table.in_turn(lambda: table.selection, keeps_or_changes)
    at["cy"].wait_for("g go on")
    at["cy"].press("g")
    at["cy"].wait_for("p propose")
    at["cy"].press("p")
    table.pick("cy", "Whom do you propose?", "gus", "the reasons of most")
    table.all_see("The consent round about gus goes on.")
    assert table.selection.rounds[-1].order[-1] == "gus"
    changed = [one for one in table.selection.nominations if one.before]
    assert [(one.by, one.before, one.nominee) for one in changed] == [("ana", "fay", "gus")]
    table.consents(lambda: table.selection)
    table.all_see("gus was chosen.")
    held = running(table.session, table.meeting.circle)["secretary"].value
    assert held.account == "gus"
    for who in SEVEN:
        at[who].press("esc")
    table.all_see("Selection 1, secretary. gus was chosen.")


def _end(table: Table) -> None:
    """A line of the minutes, what is left, check-out."""
    table.fill("di", "w", "the oven first")
    table.all_see("the oven first (Di)")
    table.go_on("cy", "What is left")
    table.go_on("cy", "Check-out round")
    table.round_of_the_meeting("s", "ctrl+s")
    at_the_end = table.at["cy"]
    at_the_end.wait_for("g end")
    at_the_end.press("g")
    table.all_see("unless somebody objects")
