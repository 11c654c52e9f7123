"""People at the door of a community under test, each with a key that nobody holds."""

from __future__ import annotations

from base64 import b64encode
from dataclasses import replace
from hashlib import sha256

from folkmoot.door.codes import shown_code
from folkmoot.door.invites import invite
from folkmoot.door.joining import Newcomer, Visitor, join
from folkmoot.door.publickey import PublicKey
from folkmoot.session import Account, Session
from folkmoot.testing import TestCommunity
from folkmoot_core.people.model import Member


def a_key(name: str) -> PublicKey:
    """A public key of a name."""
    parts = (b"ssh-ed25519", sha256(name.encode()).digest())
    raw = b"".join(len(part).to_bytes(4, "big") + part for part in parts)
    return PublicKey("ssh-ed25519", b64encode(raw).decode())


def visitor(community: TestCommunity, name: str, address: str = "192.0.2.7") -> Visitor:
    """Somebody whose key is not known."""
    return Visitor(replace(community.session(), account=None), a_key(name), address)


def a_code(session: Session, name: str = "Bo", **options: object) -> str:
    """A code, as it is printed on a card."""
    return shown_code(invite(session, name=name, **options)[0].code)  # type: ignore[arg-type]


def comes_in(community: TestCommunity, handle: str, code: str) -> Account:
    """A newcomer with a key of their own name."""
    newcomer = Newcomer(name=handle.capitalize(), handle=handle)
    return join(visitor(community, handle), code, newcomer)


def partners(community: TestCommunity, *handles: str) -> None:
    """Partners who came while the community began: Ana invited them, and those who were there agreed."""
    for handle in handles:
        comes_in(community, handle, a_code(community.session("ana")))
    for handle in handles:
        as_partner(community, handle)


def as_partner(community: TestCommunity, handle: str) -> None:
    """Make a Partner of somebody, as if it had been agreed long ago."""
    store = community.session("ana").store
    member = Member(account=handle, standing="partner", since=community.now())
    with store.transaction(by="ana", why="test") as tx:
        stored = tx.collection(Member).first(account=handle)
        if stored is None:
            tx.add(member)
        else:
            tx.replace(stored, member)
