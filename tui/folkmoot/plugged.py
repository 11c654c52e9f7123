"""One plugin as the house knows it: how it was found, how it fares, and what it offers to others."""

from __future__ import annotations

import os
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any, Literal

from folkmoot.words import _

if TYPE_CHECKING:
    from folkmoot.plugins import House

BUDGET = 2.0  # seconds of one piece of a plugin's work before it counts as a fault: a screen stood still for that long
BUNDLED = "folkmoot"  # the package whose plugins come with the house
State = Literal["on", "refused", "resting", "off", "waiting"]


@dataclass(frozen=True, slots=True)
class Fault:
    """What went wrong in a plugin, as a sentence that carries no member's words."""

    where: str
    sentence: str


@dataclass(slots=True)
class Plugin:
    """One plugin as it was found: its name, where it comes from, how it fares."""

    name: str
    version: str
    package: str
    state: State = "on"
    faults: list[Fault] = field(default_factory=list)
    strikes: int = 0
    needs: tuple[str, ...] = ()  # what it says that it needs beyond the record and the screen
    api: int = 0  # the API it is written for; 0 where it was never loaded
    module: str = ""  # the top of the modules that are its own


def too_long(seconds: float) -> bool:
    """Whether a piece of work took longer than it may. Where the machine has too much to do, nobody is blamed."""
    if seconds <= BUDGET:
        return False
    return seconds > BUDGET * max(1.0, os.getloadavg()[0] / (os.cpu_count() or 1))


def what_is_wrong(plugin: Plugin) -> str:
    """What to say at the foot about a plugin; empty where all is well, or where a panel says it."""
    if plugin.state == "resting":
        return _("“{name}” rests after three faults. Why: folkmoot plugins why {name}", name=plugin.name)
    if plugin.state == "refused":
        return _("The plugin “{name}” is left out. Why: folkmoot plugins why {name}", name=plugin.name)
    if plugin.state == "on" and any(fault.where.startswith("folkmoot_") for fault in plugin.faults):
        return _("Something in “{name}” failed. Why: folkmoot plugins why {name}", name=plugin.name)
    return ""


class Offered:
    """What a plugin offers, as others hold it: where it fails, the fault is its own and not of who asked."""

    def __init__(self, house: House, name: str, provider: object) -> None:
        self._house, self._name, self._provider = house, name, provider

    def __getattr__(self, member: str) -> Any:
        found = getattr(self._provider, member)
        where = f"{type(self._provider).__name__}.{member}"

        def call(*arguments: Any, **options: Any) -> Any:
            return self._house.answer(self._name, where, lambda: found(*arguments, **options))

        return call if callable(found) else found
