"""Which program is installed just now: the state of its files, so that a server notices an upgrade or a new plugin."""

from __future__ import annotations

import os
import sys
from collections.abc import Iterator
from hashlib import blake2b
from importlib.util import find_spec

from folkmoot.discovery import installed_plugins

LEFT_OUT = "__pycache__"


def state_of_program() -> bytes:
    """A digest of every file of folkmoot and its plugins, and of every distribution on the path.

    Names, sizes and times alone: some milliseconds for some hundred files.
    """
    digest = blake2b(digest_size=16)
    for folder in sys.path:
        for name in _distributions(folder):
            digest.update(f"{folder}/{name}\0".encode(errors="surrogateescape"))
    for package in ("folkmoot", "folkmoot_data", *sorted(_of_plugins())):
        for folder in _folders_of(package):
            for path, found in sorted(_files(folder), key=lambda pair: pair[0]):
                line = f"{path}\0{found.st_size}\0{found.st_mtime_ns}\0"
                digest.update(line.encode(errors="surrogateescape"))
    return digest.digest()


def _distributions(folder: str) -> list[str]:
    try:
        names = os.listdir(folder or ".")  # noqa: PTH208
    except OSError:
        return []
    return sorted(name for name in names if name.endswith((".dist-info", ".egg-info")))


def _of_plugins() -> set[str]:
    return {plugin.value.partition(":")[0].partition(".")[0].strip() for plugin in installed_plugins()}


def _folders_of(package: str) -> list[str]:
    """Where a package lies; a module of one file counts as its file. Nothing is imported."""
    try:
        found = find_spec(package)
    except (ImportError, ValueError):
        return []
    if found is None:
        return []
    return list(found.submodule_search_locations or [found.origin or ""])


def _files(folder: str) -> Iterator[tuple[str, os.stat_result]]:
    """Every file below a folder with its state; the compiled ones, which come by themselves, are left out."""
    try:
        with os.scandir(folder) as entries:
            for entry in entries:
                if entry.is_dir(follow_symlinks=False):
                    if entry.name != LEFT_OUT:
                        yield from _files(entry.path)
                else:
                    yield entry.path, entry.stat()
    except NotADirectoryError:
        yield folder, os.stat(folder)  # noqa: PTH116
    except OSError:
        return
