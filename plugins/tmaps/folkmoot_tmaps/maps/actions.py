"""What a person does with their own map: begin it, answer, pass over, look at a section as a whole, erase it."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from typing import NamedTuple

from msgspec.structs import replace as evolve

from folkmoot.api import (
    BadData,
    ChangedMeanwhile,
    NotFound,
    Session,
    Transaction,
    TryAgain,
    clean,
    drop_beside,
    read_day,
)
from folkmoot_tmaps.looking.due import note_due
from folkmoot_tmaps.maps import rules
from folkmoot_tmaps.maps.drafts import forget_drafts
from folkmoot_tmaps.maps.kept_names import due_name, letters_name, version_name
from folkmoot_tmaps.maps.model import INDEX, CareMap, Index, Letter, Listed, OwnWorkbook, Piece, Section
from folkmoot_tmaps.maps.unlocking import OpenMap, map_of, read_map, remember
from folkmoot_tmaps.sealing.boxes import new_label, seal
from folkmoot_tmaps.sealing.keys import (
    Keys,
    checked_passphrase,
    new_keys,
    new_salt,
    new_secret_key,
    public_of,
    sealed_keyring,
    secret_key_of,
)
from folkmoot_tmaps.sharing.sending import Change, send
from folkmoot_tmaps.words import _, ngettext
from folkmoot_tmaps.workbook.files import USUAL, workbook_of
from folkmoot_tmaps.workbook.model import Part, Prompt, Workbook

Sealable = Section | OwnWorkbook


class Begun(NamedTuple):
    """A new map: its keys, and the recovery key, which is told once and kept nowhere."""

    keys: Keys
    recovery: str

    def __repr__(self) -> str:
        """Nothing that a crash could tell."""
        return "Begun()"


def why() -> str:
    """What the history says of every change of a map: nothing about it."""
    return _("worked on the own map")


def begin(session: Session, passphrase: str, again: str) -> Begun:
    """Begin one's map. Takes half a second and more. Raises: NotAllowed, BadData, TryAgain, Unavailable."""
    session.must("map.begin")
    salt = new_salt()
    secret = secret_key_of(checked_passphrase(passphrase, again), salt)
    return begin_with(session, salt, public_of(secret))


def begin_with(session: Session, salt: str, by_passphrase: str) -> Begun:
    """Begin one's map with a passphrase whose recipient is known."""
    session.must("map.begin")
    owner, today = session.handle, session.now().date()
    recovery = new_secret_key()
    keys = new_keys(owner, by_passphrase, public_of(recovery))
    index = Index(owner=owner, label=INDEX, version=1, workbook=USUAL)
    with session.store.transaction(by=owner, why=why(), by_day=True) as tx:
        if map_of(tx, owner) is not None:
            raise TryAgain(_("You have a map already. Open it with its passphrase or its recovery key."))
        tx.add(
            CareMap(
                owner=owner,
                begun=today,
                changed=today,
                salt=salt,
                keyring=sealed_keyring(keys),
                public=keys.public,
                generation=keys.generation,
                index=seal(keys, index),
            )
        )
    remember(session, index.version)
    return Begun(keys, recovery)


def write(
    session: Session, keys: Keys, change: Callable[[OpenMap], Sequence[tuple[Listed, Sealable]]]
) -> OpenMap:
    """Read the map as it stands, seal what `change` makes of it, and write it at once. Raises: as `read_map`.

    `change` hands back parts with how the index lists them; a label that the map doesn't have yet is a new part.
    """
    session.must("map.open", keys.owner)
    with session.store.transaction(by=session.handle, why=why(), by_day=True) as tx:
        opened = read_map(session, keys, tx)
        changed = change(opened)
        if not changed:
            return opened
        version = opened.next_version
        parts = {one.label: one for one in opened.index.parts}
        for listed, content in changed:
            listed = evolve(listed, version=version, day=session.now().date())
            parts[listed.label] = listed
            _put(session, keys, tx, opened, listed, content)
        sections = {
            one.section: one for _listed, one in changed if isinstance(one, Section) and not one.taken
        }
        put_index(session, keys, tx, opened, evolve(opened.index, parts=tuple(parts.values())), sections)
        result = read_map(session, keys, tx)
    remember(session, version)
    note_due(session, result)
    return result


def _put(
    session: Session, keys: Keys, tx: Transaction, opened: OpenMap, listed: Listed, content: Sealable
) -> None:
    sealed = evolve(content, owner=keys.owner, label=listed.label, version=listed.version)
    piece = Piece(owner=keys.owner, label=listed.label, box=seal(keys, sealed), day=session.now().date())
    before = opened.pieces.get(listed.label)
    if before is None:
        tx.add(piece)
    else:
        tx.replace(before, piece)


def put_index(
    session: Session,
    keys: Keys,
    tx: Transaction,
    opened: OpenMap,
    index: Index,
    changed: Mapping[str, Section] | None = None,
) -> None:
    """Write the list of all parts, with the version that comes next; and the letters to readers that follow from it.

    `changed` are sections that say something else now.
    """
    sections = {**opened.sections, **(changed or {})}
    change = Change(sections, opened.workbook, changed or (), opened.next_version)
    index = send(session, keys, tx, index, change)
    box = seal(keys, evolve(index, version=opened.next_version))
    tx.replace(opened.stored, evolve(opened.stored.value, index=box, changed=session.now().date()))


def section_in(opened: OpenMap, keys: Keys, part: Part) -> tuple[Listed, Section]:
    """A section of a map as it stands, or an empty one; and how the index lists it."""
    listed = next(iter(opened.index.listed("section", part.id)), None)
    listed = listed or Listed(label=new_label(), kind="section", version=0, of=part.id)
    section = opened.sections.get(part.id) or Section(
        owner=keys.owner, label=listed.label, version=0, section=part.id, title=part.title
    )
    return evolve(listed, title=part.title), evolve(section, title=part.title)


def checked_answer(session: Session, prompt: Prompt, typed: str) -> str:
    """What was typed, as its question keeps it; empty for nothing. Raises: BadData."""
    value = clean(typed, lines=prompt.kind in ("text", "list", "people"), limit=rules.LONGEST + 1)
    if not value.strip():
        return ""
    if len(value) > rules.LONGEST:
        raise BadData(
            _("That is longer than {count} letters. Nothing is lost; shorten it.", count=rules.LONGEST)
        )
    if prompt.kind == "scale":
        number = rules.on_scale(prompt, value)
        if number is None:
            raise BadData(_("Type a number from {least} to {most}.", least=prompt.least, most=prompt.most))
        return str(number)
    if prompt.kind == "date":
        day = read_day(value, session.here(session.now()).date())
        if day is None:
            raise BadData(_("That is no day. Type it like 24 March, or 2027-03-24."))
        return day.isoformat()
    return value


def save_answer(session: Session, keys: Keys, part: Part, prompt: Prompt, typed: str, before: str) -> OpenMap:
    """Keep an answer. `before` is what stood there when it was begun: nobody's other version is overwritten.

    Raises: BadData; ChangedMeanwhile, whose `now` is what stands there; as `write`.
    """
    value = checked_answer(session, prompt, typed)

    def change(opened: OpenMap) -> Sequence[tuple[Listed, Section]]:
        listed, section = section_in(opened, keys, part)
        there = section.value_of(prompt.id)
        if there == value:
            return ()
        if there != before:
            raise ChangedMeanwhile(
                _("You wrote something else here meanwhile, in another place. Both are shown."),
                there,
                {"value": there},
            )
        return [(listed, rules.with_answer(section, prompt, value))]

    return write(session, keys, change)


def pass_over(session: Session, keys: Keys, part: Part, prompt: Prompt) -> OpenMap:
    """Pass over a question; it comes again at the end. Raises: as `write`."""

    def change(opened: OpenMap) -> Sequence[tuple[Listed, Section]]:
        listed, section = section_in(opened, keys, part)
        if section.value_of(prompt.id) or prompt.id in section.skipped:
            return ()
        return [(listed, rules.skipping(section, prompt.id))]

    return write(session, keys, change)


def review(session: Session, keys: Keys, section_id: str) -> OpenMap:
    """Note that a section was looked at as a whole, and keep how it is today. Raises: BadData; as `write`."""
    today = session.here(session.now()).date()

    def change(opened: OpenMap) -> Sequence[tuple[Listed, Section]]:
        section = opened.sections.get(section_id)
        if section is None or not section.answers:
            raise BadData(_("There is nothing in this section yet."))
        listed = opened.index.listed("section", section_id)[0]
        same_day = [
            one for one in opened.index.listed("snapshot", section_id) if one.day == session.now().date()
        ]
        kept = same_day[-1] if same_day else None
        kept = kept or Listed(label=new_label(), kind="snapshot", version=0, of=section_id)
        kept = evolve(kept, title=section.title)
        return [
            (listed, evolve(section, reviewed=today)),
            (kept, evolve(section, reviewed=today, taken=today)),
        ]

    return write(session, keys, change)


def follow_workbook(session: Session, keys: Keys, name: str) -> OpenMap:
    """Follow a workbook of the community by its name. Answers stay with their questions. Raises: BadData."""
    workbook_of(session, name)
    with session.store.transaction(by=session.handle, why=why(), by_day=True) as tx:
        opened = read_map(session, keys, tx)
        put_index(session, keys, tx, opened, evolve(opened.index, workbook=name))
        result = read_map(session, keys, tx)
    remember(session, opened.next_version)
    return result


def follow_own_workbook(session: Session, keys: Keys, workbook: Workbook) -> OpenMap:
    """Follow a workbook that one brings; it is kept sealed. Answers stay with their questions."""

    def change(opened: OpenMap) -> Sequence[tuple[Listed, OwnWorkbook]]:
        listed = next(iter(opened.index.listed("workbook")), None)
        listed = listed or Listed(label=new_label(), kind="workbook", version=0)
        return [(listed, OwnWorkbook(owner=keys.owner, label=listed.label, version=0, workbook=workbook))]

    write(session, keys, change)
    with session.store.transaction(by=session.handle, why=why(), by_day=True) as tx:
        opened = read_map(session, keys, tx)
        put_index(session, keys, tx, opened, evolve(opened.index, workbook=""))
        result = read_map(session, keys, tx)
    remember(session, opened.next_version)
    return result


def erase(session: Session) -> str:
    """Erase the own map: here, in the history, in the copies beside the record. Returns what can't be reached.

    It needs no passphrase: whoever lost it may let go too. Raises: NotAllowed, NotFound, as the store.
    """
    session.must("map.erase", session.handle)
    if map_of(session.store, session.handle) is None:
        raise NotFound(_("You have no map here. Nothing was changed."))
    count = session.store.forget(session.handle, by=session.handle, only=(CareMap, Piece, Letter))
    for name in (version_name(session), letters_name(session), due_name(session)):
        drop_beside(session, name)
    forget_drafts(session)
    gone = ngettext("Your map is erased: {count} part.", "Your map is erased: {count} parts.", count)
    rest = _(
        "It is gone from the record, its history and the copies beside it. Copies that somebody carried elsewhere, "
        "and what you exported, can't be reached from here; they stay sealed."
    )
    return f"{gone} {rest}"
