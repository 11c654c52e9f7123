"""Who came is marked on the day; a guest who came becomes a Friend, nobody else does; who stays away is missed."""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, datetime, timedelta

import pytest

from core.at_gatherings import DAY, FIRST, HOUR, SECOND, at, friend, guest, is_a
from door.visitors import as_partner
from folkmoot import acts
from folkmoot.accounts import change_account
from folkmoot.door.joining import arrive
from folkmoot.errors import BadData, FolkmootError, NotAllowed, NotFound
from folkmoot.session import Account
from folkmoot.testing import TestCommunity
from folkmoot_core.answers.actions import give_answer, host
from folkmoot_core.gatherings.actions import (
    gathering,
    prepare,
)
from folkmoot_core.gatherings.attended import gatherings_of, last_gathering
from folkmoot_core.gatherings.missing import missed, missed_since
from folkmoot_core.gatherings.model import Came, Gathering
from folkmoot_core.gatherings.welcoming import came, did_not_come, welcome
from folkmoot_core.people.actions import member_of
from folkmoot_core.people.away import go_away
from folkmoot_core.people.cards import leave, person, save_card
from folkmoot_core.people.model import Card, Member
from folkmoot_core.rhythm.actions import cancel_occurrence, move_occurrence
from folkmoot_core.rhythm.calendar import occurrence_of
from folkmoot_core.rounds.actions import accept
from folkmoot_core.rounds.proposing import propose
from folkmoot_core.today.gathered import today_of

NOON = datetime(2026, 11, 22, 12, tzinfo=UTC)
YEAR = timedelta(days=365)


def on_today(community: TestCommunity, handle: str) -> str:
    return "\n".join(item.text for item in today_of(community.session(handle)).items)


def test_who_came_is_marked_in_its_time_by_those_who_tend_it(community: TestCommunity) -> None:
    guest(community, "hal", "ian")
    ana = community.session("ana")
    with pytest.raises(BadData, match="from its first day on"):
        came(ana, FIRST, ["hal"])
    at(community, FIRST)
    with pytest.raises(NotAllowed, match="Friends who host"):
        came(community.session("hal"), FIRST, ["hal"])
    with pytest.raises(NotFound, match="nothing was changed"):
        came(community.session("ana"), FIRST, ["hal", "nobody"])
    assert gathering(community.session("ana"), FIRST).came == ()
    assert came(community.session("ana"), FIRST, ["hal", "ian", "hal"]) == ["hal", "ian"]
    assert came(community.session("ana"), FIRST, ["hal"]) == []
    assert did_not_come(community.session("ana"), FIRST, ["ian", "ana"]) == ["ian"]
    at(community, FIRST, 15 * DAY)
    with pytest.raises(BadData, match="could be marked until"):
        came(community.session("ana"), FIRST, ["ian"])


def test_nobody_came_to_what_was_cancelled(community: TestCommunity) -> None:
    cancel_occurrence(community.session("ana"), FIRST, "storm")
    at(community, FIRST)
    with pytest.raises(BadData, match="cancelled"):
        came(community.session("ana"), FIRST, ["ana"])


def test_a_guest_who_hosts_does_not_mark_and_a_friend_who_hosts_does_not_welcome(
    community: TestCommunity,
) -> None:
    friend(community, "fay")
    guest(community, "hal")
    host(community.session("fay"), SECOND, True)
    host(community.session("hal"), SECOND, True)
    at(community, SECOND)
    with pytest.raises(NotAllowed):
        came(community.session("hal"), SECOND, ["hal"])
    came(community.session("fay"), SECOND, ["hal"])
    with pytest.raises(NotAllowed, match="no other way"):
        welcome(community.session("fay"), SECOND)
    assert is_a(community, "hal") == "guest"
    assert welcome(community.session("ana"), SECOND) == ["hal"]


def test_who_has_left_does_nothing_any_more(community: TestCommunity) -> None:
    guest(community, "hal")
    as_partner(community, community.join("bo").handle)
    at(community, FIRST)
    bo = community.session("bo")
    leave(community.session("bo"), "bo")
    ways: list[Callable[[], object]] = [
        lambda: came(bo, FIRST, ["hal"]),
        lambda: did_not_come(bo, FIRST, ["hal"]),
        lambda: welcome(bo, FIRST),
        lambda: gathering(bo, FIRST),
        lambda: missed(bo),
        lambda: prepare(bo, Gathering(occurrence=FIRST, theme="Seeds")),
    ]
    for way in ways:
        with pytest.raises(NotAllowed, match="no longer here"):
            way()


def test_who_left_is_in_no_list_of_who_came(community: TestCommunity) -> None:
    friend(community, "fay", "gil")
    leave(community.session("fay"), "fay")
    ana = community.session("ana")
    assert gathering(ana, FIRST).came == ("gil",)
    assert ana.store.collection(Came).find(account="fay") == []


# -- Friends -----------------------------------------------------------------------------------------------


def test_a_guest_who_came_becomes_a_friend_since_that_gathering(community: TestCommunity) -> None:
    guest(community, "hal")
    at(community, FIRST)
    came(community.session("ana"), FIRST, ["hal"])
    assert is_a(community, "hal") == "guest"
    community.moment += 300 * DAY  # it can be done later
    welcome(community.session("ana"), FIRST, ["hal"])
    member = member_of(community.session("ana"), "hal")
    assert member is not None
    assert (member.value.standing, member.value.occasion, member.value.invited_by) == ("friend", FIRST, "ana")
    start = occurrence_of(community.session("ana").store, FIRST).start
    assert person(community.session("ana"), "hal").since == start
    with pytest.raises(BadData, match="no guest any more"):
        welcome(community.session("ana"), FIRST, ["hal"])
    with pytest.raises(BadData, match="No guest who came"):
        welcome(community.session("ana"), FIRST)


def test_a_mark_that_made_a_friend_stays(community: TestCommunity) -> None:
    friend(community, "fay")
    with pytest.raises(BadData, match="more than a guest"):
        did_not_come(community.session("ana"), FIRST, ["fay"])


def test_one_who_did_not_come_spoils_the_welcome_of_none(community: TestCommunity) -> None:
    guest(community, "hal", "ian")
    at(community, FIRST)
    came(community.session("ana"), FIRST, ["hal"])
    with pytest.raises(BadData, match="ian was not marked"):
        welcome(community.session("ana"), FIRST, ["hal", "ian"])
    assert is_a(community, "hal") == "guest"


def test_there_is_no_other_way_to_become_a_friend(community: TestCommunity) -> None:
    guest(community, "hal", "ian")
    at(community, FIRST)
    ana, hal = community.session("ana"), community.session("hal")
    came(ana, FIRST, ["ian"])
    mine = hal.store.collection(Account).first(handle="hal")
    assert mine is not None
    ways = [
        lambda: welcome(hal, FIRST, ["hal"]),
        lambda: welcome(ana, FIRST, ["hal"]),
        lambda: welcome(ana, SECOND, ["ian"]),
        lambda: welcome(hal, FIRST),
        lambda: came(hal, FIRST, ["hal"]),
        lambda: came(ana, SECOND, ["hal"]),
        lambda: give_answer(hal, FIRST, "yes"),
        lambda: host(hal, FIRST, True),
        lambda: came(hal, FIRST, ["hal"]),
        lambda: save_card(hal, Card(account="hal", reach="friend")),
        lambda: change_account(hal, mine.value),
        lambda: arrive(hal),
        lambda: acts.ask_for(ana, "people.partner", "hal", "mine"),
        lambda: propose(hal, "hal", "me"),
        lambda: accept(hal, 1),
        lambda: did_not_come(ana, FIRST, ["ian"]),
    ]
    for way in ways:
        try:
            way()
        except FolkmootError:
            continue
        assert is_a(community, "hal") == is_a(community, "ian") == "guest"
    assert [one.value.standing for one in ana.store.collection(Member).all()] == ["partner", "guest", "guest"]


# -- afterwards --------------------------------------------------------------------------------------------


def test_a_card_tells_how_often_and_when_somebody_was_last_there(community: TestCommunity) -> None:
    friend(community, "fay")
    at(community, SECOND)
    came(community.session("ana"), SECOND, ["fay"])
    ana = community.session("ana")
    assert [one.gathering for one in gatherings_of(ana.store, "fay")] == [FIRST, SECOND]
    last = last_gathering(ana, "fay")
    assert last is not None
    assert last.gathering == SECOND
    assert last_gathering(ana, "ana") is None
    account = ana.store.collection(Account).first(handle="fay")
    assert account is not None
    panels = [panel for _name, panel in ana.house.ask("person_panels", session=ana, account=account.value)]
    assert "Been to 2 gatherings, last on Sat, 18 Sept 2027." in [
        line for one in panels for line in one.lines
    ]


def test_who_became_what_is_told_to_the_others(community: TestCommunity) -> None:
    friend(community, "fay")
    number = propose(community.session("ana"), "fay", "begins with us").number
    accept(community.session("fay"), number)
    community.join("bo")
    told = [item.text for item in today_of(community.session("bo")).lately]
    assert told == ["Fay is a Partner now, by consent of the Partners."]
    leave(community.session("fay"), "fay")
    assert [item.text for item in today_of(community.session("bo")).lately] == []


def test_who_was_not_there_for_a_year_is_told_first_and_the_partners_a_month_later(
    community: TestCommunity,
) -> None:
    friend(community, "fay", "gil")
    at(community, SECOND)
    came(community.session("ana"), SECOND, ["gil"])
    start = occurrence_of(community.session("ana").store, FIRST).start
    community.moment = start + YEAR - DAY
    assert "a while since" not in on_today(community, "fay")
    community.moment = start + YEAR + DAY
    assert missed_since(community.session("fay"), "fay") == start + YEAR
    assert "It is a while since you were at a gathering. The next is" in on_today(community, "fay")
    assert "a while since" not in on_today(community, "gil")
    assert missed(community.session("ana")) == []
    community.moment = start + YEAR + 31 * DAY
    assert missed(community.session("ana")) == ["fay"]
    go_away(community.session("fay"), (community.moment + 9 * DAY).date())
    assert missed(community.session("ana")) == []
    with pytest.raises(NotAllowed):
        missed(community.session("gil"))


def test_nobody_is_missed_where_nobody_marked_who_came_and_guests_never(community: TestCommunity) -> None:
    guest(community, "hal")
    friend(community, "fay")
    community.moment += 3 * YEAR
    assert missed(community.session("ana")) == []
    assert "a while since" not in on_today(community, "hal")


def test_the_day_asks_the_hosts_and_then_the_partners_about_the_guests(community: TestCommunity) -> None:
    friend(community, "fay")
    guest(community, "hal")
    host(community.session("fay"), SECOND, True)
    at(community, SECOND, -8 * HOUR)
    assert "Mark who came" in on_today(community, "fay")
    assert "Mark who came" not in on_today(community, "ana")
    came(community.session("fay"), SECOND, ["hal"])
    assert "Mark who came" not in on_today(community, "fay")
    assert "Welcome as Friends: Hal" in on_today(community, "ana")
    assert "Welcome as Friends" not in on_today(community, "fay")
    welcome(community.session("ana"), SECOND)
    assert "Welcome as Friends" not in on_today(community, "ana")


def test_a_newcomer_is_led_to_the_gathering_of_their_card(community: TestCommunity) -> None:
    guest(community, "hal")
    steps = {step.opens: step.text for step in today_of(community.session("hal")).steps}
    assert steps[f"gatherings/{FIRST}"] == "See the gathering that you are invited to: Sat, 20 Mar."
    at(community, FIRST, 2 * DAY)
    steps = {step.opens: step.text for step in today_of(community.session("hal")).steps}
    assert steps[f"gatherings/{SECOND}"].startswith("See when we gather next")


def test_a_gathering_that_moved_keeps_what_was_prepared(community: TestCommunity) -> None:
    ana = community.session("ana")
    prepare(ana, Gathering(occurrence=FIRST, theme="Seeds"))
    move_occurrence(ana, FIRST, "2027-03-21T11:00", "the hall is taken")
    found = gathering(ana, FIRST)
    assert (found.prepared.theme, found.occurrence.status) == ("Seeds", "moved")
