"""What is done with roles: proposed, given, ended."""

from __future__ import annotations

from msgspec.structs import replace as evolve

from folkmoot.api import Account, BadData, NotFound, Session, Stored, Transaction, clean
from folkmoot_sociocracy.circles.actions import (
    circle_of,
    holders_of,
    is_in,
    members_of,
    running,
    today,
)
from folkmoot_sociocracy.circles.model import Holder, Membership
from folkmoot_sociocracy.circles.roles import LEARNING, LEARNING_MONTHS, LONGEST, role_of, role_word
from folkmoot_sociocracy.circles.rules import holds, months_later
from folkmoot_sociocracy.links.deciding import ask, decided_by, look_again
from folkmoot_sociocracy.links.model import Chosen, Proposal, Step, TermForm
from folkmoot_sociocracy.links.rules import holds_other_link, term_fits
from folkmoot_sociocracy.links.wording import how_decided
from folkmoot_sociocracy.words import _


def propose(
    session: Session, circle_id: int, role: str, account: str, form: TermForm | None = None
) -> Stored[Proposal]:
    """Propose somebody for a role; the circle is asked, about a delegate the circle above as well.

    Raises: NotAllowed, NotFound, BadData, Conflict.
    """
    form = form or TermForm()
    circle = circle_of(session, circle_id)
    about = role_of(session, role)
    role = about.id
    session.must("circles.propose", (circle_id, role))
    learning = form.term == "learning"
    months = form.months or (LEARNING if learning else about.months)
    _check_term(months, learning)
    if role == "delegate" and circle.value.parent is None:
        raise BadData(
            _("{circle} has no circle above it, so it needs no delegate.", circle=circle.value.name)
        )
    proposal = Proposal(
        kind="role",
        by=session.handle,
        at=session.now(),
        circle=circle_id,
        role=role,
        account=account,
        months=months,
        learning=learning,
        qualifications=form.qualifications,
        why=form.why,
    )
    with session.store.transaction(by=session.handle, why=_("proposed somebody for a role")) as tx:
        _check_person(session, tx, circle_id, role, account)
        for one in tx.collection(Proposal).find(state="open", circle=circle_id, role=role):
            if one.value.kind == "role":
                raise BadData(
                    _(
                        "Somebody is proposed for this already (question {number}). Wait for the answer, or let it "
                        "be withdrawn.",
                        number=one.id,
                    )
                )
        return ask(session, tx, proposal)


def _check_term(months: int, learning: bool) -> None:
    if not term_fits(months, learning=learning, longest=LONGEST, learning_months=LEARNING_MONTHS):
        low, high = LEARNING_MONTHS if learning else (1, LONGEST)
        sentence = (
            _("A learning term has {low} to {high} months, not {months}.", low=low, high=high, months=months)
            if learning
            else _("A term has {low} to {high} months, not {months}.", low=low, high=high, months=months)
        )
        raise BadData(sentence)


def _check_person(session: Session, tx: Transaction, circle_id: int, role: str, account: str) -> None:
    """Raises: NotFound, BadData."""
    if tx.collection(Account).first(handle=account) is None:
        raise NotFound(_("Nobody here has the handle “{handle}”.", handle=account))
    if not is_in(tx, account):
        raise BadData(_("{handle} is not in at the moment.", handle=account))
    if role != "leader" and account not in members_of(session, circle_id, tx):
        raise BadData(_("{handle} is not in this circle yet. They ask to be in it first.", handle=account))
    if holds_other_link(
        [one.value for one in holders_of(session, circle_id, tx)], role, account, today(session)
    ):
        raise BadData(
            _(
                "{handle} is the other link of this circle already. Leader and delegate are two people, so that the "
                "circle above hears two views.",
                handle=account,
            )
        )


def give_role(session: Session, tx: Transaction, chosen: Chosen) -> Stored[Holder]:
    """Write down who holds a role from today on; whoever held it before holds it no longer.

    For what has been decided; it asks nobody. A leader from outside comes into the circle with it.
    Raises: NotFound, BadData.
    """
    _check_chosen(session, tx, chosen)
    on = today(session)
    for before in holders_of(session, chosen.circle, tx):
        if before.value.role == chosen.role and holds(before.value, on):
            again = before.value.account == chosen.account
            why = _("chosen again") if again else _("somebody else was chosen")
            tx.replace(before, evolve(before.value, ended=on, ended_why=why))
    if chosen.account not in members_of(session, chosen.circle, tx):
        tx.add(Membership(circle=chosen.circle, account=chosen.account, since=session.now()))
    return tx.add(
        Holder(
            circle=chosen.circle,
            role=chosen.role,
            account=chosen.account,
            since=on,
            until=months_later(on, chosen.months),
            learning=chosen.learning,
            by=clean(chosen.by, limit=300),
            proposal=chosen.proposal,
            qualifications=clean(chosen.qualifications, limit=600),
        )
    )


def _check_chosen(session: Session, tx: Transaction, chosen: Chosen) -> None:
    """Raises: NotFound, BadData, where somebody can't hold a role."""
    about = circle_of(session, chosen.circle, tx).value
    if chosen.role == "delegate" and about.parent is None:
        raise BadData(_("{circle} has no circle above it, so it needs no delegate.", circle=about.name))
    _check_term(chosen.months, chosen.learning)
    _check_person(session, tx, chosen.circle, chosen.role, chosen.account)


def role_decided(session: Session, tx: Transaction, chosen: Chosen) -> Stored[Proposal] | Stored[Holder]:
    """Take in what a circle decided elsewhere, in a selection, say.

    The role is given at once (a `Holder`); a delegate's is confirmed by the circle above first (a `Proposal`).
    Raises: NotFound, BadData.
    """
    parent = circle_of(session, chosen.circle, tx).value.parent
    if chosen.role != "delegate" or parent is None:
        return give_role(session, tx, chosen)
    _check_chosen(session, tx, chosen)
    now = session.now()
    asked = Proposal(
        kind="role",
        by=session.handle,
        at=now,
        circle=chosen.circle,
        role=chosen.role,
        account=chosen.account,
        months=chosen.months,
        learning=chosen.learning,
        qualifications=chosen.qualifications,
        why=chosen.by,
        source=chosen.proposal,
        steps=(Step(circle=chosen.circle, what="choice", asked=now, outcome="agreed", ended=now),),
    )
    return decided_by(session, tx, tx.add(asked), parent, "confirmation")


def give_what_was_proposed(session: Session, tx: Transaction, stored: Stored[Proposal]) -> None:
    """What follows when all circles said yes to somebody in a role. Raises: BadData."""
    proposal = stored.value
    assert proposal.circle is not None
    chosen = Chosen(
        circle=proposal.circle,
        role=proposal.role,
        account=proposal.account,
        months=proposal.months,
        learning=proposal.learning,
        by=how_decided(session, proposal, tx),
        proposal=proposal.source or f"proposals/{stored.id}",
        qualifications=proposal.qualifications,
    )
    try:
        give_role(session, tx, chosen)
    except NotFound as error:
        raise BadData(error.sentence) from None


def held_role(session: Session, circle_id: int, role: str) -> Stored[Holder]:
    """Who holds a role of a circle today. Raises: NotFound."""
    found = running(session, circle_id).get(role)
    if found is None:
        raise NotFound(_("Nobody holds the role “{role}” in this circle now.", role=role_word(session, role)))
    return found


def step_down(session: Session, circle_id: int, role: str) -> Holder:
    """Give back a role that one holds, from today on; nobody has to say why.

    Raises: NotAllowed, NotFound, Conflict.
    """
    circle_of(session, circle_id)
    stored = held_role(session, circle_id, role)
    session.must("circles.step-down", stored.value)
    with session.store.transaction(by=session.handle, why=_("stepped down from a role")) as tx:
        ended = evolve(stored.value, ended=today(session), ended_why=_("stepped down"))
        stored = tx.replace(stored, ended)
        look_again(session, tx)
        return stored.value


def propose_end(session: Session, circle_id: int, role: str, why: str = "") -> Stored[Proposal]:
    """Ask a circle to end a role before its term; whoever holds it is not asked. Raises: NotAllowed, NotFound."""
    circle_of(session, circle_id)
    stored = held_role(session, circle_id, role)
    session.must("circles.end", stored.value)
    if stored.value.account == session.handle:
        raise BadData(_("It is your own role: step down from it instead."))
    proposal = Proposal(
        kind="end",
        by=session.handle,
        at=session.now(),
        circle=circle_id,
        role=role,
        account=stored.value.account,
        about=stored.id,
        why=clean(why, limit=300),
    )
    with session.store.transaction(by=session.handle, why=_("asked to end a role")) as tx:
        for one in tx.collection(Proposal).find(state="open", about=stored.id):
            if one.value.kind == "end":
                raise BadData(_("That is asked already (question {number}).", number=one.id))
        return ask(session, tx, proposal)


def end_what_was_proposed(session: Session, tx: Transaction, stored: Stored[Proposal]) -> None:
    """What follows when a circle said yes to ending a role. Raises: BadData where it is over already."""
    held = tx.collection(Holder).get(stored.value.about)
    if not holds(held.value, today(session)):
        raise BadData(_("That role is over already, so nothing was changed."))
    why = how_decided(session, stored.value, tx)
    tx.replace(held, evolve(held.value, ended=today(session), ended_why=why))
