"""What holds in every round. Pure: the clock and who acts are handed in, and what is refused says why."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime, timedelta

from msgspec.structs import replace as evolve

from folkmoot_sociocracy.rounds.model import Deciding, Objection, Round, Says, Voice
from folkmoot_sociocracy.rounds.objections import D
from folkmoot_sociocracy.rounds.turns import Refused, missing
from folkmoot_sociocracy.words import _


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


def waiting_until(deciding: Deciding) -> datetime | None:
    """Until when those who were away may object, counted from the last voice; None where they are waited for."""
    if deciding.absent == "held":
        return None
    if deciding.waits_until is not None:
        return deciding.waits_until
    return max(voice.at for voice in deciding.rounds[-1].voices) + timedelta(hours=deciding.absent_hours)


CONSENT: tuple[Says, ...] = ("consent", "concern", "objection")


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


def objection_of(deciding: Deciding, voice: Voice, version: int) -> Objection:
    """The objection that a voice raises."""
    return Objection(
        by=voice.by, reason=voice.text, aim=voice.aim, round=len(deciding.rounds), version=version
    )


def only_facilitator(name: str) -> Refused:
    """What is said to whoever tries what the facilitator does."""
    return Refused(
        _("Who facilitates notes others' voices and leads from step to step."),
        _("That is {name}; another member may take it over.", name=name),
    )


def check_until(until: datetime | None, now: datetime) -> None:
    """Raises: Refused, where a written round would be over before it begins."""
    if until is not None and until <= now:
        raise Refused(_("A written round ends in time to come."), _("Name a later day."))


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
