"""Minutes are written line by line by whoever is there: two who write lose nothing, and each line says whose it is."""

from __future__ import annotations

from collections.abc import Callable
from typing import TypeVar

from msgspec.structs import replace as evolve

from folkmoot.api import BadData, ChangedMeanwhile, Session, Stored, Transaction, clean
from folkmoot_sociocracy.meetings.accepting import must_be_open
from folkmoot_sociocracy.meetings.model import Line, LineKind, Meeting
from folkmoot_sociocracy.meetings.reading import line_of, meeting_of
from folkmoot_sociocracy.meetings.rules import must_be_in
from folkmoot_sociocracy.rounds.reading import in_sentences
from folkmoot_sociocracy.words import _

T = TypeVar("T")
LONGEST = 1000


def write_down(
    session: Session, number: int, text: str, kind: LineKind = "note", step: int | None = None
) -> Stored[Line]:
    """Write a line into the minutes, about the step of now or another. Raises: NotAllowed, NotFound, BadData."""
    text = _fitting(text)

    def work(tx: Transaction, meeting: Meeting) -> Stored[Line]:
        about = meeting.now_at.id if step is None else step
        if about not in {one.id for one in meeting.steps}:
            raise BadData(_("This meeting has no such step."))
        made = Line(meeting=number, step=about, kind=kind, by=session.handle, at=session.now(), text=text)
        return tx.add(made)

    return _in_open_minutes(session, number, _("wrote minutes"), work)


def correct(session: Session, number: int, line: int, text: str, seen: str | None = None) -> Stored[Line]:
    """Correct a line; `seen` is what stood there for the person. Raises: as `write_down`; ChangedMeanwhile."""
    text = _fitting(text)

    def work(tx: Transaction, _meeting: Meeting) -> Stored[Line]:
        stored = line_of(session, number, line, tx)
        _must_be_written(stored.value)
        there = stored.value.text
        if seen is not None and there not in (seen, text):
            raise ChangedMeanwhile(
                _("Somebody changed this line meanwhile. Save again to go on."), there, {"text": there}
            )
        changed = evolve(stored.value, text=text)
        if stored.value.by != session.handle:
            changed = evolve(changed, changed_by=session.handle)
        return tx.replace(stored, changed)

    return _in_open_minutes(session, number, _("corrected minutes"), work)


def strike(session: Session, number: int, line: int) -> None:
    """Take a line of one's own out again; the history keeps it. Raises: as `write_down`."""

    def work(tx: Transaction, _meeting: Meeting) -> None:
        stored = line_of(session, number, line, tx)
        _must_be_written(stored.value)
        if stored.value.by != session.handle:
            raise BadData(
                _("Whoever wrote a line takes it out: {name} did. Correct it instead.", name=stored.value.by)
            )
        tx.remove(stored)

    _in_open_minutes(session, number, _("took a line out of minutes"), work)


def _must_be_written(line: Line) -> None:
    if line.kind == "event":
        raise BadData(_("That line wrote itself, and stays. Write beside it how it was."))


def _in_open_minutes(session: Session, number: int, why: str, work: Callable[[Transaction, Meeting], T]) -> T:
    with session.store.transaction(by=session.handle, why=why) as tx, in_sentences():
        meeting = meeting_of(session, number, tx).value
        session.must("meetings.take-part", meeting)
        must_be_open(meeting, session.now())
        if not meeting.closed:
            must_be_in(meeting, session.handle)
        return work(tx, meeting)


def _fitting(text: str) -> str:
    """A line as it is kept. Raises: BadData for one that is too long: nothing is cut."""
    cleaned = clean(text)
    if not cleaned:
        raise BadData(_("There is nothing in this line yet."))
    if len(cleaned) > LONGEST:
        raise BadData(_("A line has {count} letters at most; write it as two.", count=LONGEST))
    return cleaned
