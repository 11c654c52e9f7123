"""What is done in the care round: said, changed, taken back, read; and let go of in every file when it is over."""

from __future__ import annotations

from collections.abc import Iterable
from contextlib import suppress
from datetime import date
from typing import Any

from msgspec.structs import asdict

from folkmoot.api import (
    Account,
    BadData,
    ChangedMeanwhile,
    FolkmootError,
    NotFitting,
    NotFound,
    Session,
    Stored,
    dates,
    zone,
)
from folkmoot_tmaps.care.model import SAYS, Buddy, Says, Statement, StatementForm
from folkmoot_tmaps.care.rules import (
    FARTHEST,
    OFFERS,
    TOLD,
    WEEK,
    end_of,
    holds,
    in_force,
    may_end_on,
    standing,
    who_answers,
)
from folkmoot_tmaps.words import _

NOBODY = "(care round)"  # by whom the history says that it was: it was over, and no person did it


def belongs(session: Session, _subject: Any = None) -> bool:
    """Whether it is a member: a Friend or a Partner. Whoever lives alone with their map has nobody to ask."""
    alone = session.account is None or session.house.alone
    return not alone and session.may("community.belong").allowed


def own(session: Session, subject: Any = None) -> bool:
    """Whether it is a member, about themselves."""
    return belongs(session) and subject in (None, session.handle)


def is_in(session: Session, handle: str) -> bool:
    """Whether somebody is a member now. Whoever left, or is suspended, is not shown."""
    stored = session.store.collection(Account).first(handle=handle)
    return stored is not None and stored.value.state == "member"


def is_member(session: Session, handle: str) -> bool:
    """Whether somebody is in, and no guest."""
    stored = session.store.collection(Account).first(handle=handle)
    return stored is not None and stored.value.state == "member" and belongs(session.of(stored.value))


def today_of(session: Session, handle: str = "") -> date:
    """Which day it is on somebody's clocks (empty: the reader's)."""
    stored = session.store.collection(Account).first(handle=handle) if handle else None
    there = zone(stored.value.zone or session.community.zone) if stored else session.zone
    return session.now().astimezone(there).date()


# -- reading -----------------------------------------------------------------------------------------------


def care_round(session: Session) -> list[Statement]:
    """What is said just now, each kind together, in the order of people's names. Raises: NotAllowed."""
    session.must("care.see")
    there = [one.value for one in session.store.collection(Statement).all()]
    said = [one for one in in_force(there, session.now()) if is_in(session, one.account)]
    return sorted(said, key=lambda one: (SAYS.index(one.says), _name(session, one.account)))


def own_statements(session: Session) -> list[Statement]:
    """What one says oneself, offers that rest among it. Raises: NotAllowed."""
    session.must("care.see")
    mine = [one.value for one in session.store.collection(Statement).find(account=session.handle)]
    return sorted((one for one in mine if holds(one, session.now())), key=lambda one: SAYS.index(one.says))


def said_by(session: Session, handle: str) -> list[Statement]:
    """What somebody says just now. Raises: NotAllowed."""
    session.must("care.see")
    there = [one.value for one in session.store.collection(Statement).find(account=handle)]
    said = in_force(there, session.now()) if is_in(session, handle) else []
    return sorted(said, key=lambda one: SAYS.index(one.says))


def who_could(session: Session, wish: Statement) -> list[Statement]:
    """The offers that an own wish can turn to, by name: nobody comes first for anything they did.

    Raises: NotAllowed.
    """
    session.must("care.say", wish.account)
    return who_answers(wish, care_round(session), session.now())


def _name(session: Session, handle: str) -> tuple[str, str]:
    stored = session.store.collection(Account).first(handle=handle)
    return (stored.value.name.casefold() if stored else "", handle)


# -- saying ------------------------------------------------------------------------------------------------


def usual_end(session: Session) -> date:
    """The last day of what is said today, if no other is chosen."""
    return today_of(session) + WEEK


def say_it(session: Session, says: Says, form: StatementForm, seen: Statement | None = None) -> Statement:
    """Say one of the five, or in other words what one said before. `seen` is how it was when it was looked at.

    An offer takes “I cannot give support now” back. Raises: NotAllowed, BadData, NotFitting, ChangedMeanwhile.
    """
    session.must("care.say", session.handle)
    if says not in SAYS:
        raise BadData(_("In the care round there are: {words}.", words=", ".join(SAYS)))
    today = today_of(session)
    if not may_end_on(form.until, today):
        last = dates.day(today + FARTHEST)
        raise NotFitting("until", _("Until a day from today to {day}; it can be said again.", day=last))
    forget_what_is_over(session)
    said = Statement(
        account=session.handle,
        says=says,
        how=form.how,
        until=form.until,
        ends=end_of(form.until, session.zone),
    )
    before = _own(session, says)
    if before is not None and seen is not None and before.value not in (seen, said):
        raise ChangedMeanwhile(
            _("You said this in other words in another window just now. Look at both, then save again."),
            before.value,
            asdict(before.value),
        )
    if says in OFFERS and (cannot := _own(session, "cannot")) is not None:
        session.store.erase(Statement, [cannot.id], by=session.handle)
    if before is not None and before.value == said:
        return said
    with session.store.transaction(by=session.handle, why=_("care round"), by_day=True) as tx:
        mine = tx.collection(Statement).find(account=session.handle)
        again = next((one for one in mine if one.value.says == says), None)
        return (tx.replace(again, said) if again else tx.add(said)).value


def take_back(session: Session, says: Iterable[Says] = ()) -> int:
    """Take back some of what one says (none named: all of it); its words go from every file.

    Returns how many. Raises: NotAllowed, NotFound where nothing of it is said, as the store.
    """
    session.must("care.say", session.handle)
    wanted = set(says)
    mine = session.store.collection(Statement).find(account=session.handle)
    gone = [one for one in mine if not wanted or one.value.says in wanted]
    if not any(holds(one.value, session.now()) for one in gone):
        raise NotFound(_("You say nothing like that in the care round just now. Nothing was changed."))
    session.store.erase(Statement, [one.id for one in gone], by=session.handle)
    return len(gone)


def _own(session: Session, says: Says) -> Stored[Statement] | None:
    mine = session.store.collection(Statement).find(account=session.handle)
    return next((one for one in mine if one.value.says == says), None)


def is_anything_over(session: Session) -> bool:
    """Whether there are words that are to be forgotten."""
    return bool(_over(session))


def _over(session: Session) -> list[int]:
    now = session.now()
    return [one.id for one in session.store.collection(Statement).all() if not holds(one.value, now)]


def forget_what_is_over(session: Session) -> int:
    """Erase the words of whatever is over, whosesoever it was, in the record, its history and its copies.

    It hangs on no clock of its own: whoever looks first does it for all. Where it can't be done just now it is shown
    to nobody all the same, and the next one does it. Returns how much went.
    """
    if session.store.read_only:
        return 0
    now, gone = session.now(), 0
    over = _over(session)
    words = session.store.collection(Buddy)
    told = [
        one.id
        for one in (*words.find(word="not_now"), *words.find(word="over"))
        if one.value.day + TOLD < now.date()
    ]
    with suppress(FolkmootError):
        gone += session.store.erase(Statement, over, by=NOBODY) if over else 0
        gone += session.store.erase(Buddy, told, by=NOBODY) if told else 0
    return gone


# -- buddies -----------------------------------------------------------------------------------------------


def buddies_of(session: Session, handle: str) -> tuple[str, ...]:
    """With whom somebody agreed to look out for each other: handles of people who are in, by name.

    Nobody but themselves is told. Raises: NotAllowed.
    """
    session.must("care.buddies", handle)
    both = session.store.collection(Buddy)
    theirs = {one.value.account: one.value.word for one in both.find(other=handle)}
    found = [
        one.value.other
        for one in both.find(account=handle)
        if standing(one.value.word, theirs.get(one.value.other)) == "buddies"
        and is_in(session, one.value.other)
    ]
    return tuple(sorted(found, key=lambda other: _name(session, other)))
