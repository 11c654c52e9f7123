"""What is being typed, sealed, among the drafts of the person: a lost connection costs nothing, and tells nothing.

Two sessions of one person may be at the same question: each keeps what is typed in it under a name of its own, and
what another one still types is not taken for a lost line.
"""

from __future__ import annotations

import os
from collections.abc import Iterator, Mapping, Sequence
from contextlib import suppress
from pathlib import Path
from secrets import token_hex
from typing import TYPE_CHECKING
from weakref import WeakKeyDictionary

import msgspec

from folkmoot.api import Drafts, FolkmootError, Session
from folkmoot_tmaps.maps.model import Draft
from folkmoot_tmaps.sealing.boxes import seal, unseal
from folkmoot_tmaps.sealing.keys import Keys
from folkmoot_tmaps.sealing.model import Box, Tampered
from folkmoot_tmaps.sealing.rules import name_of

if TYPE_CHECKING:
    from folkmoot.shell.app import Shell

BEGIN = "map-"
CHUNK = 10_000  # letters of a field in the file of drafts
STARTED = 19  # where a process's start stands in /proc/PID/stat, behind its name
_tokens: WeakKeyDictionary[Shell, str] = WeakKeyDictionary()  # what tells shells of one process apart


def keep_draft(shell: Shell, keys: Keys, section: str, prompt: str, value: str, before: str) -> str:
    """Hold on to what is typed as an answer; under which name."""
    draft = Draft(
        owner=keys.owner, label="", version=0, section=section, prompt=prompt, value=value, before=before
    )
    return _put(shell.drafts, keys, draft, _of(shell))


def _put(drafts: Drafts, keys: Keys, draft: Draft, whose: str) -> str:
    name = f"{BEGIN}{name_of(keys.mac, draft.section, draft.prompt)}-{whose}"
    text = msgspec.json.encode(seal(keys, msgspec.structs.replace(draft, label=name))).decode()
    fields = {
        f"{place:04}": text[place * CHUNK : (place + 1) * CHUNK] for place in range(-(-len(text) // CHUNK))
    }
    drafts.keep(name, fields)
    return name


def drop_draft(shell: Shell, keys: Keys, section: str, prompt: str) -> None:
    """Let go of what was typed here: it is kept, or taken back."""
    shell.drafts.pop(f"{BEGIN}{name_of(keys.mac, section, prompt)}-{_of(shell)}", None)


def typed_before(shell: Shell, keys: Keys) -> list[tuple[str, Draft]]:
    """What was typed and not kept, by name; not what another session is at."""
    there = Drafts.of(shell.session)
    for name, fields in shell.drafts.items():
        if name.endswith(f"-{_of(shell)}"):
            there[name] = fields
    return [one for one in _readable(there, keys) if not _is_typed_elsewhere(one[0], shell)]


def let_go(shell: Shell, names: Sequence[str]) -> None:
    """Let go of drafts whose text is kept elsewhere by now; where the file can't be written, at another time."""
    there = Drafts.of(shell.session)
    for name in names:
        there.pop(name, None)
        shell.drafts.pop(name, None)
    with suppress(OSError, FolkmootError):
        there.save()


def seal_drafts_anew(session: Session, keys: Keys, made: Keys) -> None:
    """Have what was typed and not kept open with other keys from here on. Raises: OSError, FolkmootError."""
    there = Drafts.of(session)
    for name, draft in list(_readable(there, keys)):
        there.pop(name)
        _put(there, made, draft, _whose(name))
    there.save()


def forget_drafts(session: Session) -> None:
    """Let go of all that was typed into a map, in the file too. Raises: OSError, FolkmootError."""
    there = Drafts.of(session)
    for name in [name for name in there if name.startswith(BEGIN)]:
        del there[name]
    there.save()


def drop_drafts(shell: Shell) -> None:
    """Let go of all that was typed into a map, in this session."""
    for name in [name for name in shell.drafts if name.startswith(BEGIN)]:
        del shell.drafts[name]


def _readable(drafts: Mapping[str, Mapping[str, str]], keys: Keys) -> Iterator[tuple[str, Draft]]:
    """Names and drafts; what these keys did not seal is left alone."""
    for name, fields in list(drafts.items()):
        if not name.startswith(BEGIN):
            continue
        try:
            box = msgspec.json.decode("".join(fields[key] for key in sorted(fields)), type=Box)
            yield name, unseal(keys, name, box, Draft)
        except (Tampered, msgspec.MsgspecError):
            continue


# -- which session it is of ------------------------------------------------------------------------------------


def _of(shell: Shell) -> str:
    """What stands behind the name of a draft: the process, when it began, and the shell in it."""
    return f"{os.getpid()}-{_began(os.getpid())}-{_tokens.setdefault(shell, token_hex(4))}"


def _whose(name: str) -> str:
    return "-".join(name.rsplit("-", 3)[1:])


def _is_typed_elsewhere(name: str, shell: Shell) -> bool:
    """Whether another session that still goes on keeps this draft."""
    pid, began, token = [*_whose(name).split("-"), "", "", ""][:3]
    if not pid.isdigit() or not token:
        return False
    if int(pid) == os.getpid():
        others = [one for one, its in _tokens.items() if its == token and one is not shell]
        return any(one.is_running for one in others)
    return _began(int(pid)) == began != ""


def _began(pid: int) -> str:
    """When a process began, in the system's ticks; empty where there is none, or the system does not tell."""
    try:
        told = Path(f"/proc/{pid}/stat").read_text("utf-8", "replace")
        return told.rpartition(")")[2].split()[STARTED]
    except (OSError, IndexError):
        return ""
