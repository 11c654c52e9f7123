"""How a proposal goes from step to step. Pure: the clock and who acts are handed in, and what is refused says why."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date, datetime, timedelta

from msgspec.structs import replace as evolve

from folkmoot_sociocracy.consent.model import (
    OVER,
    Deciding,
    Objection,
    Proposal,
    Round,
    RoundKind,
    Says,
    Voice,
)
from folkmoot_sociocracy.consent.objections import D, judged, outcome, to_take_in, to_test
from folkmoot_sociocracy.consent.rounds import Refused, begun, missing, with_voice
from folkmoot_sociocracy.consent.states import next_step, phase_words
from folkmoot_sociocracy.words import _


def as_of(proposal: Proposal, now: datetime, out: Iterable[str] = ()) -> Proposal:
    """A proposal as time has made it: who has left is not waited for, and dates that are past have their effect.

    `out` holds the voters who are not in the community now.
    """
    if proposal.phase in OVER:
        return proposal
    proposal = with_gone(proposal, out)
    proposal = lapsed(proposal, now)
    return settled(proposal, now)


def with_gone(deciding: D, out: Iterable[str]) -> D:
    """Note who of the voters is out."""
    left = set(out)
    return evolve(deciding, gone=tuple(handle for handle in deciding.voters if handle in left))


def lapsed(deciding: D, now: datetime) -> D:
    """Who was not heard in a written round by its date counts as away."""
    last = deciding.rounds[-1] if deciding.rounds else None
    if last is None or last.until is None or now < last.until:
        return deciding
    unheard = missing(last, deciding.gone)
    voices = tuple(Voice(by=handle, says="away", at=last.until) for handle in unheard)
    return with_last(deciding, evolve(last, voices=(*last.voices, *voices))) if voices else deciding


def with_last(deciding: D, last: Round) -> D:
    """The same with its last round changed."""
    return evolve(deciding, rounds=(*deciding.rounds[:-1], last))


def settled(proposal: Proposal, now: datetime) -> Proposal:
    """Draw the conclusion of a consent round, as far as there is one now."""
    if proposal.phase not in ("consent", "objections", "waiting", "ready"):
        return proposal
    proposal = judged(proposal)
    if proposal.rounds and proposal.rounds[-1].version != len(proposal.versions):
        # What was changed since has to be heard, also where whoever objected has left meanwhile.
        return evolve(proposal, phase="objections", waits_until=None)
    result = outcome(proposal)
    if result == "objections":
        return evolve(proposal, phase="objections", waits_until=None)
    if result == "waiting":
        until = waiting_until(proposal)
        over = until is not None and now >= until
        return evolve(proposal, phase="ready" if over else "waiting", waits_until=until)
    if result == "clear":
        return evolve(proposal, phase="ready")
    return evolve(proposal, phase="consent")


def waiting_until(deciding: Deciding) -> datetime | None:
    """Until when those who were away may object, counted from the last voice; None where they are waited for."""
    if deciding.absent == "held":
        return None
    if deciding.waits_until is not None:
        return deciding.waits_until
    return max(voice.at for voice in deciding.rounds[-1].voices) + timedelta(hours=deciding.absent_hours)


def spoken(
    proposal: Proposal,
    by: str,
    says: Says,
    now: datetime,
    *,
    text: str = "",
    aim: str = "",
    seen: int | None = None,
    noted_by: str = "",
) -> Proposal:
    """Somebody is heard. `seen` is the number of the round that they had before them. Raises: Refused."""
    not_over(proposal)
    if seen is not None and seen != len(proposal.rounds):
        raise Refused(
            _("A voice counts for what was read, and this has gone on meanwhile."),
            _("Read how it stands now, then speak: {state}", state=next_step(proposal)),
        )
    voice = Voice(by=by, says=says, at=now, text=text, aim=aim, noted_by=noted_by if noted_by != by else "")
    check_voice(proposal, voice)
    if noted_by and noted_by not in (by, proposal.facilitator):
        raise only_facilitator(proposal.facilitator)
    if proposal.phase not in ("questions", "reactions", "consent", "waiting"):
        raise Refused(_("Voices are heard in rounds, and none is open."), next_step(proposal))
    fitting = ("spoke", "away") if proposal.phase in ("questions", "reactions") else (*CONSENT, "away")
    if says not in fitting:
        raise Refused(phase_words(proposal), _not_now(proposal))
    heard = with_last(proposal, with_voice(proposal.rounds[-1], voice, proposal.gone))
    return settled(_with_raised(heard, voice), now)


CONSENT: tuple[Says, ...] = ("consent", "concern", "objection")


def _not_now(proposal: Proposal) -> str:
    if proposal.phase in ("questions", "reactions"):
        return _("Consent and objections come later. {next}", next=next_step(proposal))
    return _("Say whether you consent or object.")


def check_voice(deciding: Deciding, voice: Voice) -> None:
    """Raises: Refused, where a voice lacks what it needs."""
    if voice.says == "objection" and not (voice.text.strip() and voice.aim.strip()):
        raise Refused(
            _("An objection carries its reason and the aim that it touches."),
            _("Say both, so that the others can make it better."),
        )
    if voice.says == "concern" and deciding.school == "voiced":
        raise Refused(
            _("In this circle an objection counts once it is voiced, and there are no concerns beside it."),
            _("Consent with a remark, or object."),
        )
    if voice.says == "concern" and not voice.text.strip():
        raise Refused(_("A concern is recorded in words."), _("Say what it is."))
    if voice.says == "away" and not voice.noted_by and voice.by == deciding.facilitator:
        raise Refused(_("Whoever notes that somebody is away is there."), _("Speak, or ask another to lead."))


def _with_raised(proposal: Proposal, voice: Voice) -> Proposal:
    if voice.says != "objection":
        return proposal
    made = objection_of(proposal, voice, len(proposal.versions))
    return evolve(proposal, objections=(*proposal.objections, made))


def objection_of(deciding: Deciding, voice: Voice, version: int) -> Objection:
    """The objection that a voice raises."""
    return Objection(
        by=voice.by, reason=voice.text, aim=voice.aim, round=len(deciding.rounds), version=version
    )


def not_over(proposal: Proposal) -> None:
    """Raises: Refused, where it is decided or withdrawn."""
    if proposal.phase in OVER:
        raise Refused(phase_words(proposal), _("To change it, propose anew."))


def only_facilitator(name: str) -> Refused:
    """What is said to whoever tries what the facilitator does."""
    return Refused(
        _("Who facilitates notes others' voices and leads from step to step."),
        _("That is {name}; another member may take it over.", name=name),
    )


def gone_on(proposal: Proposal, by: str, now: datetime, until: datetime | None = None) -> Proposal:
    """The facilitator goes on to the next step. `until` makes the round that begins a written one.

    Raises: Refused, which says for what it waits.
    """
    not_over(proposal)
    if by != proposal.facilitator:
        raise only_facilitator(proposal.facilitator)
    if not may_go_on(proposal):
        raise Refused(phase_words(proposal), next_step(proposal))
    check_until(until, now)
    if proposal.phase == "questions":
        return with_round(evolve(proposal, phase="reactions"), "reactions", until)
    if proposal.phase == "reactions":
        return evolve(proposal, phase="amending")
    return with_round(evolve(proposal, phase="consent", waits_until=None), "consent", until)


def check_until(until: datetime | None, now: datetime) -> None:
    """Raises: Refused, where a written round would be over before it begins."""
    if until is not None and until <= now:
        raise Refused(_("A written round ends in time to come."), _("Name a later day."))


def check_days(until: date, review: date, now: datetime) -> None:
    """Raises: Refused, where a term is over before it begins, or its review comes after its end."""
    if until <= now.date():
        raise Refused(_("A decision counts until a day that is still to come."), _("Name a later day."))
    if review > until:
        raise Refused(_("It is looked at again before its term ends."), _("Name an earlier day."))


def may_go_on(proposal: Proposal) -> bool:
    """Whether the facilitator can go on to the next step."""
    if proposal.phase in ("questions", "reactions"):
        return not missing(proposal.rounds[-1], proposal.gone)
    if proposal.phase == "objections":
        return not to_test(proposal) and not to_take_in(proposal)
    return proposal.phase == "amending" or (proposal.phase == "consent" and outcome(proposal) == "too_few")


def with_round(proposal: Proposal, kind: RoundKind, until: datetime | None = None) -> Proposal:
    """Begin a round of those who are in."""
    number = len(proposal.rounds)
    made = begun(kind, proposal.voters, number, version=len(proposal.versions), until=until)
    return evolve(proposal, rounds=(*proposal.rounds, made))


def concluded(proposal: Proposal, by: str, now: datetime) -> Proposal:
    """Decide it at once where that was the last voice that was missing."""
    return decided(proposal, by, now) if proposal.phase == "ready" else proposal


def decided(proposal: Proposal, by: str, now: datetime) -> Proposal:
    """It is announced as decided. Raises: Refused, which says for what it waits."""
    not_over(proposal)
    if proposal.phase != "ready":
        raise Refused(
            _("It is decided once everyone was heard and no objection is left."), next_step(proposal)
        )
    if by not in (*proposal.voters, proposal.facilitator):
        raise Refused(_("The circle announces what it decided."), next_step(proposal))
    return evolve(proposal, phase="decided", ended=now, waits_until=None)


def taken_over(deciding: D, by: str) -> D:
    """Somebody else of the circle facilitates from here on. Raises: Refused."""
    if deciding.ended is not None:
        raise Refused(_("This is over, so nobody facilitates it any more."), _("To change it, propose anew."))
    if by not in deciding.voters:
        raise Refused(
            _("Whoever was a full member of the circle when this opened may facilitate it."),
            _("That is {name} now.", name=deciding.facilitator),
        )
    if by == deciding.facilitator:
        raise Refused(_("You facilitate this already."), _("Go on when it is time."))
    return evolve(deciding, facilitator=by)
