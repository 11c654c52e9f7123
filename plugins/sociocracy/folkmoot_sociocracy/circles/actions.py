"""What is done with circles: made, changed, moved, closed; and who is in them, on this day, by whatever way."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import replace
from datetime import date

from msgspec.structs import replace as evolve

from folkmoot.api import Account, BadData, NotFound, Reader, Session, Store, Stored, TryAgain, zone
from folkmoot_sociocracy.circles.model import Circle, Holder, Membership
from folkmoot_sociocracy.circles.rules import LINKS, Ground, holds, members_on, would_ring
from folkmoot_sociocracy.words import _


class ChangedMeanwhile(TryAgain):
    """Somebody changed what a person is changing; `now` is how it stands."""

    def __init__(self, sentence: str, now: object) -> None:
        super().__init__(sentence)
        self.now = now


def today(session: Session) -> date:
    """The day by the community's clock: terms begin and end for everyone together."""
    return session.now().astimezone(zone(session.community.zone)).date()


def all_circles(reader: Reader | Store) -> dict[int, Circle]:
    """Every circle that there is now, by its id."""
    return {one.id: one.value for one in reader.collection(Circle).all() if one.value.closed is None}


def circle_of(session: Session, circle_id: int, reader: Reader | None = None) -> Stored[Circle]:
    """One circle; `reader` where it is asked inside a transaction. Raises: NotFound."""
    try:
        stored = (reader or session.store).collection(Circle).get(circle_id)
    except NotFound:
        raise NotFound(
            _("There is no circle {number}. “folkmoot circles” lists them.", number=circle_id)
        ) from None
    if stored.value.closed is not None:
        raise NotFound(_("{circle} was closed. Its logbook can still be read.", circle=stored.value.name))
    return stored


def find_circle(session: Session, typed: str) -> Stored[Circle]:
    """A circle by its number or its name. Raises: NotFound, BadData where two are called so."""
    session.must("circles.see")
    wanted = typed.strip()
    if wanted.isascii() and wanted.isdigit():
        return circle_of(session, int(wanted))
    found = [n for n, one in all_circles(session.store).items() if one.name.casefold() == wanted.casefold()]
    if not found:
        raise NotFound(_("There is no circle “{name}”. “folkmoot circles” lists them.", name=wanted))
    if len(found) > 1:
        raise BadData(_("Several circles are called so. Say which by its number ({id}).", id=found[0]))
    return circle_of(session, found[0])


def members_of(session: Session, circle_id: int, reader: Reader | None = None) -> frozenset[str]:
    """The handles of a circle's full members today: its own, and leaders and delegates of those below.

    Who has left or is suspended is not among them. `reader` where it is asked inside a transaction.
    """
    read: Reader | Store = reader or session.store
    circles = all_circles(read)
    memberships = [one.value for one in read.collection(Membership).find(circle=circle_id)]
    below = [number for number, circle in circles.items() if circle.parent == circle_id]
    holders = [one.value for number in below for one in read.collection(Holder).find(circle=number)]
    found = members_on(circle_id, circles, memberships, holders, today(session))
    return frozenset(handle for handle in found if is_in(read, handle))


def is_in(reader: Reader | Store, handle: str) -> bool:
    """Whether somebody is in the community now."""
    account = reader.collection(Account).first(handle=handle)
    return account is not None and account.value.state == "member"


def is_member(session: Session, circle_id: int, handle: str = "") -> bool:
    """Whether somebody (without a handle: who asks) is a full member of a circle today."""
    if not handle and session.account is None:
        return False
    return (handle or session.handle) in members_of(session, circle_id)


def circles_with(session: Session, handle: str, reader: Reader | None = None) -> frozenset[int]:
    """The circles that somebody is a full member of today, by themselves or by a link."""
    read: Reader | Store = reader or session.store
    circles, on = all_circles(read), today(session)
    own = {one.value.circle for one in read.collection(Membership).find(account=handle)}
    links = [one.value for one in read.collection(Holder).find(account=handle) if one.value.role in LINKS]
    above = {circles[one.circle].parent for one in links if one.circle in circles and holds(one, on)}
    return frozenset(number for number in own | above if number in circles)


def holders_of(session: Session, circle_id: int, reader: Reader | None = None) -> list[Stored[Holder]]:
    """Every role of a circle that was ever given, in the order in which they were."""
    return (reader or session.store).collection(Holder).find(circle=circle_id)


def running(session: Session, circle_id: int, reader: Reader | None = None) -> dict[str, Stored[Holder]]:
    """Who holds which role of a circle today, by role."""
    on = today(session)
    return {one.value.role: one for one in holders_of(session, circle_id, reader) if holds(one.value, on)}


def ground_of(session: Session) -> Ground:
    """All that faults are looked for in."""
    store = session.store
    memberships = [one.value for one in store.collection(Membership).all()]
    holders = [one.value for one in store.collection(Holder).all()]
    accounts = store.collection(Account).all()
    people = frozenset(one.value.handle for one in accounts if one.value.state == "member")
    return Ground(all_circles(store), memberships, holders, people, today(session))


def ground_of_roles(session: Session, near: Collection[int] | None = None) -> Ground:
    """What faults of roles are looked for in: it knows those alone who hold some, however large the community is.

    With `near` only what bears on the roles of these circles.
    """
    with session.store.reading() as reader:
        circles, found = all_circles(reader), reader.collection(Holder)
        if near is None:
            holders = [one.value for one in found.all()]
        else:
            below = [number for number, one in circles.items() if one.parent in near and number not in near]
            holders = [one.value for number in (*near, *below) for one in found.find(circle=number)]
        handles = dict.fromkeys(one.account for one in holders)
        memberships = [
            one.value for handle in handles for one in reader.collection(Membership).find(account=handle)
        ]
        people = frozenset(handle for handle in handles if is_in(reader, handle))
    return Ground(circles, memberships, holders, people, today(session))


def ground_near(session: Session, circle: int) -> Ground:
    """What faults of one circle are looked for in; of the others it knows too little."""
    ground, store = ground_of_roles(session, (circle,)), session.store
    with store.reading() as reader:
        own = [one.value for one in reader.collection(Membership).find(circle=circle)]
        here = frozenset(one.account for one in own if is_in(reader, one.account))
    return replace(ground, memberships=[*ground.memberships, *own], people=ground.people | here)


def make_circle(session: Session, circle: Circle) -> Stored[Circle]:
    """Make a circle; who makes it is its first member. Raises: NotAllowed, NotFound, BadData."""
    if circle.parent is not None:
        circle_of(session, circle.parent)
    session.must("circles.new", circle.parent)
    with session.store.transaction(by=session.handle, why=_("made a circle")) as tx:
        _name_is_free(all_circles(tx), circle.name, 0)
        stored = tx.add(evolve(circle, closed=None))
        tx.add(Membership(circle=stored.id, account=session.handle, since=session.now()))
    return stored


def change_circle(
    session: Session, circle_id: int, changed: Circle, seen: Circle | None = None
) -> Stored[Circle]:
    """Change a circle's name, aim, domain, settings or parent; `seen` is how the person saw it.

    A circle that moves takes its leader along; its delegate is confirmed anew by the circle that is above it now.
    Raises: NotAllowed, NotFound, BadData (a ring of parents among it), ChangedMeanwhile, Conflict.
    """
    stored = circle_of(session, circle_id)
    session.must("circles.change", circle_id)
    if changed.parent != stored.value.parent:
        if changed.parent is not None:
            circle_of(session, changed.parent)
        session.must("circles.new", changed.parent)
    if seen is not None and stored.value not in (seen, changed):
        raise ChangedMeanwhile(_changed_words(stored.value), stored.value)
    with session.store.transaction(by=session.handle, why=_("changed a circle")) as tx:
        circles = all_circles(tx)
        if would_ring(circles, circle_id, changed.parent):
            raise BadData(
                _("{circle} would then stand above itself. Choose another circle.", circle=changed.name)
            )
        _name_is_free(circles, changed.name, circle_id)
        before = stored.value
        stored = tx.replace(stored, evolve(changed, closed=None))
        if before.parent != changed.parent:
            why = _("the circle moved; the circle above it confirms its delegate anew")
            for one in holders_of(session, circle_id, tx):
                if one.value.role == "delegate" and holds(one.value, today(session)):
                    tx.replace(one, evolve(one.value, ended=today(session), ended_why=why))
    return stored


def _name_is_free(circles: dict[int, Circle], name: str, circle_id: int) -> None:
    for number, circle in circles.items():
        if number != circle_id and circle.name.casefold() == name.casefold():
            raise BadData(_("There is a circle “{name}” already. Give this one another name.", name=name))


def _changed_words(now: Circle) -> str:
    return _(
        "Somebody changed this circle meanwhile. Now: {name}; aim: {aim}; decides alone: {domain}. What you typed is "
        "kept; save again to go on.",
        name=now.name,
        aim=now.aim,
        domain=now.domain,
    )
