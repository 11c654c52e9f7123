"""The keys with which people come in: whose they are, added, named, removed, and told of."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from datetime import timedelta
from typing import TYPE_CHECKING

from msgspec.structs import replace as evolve

from folkmoot.door.codes import hashed, new_code, shown_code
from folkmoot.door.kept import AccountKey, Invite
from folkmoot.errors import BadData, NotFound
from folkmoot.session import Account, Session
from folkmoot.store import Reader, Stored, Transaction
from folkmoot.text import clean
from folkmoot.words import _

if TYPE_CHECKING:
    from folkmoot.door.publickey import PublicKey
    from folkmoot.store import Store

MOST = 20  # keys of one person: machines, phones, a spare on paper
TOLD_FOR = timedelta(days=3)  # a key that was added is told of at every login for so long
PAIRING = timedelta(minutes=15)
NAME_LENGTH = 40
LEAST_PRINT = 6  # characters of a fingerprint that name a key


def keys_of(reader: Reader | Store, handle: str) -> list[Stored[AccountKey]]:
    """The keys of a person that let them in, the oldest first."""
    found = reader.collection(AccountKey).find(account=handle)
    return [stored for stored in found if stored.value.removed is None]


def ever_had_key(reader: Reader | Store, handle: str) -> bool:
    """Whether a person has a key, or had one."""
    return reader.collection(AccountKey).first(account=handle) is not None


def known_key(reader: Reader | Store, fingerprint: str) -> Stored[AccountKey] | None:
    """Whoever's key it is, removed or not: a key that counts wins over one that no longer does."""
    found = reader.collection(AccountKey).find(fingerprint=fingerprint)
    return next((one for one in found if one.value.removed is None), found[0] if found else None)


def why_out(reader: Reader | Store, key: str, handle: str) -> str | None:
    """Why a session that came with a key must end, as a sentence; None while all is well."""
    account = reader.collection(Account).first(handle=handle)
    if account is None:
        return _("Your account is no longer here. What you had saved before is safe.")
    if account.value.state != "member":
        return _out(account.value)
    if key:
        stored = known_key(reader, key)
        if stored is None or stored.value.removed is not None:
            return _("This key was removed, so it no longer opens the house. What you had saved is safe.")
        if stored.value.account != handle:
            return _("This key belongs to somebody else now.")
    return None


def _out(account: Account) -> str:
    if account.state == "left":
        return _("You have left this community. If you want to come back, ask somebody who is in it.")
    return _("Your account is suspended: several people decided so. Talk with somebody you trust there.")


def refused(account: Account) -> str | None:
    """Why an account may not come in; None where it may."""
    return None if account.state == "member" else _out(account)


def add_key(session: Session, key: PublicKey, name: str = "") -> Stored[AccountKey]:
    """Another key for the person whose session it is. Raises: NotAllowed, BadData, as the store."""
    session.must("keys.change")
    with session.store.transaction(by=session.handle, why=_("added a key")) as tx:
        stored = bind(tx, session, session.handle, key, name)
    keep_file(session)
    return stored


def bind(tx: Transaction, session: Session, handle: str, key: PublicKey, name: str) -> Stored[AccountKey]:
    """Write a key of an account. Raises: BadData, where the key is somebody's already, or was removed."""
    before = known_key(tx, key.fingerprint)
    if before is not None:
        if before.value.removed is not None:
            raise BadData(_("That key was removed once and stays so. Make a new one: ssh-keygen -t ed25519"))
        if before.value.account == handle:
            raise BadData(_("That key is yours already: “{name}”.", name=before.value.name))
        raise BadData(
            _("That key belongs to somebody else here. Make one of your own: ssh-keygen -t ed25519")
        )
    mine = keys_of(tx, handle)
    if len(mine) >= MOST:
        raise BadData(_("You have {most} keys, and nobody needs more: remove one first.", most=MOST))
    now = session.now()
    return tx.add(
        AccountKey(
            account=handle,
            name=_free_name(name, mine),
            kind=key.kind,
            blob=key.blob,
            fingerprint=key.fingerprint,
            added=now,
            told=now,
        )
    )


def _free_name(wanted: str, mine: Sequence[Stored[AccountKey]]) -> str:
    name = clean(wanted, limit=NAME_LENGTH) or _("key {number}", number=len(mine) + 1)
    taken = {stored.value.name for stored in mine}
    number = 2
    free = name
    while free in taken:
        free = f"{name} {number}"
        number += 1
    return free


def one_of(session: Session, which: str, handle: str = "") -> Stored[AccountKey]:
    """A key by its name, the beginning of its fingerprint, or its place in the list. Raises: NotFound, BadData."""
    mine = keys_of(session.store, handle or session.handle)
    print_ = which.removeprefix("SHA256:")
    for found in (
        [one for one in mine if one.value.name == which],
        [one for one in mine if one.value.name.casefold() == which.casefold()],
        [one for one in mine if len(print_) >= LEAST_PRINT and _print_of(one).startswith(print_)],
        [mine[int(which) - 1]] if which.isdecimal() and 0 < int(which) <= len(mine) else [],
    ):
        if len(found) == 1:
            return found[0]
    raise NotFound(_("There is no key “{which}”; “folkmoot keys” lists them.", which=which))


def _print_of(stored: Stored[AccountKey]) -> str:
    return stored.value.fingerprint.removeprefix("SHA256:")


def name_key(session: Session, stored: Stored[AccountKey], name: str) -> Stored[AccountKey]:
    """Call a key something else. Raises: NotAllowed, BadData, Conflict."""
    session.must("keys.change", stored.value.account)
    name = clean(name, limit=NAME_LENGTH)
    if not name:
        raise BadData(_("A key needs a name, like “laptop”."))
    others = [one for one in keys_of(session.store, stored.value.account) if one.id != stored.id]
    if any(one.value.name == name for one in others):
        raise BadData(_("Another key of yours is called “{name}”.", name=name))
    with session.store.transaction(by=session.handle, why=_("named a key")) as tx:
        return tx.replace(stored, evolve(stored.value, name=name))


def remove_key(session: Session, stored: Stored[AccountKey]) -> None:
    """End one of one's own keys; sessions that came with it end within a second.

    Raises: NotAllowed, BadData for the only one, Conflict.
    """
    session.must("keys.change", stored.value.account)
    with session.store.transaction(by=session.handle, why=_("removed a key")) as tx:
        if len(keys_of(tx, stored.value.account)) < 2:
            raise BadData(
                _(
                    "That is your only key: without it you could not get in. Add another first, then remove this."
                )
            )
        tx.replace(stored, evolve(stored.value, removed=session.now().date()))
        end_codes(tx, stored.value.account)
    keep_file(session)


def keep_file(session: Session) -> None:
    """Write the `authorized_keys` file anew, where the house has one. Raises: CannotCreate."""
    from folkmoot.door.entrance import entrance_of

    file = entrance_of(session.store).keys_file
    if file:
        from pathlib import Path

        from folkmoot.door.authorized import write_keys

        write_keys(Path(file), session.store, str(session.store.path))


def end_keys(session: Session, tx: Transaction, handle: str, wanted: Callable[[AccountKey], bool]) -> int:
    """End keys of an account in a transaction; how many there were."""
    ended = [stored for stored in keys_of(tx, handle) if wanted(stored.value)]
    for stored in ended:
        tx.replace(stored, evolve(stored.value, removed=session.now().date()))
    end_codes(tx, handle)
    return len(ended)


def end_codes(tx: Transaction, handle: str) -> None:
    """Withdraw the codes with which an account's next machine would come in: who made them may be the thief."""
    for stored in tx.collection(Invite).find(account=handle):
        if stored.value.purpose == "key" and stored.value.state == "open":
            tx.replace(stored, evolve(stored.value, state="withdrawn"))


def pairing_code(session: Session) -> str:
    """A code to type on another machine within a quarter of an hour: its key is then this person's too."""
    session.must("keys.change")
    code = new_code()
    now = session.now()
    with session.store.transaction(by=session.handle, why=_("made a code for another key")) as tx:
        end_codes(tx, session.handle)
        tx.add(
            Invite(
                code=hashed(code, session.store.community_id),
                by=session.handle,
                made=now,
                until=now + PAIRING,
                purpose="key",
                account=session.handle,
            )
        )
    return shown_code(code)


def came_in(session: Session, *, lately: bool = False) -> list[AccountKey]:
    """Note the day on which a key was used, and return those added since this one last came in.

    With `lately`, those of the last days too, told or not.
    """
    stored = known_key(session.store, session.key) if session.key else None
    if stored is None or session.store.read_only:
        return []
    now = session.now()
    news = [
        other.value
        for other in keys_of(session.store, session.handle)
        if other.value.added > stored.value.told and other.id != stored.id
    ]
    if lately:  # a copy of this very key may have been told, and said nothing
        news = [
            other.value
            for other in keys_of(session.store, session.handle)
            if other.id != stored.id and now - other.value.added < TOLD_FOR
        ] or news
    if stored.value.used != now.date() or news:
        with session.store.transaction(by=session.handle, why=_("came in")) as tx:
            fresh = tx.collection(AccountKey).get(stored.id)
            told = now if news else fresh.value.told
            tx.replace(fresh, evolve(fresh.value, used=now.date(), told=told))
    return news
