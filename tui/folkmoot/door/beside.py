"""What a plugin keeps on this machine alone: beside the record, in no history, no copy and no export of it.

For what must not travel with the record, such as the key of something sealed in it. Whoever moves the record to
another machine leaves it behind, so a plugin has to do without it there.
"""

from __future__ import annotations

import os
import re
from contextlib import suppress
from pathlib import Path
from typing import TYPE_CHECKING

from folkmoot.door.knocks import door_folder
from folkmoot.store.files import owned_like, replace

if TYPE_CHECKING:
    from folkmoot.session import Session

NAME = re.compile(r"^[a-z][a-z0-9-]{0,79}$")


def keep_beside(session: Session, name: str, text: str) -> None:
    """Keep a text under a name (small letters, digits, `-`; begin it with the plugin's own), in place of an older one.

    Raises: ValueError for a name; DiskFull, ReadOnlyStore, StoreUnreadable, NotDurable.
    """
    file = _file(session, name)
    file.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
    for folder in (file.parent.parent, file.parent):
        descriptor = os.open(folder, os.O_RDONLY | os.O_DIRECTORY | os.O_CLOEXEC)
        try:
            owned_like(descriptor, session.store.path)
        finally:
            os.close(descriptor)
    replace(file, text.encode(), sync=True, like=session.store.path)
    file.chmod(0o600)


def kept_beside(session: Session, name: str) -> str | None:
    """What is kept under a name; None where nothing is, on another machine among others."""
    with suppress(OSError, UnicodeDecodeError):
        return _file(session, name).read_text("utf-8")
    return None


def drop_beside(session: Session, name: str) -> None:
    """Let go of what is kept under a name."""
    with suppress(OSError):
        _file(session, name).unlink(missing_ok=True)


def _file(session: Session, name: str) -> Path:
    if not NAME.match(name):
        raise ValueError(f"{name!r} is no name for what is kept beside the record")
    return door_folder(session.store.path) / "beside" / name
