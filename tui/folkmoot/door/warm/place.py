"""Where the warm server of a record is met: a socket in a folder beside it, for its owner alone.

The client imports this before all else, so it stands on `os` alone: `opening.store_file` and `knocks.door_folder`
say the same at more length.
"""

from __future__ import annotations

import os
from collections.abc import Sequence

SOCKET, LOCK, PROCESS, OFF, LIMITS = "socket", "lock", "process", "off", "limits.json"


def store_named(arguments: Sequence[str]) -> str:
    """The record's file for a session's arguments: what `--store` names, else the one in the account's data."""
    wanted = "~/.local/share/folkmoot"
    for at, argument in enumerate(arguments):
        name, equals, value = argument.partition("=")
        if name == "--store":
            wanted = value if equals else (*arguments, "")[at + 1]
    path = os.path.expanduser(wanted)  # noqa: PTH111
    return path if path.endswith(".json") and not os.path.isdir(path) else f"{path}/community.json"  # noqa: PTH112


def folder_of(store: str) -> str:
    """The folder in which the server of a record has its socket, its lock and its limits."""
    return os.path.splitext(os.path.realpath(store))[0] + ".door/warm"  # noqa: PTH122


def opened(folder: str) -> int:
    """The folder as an open file, once it is known to be ours and shut to others. Raises: OSError."""
    descriptor = os.open(folder, os.O_RDONLY | os.O_DIRECTORY | os.O_NOFOLLOW | os.O_CLOEXEC)
    found = os.fstat(descriptor)
    if found.st_uid != os.geteuid() or found.st_mode & 0o077:
        os.close(descriptor)
        raise PermissionError(folder)
    return descriptor


def within(descriptor: int, name: str) -> str:
    """A name in an open folder, short enough for a socket's address wherever the folder is."""
    return f"/proc/self/fd/{descriptor}/{name}"
