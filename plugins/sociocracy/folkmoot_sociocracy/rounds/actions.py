"""What people do in rounds: each act is checked, goes through the rules, and is written once."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, datetime
from typing import Generic, Protocol

from msgspec.structs import replace as evolve

from folkmoot.api import BadData, Reader, Session, Stored, Transaction, clean
from folkmoot_sociocracy.rounds.model import Deciding, Says
from folkmoot_sociocracy.rounds.objections import D
from folkmoot_sociocracy.rounds.reading import end_of_day, in_sentences
from folkmoot_sociocracy.rounds.rules import taken_over
from folkmoot_sociocracy.rounds.way import Way
from folkmoot_sociocracy.words import _

LONGEST = 600


class Spoken(Protocol[D]):
    """How somebody is heard, by the rules of a kind."""

    def __call__(
        self,
        deciding: D,
        /,
        by: str,
        says: Says,
        now: datetime,
        *,
        text: str = "",
        aim: str = "",
        seen: int | None = None,
        noted_by: str = "",
    ) -> D: ...


@dataclass(frozen=True)
class Acts(Generic[D]):
    """The acts of one kind of thing. All of them raise NotAllowed, NotFound, and BadData with rule and next step.

    `verbs` stands before the verbs of its policies; `find` gives one as it stands now (`reader` inside a
    transaction); `ends` writes down, in the same transaction, what follows from its end; `kept` gives
    it as the record has it.
    """

    way: Way[D]
    verbs: str
    find: Callable[[Session, int, Reader | None], Stored[D]]
    spoken: Spoken[D]
    gone_on: Callable[[D, str, datetime, datetime | None], D]
    ends: Callable[[Session, Transaction, int, D], D]
    kept: Callable[[Transaction, int, D], D]

    def act(self, session: Session, number: int, verb: str, why: str, change: Callable[[D], D]) -> D:
        """Do one thing in one transaction; what it decides is recorded in the same."""
        with session.store.transaction(by=session.handle, why=why) as tx, in_sentences():
            stored = self.find(session, number, tx)
            self.way.not_over(stored.value)
            session.must(f"{self.verbs}.{verb}", stored.value)
            changed = change(stored.value)
            if changed.ended is not None:
                changed = self.ends(session, tx, number, changed)
            tx.replace(stored, self.kept(tx, number, changed))
            return changed

    def give_voice(
        self,
        session: Session,
        number: int,
        says: Says,
        text: str = "",
        aim: str = "",
        *,
        seen: int | None = None,
        of: str = "",
    ) -> D:
        """Be heard in a round; who facilitates notes what somebody (`of`) in the room says, or that they are away.

        `seen` is the number of the round that was read.
        """
        by, noted = whose(session, of)

        def change(deciding: D) -> D:
            now = session.now()
            said, touched = text_of(text), text_of(aim)
            heard = self.spoken(deciding, by, says, now, text=said, aim=touched, seen=seen, noted_by=noted)
            return self.way.concluded(heard, session.handle, now)

        return self.act(session, number, verb_of(noted), _("was heard in a round"), change)

    def go_on(self, session: Session, number: int, by_day: date | None = None) -> D:
        """Lead to the next step; with a day the round that begins is a written one."""
        until = end_of_day(session, by_day) if by_day else None

        def change(deciding: D) -> D:
            return self.gone_on(deciding, session.handle, session.now(), until)

        return self.act(session, number, "lead", _("led on to the next step"), change)

    def measure(self, session: Session, number: int, objection: int, watch: str) -> D:
        """Take an objection in by agreeing what is watched."""

        def change(deciding: D) -> D:
            return self.way.measured(deciding, objection, session.handle, text_of(watch))

        return self.act(session, number, "lead", _("took an objection in"), change)

    def take_back(self, session: Session, number: int, objection: int, why: str = "") -> D:
        """Take one's own objection back."""

        def change(deciding: D) -> D:
            return self.way.taken_back(deciding, objection, session.handle, text_of(why))

        return self.act(session, number, "speak", _("took an objection back"), change)

    def test(self, session: Session, number: int, objection: int, *, stands: bool) -> D:
        """Say whether one sees an objection as one."""

        def change(deciding: D) -> D:
            now = session.now()
            said = self.way.tested(deciding, objection, session.handle, now, stands=stands)
            return self.way.concluded(said, session.handle, now)

        return self.act(session, number, "speak", _("tested an objection"), change)

    def announce(self, session: Session, number: int) -> D:
        """Announce as decided what nobody objected to in time."""

        def change(deciding: D) -> D:
            return self.way.decided(deciding, session.handle, session.now())

        return self.act(session, number, "speak", _("announced a decision"), change)

    def withdraw(self, session: Session, number: int, why: str) -> D:
        """Take it off the table."""

        def change(deciding: D) -> D:
            return self.way.withdrawn(deciding, session.handle, session.now(), text_of(why))

        return self.act(session, number, "lead", _("withdrew a proposal"), change)

    def end_with_circle(self, session: Session, tx: Transaction, number: int) -> D | None:
        """Withdraw it in an open transaction that closes its circle; None where it is over already."""
        stored = self.find(session, number, tx)
        if stored.value.ended is not None:
            return None
        why = _("the circle was closed")
        ended = evolve(stored.value, phase="withdrawn", ended=session.now(), ended_why=why, waits_until=None)
        ended = self.ends(session, tx, number, ended)
        tx.replace(stored, self.kept(tx, number, ended))
        return ended

    def facilitate(self, session: Session, number: int) -> D:
        """Take over facilitating."""

        def change(deciding: D) -> D:
            return taken_over(deciding, session.handle)

        return self.act(session, number, "speak", _("took over facilitating"), change)


def whose(session: Session, of: str) -> tuple[str, str]:
    """Whose voice it is, and who notes it (empty: they themselves)."""
    return (of, session.handle) if of and of != session.handle else (session.handle, "")


def verb_of(noted: str) -> str:
    """What somebody has to be allowed: to speak, or to note what others say."""
    return "lead" if noted else "speak"


def text_of(typed: str) -> str:
    """What was typed, cleaned."""
    return clean(typed, lines=True, limit=LONGEST)


def a_day(typed: str) -> date:
    """A day as it was typed. Raises: BadData."""
    try:
        return date.fromisoformat(typed.strip())
    except ValueError:
        raise BadData(_("“{typed}” is not a day. Write it like 2027-11-22.", typed=typed)) from None


def may_speak(session: Session, subject: object = None) -> bool:
    """Whoever was a full member of the circle when it opened."""
    return session.account is not None and (
        not isinstance(subject, Deciding) or session.handle in subject.voters
    )


def may_lead(session: Session, subject: object = None) -> bool:
    """Who brought it, and who facilitates."""
    return session.account is not None and (
        not isinstance(subject, Deciding) or session.handle in (subject.author, subject.facilitator)
    )
