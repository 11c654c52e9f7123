"""How a proposal becomes better: versions, answers, and objections that are taken in."""

from __future__ import annotations

from datetime import datetime
from difflib import SequenceMatcher
from typing import Literal

from msgspec.structs import replace as evolve

from folkmoot_sociocracy.consent.model import Proposal, Resolved, Version
from folkmoot_sociocracy.consent.objections import objection_at, raised, taken_in
from folkmoot_sociocracy.consent.objections import tested as tested_objection
from folkmoot_sociocracy.consent.rounds import Refused, voice_of
from folkmoot_sociocracy.consent.rules import check_days, not_over, settled
from folkmoot_sociocracy.consent.states import next_step
from folkmoot_sociocracy.words import _

Piece = tuple[Literal["same", "out", "in"], str]


def restated(proposal: Proposal, version: Version, seen: int | None = None) -> Proposal:
    """A new version, between reactions and consent. `seen` is the version that its author had before them.

    Raises: Refused.
    """
    not_over(proposal)
    may_shape(proposal, version.by)
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


def may_shape(proposal: Proposal, by: str) -> None:
    """Raises: Refused, for all but author and facilitator."""
    if by not in (proposal.author, proposal.facilitator):
        raise Refused(
            _("Who proposed it and who facilitates change it, with what the circle has said."),
            _("Tell {name} what you would write.", name=proposal.author),
        )


def modified(
    proposal: Proposal, number: int, version: Version, how: Resolved = "modified", seen: int | None = None
) -> Proposal:
    """Take an objection in by a new version: another text, or a shorter term (`shortened`). Raises: Refused."""
    not_over(proposal)
    may_shape(proposal, version.by)
    in_objections(proposal)
    if how == "shortened" and version.until >= proposal.text.until:
        raise Refused(_("A shorter term ends earlier than now."), _("Name an earlier day."))
    changed = with_version(proposal, version, seen)
    return taken_in(changed, number, version.by, how, version.note, len(changed.versions))


def measured(proposal: Proposal, number: int, by: str, watch: str) -> Proposal:
    """Take an objection in by agreeing what is watched. Raises: Refused."""
    not_over(proposal)
    may_shape(proposal, by)
    in_objections(proposal)
    if not watch.strip():
        raise Refused(_("What is watched is said in words."), _("Say what, by whom, and until when."))
    changed = taken_in(proposal, number, by, "measured", watch, len(proposal.versions))
    return evolve(changed, measures=(*changed.measures, watch))


def taken_back(proposal: Proposal, number: int, by: str, why: str) -> Proposal:
    """Whoever objected sees no objection any more. Raises: Refused."""
    not_over(proposal)
    in_objections(proposal)
    if objection_at(proposal, number).by != by:
        raise Refused(
            _("An objection is taken back by whoever voiced it, and by nobody else."), next_step(proposal)
        )
    return taken_in(proposal, number, by, "taken_back", why, len(proposal.versions))


def tested(proposal: Proposal, number: int, by: str, now: datetime, *, stands: bool) -> Proposal:
    """Somebody says whether they see an objection as one. Raises: Refused."""
    not_over(proposal)
    in_objections(proposal)
    return settled(tested_objection(proposal, number, by, stands=stands, at=now), now)


def in_objections(proposal: Proposal) -> None:
    """Raises: Refused, where no objection is open."""
    if proposal.phase != "objections" or not raised(proposal):
        raise Refused(_("Objections are taken in once the round is over."), next_step(proposal))


def answered(proposal: Proposal, asker: str, by: str, text: str) -> Proposal:
    """The author answers a question of the first round. Raises: Refused."""
    not_over(proposal)
    may_shape(proposal, by)
    asked = next((one for one in proposal.rounds if one.kind == "questions"), None)
    voice = voice_of(asked, asker) if asked else None
    if asked is None or voice is None or not voice.text:
        raise Refused(_("Answers are given to questions."), _("{name} asked none.", name=asker))
    voices = tuple(evolve(one, answer=text) if one.by == asker else one for one in asked.voices)
    rounds = tuple(evolve(one, voices=voices) if one is asked else one for one in proposal.rounds)
    return evolve(proposal, rounds=rounds)


def withdrawn(proposal: Proposal, by: str, now: datetime, why: str) -> Proposal:
    """It is taken off the table, with a reason. Raises: Refused."""
    not_over(proposal)
    may_shape(proposal, by)
    if not why.strip():
        raise Refused(_("The circle hears why a proposal is withdrawn."), _("Say it in a few words."))
    return evolve(proposal, phase="withdrawn", ended=now, ended_why=why, waits_until=None)


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
