"""Which plugins are installed: read off the entry points on the path, without importing any of them.

Stands in for `importlib.metadata`, whose import alone costs more than the rest of a command's start (25 of 110
ms, measured): a distribution's folder holds `entry_points.txt`, and its name holds the version (PEP 427, PEP 503).
"""

from __future__ import annotations

import os
import sys
from collections.abc import Iterable, Iterator
from importlib import import_module
from pathlib import Path
from typing import NamedTuple

GROUP = "folkmoot.plugins"


class Installed(NamedTuple):
    """A plugin that is installed: its name, its module, and the distribution that brings it."""

    name: str
    value: str
    package: str
    version: str

    def load(self) -> object:
        """Import it. Raises whatever it raises."""
        module, _colon, attribute = self.value.partition(":")
        found: object = import_module(module.strip())
        for part in attribute.split(".") if attribute else ():
            found = getattr(found, part.strip())
        return found


def installed_plugins(path: Iterable[str] | None = None) -> list[Installed]:
    """Every plugin on the path (`sys.path`), the bundled ones first, then by name.

    A distribution that is seen twice counts once; two distributions with one plugin name are both listed.
    """
    found: dict[tuple[str, str], Installed] = {}
    for folder in path if path is not None else sys.path:
        for installed in _in_folder(folder or "."):
            found.setdefault((installed.name, installed.package), installed)
    return sorted(found.values(), key=lambda plugin: (plugin.package != "folkmoot", plugin.name))


def _in_folder(folder: str) -> Iterator[Installed]:
    try:
        names = [
            entry.name for entry in os.scandir(folder) if entry.name.endswith((".dist-info", ".egg-info"))
        ]
    except OSError:
        return  # a path entry that is a zip file, or not there
    for name in sorted(names):
        package, _dash, version = name.rpartition(".")[0].partition("-")
        for key, value in _entries(Path(folder, name, "entry_points.txt")):
            yield Installed(key, value, package, version or "?")


def _entries(file: Path) -> Iterator[tuple[str, str]]:
    """The lines `name = module:attribute` of our group."""
    try:
        with file.open(encoding="utf-8") as lines:
            inside = False
            for line in lines:
                text = line.split("#")[0].strip()
                if text.startswith("["):
                    inside = text == f"[{GROUP}]"
                elif inside and "=" in text:
                    name, _equals, value = text.partition("=")
                    yield name.strip(), value.split("[")[0].strip()
    except (OSError, UnicodeDecodeError):
        return
