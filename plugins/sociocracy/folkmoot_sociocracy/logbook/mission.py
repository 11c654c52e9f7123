"""The mission: written by anybody, adopted when everyone was asked and nobody objected."""

from __future__ import annotations

from msgspec.structs import replace as evolve

from folkmoot.api import BadData, Session, Stored, Transaction
from folkmoot_sociocracy.circles.actions import today
from folkmoot_sociocracy.links.deciding import ask, hearing
from folkmoot_sociocracy.links.model import Proposal
from folkmoot_sociocracy.logbook.model import Mission
from folkmoot_sociocracy.words import _, ngettext


def mission(session: Session) -> Stored[Mission] | None:
    """The mission that stands, if there is one."""
    return session.store.collection(Mission).first(state="adopted")


def asked_mission(session: Session) -> tuple[Stored[Proposal], Mission] | None:
    """The mission about which everyone is asked just now."""
    for stored in session.store.collection(Proposal).find(state="open", kind="mission"):
        return stored, session.store.collection(Mission).get(stored.value.about).value
    return None


def last_written(session: Session) -> Mission | None:
    """The words to go on from: of what is asked, of what was held lately, else of what stands."""
    asked = asked_mission(session)
    if asked is not None:
        return asked[1]
    written = session.store.collection(Mission).find(state="asked")
    if written:
        return written[-1].value
    stands = mission(session)
    return stands.value if stands else None


def propose_mission(session: Session, form: Mission) -> Stored[Proposal]:
    """Ask everyone about a mission. Raises: NotAllowed, BadData where another is asked about."""
    session.must("logbook.mission")
    form = evolve(form, state="asked", decided=None, by="")
    with session.store.transaction(by=session.handle, why=_("proposed a mission")) as tx:
        for one in tx.collection(Proposal).find(state="open", kind="mission"):
            raise BadData(
                _(
                    "Everyone is asked about a mission already (question {number}). Wait for the answer, or let it be "
                    "withdrawn.",
                    number=one.id,
                )
            )
        written = tx.add(form)
        return ask(
            session,
            tx,
            Proposal(kind="mission", by=session.handle, at=session.now(), about=written.id),
        )


def adopt(session: Session, tx: Transaction, stored: Stored[Proposal]) -> None:
    """What follows when nobody objected: it stands, and what stood before is past."""
    for before in tx.collection(Mission).find(state="adopted"):
        tx.replace(before, evolve(before.value, state="past"))
    for other in tx.collection(Mission).find(state="asked"):
        if other.id != stored.value.about:  # held or withdrawn before; this one has taken its place
            tx.replace(other, evolve(other.value, state="past"))
    written = tx.collection(Mission).get(stored.value.about)
    heard = len(hearing(session, stored, tx).voices)
    how = ngettext(
        "consent of everyone, {count} person heard", "consent of everyone, {count} people heard", heard
    )
    tx.replace(written, evolve(written.value, state="adopted", decided=today(session), by=how))
