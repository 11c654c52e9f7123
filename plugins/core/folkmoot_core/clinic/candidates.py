"""Who may be on a call: those who said so, those who are here now, and everybody else to be added."""

from __future__ import annotations

from typing import Literal, NamedTuple

from folkmoot.api import Account, NotAllowed, Session, here_now
from folkmoot_core.answers.actions import tally_of

OTHERS = 60  # people besides who are listed; of a large community one finds the others by their letters
Known = Literal["here", "yes", "maybe", "no", ""]


class Candidate(NamedTuple):
    """Somebody who may be on the call: by what one knows it, and whether that is enough to count them in."""

    handle: str
    name: str
    known: Known
    counts: bool


def candidates(session: Session, key: str) -> list[Candidate]:
    """Who may be on the call of a meeting: who is here or said yes first, then maybes, then others by name.

    Whoever said no is not counted in because they look at something else here.
    """
    tally = tally_of(session.store, key)
    try:
        here = {one.handle for one in here_now(session) if one.handle}
    except NotAllowed:
        here = set()
    if session.account is not None:
        here.add(session.handle)
    accounts = session.store.collection(Account)
    found: list[Candidate] = []
    for handle in dict.fromkeys([*tally.yes, *sorted(here), *tally.maybe, *tally.no]):
        stored = accounts.first(handle=handle)
        if stored is not None and stored.value.state == "member":
            known: Known = "no" if handle in tally.no else "maybe" if handle in tally.maybe else "yes"
            known = "here" if handle in here and known != "no" else known
            found.append(Candidate(handle, stored.value.name, known, known in ("here", "yes")))
    found.sort(key=lambda one: ("here", "yes", "maybe", "no").index(one.known))
    if accounts.count() <= OTHERS:
        listed = {one.handle for one in found}
        others = [one.value for one in accounts.all() if one.value.state == "member"]
        names = sorted((one.name, one.handle) for one in others if one.handle not in listed)
        found += [Candidate(handle, name, "", False) for name, handle in names]
    return found
