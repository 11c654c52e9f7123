"""The listening team: who offered to listen, and how each is reached now."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime

from msgspec.structs import asdict

from folkmoot.api import (
    Account,
    ChangedMeanwhile,
    Contact,
    Contacts,
    NotFitting,
    NotFound,
    Session,
    Stored,
    zone,
)
from folkmoot_tmaps.care.actions import is_in, said_by
from folkmoot_tmaps.care.model import Listener, ListenForm
from folkmoot_tmaps.care.rules import Hours, hours_fit, listens
from folkmoot_tmaps.words import _


@dataclass(frozen=True)
class Listening:
    """Somebody of the team, for whoever looks now. `hours` are instants, None for any hour.

    `rests` says that they cannot just now; `away_until` is the last day on which they are away, where they are.
    """

    account: Account
    how: str
    languages: str
    hours: Hours | None
    there: datetime
    rests: bool
    away_until: date | None

    def now(self, now: datetime) -> bool:
        """Whether they listen at an instant."""
        if self.rests or self.away_until is not None:
            return False
        return self.hours is None or self.hours.start <= now < self.hours.end


def team(session: Session) -> list[Listening]:
    """The listening team: those who listen now, then the others; each by name, nobody ranked. Raises: NotAllowed."""
    session.must("care.see")
    now, contacts = session.now(), session.house.service(Contacts)
    found = []
    for stored in session.store.collection(Listener).all():
        one = stored.value
        account = session.store.collection(Account).first(handle=one.account)
        if account is None or not is_in(session, one.account):
            continue
        there = zone(account.value.zone or session.community.zone)
        card = contacts.contact(session, one.account) if contacts else Contact()
        found.append(
            Listening(
                account.value,
                one.how or card.reach,
                card.languages,
                listens(one, there, now),
                now.astimezone(there),
                any(said.says == "cannot" for said in said_by(session, one.account)),
                card.away_until,
            )
        )
    return sorted(found, key=lambda one: (not one.now(now), one.account.name.casefold(), one.account.handle))


def own_offer(session: Session) -> Listener | None:
    """How one offered to listen oneself."""
    stored = _mine(session)
    return stored.value if stored else None


def offer(session: Session, form: ListenForm, seen: Listener | None = None) -> Listener:
    """Offer to listen, or change how. `seen` is how it was when it was looked at.

    Raises: NotAllowed, NotFitting, ChangedMeanwhile, Conflict.
    """
    session.must("care.listen", session.handle)
    said = Listener(account=session.handle, how=form.how, starts=form.starts, ends=form.ends)
    if not hours_fit(said):
        raise NotFitting("ends", _("Hours go from one time to another; both empty: at any hour."))
    contacts = session.house.service(Contacts)
    if not said.how and not (contacts and contacts.contact(session, session.handle).reach):
        raise NotFitting("how", _("Your card doesn't say how to reach you yet, so say it here."))
    stored = _mine(session)
    if stored is not None and seen is not None and stored.value not in (seen, said):
        raise ChangedMeanwhile(
            _("You changed this in another window just now. Look at both, then save again."),
            stored.value,
            asdict(stored.value),
        )
    if stored is not None and stored.value == said:
        return said
    with session.store.transaction(by=session.handle, why=_("listening team"), by_day=True) as tx:
        return (tx.replace(stored, said) if stored else tx.add(said)).value


def leave_team(session: Session) -> None:
    """Listen no longer; what was said of it goes from every file. Raises: NotAllowed, NotFound, as the store."""
    session.must("care.listen", session.handle)
    stored = _mine(session)
    if stored is None:
        raise NotFound(_("You are not in the listening team. Nothing was changed."))
    session.store.erase(Listener, [stored.id], by=session.handle)


def _mine(session: Session) -> Stored[Listener] | None:
    return session.store.collection(Listener).first(account=session.handle)
