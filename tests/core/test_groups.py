"""Groups: begun, asked to join, met, noted, looked back, split, merged, closed; and who may what."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, timedelta

import pytest

from core.groups_here import a_form, a_group, a_guest, here
from folkmoot.errors import BadData, FolkmootError, NotAllowed, NotFound, TryAgain
from folkmoot.session import Session
from folkmoot.testing import HOSTILE, TestCommunity
from folkmoot_core.answers.actions import asked_to_host, give_answer, host, meeting_of
from folkmoot_core.groups.actions import (
    ChangedMeanwhile,
    begin_home,
    begin_working,
    change_home,
    change_working,
)
from folkmoot_core.groups.calendar import host_of, next_pulses
from folkmoot_core.groups.ending import close, merge, renew, split
from folkmoot_core.groups.forms import WishForm, WorkingForm
from folkmoot_core.groups.hosting import host_next
from folkmoot_core.groups.joining import invite, join, leave_group, not_now, welcome
from folkmoot_core.groups.kept import (
    askings_for,
    group_of,
    groups_with,
    people_in,
    seats_in,
    without_group,
)
from folkmoot_core.groups.model import Asking, Note
from folkmoot_core.groups.moves import move_pulse, put_back, skip_pulse
from folkmoot_core.groups.notes import add_note, look_back, notes_of, remove_note
from folkmoot_core.groups.proposals import propose, save_wish, wishes
from folkmoot_core.groups.telling import first_steps, person_panels, today_items
from folkmoot_core.people.away import go_away
from folkmoot_core.people.cards import leave
from folkmoot_core.rhythm.ics import calendar_file

WEDNESDAY = date(2026, 11, 25)
SECRET = "what we said about the blue door"


def said(session: Session) -> str:
    return "\n".join(item.text for item in today_items(session))


def test_who_begins_a_group_is_in_it_and_it_meets_by_its_own_clock(community: TestCommunity) -> None:
    community.join("kai", zone="Pacific/Auckland")
    group = a_group(community, "ana", "kai", weekday="3", zone="Pacific/Auckland", at="09:00")
    item = next_pulses(community.session("ana"), group)[0]
    assert (item.key, item.start.isoformat()) == ("group-1/2026-11-25", "2026-11-24T20:00:00+00:00")
    assert (item.kind, item.for_whom, item.opens) == ("pulse", ("ana", "kai"), "groups/1")


def test_meetings_of_a_group_are_its_peoples_and_nobody_elses(community: TestCommunity) -> None:
    a_group(community, "ana", "bo")
    here(community, "cy")
    now = community.now()

    def keys(handle: str) -> list[str]:
        found = community.session(handle).meetings(now, now + timedelta(days=8))
        return [item.key for item in found if item.kind == "pulse"]

    assert keys("ana") == keys("bo") == ["group-1/2026-11-25"]
    assert keys("cy") == []
    bo, cy = community.session("bo"), community.session("cy")
    assert b"Mill" in calendar_file(bo, bo.meetings(now, now + timedelta(days=8)))
    assert b"Mill" not in calendar_file(cy, cy.meetings(now, now + timedelta(days=8)))
    assert meeting_of(bo, "group-1/2026-11-25").title == "Mill"
    give_answer(bo, "group-1/2026-11-25", "yes")
    with pytest.raises(NotFound):
        give_answer(cy, "group-1/2026-11-25", "yes")


# -- coming in and going -----------------------------------------------------------------------------------


def test_a_group_is_asked_and_any_of_its_people_says_yes(community: TestCommunity) -> None:
    group = a_group(community, "ana", "bo")
    here(community, "cy")
    cy = community.session("cy")
    assert not join(cy, group.id, "I bake")
    assert "cy" not in people_in(cy.store, group.id)
    assert "Cy would like to join Mill" in said(community.session("bo"))
    with pytest.raises(BadData, match="asked Mill already"):
        join(cy, group.id)
    with pytest.raises(NotAllowed, match="people of the group say yes"):
        welcome(cy, group.id, "cy")
    assert welcome(community.session("bo"), group.id, "cy")
    assert people_in(cy.store, group.id) == ("ana", "bo", "cy")
    assert askings_for(cy.store, group.id) == []


def test_nobody_is_in_two_home_groups_unless_both_say_so(community: TestCommunity) -> None:
    mill = a_group(community, "ana", "bo")
    orchard = a_group(community, "cy", "di", name="Orchard")
    bo = community.session("bo")
    assert not join(bo, orchard.id)
    assert not welcome(community.session("cy"), orchard.id, "bo")
    assert [one.id for one in groups_with(bo.store, "bo")] == [mill.id]
    assert welcome(community.session("ana"), orchard.id, "bo")
    assert [one.id for one in groups_with(bo.store, "bo")] == [mill.id, orchard.id]


def test_who_sits_alone_in_a_group_needs_no_yes_of_it(community: TestCommunity) -> None:
    a_group(community, "ana")
    orchard = a_group(community, "cy", name="Orchard")
    assert not join(community.session("ana"), orchard.id)
    assert welcome(community.session("cy"), orchard.id, "ana")


def test_an_invitation_is_answered_by_who_is_invited(community: TestCommunity) -> None:
    group = a_group(community, "ana")
    here(community, "bo")
    bo = community.session("bo")
    assert not invite(community.session("ana"), group.id, "bo")
    assert "Mill invites you" in said(bo)
    with pytest.raises(BadData, match="invited already"):
        invite(community.session("ana"), group.id, "bo")
    assert join(bo, group.id)
    with pytest.raises(BadData, match="in Mill already"):
        invite(community.session("ana"), group.id, "bo")
    with pytest.raises(NotFound):
        invite(community.session("ana"), group.id, "nobody")


def test_nobody_is_put_into_a_group_by_others(community: TestCommunity) -> None:
    group = a_group(community, "ana", "bo")
    here(community, "cy")
    invite(community.session("ana"), group.id, "cy")
    with pytest.raises(BadData, match="for them to say yes"):
        welcome(community.session("bo"), group.id, "cy")
    assert "cy" not in people_in(community.session("ana").store, group.id)


def test_an_invitation_to_a_second_home_group_waits_for_the_first_one(community: TestCommunity) -> None:
    a_group(community, "ana", "bo")
    orchard = a_group(community, "cy", name="Orchard")
    invite(community.session("cy"), orchard.id, "bo")
    assert not join(community.session("bo"), orchard.id)
    assert welcome(community.session("ana"), orchard.id, "bo")


def test_to_invite_who_asked_is_to_welcome_them(community: TestCommunity) -> None:
    group = a_group(community, "ana")
    here(community, "bo")
    join(community.session("bo"), group.id)
    assert invite(community.session("ana"), group.id, "bo")


def test_a_not_now_is_read_by_who_asked_and_they_may_ask_again(community: TestCommunity) -> None:
    group = a_group(community, "ana")
    here(community, "bo")
    bo = community.session("bo")
    join(bo, group.id)
    not_now(community.session("ana"), group.id, "bo", "we are just finding each other")
    assert "Mill says: not now. we are just finding each other" in said(bo)
    assert "Bo would like" not in said(community.session("ana"))
    assert not join(bo, group.id, "and now?")
    leave_group(bo, group.id)
    assert bo.store.collection(Asking).count() == 0


def test_seven_may_sit_in_a_group_and_an_eighth_is_told_why_not(community: TestCommunity) -> None:
    group = a_group(community, *["ana", "bo", "cy", "di", "ed", "fi", "gil"])
    here(community, "hal")
    assert "time to become two" in said(community.session("ana"))
    for refused in (
        lambda: join(community.session("hal"), group.id),
        lambda: invite(community.session("ana"), group.id, "hal"),
    ):
        with pytest.raises(BadData, match="before an eighth comes, it becomes two"):
            refused()


def test_of_two_yeses_for_the_last_place_the_second_is_told(community: TestCommunity) -> None:
    group = a_group(community, *["ana", "bo", "cy", "di", "ed", "fi"])
    for handle in ("hal", "ida"):
        here(community, handle)
        join(community.session(handle), group.id)
    assert welcome(community.session("ana"), group.id, "hal")
    with pytest.raises(BadData, match="eighth"):
        welcome(community.session("bo"), group.id, "ida")


def test_who_leaves_last_closes_the_group(community: TestCommunity) -> None:
    group = a_group(community, "ana", "bo")
    leave_group(community.session("ana"), group.id)
    assert group_of(community.session("bo").store, group.id).value.closed is None
    leave_group(community.session("bo"), group.id)
    assert group_of(community.session("bo").store, group.id).value.closed == community.now()
    with pytest.raises(BadData, match="not in Mill"):
        leave_group(community.session("bo"), group.id)


def test_a_person_who_leaves_the_community_leaves_seat_asking_notes_and_wish(
    community: TestCommunity,
) -> None:
    group = a_group(community, "ana", "bo")
    bo = community.session("bo")
    add_note(bo, group.id, SECRET)
    save_wish(bo, WishForm(focus="farming"))
    leave(bo, "bo")
    ana = community.session("ana")
    assert people_in(ana.store, group.id) == ("ana",)
    assert notes_of(ana, group.id) == []
    for file in community.path.parent.rglob("*"):
        if file.is_file():
            assert SECRET.encode() not in file.read_bytes()


def test_a_group_that_all_have_left_for_good_takes_who_comes(community: TestCommunity) -> None:
    group = a_group(community, "bo")
    leave(community.session("bo"), "bo")
    assert join(community.session("ana"), group.id)


# -- changing ----------------------------------------------------------------------------------------------


def test_two_who_change_a_group_lose_nothing(community: TestCommunity) -> None:
    group = a_group(community, "ana", "bo")
    change_home(community.session("bo"), group.id, a_form("Watermill"), group.value)
    with pytest.raises(ChangedMeanwhile, match="Watermill") as caught:
        change_home(community.session("ana"), group.id, a_form("Windmill"), group.value)
    assert isinstance(caught.value, TryAgain)
    seen = caught.value.now
    changed = change_home(community.session("ana"), group.id, a_form("Windmill"), seen)  # type: ignore[arg-type]
    assert changed.name == "Windmill"


def test_a_changed_pulse_moves_what_is_to_come(community: TestCommunity) -> None:
    group = a_group(community, "ana")
    ana = community.session("ana")
    change_home(ana, group.id, a_form(weekday="5", at="18:00", first=str(group.value.pulse.first)))  # type: ignore[union-attr]
    item = next_pulses(ana, group_of(ana.store, group.id))[0]
    assert (item.key, item.start.hour) == ("group-1/2026-11-27", 18)


def test_a_meeting_is_moved_skipped_and_put_back_by_its_own_day(community: TestCommunity) -> None:
    group = a_group(community, "ana", "bo")
    ana = community.session("ana")
    moved = move_pulse(ana, group.id, WEDNESDAY, "2026-11-27 18:30", "the hall is taken")
    assert (moved.key, moved.status, moved.start.day, moved.sequence) == (
        "group-1/2026-11-25",
        "moved",
        27,
        1,
    )
    skipped = skip_pulse(ana, group.id, WEDNESDAY, "harvest")
    assert (skipped.status, skipped.start.day, skipped.reason) == ("cancelled", 27, "harvest")
    assert next_pulses(ana, group)[0].key == "group-1/2026-12-02"
    back = put_back(ana, group.id, WEDNESDAY)
    assert (back.status, back.start.day, back.sequence) == ("confirmed", 25, 3)
    with pytest.raises(BadData, match="where the pulse has it"):
        put_back(ana, group.id, WEDNESDAY)


@pytest.mark.parametrize(
    ("day", "start", "why"),
    [
        (WEDNESDAY, "soon", "not a day and time"),
        (WEDNESDAY, "2026-11-27", "not a day and time"),
        (WEDNESDAY, "2026-12-27 18:00", "within 14 days"),
        (WEDNESDAY, "2026-11-20 18:00", "passed already"),
        (date(2026, 11, 26), "2026-11-27 18:00", "no meeting on"),
        (date(2026, 11, 18), "2026-11-27 18:00", "no meeting on"),
    ],
)
def test_a_move_that_can_not_be_says_why(community: TestCommunity, day: date, start: str, why: str) -> None:
    group = a_group(community, "ana")
    with pytest.raises(BadData, match=why):
        move_pulse(community.session("ana"), group.id, day, start, "")


def test_two_who_move_one_meeting_see_each_other(community: TestCommunity) -> None:
    group = a_group(community, "ana", "bo")
    seen = next_pulses(community.session("ana"), group)[0]
    skip_pulse(community.session("bo"), group.id, WEDNESDAY, "")
    with pytest.raises(ChangedMeanwhile, match="cancelled"):
        move_pulse(community.session("ana"), group.id, WEDNESDAY, "2026-11-27 18:30", "", seen)


# -- hosting -----------------------------------------------------------------------------------------------


def test_turns_to_host_go_round_and_somebody_may_take_one(community: TestCommunity) -> None:
    group = a_group(community, "ana", "bo", "cy")
    ana = community.session("ana")

    def hosts(count: int) -> list[str | None]:
        return [host_of(ana, item) for item in next_pulses(ana, group, count)]

    assert hosts(4) == ["ana", "bo", "cy", "ana"]
    assert "your turn to host Mill" in said(ana)
    host_next(community.session("cy"), group.id, True)
    assert hosts(4) == ["cy", "ana", "bo", "cy"]
    host_next(community.session("cy"), group.id, False)
    give_answer(ana, "group-1/2026-11-25", "no")
    assert hosts(3) == ["bo", "ana", "cy"]
    item = next_pulses(ana, group)[0]
    assert asked_to_host(ana, item, ana.now()) == "bo"


def test_who_is_away_is_passed_over_until_they_are_back(community: TestCommunity) -> None:
    group = a_group(community, "ana", "bo")
    ana = community.session("ana")
    items = next_pulses(ana, group, 3)
    go_away(ana, date(2026, 12, 1))
    assert [host_of(ana, item) for item in items] == ["bo", "ana", "bo"]


def test_what_was_hosted_counts_on_when_people_come_and_go(community: TestCommunity) -> None:
    group = a_group(community, "ana", "bo")
    community.moment += timedelta(days=5)  # Ana hosted on the 25th
    here(community, "cy")
    join(community.session("cy"), group.id)
    welcome(community.session("ana"), group.id, "cy")
    ana = community.session("ana")
    assert {seat.value.account: seat.value.hosted for seat in seats_in(ana.store, group.id)}[
        "ana"
    ] == WEDNESDAY
    found = [host_of(ana, item) for item in next_pulses(ana, group_of(ana.store, group.id), 3)]
    assert found == ["bo", "ana", "cy"]  # Cy came after Ana had hosted


def test_a_skipped_meeting_takes_nobodys_turn(community: TestCommunity) -> None:
    group = a_group(community, "ana", "bo")
    skip_pulse(community.session("ana"), group.id, WEDNESDAY, "")
    ana = community.session("ana")
    assert host_of(ana, next_pulses(ana, group)[0]) == "ana"


def test_hosting_in_the_answer_and_on_the_groups_page_is_one(community: TestCommunity) -> None:
    group = a_group(community, "ana", "bo")
    bo = community.session("bo")
    host(bo, "group-1/2026-11-25", True)
    assert host_of(bo, next_pulses(bo, group)[0]) == "bo"


# -- notes and looking back --------------------------------------------------------------------------------


def test_notes_are_added_read_by_the_group_and_taken_away_by_their_author(community: TestCommunity) -> None:
    group = a_group(community, "ana", "bo")
    bo = community.session("bo")
    add_note(bo, group.id, SECRET)
    note = notes_of(community.session("ana"), group.id)[0]
    assert (note.value.author, note.value.text) == ("bo", SECRET)
    with pytest.raises(NotFound, match="no note"):
        remove_note(community.session("ana"), note.id)
    remove_note(bo, note.id)
    assert notes_of(bo, group.id) == []
    assert SECRET not in str(bo.store.history(Note, note.id))
    with pytest.raises(BadData, match="nothing in this note"):
        add_note(bo, group.id, "  ")
    with pytest.raises(BadData, match="write it as two"):
        add_note(bo, group.id, "x" * 2001)


def test_looking_back_is_due_three_months_on_and_noted_with_or_without_words(
    community: TestCommunity,
) -> None:
    group = a_group(community, "ana", "bo", "cy")
    assert "look back" not in said(community.session("ana"))
    community.moment += timedelta(days=92)
    ana = community.session("ana")
    assert "Mill: time to look back together." in said(ana)
    look_back(ana, group.id, "we keep the round")
    assert "look back" not in said(community.session("bo"))
    assert [note.value.retro for note in notes_of(ana, group.id)] == [True]
    look_back(ana, group.id)
    assert len(notes_of(ana, group.id)) == 1


# -- two of one, one of two, an end ------------------------------------------------------------------------


def test_a_split_keeps_focus_pulse_and_turns_and_leaves_the_notes(community: TestCommunity) -> None:
    group = a_group(community, *["ana", "bo", "cy", "di", "ed", "fi", "gil"], focus="bread")
    ana = community.session("ana")
    add_note(ana, group.id, SECRET)
    made = split(ana, group.id, ["ed", "fi", "gil"], "Bakery")
    assert people_in(ana.store, group.id) == ("ana", "bo", "cy", "di")
    assert people_in(ana.store, made.id) == ("ed", "fi", "gil")
    assert (made.value.focus, made.value.pulse) == ("bread", group.value.pulse)
    assert len(notes_of(ana, group.id)) == 1
    with pytest.raises(NotAllowed):
        notes_of(community.session("ed"), group.id)
    assert notes_of(community.session("ed"), made.id) == []


@pytest.mark.parametrize(
    ("going", "why"),
    [
        (["di"], "three|3 people at least"),
        (["ana", "bo", "cy"], "3 people at least"),
        (["zed"], "not in Mill"),
    ],
)
def test_a_split_that_leaves_too_few_is_refused(community: TestCommunity, going: list[str], why: str) -> None:
    group = a_group(community, "ana", "bo", "cy", "di")
    with pytest.raises(BadData, match=why):
        split(community.session("ana"), group.id, going, "Bakery")
    assert len(people_in(community.session("ana").store, group.id)) == 4


def test_two_groups_merge_when_both_say_so_and_old_notes_stay_with_their_people(
    community: TestCommunity,
) -> None:
    small = a_group(community, "ana", "bo")
    orchard = a_group(community, "cy", "di", name="Orchard")
    ana, cy = community.session("ana"), community.session("cy")
    add_note(ana, small.id, SECRET)
    with pytest.raises(NotAllowed, match="ask first"):
        merge(cy, small.id, orchard.id)
    assert not merge(ana, small.id, orchard.id)
    assert "Mill would like to merge with Orchard" in said(cy)
    assert merge(cy, small.id, orchard.id)
    assert people_in(ana.store, orchard.id) == ("cy", "di", "ana", "bo")
    assert group_of(ana.store, small.id).value.outcome == "Went into Orchard."
    assert [one.id for one in groups_with(ana.store, "ana")] == [orchard.id]
    assert notes_of(ana, small.id)[0].value.text == SECRET
    with pytest.raises(NotAllowed):
        notes_of(cy, small.id)


def test_what_was_asked_of_a_group_that_closes_is_asked_no_longer(community: TestCommunity) -> None:
    mill = a_group(community, "ana", "bo")
    orchard = a_group(community, "cy", "di", name="Orchard")
    here(community, "eve")
    join(community.session("eve"), orchard.id)
    merge(community.session("ana"), mill.id, orchard.id)
    close(community.session("cy"), orchard.id)
    assert group_of(community.session("ana").store, mill.id).value.merges_into is None
    assert community.session("ana").store.collection(Asking).count() == 0


def test_who_asked_a_group_and_comes_in_by_a_merge_asks_no_longer(community: TestCommunity) -> None:
    mill = a_group(community, "ana", "bo")
    orchard = a_group(community, "cy", "di", name="Orchard")
    join(community.session("bo"), orchard.id)
    merge(community.session("ana"), mill.id, orchard.id)
    merge(community.session("cy"), mill.id, orchard.id)
    assert community.session("ana").store.collection(Asking).count() == 0


def test_groups_that_would_be_too_many_do_not_merge(community: TestCommunity) -> None:
    mill = a_group(community, "ana", "bo", "cy", "di")
    orchard = a_group(community, "ed", "fi", "gil", "hal", name="Orchard")
    with pytest.raises(BadData, match="you would be 8"):
        merge(community.session("ana"), mill.id, orchard.id)


def test_notes_of_a_closed_group_stay_readable_to_its_people(community: TestCommunity) -> None:
    group = a_group(community, "ana", "bo")
    ana = community.session("ana")
    add_note(ana, group.id, SECRET)
    close(ana, group.id, "we found what we came for")
    assert notes_of(community.session("bo"), group.id)[0].value.text == SECRET
    assert {one.handle for one in without_group(ana)} == {"ana", "bo"}
    assert next(iter(ana.meetings(ana.now(), ana.now() + timedelta(days=4)))).kind != "pulse"
    for refused in (
        lambda: add_note(ana, group.id, "more"),
        lambda: close(ana, group.id),
        lambda: change_home(ana, group.id, a_form("Else")),
        lambda: join(ana, group.id),
    ):
        with pytest.raises(BadData, match="closed"):
            refused()


def test_a_working_group_comes_to_its_end_and_is_renewed_or_closed(community: TestCommunity) -> None:
    ana = community.session("ana")
    group = begin_working(ana, WorkingForm(name="Roof", focus="a dry mill", until="2026-12-01"))
    here(community, "bo")
    assert join(community.session("bo"), group.id)
    community.moment += timedelta(days=9)
    assert "Roof has come to its end" in said(community.session("bo"))
    assert renew(ana, group.id, "2027-02-01").until == date(2027, 2, 1)
    assert "Roof" not in said(community.session("bo"))
    community.moment += timedelta(days=90)
    assert close(ana, group.id, "it is dry").outcome == "it is dry"
    assert "Roof" not in said(community.session("bo"))


def test_an_end_is_a_day_that_is_to_come(community: TestCommunity) -> None:
    ana = community.session("ana")
    for until, why in (("2026-11-22", "to come"), ("soon", "not a day")):
        with pytest.raises(BadData, match=why):
            begin_working(ana, WorkingForm(name="Roof", focus="dry", until=until))
    group = begin_working(ana, WorkingForm(name="Roof", focus="dry", until="2026-12-01"))
    community.moment += timedelta(days=30)
    changed = change_working(ana, group.id, WorkingForm(name="Roofs", focus="dry", until="2026-12-01"))
    assert changed.name == "Roofs"  # an end that is past is no reason to refuse another name


# -- who may -----------------------------------------------------------------------------------------------

INSIDERS: dict[str, Callable[[Session], object]] = {
    "edit": lambda session: change_home(session, 1, a_form("Mine")),
    "move": lambda session: move_pulse(session, 1, WEDNESDAY, "2026-11-27 18:00", ""),
    "skip": lambda session: skip_pulse(session, 1, WEDNESDAY, ""),
    "host": lambda session: host_next(session, 1, True),
    "invite": lambda session: invite(session, 1, "ana"),
    "read notes": lambda session: notes_of(session, 1),
    "write notes": lambda session: add_note(session, 1, "mine"),
    "look back": lambda session: look_back(session, 1, "mine"),
    "split": lambda session: split(session, 1, ["ana"], "Mine"),
    "close": lambda session: close(session, 1),
    "welcome": lambda session: welcome(session, 1, "eve"),
    "not now": lambda session: not_now(session, 1, "eve"),
}


@pytest.mark.parametrize("does", INSIDERS)
def test_what_a_groups_people_do_nobody_else_does(community: TestCommunity, does: str) -> None:
    """Neither a Partner (Ana), a Friend, a guest, who was in it, nor who asks to join."""
    group = a_group(community, "bo", "cy", "was")
    leave_group(community.session("was"), group.id)
    here(community, "friend")
    a_guest(community, "guest")
    here(community, "eve")
    join(community.session("eve"), group.id)
    before = community.session().store.seq
    for handle in ("ana", "friend", "guest", "was", "eve"):
        with pytest.raises(NotAllowed, match=r"people|its people|group's"):
            INSIDERS[does](community.session(handle))
    assert community.session().store.seq == before


def test_a_person_who_left_the_community_can_do_nothing_with_their_old_session(
    community: TestCommunity,
) -> None:
    group = a_group(community, "ana", "bo")
    bo = community.session("bo")
    other = community.session("bo")
    leave(bo, "bo")
    for does in (INSIDERS["read notes"], INSIDERS["edit"], lambda session: join(session, group.id)):
        with pytest.raises(NotAllowed):
            does(other)


def test_friends_begin_groups_and_guests_ask_to_join(community: TestCommunity) -> None:
    a_guest(community, "guest")
    guest = community.session("guest")
    with pytest.raises(NotAllowed, match="Friends and Partners begin"):
        begin_home(guest, a_form())
    with pytest.raises(NotAllowed, match="Friends and Partners begin"):
        begin_working(guest, WorkingForm(name="Roof", focus="dry", until="2027-01-01"))
    group = a_group(community, "friend")
    assert not join(guest, group.id)


def test_wishes_are_read_by_partners_alone(community: TestCommunity) -> None:
    here(community, "bo")
    a_guest(community, "guest")
    save_wish(community.session("bo"), WishForm(focus="farming", beside=("ana",)))
    assert wishes(community.session("ana"))["bo"].focus == "farming"
    for handle in ("bo", "guest"):
        for refused in (wishes, lambda session: propose(session, 1)):
            with pytest.raises(NotAllowed, match="Partners"):
                refused(community.session(handle))
    with pytest.raises(BadData, match="Nobody here"):
        save_wish(community.session("bo"), WishForm(beside=("nobody",)))


def test_an_unknown_group_is_said_to_be_none(community: TestCommunity) -> None:
    with pytest.raises(NotFound, match="no group with the number 9"):
        group_of(community.session().store, 9)
    for does in (notes_of, close, leave_group, join):
        with pytest.raises(NotFound):
            does(community.session("ana"), 9)  # type: ignore[operator]


# -- elsewhere ---------------------------------------------------------------------------------------------


def test_a_small_group_is_told_on_today_what_it_might_do(community: TestCommunity) -> None:
    a_group(community, "ana", "bo")
    assert "Mill is small: invite somebody, or merge." in said(community.session("ana"))


def test_a_card_names_the_groups_of_a_person_and_no_more(community: TestCommunity) -> None:
    a_group(community, "bo", name="Mill", focus="something of theirs")
    ana = community.session("ana")
    bo = community.session("bo").account
    assert bo is not None
    panels = list(person_panels(ana, bo))
    assert [(panel.title, panel.lines) for panel in panels] == [("Groups", ("Mill",))]
    assert ana.account is not None
    assert list(person_panels(ana, ana.account)) == []


def test_a_newcomer_is_shown_home_groups_with_room_once_there_are_some(community: TestCommunity) -> None:
    here(community, "new")
    assert list(first_steps(community.session("new"))) == []
    group = a_group(community, "ana")
    step = next(iter(first_steps(community.session("new"))))
    assert (step.opens, step.done) == ("groups", False)
    join(community.session("new"), group.id)
    welcome(community.session("ana"), group.id, "new")
    assert next(iter(first_steps(community.session("new")))).done


def test_hostile_names_words_and_notes_are_cleaned_when_kept(community: TestCommunity) -> None:
    group = a_group(community, "ana")
    here(community, "bo")
    join(community.session("bo"), group.id, HOSTILE)
    not_now(community.session("ana"), group.id, "bo", HOSTILE)
    add_note(community.session("ana"), group.id, HOSTILE)
    skip_pulse(community.session("ana"), group.id, WEDNESDAY, HOSTILE)
    close(community.session("ana"), group.id, HOSTILE)
    assert b"\x1b" not in community.path.read_bytes()
    assert "\\u001b" not in community.path.read_text("utf-8")
    assert issubclass(BadData, FolkmootError)
