"""How something goes through its rounds to its end: what proposals and selections do alike. Pure, as all rules."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import datetime
from typing import Generic

from msgspec.structs import replace as evolve

from folkmoot_sociocracy.rounds.model import OVER, Says, Voice
from folkmoot_sociocracy.rounds.objections import D, objection_at, raised, taken_in
from folkmoot_sociocracy.rounds.objections import tested as tested_objection
from folkmoot_sociocracy.rounds.rules import (
    check_voice,
    lapsed,
    objection_of,
    only_facilitator,
    with_gone,
    with_last,
)
from folkmoot_sociocracy.rounds.turns import Refused, with_voice
from folkmoot_sociocracy.words import _


@dataclass(frozen=True)
class Way(Generic[D]):
    """The steps of one kind of thing: what its own rules say, and what follows from them for every kind.

    `settled` draws the conclusion of a consent round at an instant; `phase_words` and `next_step` say what is going
    on and what comes next; `objecting` are the phases in which objections are taken in; `silent` those in which
    nothing lapses; `anew` is what to do where it is over.
    """

    settled: Callable[[D, datetime], D]
    phase_words: Callable[[D], str]
    next_step: Callable[[D], str]
    anew: Callable[[], str]
    objecting: tuple[str, ...]
    silent: tuple[str, ...] = ()

    def as_of(self, deciding: D, now: datetime, out: Iterable[str] = ()) -> D:
        """It as time has made it: who has left is not waited for, and dates that are past have their effect.

        `out` holds the voters who are not in the community now.
        """
        if deciding.phase in OVER:
            return deciding
        deciding = with_gone(deciding, out)
        if deciding.phase in self.silent:
            return deciding
        return self.settled(lapsed(deciding, now), now)

    def not_over(self, deciding: D) -> None:
        """Raises: Refused, where it is decided or withdrawn."""
        if deciding.phase in OVER:
            raise Refused(self.phase_words(deciding), self.anew())

    def a_voice(
        self,
        deciding: D,
        by: str,
        says: Says,
        now: datetime,
        *,
        text: str = "",
        aim: str = "",
        seen: int | None = None,
        noted_by: str = "",
    ) -> Voice:
        """What somebody says, as far as every round takes it. `seen` is the number of the round they had before them.

        Raises: Refused.
        """
        self.not_over(deciding)
        if seen is not None and seen != len(deciding.rounds):
            raise Refused(
                _("A voice counts for what was read, and this has gone on meanwhile."),
                _("Read how it stands now, then speak: {state}", state=self.next_step(deciding)),
            )
        noted_by = noted_by if noted_by != by else ""
        voice = Voice(by=by, says=says, at=now, text=text, aim=aim, noted_by=noted_by)
        check_voice(deciding, voice)
        if noted_by and noted_by != deciding.facilitator:
            raise only_facilitator(deciding.facilitator)
        return voice

    def heard_in(self, deciding: D, voice: Voice) -> D:
        """Note a voice in the last round; an objection is about what it says now. Raises: Refused."""
        made = with_last(deciding, with_voice(deciding.rounds[-1], voice, deciding.gone))
        if voice.says == "objection":
            made = evolve(made, objections=(*made.objections, objection_of(made, voice, len(made.versions))))
        return self.settled(made, voice.at)

    # -- objections ----------------------------------------------------------------------------------------

    def in_objections(self, deciding: D) -> None:
        """Raises: Refused, where no objection is open."""
        self.not_over(deciding)
        if deciding.phase not in self.objecting or not raised(deciding):
            raise Refused(_("Objections are taken in once the round is over."), self.next_step(deciding))

    def may_shape(self, deciding: D, by: str) -> None:
        """Raises: Refused, for all but who brought it and who facilitates."""
        if by not in (deciding.author, deciding.facilitator):
            raise Refused(
                _("Who brought it and who facilitates it change it, with what the circle has said."),
                _("Tell {name} what you would write.", name=deciding.facilitator),
            )

    def measured(self, deciding: D, number: int, by: str, watch: str) -> D:
        """Take an objection in by agreeing what is watched. Raises: Refused."""
        self.in_objections(deciding)
        self.may_shape(deciding, by)
        if not watch.strip():
            raise Refused(_("What is watched is said in words."), _("Say what, by whom, and until when."))
        made = taken_in(deciding, number, by, "measured", watch, len(deciding.versions))
        return evolve(made, measures=(*made.measures, watch))

    def taken_back(self, deciding: D, number: int, by: str, why: str) -> D:
        """Whoever objected sees no objection any more. Raises: Refused."""
        self.in_objections(deciding)
        if objection_at(deciding, number).by != by:
            raise Refused(
                _("An objection is taken back by whoever voiced it, and by nobody else."),
                self.next_step(deciding),
            )
        return taken_in(deciding, number, by, "taken_back", why, len(deciding.versions))

    def tested(self, deciding: D, number: int, by: str, now: datetime, *, stands: bool) -> D:
        """Somebody says whether they see an objection as one. Raises: Refused."""
        self.in_objections(deciding)
        return self.settled(tested_objection(deciding, number, by, stands=stands, at=now), now)

    # -- the end -------------------------------------------------------------------------------------------

    def concluded(self, deciding: D, by: str, now: datetime) -> D:
        """Decide it at once where that was the last voice that was missing."""
        return self.decided(deciding, by, now) if deciding.phase == "ready" else deciding

    def decided(self, deciding: D, by: str, now: datetime) -> D:
        """It is announced as decided. Raises: Refused, which says for what it waits."""
        self.not_over(deciding)
        if deciding.phase != "ready":
            raise Refused(
                _("It is decided once everyone was heard and no objection is left."), self.next_step(deciding)
            )
        if by not in (*deciding.voters, deciding.facilitator):
            raise Refused(_("The circle announces what it decided."), self.next_step(deciding))
        return evolve(deciding, phase="decided", ended=now, waits_until=None)

    def withdrawn(self, deciding: D, by: str, now: datetime, why: str) -> D:
        """It is taken off the table, with a reason. Raises: Refused."""
        self.not_over(deciding)
        self.may_shape(deciding, by)
        if not why.strip():
            raise Refused(_("The circle hears why it is withdrawn."), _("Say it in a few words."))
        return evolve(deciding, phase="withdrawn", ended=now, ended_why=why, waits_until=None)
