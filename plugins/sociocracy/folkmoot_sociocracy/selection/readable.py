"""What may be read of nominations, and when: none before its reason is heard, no count before all reasons are."""

from __future__ import annotations

from collections import Counter

from folkmoot_sociocracy.rounds.turns import heard
from folkmoot_sociocracy.selection.model import Nomination, Selection

AFTER_REASONS = ("changes", "proposing", "consent", "objections", "waiting", "ready", "decided")


def shown(selection: Selection) -> list[Nomination]:
    """The nominations that can be read: in the reasons round of those who were heard, afterwards all."""
    if selection.phase in AFTER_REASONS:
        return list(selection.nominations)
    if selection.phase != "reasons":
        return []
    spoke = heard(selection.rounds[-1])
    return [one for one in selection.nominations if one.by in spoke]


def counts(selection: Selection) -> list[tuple[str, int]]:
    """How often each was nominated; nothing before all reasons were heard. They decide nothing."""
    if selection.phase not in AFTER_REASONS:
        return []
    return Counter(one.nominee for one in selection.nominations).most_common()


def own_nomination(selection: Selection, handle: str) -> Nomination | None:
    """What somebody wrote, once all are open."""
    return next((one for one in selection.nominations if one.by == handle), None)
