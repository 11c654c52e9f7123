"""Rules read aloud."""

from __future__ import annotations

from collections.abc import Mapping

import msgspec

from folkmoot.api import cannot_be, dates, fields_of
from folkmoot_core.rhythm.calendar import kind_title
from folkmoot_core.rhythm.calendar_forms import WEEKDAY_WORDS, WHICH_WORDS, CalendarRuleForm, SessionForm
from folkmoot_core.rhythm.forms import NewRuleForm
from folkmoot_core.rhythm.model import CalendarRule, MoonRule, SummitSession
from folkmoot_core.rhythm.recurrence import recurring_of
from folkmoot_core.words import _, ngettext


def rule_sentence(rule: MoonRule | CalendarRule) -> str:
    """A rule of either kind in one sentence."""
    return _by_the_moon(rule) if isinstance(rule, MoonRule) else _by_the_calendar(rule)


def _by_the_calendar(rule: CalendarRule) -> str:
    """`every month on the second Sunday, 15:00 Europe/Lisbon, 180 minutes`; of a summit, how many sessions it has."""
    days = recurrence_words(rule)
    if rule.sessions:
        count = ngettext("{count} session", "{count} sessions", len(rule.sessions))
        zones = len({session.zone for session in rule.sessions})
        if zones == 1:
            return _("{days}, {sessions}", days=days, sessions=count)
        return _(
            "{days}, {sessions} in {zones}",
            days=days,
            sessions=count,
            zones=ngettext("{count} zone", "{count} zones", zones),
        )
    length = ngettext("{count} minute", "{count} minutes", rule.duration_minutes)
    return _(
        "{days}, {time} {zone}, {length}", days=days, time=rule.local_time, zone=rule.zone, length=length
    )


def recurrence_words(rule: CalendarRule) -> str:
    """`every Sunday`, `every month on the last Friday`, `on the first Saturday of March and June`."""
    recurring = recurring_of(rule.recurrence)
    weekday = _(WEEKDAY_WORDS[str(recurring.weekday)])
    if recurring.often == "weekly":
        return _("every {weekday}", weekday=weekday)
    if recurring.often == "fortnightly":
        first = dates.day_of_year(rule.first)
        return _("every second {weekday}, counted from {first}", weekday=weekday, first=first)
    if recurring.which:
        which = {-1: _("last"), 5: _("fifth")}.get(recurring.which) or _(WHICH_WORDS[str(recurring.which)])
        day = _("{which} {weekday}", which=which, weekday=weekday)
    else:
        day = _("day {number}", number=recurring.month_day)
    if recurring.often == "monthly":
        return (
            _("every month on the {day}", day=day) if recurring.which else _("every month on {day}", day=day)
        )
    names = dates.month_names()
    months = dates.listed(names[month - 1] for month in recurring.months)
    if recurring.which:
        return _("on the {day} of {months}", day=day, months=months)
    return _("on {day} of {months}", day=day, months=months)


def session_sentence(session: SummitSession) -> str:
    """`Dawn: day 2, 07:00 Pacific/Auckland, 90 minutes`."""
    return _(
        "{title}: day {day}, {time} {zone}, {length}",
        title=session.title,
        day=session.day,
        time=session.local_time,
        zone=session.zone,
        length=ngettext("{count} minute", "{count} minutes", session.duration_minutes),
    )


def rule_name(rule: MoonRule | CalendarRule) -> str:
    """A rule's title, or what its kind is called."""
    return rule.title or kind_title(rule.kind, rule.phase if isinstance(rule, MoonRule) else "")


def _by_the_moon(rule: MoonRule) -> str:
    """`full moon nearest 03-20 and 09-22, on the nearest Sat within 3 days, 15:00 Europe/Lisbon, 180 minutes`."""
    moon = _("full moon") if rule.phase == "full" else _("new moon")
    if rule.targets:
        moon = _("{moon} nearest {days}", moon=moon, days=dates.listed(rule.targets))
    else:
        moon = _("every {moon}", moon=moon)
    length = ngettext("{count} minute", "{count} minutes", rule.duration_minutes)
    if rule.anchor == "instant":
        sentence = _(
            "{moon}, at the moment itself, {zone}, {length}", moon=moon, zone=rule.zone, length=length
        )
    else:
        names = dates.weekday_names()
        days = dates.listed((names[day - 1] for day in rule.weekdays), "or")
        evening = (
            _(
                "on the nearest {days} within {window}",
                days=days,
                window=ngettext("{count} day", "{count} days", rule.window_days),
            )
            if days
            else _("nearest in time")
        )
        if rule.anchor == "local_date" and not days:
            evening = _("on its date")
        sentence = _(
            "{moon}, {evening}, {time} {zone}, {length}",
            moon=moon,
            evening=evening,
            time=rule.local_time,
            zone=rule.zone,
            length=length,
        )
    return sentence


def refused(name: str, typed: str, of: type[msgspec.Struct] = MoonRule) -> str:
    """Why a field of a rule or a session can't be what was typed, and what it can be: as its form has it."""
    forms: Mapping[type[msgspec.Struct], type[msgspec.Struct]]
    forms = {MoonRule: NewRuleForm, CalendarRule: CalendarRuleForm, SummitSession: SessionForm}
    known = (*fields_of(forms[of]), *fields_of(of))
    field = next((one for one in known if one.name == name), None)
    if field is None:
        return _("{field} can't be “{typed}”.", field=name, typed=typed)
    return cannot_be(field, typed, _).sentence
