"""What sharing adds to the house: letters, and who may share."""

from __future__ import annotations

from folkmoot.api import Collection, Policy, Session
from folkmoot_tmaps.words import _


def collections() -> tuple[Collection, ...]:
    """Letters to readers: for whom they are, nothing outside them tells."""
    from folkmoot_tmaps.maps.model import Letter

    return (Collection("letters", Letter, indexes=("owner",), owner="owner", private=True),)


def policies() -> tuple[Policy, ...]:
    """A map is shared by one person, with whomever they choose."""
    return (
        Policy(
            "map.share",
            _owns,
            _("A section is shared, and taken back, by the person whose map it is, and nobody else."),
            _("share a section of a care map"),
        ),
    )


def _owns(session: Session, owner: object) -> bool:
    return session.account is not None and owner == session.account.handle
