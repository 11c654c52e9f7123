"""Where ways to forms begin: a circle of four with a round at a certain step, or the demo with something more in it."""

from __future__ import annotations

from datetime import date

from core.conftest import with_three
from folkmoot.door.keys import add_key
from folkmoot.door.publickey import parsed
from folkmoot.testing import TestCommunity
from folkmoot_core.rounds.proposing import propose
from folkmoot_sociocracy.consent import actions as deciding
from folkmoot_sociocracy.meetings.forms import PlanForm
from folkmoot_sociocracy.meetings.planning import draw_up, plan_meetings
from folkmoot_sociocracy.meetings.writing import write_down
from folkmoot_sociocracy.rounds.turns import missing
from folkmoot_sociocracy.selection import actions as selecting
from folkmoot_sociocracy.selection.model import SelectionForm
from folkmoot_sociocracy.selection.nominating import begin_nominations, nominate, open_nominations
from folkmoot_sociocracy.selection.reading import selection_of
from sociocracy.a_circle import MEMBERS, a_circle, a_proposal, all_say
from sociocracy.test_meetings import a_meeting, a_topic, now_of, on, to_the_end, to_the_first_item

A_KEY = "ssh-ed25519 AAAAC3NzaC1lZDI1NTE5AAAAIEilPwd0yM7/V0of3LDUcNvTgrPbJzz/Q0S2051Teckj ana"


def proposed(community: TestCommunity) -> None:
    """A proposal in its consent round; Ana is the first to be heard."""
    a_proposal(community, a_circle(community), begins="consent")


def proposed_where_tested(community: TestCommunity) -> None:
    """The same, where objections are tested and concerns recorded."""
    a_proposal(community, a_circle(community, school="tested"), begins="consent")


def questions(community: TestCommunity) -> None:
    """A proposal in its round of questions."""
    a_proposal(community, a_circle(community))


def asked(community: TestCommunity) -> None:
    """Bo asked something."""
    number = a_proposal(community, a_circle(community))
    deciding.give_voice(community.session("ana"), number, "spoke", "")
    deciding.give_voice(community.session("bo"), number, "spoke", "How long?")


def all_asked(community: TestCommunity) -> None:
    """Everybody was heard with their questions; Bo leads on."""
    all_say(community, a_proposal(community, a_circle(community)), "spoke")


def amending(community: TestCommunity) -> None:
    """Questions and reactions are over."""
    number = a_proposal(community, a_circle(community))
    for _round in range(2):
        all_say(community, number, "spoke")
        deciding.go_on(community.session("bo"), number)


def objected(community: TestCommunity) -> None:
    """Di objects to a proposal."""
    number = a_proposal(community, a_circle(community), begins="consent")
    all_say(community, number, but="di")
    deciding.give_voice(community.session("di"), number, "objection", "they break", "tools cared for")


def a_selection(community: TestCommunity) -> int:
    """A selection of who facilitates, in the consent round on the role."""
    form = SelectionForm(role="facilitator", does="leads through rounds", months=12)
    return selecting.open_selection(community.session("ana"), a_circle(community), form).id


def waiting(community: TestCommunity, number: int) -> tuple[str, ...]:
    """Who of a selection's round is still to be heard, the next one first."""
    return tuple(missing(selection_of(community.session("ana"), number).value.rounds[-1]))


def say(community: TestCommunity, number: int, *says: str) -> None:
    """Each who is to be heard says yes, or the last what is given."""
    while left := waiting(community, number):
        last = says if len(left) == 1 and says else ("consent", "", "")
        selecting.give_voice(community.session(left[0]), number, *last)  # type: ignore[arg-type]
        if len(left) == 1:
            return


def circle_alone(community: TestCommunity) -> None:
    """A circle, and nothing to decide."""
    a_circle(community)


def role_objected(community: TestCommunity) -> None:
    """The last objects to the role as it is described."""
    say(community, a_selection(community), "objection", "too long", "people stay fresh")


def nominating(community: TestCommunity) -> int:
    """The role has consent; nominations are written."""
    number = a_selection(community)
    say(community, number)
    begin_nominations(community.session("bo"), number)
    return number


def reasons(community: TestCommunity) -> int:
    """All nominated, and reasons are heard up to Ana."""
    number = nominating(community)
    for handle in MEMBERS:
        nominate(community.session(handle), number, "cy", "listens")
    if selection_of(community.session("bo"), number).value.phase == "nominating":
        open_nominations(community.session("bo"), number)
    while (left := waiting(community, number))[0] != "ana":
        selecting.give_voice(community.session(left[0]), number, "spoke", "listens")
    return number


def changes(community: TestCommunity) -> int:
    """All gave their reasons; nominations may be changed, and it is Ana's turn."""
    number = reasons(community)
    while left := waiting(community, number):
        selecting.give_voice(community.session(left[0]), number, "spoke", "listens")
    selecting.go_on(community.session("bo"), number)
    while (left := waiting(community, number))[0] != "ana":
        selecting.keep_or_change(community.session(left[0]), number, "cy", "listens", left[0])
    return number


def to_be_proposed(community: TestCommunity) -> int:
    """All kept their nominations; Bo proposes a person."""
    number = changes(community)
    while left := waiting(community, number):
        selecting.keep_or_change(community.session(left[0]), number, "cy", "listens", left[0])
    selecting.go_on(community.session("bo"), number)
    return number


def person_objected(community: TestCommunity) -> None:
    """The person who is proposed has an objection, and is heard last."""
    number = to_be_proposed(community)
    selecting.propose_person(community.session("bo"), number, "cy", "the reasons")
    say(community, number, "objection", "a year is long", "rested people")


def with_key(community: TestCommunity) -> None:
    """Inês has a key of her own."""
    add_key(community.session("ines"), parsed(A_KEY), "laptop")


def asked_heavy(community: TestCommunity) -> None:
    """Tomás brings up that somebody is to be suspended."""
    community.run("tomas", "acts", "ask", "account.suspend", "kofi", "--why", "a long silence")


# -- meetings --------------------------------------------------------------------------------------------------


def with_topic(community: TestCommunity) -> None:
    """Something waits to be talked about."""
    a_topic(community, a_circle(community))


def planned(community: TestCommunity) -> None:
    """The circle meets in December."""
    form = PlanForm(first=date(2026, 12, 2), zone="Europe/Lisbon")
    plan_meetings(community.session("ana"), a_circle(community), form)


def drawn_up(community: TestCommunity) -> int:
    """An agenda, of a meeting that has not begun."""
    circle = a_circle(community)
    a_topic(community, circle)
    return draw_up(community.session("ana"), circle).id


def checking_in(community: TestCommunity) -> int:
    """The meeting has begun, all are in, and Bo is the first to be heard."""
    circle = a_circle(community)
    a_topic(community, circle)
    return a_meeting(community, circle)


def agenda_asked(community: TestCommunity) -> None:
    """Whether all consent to the agenda."""
    number = checking_in(community)
    while now_of(community, number).now_at.kind != "agenda":
        on(community, number)


def at_an_item(community: TestCommunity) -> int:
    """The first item of the agenda."""
    number = checking_in(community)
    to_the_first_item(community, number)
    return number


def with_a_line(community: TestCommunity) -> None:
    """A line of the minutes."""
    number = at_an_item(community)
    write_down(community.session("di"), number, "the oven holds")


def checking_out(community: TestCommunity) -> None:
    """The last round."""
    number = checking_in(community)
    while now_of(community, number).now_at.kind != "check_out":
        on(community, number)


def handed_out(community: TestCommunity) -> None:
    """Minutes that wait for two days whether somebody objects."""
    to_the_end(community, checking_in(community))


def plain_round(community: TestCommunity) -> None:
    """Partners are asked about Fay, in a house without circles."""
    with_three(community)
    propose(community.session("ana"), "fay", "she came twice")
