"""How notices live and end, what fits what, what a link may be."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta

import hypothesis.strategies as st
import pytest
from hypothesis import given
from msgspec.structs import replace as evolve

from folkmoot.testing import HOSTILE
from folkmoot_core.board.model import Kind, Letter, Notice
from folkmoot_core.board.rules import (
    FARTHEST,
    KEPT,
    RUNS,
    again,
    days_left,
    ended_on,
    ends_soon,
    fits,
    is_link,
    may_end_on,
    renewed,
    state_of,
    still_kept,
    telling,
    threads,
)

DAY = date(2026, 11, 22)
NOON = datetime(2026, 11, 22, 12, tzinfo=UTC)


def a_notice(
    kind: Kind = "offer", title: str = "ladder", text: str = "", author: str = "ana", days: int = 0
) -> Notice:
    until = (DAY + timedelta(days=days)).isoformat()
    return Notice(author=author, kind=kind, title=title, text=text, until=until, written=NOON)


@given(st.integers(-100, 100))
def test_a_notice_is_up_through_its_last_day_and_kept_for_its_author_afterwards(days: int) -> None:
    notice = a_notice(days=days)
    assert state_of(notice, DAY) == ("open" if days >= 0 else "ended")
    assert days_left(notice, DAY) == days
    assert ends_soon(notice, DAY) is (0 <= days <= 2)
    assert (ended_on(notice, DAY) is None) is (days >= 0)
    assert still_kept(notice, DAY) is (days >= -KEPT.days)


@given(st.integers(-100, 100))
def test_a_renewed_notice_is_up_for_two_weeks_at_least_and_never_shorter_than_before(days: int) -> None:
    notice = a_notice(days=days)
    fresh = renewed(evolve(notice, closed="down", closed_by="bo", word="why"), DAY)
    assert state_of(fresh, DAY) == "open"
    assert days_left(fresh, DAY) == max(days, RUNS.days)
    assert (fresh.closed, fresh.closed_by, fresh.word) == ("", "", "")
    assert days_left(again(notice, NOON, DAY), DAY) == RUNS.days


@pytest.mark.parametrize(
    ("day", "may"),
    [
        ("2026-11-22", True),
        ("2026-11-21", False),
        ((DAY + FARTHEST).isoformat(), True),
        ((DAY + FARTHEST + timedelta(days=1)).isoformat(), False),
        ("2026-12-32", False),
        ("tomorrow", False),
        ("", False),
    ],
)
def test_the_last_day_is_a_day_from_today_on_and_not_too_far(day: str, may: bool) -> None:
    assert may_end_on(day, DAY) is may


@pytest.mark.parametrize(
    ("offer", "request_", "fit"),
    [
        (("Ladder, five metres", ""), ("A ladder for the weekend", ""), True),
        (("Ladders", ""), ("ladder?", ""), True),
        (("Tools to lend", "a saw, a LADDER"), ("Ladder", ""), True),
        (("Ladder", ""), ("Olive harvest", "we lack a ladder"), True),
        (("Tools", "a saw and a ladder"), ("Olive harvest", "we lack a ladder"), False),
        (("Bicicleta de niño", ""), ("busco bicicletas", ""), True),
        (("Clases de música", ""), ("MUSICA para la fiesta", ""), True),
        (("Flores", ""), ("una flor", ""), True),
        (("Something for the weekend", ""), ("somebody for the weekend", ""), False),
        (("Ofrezco ayuda por las tardes", ""), ("Necesito ayuda esta tarde", ""), False),
        (("Lifts to town on Mondays", ""), ("A bed on Monday", ""), False),
        (("", ""), ("", ""), False),
        (("12 5 m", ""), ("12 5 m", ""), False),
        ((HOSTILE, ""), ("[/]", ""), False),
    ],
)
def test_an_offer_fits_a_request_by_words_that_tell_something(
    offer: tuple[str, str], request_: tuple[str, str], fit: bool
) -> None:
    given_ = a_notice("offer", *offer, author="bo")
    wanted = a_notice("request", *request_)
    assert fits(given_, wanted) is fit


def test_nobodys_own_offer_fits_and_only_offers_fit_requests() -> None:
    assert not fits(a_notice("offer"), a_notice("request"))
    assert not fits(a_notice("request", author="bo"), a_notice("request"))
    assert not fits(a_notice("opportunity", author="bo"), a_notice("request"))
    assert not fits(a_notice("offer", author="bo"), a_notice("offer"))


@given(st.text(max_size=80), st.text(max_size=80))
def test_what_two_texts_tell_does_not_hang_on_case_or_order(one: str, other: str) -> None:
    assert telling(f"{one} {other}") == telling(f"{other} {one}")
    assert all(word == word.casefold() for word in telling(one))


def a_letter(asker: str, *, by_author: bool = False) -> Letter:
    by, to = ("ana", asker) if by_author else (asker, "ana")
    return Letter(notice=1, author="ana", asker=asker, by=by, to=to, text="x", at=NOON)


def test_letters_are_threads_of_two_the_liveliest_first() -> None:
    found = threads([(3, a_letter("bo", by_author=True)), (1, a_letter("bo")), (2, a_letter("cy"))])
    assert [(thread.asker, [number for number, _letter in thread.letters]) for thread in found] == [
        ("bo", [1, 3]),
        ("cy", [2]),
    ]
    assert (found[0].other("ana"), found[0].other("bo")) == ("bo", "ana")


@pytest.mark.parametrize(
    ("link", "good"),
    [
        ("https://chat.example.org/room?x=1#here", True),
        ("HTTP://example.org:8080/", True),
        ("https://[2001:db8::1]/", True),
        ("ircs://irc.example.org/moss", True),
        ("matrix:r/moss:example.org", True),
        ("https://matrix.to/#/#moss:example.org", True),
        ("xmpp:moss@rooms.example.org?join", True),
        ("mailto:us@example.org", True),
        ("gemini://example.org/", True),
        ("https://bank.example@evil.example/", False),
        ("https:example.org", False),
        ("https://", False),
        ("mailto:", False),
        ("javascript:alert(1)", False),
        ("file:///etc/passwd", False),
        ("data:text/html,x", False),
        ("example.org", False),
        ("https://example.org/a b", False),
        ("https://example.org/\x1b[2J", False),
        ("https://example.org/\u202egnp", False),
        ("https://exаmple.org/", False),  # with a Cyrillic letter
        ("", False),
        (HOSTILE, False),
    ],
)
def test_a_link_leads_to_people_and_hides_nothing(link: str, good: bool) -> None:
    assert is_link(link) is good
