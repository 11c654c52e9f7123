"""Selections in words, for the screen and for commands."""

from __future__ import annotations

from folkmoot.api import Session
from folkmoot_sociocracy.circles.roles import role_word
from folkmoot_sociocracy.rounds.wording import date_words
from folkmoot_sociocracy.selection.model import Description, Nomination, Phase, Selection
from folkmoot_sociocracy.selection.states import stands
from folkmoot_sociocracy.words import _, ngettext


def phase_word(phase: Phase) -> str:
    """A phase in a word or two, for lists."""
    return {
        "describing": _("the role"),
        "improving": _("objections"),
        "described": _("role agreed"),
        "nominating": _("nominations"),
        "reasons": _("reasons"),
        "changes": _("changes"),
        "proposing": _("proposing"),
        "consent": _("consent round"),
        "objections": _("objections"),
        "waiting": _("waiting"),
        "ready": _("no objection"),
        "decided": _("chosen"),
        "withdrawn": _("withdrawn"),
    }[phase]


def role_title(session: Session, selection: Selection) -> str:
    """The role that somebody is chosen for."""
    return role_word(session, selection.role)


def title_of(session: Session, selection: Selection, circle: str) -> str:
    """What a selection is called: the role and its circle."""
    return _("{role} of {circle}", role=role_word(session, selection.role), circle=circle)


def where_it_stands(session: Session, selection: Selection) -> str:
    """The state in a sentence, with its date where it has one."""
    return " ".join(part for part in (stands(selection), date_words(session, selection)) if part)


def months_words(description: Description) -> str:
    """How long the term is."""
    said = ngettext("{count} month", "{count} months", description.months)
    return _("{months}, a learning term", months=said) if description.learning else said


def nomination_words(nomination: Nomination) -> str:
    """One nomination as a line."""
    line = _(
        "{name} nominates {nominee}: {why}",
        name=nomination.by,
        nominee=nomination.nominee,
        why=nomination.why,
    )
    if nomination.before:
        line += " " + _("(before: {nominee})", nominee=nomination.before)
    if nomination.noted_by:
        line += " " + _("[at the keyboard of {name}]", name=nomination.noted_by)
    return line


def count_words(counts: list[tuple[str, int]]) -> str:
    """How often each was nominated; that it decides nothing is said with it."""
    said = ", ".join(f"{name} {count}" for name, count in counts)
    return _("{counts}. Reasons decide, not the count.", counts=said)
