"""When a round has passed: everyone asked is heard or had the time; an objection holds it, whatever the clock says."""

from __future__ import annotations

from collections.abc import Collection
from datetime import datetime, timedelta
from typing import Literal

from msgspec.structs import replace as evolve

from folkmoot_core.rounds.model import Round, Voice

OPEN_FOR = timedelta(days=14)
ENOUGH = 2  # who must have consented when the time is over: no answer is not a consent
GATHERINGS = 2  # attended, before somebody can be proposed as a Partner

State = Literal["open", "held", "passed", "lapsed", "closed"]


def heard(found: Round, here: Collection[str]) -> list[Voice]:
    """The voices that count: of those who were asked and are still among `here`, never of whom it concerns."""
    return [
        voice
        for voice in found.voices
        if voice.account in found.asked and voice.account in here and voice.account != found.about
    ]


def objections(found: Round, here: Collection[str]) -> list[Voice]:
    """The objections that hold it."""
    return [voice for voice in heard(found, here) if voice.says == "objection"]


def consents(found: Round, here: Collection[str]) -> list[str]:
    """Who has consented."""
    return [voice.account for voice in heard(found, here) if voice.says == "consent"]


def among(found: Round, here: Collection[str]) -> list[str]:
    """Who is asked: those who were when it began, as far as they are still among `here`."""
    return [handle for handle in found.asked if handle in here and handle != found.about]


def silent(found: Round, here: Collection[str]) -> list[str]:
    """Who has not said anything yet."""
    spoken = {voice.account for voice in found.voices}
    return [handle for handle in among(found, here) if handle not in spoken]


def state_of(found: Round, here: Collection[str], now: datetime) -> State:
    """How a round stands, where `here` are the handles that have a voice today.

    It has passed when all have consented, or when its time is over, nobody objects, and two at least (all, where
    fewer are asked) have consented. An objection holds it, also beyond its time.
    """
    if found.state != "open":
        return found.state
    if objections(found, here):
        return "held"
    asked, said_yes = among(found, here), consents(found, here)
    if asked and len(said_yes) == len(asked):
        return "passed"
    if now < found.until:
        return "open"
    return "passed" if asked and len(said_yes) >= ENOUGH else "lapsed"


def with_voice(found: Round, voice: Voice) -> Round:
    """The round with what somebody says now, in the place of what they said before."""
    return evolve(found, voices=(*without_voice(found, voice.account).voices, voice))


def without_voice(found: Round, handle: str) -> Round:
    """The round as if somebody had said nothing."""
    return evolve(found, voices=tuple(voice for voice in found.voices if voice.account != handle))


def may_be_proposed(*, partners: int, enough: int, is_friend: bool, gatherings: int) -> bool:
    """A Friend who came twice; while a community begins, before `enough` Partners are there, anybody who is in."""
    return partners < enough or (is_friend and gatherings >= GATHERINGS)
