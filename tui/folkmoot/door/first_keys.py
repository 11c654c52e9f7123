"""Cards for accounts that never had a key: of people who were here before the program was."""

from __future__ import annotations

from collections.abc import Sequence
from concurrent.futures import ThreadPoolExecutor
from datetime import datetime, timedelta
from os import cpu_count
from typing import NamedTuple

from msgspec.structs import replace as evolve

from folkmoot.accounts import account_of
from folkmoot.door.codes import hashed, new_code
from folkmoot.door.invites import Invited, lasting
from folkmoot.door.kept import AccountKey, Invite
from folkmoot.door.keys import ever_had_key
from folkmoot.errors import BadData
from folkmoot.session import Account, Session
from folkmoot.store import Transaction
from folkmoot.words import _

FOR_AN_ACCOUNT = timedelta(days=90)  # a community that moves in takes its time


class FirstCode(NamedTuple):
    """A code, and what is kept of it."""

    code: str
    kept: str


def without_keys(session: Session) -> list[Account]:
    """Those who are in and never had a key, by name: whoever this person may make a card for."""
    if not session.may("invite.account").allowed:
        return []
    with_one = {stored.value.account for stored in session.store.collection(AccountKey).all()}
    found = [
        stored.value
        for stored in session.store.collection(Account).all()
        if stored.value.state == "member" and stored.value.handle not in with_one
    ]
    may = [one for one in found if session.may("invite.account", one).allowed]
    return sorted(may, key=lambda one: (one.name.casefold(), one.handle))


def invite_account(session: Session, handle: str, days: int | None = None) -> Invited:
    """A code that binds the first key of an account; an open one that was there counts no longer.

    Raises: NotAllowed, NotFound, BadData where the account has or had a key, as the store.
    """
    account = account_of(session.store, handle).value
    session.must("invite.account", account)
    if account.state != "member":
        raise BadData(_("{name} is not in at the moment, so nothing was changed.", name=account.name))
    if ever_had_key(session.store, handle):
        raise BadData(
            _(
                "{name} has a key, or had one. A lost key is replaced by several together: "
                "acts ask keys.replace {handle}",
                name=account.name,
                handle=handle,
            )
        )
    until = session.now() + (lasting(days) if days is not None else FOR_AN_ACCOUNT)
    (code,) = first_codes(session, 1)
    with session.store.transaction(by=session.handle, why=_("made a card for a first key")) as tx:
        for old in tx.collection(Invite).find(account=handle):
            if old.value.purpose == "first" and old.value.state == "open":
                tx.replace(old, evolve(old.value, state="withdrawn", name=""))
        return keep_first_code(tx, session, account, code, until)


def first_codes(session: Session, count: int) -> Sequence[FirstCode]:
    """Codes for `keep_first_code`, made before its transaction begins: each is some 40 ms of work."""
    codes = [new_code() for _one in range(count)]
    community = session.store.community_id
    with ThreadPoolExecutor(cpu_count()) as workers:
        kept = workers.map(lambda code: hashed(code, community), codes)
        return [FirstCode(*pair) for pair in zip(codes, kept, strict=True)]


def keep_first_code(
    tx: Transaction, session: Session, account: Account, code: FirstCode, until: datetime | None = None
) -> Invited:
    """Write the code that binds an account's first key, in a transaction. The caller has asked who may."""
    invite = Invite(
        code=code.kept,
        by=session.handle,
        made=session.now(),
        until=until or session.now() + FOR_AN_ACCOUNT,
        purpose="first",
        account=account.handle,
        name=account.name,
    )
    return Invited(tx.add(invite), code.code)
