"""How a proposal becomes better: versions, answers, and objections that are taken in."""

from __future__ import annotations

from difflib import SequenceMatcher
from typing import Literal

from msgspec.structs import replace as evolve

from folkmoot_sociocracy.consent.model import Proposal, Version
from folkmoot_sociocracy.consent.rules import WAY, check_days
from folkmoot_sociocracy.consent.states import next_step
from folkmoot_sociocracy.rounds.model import Resolved
from folkmoot_sociocracy.rounds.objections import taken_in
from folkmoot_sociocracy.rounds.turns import Refused, voice_of
from folkmoot_sociocracy.words import _

Piece = tuple[Literal["same", "out", "in"], str]


def restated(proposal: Proposal, version: Version, seen: int | None = None) -> Proposal:
    """A new version, between reactions and consent. `seen` is the version that its author had before them.

    Raises: Refused.
    """
    WAY.not_over(proposal)
    WAY.may_shape(proposal, version.by)
    if proposal.phase != "amending":
        raise Refused(
            _("The text stays as it is while people are heard on it."),
            _(
                "It is restated after the reactions, or when an objection is taken in. {next}",
                next=next_step(proposal),
            ),
        )
    return with_version(proposal, version, seen)


def with_version(proposal: Proposal, version: Version, seen: int | None) -> Proposal:
    """Add a version. Raises: Refused, where there is a newer one than was seen, or the days do not fit."""
    if seen is not None and seen != len(proposal.versions):
        raise Refused(
            _(
                "{name} has written version {number} meanwhile.",
                name=proposal.text.by,
                number=len(proposal.versions),
            ),
            _("What you typed is kept; look at both, then save again."),
        )
    check_days(version.until, version.review, version.at)
    return evolve(proposal, versions=(*proposal.versions, version))


def modified(
    proposal: Proposal, number: int, version: Version, how: Resolved = "modified", seen: int | None = None
) -> Proposal:
    """Take an objection in by a new version: another text, or a shorter term (`shortened`). Raises: Refused."""
    WAY.not_over(proposal)
    WAY.may_shape(proposal, version.by)
    WAY.in_objections(proposal)
    if how == "shortened" and version.until >= proposal.text.until:
        raise Refused(_("A shorter term ends earlier than now."), _("Name an earlier day."))
    changed = with_version(proposal, version, seen)
    return taken_in(changed, number, version.by, how, version.note, len(changed.versions))


def answered(proposal: Proposal, asker: str, by: str, text: str) -> Proposal:
    """The author answers a question of the first round. Raises: Refused."""
    WAY.not_over(proposal)
    WAY.may_shape(proposal, by)
    asked = next((one for one in proposal.rounds if one.kind == "questions"), None)
    voice = voice_of(asked, asker) if asked else None
    if asked is None or voice is None or not voice.text:
        raise Refused(_("Answers are given to questions."), _("{name} asked none.", name=asker))
    if voice.answer and by not in (proposal.author, asker):
        raise Refused(
            _("This question is answered already."), _("Whoever brought the proposal can say it anew.")
        )
    voices = tuple(evolve(one, answer=text) if one.by == asker else one for one in asked.voices)
    rounds = tuple(evolve(one, voices=voices) if one is asked else one for one in proposal.rounds)
    return evolve(proposal, rounds=rounds)


def difference(before: str, now: str) -> list[Piece]:
    """What was taken out and put in between two texts, word by word."""
    old, new = before.split(), now.split()
    pieces: list[Piece] = []
    for tag, i1, i2, j1, j2 in SequenceMatcher(None, old, new, autojunk=False).get_opcodes():
        if tag == "equal":
            pieces.append(("same", " ".join(old[i1:i2])))
            continue
        if i1 != i2:
            pieces.append(("out", " ".join(old[i1:i2])))
        if j1 != j2:
            pieces.append(("in", " ".join(new[j1:j2])))
    return pieces
