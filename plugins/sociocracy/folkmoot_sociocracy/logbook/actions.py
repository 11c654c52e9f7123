"""What is done with a logbook: policies written down, looked at again, ended."""

from __future__ import annotations

from datetime import date

from msgspec.structs import replace as evolve

from folkmoot.api import BadData, NotFound, Session, Stored, Transaction, clean, dates
from folkmoot_sociocracy.circles.actions import (
    ChangedMeanwhile,
    all_circles,
    circle_of,
    circles_with,
    find_circle,
    today,
)
from folkmoot_sociocracy.circles.model import Circle
from folkmoot_sociocracy.circles.rules import months_later
from folkmoot_sociocracy.logbook.model import Entry, PolicyForm, WordsForm
from folkmoot_sociocracy.logbook.rules import in_force, ordered, to_look_at
from folkmoot_sociocracy.words import _

YEAR = 12  # months after which a policy is looked at again, where nobody says when


def record(
    session: Session,
    tx: Transaction,
    *,
    circle: int,
    title: str,
    text: str,
    by: str,
    decided: date | None = None,
    until: date | None = None,
    review: date | None = None,
    proposal: str = "",
) -> Stored[Entry]:
    """Write a policy into a circle's logbook, in the transaction that decides it; it asks nobody.

    `by` says how it was decided, `proposal` where (`collection/id`); without `review` it is looked at in a year, or
    at the end of its term. Raises: NotFound, BadData.
    """
    circle_of(session, circle, tx)
    day = decided or today(session)
    if until is not None and until < day:
        raise BadData(_("It would be over before it was decided. Choose a later day."))
    if review is not None and review < day:
        raise BadData(_("It would be looked at before it was decided. Choose a later day."))
    if review is None:
        review = min(months_later(day, YEAR), until or date.max)
    entry = Entry(
        circle=circle,
        title=clean(title, limit=100),
        text=clean(text, lines=True),
        decided=day,
        by=clean(by, limit=300),
        until=until,
        review=review,
        proposal=proposal,
    )
    return tx.add(entry)


def add_policy(session: Session, circle_id: int, form: PolicyForm) -> Stored[Entry]:
    """Write down what a circle decided elsewhere. Raises: NotAllowed, NotFound, BadData."""
    circle_of(session, circle_id)
    session.must("logbook.write", circle_id)
    with session.store.transaction(by=session.handle, why=_("wrote into the logbook")) as tx:
        for one in tx.collection(Entry).find(circle=circle_id):
            same = one.value.title.casefold() == form.title.casefold()
            if same and in_force(one.value, today(session)):
                raise BadData(
                    _(
                        "“{title}” is in force already (number {id}). End it first.",
                        title=form.title,
                        id=one.id,
                    )
                )
        return record(
            session,
            tx,
            circle=circle_id,
            title=form.title,
            text=form.text,
            by=form.by,
            decided=day_of(form.decided),
            until=day_of(form.until),
            review=day_of(form.review),
        )


def day_of(typed: str) -> date | None:
    """A day as it was typed; None where nothing was. Raises: BadData."""
    if not typed.strip():
        return None
    try:
        return date.fromisoformat(typed.strip())
    except ValueError:
        raise BadData(_("“{typed}” is not a day like 2027-05-04.", typed=typed)) from None


def entry_of(session: Session, number: int) -> Stored[Entry]:
    """A policy by its number. Raises: NotAllowed, NotFound."""
    session.must("circles.see")
    try:
        return session.store.collection(Entry).get(number)
    except NotFound:
        raise NotFound(
            _("There is no policy {number}. “folkmoot logbook” lists them.", number=number)
        ) from None


def entries(session: Session, circle_id: int | None = None, *, past: bool = True) -> list[Stored[Entry]]:
    """The policies of a circle (None: of all), what is in force first. Raises: NotAllowed."""
    collection = session.store.collection(Entry)
    found = collection.all() if circle_id is None else collection.find(circle=circle_id)
    session.must("circles.see")
    by_id = {one.id: one for one in found}
    on = today(session)
    pairs = ordered(((one.id, one.value) for one in found), on)
    return [by_id[number] for number, entry in pairs if past or in_force(entry, on)]


def correct(session: Session, number: int, form: WordsForm, seen: Entry | None = None) -> Stored[Entry]:
    """Correct how a policy is written down; `seen` is how the person saw it.

    Raises: NotAllowed, NotFound, ChangedMeanwhile, Conflict.
    """
    stored = entry_of(session, number)
    session.must("logbook.write", stored.value.circle)
    changed = evolve(stored.value, title=form.title, text=form.text, by=form.by)
    if seen is not None and stored.value not in (seen, changed):
        raise ChangedMeanwhile(
            _(
                "Somebody changed this policy meanwhile. Now: {title}: {text} What you typed is kept; save again to "
                "go on.",
                title=stored.value.title,
                text=stored.value.text,
            ),
            stored.value,
        )
    with session.store.transaction(by=session.handle, why=_("corrected the logbook")) as tx:
        return tx.replace(stored, changed)


def review(session: Session, number: int, next_time: date | None = None) -> Stored[Entry]:
    """Note that a circle looked at a policy and leaves it, until another day (None: a year from now).

    Raises: NotAllowed, NotFound, BadData, Conflict.
    """
    stored = _in_force(session, number)
    on = today(session)
    coming = next_time or min(months_later(on, YEAR), stored.value.until or date.max)
    if coming <= on:
        raise BadData(_("Choose a day to come, to look at it again."))
    with session.store.transaction(by=session.handle, why=_("looked at a policy again")) as tx:
        return tx.replace(stored, evolve(stored.value, review=coming, reviewed=on))


def end(session: Session, number: int, why: str) -> Stored[Entry]:
    """End a policy; it stays to be read. Raises: NotAllowed, NotFound, BadData, Conflict."""
    stored = _in_force(session, number)
    reason = clean(why, limit=300)
    if not reason:
        raise BadData(_("Say why it ends: who decided that, and what holds instead."))
    with session.store.transaction(by=session.handle, why=_("ended a policy")) as tx:
        return tx.replace(stored, evolve(stored.value, ended=today(session), ended_why=reason))


def find_any_circle(session: Session, typed: str) -> Stored[Circle]:
    """A circle whose logbook is wanted: one that was closed is found too. Raises: NotAllowed, NotFound, BadData."""
    session.must("circles.see")
    wanted = typed.strip().casefold()
    for stored in session.store.collection(Circle).all():
        if stored.value.closed is not None and wanted in (str(stored.id), stored.value.name.casefold()):
            names = {one.name.casefold() for one in all_circles(session.store).values()}
            if wanted not in names:
                return stored
    return find_circle(session, typed)


def _in_force(session: Session, number: int) -> Stored[Entry]:
    stored = entry_of(session, number)
    session.must("logbook.write", stored.value.circle)
    if stored.value.ended is not None:
        day = dates.day_of_year(stored.value.ended)
        raise BadData(_("That ended on {day} already. Nothing was changed.", day=day))
    return stored


def looked_after(session: Session) -> frozenset[int]:
    """Whose logbooks a person writes into: their circles', and those of closed circles that were below them."""
    mine = circles_with(session, session.handle)
    parents = {one.id: one.value.parent for one in session.store.collection(Circle).all()}
    closed = parents.keys() - all_circles(session.store).keys()
    found = set(mine)
    for number in closed:
        above, seen = parents[number], {number}
        while above in closed and above not in seen:
            seen.add(above)
            above = parents[above]
        if above in mine:
            found.add(number)
    return frozenset(found)


def mine_to_look_at(session: Session) -> list[Entry]:
    """The policies of one's circles that are near or overdue, the longest overdue first."""
    if session.account is None:
        return []
    mine = looked_after(session)
    found = [one.value for number in mine for one in session.store.collection(Entry).find(circle=number)]
    return to_look_at(found, today(session))
