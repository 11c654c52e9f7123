"""A disk that loses its power: what was asked of it is recorded, and every state that it may be left in is made.

What was flushed is there. Of what was not, each write may be there, or not, or in part; each change of a
folder may be there or not until the folder is flushed.
"""

from __future__ import annotations

import fcntl
import os
import random
import stat
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

from msgspec import Struct

Files = dict[str, bytes]
FOLDER = -1  # stands in the place of a file's number


class Event(Struct, frozen=True):
    """Something that was asked of the disk, or, with `mark`, something that somebody was told."""

    kind: str
    name: str = ""
    to: str = ""
    file: int = 0
    offset: int = 0
    data: bytes = b""
    seq: int = 0


class Recorder:
    """Notes what a process asks of the files below a folder; for `torture_disk.around`."""

    def __init__(self, root: Path) -> None:
        self._root = root
        self._files: dict[int, int] = {}
        self._count = 0
        self.events: list[Event] = []

    def mark(self, kind: str, name: str = "", seq: int = 0) -> None:
        """Note what somebody was told."""
        self.events.append(Event(kind, name, seq=seq))

    def __call__(
        self, name: str, real: Callable[..., Any], arguments: tuple[Any, ...], options: dict[str, Any]
    ) -> Any:
        note = getattr(self, f"_{name}", None)
        if note is None:
            found = real(*arguments, **options)
            self._note_names(name, arguments)
            return found
        return note(real, *arguments, **options)

    def _note_names(self, name: str, arguments: tuple[Any, ...]) -> None:
        one, other = (
            self._name(arguments[0]),
            self._name(arguments[1]) if name in ("rename", "replace") else "",
        )
        kind = {"remove": "unlink", "replace": "rename"}.get(name, name)
        self.events.append(Event(kind, one, other))

    def _name(self, path: str | Path) -> str:
        return os.path.relpath(path, self._root)

    def _open(
        self, real: Callable[..., int], path: str | Path, flags: int, *rest: Any, **options: Any
    ) -> int:
        there = os.path.lexists(path)
        descriptor = real(path, flags, *rest, **options)
        if flags & os.O_CREAT and not there:
            self._count += 1
            self._files[os.fstat(descriptor).st_ino] = self._count
            self.events.append(Event("create", self._name(path), file=self._count))
        return descriptor

    def _write(self, real: Callable[..., int], descriptor: int, data: bytes) -> int:
        append = fcntl.fcntl(descriptor, fcntl.F_GETFL) & os.O_APPEND
        offset = os.fstat(descriptor).st_size if append else os.lseek(descriptor, 0, os.SEEK_CUR)
        count = real(descriptor, data)
        self._note_write(descriptor, bytes(data[:count]), offset)
        return count

    def _pwrite(self, real: Callable[..., int], descriptor: int, data: bytes, offset: int) -> int:
        count = real(descriptor, data, offset)
        self._note_write(descriptor, bytes(data[:count]), offset)
        return count

    def _note_write(self, descriptor: int, data: bytes, offset: int) -> None:
        file = self._files[os.fstat(descriptor).st_ino]
        self.events.append(Event("write", file=file, data=data, offset=offset))

    def _ftruncate(self, real: Callable[..., None], what: int | str | Path, length: int) -> None:
        real(what, length)
        file = self._files[(os.fstat(what) if isinstance(what, int) else Path(what).stat()).st_ino]
        self.events.append(Event("truncate", file=file, offset=length))

    _truncate = _ftruncate

    def _fsync(self, real: Callable[..., None], descriptor: int) -> None:
        real(descriptor)
        status = os.fstat(descriptor)
        if stat.S_ISDIR(status.st_mode):
            self.events.append(
                Event("flush folder", self._name(Path(f"/proc/self/fd/{descriptor}").readlink()))
            )
        else:
            self.events.append(Event("flush", file=self._files[status.st_ino]))

    _fdatasync = _fsync


class Disk:
    """What is on a disk for certain, and what may be."""

    def __init__(self) -> None:
        self._data: dict[int, bytes] = {}
        self._writes: dict[int, list[Event]] = {}
        self._names: dict[str, dict[str, int]] = {".": {}}
        self._moves: dict[str, list[Event]] = {}

    def take(self, event: Event) -> None:
        """Be asked something."""
        if event.kind in ("write", "truncate"):
            self._writes.setdefault(event.file, []).append(event)
        elif event.kind in ("create", "rename", "unlink", "mkdir"):
            self._moves.setdefault(str(Path(event.name).parent), []).append(event)
        elif event.kind == "flush":
            data = self._data.get(event.file, b"")
            self._data[event.file] = _written(data, self._writes.pop(event.file, []))
        elif event.kind == "flush folder":
            self._names[event.name] = _moved(self._names.get(event.name, {}), self._moves.pop(event.name, []))

    def files(self, keep: Callable[[list[Event]], list[Event]]) -> Files:
        """The files after a power cut; `keep` says what of that which was not flushed is there."""
        data = {
            file: _written(self._data.get(file, b""), keep(self._writes.get(file, [])))
            for file in {*self._data, *self._writes}
        }
        names = {
            folder: _moved(self._names.get(folder, {}), keep(self._moves.get(folder, [])))
            for folder in {*self._names, *self._moves}
        }
        return dict(_below(".", names, data))


def _below(
    folder: str, names: dict[str, dict[str, int]], data: dict[int, bytes]
) -> Iterator[tuple[str, bytes]]:
    for name, file in sorted(names.get(folder, {}).items()):
        path = os.path.normpath(f"{folder}/{name}")
        if file == FOLDER:
            yield from _below(path, names, data)
        else:
            yield path, data.get(file, b"")


def _written(data: bytes, events: list[Event]) -> bytes:
    made = bytearray(data)
    for event in events:
        if event.kind == "truncate":
            del made[event.offset :]
        made.extend(bytes(max(0, event.offset - len(made))))
        made[event.offset : event.offset + len(event.data)] = event.data
    return bytes(made)


def _moved(names: dict[str, int], events: list[Event]) -> dict[str, int]:
    made = dict(names)
    for event in events:
        name = Path(event.name).name
        if event.kind == "rename" and name in made:
            made[Path(event.to).name] = made.pop(name)
        elif event.kind == "create":
            made[name] = event.file
        elif event.kind == "mkdir":
            made[name] = FOLDER
        elif event.kind == "unlink":
            made.pop(name, None)
    return made


def nothing(_events: list[Event]) -> list[Event]:
    """Nothing that was not flushed is there."""
    return []


def everything(events: list[Event]) -> list[Event]:
    """All of it is there."""
    return events


def the_last(events: list[Event]) -> list[Event]:
    """Of each file only the last two writes are there: the disk does things in an order of its own."""
    return events[-2:] if events and events[0].kind in ("write", "truncate") else events


def some(chance: random.Random, *, holes: bool = False) -> Callable[[list[Event]], list[Event]]:
    """Some of it is there: of writes a first part, or with `holes` any; of changes of a folder any."""

    def keep(events: list[Event]) -> list[Event]:
        if holes or not events or events[0].kind not in ("write", "truncate"):
            kept = [event for event in events if chance.random() < 0.5]
        else:
            kept = events[: chance.randint(0, len(events))]
        return [_partly(event, chance) if event is kept[-1] else event for event in kept]

    return keep


def _partly(event: Event, chance: random.Random) -> Event:
    """A write as it was asked for, or its beginning, or its beginning and zeros as long as the rest."""
    if event.kind != "write" or chance.random() < 0.4:
        return event
    cut = chance.randint(0, len(event.data))
    zeros = bytes(len(event.data) - cut) if chance.random() < 0.5 else b""
    return Event("write", file=event.file, offset=event.offset, data=event.data[:cut] + zeros)
