"""A gathering that is hung on another moon takes along what was prepared for it; answers are asked for anew."""

from __future__ import annotations

from msgspec.structs import replace as evolve

from folkmoot.api import Transaction
from folkmoot_core.gatherings.model import Gathering


def carry_over(tx: Transaction, before: str, after: str) -> None:
    """Let what was prepared under one key stand under another, where nothing stands there yet."""
    prepared = tx.collection(Gathering).first(occurrence=before)
    if prepared is not None and tx.collection(Gathering).first(occurrence=after) is None:
        tx.replace(prepared, evolve(prepared.value, occurrence=after))
