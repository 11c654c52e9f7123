"""What this plugin hands to the host: each feature folder says its own part in its `contributed.py`."""

from __future__ import annotations

from collections.abc import Iterator
from importlib import import_module
from typing import Any

FEATURES = ("maps", "sharing", "looking", "care")  # in the order in which they speak


def of_all(part: str, *arguments: Any) -> Iterator[Any]:
    """What every feature says at a hook, under the hook's name; features leave out what they have nothing for."""
    for feature in FEATURES:
        says = getattr(import_module(f"folkmoot_tmaps.{feature}.contributed"), part, None)
        if says is not None:
            yield from says(*arguments)
