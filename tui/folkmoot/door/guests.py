"""Who is at the door, and what they ask for: the key that sshd saw, and the line that came with it."""

from __future__ import annotations

import os
import shlex
import stat
from collections.abc import Mapping, Sequence
from pathlib import Path

from folkmoot.door.publickey import PublicKey, checked
from folkmoot.errors import BadData, Misconfigured, UsageError
from folkmoot.words import _

LONGEST_LINE = 4096  # characters of a command
LONGEST = 65_536  # bytes of what sshd says about a login


def options_of(arguments: Sequence[str]) -> tuple[str | None, str | None]:
    """`--store` and `--key` of the forced command. Raises: UsageError: it was written wrong on the host."""
    found: dict[str, str] = {}
    waiting = iter(arguments)
    for argument in waiting:
        name, equals, value = argument.partition("=")
        given = value if equals else next(waiting, None)
        if name not in ("--store", "--key") or given is None:
            raise UsageError(_("The command that sshd is told to run is wrong at “{word}”.", word=argument))
        found[name] = given
    return found.get("--store"), found.get("--key")


def visitor_key(environ: Mapping[str, str], stated: str | None) -> PublicKey:
    """The key with which somebody logged in.

    sshd leaves it in a file that `SSH_USER_AUTH` names (`ExposeAuthInfo yes`), or it stands in the forced
    command as `--key TYPE:BASE64`. Raises: Misconfigured where neither says it, or they say two things.
    """
    exposed = environ.get("SSH_USER_AUTH")
    seen = _exposed_key(Path(exposed)) if exposed else None
    said = _stated_key(stated) if stated is not None else None
    if seen is not None and said is not None and seen != said:
        raise Misconfigured(
            _("sshd and its own command name two different keys. Nobody is let in like that.")
        )
    key = seen or said
    if key is None:
        raise Misconfigured(
            _(
                "This is the door that sshd opens, and it was not told with which key. Members type ssh; whoever "
                "looks after the host sees with “folkmoot host doctor” what is missing."
            )
        )
    return key


def _exposed_key(file: Path) -> PublicKey | None:
    """The key in the file that sshd wrote: one line a method, `publickey TYPE BASE64`."""
    try:
        descriptor = os.open(file, os.O_RDONLY | os.O_NOFOLLOW | os.O_CLOEXEC | os.O_NONBLOCK)
    except OSError:
        return None
    try:
        found = os.fstat(descriptor)
        if not stat.S_ISREG(found.st_mode) or found.st_uid not in (0, os.geteuid()):
            return None
        lines = os.read(descriptor, LONGEST).decode("ascii", errors="replace").splitlines()
    finally:
        os.close(descriptor)
    keys = [line.split()[1:3] for line in lines if line.startswith("publickey ") and len(line.split()) >= 3]
    return _taken(*keys[-1]) if keys else None


def _stated_key(stated: str) -> PublicKey:
    kind, _colon, blob = stated.partition(":")
    return _taken(kind, blob)


def _taken(kind: str, blob: str) -> PublicKey:
    """Raises: Misconfigured, for a key that no house takes."""
    try:
        return checked(kind, blob)
    except BadData as error:
        raise Misconfigured(error.sentence) from error


def words_of(line: str) -> list[str]:
    """The words of a command line; a leading `folkmoot` is left out. Raises: UsageError."""
    if len(line) > LONGEST_LINE:
        raise UsageError(_("That line is too long. Nothing was done."))
    try:
        words = shlex.split(line)
    except ValueError:
        raise UsageError(_("A quote in that line is not closed. Nothing was done.")) from None
    if any("\x00" in word for word in words):
        raise UsageError(_("That line holds something that is no text. Nothing was done."))
    return words[1:] if words[:1] == ["folkmoot"] else words
