"""Since when a person has not been here: one small file each, beside the record and never in it.

It tells what is new to them and nobody else reads it; coming and going write no history. A line that drops and a
second window are the same visit: what was new stays new for an hour.
"""

from __future__ import annotations

import os
from contextlib import suppress
from dataclasses import replace
from datetime import datetime, timedelta
from pathlib import Path

import msgspec

from folkmoot.door.knocks import door_folder
from folkmoot.session import Session

BREAK = timedelta(hours=1)


class Visit(msgspec.Struct, frozen=True):
    """When somebody was here last (`until`), and when before that visit (`before`; None: it is their first)."""

    until: datetime
    before: datetime | None = None


def after(visit: Visit | None, now: datetime) -> Visit:
    """The visit that an instant belongs to: the same one within the hour, else a new one."""
    if visit is None:
        return Visit(now)
    if now - visit.until <= BREAK:
        return Visit(max(now, visit.until), visit.before)
    return Visit(now, visit.until)


def visiting(session: Session) -> Session:
    """Note that a person is here now; the session then knows since when they were not (`last_here`).

    Where it can't be written, nothing else is lost.
    """
    if session.account is None:
        return session
    file = _file(session.store.path, session.handle)
    visit = after(_read(file), session.now())
    hidden = file.with_name(f".{file.name}-{os.getpid()}")
    with suppress(OSError):
        file.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
        hidden.touch(0o600)
        hidden.write_bytes(msgspec.json.encode(visit))
        hidden.replace(file)
    return replace(session, last_here=visit.before)


def forget_visits(store: Path, handle: str) -> None:
    """Let go of what is known of somebody's visits."""
    with suppress(OSError):
        _file(store, handle).unlink(missing_ok=True)


def _read(file: Path) -> Visit | None:
    with suppress(OSError, msgspec.MsgspecError):
        return msgspec.json.decode(file.read_bytes(), type=Visit)
    return None


def _file(store: Path, handle: str) -> Path:
    return door_folder(store) / "visits" / f"{handle}.json"
