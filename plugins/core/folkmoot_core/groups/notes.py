"""What a group writes down for itself, and its looking back every three months."""

from __future__ import annotations

from msgspec.structs import replace as evolve

from folkmoot.api import BadData, NotFound, Session, Stored, clean
from folkmoot_core.groups.actions import must_be_open, settle, to_change
from folkmoot_core.groups.kept import group_of, today_there
from folkmoot_core.groups.model import Group, Note
from folkmoot_core.words import _

LONGEST = 2000


def notes_of(session: Session, number: int) -> list[Stored[Note]]:
    """A group's notes, the oldest first. Raises: NotFound; NotAllowed for all who are not in it."""
    group_of(session.store, number)
    session.must("groups.notes", number)
    return session.store.collection(Note).find(group=number)


def add_note(session: Session, number: int, text: str) -> Note:
    """Write something down for the group. Raises: NotAllowed, NotFound, BadData."""
    group = group_of(session.store, number).value
    session.must("groups.notes", number)
    must_be_open(group)
    text = _fitting(text)
    if not text:
        raise BadData(_("There is nothing in this note yet."))
    note = Note(group=number, author=session.handle, at=session.now(), text=text)
    with session.store.transaction(by=session.handle, why=_("wrote a note")) as tx:
        return tx.add(note).value


def remove_note(session: Session, note_id: int) -> None:
    """Take a note of one's own away; nobody reads it again, not in the history either.

    Raises: NotAllowed, NotFound, Conflict.
    """
    notes = session.store.collection(Note)
    stored = next((one for one in notes.find(author=session.handle) if one.id == note_id), None)
    if stored is None:
        raise NotFound(_("You have no note with the number {number}.", number=note_id))
    session.must("groups.unsay", stored.value)
    with session.store.transaction(by=session.handle, why=_("took a note away")) as tx:
        tx.remove(stored)


def look_back(session: Session, number: int, text: str = "") -> Group:
    """Note that the group has looked back, with a few words or none.

    Raises: NotAllowed, NotFound, BadData, Conflict.
    """
    stored = to_change(session, number, "home")
    text = _fitting(text)
    today = today_there(session, stored.value)
    with session.store.transaction(by=session.handle, why=_("looked back")) as tx:
        if text:
            tx.add(Note(group=number, author=session.handle, at=session.now(), text=text, retro=True))
        stored = settle(session, tx, group_of(tx, number))
        return tx.replace(stored, evolve(stored.value, looked_back=today)).value


def _fitting(text: str) -> str:
    """A note as it is kept. Raises: BadData for one that is too long: nothing is cut."""
    cleaned = clean(text, lines=True)
    if len(cleaned) > LONGEST:
        raise BadData(_("A note can have {count} letters at most; write it as two.", count=LONGEST))
    return cleaned
