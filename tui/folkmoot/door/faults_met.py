"""Faults that plugins made while members were at work: kept for whoever looks after the house, with no member's words.

A session ends and takes what it knew with it; this file is what `doctor` and `plugins` still know the next day.
"""

from __future__ import annotations

from contextlib import suppress
from datetime import datetime
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

import msgspec

from folkmoot.door.knocks import door_folder
from folkmoot.words import _

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable

    from folkmoot.plugged import Fault, Plugin
    from folkmoot.plugins import House

MOST = 50  # faults that are kept; older ones make room


class Met(msgspec.Struct, frozen=True):
    """One kind of fault of one plugin: when it was met last, and how often since it is kept."""

    plugin: str
    version: str
    sentence: str
    at: datetime
    times: int = 1


def listen(house: House, store: Path, now: Callable[[], datetime]) -> None:
    """Keep every fault that is met at work from here on. Nothing goes wrong where it can't be kept."""
    house.heard = partial(_keep, house, store, now)


def _keep(house: House, store: Path, now: Callable[[], datetime], name: str, fault: Fault) -> None:
    plugin = house.plugin(name)
    if plugin is None or house.on_trial:
        return
    before = {(one.plugin, one.version, one.sentence): one for one in faults_met(store)}
    key = (name, plugin.version, fault.sentence)
    times = before.pop(key).times + 1 if key in before else 1
    _write(store, [*before.values(), Met(*key, now(), times)][-MOST:])


def faults_met(store: Path) -> list[Met]:
    """The faults that were met, the last one last."""
    with suppress(OSError, msgspec.DecodeError):
        return msgspec.json.decode(_file(store).read_bytes(), type=list[Met])
    return []


def met_of(faults: Iterable[Met], plugin: Plugin) -> list[str]:
    """What was met of a plugin as it is now, as sentences: another version of it begins anew."""
    return [told_of(one) for one in faults if (one.plugin, one.version) == (plugin.name, plugin.version)]


def forget_met(store: Path, plugin: str) -> None:
    """Let go of what was met of a plugin: somebody saw to it."""
    there = faults_met(store)
    if any(one.plugin == plugin for one in there):
        _write(store, [one for one in there if one.plugin != plugin])


def told_of(met: Met) -> str:
    """A fault that was met, as a sentence."""
    return _("Met at work on {day}: {sentence}", day=f"{met.at:%Y-%m-%d}", sentence=met.sentence)


def way_out(name: str) -> str:
    """What can be done about a plugin that fails."""
    return _("Without it: folkmoot plugins disable {name}", name=name)


def _write(store: Path, faults: list[Met]) -> None:
    from folkmoot.errors import FolkmootError
    from folkmoot.store.files import replace

    with suppress(OSError, FolkmootError):
        file = _file(store)
        file.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
        replace(file, msgspec.json.encode(faults), sync=False, like=store)


def _file(store: Path) -> Path:
    return door_folder(store) / "plugin-faults.json"
