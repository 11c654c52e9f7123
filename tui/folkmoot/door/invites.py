"""Invitations: a code for one person or one occasion, which lets one newcomer in, and the card it is printed on."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from textwrap import wrap
from typing import NamedTuple

from msgspec.structs import replace as evolve

from folkmoot.contributions import Occasion
from folkmoot.door.codes import hashed, new_code, shown_code
from folkmoot.door.entrance import entrance_of, host_fingerprint, ssh_line
from folkmoot.door.kept import Invite
from folkmoot.errors import BadData, NotFound
from folkmoot.session import Session
from folkmoot.store import Stored
from folkmoot.text import clean
from folkmoot.words import _

FOR_A_PERSON = timedelta(days=30)
LONGEST = timedelta(days=366)
MOST_CARDS = 60  # at once: more than any gathering has guests
WIDTH = 64  # columns of a card: it fits on half a sheet


@dataclass(frozen=True)
class Invited:
    """An invitation that was made just now: the only moment in which its code can be read."""

    stored: Stored[Invite]
    code: str


class OpenInvitation(NamedTuple):
    """An invitation that nobody has used yet: the name on its card (may be empty), who made it, until when."""

    name: str
    by: str
    until: datetime


def occasions(session: Session) -> list[Occasion]:
    """What newcomers can be invited to, the next first."""
    now = session.now()
    found = [item for _name, item in session.house.ask("occasions", session=session) if item.until > now]
    return sorted(found, key=lambda item: (item.start, item.key))


def may_invite_a_person(session: Session) -> bool:
    """Whether this person may invite somebody without an occasion."""
    return session.may("invite.person").allowed


def invite(
    session: Session,
    *,
    name: str = "",
    occasion: str = "",
    count: int = 1,
    days: int | None = None,
) -> list[Invited]:
    """Make invitations: `count` codes, each for one newcomer, for an occasion or for a person by name.

    An invitation to an occasion counts as long as the occasion says, one to a person for 30 days, `days` else.
    Raises: NotAllowed, NotFound, BadData, as the store.
    """
    found = _occasion(session, occasion) if occasion else None
    if found is not None:
        session.must("invite.occasion", found)
    else:
        session.must("invite.person", name)
    if not 1 <= count <= MOST_CARDS:
        raise BadData(_("Between 1 and {most} cards can be made at once.", most=MOST_CARDS))
    if found is None and count == 1 and not clean(name):
        raise BadData(_("Say whom the invitation is for."))
    now = session.now()
    until = now + lasting(days) if days is not None else found.until if found else now + FOR_A_PERSON
    community = session.store.community_id
    codes = [new_code() for _card in range(count)]
    drafts = [
        Invite(
            code=hashed(code, community),
            by=session.handle,
            made=now,
            until=until,
            purpose="occasion" if found else "person",
            name=clean(name, limit=60),
            occasion=found.key if found else "",
            title=clean(found.title, limit=100) if found else "",
        )
        for code in codes
    ]
    with session.store.transaction(by=session.handle, why=_("invited")) as tx:
        return [Invited(tx.add(draft), code) for draft, code in zip(drafts, codes, strict=True)]


def lasting(days: int) -> timedelta:
    """For how long an invitation counts. Raises: BadData."""
    if not 1 <= days <= LONGEST.days:
        raise BadData(_("An invitation lasts between 1 and {most} days.", most=LONGEST.days))
    return timedelta(days=days)


def _occasion(session: Session, wanted: str) -> Occasion:
    there = occasions(session)
    if wanted == "next" and there:
        return there[0]
    for one in there:
        if one.key == wanted:
            return one
    raise NotFound(
        _("There is no occasion “{key}” to invite to; “folkmoot invite --list” names them.", key=wanted)
    )


def open_invites(session: Session) -> list[Stored[Invite]]:
    """Invitations that nobody has used yet and that still count, the oldest first. Pairing codes are not listed."""
    now = session.now()
    return [
        stored
        for stored in session.store.collection(Invite).all()
        if stored.value.state == "open" and stored.value.until > now and stored.value.purpose != "key"
    ]


def invitations_to(session: Session, occasion: str) -> list[OpenInvitation]:
    """The open invitations to one occasion, the oldest first."""
    return [
        OpenInvitation(one.value.name, one.value.by, one.value.until)
        for one in open_invites(session)
        if one.value.occasion == occasion
    ]


def withdraw_invite(session: Session, number: int) -> Stored[Invite]:
    """Take an invitation back before it is used. Raises: NotAllowed, NotFound, BadData, as the store."""
    with session.store.transaction(by=session.handle, why=_("withdrew an invitation")) as tx:
        stored = tx.collection(Invite).get(number)
        if stored.value.by != session.handle:
            session.must("invite.withdraw", stored.value)
        if stored.value.state != "open":
            raise BadData(_("That invitation was used or withdrawn already."))
        return tx.replace(stored, evolve(stored.value, state="withdrawn", name=""))


def sweep_invites(session: Session) -> None:
    """Take names out of invitations that count no longer: they have no use any more."""
    now = session.now()
    old = [
        stored
        for stored in session.store.collection(Invite).all()
        if stored.value.until < now and stored.value.state == "open"
    ]
    if old:
        with session.store.transaction(by=session.handle, why=_("invitations that have ended")) as tx:
            for stored in old:
                tx.replace(stored, evolve(stored.value, state="withdrawn", name=""))


def whom(invite: Invite) -> str:
    """What an invitation is for, in a few words."""
    if invite.purpose == "return":
        return _("{account}, with a new key", account=invite.account)
    if invite.purpose == "first":
        return _("{account}, with a first key", account=invite.account)
    if invite.title and invite.name:
        return _("{name}, to {title}", name=invite.name, title=invite.title)
    return invite.title or invite.name or _("a person")


# -- the card ------------------------------------------------------------------------------------------------


def card(session: Session, invited: Invited) -> list[str]:
    """What is printed on paper: all that a newcomer needs, in lines of at most `WIDTH` columns."""
    found = entrance_of(session.store)
    print_ = host_fingerprint(session.store.path, found.port)
    body = [*_greeting(session, invited.stored.value), ""]
    body += _step(1, _("On a computer or a phone, open a terminal and type:"))
    body += [f"   {ssh_line(found)}", ""]
    if print_:
        body += _step(2, _("It asks whether you trust this host. Say yes only if it shows:"))
        body += [f"   {print_}", ""]
    else:
        body += _step(
            2, _("It asks whether you trust this host. Ask who gave you this card what it must show.")
        )
        body += [""]
    if invited.stored.value.purpose == "first":
        body += _step(3, _("Type this code; from then on your key lets you in:"))
    else:
        body += _step(3, _("Type this code, your name, and a short handle:"))
    body += [f"   {shown_code(invited.code)}", ""]
    body += _lines(_until(session, invited.stored.value.until))
    body += _lines(
        _("If it says “Permission denied”, you have no key yet: type  ssh-keygen -t ed25519  first.")
    )
    return list(_framed(body))


def _greeting(session: Session, invite: Invite) -> list[str]:
    house = session.community.name
    host = session.account.name if session.account else ""
    if invite.purpose == "first":
        said = _(
            "{name}, {house} has an account for you: “{handle}”. {host} gives you this card.",
            handle=invite.account,
            **_named(invite, host, house),
        )
    elif invite.name and invite.title:
        said = _("{name}, {host} invites you to {title} of {house}.", **_named(invite, host, house))
    elif invite.title:
        said = _("{host} invites you to {title} of {house}.", **_named(invite, host, house))
    else:
        said = _("{name}, {host} invites you to {house}.", **_named(invite, host, house))
    return _lines(said)


def _named(invite: Invite, host: str, house: str) -> dict[str, str]:
    return {"name": invite.name, "title": invite.title, "host": host, "house": house}


def _until(session: Session, until: datetime) -> str:
    from folkmoot.dates import long_day

    return _("The code lets one person in, until {day}.", day=long_day(session.here(until).date()))


def _step(number: int, sentence: str) -> list[str]:
    first, *rest = _lines(sentence, WIDTH - 7)
    return [f"{number}. {first}", *(f"   {line}" for line in rest)]


def _lines(sentence: str, width: int = WIDTH - 4) -> list[str]:
    return wrap(clean(sentence), width) or [""]


def _framed(lines: Sequence[str]) -> Iterator[str]:
    from unicodedata import east_asian_width

    yield "┌" + "─" * (WIDTH - 2) + "┐"
    for line in lines:
        used = sum(2 if east_asian_width(letter) in "WF" else 1 for letter in line)
        yield f"│ {line}{' ' * max(0, WIDTH - 4 - used)} │"
    yield "└" + "─" * (WIDTH - 2) + "┘"


def cards(session: Session, invited: Sequence[Invited]) -> list[str]:
    """All cards, an empty line between them."""
    lines: list[str] = []
    for one in invited:
        lines += [*card(session, one), ""]
    return lines[:-1]
