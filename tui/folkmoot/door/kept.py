"""What the door keeps in the community's record: keys, invitations, heavy acts, and whether the door is open."""

from __future__ import annotations

from datetime import date, datetime
from typing import Annotated, Literal

import msgspec
from msgspec import Meta

from folkmoot.contributions import Collection
from folkmoot.words import later as N_

Purpose = Literal["person", "occasion", "key", "return", "first"]


class AccountKey(msgspec.Struct, frozen=True, kw_only=True):
    """One public key of an account. A removed one is kept, so that whoever comes with it is told.

    `told` is when the person was last told, at a login with this key, which keys were added.
    """

    account: str
    name: str
    kind: str
    blob: str
    fingerprint: str
    added: datetime
    told: datetime
    used: date | None = None
    removed: date | None = None


class Invite(msgspec.Struct, frozen=True, kw_only=True):
    """A code that lets one key in once. `code` is its hash; `half` that of the second half of a split code.

    For a `person` or an `occasion` it makes an account; for a `key` it adds a key to `account`; a `return`
    (agreed by several, a half for each of two) does so too and ends the keys that were there before; a `first`
    adds a key to an `account` that never had one.
    """

    code: str
    by: str
    made: datetime
    until: datetime
    purpose: Purpose
    name: str = ""
    occasion: str = ""
    title: str = ""
    account: str = ""
    half: str = ""
    state: Literal["open", "used", "withdrawn"] = "open"
    used_by: str = ""
    used: datetime | None = None


class Entrance(msgspec.Struct, frozen=True, kw_only=True):
    """How members reach this house from outside, as cards print it; and whether newcomers are let in."""

    address: Annotated[
        str,
        Meta(
            title=N_("Address of the host"),
            description=N_("as members type it after the @, like moss.example"),
            max_length=253,
            pattern=r"^[A-Za-z0-9]([A-Za-z0-9.:-]*[A-Za-z0-9])?$",
        ),
    ] = "localhost"
    port: Annotated[int, Meta(title=N_("Port"), ge=1, le=65535)] = 22
    user: Annotated[
        str,
        Meta(title=N_("User on the host"), pattern=r"^[a-z_][a-z0-9_-]{0,31}$"),
    ] = "folkmoot"
    open: bool = True
    keys_file: str = ""  # an `authorized_keys` file that is written from the record, where there is one


class Act(msgspec.Struct, frozen=True, kw_only=True):
    """Something that nobody decides alone: asked for by one, done when enough others have said yes.

    `account` is whom it concerns, whose own voice does not count. `detail` is what the act needs to know (the
    fingerprint of a key, say). `code` is the hash of the asker's half of a code, where the act gives one out.
    """

    verb: str
    account: str
    why: str
    by: str
    asked: datetime
    until: datetime
    voices: tuple[str, ...]
    detail: str = ""
    code: str = ""
    state: Literal["open", "done", "withdrawn", "held"] = "open"
    ended_by: str = ""
    because: str = ""


class Gone(msgspec.Struct, frozen=True, kw_only=True):
    """A handle of somebody who has left: nobody else takes it, for the history goes on to name it."""

    handle: str
    day: date


COLLECTIONS = (
    Collection("folkmoot.gone", Gone, indexes=("handle",)),
    Collection(
        "folkmoot.keys", AccountKey, indexes=("fingerprint", "account"), owner="account", private=True
    ),
    Collection("folkmoot.invites", Invite, indexes=("code",), owner="by", private=True),
    Collection("folkmoot.entrance", Entrance),
    Collection("folkmoot.acts", Act, indexes=("state",), owner="account"),
)
