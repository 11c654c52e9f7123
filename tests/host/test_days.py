"""Days as people type them, and the lines of forms that ask for one."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Annotated

import hypothesis.strategies as st
import msgspec
import pytest
from hypothesis import given
from msgspec import Meta

from folkmoot.days import read_day
from folkmoot.forms import NotFitting, fields_of, filled, shown_value
from folkmoot.words import speaking

TODAY = date(2026, 11, 25)  # a Wednesday


class Trip(msgspec.Struct, frozen=True, kw_only=True):
    """A form with two days."""

    start: Annotated[date, Meta(title="Start")]
    end: Annotated[date | None, Meta(title="End")] = None


@pytest.mark.parametrize(
    ("language", "typed", "day"),
    [
        ("en", "2027-03-03", date(2027, 3, 3)),
        ("en", "3 March", date(2027, 3, 3)),
        ("en", "march 3", date(2027, 3, 3)),
        ("en", "25 nov", TODAY),
        ("en", "24 nov", date(2027, 11, 24)),
        ("en", "3 mar 2028", date(2028, 3, 3)),
        ("en", "29 feb", date(2028, 2, 29)),
        ("en", "tomorrow", date(2026, 11, 26)),
        ("en", "Friday", date(2026, 11, 27)),
        ("en", "wed", date(2026, 12, 2)),
        ("en", "3/4", date(2027, 4, 3)),
        ("en_US", "3/4/2027", date(2027, 3, 4)),
        ("es", "3 de marzo", date(2027, 3, 3)),
        ("es", "mié", date(2026, 12, 2)),
        ("es", "3 March", date(2027, 3, 3)),
        ("en", "31 feb", None),
        ("en", "2027-13-01", None),
        ("en", "ma 3", None),
        ("en", "soon", None),
        ("en", "3", None),
        ("en", "99999999999999", None),
        ("en", "", None),
    ],
)
def test_a_day_is_read_as_people_type_it(language: str, typed: str, day: date | None) -> None:
    with speaking(language):
        assert read_day(typed, TODAY) == day


def test_without_a_clock_a_day_needs_its_year() -> None:
    assert read_day("3 March") is None
    assert read_day("tomorrow") is None
    assert read_day("3 March 2027") == date(2027, 3, 3)


@given(st.text(max_size=30))
def test_whatever_is_typed_is_a_day_or_none(typed: str) -> None:
    found = read_day(typed, TODAY)
    assert found is None or isinstance(found, date)


@given(st.dates(date(1900, 1, 1), date(2200, 1, 1)))
def test_what_a_form_shows_of_a_day_it_takes_again(day: date) -> None:
    assert filled(Trip, {"start": shown_value(day)}).start == day


def test_a_form_asks_for_days_and_says_what_is_right(english: None) -> None:
    assert [field.kind for field in fields_of(Trip)] == ["date", "date"]
    trip = filled(Trip, {"start": "tomorrow", "end": ""}, today=TODAY)
    assert trip == Trip(start=TODAY + timedelta(days=1), end=None)
    with pytest.raises(NotFitting, match="24 March, tomorrow, Friday or 2027-03-24"):
        filled(Trip, {"start": "soon"}, today=TODAY)
    with pytest.raises(NotFitting, match="like 2027-03-24"):
        filled(Trip, {"start": "3 March"})
    with pytest.raises(NotFitting, match="missing"):
        filled(Trip, {"end": "tomorrow"}, today=TODAY)
