"""Rounds: everyone is heard once before anyone is heard twice, and who begins changes from round to round."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import datetime

from msgspec.structs import replace as evolve

from folkmoot_sociocracy.rounds.model import Round, RoundKind, Voice
from folkmoot_sociocracy.words import _


class Refused(Exception):
    """Something that the rules do not allow now: the rule, and what the next step is, as sentences."""

    def __init__(self, rule: str, next_step: str) -> None:
        super().__init__(f"{rule} {next_step}")
        self.rule, self.next_step = rule, next_step


def in_turn(voters: Sequence[str], number: int, last: str = "") -> tuple[str, ...]:
    """The order of a round: each round begins one person later. `last` speaks last, wherever it would be."""
    start = number % len(voters) if voters else 0
    order = [*voters[start:], *voters[:start]]
    return tuple(sorted(order, key=lambda handle: handle == last)) if last else tuple(order)


def begun(
    kind: RoundKind,
    voters: Sequence[str],
    number: int,
    *,
    version: int = 1,
    until: datetime | None = None,
    last: str = "",
) -> Round:
    """A round in which nobody has been heard; `number` counts the rounds before it."""
    return Round(kind=kind, order=in_turn(voters, number, last), version=version, until=until)


def voice_of(current: Round, handle: str) -> Voice | None:
    """What somebody said in a round, or that they were away."""
    return next((voice for voice in current.voices if voice.by == handle), None)


def heard(current: Round) -> tuple[str, ...]:
    """Who was heard, in the order in which they were."""
    return tuple(voice.by for voice in current.voices if voice.says != "away")


def away(current: Round, gone: Iterable[str] = ()) -> tuple[str, ...]:
    """Who was not there, and is in the community still."""
    out = set(gone)
    return tuple(voice.by for voice in current.voices if voice.says == "away" and voice.by not in out)


def missing(current: Round, gone: Iterable[str] = ()) -> tuple[str, ...]:
    """Who is still to be heard, in turn. Who has left the community is not waited for."""
    done = {voice.by for voice in current.voices} | set(gone)
    return tuple(handle for handle in current.order if handle not in done)


def next_up(current: Round, gone: Iterable[str] = ()) -> str:
    """Whose turn it is; empty in a written round, where anybody may be next, and when all were heard."""
    waiting = missing(current, gone)
    return waiting[0] if waiting and current.until is None else ""


def may_speak(current: Round, handle: str, gone: Iterable[str] = ()) -> bool:
    """Whether it is somebody's moment: their turn, any time in a written round, or they were away till now."""
    said = voice_of(current, handle)
    if said is not None:
        return said.says == "away" and handle not in set(gone)
    waiting = missing(current, gone)
    return handle in waiting and (current.until is not None or waiting[0] == handle)


def with_voice(current: Round, voice: Voice, gone: Iterable[str] = ()) -> Round:
    """A round with one more voice. Who was marked as away and comes back is heard. Raises: Refused."""
    said = voice_of(current, voice.by)
    waiting = missing(current, gone)
    if voice.by not in current.order:
        raise Refused(
            _("Whoever was a full member of the circle when this opened is heard in its rounds."),
            _("Ask one of them to bring your point in, or wait for the next proposal."),
        )
    if said is not None and (said.says != "away" or voice.says == "away"):
        raise Refused(
            _("In a round everyone is heard once before anyone is heard twice."),
            _("{name} was heard. {next}", name=voice.by, next=whose_turn(current, gone)),
        )
    if said is None and current.until is None and voice.by != next_up(current, gone):
        raise Refused(
            _("People are heard in turn, and {name} is not next.", name=voice.by), whose_turn(current, gone)
        )
    if said is None and voice.by not in waiting:
        raise Refused(_("{name} is not in the community any more.", name=voice.by), whose_turn(current, gone))
    others = tuple(one for one in current.voices if one.by != voice.by)
    return evolve(current, voices=(*others, voice))


def whose_turn(current: Round, gone: Iterable[str] = ()) -> str:
    """The next step of a round, as a sentence."""
    waiting = missing(current, gone)
    if not waiting:
        return _("Everyone was heard in this round.")
    if current.until is not None:
        return _("Still to be heard: {names}.", names=", ".join(waiting))
    return _("It is the turn of {name}.", name=waiting[0])
