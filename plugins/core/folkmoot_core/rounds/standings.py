"""How proposals stand, whoever holds their rounds: for each a sentence that says where it is and why."""

from __future__ import annotations

from typing import Literal, NamedTuple

from folkmoot.api import ConsentRounds, FolkmootError, NotFound, RoundStanding, Session, Stored
from folkmoot_core.people.actions import is_partner
from folkmoot_core.people.names import name_of
from folkmoot_core.rounds import plain
from folkmoot_core.rounds.model import Proposed, Round
from folkmoot_core.words import _

Where = Literal["open", "held", "offered", "accepted", "declined", "ended"]


class Asking(NamedTuple):
    """A proposal as it stands: `where` it is on its way, why (`sentence`), and the page on which its round is held.

    `waits` says that the reader has a voice in it and has not used it; `round` is there for a plain round alone.
    """

    number: int
    proposed: Proposed
    where: Where
    sentence: str
    opens: str
    waits: bool
    round: Round | None


def asking(session: Session, number: int) -> Asking:
    """One proposal as it stands. Raises: NotAllowed, NotFound."""
    stored = proposal(session, number)
    session.must("rounds.see", stored.value)
    return _as_it_stands(session, stored)


def askings(session: Session) -> list[Asking]:
    """The proposals that this person may see, the latest first."""
    if session.may("rounds.see").allowed:
        found = session.store.collection(Proposed).all()
    else:
        found = session.store.collection(Proposed).find(account=session.handle)
    return [_as_it_stands(session, stored) for stored in reversed(found)]


def under_way(session: Session) -> list[Asking]:
    """Those of them that are not over: asked, held, or waiting for the person's own word."""
    open_ones = [
        stored
        for state in ("asked", "offered")
        for stored in session.store.collection(Proposed).find(state=state)
        if session.may("rounds.see", stored.value).allowed
    ]
    found = [_as_it_stands(session, stored) for stored in open_ones]
    return [one for one in found if one.where in ("open", "held", "offered")]


def open_about(session: Session, handle: str) -> Asking | None:
    """The proposal about somebody that is under way."""
    for stored in session.store.collection(Proposed).find(account=handle):
        found = _as_it_stands(session, stored)
        if found.where in ("open", "held", "offered"):
            return found
    return None


def proposal(session: Session, number: int) -> Stored[Proposed]:
    """The proposal of a number. Raises: NotFound."""
    try:
        return session.store.collection(Proposed).get(number)
    except NotFound:
        raise NotFound(_("There is no round with the number {number}.", number=number)) from None


def _as_it_stands(session: Session, stored: Stored[Proposed]) -> Asking:
    proposed = stored.value
    name = name_of(session, proposed.account)
    found = _plain_round(session, proposed)
    waits = False
    opens = f"rounds/{stored.id}"
    if proposed.state in ("accepted", "declined"):
        said = (
            _("{name} has accepted.", name=name)
            if proposed.state == "accepted"
            else _("{name} has declined; nobody has to.", name=name)
        )
        return Asking(stored.id, proposed, proposed.state, said, opens, False, found)
    stands = standing_of(session, proposed)
    if proposed.state == "ended":
        return Asking(stored.id, proposed, "ended", stands.sentence, opens, False, found)
    if proposed.state == "offered" or (stands.state == "passed" and not proposed.held_by):
        said = _("The Partners have consented. It counts once {name} accepts.", name=name)
        return Asking(stored.id, proposed, "offered", said, opens, False, found)
    if found is not None and stands.state in ("open", "held"):
        spoken = {voice.account for voice in found.voices}
        waits = session.handle in found.asked and session.handle not in spoken and is_partner(session)
    where: Where = "ended" if stands.state == "ended" else "held" if stands.state == "held" else "open"
    return Asking(
        stored.id, proposed, where, stands.sentence, opens if found else stands.opens or opens, waits, found
    )


def _plain_round(session: Session, proposed: Proposed) -> Round | None:
    return plain.round_of(session, proposed.round).value if proposed.round and not proposed.held_by else None


def standing_of(session: Session, proposed: Proposed) -> RoundStanding:
    """How the round of a proposal stands, whoever holds it."""
    if not proposed.held_by:
        return plain.PlainRounds().standing(session, proposed.round)
    provider = session.house.service(ConsentRounds)
    if provider is None or name_of_provider(provider) != proposed.held_by:
        return RoundStanding(
            "ended", _("What held this round is not there any more. It can be proposed anew.")
        )
    try:
        return provider.standing(session, proposed.round)
    except NotFound:
        return RoundStanding("ended", _("This round is not there any more. It can be proposed anew."))
    except FolkmootError as error:
        return RoundStanding("held", error.sentence)


def name_of_provider(provider: object) -> str:
    """By what a proposal remembers who holds its round."""
    return f"{type(provider).__module__}:{type(provider).__qualname__}"
