"""Options of `rhythm rule` as fields of a rule: days said in a few letters (`2SU`, `-1FR`, `31`), lists, refusals."""

from __future__ import annotations

import re
from collections.abc import Mapping
from datetime import date
from typing import Any

from folkmoot.api import BadData, UsageError, whole_or_text
from folkmoot_core.rhythm.model import WEEKDAYS, CalendarRule, MoonRule
from folkmoot_core.rhythm.recurrence import QUARTERS, Often, Recurring, first_by_date, never_comes, rrule_of
from folkmoot_core.words import _

OFTEN: tuple[Often, ...] = ("weekly", "fortnightly", "monthly", "quarterly")
BY_CALENDAR = (*OFTEN, "months", "first")
BY_MOON = ("phase", "weekdays", "window_days", "anchor", "no_match", "round_minutes", "targets")
CALENDAR_KINDS = ("meeting", "call", "organising", "restorative", "summit")


def is_by_calendar(given: Mapping[str, Any]) -> bool:
    """Whether the options make a rule by the calendar."""
    return any(given.get(name) is not None for name in BY_CALENDAR)


def fields_given(
    given: Mapping[str, Any], kind: type[MoonRule | CalendarRule], first: date
) -> dict[str, Any]:
    """The fields of a rule that were given; `first` is from when it counts, where that was not given.

    Raises: UsageError, BadData in words that say what is right.
    """
    said = {name: value for name, value in given.items() if value is not None}
    strangers = [name for name in (BY_CALENDAR if kind is MoonRule else BY_MOON) if name in said]
    if strangers and kind is MoonRule:
        raise UsageError(_("This rule hangs on the moon: --weekly, --monthly and the like are not for it."))
    if strangers:
        raise UsageError(
            _("This rule goes by the calendar: --phase, --weekdays and the like are not for it.")
        )
    if kind is MoonRule:
        return _by_moon(said)
    if said.get("kind") not in (None, *CALENDAR_KINDS):
        kinds = ", ".join(CALENDAR_KINDS)
        raise UsageError(_("By the calendar come {kinds}; gatherings hang on moons.", kinds=kinds))
    recurring = _recurring(said)
    about = {name: value for name, value in said.items() if name not in (*OFTEN, "months")}
    if "first" in about:
        about["first"] = _first(about["first"]).isoformat()
    if recurring is not None:
        about["recurrence"] = rrule_of(recurring)
        if not recurring.which and recurring.often in ("monthly", "quarterly") and not never_comes(recurring):
            about["first"] = first_by_date(recurring, _first(about.get("first", str(first)))).isoformat()
    return about


def _by_moon(said: dict[str, Any]) -> dict[str, Any]:
    if "weekdays" in said:
        said["weekdays"] = [whole_or_text(day) for day in _several(said["weekdays"])]
    if "targets" in said:
        said["targets"] = _several(said["targets"])
    return said


def _recurring(said: Mapping[str, Any]) -> Recurring | None:
    often = [name for name in OFTEN if name in said]
    if len(often) > 1:
        raise UsageError(_("Say one of --weekly, --fortnightly, --monthly and --quarterly."))
    if "months" in said and often != ["quarterly"]:
        raise UsageError(_("--months goes with --quarterly, like --quarterly 1SA --months 3,6,9,12."))
    if not often:
        return None
    how = often[0]
    typed = str(said[how]).strip().upper()
    months = _months(said["months"]) if "months" in said else QUARTERS if how == "quarterly" else ()
    found = re.fullmatch(r"([+-]?[0-9]+)?(MO|TU|WE|TH|FR|SA|SU)", typed)
    if how in ("weekly", "fortnightly"):
        if not found or found[1]:
            raise BadData(
                _("“{typed}” is not a weekday: MO, TU, WE, TH, FR, SA or SU.", typed=str(said[how]))
            )
        return Recurring(often=how, weekday=WEEKDAYS.index(found[2]) + 1)
    if found and found[1] and int(found[1]) in (1, 2, 3, 4, 5, -1):
        weekday = WEEKDAYS.index(found[2]) + 1
        return Recurring(often=how, weekday=weekday, which=int(found[1]), months=months)
    if typed.isascii() and typed.isdigit() and 1 <= int(typed[:4]) <= 31:
        return Recurring(often=how, which=0, month_day=int(typed[:4]), months=months)
    raise BadData(
        _(
            "“{typed}” is no day of a month: 1SU to 5SU are its Sundays, -1SU the last one, 1 to 31 its dates; a month "
            "that has none is skipped.",
            typed=str(said[how]),
        )
    )


def _months(typed: str) -> tuple[int, ...]:
    found = [whole_or_text(part) for part in _several(typed)]
    months = tuple(sorted({part for part in found if isinstance(part, int) and 1 <= part <= 12}))
    if not months or any(part not in months for part in found):
        raise BadData(_("“{typed}” are no months: January 1 to December 12, like 3,6,9,12.", typed=typed))
    return months


def _first(typed: str) -> date:
    try:
        first = date.fromisoformat(typed)
    except ValueError:
        first = None
    if first is None or not 1900 <= first.year <= 2200:
        raise BadData(_("“{typed}” is not a day like 2027-03-01.", typed=typed))
    return first


def _several(typed: str) -> list[str]:
    """`6,7` as a list; `any` as an empty one."""
    return [] if typed == "any" else list(dict.fromkeys(typed.replace(",", " ").split()))
