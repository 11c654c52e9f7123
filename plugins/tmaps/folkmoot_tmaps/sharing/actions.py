"""What is done with sharing: give a section to read, take it back, compare numbers, note that one has read it."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import NamedTuple

from msgspec.structs import replace as evolve

from folkmoot.api import Account, BadData, NotFound, PeopleGroup, Session
from folkmoot_tmaps.maps.actions import put_index, why
from folkmoot_tmaps.maps.model import Answer, Grant, Index, Known, Sent
from folkmoot_tmaps.maps.unlocking import OpenMap, read_map, remember
from folkmoot_tmaps.sealing.boxes import new_label
from folkmoot_tmaps.sealing.keys import Keys
from folkmoot_tmaps.sealing.pairs import numbers_of
from folkmoot_tmaps.sharing.receiving import Received
from folkmoot_tmaps.sharing.sending import Change, can_get, has_left, is_here, is_settled, name_of, public_key
from folkmoot_tmaps.sharing.shown import as_read
from folkmoot_tmaps.words import _


class Reading(NamedTuple):
    """That somebody may read a section. `can` is whether it is sealed to them; `compared` whether the numbers were."""

    section: str
    title: str
    reader: str
    name: str
    can: bool
    has_key: bool
    compared: bool


def people_to_choose(session: Session) -> list[Account]:
    """Everybody else here, by name. Raises: NotAllowed."""
    session.must("map.share", session.handle)
    found = [one.value for one in session.store.collection(Account).find(state="member")]
    return sorted(
        (one for one in found if one.handle != session.handle),
        key=lambda one: (one.name.casefold(), one.handle),
    )


def groups_to_choose(session: Session) -> list[PeopleGroup]:
    """The groups one is in, with those who are in them now, oneself left out."""
    session.must("map.share", session.handle)
    found = []
    for group in session.groups():
        others = tuple(one for one in group.handles if one != session.handle and is_here(session.store, one))
        if others:
            found.append(PeopleGroup(group.key, group.name, others, group.kind))
    return found


def preview(opened: OpenMap, section: str) -> tuple[Answer, ...]:
    """Exactly what readers of a section see of it. Raises: BadData where nothing is written in it."""
    found = opened.sections.get(section)
    shown = as_read(opened.workbook.part(section), found) if found is not None else ()
    if not shown:
        raise BadData(_("There is nothing in this section yet, so there is nothing to share."))
    return shown


def share(
    session: Session,
    keys: Keys,
    section: str,
    handles: Sequence[str],
    seen: tuple[Answer, ...] | None = None,
) -> OpenMap:
    """Let people read a section, as it is and as it will be. Who has no key yet can read it once they have one.

    `seen` is the preview that was shown: where it says something else by now, nothing is shared.
    Raises: NotAllowed, NotFound, BadData; as `read_map`.
    """
    today = session.now().date()

    def change(opened: OpenMap) -> Index:
        if seen not in (None, preview(opened, section)):
            raise BadData(
                _(
                    "You wrote something else here meanwhile, so nothing was shared. Look at it, then share it."
                )
            )
        index = opened.index
        there = set(index.readers_of(section))
        for handle in dict.fromkeys(handles):
            if handle == session.handle:
                raise BadData(_("You can read your own map already. Nothing was changed."))
            if not is_here(session.store, handle):
                raise NotFound(
                    _("There is nobody here called “{handle}”. Nothing was shared.", handle=handle)
                )
            index = _met(session, index, handle)
            if handle not in there:
                grant = Grant(of=section, reader=handle, since=today)
                index = evolve(index, grants=(*index.grants, grant))
        return index

    return _write(session, keys, change)


def revoke(session: Session, keys: Keys, reader: str, section: str | None = None) -> OpenMap:
    """Take back what somebody may read: one section, or all. What they read before, they may remember or keep.

    Raises: NotAllowed, NotFound where they may not read it anyhow; as `read_map`.
    """

    def change(opened: OpenMap) -> Index:
        left = tuple(
            one
            for one in opened.index.grants
            if one.reader != reader or (section is not None and one.of != section)
        )
        if len(left) == len(opened.index.grants):
            raise NotFound(_("Nothing of yours is shared like that. Nothing was changed."))
        return evolve(opened.index, grants=left)

    return _write(session, keys, change)


def settle(session: Session, keys: Keys) -> tuple[str, ...]:
    """Seal what waits for readers who have a key by now, and take out those who left; who can read from now on.

    Raises: as `read_map`.
    """
    opened = read_map(session, keys)
    index = _waited_for(session, opened.index)
    change = Change(opened.sections, opened.workbook, (), opened.next_version)
    if index == opened.index and is_settled(session, session.store, index, change):
        return ()
    came = {one.handle for one in index.known} - {one.handle for one in opened.index.known}
    _write(session, keys, lambda now: _waited_for(session, now.index))
    return tuple(sorted(name_of(session.store, one) for one in came))


def _waited_for(session: Session, index: Index) -> Index:
    store = session.store
    grants = tuple(one for one in index.grants if not has_left(store, one.reader))
    index = evolve(index, grants=grants) if len(grants) < len(index.grants) else index
    for handle in dict.fromkeys(one.reader for one in grants):
        index = _met(session, index, handle)
    return index


def _met(session: Session, index: Index, handle: str) -> Index:
    """With somebody's key as it stands, where none is known yet: held on to from now on."""
    public = public_key(session.store, handle)
    if public is None or index.known_key(handle) is not None:
        return index
    return evolve(index, known=(*index.known, Known(handle=handle, public=public)))


def numbers(session: Session, keys: Keys, handle: str) -> str:
    """The numbers to compare with somebody. Raises: NotAllowed, NotFound where they have no key."""
    session.must("map.share", keys.owner)
    public = public_key(session.store, handle)
    if public is None or handle == keys.owner:
        raise NotFound(
            _(
                "{name} has no key to read with yet, so there are no numbers.",
                name=name_of(session.store, handle),
            )
        )
    return numbers_of((keys.owner, keys.public), (handle, public))


def compare(session: Session, keys: Keys, handle: str, numbers_seen: str) -> OpenMap:
    """Note that the numbers are the same: somebody's key, as it stands, is held on to, and sealed to.

    `numbers_seen` are those that were compared: where the key was exchanged meanwhile, nothing is noted.
    Raises: BadData, NotFound; as `read_map`.
    """
    if numbers(session, keys, handle) != numbers_seen:
        raise BadData(_("The numbers are others now. Nothing was noted; compare them again."))
    public = public_key(session.store, handle)
    assert public is not None

    def change(opened: OpenMap) -> Index:
        known = Known(handle=handle, public=public, compared=session.now().date())
        others = tuple(one for one in opened.index.known if one.handle != handle)
        sent = opened.index.sent
        before = opened.index.known_key(handle)
        if before is None or before.public != public:  # seal to the new key what was sealed to the old one
            sent = tuple(one for one in sent if handle not in one.to)
        return evolve(opened.index, known=(*others, known), sent=sent)

    return _write(session, keys, change)


def note_read(session: Session, keys: Keys, received: Received) -> bool:
    """Let somebody know that one has read what they shared; said again, take that back. Whether it is said now.

    Raises: as `read_map`.
    """
    said: list[bool] = []

    def change(opened: OpenMap) -> Index:
        before = note_of(opened, received)
        sent = tuple(one for one in opened.index.sent if one is not before)
        said.append(before is None or before.about != received.version)
        if said[-1]:
            note = Sent(
                kind="read",
                of=received.section,
                to=(received.owner,),
                label=new_label(),
                version=opened.next_version,
                about=received.version,
                day=session.now().date(),
            )
            sent = (*sent, note)
        return evolve(opened.index, sent=sent)

    _write(session, keys, change)
    return said[-1]


def note_of(opened: OpenMap, received: Received) -> Sent | None:
    """The own note that something was read."""
    return next(
        (
            one
            for one in opened.index.sent
            if one.kind == "read" and (one.of, one.to) == (received.section, (received.owner,))
        ),
        None,
    )


def who_reads(session: Session, opened: OpenMap) -> list[Reading]:
    """Who may read what, section by section in the order of the workbook."""
    order = [part.id for part in opened.workbook.sections]
    found = []
    for grant in opened.index.grants:
        listed = opened.index.listed("section", grant.of)
        known = opened.index.known_key(grant.reader)
        found.append(
            Reading(
                section=grant.of,
                title=listed[0].title if listed else grant.of,
                reader=grant.reader,
                name=name_of(session.store, grant.reader),
                can=can_get(session.store, opened.index, grant.reader),
                has_key=known is not None,
                compared=known is not None and known.compared is not None,
            )
        )
    place = {section: number for number, section in enumerate(order)}
    return sorted(found, key=lambda one: (place.get(one.section, 99), one.section, one.name.casefold()))


def _write(session: Session, keys: Keys, change: Callable[[OpenMap], Index]) -> OpenMap:
    session.must("map.share", keys.owner)
    with session.store.transaction(by=session.handle, why=why(), by_day=True) as tx:
        opened = read_map(session, keys, tx)
        index = change(opened)
        put_index(session, keys, tx, opened, index)
        result = read_map(session, keys, tx)
    remember(session, result.index.version)
    return result
