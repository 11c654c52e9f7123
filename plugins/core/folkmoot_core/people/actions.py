"""What is done with people's standing: kept when they arrive, raised by those who may."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import timedelta
from typing import Any

from folkmoot.api import Account, Occasion, Session, Stored, TodayItem, dates
from folkmoot_core.people.model import Member, Standing
from folkmoot_core.people.rules import (
    ENOUGH,
    may_invite_without_gathering,
    standing_of,
)
from folkmoot_core.rhythm.calendar import occurrences
from folkmoot_core.words import _

FOUNDER = 1  # the id of the account that founded: ids are never used again
AFTER = timedelta(days=14)  # for so long after a gathering its cards let guests in
AHEAD = timedelta(days=400)


def member_of(session: Session, handle: str) -> Stored[Member] | None:
    """What is written down of a person."""
    return session.store.collection(Member).first(account=handle)


def standing(session: Session, handle: str) -> Standing:
    """What a person is in this community. Takes the same time in a large one."""
    stored = member_of(session, handle)
    if stored is not None:
        return stored.value.standing
    account = session.store.collection(Account).first(handle=handle)
    is_founder = account is not None and account.id == FOUNDER
    return standing_of(
        None,
        is_founder=is_founder,
        arrived=account is not None and account.value.arrived,
        partners=partners(session) if is_founder else 1,
    )


def partner_handles(session: Session) -> list[str]:
    """The Partners who are in, by handle, in the order in which they became it."""
    accounts = session.store.collection(Account)
    found = []
    for one in session.store.collection(Member).find(standing="partner"):
        account = accounts.first(handle=one.value.account)
        if account is not None and account.value.state == "member":
            found.append(one.value.account)
    return found


def partners(session: Session) -> int:
    """How many Partners there are who are in."""
    return len(partner_handles(session))


def is_partner(session: Session, _subject: Any = None) -> bool:
    """Whether it is a Partner who asks."""
    return session.account is not None and standing(session, session.handle) == "partner"


def belongs(session: Session, _subject: Any = None) -> bool:
    """Whether it is a Friend or a Partner who asks."""
    return session.account is not None and standing(session, session.handle) != "guest"


def own(session: Session, subject: Any = None) -> bool:
    """Whether it is about the own person."""
    return session.account is not None and subject in (None, session.handle)


def partner_about_another(session: Session, subject: Any = None) -> bool:
    """Whether it is a Partner, and it is about somebody else."""
    return is_partner(session) and getattr(subject, "handle", None) != session.handle


def partner_on_the_host(session: Session, _subject: Any = None) -> bool:
    """Whether it is a Partner who works on the host itself."""
    return is_partner(session) and not session.remote


def may_make_first_card(session: Session, subject: Any = None) -> bool:
    """Whether a Partner may make the card that binds somebody's first key.

    Nobody alone gets into the place of another Partner who has been here: they might have worked on the host.
    """
    if subject is None:
        return is_partner(session)
    has_say = subject.arrived and standing(session, subject.handle) == "partner"
    return partner_about_another(session, subject) and not has_say


def may_invite_person(session: Session, _subject: Any = None) -> bool:
    """Whether somebody may be invited without a gathering."""
    return session.account is not None and may_invite_without_gathering(
        standing(session, session.handle), max(1, partners(session))
    )


def arrived(session: Session, by: str, occasion: str) -> None:
    """Keep how somebody came in."""
    member = Member(
        account=session.handle,
        standing="guest",
        since=session.now(),
        invited_by=by,
        occasion=occasion,
    )
    _keep(session, member)


def _keep(session: Session, member: Member) -> None:
    with session.store.transaction(by=session.handle, why=_("arrived")) as tx:
        if tx.collection(Member).first(account=member.account) is None:
            tx.add(member)


def gatherings_to_invite_to(session: Session) -> Iterable[Occasion]:
    """The gatherings of the next year, and those of the last days: a guest may come in after the day as well."""
    now = session.now()
    for item in occurrences(session.store, now - AFTER - timedelta(days=1), now + AHEAD):
        if item.kind == "gathering" and item.status != "cancelled":
            day = dates.day_of_year(session.here(item.start).date())
            title = _("the gathering of {day}", day=day)
            yield Occasion(item.key, title, item.start, item.end + AFTER)


def few_partners(session: Session) -> Iterable[TodayItem]:
    """Tell Partners, as long as there are too few, on how few shoulders it rests."""
    if not is_partner(session):
        return
    count = max(1, partners(session))
    if count == 1:
        said = _(
            "You are the only Partner: what takes several, you decide alone. Invite others (page “Door”), and propose "
            "two as Partners."
        )
    elif count < ENOUGH:
        said = _("There are two Partners: a third, and nothing rests on one alone.")
    else:
        return
    yield TodayItem(said, opens="rounds")


def standing_words(kind: Standing) -> str:
    """What a standing is called."""
    return {"guest": _("guest"), "friend": _("Friend"), "partner": _("Partner")}[kind]
