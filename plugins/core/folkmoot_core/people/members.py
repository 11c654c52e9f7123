"""Who is more than a guest, asked of any reader: hooks that have no session ask here."""

from __future__ import annotations

from folkmoot.api import Account, Reader, Store
from folkmoot_core.people.model import Member
from folkmoot_core.people.rules import standing_of


def is_member(reader: Reader | Store, handle: str) -> bool:
    """Whether somebody is a Friend or a Partner and in; nobody (an empty handle) is not."""
    account = reader.collection(Account).first(handle=handle) if handle else None
    if account is None or account.value.state != "member":
        return False
    stored = reader.collection(Member).first(account=handle)
    member = stored.value if stored else None
    standing = standing_of(member, is_founder=False, arrived=account.value.arrived, partners=1)
    return standing != "guest"
