"""What is done with proposals: each act is checked, goes through the rules, and is written once."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date

from msgspec.structs import replace as evolve

from folkmoot.api import BadData, Session, Stored, clean
from folkmoot_sociocracy.circles.actions import is_member
from folkmoot_sociocracy.consent import rules, shaping
from folkmoot_sociocracy.consent.model import (
    Deciding,
    Proposal,
    ProposalForm,
    Resolved,
    Says,
    Version,
    VersionForm,
)
from folkmoot_sociocracy.consent.reading import (
    end_of_day,
    ground_of,
    in_sentences,
    my_circles,
    proposal_of,
    with_circle,
)
from folkmoot_sociocracy.consent.recording import record
from folkmoot_sociocracy.words import _

LONGEST = 600


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
        rules.check_until(until, now)
        begun = rules.with_round(with_circle(circle, proposal), form.begins, until)
        return tx.add(begun)


def give_voice(
    session: Session,
    number: int,
    says: Says,
    text: str = "",
    aim: str = "",
    *,
    seen: int | None = None,
    of: str = "",
) -> Proposal:
    """Be heard in a round; the facilitator notes what somebody (`of`) in the room says, or that they are away.

    `seen` is the number of the round that was read. Raises: NotAllowed, NotFound, BadData with rule and next step.
    """
    by = of or session.handle
    noted = session.handle if of and of != session.handle else ""
    verb = "proposals.lead" if noted else "proposals.speak"

    def change(proposal: Proposal) -> Proposal:
        heard = rules.spoken(
            proposal,
            by,
            says,
            session.now(),
            text=_text(text),
            aim=_text(aim),
            seen=seen,
            noted_by=noted,
        )
        return rules.concluded(heard, session.handle, session.now())

    return _act(session, number, verb, _("was heard on a proposal"), change)


def go_on(session: Session, number: int, by_day: date | None = None) -> Proposal:
    """Lead to the next step; with a day the round that begins is a written one. Raises: as `give_voice`."""
    until = end_of_day(session, by_day) if by_day else None
    return _act(
        session,
        number,
        "proposals.lead",
        _("led a proposal on"),
        lambda one: rules.gone_on(one, session.handle, session.now(), until),
    )


def restate(session: Session, number: int, form: VersionForm, seen: int | None = None) -> Proposal:
    """Write a new version after the reactions. Raises: as `give_voice`; BadData where there is a newer one."""
    made = _version(session, form)
    return _act(
        session,
        number,
        "proposals.lead",
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
    return _act(
        session,
        number,
        "proposals.lead",
        _("took an objection in"),
        lambda one: shaping.modified(one, objection, made, how, seen),
    )


def shorten(session: Session, number: int, objection: int, until: date, note: str = "") -> Proposal:
    """Take an objection in by a shorter term. Raises: as `give_voice`."""
    text = proposal_of(session, number).value.text
    form = VersionForm(text=text.text, until=until, review=min(text.review, until), note=note)
    return modify(session, number, objection, form, "shortened")


def measure(session: Session, number: int, objection: int, watch: str) -> Proposal:
    """Take an objection in by agreeing what is watched. Raises: as `give_voice`."""
    return _act(
        session,
        number,
        "proposals.lead",
        _("took an objection in"),
        lambda one: shaping.measured(one, objection, session.handle, _text(watch)),
    )


def take_back(session: Session, number: int, objection: int, why: str = "") -> Proposal:
    """Take one's own objection back. Raises: as `give_voice`."""
    return _act(
        session,
        number,
        "proposals.speak",
        _("took an objection back"),
        lambda one: shaping.taken_back(one, objection, session.handle, _text(why)),
    )


def test(session: Session, number: int, objection: int, *, stands: bool) -> Proposal:
    """Say whether one sees an objection as one. Raises: as `give_voice`."""

    def change(proposal: Proposal) -> Proposal:
        said = shaping.tested(proposal, objection, session.handle, session.now(), stands=stands)
        return rules.concluded(said, session.handle, session.now())

    return _act(session, number, "proposals.speak", _("tested an objection"), change)


def answer(session: Session, number: int, asker: str, text: str) -> Proposal:
    """Answer a question. Raises: as `give_voice`."""
    return _act(
        session,
        number,
        "proposals.lead",
        _("answered a question"),
        lambda one: shaping.answered(one, asker, session.handle, _text(text)),
    )


def announce(session: Session, number: int) -> Proposal:
    """Announce as decided what nobody objected to in time. Raises: as `give_voice`."""
    return _act(
        session,
        number,
        "proposals.speak",
        _("announced a decision"),
        lambda one: rules.decided(one, session.handle, session.now()),
    )


def withdraw(session: Session, number: int, why: str) -> Proposal:
    """Take a proposal off the table. Raises: as `give_voice`."""
    return _act(
        session,
        number,
        "proposals.lead",
        _("withdrew a proposal"),
        lambda one: shaping.withdrawn(one, session.handle, session.now(), _text(why)),
    )


def facilitate(session: Session, number: int) -> Proposal:
    """Take over facilitating. Raises: as `give_voice`."""
    return _act(
        session,
        number,
        "proposals.speak",
        _("took over facilitating"),
        lambda one: rules.taken_over(one, session.handle),
    )


def _act(
    session: Session, number: int, verb: str, why: str, change: Callable[[Proposal], Proposal]
) -> Proposal:
    """Do one thing in one transaction; what it decides is recorded in the same."""
    with session.store.transaction(by=session.handle, why=why) as tx, in_sentences():
        stored = proposal_of(session, number, tx)
        rules.not_over(stored.value)
        session.must(verb, stored.value)
        changed = change(stored.value)
        if changed.phase == "decided":
            changed = evolve(changed, entry=record(session, tx, stored.id, changed))
        return tx.replace(stored, changed).value


def _version(session: Session, form: VersionForm) -> Version:
    return Version(
        text=clean(form.text, lines=True, limit=3000),
        until=form.until,
        review=form.review,
        by=session.handle,
        at=session.now(),
        note=_text(form.note),
    )


def _text(typed: str) -> str:
    return clean(typed, lines=True, limit=LONGEST)


def a_day(typed: str) -> date:
    """A day as it was typed. Raises: BadData."""
    try:
        return date.fromisoformat(typed.strip())
    except ValueError:
        raise BadData(_("“{typed}” is not a day. Write it like 2027-11-22.", typed=typed)) from None


def may_open(session: Session, subject: object = None) -> bool:
    """Full members of the circle; with none named, whoever is in one."""
    if session.account is None:
        return False
    if isinstance(subject, int):
        return is_member(session, subject)
    return bool(my_circles(session))


def may_speak(session: Session, subject: object = None) -> bool:
    """Whoever was a full member of the circle when it opened."""
    return session.account is not None and (
        not isinstance(subject, Deciding) or session.handle in subject.voters
    )


def may_lead(session: Session, subject: object = None) -> bool:
    """Who proposed it, and who facilitates."""
    return session.account is not None and (
        not isinstance(subject, Deciding) or session.handle in (subject.author, subject.facilitator)
    )
