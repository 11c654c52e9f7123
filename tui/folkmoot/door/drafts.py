"""What a person was typing when they left: kept in a file of their own beside the record, until it is saved.

A line may drop at any moment, so this is written every few seconds, whole or not at all; it is not flushed to the
disk, for a screen must not wait for that. Two sessions of one person keep their forms side by side: of a form that
both write, the last one counts.
"""

from __future__ import annotations

import os
from collections.abc import Callable, Mapping
from contextlib import suppress
from datetime import datetime, timedelta
from pathlib import Path
from typing import TYPE_CHECKING, Any

import msgspec

from folkmoot.store.files import make_folder, owned_like, replace, sweep
from folkmoot.store.lock import Lock
from folkmoot.store.places import Places

if TYPE_CHECKING:
    from folkmoot.session import Session

PAUSE = timedelta(seconds=2)  # between two writes while somebody types
KEPT_FOR = timedelta(days=30)  # what a form was about may be long gone by then
PATIENCE = 0.2  # seconds to wait for the other session of the same person
FORMS, FIELDS, LETTERS, BYTES = 50, 100, 20_000, 500_000  # more than that is kept of nobody


class Draft(msgspec.Struct, frozen=True):
    """What was typed into one form: field by field, under what title, on which page, and when."""

    fields: dict[str, str]
    at: datetime
    title: str = ""
    page: str = ""


class Drafts(dict[str, dict[str, str]]):
    """Unfinished forms by name, each field by field: a dictionary that can be saved and found again."""

    def __init__(self, now: Callable[[], datetime], folder: Path | None = None, handle: str = "") -> None:
        """Without a folder, drafts last as long as the program does."""
        super().__init__()
        self._now = now
        self._path = folder / f"{handle}.json" if folder else None
        self._about: dict[str, tuple[str, str]] = {}
        self._saved: dict[str, dict[str, str]] = {}
        self._saved_at: datetime | None = None
        self._saving = False
        for name, draft in self._there().items():
            self[name] = draft.fields
            self._about[name] = draft.title, draft.page
        self._saved = self._as_typed()

    @classmethod
    def of(cls, session: Session) -> Drafts:
        """The drafts of who is here; of somebody without an account nothing is kept."""
        if session.account is None:
            return cls(session.now)
        return cls(session.now, Places.of(session.store.path).drafts, session.account.handle)

    def keep(self, name: str, fields: Mapping[str, str], *, title: str = "", page: str = "") -> None:
        """Hold on to what is typed into a form."""
        self[name] = dict(fields)
        self._about[name] = title, page

    def begun(self) -> list[tuple[str, str]]:
        """Title and page of every unfinished form that has a title, the latest first."""
        about = [self._about.get(name, ("", "")) for name in self]
        return [(title, page) for title, page in reversed(about) if title]

    def save_when_due(self) -> None:
        """Save what has changed, if the last time is long enough ago. Raises: FolkmootError, OSError."""
        last = self._saved_at
        if self != self._saved and (last is None or not timedelta(0) <= self._now() - last < PAUSE):
            self.save()

    def save(self) -> None:
        """Save what has changed, at once. Raises: FolkmootError, OSError.

        A signal may ask for it while it is being done: that is left to whoever is at it, who looks again at the end.
        """
        if self._path is None or self._saving:
            return
        self._saving = True
        try:
            while self != self._saved:
                self._saved_at = self._now()
                self._write(self._path, self._as_typed(), self._saved_at)
        finally:
            self._saving = False

    def _as_typed(self) -> dict[str, dict[str, str]]:
        return {name: dict(fields) for name, fields in self.items()}

    def _write(self, path: Path, forms: dict[str, dict[str, str]], now: datetime) -> None:
        self._make(path.parent)
        lock = Lock(path.with_suffix(".lock"))
        lock.take("drafts", PATIENCE)
        try:
            sweep(path)
            kept = self._there(set_aside=True)
            for name in self._saved.keys() - forms.keys():
                kept.pop(name, None)
            for name, fields in forms.items():
                if fields != self._saved.get(name):
                    title, page = self._about.get(name, ("", ""))
                    kept.pop(name, None)  # the latest stand last
                    kept[name] = Draft(_text(fields), now, title, page)
            data = _encoded(kept)
            if data:
                replace(path, data, sync=False, like=lock.path)
            else:
                path.unlink(missing_ok=True)
                lock.path.unlink(missing_ok=True)  # whoever waits for it sees that, and makes a new one
        finally:
            lock.release()
            lock.close()
        self._saved = forms

    def _make(self, folder: Path) -> None:
        """See that the folder is there, ours, and closed to others."""
        make_folder(folder)
        descriptor = os.open(folder, os.O_RDONLY | os.O_DIRECTORY | os.O_CLOEXEC)
        try:
            owned_like(descriptor, folder.parent)
            if os.fstat(descriptor).st_mode & 0o077:
                os.fchmod(descriptor, 0o700)
        finally:
            os.close(descriptor)

    def _there(self, *, set_aside: bool = False) -> dict[str, Draft]:
        """What the file holds, as far as it can be understood; `set_aside` what can't be read at all."""
        if self._path is None:
            return {}
        try:
            if self._path.stat().st_size > 2 * BYTES:
                raise ValueError("nobody typed this")
            found = msgspec.json.decode(self._path.read_bytes(), type=dict[str, Any])
        except OSError:
            return {}
        except (ValueError, RecursionError):
            if set_aside:
                with suppress(OSError):
                    self._path.replace(self._path.with_suffix(".json.bad"))
            return {}
        return _understood(found, self._now())


def _understood(found: Mapping[str, Any], now: datetime) -> dict[str, Draft]:
    drafts: dict[str, Draft] = {}
    for name, value in found.items():
        with suppress(msgspec.ValidationError, OverflowError, TypeError):
            draft = msgspec.convert(value, Draft)
            if draft.fields and now - draft.at <= KEPT_FOR:
                drafts[name] = msgspec.structs.replace(draft, fields=_text(draft.fields))
    return dict(list(drafts.items())[-FORMS:])


def _text(fields: Mapping[str, Any]) -> dict[str, str]:
    """Fields as text that a file can hold, and no more than anybody types."""
    texts = [(name, value) for name, value in fields.items() if isinstance(value, str)][:FIELDS]
    return {name: value[:LETTERS].encode("utf-8", "replace").decode() for name, value in texts}


def _encoded(drafts: Mapping[str, Draft]) -> bytes:
    """Drafts as a file has them, the oldest left out where it would hold too much; empty where none is left."""
    rest = dict(list(drafts.items())[-FORMS:])
    while rest:
        data = msgspec.json.format(msgspec.json.encode(rest), indent=1)
        if len(data) <= BYTES:
            return data
        del rest[next(iter(rest))]
    return b""
