"""Coming in with a code: a newcomer becomes an account with a key; a member's new machine becomes a key.

A code is looked at first and consumed in the one transaction that writes what it is good for, so of two people
who type the same one at the same time one gets in and the other is told.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import msgspec
from msgspec import Meta
from msgspec.structs import replace as evolve

from folkmoot.contributions import imported
from folkmoot.door import knocks
from folkmoot.door.codes import HALF, hashed, read_code
from folkmoot.door.entrance import entrance_of
from folkmoot.door.handles import TakenHandles
from folkmoot.door.kept import Invite
from folkmoot.door.keys import bind, end_keys, ever_had_key, keep_file
from folkmoot.door.publickey import PublicKey
from folkmoot.errors import FolkmootError, NotAllowed
from folkmoot.forms import NotFitting
from folkmoot.session import HANDLE, Account, Session
from folkmoot.store import Stored, Transaction
from folkmoot.words import _
from folkmoot.words import later as N_

if TYPE_CHECKING:
    from folkmoot.store import Reader, Store


class Newcomer(msgspec.Struct, frozen=True, kw_only=True):
    """What a newcomer is asked."""

    name: Annotated[
        str,
        Meta(
            min_length=1,
            max_length=60,
            title=N_("Your name"),
            description=N_("as people here call you; you can change it any time"),
        ),
    ]
    handle: Annotated[
        str,
        Meta(
            pattern=HANDLE,
            title=N_("Your handle"),
            description=N_("2 to 20 small letters, digits, - or _, a letter first; it stays"),
        ),
    ]


class CodeForm(msgspec.Struct, frozen=True, kw_only=True):
    """The first question at the door."""

    code: Annotated[
        str,
        Meta(title=N_("Code"), description=N_("as on your card, like ABCD-EFGH-IJKL")),
    ]


@dataclass(frozen=True)
class Visitor:
    """Somebody at the door whose key is not known: a session without an account, and where it comes from."""

    session: Session
    key: PublicKey
    address: str = ""

    @property
    def path(self) -> Path:
        """The community's file."""
        return self.session.store.path


def look_at(visitor: Visitor, typed: str) -> Stored[Invite]:
    """The invitation behind a code that was typed. Nothing is consumed yet.

    Raises: NotFitting with the reason; TryAgain after too many wrong ones; NotAllowed where the door is closed.
    """
    now = visitor.session.now()
    code = read_code(typed)
    if code is None:
        raise NotFitting("code", _("A code has 12 letters, like ABCD-EFGH-IJKL."))
    with knocks.trying(visitor.path, visitor.key.fingerprint, visitor.address, now) as right:
        found = _behind(visitor.session.store, visitor.session.store.community_id, code)
        if found is not None:
            right()
    if found is None:
        raise NotFitting("code", _("This code is not known here. Look at each letter once more."))
    _still_good(found.value, now)
    _still_meant(visitor.session, found.value)
    if found.value.purpose in ("person", "occasion") and not entrance_of(visitor.session.store).open:
        raise NotAllowed(
            _("The door is closed to newcomers just now. Your code stays good; ask who gave it to you.")
        )
    return found


def _behind(reader: Reader | Store, community: str, code: str) -> Stored[Invite] | None:
    """The invitation of a whole code, or of two halves."""
    whole = reader.collection(Invite).find(code=hashed(code, community))
    if whole:
        return next((one for one in whole if one.value.purpose != "return"), None)
    halves = reader.collection(Invite).find(code=hashed(code[:HALF], community))
    if not halves:
        return None
    second = hashed(code[HALF:], community)
    return next((one for one in halves if one.value.half == second), None)


def _still_good(invite: Invite, now: datetime) -> None:
    """Raises: NotFitting, where a code was used, withdrawn, or is too old."""
    if invite.state == "used":
        raise NotFitting(
            "code", _("This code was used already; each lets one person in, once. Ask for another.")
        )
    if invite.state == "withdrawn":
        raise NotFitting("code", _("This code was withdrawn. Ask who gave it to you."))
    if invite.until <= now:
        raise NotFitting("code", _("This code counts no longer: its time is over. Ask for another."))


def _still_meant(session: Session, invite: Invite) -> None:
    """Raises: NotFitting, where whoever made a code may no longer make it, or whom it is for is not in."""
    person = invite.account or invite.by
    stored = known_account(session.store, person)
    if stored is None or stored.value.state != "member":
        raise NotFitting(
            "code", _("This code counts no longer: who made it is not in any more. Ask for another.")
        )
    if invite.purpose in ("person", "occasion"):
        verb = "invite.person" if invite.purpose == "person" else "invite.occasion"
        if not session.of(stored.value).may(verb, None).allowed:
            raise NotFitting(
                "code", _("This code counts no longer: its maker may not invite like this any more.")
            )
    if invite.purpose == "first":
        maker = known_account(session.store, invite.by)
        if maker is None or not session.of(maker.value).may("invite.account", stored.value).allowed:
            raise NotFitting(
                "code", _("This code counts no longer: its maker may not invite like this any more.")
            )


def join(visitor: Visitor, typed: str, newcomer: Newcomer) -> Account:
    """Make the account, bind the key, consume the code; then let plugins do their part.

    Raises: NotFitting, naming the field; as `look_at`; as the store.
    """
    session = visitor.session
    known = look_at(visitor, typed)
    account = Account(
        name=newcomer.name, handle=newcomer.handle, language=_spoken(), arrived=False, welcomed=False
    )
    with session.store.transaction(by=account.handle, why=_("came in with an invitation")) as tx:
        _consumed(tx, known, session, account.handle)
        TakenHandles(tx).refuse(account.handle)
        tx.add(account)
        bind(tx, session, account.handle, visitor.key, _("first key"))
    keep_file(session)
    return arrive(session.of(account))


def _spoken() -> str:
    """The language of the terminal, for the card; empty where it is the source's."""
    from folkmoot.words import SOURCE, language

    return "" if language() == SOURCE else language().partition("_")[0]


def pair(visitor: Visitor, typed: str, name: str = "") -> str:
    """Bind the key to the account that the code was made for; its handle. Raises: as `join`."""
    session = visitor.session
    known = look_at(visitor, typed)
    handle = known.value.account
    with session.store.transaction(by=handle, why=_("came in with a code for another key")) as tx:
        invite = _consumed(tx, known, session, handle)
        if invite.purpose == "first" and ever_had_key(tx, handle):
            raise NotFitting("code", _("This code counts no longer: the account has a key by now."))
        if invite.purpose == "return":
            end_keys(session, tx, handle, lambda _key: True)
        bind(tx, session, handle, visitor.key, name)
    keep_file(session)
    return handle


def _consumed(tx: Transaction, known: Stored[Invite], session: Session, handle: str) -> Invite:
    """Use a code up, in the transaction: whoever was quicker has it."""
    stored = tx.collection(Invite).get(known.id)
    now = session.now()
    _still_good(stored.value, now)
    if known_account(tx, handle) is not None and stored.value.purpose in ("person", "occasion"):
        raise NotFitting("handle", _("Somebody here is called “{handle}” already.", handle=handle))
    used = evolve(stored.value, state="used", used_by=handle, used=now, name="")
    return tx.replace(stored, used).value


def known_account(reader: Reader | Store, handle: str) -> Stored[Account] | None:
    """The account of a handle."""
    return reader.collection(Account).first(handle=handle)


def arrive(session: Session) -> Account:
    """Let the plugins do their part of an arrival, and note that it is done; the account as it is then.

    Where it was cut off, it is done at the next login. Raises: nothing that would keep somebody out.
    """
    account = session.account
    assert account is not None
    used = session.store.collection(Invite).find(used_by=account.handle)
    invite = next((one.value for one in used if one.value.purpose in ("person", "occasion")), None)
    try:
        for name, arrival in session.house.ask("arrivals"):
            greet = partial(_greet, arrival.arrived, session, invite)
            session.house.contained(name, arrival.arrived, greet)
        with session.store.transaction(by=account.handle, why=_("arrived")) as tx:
            stored = tx.collection(Account).find(handle=account.handle)[0]
            return tx.replace(stored, evolve(stored.value, arrived=True)).value
    except FolkmootError:
        return account  # the record can't be written just now: the next login makes it good


def _greet(arrived: str, session: Session, invite: Invite | None) -> None:
    found: Callable[..., object] = imported(arrived)
    found(session, invite.by if invite else "", invite.occasion if invite else "")
