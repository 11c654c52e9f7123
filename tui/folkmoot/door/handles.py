"""Handles that are taken: of those who are here, of those who were, and what stands for the house."""

from __future__ import annotations

from typing import TYPE_CHECKING

from folkmoot.door.kept import Gone
from folkmoot.forms import NotFitting
from folkmoot.session import Account
from folkmoot.text import skeleton
from folkmoot.words import _

if TYPE_CHECKING:
    from folkmoot.store import Reader, Store

RESERVED = (
    "folkmoot",
    "host",
    "root",
    "admin",
    "administrator",
    "moderator",
    "support",
    "system",
    "everyone",
    "nobody",
    "somebody",
)


class TakenHandles:
    """The handles that are somebody's at a moment, by what they look like: one look at all, then any number asked."""

    def __init__(self, reader: Reader | Store) -> None:
        taken = [stored.value.handle for stored in reader.collection(Account).all()]
        taken += [stored.value.handle for stored in reader.collection(Gone).all()]
        self._taken = set(taken)
        self._looks = {skeleton(handle): handle for handle in taken}

    def take(self, handle: str) -> None:
        """Count a handle as taken from here on."""
        self._taken.add(handle)
        self._looks.setdefault(skeleton(handle), handle)

    def refuse(self, handle: str) -> None:
        """Raises: NotFitting, where a handle is somebody's, looks like somebody's, or stands for the house."""
        if handle in self._taken:
            raise NotFitting("handle", _("Somebody here is called “{handle}” already.", handle=handle))
        looks = skeleton(handle)
        if looks in self._looks:
            raise NotFitting(
                "handle",
                _(
                    "“{handle}” looks like “{other}”, who is here already. Choose another.",
                    handle=handle,
                    other=self._looks[looks],
                ),
            )
        if looks.rstrip("l0123456789") in {skeleton(name).rstrip("l") for name in RESERVED}:
            raise NotFitting("handle", _("“{handle}” is kept for the house. Choose another.", handle=handle))
