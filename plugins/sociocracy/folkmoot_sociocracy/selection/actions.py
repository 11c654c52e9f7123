"""What is done with selections: each act is checked, goes through the rules, and is written once."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date

from msgspec.structs import replace as evolve

from folkmoot.api import BadData, Session, Stored
from folkmoot_sociocracy.consent.model import Says
from folkmoot_sociocracy.consent.reading import end_of_day, ground_of, in_sentences, with_circle
from folkmoot_sociocracy.consent.rules import check_until, taken_over
from folkmoot_sociocracy.selection import rules, shaping
from folkmoot_sociocracy.selection.model import (
    Description,
    DescriptionForm,
    Selection,
    SelectionForm,
)
from folkmoot_sociocracy.selection.nominating import clear, let_go, text_of, verb_of, whose
from folkmoot_sociocracy.selection.reading import selection_of
from folkmoot_sociocracy.selection.recording import check_link, check_role, record
from folkmoot_sociocracy.words import _

LEARNING_MONTHS = (4, 6)


def open_selection(
    session: Session, circle_id: int, form: SelectionForm, by_day: date | None = None
) -> Stored[Selection]:
    """Begin to choose somebody for a role of a circle; a day makes the first round a written one.

    Who decides are its full members now. Raises: NotAllowed, NotFound, BadData.
    """
    now = session.now()
    session.must("selection.open", circle_id)
    check_role(session, circle_id, form.role)
    low, high = LEARNING_MONTHS
    if form.learning == "learning" and not low <= form.months <= high:
        raise BadData(_("A learning term has {low} to {high} months.", low=low, high=high))
    with session.store.transaction(by=session.handle, why=_("opened a selection")) as tx, in_sentences():
        circle, voters, facilitator = ground_of(session, circle_id, tx)
        description = Description(
            does=text_of(form.does),
            months=form.months,
            learning=form.learning == "learning",
            qualifications=text_of(form.qualifications),
            by=session.handle,
            at=now,
        )
        until = end_of_day(session, by_day) if by_day else None
        check_until(until, now)
        selection = Selection(
            circle=circle_id,
            author=session.handle,
            facilitator=facilitator,
            opened=now,
            voters=voters,
            role=form.role,
            versions=(description,),
        )
        return tx.add(rules.first_round(with_circle(circle, selection), until))


def give_voice(
    session: Session,
    number: int,
    says: Says,
    text: str = "",
    aim: str = "",
    *,
    seen: int | None = None,
    of: str = "",
) -> Selection:
    """Be heard in a round, or, as who facilitates, note what somebody (`of`) in the room says, or that they are away.

    Raises: NotAllowed, NotFound, BadData with rule and next step.
    """
    by, noted = whose(session, of)

    def change(selection: Selection) -> Selection:
        heard = rules.spoken(
            selection,
            by,
            says,
            session.now(),
            text=text_of(text),
            aim=text_of(aim),
            seen=seen,
            noted_by=noted,
        )
        return shaping.concluded(heard, session.handle, session.now())

    return _act(session, number, verb_of(noted), _("was heard on a selection"), change)


def keep_or_change(session: Session, number: int, nominee: str, why: str, of: str = "") -> Selection:
    """In the change round: keep one's nomination, or change it. Raises: as `give_voice`."""
    by, noted = whose(session, of)
    return _act(
        session,
        number,
        verb_of(noted),
        _("was heard on a selection"),
        lambda one: rules.changed(one, by, nominee.strip().lower(), text_of(why), session.now(), noted),
    )


def propose_person(session: Session, number: int, nominee: str, why: str) -> Selection:
    """As who facilitates: propose a person on the strength of the reasons. Raises: as `give_voice`."""
    wanted = nominee.strip().lower()

    def change(selection: Selection) -> Selection:
        changed = rules.proposed(selection, session.handle, wanted, text_of(why), session.now())
        check_link(session, selection, wanted)
        return changed

    return _act(session, number, "selection.lead", _("proposed somebody for a role"), change)


def go_on(session: Session, number: int, by_day: date | None = None) -> Selection:
    """Lead to the next round; with a day it is a written one. Raises: as `give_voice`."""
    until = end_of_day(session, by_day) if by_day else None
    return _act(
        session,
        number,
        "selection.lead",
        _("led a selection on"),
        lambda one: rules.gone_on(one, session.handle, session.now(), until),
    )


def describe(
    session: Session, number: int, objection: int, form: DescriptionForm, seen: int | None = None
) -> Selection:
    """Take an objection in by describing the role anew. Raises: as `give_voice`."""
    made = Description(
        does=text_of(form.does),
        months=form.months,
        qualifications=text_of(form.qualifications),
        by=session.handle,
        at=session.now(),
        note=text_of(form.note),
    )
    return _act(
        session,
        number,
        "selection.lead",
        _("took an objection in"),
        lambda one: shaping.described(one, objection, made, seen),
    )


def shorten(session: Session, number: int, objection: int, months: int) -> Selection:
    """Take an objection in by a shorter term. Raises: as `give_voice`."""
    return _act(
        session,
        number,
        "selection.lead",
        _("took an objection in"),
        lambda one: shaping.shortened(one, objection, session.handle, months, session.now()),
    )


def measure(session: Session, number: int, objection: int, watch: str) -> Selection:
    """Take an objection in by agreeing what is watched. Raises: as `give_voice`."""
    return _act(
        session,
        number,
        "selection.lead",
        _("took an objection in"),
        lambda one: shaping.measured(one, objection, session.handle, text_of(watch)),
    )


def take_back(session: Session, number: int, objection: int, why: str = "") -> Selection:
    """Take one's own objection back. Raises: as `give_voice`."""
    return _act(
        session,
        number,
        "selection.speak",
        _("took an objection back"),
        lambda one: shaping.taken_back(one, objection, session.handle, text_of(why)),
    )


def test(session: Session, number: int, objection: int, *, stands: bool) -> Selection:
    """Say whether one sees an objection as one. Raises: as `give_voice`."""

    def change(selection: Selection) -> Selection:
        said = shaping.tested(selection, objection, session.handle, session.now(), stands=stands)
        return shaping.concluded(said, session.handle, session.now())

    return _act(session, number, "selection.speak", _("tested an objection"), change)


def announce(session: Session, number: int) -> Selection:
    """Announce who was chosen, where nobody objected in time. Raises: as `give_voice`."""
    return _act(
        session,
        number,
        "selection.speak",
        _("announced a choice"),
        lambda one: shaping.decided(one, session.handle, session.now()),
    )


def withdraw(session: Session, number: int, why: str) -> Selection:
    """Take a selection off the table. Raises: as `give_voice`."""
    changed = _act(
        session,
        number,
        "selection.lead",
        _("withdrew a selection"),
        lambda one: shaping.withdrawn(one, session.handle, session.now(), text_of(why)),
    )
    let_go(session, number, changed)
    return changed


def facilitate(session: Session, number: int) -> Selection:
    """Take over facilitating. Raises: as `give_voice`."""
    return _act(
        session,
        number,
        "selection.speak",
        _("took over facilitating"),
        lambda one: taken_over(one, session.handle),
    )


def _act(
    session: Session, number: int, verb: str, why: str, change: Callable[[Selection], Selection]
) -> Selection:
    """Do one thing in one transaction; what it decides is recorded in the same."""
    with session.store.transaction(by=session.handle, why=why) as tx, in_sentences():
        stored = selection_of(session, number, tx)
        rules.not_over(stored.value)
        session.must(verb, stored.value)
        changed = change(stored.value)
        if changed.phase == "decided":
            changed = evolve(changed, entry=record(session, tx, stored.id, changed))
        if changed.phase == "withdrawn":
            clear(tx, number)
        return tx.replace(stored, changed).value
