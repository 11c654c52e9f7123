"""The rounds' chapter of the demo community: a Friend is proposed as a Partner, and one voice is missing."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta

from folkmoot.api import Account, Session
from folkmoot_core.rounds.actions import consent
from folkmoot_core.rounds.plain import voices_here
from folkmoot_core.rounds.proposing import proposable, propose
from folkmoot_core.words import _

AGO = timedelta(days=4)


def tell(session: Session) -> None:
    """All have consented but whoever founded: it is for whoever looks at the demo to say."""
    then = session.now() - AGO
    before = replace(session, now=lambda: then)
    asked = [handle for handle in voices_here(session) if handle != session.handle]
    first = _as(before, asked[0])
    friend = next((one for one in proposable(first) if one.handle == "vasco"), None) or proposable(first)[0]
    asking = propose(
        first, friend.handle, _("Hosted three calls, keeps the tool shed, and hears people out to the end.")
    )
    if asking.round is None:
        return  # another plugin holds it, and its own chapter goes on with the story
    for handle in asked[1:]:
        consent(_as(before, handle), asking.number)


def _as(session: Session, handle: str) -> Session:
    account = session.store.collection(Account).first(handle=handle)
    assert account is not None
    return session.of(account.value)
