"""The circles' chapter of the demo community: five circles with their people, and what is always going on."""

from __future__ import annotations

from datetime import date, timedelta
from typing import NamedTuple

from folkmoot.api import Account, Session, Transaction
from folkmoot_sociocracy.circles.actions import today
from folkmoot_sociocracy.circles.model import Circle, Holder, Membership
from folkmoot_sociocracy.circles.rules import months_later
from folkmoot_sociocracy.links.model import Proposal, Step, Voice
from folkmoot_sociocracy.words import _


class Told(NamedTuple):
    """A circle of the story: its name, what it is for, who is in it, who holds what since how many days."""

    name: str
    aim: str
    domain: str
    members: tuple[str, ...]
    roles: tuple[tuple[str, str, int], ...]


def tell(session: Session) -> None:
    """A general circle and four below it: a link is missing, a term is over, another ends soon."""
    here = {one.value.handle for one in session.store.collection(Account).all()}
    with session.store.transaction(by=session.handle, why="demo") as tx:
        general = tx.add(
            Circle(
                name=_("General circle"),
                aim=_("The circles work as one"),
                domain=_("Which circles there are, and what each decides"),
            )
        )
        _role(session, tx, general.id, "facilitator", session.handle, 100)
        for told in _below(session.handle):
            circle = tx.add(Circle(name=told.name, aim=told.aim, domain=told.domain, parent=general.id))
            since = session.now() - timedelta(days=700)
            for handle in told.members:
                if handle in here:
                    tx.add(Membership(circle=circle.id, account=handle, since=since))
            for role, handle, days in told.roles:
                if handle in here:
                    _role(session, tx, circle.id, role, handle, days)
            if told.name == _("Signal") and here >= set(told.members):
                _asked(session, tx, circle.id, general.id)
            if told.name == _("Commons") and here >= set(told.members):
                _learning(session, tx, circle.id)


def _role(session: Session, tx: Transaction, circle: int, role: str, handle: str, days: int) -> None:
    since = today(session) - timedelta(days=days)
    by = _("consent, in a meeting of the circle")
    tx.add(_held(circle, role, handle, since, by, qualifications=_needs().get(role, "")))


def _held(circle: int, role: str, handle: str, since: date, by: str, *, qualifications: str) -> Holder:
    return Holder(
        circle=circle,
        role=role,
        account=handle,
        since=since,
        until=months_later(since, 12),
        by=by,
        qualifications=qualifications,
    )


def _needs() -> dict[str, str]:
    return {
        "facilitator": _("listens, keeps the time, likes rounds"),
        "secretary": _("writes plainly, and soon"),
    }


def _learning(session: Session, tx: Transaction, circle: int) -> None:
    """Somebody learns to keep the minutes; whoever did before has had two terms."""
    on = today(session)
    for back in (28, 16):
        since = months_later(on, -back)
        tx.add(_held(circle, "secretary", "rui", since, _("consent of the circle"), qualifications=""))
    tx.add(
        Holder(
            circle=circle,
            role="secretary",
            account="nuno",
            since=months_later(on, -2),
            until=months_later(on, 3),
            learning=True,
            by=_("consent of the circle"),
        )
    )


def _asked(session: Session, tx: Transaction, circle: int, above: int) -> None:
    """The circle has chosen a delegate; the circle above is being asked."""
    now = session.now()
    chosen = Step(
        circle=circle,
        what="choice",
        asked=now - timedelta(days=3),
        outcome="agreed",
        ended=now - timedelta(days=1),
    )
    confirm = Step(
        circle=above, what="confirmation", asked=now - timedelta(days=1), until=now + timedelta(days=1)
    )
    stored = tx.add(
        Proposal(
            kind="role",
            by="amelia",
            at=now - timedelta(days=3),
            circle=circle,
            role="delegate",
            account="kofi",
            why=_("he asks the questions that the rest of us forget"),
            steps=(chosen, confirm),
        )
    )
    tx.add(Voice(proposal=stored.id, step=1, account="tomas", says="yes", at=now - timedelta(hours=9)))


def _below(founder: str) -> tuple[Told, ...]:
    return (
        Told(
            _("Hearth"),
            _("Gatherings where everyone arrives well"),
            _("Places, menus and dates of gatherings"),
            (founder, "tomas", "beatriz", "duarte", "matilde", "sefa", "lucia"),
            (
                ("leader", "tomas", 120),
                ("delegate", founder, 351),
                ("facilitator", "beatriz", 60),
                ("secretary", "matilde", 200),
            ),
        ),
        Told(
            _("Commons"),
            _("Shared money and tools, cared for"),
            _("Contributions, purchases up to 300, lending"),
            ("rui", "leonor", "afonso", "nuno", "mateo", "jonas"),
            (("leader", "leonor", 210), ("delegate", "afonso", 380), ("facilitator", "rui", 30)),
        ),
        Told(
            _("Welcome"),
            _("Newcomers find their way"),
            _("Invitations, first steps, who accompanies whom"),
            ("carlota", "xavier", "graca", "catarina", "noor", "priya"),
            (
                ("leader", "carlota", 90),
                ("delegate", "graca", 90),
                ("facilitator", "xavier", 90),
                ("secretary", "noor", 20),
            ),
        ),
        Told(
            _("Signal"),
            _("Everyone knows what they need to know"),
            _("Newsletter, chat, this house"),
            ("goncalo", "teresa", "vasco", "amelia", "kofi", "eilidh"),
            (("leader", "goncalo", 40), ("secretary", "eilidh", 40)),
        ),
    )
