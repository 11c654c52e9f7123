"""An `authorized_keys` file made from the record, where neither root nor an sshd of one's own is to be had.

It lets in known keys only: newcomers need one of the other ways. Lines of others in the file stay as they are.
"""

from __future__ import annotations

import os
from collections.abc import Iterable
from pathlib import Path
from typing import TYPE_CHECKING

from folkmoot.door.hosting import session_command
from folkmoot.door.kept import AccountKey
from folkmoot.errors import CannotCreate
from folkmoot.session import Account
from folkmoot.words import _

if TYPE_CHECKING:
    from folkmoot.store import Store

BEGIN = "# folkmoot: from here to the end mark this file is written by the program"
END = "# folkmoot: end"


def key_lines(store: Store, store_option: str | None) -> list[str]:
    """A line for each key that lets a member in: no forwarding, a terminal, and the session as its command."""
    members = {one.value.handle for one in store.collection(Account).find(state="member")}
    found: list[str] = []
    for stored in store.collection(AccountKey).all():
        key = stored.value
        if key.removed is None and key.account in members:
            command = session_command(store_option, "--key", f"{key.kind}:{key.blob}")
            found.append(f'restrict,pty,command="{_quoted(command)}" {key.kind} {key.blob}')
    return found


def _quoted(command: str) -> str:
    return command.replace('"', '\\"')


def merged(before: str, lines: Iterable[str]) -> str:
    """The file with our part put in anew; what stands outside the marks stays as it is."""
    head, begun, rest = before.partition(BEGIN + "\n")
    _ours, ended, tail = rest.partition(END + "\n")
    if begun and not ended:
        tail = ""  # the end mark is gone: what follows the beginning was ours
    if head and not head.endswith("\n"):
        head += "\n"
    return "".join((head, BEGIN, "\n", *(f"{line}\n" for line in lines), END, "\n", tail))


def write_keys(file: Path, store: Store, store_option: str | None) -> int:
    """Write the file anew, at once and readable by its owner alone; how many keys it lets in.

    Raises: CannotCreate.
    """
    lines = key_lines(store, store_option)
    try:
        file.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
        before = file.read_text("utf-8") if file.exists() else ""
        temporary = file.with_name(f".{file.name}.{os.getpid()}.tmp")
        descriptor = os.open(temporary, os.O_WRONLY | os.O_CREAT | os.O_TRUNC | os.O_NOFOLLOW, 0o600)
        with os.fdopen(descriptor, "w", encoding="utf-8") as out:
            out.write(merged(before, lines))
            out.flush()
            os.fsync(out.fileno())
        temporary.replace(file)
    except (OSError, UnicodeDecodeError) as error:
        raise CannotCreate(
            _("{file} can't be written ({reason}). It is as it was.", file=str(file), reason=str(error))
        ) from error
    return len(lines)
