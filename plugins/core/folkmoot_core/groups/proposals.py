"""Wishes for home groups, and the proposal that Partners prepare together: made, adjusted, begun."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence
from itertools import count
from typing import NamedTuple

from msgspec.structs import replace as evolve

from folkmoot.api import Account, BadData, NotFound, Session, Stored, Transaction, TryAgain, zone
from folkmoot.text import plain_letters
from folkmoot_core.groups.forms import WishForm
from folkmoot_core.groups.kept import open_groups, without_group
from folkmoot_core.groups.model import Group, Pace, Place, Proposal, Pulse, Seat, Wish
from folkmoot_core.groups.proposing import Person, Proposed, explained, proposed
from folkmoot_core.groups.rules import FEWEST, SPLITS, on_weekday
from folkmoot_core.words import _

DAY, AT = 3, "19:00"  # when a new group first meets, until it says otherwise


class Draft(NamedTuple):
    """The proposal as it stands: each group by its number with why, who is in none of them."""

    stored: Stored[Proposal]
    groups: tuple[tuple[int, Proposed], ...]
    left: tuple[str, ...]

    @property
    def places(self) -> frozenset[tuple[str, int]]:
        """Who is where: what a person has seen of it."""
        placed = {(handle, number) for number, group in self.groups for handle in group.members}
        return frozenset(placed | {(handle, 0) for handle in self.left})


def my_wish(session: Session) -> Stored[Wish] | None:
    """What this person wishes of a home group."""
    return session.store.collection(Wish).first(account=session.handle)


def save_wish(session: Session, form: WishForm) -> Wish:
    """Say what one wishes of a home group. Raises: NotAllowed, BadData for a handle that nobody has, Conflict."""
    session.must("groups.wish", session.handle)
    wish = Wish(
        account=session.handle, focus=form.focus, pace=form.pace, beside=form.beside, ready=form.ready
    )
    for handle in wish.beside:
        if session.store.collection(Account).first(handle=handle) is None:
            raise BadData(_("Nobody here has the handle “{handle}”.", handle=handle))
    with session.store.transaction(by=session.handle, why=_("wrote a wish for a home group")) as tx:
        before = tx.collection(Wish).first(account=session.handle)
        return (tx.replace(before, wish) if before else tx.add(wish)).value


def wishes(session: Session) -> dict[str, Wish]:
    """Everybody's wishes, by handle: for those who prepare a proposal. Raises: NotAllowed."""
    session.must("groups.propose")
    return {stored.value.account: stored.value for stored in session.store.collection(Wish).all()}


def propose(session: Session, seed: int, handles: Iterable[str] | None = None) -> Draft:
    """Propose home groups to people who have none (`handles`: of those only these), in the place of what was proposed.

    Left out is who said “not now”. Raises: NotAllowed, BadData where there are too few.
    """
    session.must("groups.propose")
    known, wanted = wishes(session), set(handles) if handles is not None else None
    alone = [one for one in without_group(session) if wanted is None or one.handle in wanted]
    ready = [one for one in alone if one.handle not in known or known[one.handle].ready == "yes"]
    found = proposed([_person(session, one, known.get(one.handle)) for one in ready], seed)
    if not found:
        raise BadData(
            _(
                "A proposal needs three people without a group who have not said “not now”; there are {count}.",
                count=len(ready),
            )
        )
    with session.store.transaction(by=session.handle, why=_("proposed home groups")) as tx:
        _forget(tx)
        tx.add(Proposal(seed=seed, groups=len(found), by=session.handle, at=session.now()))
        for number, group in enumerate(found, start=1):
            for handle in group.members:
                tx.add(Place(account=handle, number=number))
    return draft(session)


def is_proposed(session: Session) -> Stored[Proposal] | None:
    """The proposal that waits, without its people."""
    return next(iter(session.store.collection(Proposal).all()), None)


def draft(session: Session) -> Draft:
    """The proposal as it stands, with those only who still have no group. Raises: NotAllowed, NotFound."""
    known = wishes(session)
    stored = is_proposed(session)
    if stored is None:
        raise NotFound(
            _("There is no proposal. p on the page “Groups” makes one, or “folkmoot groups propose”.")
        )
    alone = {one.handle: one for one in without_group(session)}
    places: dict[int, list[Person]] = {number: [] for number in range(stored.value.groups + 1)}
    for place in session.store.collection(Place).all():
        account = alone.get(place.value.account)
        if account is not None:
            person = _person(session, account, known.get(account.handle))
            places[min(place.value.number, stored.value.groups)].append(person)
    groups = tuple((number, explained(people)) for number, people in places.items() if number)
    return Draft(stored, groups, tuple(sorted(person.handle for person in places[0])))


def place(session: Session, handle: str, number: int) -> Place:
    """Put somebody into another of the proposed groups; 0 into none.

    Raises: NotAllowed, NotFound, BadData, Conflict.
    """
    found = draft(session)
    if not 0 <= number <= found.stored.value.groups:
        raise BadData(_("The proposal has no group {number}.", number=number))
    if handle not in {one for one, _number in found.places}:
        raise NotFound(_("“{handle}” is not in the proposal.", handle=handle))
    with session.store.transaction(by=session.handle, why=_("adjusted the proposal of home groups")) as tx:
        stored = tx.collection(Place).first(account=handle)
        if stored is None:
            raise NotFound(_("“{handle}” is not in the proposal.", handle=handle))
        return tx.replace(stored, evolve(stored.value, number=number)).value


def drop(session: Session) -> None:
    """Let the proposal go; nobody's group changes. Raises: NotAllowed, NotFound."""
    draft(session)
    with session.store.transaction(by=session.handle, why=_("let a proposal go")) as tx:
        _forget(tx)


def begin(session: Session, seen: frozenset[tuple[str, int]] | None = None) -> list[Stored[Group]]:
    """Begin the proposed groups as they stand. `seen` is who was where when the person looked.

    Raises: NotAllowed, NotFound, BadData where one is too small or too large, TryAgain where it changed since.
    """
    found = draft(session)
    if seen is not None and seen != found.places:
        raise TryAgain(_("Somebody adjusted the proposal meanwhile. Look at it once more, then begin."))
    for number, group in found.groups:
        if group.members and not FEWEST <= len(group.members) < SPLITS:
            raise BadData(
                _(
                    "Group {number} has {count} people; three to six can begin.",
                    number=number,
                    count=len(group.members),
                )
            )
    filled = [group for _number, group in found.groups if group.members]
    made: list[Stored[Group]] = []
    taken = {one.value.name for one in open_groups(session.store)}
    with session.store.transaction(by=session.handle, why=_("began home groups")) as tx:
        for group in filled:
            stored = tx.add(_group_of(session, group, taken))
            taken.add(stored.value.name)
            made.append(stored)
            for handle in group.members:
                tx.add(Seat(group=stored.id, account=handle, since=session.now().date()))
        _forget(tx)
    return made


def _group_of(session: Session, group: Proposed, taken: set[str]) -> Group:
    accounts = session.store.collection(Account)
    people = [stored.value for handle in group.members if (stored := accounts.first(handle=handle))]
    zones = Counter(one.zone or session.community.zone for one in people)
    where = min(zones, key=lambda name: (-zones[name], name))
    now = session.now()
    pace: Pace = group.pace if group.pace in ("weekly", "fortnightly", "monthly") else "weekly"  # type: ignore[assignment]
    first = on_weekday(DAY, now.astimezone(zone(where)).date())
    wish = group.shared[0][0] if group.shared else ""
    named = (wish.capitalize() or _("Group of {name}", name=people[0].name.split()[0]))[:36]
    names = (named if number == 1 else f"{named} {number}" for number in count(1))
    return Group(
        kind="home",
        name=next(name for name in names if name not in taken),
        focus=wish,
        pulse=Pulse(every=pace, weekday=DAY, at=AT, zone=where, first=first),
        began=now,
        turns_from=now,
    )


def _person(session: Session, account: Account, wish: Wish | None) -> Person:
    offset = session.now().astimezone(zone(account.zone or session.community.zone)).utcoffset()
    assert offset is not None
    pace = wish.pace if wish is not None and wish.pace != "any" else ""
    return Person(
        account.handle,
        int(offset.total_seconds()) // 60,
        frozenset(wished(wish)),
        pace,
        frozenset(wish.beside) if wish else frozenset(),
    )


def wished(wish: Wish | None) -> Sequence[str]:
    """The words of a wish, as they are compared with others': `Music, farming` is `music` and `farming`."""
    if wish is None:
        return ()
    words = (plain_letters(word).strip() for word in wish.focus.split(","))
    return [word for word in words if word]


def _forget(tx: Transaction) -> None:
    for kind in (Proposal, Place):
        for stored in tx.collection(kind).all():
            tx.remove(stored)


def wish_of(stored: Stored[Wish] | None) -> WishForm:
    """A wish as its form shows it; an empty one where none was made."""
    if stored is None:
        return WishForm()
    wish = stored.value
    return WishForm(focus=wish.focus, pace=wish.pace, beside=wish.beside, ready=wish.ready)


def a_number(typed: str) -> int:
    """The number of a proposed group, as it is typed. Raises: BadData."""
    if not (typed.isascii() and typed.isdigit()):
        raise BadData(_("“{typed}” is not the number of a proposed group.", typed=typed))
    return int(typed)
