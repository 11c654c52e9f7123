"""Proposals in words: where they stand, who was heard, what was said; for the screen and for commands."""

from __future__ import annotations

from folkmoot.api import Session, dates
from folkmoot_sociocracy.consent.model import Phase, Proposal, Version
from folkmoot_sociocracy.consent.shaping import Piece
from folkmoot_sociocracy.consent.states import stands
from folkmoot_sociocracy.rounds.wording import date_words
from folkmoot_sociocracy.words import _


def phase_word(phase: Phase) -> str:
    """A phase in a word or two, for lists."""
    return {
        "questions": _("questions"),
        "reactions": _("reactions"),
        "amending": _("restating"),
        "consent": _("consent round"),
        "objections": _("objections"),
        "waiting": _("waiting"),
        "ready": _("no objection"),
        "decided": _("decided"),
        "withdrawn": _("withdrawn"),
    }[phase]


def where_it_stands(session: Session, proposal: Proposal) -> str:
    """The state in a sentence, with its date where it has one."""
    return " ".join(part for part in (stands(proposal), date_words(session, proposal)) if part)


def plain_difference(pieces: list[Piece]) -> str:
    """A difference as a line: `[-what was taken out-] {+what was put in+}`."""
    shown = {"same": "{}", "out": "[-{}-]", "in": "{{+{}+}}"}
    return " ".join(shown[kind].format(text) for kind, text in pieces)


def term_words(version: Version) -> str:
    """Until when it counts, and when it is looked at."""
    until, review = dates.day_of_year(version.until), dates.day_of_year(version.review)
    return _("until {until}; looked at on {review}", until=until, review=review)


def term_difference(older: Version, newer: Version) -> list[str]:
    """What changed about the days."""
    lines = []
    if older.until != newer.until:
        before, now = dates.day_of_year(older.until), dates.day_of_year(newer.until)
        lines.append(_("Until {now}, before: {before}.", now=now, before=before))
    if older.review != newer.review:
        before, now = dates.day_of_year(older.review), dates.day_of_year(newer.review)
        lines.append(_("Looked at on {now}, before: {before}.", now=now, before=before))
    return lines
