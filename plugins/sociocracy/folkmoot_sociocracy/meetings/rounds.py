"""Rounds of a meeting: everyone once before anyone twice; who begins changes from round to round."""

from __future__ import annotations

from collections.abc import Sequence

from msgspec.structs import replace as evolve

from folkmoot_sociocracy.meetings.model import Meeting, Round, RoundKind, Voice
from folkmoot_sociocracy.rounds.turns import Refused
from folkmoot_sociocracy.words import _

FREE: tuple[RoundKind, ...] = ("agenda",)  # heard in any order: a show of hands


def here(meeting: Meeting) -> tuple[str, ...]:
    """Who is in the meeting now, in the order in which they came."""
    return tuple(one.handle for one in meeting.people if one.left is None)


def with_round(meeting: Meeting, kind: RoundKind) -> Meeting:
    """A round of those who are in, which begins one person later than the one before it."""
    people, number = here(meeting), len([one for one in meeting.rounds if one.in_turn])
    start = number % len(people) if people else 0
    made = Round(
        kind=kind,
        step=meeting.now_at.id,
        order=(*people[start:], *people[:start]),
        in_turn=kind not in FREE,
    )
    return evolve(meeting, rounds=(*meeting.rounds, made))


def current(meeting: Meeting) -> Round | None:
    """The round of this step that was begun last, over or not."""
    here_and_now = meeting.now_at.id
    return next((one for one in reversed(meeting.rounds) if one.step == here_and_now), None)


def missing(current: Round) -> tuple[str, ...]:
    """Who is still to be heard, in turn."""
    done = {voice.by for voice in current.voices}
    return tuple(handle for handle in current.order if handle not in done)


def heard(current: Round) -> tuple[str, ...]:
    """Who was heard, in the order in which they were; who passed was."""
    return tuple(voice.by for voice in current.voices if voice.says != "away")


def away(current: Round) -> tuple[str, ...]:
    """Who was out of the room; they are heard when they are back."""
    return tuple(voice.by for voice in current.voices if voice.says == "away")


def is_over(current: Round | None) -> bool:
    """Whether nobody is still to be heard."""
    return current is None or not missing(current)


def able(current: Round) -> tuple[str, ...]:
    """Who can be heard now: whose turn it is, all where there is no order, and whoever was away."""
    waiting = missing(current)
    return (*(waiting[:1] if current.in_turn else waiting), *away(current))


def turn_words(current: Round) -> str:
    """What comes next in a round, as a sentence."""
    waiting = missing(current)
    if not waiting:
        return _("Everyone was heard in this round.")
    if current.in_turn:
        return _("It is the turn of {name}.", name=waiting[0])
    return _("Still to be heard: {names}.", names=", ".join(waiting))


def with_voice(current: Round, voice: Voice) -> Round:
    """A round with one more voice. Raises: Refused, with the rule and what comes next."""
    said = next((one for one in current.voices if one.by == voice.by), None)
    if voice.by not in current.order:
        raise Refused(_("Whoever is in the meeting is heard in its rounds."), _("Come in first."))
    if said is not None and (said.says != "away" or voice.says == "away"):
        raise Refused(
            _("In a round everyone is heard once before anyone is heard twice."),
            _("{name} was heard. {next}", name=voice.by, next=turn_words(current)),
        )
    if voice.says != "away" and voice.by not in able(current):
        raise Refused(
            _("People are heard in turn, and {name} is not next.", name=voice.by), turn_words(current)
        )
    others = tuple(one for one in current.voices if one.by != voice.by)
    return evolve(current, voices=(*others, voice))


def put_last(current: Round, handle: str) -> Round:
    """Somebody speaks last. Raises: Refused, where they were heard or are not in it."""
    if handle not in missing(current):
        raise Refused(_("Only who is still to be heard can be heard later."), turn_words(current))
    return evolve(current, order=(*(one for one in current.order if one != handle), handle))


def with_person(current: Round, handle: str) -> Round:
    """Somebody came in meanwhile: they are heard at the end."""
    return current if handle in current.order else evolve(current, order=(*current.order, handle))


def without_person(current: Round, handle: str) -> Round:
    """Somebody went: who was heard stays heard, who was not is no longer waited for."""
    if handle not in missing(current):
        return current
    return evolve(current, order=tuple(one for one in current.order if one != handle))


def with_current(meeting: Meeting, changed: Round) -> Meeting:
    """The meeting with the round of this step changed."""
    before = current(meeting)
    rounds = tuple(changed if one is before else one for one in meeting.rounds)
    return evolve(meeting, rounds=rounds)


def objections(current: Round) -> Sequence[Voice]:
    """The objections of a round."""
    return [voice for voice in current.voices if voice.says == "objection"]
