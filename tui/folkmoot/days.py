"""A day as people type it: `2027-03-03`, `3 March`, `tomorrow`, `Friday`, in the reader's language or in English."""

from __future__ import annotations

import re
from datetime import date, timedelta
from unicodedata import combining, normalize

from folkmoot.words import SOURCE, _, language

LETTERS_OF_A_MONTH = 3  # as few as are typed: mar, sep


def read_day(typed: str, today: date | None = None) -> date | None:
    """The day that was meant; None where that can't be told.

    Without `today` it has to have its year. A day without one is the next there is, today included.
    """
    words = _plain(typed)
    if re.fullmatch(r"\d{4}-\d{1,2}-\d{1,2}", words):
        return _day(*(int(part) for part in words.split("-")))
    if today is not None and (near := _near(words, today)) is not None:
        return near
    numbers = [int(part) for part in re.findall(r"\d+", words) if len(part) <= 4]
    month = next((found for word in re.findall(r"[^\W\d]+", words) if (found := _month(word))), None)
    if month is None:
        return _of_numbers(words, numbers, today)
    if len(numbers) == 2:
        day, year = sorted(numbers)
        return _day(year, month, day) if year > 31 else None
    return _next(month, numbers[0], today) if len(numbers) == 1 else None


def _of_numbers(words: str, numbers: list[int], today: date | None) -> date | None:
    """`3.3.2027` and `3/3`, in the order of the reader's country."""
    if not re.fullmatch(r"\d{1,2}[./ -]\d{1,2}([./ -]\d{4})?\.?", words):
        return None
    day, month = numbers[:2] if _day_first() else numbers[1::-1]
    return _day(numbers[2], month, day) if len(numbers) == 3 else _next(month, day, today)


def _near(words: str, today: date) -> date | None:
    """`today`, `tomorrow`, or the next of a weekday."""
    if words in (_plain(_("today")), "today"):
        return today
    if words in (_plain(_("tomorrow")), "tomorrow"):
        return today + timedelta(days=1)
    for names in _names("days"):
        if (weekday := names.get(words)) is not None:
            return today + timedelta(days=(weekday - today.weekday() - 1) % 7 + 1)
    return None


def _next(month: int, day: int, today: date | None) -> date | None:
    """The next time that a day of the year comes, today included; of 29 February, the next leap year's."""
    if today is None:
        return None
    found = (_day(today.year + years, month, day) for years in range(9))
    return next((one for one in found if one is not None and one >= today), None)


def _day(year: int, month: int, day: int) -> date | None:
    try:
        return date(year, month, day)
    except (ValueError, OverflowError):
        return None


def _month(word: str) -> int | None:
    """Which month begins like this."""
    if len(word) < LETTERS_OF_A_MONTH:
        return None
    for names in _names("months"):
        found = {number for name, number in names.items() if name.startswith(word)}
        if len(found) == 1:
            return found.pop()
    return None


def _names(kind: str) -> list[dict[str, int]]:
    """What months or weekdays are called, in the reader's language, then in English."""
    from babel.dates import get_day_names, get_month_names

    asked = get_month_names if kind == "months" else get_day_names
    return [
        {
            _plain(name): number
            for width in ("wide", "abbreviated")
            for number, name in asked(width, "format", spoken).items()
        }
        for spoken in dict.fromkeys((language(), SOURCE))
    ]


def _day_first() -> bool:
    from babel.dates import get_date_format

    pattern = str(get_date_format("short", language()).pattern)
    return pattern.index("d") < pattern.upper().index("M")


def _plain(text: str) -> str:
    """Small letters without accents, as people type."""
    folded = normalize("NFKD", text.strip().rstrip(".").casefold())
    return " ".join("".join(letter for letter in folded if not combining(letter)).split())
