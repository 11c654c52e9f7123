"""What is done with selections: each act is checked, goes through the rules, and is written once."""

from __future__ import annotations

from datetime import date

from msgspec.structs import replace as evolve

from folkmoot.api import BadData, Session, Stored, Transaction
from folkmoot_sociocracy.circles.roles import LEARNING, LEARNING_MONTHS
from folkmoot_sociocracy.rounds.actions import Acts, text_of, verb_of, whose
from folkmoot_sociocracy.rounds.reading import end_of_day, ground_of, in_sentences, with_circle
from folkmoot_sociocracy.rounds.rules import check_until
from folkmoot_sociocracy.selection import rules, shaping
from folkmoot_sociocracy.selection.keeping import apart
from folkmoot_sociocracy.selection.model import (
    Description,
    DescriptionForm,
    Selection,
    SelectionForm,
)
from folkmoot_sociocracy.selection.nominating import clear, let_go
from folkmoot_sociocracy.selection.reading import selection_of
from folkmoot_sociocracy.selection.recording import check_link, record, role_to_fill
from folkmoot_sociocracy.words import _


def open_selection(
    session: Session, circle_id: int, form: SelectionForm, by_day: date | None = None
) -> Stored[Selection]:
    """Begin to choose somebody for a role of a circle; a day makes the first round a written one.

    Who decides are its full members now. Raises: NotAllowed, NotFound, BadData.
    """
    now = session.now()
    session.must("selection.open", circle_id)
    role = role_to_fill(session, circle_id, form.role)
    learning = form.learning == "learning"
    months = form.months or (LEARNING if learning else role.months)
    does = text_of(form.does) or _(role.does)
    if not does:
        raise BadData(_("Say what whoever holds the role does: the circle consents to that first."))
    low, high = LEARNING_MONTHS
    if learning and not low <= months <= high:
        raise BadData(_("A learning term has {low} to {high} months.", low=low, high=high))
    with session.store.transaction(by=session.handle, why=_("opened a selection")) as tx, in_sentences():
        circle, voters, facilitator = ground_of(session, circle_id, tx)
        description = Description(
            does=does,
            months=months,
            learning=learning,
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
            role=role.id,
            versions=(description,),
        )
        return tx.add(rules.first_round(with_circle(circle, selection), until))


def keep_or_change(session: Session, number: int, nominee: str, why: str, of: str = "") -> Selection:
    """In the change round: keep one's nomination, or change it. Raises: as `give_voice`."""
    by, noted = whose(session, of)
    return ACTS.act(
        session,
        number,
        verb_of(noted),
        _("was heard in a round"),
        lambda one: rules.changed(one, by, nominee.strip().lower(), text_of(why), session.now(), noted),
    )


def propose_person(session: Session, number: int, nominee: str, why: str) -> Selection:
    """As who facilitates: propose a person on the strength of the reasons. Raises: as `give_voice`."""
    wanted = nominee.strip().lower()

    def change(selection: Selection) -> Selection:
        changed = rules.proposed(selection, session.handle, wanted, text_of(why), session.now())
        check_link(session, selection, wanted)
        return changed

    return ACTS.act(session, number, "lead", _("proposed somebody for a role"), change)


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
    return ACTS.act(
        session,
        number,
        "lead",
        _("took an objection in"),
        lambda one: shaping.described(one, objection, made, seen),
    )


def shorten(session: Session, number: int, objection: int, months: int) -> Selection:
    """Take an objection in by a shorter term. Raises: as `give_voice`."""
    return ACTS.act(
        session,
        number,
        "lead",
        _("took an objection in"),
        lambda one: shaping.shortened(one, objection, session.handle, months, session.now()),
    )


def withdraw(session: Session, number: int, why: str) -> Selection:
    """Take a selection off the table; what was sealed stays sealed for ever. Raises: as `give_voice`."""
    changed = ACTS.withdraw(session, number, why)
    let_go(session, number, changed)
    return changed


def _ends(session: Session, tx: Transaction, number: int, selection: Selection) -> Selection:
    """Who was chosen holds the role; of what was given up, nobody reads a nomination."""
    if selection.phase == "decided":
        return evolve(selection, entry=record(session, tx, number, selection))
    clear(tx, number)
    return evolve(selection, recipient="", nominated=())


ACTS = Acts(rules.WAY, "selection", selection_of, rules.spoken, rules.gone_on, _ends, apart)
give_voice, go_on, facilitate = ACTS.give_voice, ACTS.go_on, ACTS.facilitate
measure, take_back, test = ACTS.measure, ACTS.take_back, ACTS.test
announce = ACTS.announce
