"""Rules read aloud."""

from __future__ import annotations

from folkmoot.api import cannot_be, dates, fields_of
from folkmoot_core.rhythm.forms import NewRuleForm
from folkmoot_core.rhythm.model import MoonRule
from folkmoot_core.words import _, ngettext


def rule_sentence(rule: MoonRule) -> str:
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


def refused(name: str, typed: str) -> str:
    """Why a field of a rule can't be what was typed, and what it can be: as its form has it."""
    field = next((one for one in (*fields_of(NewRuleForm), *fields_of(MoonRule)) if one.name == name), None)
    if field is None:
        return _("{field} can't be “{typed}”.", field=name, typed=typed)
    return cannot_be(field, typed, _).sentence
