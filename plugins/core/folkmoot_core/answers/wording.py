"""Answers in words."""

from __future__ import annotations

from folkmoot_core.answers.model import Answer, Says
from folkmoot_core.answers.rules import Tally
from folkmoot_core.words import _, ngettext


def says_words(says: Says) -> str:
    """`yes`, `no`, `maybe`."""
    return {"yes": _("yes"), "no": _("no"), "maybe": _("maybe")}[says]


def mine_words(mine: Answer | None) -> str:
    """What this person said, in a few words."""
    if mine is None:
        return _("not answered")
    if mine.hosts:
        return _("you host")
    return _("you: {says}", says=says_words(mine.says))


def tally_words(tally: Tally) -> str:
    """`7 come, 2 maybe`; nothing where nobody has answered."""
    parts = []
    if tally.yes:
        parts.append(ngettext("{count} comes", "{count} come", len(tally.yes)))
    if tally.maybe:
        parts.append(_("{count} maybe", count=len(tally.maybe)))
    return ", ".join(parts)
