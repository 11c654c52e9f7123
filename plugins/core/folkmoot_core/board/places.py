"""The virtual places: read by everybody, looked after by Partners."""

from __future__ import annotations

from typing import NamedTuple

from folkmoot.api import ChangedMeanwhile, NotFitting, NotFound, Session, Stored, clean
from folkmoot.text import plain_letters
from folkmoot_core.board.model import VirtualPlace
from folkmoot_core.board.reading import is_in
from folkmoot_core.board.rules import is_link
from folkmoot_core.words import _


class Shown(NamedTuple):
    """A place as it is listed: its number and what is kept of it."""

    number: int
    place: VirtualPlace


def places(session: Session) -> list[Shown]:
    """All of them, by name. Raises: NotAllowed."""
    session.must("places.see")
    found = [Shown(one.id, one.value) for one in session.store.collection(VirtualPlace).all()]
    return sorted(found, key=lambda one: (plain_letters(one.place.name), one.number))


def place_of(session: Session, number: int) -> Stored[VirtualPlace]:
    """One of them. Raises: NotAllowed, NotFound."""
    session.must("places.see")
    try:
        return session.store.collection(VirtualPlace).get(number)
    except NotFound:
        raise NotFound(_("There is no place {number}, or it was taken away.", number=number)) from None


def add_place(session: Session, place: VirtualPlace) -> Stored[VirtualPlace]:
    """Add one. Raises: NotAllowed, BadData."""
    session.must("places.change")
    _check(session, place)
    with session.store.transaction(by=session.handle, why=_("added a virtual place")) as tx:
        return tx.add(place)


def edit_place(
    session: Session, number: int, place: VirtualPlace, seen: VirtualPlace | None = None
) -> VirtualPlace:
    """Change one. `seen` is how the person saw it.

    Raises: NotAllowed, NotFound, BadData, ChangedMeanwhile, Conflict.
    """
    session.must("places.change")
    stored = place_of(session, number)
    if seen is not None and stored.value != seen and stored.value != place:
        raise ChangedMeanwhile(_meanwhile(stored.value), stored.value)
    if stored.value == place:
        return place
    before = stored.value.keeper
    _check(session, place, known_keeper=before)
    with session.store.transaction(by=session.handle, why=_("changed a virtual place")) as tx:
        return tx.replace(stored, place).value


def remove_place(session: Session, number: int) -> VirtualPlace:
    """Take one away. Raises: NotAllowed, NotFound, Conflict."""
    session.must("places.change")
    stored = place_of(session, number)
    with session.store.transaction(by=session.handle, why=_("took a virtual place away")) as tx:
        tx.remove(stored)
    return stored.value


def _check(session: Session, place: VirtualPlace, known_keeper: str = "") -> None:
    if not is_link(place.link):
        raise NotFitting(
            "link",
            _(
                "“{link}” is no link that can be shown here. It begins with https:, matrix:, irc:, xmpp:, mailto: or "
                "the like, in plain letters without spaces or a name before an @.",
                link=clean(place.link, limit=60),
            ),
        )
    if place.keeper and place.keeper != known_keeper and not is_in(session, place.keeper):
        raise NotFitting("keeper", _("Nobody here has the handle “{handle}”.", handle=place.keeper))


def _meanwhile(now: VirtualPlace) -> str:
    return _(
        "Somebody changed this meanwhile. There it is: “{name}”, {link}, {norm}, looked after by {keeper}. What you "
        "typed is kept here; save again to put it in its place.",
        name=now.name,
        link=now.link,
        norm=now.norm or "-",
        keeper=now.keeper or "-",
    )
