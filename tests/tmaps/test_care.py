"""The care round, buddies and the listening team: who may, what is kept, and that nothing stays that is over."""

from __future__ import annotations

from datetime import date, timedelta

import pytest

from core.test_who_may_do_what import one_of_each
from folkmoot.door.leaving import leave_house
from folkmoot.errors import BadData, ChangedMeanwhile, NotAllowed, NotFound
from folkmoot.forms import NotFitting
from folkmoot.session import Session
from folkmoot.testing import TestCommunity
from folkmoot_core.people.cards import save_card
from folkmoot_core.people.model import Card
from folkmoot_tmaps.care import actions, buddies, listening
from folkmoot_tmaps.care.items import person_panels, today_items
from folkmoot_tmaps.care.model import Buddy, ListenForm, Says, Statement, StatementForm
from folkmoot_tmaps.care.wording import when_words
from tmaps.a_map import told

DAY = timedelta(days=1)
WORDS = "Quokkafeather by text"


def said(session: Session, says: Says = "reach", how: str = "", days: int = 7) -> Statement:
    until = actions.today_of(session) + days * DAY
    return actions.say_it(session, says, StatementForm(how=how, until=until))


def on_today(session: Session) -> list[str]:
    return [item.text for item in today_items(session)]


@pytest.fixture
def three(community: TestCommunity) -> TestCommunity:
    """Ana, Bo in Lisbon and Cy in Auckland."""
    community.join("bo", zone="Europe/Lisbon")
    community.join("cy", zone="Pacific/Auckland")
    return community


# -- who may -----------------------------------------------------------------------------------------------


def test_members_take_part_and_guests_and_who_left_do_not(community: TestCommunity) -> None:
    people = one_of_each(community)
    listener = ListenForm(how="knock")
    for kind in ("friend", "partner"):
        said(people[kind])
        listening.offer(people[kind], listener)
    buddies.ask(people["friend"], "pia")
    assert len(actions.care_round(people["partner"])) == 2
    for kind in ("guest", "left"):
        session = people[kind]
        acts = (
            lambda one=session: actions.care_round(one),
            lambda one=session: actions.own_statements(one),
            lambda one=session: actions.said_by(one, "pia"),
            lambda one=session: said(one),
            lambda one=session: actions.take_back(one),
            lambda one=session: listening.team(one),
            lambda one=session: listening.offer(one, listener),
            lambda one=session: listening.leave_team(one),
            lambda one=session: buddies.ask(one, "pia"),
            lambda one=session: buddies.all_between(one),
            lambda one=session: actions.buddies_of(one, one.handle),
        )
        for act in acts:
            with pytest.raises(NotAllowed) as refused:
                act()
            assert "Friends" in refused.value.sentence or "no longer here" in refused.value.sentence
        assert on_today(session) == []
    pia = people["partner"].account
    assert pia is not None and list(person_panels(people["guest"], pia)) == []


def test_a_guest_cannot_be_asked_yet(community: TestCommunity) -> None:
    people = one_of_each(community)
    with pytest.raises(BadData, match="guest so far"):
        buddies.ask(people["friend"], "gus")


def test_nobody_is_told_of_anybody_elses_buddies(three: TestCommunity) -> None:
    with pytest.raises(NotAllowed, match="nobody is told of anybody else's"):
        actions.buddies_of(three.session("ana"), "bo")


# -- the round ---------------------------------------------------------------------------------------------


def test_what_is_said_is_read_by_members_with_how_and_until_when(three: TestCommunity) -> None:
    said(three.session("bo"), "reach", WORDS, 4)
    (one,) = actions.care_round(three.session("ana"))
    assert (one.account, one.says, one.how, one.until) == ("bo", "reach", WORDS, date(2026, 11, 26))
    account = three.session("bo").account
    assert account is not None
    (panel,) = person_panels(three.session("ana"), account)
    assert WORDS in panel.lines[0]


def test_said_again_it_is_the_same_line_in_other_words(three: TestCommunity) -> None:
    said(three.session("bo"), "reach", "one", 4)
    said(three.session("bo"), "reach", "two", 9)
    assert [one.how for one in actions.care_round(three.session("ana"))] == ["two"]


@pytest.mark.parametrize("days", [-1, 61])
def test_a_day_that_is_past_or_far_away_is_refused_kindly(three: TestCommunity, days: int) -> None:
    with pytest.raises(NotFitting, match="it can be said again"):
        said(three.session("bo"), days=days)


def test_it_is_over_when_its_day_is_over_where_it_was_said(three: TestCommunity) -> None:
    said(three.session("cy"), "reach", days=0)  # in Auckland it is 01:00 of the 23rd
    three.moment += timedelta(hours=22, minutes=59)
    assert len(actions.care_round(three.session("ana"))) == 1
    three.moment += timedelta(minutes=1)
    assert actions.care_round(three.session("ana")) == []


def test_what_is_over_leaves_no_word_in_any_file(three: TestCommunity) -> None:
    bo = three.session("bo")
    said(bo, "reach", WORDS + " one", 2)
    said(bo, "reach", WORDS + " two", 2)
    said(bo, "company", "Wombatsong", 20)
    bo.store.backup()
    assert len(told(three.path.parent, "Quokkafeather")) > 1
    three.moment += 4 * DAY
    assert on_today(three.session("ana")) == []
    assert told(three.path.parent, "Quokkafeather") == []
    assert told(three.path.parent, "Wombatsong")
    assert [one.says for one in actions.care_round(three.session("ana"))] == ["company"]
    assert [one.value.says for one in bo.store.collection(Statement).all()] == ["company"]


def test_taken_back_leaves_no_word_either(three: TestCommunity) -> None:
    bo = three.session("bo")
    said(bo, "reach", WORDS)
    said(bo, "can_reach", "a walk")
    bo.store.backup()
    assert actions.take_back(bo, ["reach"]) == 1
    assert told(three.path.parent, "Quokkafeather") == []
    assert [one.says for one in actions.own_statements(bo)] == ["can_reach"]
    assert actions.take_back(bo) == 1
    with pytest.raises(NotFound, match="Nothing was changed"):
        actions.take_back(bo)


def test_whoever_offered_finds_a_wish_on_today_and_nobody_else_does(three: TestCommunity) -> None:
    three.join("di")
    said(three.session("bo"), "reach", "by text")
    said(three.session("cy"), "can_reach")
    assert on_today(three.session("cy")) == ["Bo would like others to reach out, until Mon, 30 Nov: by text"]
    assert on_today(three.session("di")) == []
    assert on_today(three.session("bo")) == []


def test_where_many_wish_for_a_word_today_stays_short_and_a_buddy_comes_first(three: TestCommunity) -> None:
    for number in range(9):
        three.join(f"p{number}")
        said(three.session(f"p{number}"), "reach")
    said(three.session("cy"), "can_reach")
    buddies.ask(three.session("cy"), "p8")
    buddies.ask(three.session("p8"), "cy")
    found = on_today(three.session("cy"))
    assert len(found) == 5 and found[0].startswith("P8 ")


def test_who_could_reach_out_are_those_who_offered_just_that_by_name(three: TestCommunity) -> None:
    for handle, name in (("di", "Zoe"), ("eva", "abel"), ("fin", "Mo")):
        three.join(handle, name=name)
        said(three.session(handle), "can_reach")
    said(three.session("cy"), "keeps_company")
    said(three.session("bo"), "can_reach", "I can, too")
    wish = said(three.session("bo"), "reach")
    assert [one.account for one in actions.who_could(three.session("bo"), wish)] == ["eva", "fin", "di"]
    with pytest.raises(NotAllowed):
        actions.who_could(three.session("ana"), wish)


def test_whoever_cannot_give_support_is_suggested_to_nobody_and_an_offer_takes_it_back(
    three: TestCommunity,
) -> None:
    cy = three.session("cy")
    said(cy, "can_reach", "gladly", 20)
    said(cy, "cannot", "a long week", 2)
    wish = said(three.session("bo"), "reach", "", 20)
    assert actions.who_could(three.session("bo"), wish) == []
    three.moment += 5 * DAY
    assert [one.how for one in actions.who_could(three.session("bo"), wish)] == ["gladly"]
    said(cy, "cannot", "another", 2)
    said(cy, "keeps_company")
    assert {one.says for one in actions.own_statements(cy)} == {"can_reach", "keeps_company"}


def test_whoever_left_says_nothing_any_more(three: TestCommunity) -> None:
    said(three.session("bo"), "reach", WORDS)
    listening.offer(three.session("bo"), ListenForm(how=WORDS))
    leave_house(three.session("bo"))
    assert actions.care_round(three.session("ana")) == []
    assert listening.team(three.session("ana")) == []
    assert told(three.path.parent, "Quokkafeather") == []


def test_two_windows_on_one_line_the_second_is_told(three: TestCommunity) -> None:
    bo = three.session("bo")
    seen = said(bo, "reach", "one")
    said(bo, "reach", "two")
    with pytest.raises(ChangedMeanwhile) as error:
        actions.say_it(bo, "reach", StatementForm(how="three", until=seen.until), seen)
    assert error.value.now.how == "two"
    actions.say_it(bo, "reach", StatementForm(how="three", until=seen.until), error.value.now)
    assert [one.how for one in actions.own_statements(bo)] == ["three"]


def test_on_its_last_day_one_is_told_oneself(three: TestCommunity) -> None:
    said(three.session("bo"), "reach", days=0)
    assert on_today(three.session("bo")) == [
        "“I would like others to reach out to me” ends today; it can be said again."
    ]


def test_the_history_tells_a_day_and_no_content(three: TestCommunity) -> None:
    said(three.session("bo"), "reach", WORDS)
    (change,) = [one for one in three.session("ana").store.changes(0) if one.collection == "tmaps.care"]
    assert (change.at.hour, change.at.minute) == (0, 0)
    (entry,) = three.session("ana").store.history(Statement, change.id)
    assert WORDS not in repr(entry)


# -- buddies -----------------------------------------------------------------------------------------------


def test_asked_and_accepted_two_look_out_for_each_other(three: TestCommunity) -> None:
    ana, bo = three.session("ana"), three.session("bo")
    buddies.ask(ana, "bo", "Sundays?")
    assert actions.buddies_of(ana, "ana") == ()
    assert on_today(bo) == ["Ana asks whether you two look out for each other: Sundays?"]
    buddies.accept(bo, "ana")
    assert (actions.buddies_of(ana, "ana"), actions.buddies_of(bo, "bo")) == (("bo",), ("ana",))
    said(bo, "reach")
    assert len(on_today(ana)) == 1  # a buddy's wish


def test_declined_without_a_reason_the_asker_is_told_kindly_and_may_put_it_away(three: TestCommunity) -> None:
    ana, bo = three.session("ana"), three.session("bo")
    buddies.ask(ana, "bo", WORDS)
    buddies.decline(bo, "ana")
    assert on_today(bo) == []
    assert on_today(ana) == [
        "Bo can't be your buddy just now, and doesn't have to say why. It was good to ask."
    ]
    buddies.read(ana, "bo")
    assert on_today(ana) == [] and ana.store.collection(Buddy).count() == 0


def test_anybody_may_stop_at_any_time_and_the_other_is_told(three: TestCommunity) -> None:
    ana, bo = three.session("ana"), three.session("bo")
    buddies.ask(ana, "bo")
    buddies.ask(bo, "ana")  # who is asked and asks has said yes
    buddies.stop(ana, "bo")
    assert actions.buddies_of(bo, "bo") == ()
    assert "no longer look out for each other" in on_today(bo)[0]
    three.moment += 15 * DAY
    assert on_today(bo) == [] and bo.store.collection(Buddy).count() == 0


def test_three_can_look_out_for_each_other_and_no_more(three: TestCommunity) -> None:
    three.join("di")
    for one, other in (("ana", "bo"), ("bo", "cy"), ("cy", "ana")):
        buddies.ask(three.session(one), other)
        buddies.accept(three.session(other), one)
    assert actions.buddies_of(three.session("ana"), "ana") == ("bo", "cy")
    buddies.ask(three.session("di"), "ana")
    with pytest.raises(BadData, match="two buddies"):
        buddies.accept(three.session("ana"), "di")
    with pytest.raises(BadData, match="two buddies"):
        buddies.ask(three.session("bo"), "di")


def test_moves_that_do_not_fit_are_refused_with_how_it_stands(three: TestCommunity) -> None:
    ana = three.session("ana")
    buddies.ask(ana, "bo")
    for move, says in ((buddies.accept, "wait for an answer"), (buddies.stop, "wait for an answer")):
        with pytest.raises(BadData, match=says):
            move(ana, "bo")
    with pytest.raises(BadData, match="Nothing stands between"):
        buddies.accept(ana, "cy")
    with pytest.raises(BadData, match="somebody else"):
        buddies.ask(ana, "ana")
    with pytest.raises(NotFound):
        buddies.ask(ana, "nobody")


def test_a_buddy_who_left_is_none_any_more_and_leaves_room(three: TestCommunity) -> None:
    ana = three.session("ana")
    for handle in ("bo", "cy"):
        buddies.ask(ana, handle, WORDS)
        buddies.accept(three.session(handle), "ana")
    leave_house(three.session("bo"))
    assert actions.buddies_of(ana, "ana") == ("cy",)
    assert [one.other for one in buddies.all_between(ana)] == ["cy"]
    three.join("di")
    buddies.ask(ana, "di")


# -- listening ---------------------------------------------------------------------------------------------


def test_who_listens_now_stands_first_on_the_readers_clock(three: TestCommunity) -> None:
    three.join("di", zone="Asia/Tokyo")
    listening.offer(three.session("ana"), ListenForm(how="ring", starts="18:00", ends="22:00"))
    listening.offer(three.session("di"), ListenForm(how="write", starts="20:00", ends="23:00"))
    bo = three.session("bo")
    found = listening.team(bo)
    assert [one.account.handle for one in found] == ["di", "ana"]
    assert [when_words(bo, one) for one in found] == ["now, until 14:00", "from today 18:00"]
    cy = three.session("cy")
    assert [when_words(cy, one) for one in listening.team(cy)] == ["now, until 03:00", "from today 07:00"]


def test_how_somebody_is_reached_comes_from_their_card_where_they_say_nothing_else(
    three: TestCommunity,
) -> None:
    bo = three.session("bo")
    with pytest.raises(NotFitting, match="say it here"):
        listening.offer(bo, ListenForm())
    save_card(bo, Card(account="bo", reach="at the mill", languages="Portuguese"))
    listening.offer(bo, ListenForm())
    (one,) = listening.team(three.session("ana"))
    assert (one.how, one.languages, one.hours) == ("at the mill", "Portuguese", None)


def test_whoever_is_away_or_cannot_now_is_shown_as_that_and_not_as_listening(three: TestCommunity) -> None:
    bo, cy, ana = (three.session(one) for one in ("bo", "cy", "ana"))
    listening.offer(bo, ListenForm(how="ring"))
    listening.offer(cy, ListenForm(how="ring"))
    save_card(bo, Card(account="bo", away_until=date(2026, 11, 25)))
    said(cy, "cannot", days=2)
    assert [when_words(ana, one) for one in listening.team(ana)] == [
        "away until Wed, 25 Nov",
        "cannot just now",
    ]
    three.moment += 5 * DAY
    assert all(one.now(three.moment) for one in listening.team(ana))


def test_hours_go_from_one_time_to_another(three: TestCommunity) -> None:
    for starts, ends in (("18:00", ""), ("", "18:00"), ("18:00", "18:00")):
        with pytest.raises(NotFitting, match="any hour"):
            listening.offer(three.session("bo"), ListenForm(how="ring", starts=starts, ends=ends))


def test_whoever_stops_listening_leaves_no_word(three: TestCommunity) -> None:
    bo = three.session("bo")
    listening.offer(bo, ListenForm(how=WORDS))
    bo.store.backup()
    listening.leave_team(bo)
    assert told(three.path.parent, "Quokkafeather") == []
    with pytest.raises(NotFound):
        listening.leave_team(bo)
