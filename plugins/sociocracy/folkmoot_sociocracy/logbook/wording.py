"""A logbook in words, and as Markdown."""

from __future__ import annotations

import re
from collections.abc import Iterable
from datetime import date

from folkmoot.api import Session, Stored, clean, dates
from folkmoot_sociocracy.circles.actions import holders_of, today
from folkmoot_sociocracy.circles.model import Circle, Holder
from folkmoot_sociocracy.circles.roles import role_word
from folkmoot_sociocracy.circles.rules import holds
from folkmoot_sociocracy.circles.wording import name_of, term_words
from folkmoot_sociocracy.logbook.model import Entry, Mission
from folkmoot_sociocracy.logbook.rules import in_force, standing
from folkmoot_sociocracy.words import _


def standing_words(entry: Entry, on: date) -> str:
    """How a policy stands."""
    kind = standing(entry, on)
    if kind == "ended":
        return _("ended {day}", day=dates.day_of_year(entry.ended or on))
    if kind == "over":
        return _("its term is over since {day}", day=dates.day_of_year(entry.until or on))
    if kind == "overdue":
        return _("in force; overdue since {day}", day=dates.day_of_year(entry.review or on))
    if entry.review is not None:
        return _("in force; looked at again on {day}", day=dates.day_of_year(entry.review))
    return _("in force")


def next_look(entry: Entry, on: date) -> str:
    """When a policy in force is looked at again, in a few words; that it is overdue is said."""
    if entry.review is None:
        return _("in force")
    day = dates.day_of_year(entry.review)
    if standing(entry, on) == "overdue":
        return _("overdue since {day}", day=day)
    return _("looked at {day}", day=day)


def entry_rows(session: Session, entry: Entry, circle: str) -> list[tuple[str, str]]:
    """A policy as labels and values; what is empty is left out."""
    rows = [
        (_("Circle"), circle),
        (_("Standing"), standing_words(entry, today(session))),
        (_("Decided"), _("{day}: {how}", day=dates.day_of_year(entry.decided), how=entry.by)),
        (_("Until"), dates.day_of_year(entry.until) if entry.until else ""),
        (_("Looked at"), dates.day_of_year(entry.reviewed) if entry.reviewed else ""),
        (_("From"), entry.proposal),
        (_("Ended"), entry.ended_why),
    ]
    return [(label, value) for label, value in rows if value]


def mission_rows(mission: Mission) -> list[tuple[str, str]]:
    """The three parts of a mission."""
    return [(_("Vision"), mission.vision), (_("Mission"), mission.mission), (_("Aims"), mission.aims)]


def adopted_words(mission: Mission) -> str:
    """When and how it was adopted."""
    if mission.decided is None:
        return _("not adopted yet")
    return _("adopted on {day}: {how}", day=dates.day_of_year(mission.decided), how=mission.by)


def holder_line(session: Session, held: Holder) -> str:
    """`leader: Tomás, until Fri, 4 Dec 2026`."""
    return _(
        "{role}: {who}, {term}",
        role=role_word(session, held.role),
        who=name_of(session, held.account),
        term=term_words(held),
    )


def split_holders(session: Session, circle: int) -> tuple[list[Holder], list[Holder]]:
    """The roles of a circle that are held now, and those that were, newest first."""
    on = today(session)
    found = [one.value for one in holders_of(session, circle)]
    now = [one for one in found if holds(one, on)]
    return now, sorted((one for one in found if one not in now), key=lambda one: one.since, reverse=True)


def markdown(session: Session, circle: Stored[Circle], found: Iterable[Stored[Entry]]) -> Iterable[str]:
    """A circle's logbook as Markdown, line by line; what members wrote can't become markup."""
    on = today(session)
    about = circle.value
    title = _("Logbook: {circle}", circle=about.name)
    yield f"# {marked(title)}"
    yield ""
    for label, value in ((_("Aim"), about.aim), (_("Decides alone"), about.domain)):
        if value:
            yield f"- **{label}**: {marked(value)}"
    now, past = split_holders(session, circle.id)
    kept = list(found)
    yield from _listed(_("Roles"), [holder_line(session, one) for one in now])
    yield from _policies(session, _("Policies"), [one.value for one in kept if in_force(one.value, on)])
    yield from _policies(
        session, _("Past policies"), [one.value for one in kept if not in_force(one.value, on)]
    )
    yield from _listed(_("Past roles"), [holder_line(session, one) for one in past])


def _listed(title: str, lines: list[str]) -> Iterable[str]:
    if lines:
        yield from ("", f"## {title}", "", *(f"- {marked(line)}" for line in lines))


def _policies(session: Session, title: str, entries: list[Entry]) -> Iterable[str]:
    if not entries:
        return
    yield from ("", f"## {title}")
    for entry in entries:
        yield from ("", f"### {marked(entry.title)}", "")
        yield from (marked(line) for line in clean(entry.text, lines=True).split("\n"))
        yield ""
        for label, value in entry_rows(session, entry, ""):
            yield f"- {label}: {marked(value)}"


def marked(text: str) -> str:
    """A text that Markdown shows as it is."""
    escaped = re.sub(r"([\\`*_\[\]<>|~&])", r"\\\1", clean(text))
    return re.sub(r"^(\s*)([#+=-]|\d+[.)])", r"\1\\\2", escaped)
