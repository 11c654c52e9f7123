"""What can go wrong in a store. Each says what happened, that nothing is lost, and what to do next."""

from __future__ import annotations

from pathlib import Path

from folkmoot.errors import (
    BadData,
    CannotCreate,
    FolkmootError,
    InputOutputError,
    Misconfigured,
    StoreTrouble,
    TryAgain,
    Unavailable,
)
from folkmoot.words import _


class NoStore(StoreTrouble, Unavailable):
    """There is no community at that place (69)."""

    def __init__(self, path: Path, *, lost: bool = False) -> None:
        if lost:
            sentence = _(
                "There was a community at {path}, but its file is gone. Nothing was put in its place. If there "
                "is a copy in {backups}, “folkmoot store restore latest” puts it back.",
                path=str(path),
                backups=str(path.parent / "backups"),
            )
        else:
            sentence = _(
                "There is no community at {path} yet. “folkmoot init” founds one, “folkmoot demo” shows one.",
                path=str(path),
            )
        super().__init__(sentence)
        self.path = path


class StoreExists(CannotCreate):
    """A community was to be made where there is one (73)."""

    def __init__(self, path: Path) -> None:
        super().__init__(
            _(
                "There is a community at {path} already, and it stays as it is. "
                "Open it with “folkmoot”, or choose another place with --store.",
                path=str(path),
            )
        )
        self.path = path


class ReadOnlyStore(StoreTrouble, CannotCreate):
    """This store can be read from here and not written (73)."""

    def __init__(self, path: Path) -> None:
        super().__init__(
            _(
                "You can read the community at {path} but not change it from here, so nothing was changed. "
                "Whoever looks after the host can make its folder writable for you.",
                path=str(path),
            )
        )
        self.path = path


class StoreBusy(StoreTrouble, TryAgain):
    """Somebody else held the store for longer than we wait (75). `pid` and `doing` tell who, if known."""

    def __init__(self, pid: int | None = None, doing: str = "") -> None:
        if pid is None:
            sentence = _(
                "Somebody else is writing just now. Nothing of yours was changed; try again in a moment."
            )
        else:
            sentence = _(
                "Somebody else is writing just now: process {pid} ({doing}). "
                "Nothing of yours was changed; try again in a moment.",
                pid=pid,
                doing=doing or "?",
            )
        super().__init__(sentence)
        self.pid = pid
        self.doing = doing


class DiskFull(StoreTrouble, InputOutputError):
    """There was no room; the file is as it was before (74)."""

    def __init__(self, path: Path) -> None:
        super().__init__(
            _(
                "The disk is full, so this could not be saved. All that was saved before is safe. "
                "Make room where {path} lies and try again.",
                path=str(path),
            )
        )
        self.path = path


class NotDurable(StoreTrouble, InputOutputError):
    """The disk could not promise to keep what was written; this process writes no more (74)."""

    def __init__(self, path: Path) -> None:
        super().__init__(
            _(
                "The disk could not promise to keep what was written to {path}. All that was saved before is "
                "whole, and nothing more is written from here. Leave folkmoot, have the disk checked, then "
                "look whether your last change is there.",
                path=str(path),
            )
        )
        self.path = path


class StoreUnreadable(StoreTrouble, InputOutputError):
    """The operating system failed to read or write the file, for another reason (74)."""

    def __init__(self, path: Path, reason: str) -> None:
        super().__init__(
            _(
                "{path} could not be read or written: {reason}. All that was saved before is as it was. "
                "Once that is mended, try again.",
                path=str(path),
                reason=reason,
            )
        )
        self.path = path


class CorruptStore(StoreTrouble, BadData):
    """The file is damaged, or was edited to something that can't be; it is never touched (65)."""

    def __init__(self, path: Path, reason: str) -> None:
        super().__init__(
            _(
                "The community at {path} can't be read: {reason}. Nothing was changed in it. “folkmoot store "
                "check” says what is damaged, “folkmoot store repair” mends it and keeps the damaged parts "
                "aside; whole copies are in {backups}.",
                path=str(path),
                reason=reason,
                backups=str(path.parent / "backups"),
            )
        )
        self.path = path
        self.reason = reason


class StoreReplaced(StoreTrouble, TryAgain):
    """Another community was put in the place of the one that was opened (75)."""

    def __init__(self, path: Path) -> None:
        super().__init__(
            _(
                "Another community was put in the place of this one ({path}). Nothing of yours was written into "
                "it. Leave, and open folkmoot again.",
                path=str(path),
            )
        )
        self.path = path


class BadCopy(CorruptStore):
    """A file that should be a whole copy of a community is none (65)."""

    def __init__(self, path: Path, reason: str) -> None:
        super().__init__(path, reason)
        self.sentence = _(
            "{path} is no whole copy of a community as folkmoot makes them: {reason}. Nothing was changed. "
            "“folkmoot store restore” lists the copies there are.",
            path=str(path),
            reason=reason,
        )
        self.args = (self.sentence,)


class CopyInTheWay(CorruptStore):
    """Nobody can tell whether a person's words stand in a copy that can't be read (65)."""

    def __init__(self, path: Path, reason: str) -> None:
        super().__init__(path, reason)
        self.sentence = _(
            "The copy {path} can't be read ({reason}), so nobody can tell what stands in it. Nothing was erased. "
            "Move it away or delete it, then try again.",
            path=str(path),
            reason=reason,
        )
        self.args = (self.sentence,)


class SchemaTooNew(StoreTrouble, Misconfigured):
    """A newer folkmoot or plugin wrote this; it is left alone (78)."""

    def __init__(self, what: str, found: int, known: int) -> None:
        super().__init__(
            _(
                "This community was made by a newer folkmoot: {what} has version {found}, and this one knows "
                "{known}. Nothing was changed. Upgrade folkmoot and its plugins, then open it again.",
                what=what,
                found=found,
                known=known,
            )
        )
        self.what = what
        self.found = found
        self.known = known


class MigrationFailed(StoreTrouble, Misconfigured):
    """A plugin could not lift its documents to its own version; the file is as it was (78)."""

    def __init__(self, collection: str, version: int, reason: str) -> None:
        super().__init__(
            _(
                "The documents of {collection} could not be lifted to version {version}: {reason}. Nothing "
                "was changed. The plugin's maker needs to hear of this; --no-plugins opens the rest.",
                collection=collection,
                version=version,
                reason=reason,
            )
        )
        self.collection = collection
        self.version = version
        self.reason = reason


class Conflict(TryAgain):
    """Somebody changed the document since it was read (75).

    `mine` is what was to be written (for a removal: what had been read), `current` is the `Stored` document
    as it is now, or None if it is gone. `expected` and `actual` are revisions; `actual` is 0 if it is gone.
    """

    def __init__(
        self, table: str, doc_id: int, expected: int, actual: int, current: object, *, mine: object = None
    ) -> None:
        if current is None:
            sentence = _(
                "Somebody removed this meanwhile ({table} {id}). What you wrote is not lost, and nothing was "
                "changed: keep it elsewhere or add it anew.",
                table=table,
                id=doc_id,
            )
        else:
            sentence = _(
                "Somebody was quicker and changed this meanwhile ({table} {id}). What you wrote is not lost, "
                "and theirs stands: compare the two, then try again.",
                table=table,
                id=doc_id,
            )
        super().__init__(sentence)
        self.table = table
        self.id = doc_id
        self.expected = expected
        self.actual = actual
        self.current = current
        self.mine = mine


class ChangedSince(Conflict):
    """A change can't be taken back, for what it did was changed again (75)."""

    def __init__(self, conflict: Conflict) -> None:
        super().__init__(
            conflict.table,
            conflict.id,
            conflict.expected,
            conflict.actual,
            conflict.current,
            mine=conflict.mine,
        )
        self.sentence = _(
            "Change {seq} can't be taken back: {table}/{id} was changed again since. Nothing was changed; "
            "“folkmoot store history {table}/{id}” shows by whom.",
            seq=conflict.expected,
            table=conflict.table,
            id=conflict.id,
        )
        self.args = (self.sentence,)


class CannotUndo(BadData):
    """A change that can't be taken back: its content is private or erased, or its shape is past (65)."""

    def __init__(self, seq: int, reason: str) -> None:
        super().__init__(
            _("Change {seq} can't be undone: {reason}. Nothing was changed.", seq=seq, reason=reason)
        )
        self.seq = seq


class TransactionAborted(FolkmootError):
    """The program used a transaction in a way that can't work; nothing of it was written (70)."""


def field_of(message: str) -> str:
    """The field that a msgspec message ends with: `$.place.zone` gives `place.zone`; else an empty string."""
    _head, _found, tail = message.rpartition("`$")
    return tail.rstrip("`").lstrip(".") if _found else ""


class NotStorable(BadData, TypeError):
    """A value that JSON can't hold and give back (65); a `TypeError` too, as TinyDB's storages raise."""


def not_storable(collection: str, field: str, reason: str) -> NotStorable:
    """What is said of a value that can't be kept."""
    return NotStorable(
        _(
            "{field} of {collection} can't be stored: {reason}. Nothing was changed; correct it and try again.",
            field=field or _("A document"),
            collection=collection,
            reason=reason,
        )
    )
