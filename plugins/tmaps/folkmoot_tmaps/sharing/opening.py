"""Opening one's map for a command: what waits is settled, what is wrong is said."""

from __future__ import annotations

from typing import TYPE_CHECKING

from folkmoot.api import Session, say
from folkmoot_tmaps.maps.asking import opening_secret
from folkmoot_tmaps.words import _

if TYPE_CHECKING:
    from folkmoot_tmaps.maps.unlocking import OpenMap
    from folkmoot_tmaps.sealing.keys import Keys


def opened(session: Session) -> tuple[Keys, OpenMap]:
    """The own map, opened with what is typed; what is not as it should be is said."""
    from folkmoot_tmaps.looking.due import note_due
    from folkmoot_tmaps.maps.unlocking import own_map, read_map, unlock
    from folkmoot_tmaps.sealing.wording import advice
    from folkmoot_tmaps.sharing.actions import settle

    own_map(session)
    keys = unlock(session, opening_secret())
    found = read_map(session, keys)
    for fault in found.faults:
        say(fault)
    if found.faults:
        say(advice())
    for note in found.notes:
        say(note)
    came = settle(session, keys)
    if came:
        say(_("Can read what you shared with them, from now on: {names}.", names=", ".join(came)))
        found = read_map(session, keys)
    note_due(session, found)
    return keys, found
