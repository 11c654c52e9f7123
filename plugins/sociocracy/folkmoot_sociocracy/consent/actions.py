"""What is done with proposals: each act is checked, goes through the rules, and is written once."""

from __future__ import annotations

from datetime import date

from msgspec.structs import replace as evolve

from folkmoot.api import Session, Stored, Transaction, clean
from folkmoot_sociocracy.circles.actions import is_member
from folkmoot_sociocracy.consent import rules, shaping
from folkmoot_sociocracy.consent.model import Proposal, ProposalForm, Version, VersionForm
from folkmoot_sociocracy.consent.reading import proposal_of
from folkmoot_sociocracy.consent.recording import record
from folkmoot_sociocracy.rounds.actions import LONGEST, Acts, a_day, text_of
from folkmoot_sociocracy.rounds.model import Resolved
from folkmoot_sociocracy.rounds.reading import end_of_day, ground_of, in_sentences, my_circles, with_circle
from folkmoot_sociocracy.rounds.rules import check_until
from folkmoot_sociocracy.words import _


def open_proposal(session: Session, circle_id: int, form: ProposalForm) -> Stored[Proposal]:
    """Bring a proposal to a circle. Who decides it are its full members now. Raises: NotAllowed, NotFound, BadData."""
    now = session.now()
    session.must("proposals.open", circle_id)
    with session.store.transaction(by=session.handle, why=_("proposed something")) as tx, in_sentences():
        circle, voters, facilitator = ground_of(session, circle_id, tx)
        rules.check_days(form.until, form.review, now)
        version = Version(
            text=clean(form.text, lines=True, limit=3000),
            until=form.until,
            review=form.review,
            by=session.handle,
            at=now,
        )
        proposal = Proposal(
            circle=circle_id,
            author=session.handle,
            facilitator=facilitator,
            opened=now,
            voters=voters,
            title=clean(form.title, limit=80),
            need=clean(form.need, lines=True, limit=LONGEST),
            versions=(version,),
            phase=form.begins,
        )
        until = end_of_day(session, a_day(form.by)) if form.by else None
        check_until(until, now)
        begun = rules.with_round(with_circle(circle, proposal), form.begins, until)
        return tx.add(begun)


def restate(session: Session, number: int, form: VersionForm, seen: int | None = None) -> Proposal:
    """Write a new version after the reactions. Raises: as `give_voice`; BadData where there is a newer one."""
    made = _version(session, form)
    return ACTS.act(
        session,
        number,
        "lead",
        _("restated a proposal"),
        lambda one: shaping.restated(one, made, seen),
    )


def modify(
    session: Session,
    number: int,
    objection: int,
    form: VersionForm,
    how: Resolved = "modified",
    seen: int | None = None,
) -> Proposal:
    """Take an objection in by a new version. Raises: as `restate`."""
    made = _version(session, form)
    return ACTS.act(
        session,
        number,
        "lead",
        _("took an objection in"),
        lambda one: shaping.modified(one, objection, made, how, seen),
    )


def shorten(session: Session, number: int, objection: int, until: date, note: str = "") -> Proposal:
    """Take an objection in by a shorter term. Raises: as `give_voice`."""
    text = proposal_of(session, number).value.text
    form = VersionForm(text=text.text, until=until, review=min(text.review, until), note=note)
    return modify(session, number, objection, form, "shortened")


def answer(session: Session, number: int, asker: str, text: str) -> Proposal:
    """Answer a question. Raises: as `give_voice`."""
    return ACTS.act(
        session,
        number,
        "lead",
        _("answered a question"),
        lambda one: shaping.answered(one, asker, session.handle, text_of(text)),
    )


def _version(session: Session, form: VersionForm) -> Version:
    return Version(
        text=clean(form.text, lines=True, limit=3000),
        until=form.until,
        review=form.review,
        by=session.handle,
        at=session.now(),
        note=text_of(form.note),
    )


def may_open(session: Session, subject: object = None) -> bool:
    """Full members of the circle; with none named, whoever is in one."""
    if session.account is None:
        return False
    if isinstance(subject, int):
        return is_member(session, subject)
    return bool(my_circles(session))


def _ends(session: Session, tx: Transaction, number: int, proposal: Proposal) -> Proposal:
    """What was decided is written down."""
    if proposal.phase != "decided":
        return proposal
    return evolve(proposal, entry=record(session, tx, number, proposal))


ACTS = Acts(
    rules.WAY,
    "proposals",
    proposal_of,
    rules.spoken,
    rules.gone_on,
    _ends,
    lambda _tx, _number, proposal: proposal,
)
give_voice, go_on, facilitate = ACTS.give_voice, ACTS.go_on, ACTS.facilitate
measure, take_back, test = ACTS.measure, ACTS.take_back, ACTS.test
announce, withdraw = ACTS.announce, ACTS.withdraw
