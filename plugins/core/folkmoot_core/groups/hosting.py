"""Taking a turn to host out of its order, and handing it back."""

from __future__ import annotations

from folkmoot.api import BadData, Occurrence, Session
from folkmoot_core.answers.actions import host
from folkmoot_core.groups.actions import to_change
from folkmoot_core.groups.calendar import next_pulses
from folkmoot_core.words import _


def host_next(session: Session, number: int, wanted: bool) -> Occurrence:
    """Host the group's next meeting in the place of whose turn it is, or hand that back.

    Raises: NotAllowed, NotFound, BadData, Conflict.
    """
    stored = to_change(session, number, "home")
    item = next(iter(next_pulses(session, stored)), None)
    if item is None:
        raise BadData(_("{name} has no meeting ahead.", name=stored.value.name))
    host(session, item.key, wanted)
    return item
