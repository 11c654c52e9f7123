"""The rules of the care round, on their own: days that end, offers that answer, two who agree, hours of listening."""

from __future__ import annotations

from datetime import UTC, date, datetime, time, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from folkmoot.zones import zone
from folkmoot_tmaps.care.model import SAYS, Listener, Says, Statement, Word
from folkmoot_tmaps.care.rules import (
    ANSWERED_BY,
    FARTHEST,
    MOVES,
    OFFERS,
    Move,
    end_of,
    holds,
    hours_fit,
    in_force,
    listens,
    may_end_on,
    moved,
    shuffled,
    standing,
    who_answers,
)

NOW = datetime(2026, 11, 22, 12, 0, tzinfo=UTC)
ZONES = ("Europe/Lisbon", "Pacific/Auckland", "America/St_Johns", "Asia/Kathmandu")
people = st.sampled_from(["ana", "bo", "cy", "di", "eva"])
moments = st.datetimes(datetime(2026, 1, 1), datetime(2027, 12, 1)).map(lambda one: one.replace(tzinfo=UTC))


@st.composite
def statements(draw: st.DrawFn) -> Statement:
    until = draw(st.dates(date(2026, 11, 1), date(2026, 12, 20)))
    there = zone(draw(st.sampled_from(ZONES)))
    said = draw(st.sampled_from(SAYS))
    return Statement(account=draw(people), says=said, until=until, ends=end_of(until, there))


@given(until=st.dates(date(2026, 1, 1), date(2028, 1, 1)), there=st.sampled_from(ZONES))
def test_a_statement_holds_through_its_last_day_on_the_clocks_of_whoever_said_it(
    until: date, there: str
) -> None:
    said = Statement(account="ana", says="reach", until=until, ends=end_of(until, zone(there)))
    last = said.ends - timedelta(seconds=1)
    assert last.astimezone(zone(there)).date() == until
    assert holds(said, last) and not holds(said, said.ends)


@given(st.lists(statements(), max_size=20), moments)
def test_what_is_over_is_never_shown_and_offers_of_whoever_cannot_now_rest(
    found: list[Statement], now: datetime
) -> None:
    shown = in_force(found, now)
    cannot = {one.account for one in found if one.says == "cannot" and now < one.ends}
    assert all(now < one.ends for one in shown)
    assert not any(one.says in OFFERS and one.account in cannot for one in shown)
    hidden = [one for one in found if one not in shown]
    assert all(now >= one.ends or (one.says in OFFERS and one.account in cannot) for one in hidden)


@given(statements(), st.lists(statements(), max_size=20), moments)
def test_nobody_is_suggested_who_did_not_offer_just_that(
    wish: Statement, found: list[Statement], now: datetime
) -> None:
    for answer in who_answers(wish, found, now):
        assert answer in found and holds(answer, now)
        assert answer.says == ANSWERED_BY[wish.says]
        assert answer.account != wish.account
    assert wish.says in ANSWERED_BY or not who_answers(wish, found, now)


@given(st.lists(statements(), max_size=12), statements(), moments)
def test_nobody_is_ranked_answers_come_in_the_order_of_who_was_handed_in(
    found: list[Statement], wish: Statement, now: datetime
) -> None:
    answers = who_answers(wish, found, now)
    assert answers == [one for one in found if one in answers]


@given(st.lists(statements(), max_size=12))
def test_many_wishes_come_in_another_order_for_each_reader_and_in_the_same_at_each_look(
    found: list[Statement],
) -> None:
    once = shuffled(found, "ana")
    assert once == shuffled(found, "ana")
    assert sorted(map(repr, once)) == sorted(map(repr, found))


@pytest.mark.parametrize(
    ("days", "may"), [(-1, False), (0, True), (7, True), (FARTHEST.days, True), (FARTHEST.days + 1, False)]
)
def test_a_statement_ends_from_today_on_and_not_too_far_away(days: int, may: bool) -> None:
    assert may_end_on(NOW.date() + timedelta(days=days), NOW.date()) is may


WORDS: tuple[Word | None, ...] = (None, "yes", "not_now", "over")


@given(
    st.lists(
        st.tuples(st.booleans(), st.sampled_from(["ask", "accept", "decline", "withdraw", "stop", "read"])),
        max_size=12,
    )
)
def test_two_are_buddies_only_while_both_said_yes_whatever_they_do(moves: list[tuple[bool, Move]]) -> None:
    mine: Word | None = None
    theirs: Word | None = None
    yes = {
        True: False,
        False: False,
    }  # who has said yes, and has neither taken it back nor been told otherwise
    for am_i, move in moves:
        sides = (mine, theirs) if am_i else (theirs, mine)
        if move not in MOVES[standing(*sides)]:
            with pytest.raises(ValueError, match=move):
                moved(*sides, move)
            continue
        if move in ("ask", "accept"):
            yes[am_i] = True
        elif move in ("withdraw", "read"):
            yes[am_i] = False
        else:
            yes = {True: False, False: False}
        after = moved(*sides, move)
        mine, theirs = after if am_i else (after[1], after[0])
        assert (standing(mine, theirs) == "buddies") is (yes[True] and yes[False])
        assert (standing(mine, theirs) == "buddies") is (standing(theirs, mine) == "buddies")


@pytest.mark.parametrize(
    ("mine", "theirs", "move", "after"),
    [
        (None, None, "ask", ("yes", None)),
        ("not_now", None, "ask", ("yes", None)),
        ("yes", None, "withdraw", (None, None)),
        (None, "yes", "accept", ("yes", "yes")),
        (None, "yes", "decline", (None, "not_now")),
        ("yes", "yes", "stop", (None, "over")),
        ("over", None, "read", (None, None)),
    ],
)
def test_what_both_say_after_a_move(
    mine: Word | None, theirs: Word | None, move: Move, after: tuple[Word | None, Word | None]
) -> None:
    assert moved(mine, theirs, move) == after


def test_from_wherever_two_stand_there_is_a_way_on_and_nothing_is_stuck() -> None:
    for mine in WORDS:
        for theirs in WORDS:
            for move in MOVES[standing(mine, theirs)]:
                moved(mine, theirs, move)


times = st.times().map(lambda one: one.strftime("%H:%M"))


@given(times, times, moments, st.sampled_from(ZONES))
def test_somebody_listens_on_their_own_clock_over_midnight_too(
    starts: str, ends: str, now: datetime, there: str
) -> None:
    listener = Listener(account="bo", starts=starts, ends=ends)
    if starts == ends:
        assert not hours_fit(listener)
        return
    hours = listens(listener, zone(there), now)
    assert hours is not None and hours.start < hours.end and now < hours.end
    wall = now.astimezone(zone(there)).time()
    first, last = time.fromisoformat(starts), time.fromisoformat(ends)
    within = first <= wall < last if first < last else wall >= first or wall < last
    if abs(hours.start - now) > timedelta(hours=2) and abs(hours.end - now) > timedelta(hours=2):
        assert (hours.start <= now) is within  # beside the hour that clocks skip or show twice


def test_without_hours_somebody_listens_at_any_time() -> None:
    assert listens(Listener(account="bo"), zone("Europe/Lisbon"), NOW) is None
    assert hours_fit(Listener(account="bo"))
    assert not hours_fit(Listener(account="bo", starts="18:00"))


def test_every_wish_has_an_offer_that_answers_it() -> None:
    wishes: set[Says] = {"reach", "company"}
    assert set(ANSWERED_BY) == wishes and set(ANSWERED_BY.values()) == set(OFFERS)
