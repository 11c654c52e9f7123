"""What the host has decided about plugins, beside the record: which are off, what each may, which folders count.

`plugins.json` is read before the record is opened, and it may be edited by hand. `plugins/` beside it is a folder
whose files and folders are plugins.
"""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import msgspec
from msgspec import structs

from folkmoot.errors import Misconfigured
from folkmoot.words import _

if TYPE_CHECKING:
    from collections.abc import Iterable

NEEDS = ("network", "files", "programs", "accounts")  # what a plugin may say that it needs


class Choices(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """`off` are names; `agreed` says what a plugin may, by name; `beside` are paths of plugins that lie elsewhere."""

    off: tuple[str, ...] = ()
    agreed: dict[str, tuple[str, ...]] = {}
    beside: tuple[str, ...] = ()


def plugin_folder(store: Path) -> Path:
    """Where a community's own plugins lie, beside its record; it need not be there."""
    return store.parent / "plugins"


def choices_file(store: Path) -> Path:
    """Where the choices of a community stand."""
    return store.parent / "plugins.json"


def read_choices(store: Path) -> Choices:
    """What was decided; nothing where nobody decided anything. Raises: Misconfigured, with the file's name."""
    file = choices_file(store)
    try:
        return msgspec.json.decode(file.read_bytes(), type=Choices)
    except (FileNotFoundError, NotADirectoryError, PermissionError):
        return Choices()  # who may not look in here is told so when the record is opened
    except (OSError, msgspec.DecodeError) as error:
        said = _(
            "{file} can't be read: {problem}. Until it can, only the plugins that came with folkmoot are loaded.",
            file=str(file),
            problem=str(error),
        )
        raise Misconfigured(said) from None


def turned_on(choices: Choices, name: str, needs: Iterable[str] = (), path: str = "") -> Choices:
    """The choices with a plugin on, with all that it needs agreed to; `path` is where it lies, if elsewhere."""
    beside = [*choices.beside, *([path] if path and path not in choices.beside else [])]
    agreed = {**choices.agreed, name: tuple(needs)}
    if not agreed[name]:
        del agreed[name]
    off = tuple(one for one in choices.off if one != name)
    return structs.replace(choices, off=off, agreed=agreed, beside=tuple(beside))


def turned_off(choices: Choices, name: str) -> Choices:
    """The choices with a plugin off, and nothing agreed to any more."""
    agreed = {other: needs for other, needs in choices.agreed.items() if other != name}
    return structs.replace(choices, off=tuple(sorted({*choices.off, name})), agreed=agreed)


def keep_choices(store: Path, choices: Choices) -> None:
    """Write the choices down, whole. Raises: DiskFull, ReadOnlyStore, StoreUnreadable, NotDurable; OSError."""
    from folkmoot.store.files import make_folder, replace

    file = choices_file(store)
    make_folder(file.parent)
    data = msgspec.json.format(msgspec.json.encode(choices), indent=2) + b"\n"
    replace(file, data, sync=True, like=store if store.exists() else None)
