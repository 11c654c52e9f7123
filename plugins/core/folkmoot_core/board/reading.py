"""The board as a person may read it: what is up, what is theirs, one notice with what was written about it."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, timedelta

from folkmoot.api import Account, NotFound, Session, Stored, zone
from folkmoot_core.board.model import Kind, Letter, Notice, Seen
from folkmoot_core.board.rules import (
    FARTHEST,
    RUNS,
    Thread,
    state_of,
    still_kept,
    taken_down_by_another,
    threads,
)
from folkmoot_core.people.actions import is_partner
from folkmoot_core.people.rules import fits as has_words
from folkmoot_core.words import _


@dataclass(frozen=True)
class Row:
    """A notice in a list: its number, how many letters about it the reader has not read. None: its author left."""

    number: int
    notice: Notice | None
    unread: int = 0


@dataclass(frozen=True)
class Opened:
    """A notice as one reader sees it: None where its author left, and only their own letters are still there."""

    number: int
    notice: Notice | None
    threads: tuple[Thread, ...]


def today_there(session: Session) -> date:
    """The day by the community's clocks: notices end with it."""
    return session.now().astimezone(zone(session.community.zone)).date()


def is_in(session: Session, handle: str) -> bool:
    """Whether somebody is a member now; notices of a suspended account wait."""
    stored = session.store.collection(Account).first(handle=handle)
    return stored is not None and stored.value.state == "member"


def open_notices(session: Session) -> list[Stored[Notice]]:
    """What is up, of whatever kind, the newest first. Raises: NotAllowed.

    Looked up by its last day: what ended long ago costs nothing.
    """
    session.must("board.see")
    notices, today = session.store.collection(Notice), today_there(session)
    known: dict[str, bool] = {}
    found = []
    for days in range((FARTHEST + RUNS).days + 1):
        for stored in notices.find(until=(today + timedelta(days=days)).isoformat()):
            author = stored.value.author
            if author not in known:
                known[author] = is_in(session, author)
            if known[author] and not stored.value.closed:
                found.append(stored)
    return sorted(found, key=lambda one: (one.value.written, one.id), reverse=True)


def board(session: Session, kind: Kind | None = None, typed: str = "") -> list[Row]:
    """What is up, by kind and by words that are in it. Raises: NotAllowed."""
    found = [one for one in open_notices(session) if kind is None or one.value.kind == kind]
    rows = _rows(session, [(one.id, one.value) for one in found])
    return [row for row in rows if has_text(row, typed)]


def has_text(row: Row, typed: str) -> bool:
    """Whether each word that was typed is in a notice; nothing typed fits all."""
    notice = row.notice
    if notice is None:
        return not typed.strip()
    return not typed.strip() or has_words(typed, notice.title, notice.text, notice.where, notice.author)


def mine(session: Session) -> list[Row]:
    """The own notices that are up, and those about which this person wrote, the newest first. Raises: NotAllowed."""
    session.must("board.see")
    today = today_there(session)
    notices = session.store.collection(Notice)
    found: dict[int, Notice | None] = {
        one.id: one.value
        for one in notices.find(author=session.handle)
        if state_of(one.value, today) == "open"
    }
    asked = {one.value.notice for one in session.store.collection(Letter).find(asker=session.handle)}
    for number in asked - found.keys():
        stored = notice_or_none(session, number)
        if stored is None or still_kept(stored.value, today):
            found[number] = stored.value if stored else None
    return _rows(session, sorted(found.items(), reverse=True))


def ended(session: Session) -> list[Row]:
    """The own notices that ended or were closed in the last weeks; they can be renewed. Raises: NotAllowed."""
    session.must("board.see")
    today = today_there(session)
    found = [
        (one.id, one.value)
        for one in session.store.collection(Notice).find(author=session.handle)
        if state_of(one.value, today) != "open" and still_kept(one.value, today)
    ]
    return _rows(session, sorted(found, reverse=True, key=lambda pair: pair[0]))


def _rows(session: Session, found: Iterable[tuple[int, Notice | None]]) -> list[Row]:
    waiting = unread(session)
    return [Row(number, notice, len(waiting.get(number, ()))) for number, notice in found]


def unread(session: Session) -> dict[int, list[Letter]]:
    """By notice, the letters to this person that they have not read."""
    if session.account is None:
        return {}
    seen = {
        one.value.notice: one.value for one in session.store.collection(Seen).find(account=session.handle)
    }
    found: dict[int, list[Letter]] = {}
    for letter in session.store.collection(Letter).find(to=session.handle):
        last = seen.get(letter.value.notice)
        if last is None or letter.id > last.letter:
            found.setdefault(letter.value.notice, []).append(letter.value)
    return found


def opened(session: Session, number: int) -> Opened:
    """One notice, and of what was written about it what this person may read. Raises: NotAllowed, NotFound.

    Everybody opens what is up. What ended is for its author and those who wrote to them; what a Partner took down,
    for Partners too.
    """
    session.must("board.see")
    letters = [(one.id, one.value) for one in session.store.collection(Letter).find(notice=number)]
    own = [thread for thread in threads(letters) if session.may("board.letters", thread).allowed]
    stored = notice_or_none(session, number)
    if stored is None:
        if not own:
            raise NotFound(_("There is no notice {number}, or it was taken away.", number=number))
        return Opened(number, None, tuple(own))
    notice = stored.value
    up = state_of(notice, today_there(session)) == "open" and is_in(session, notice.author)
    tends = taken_down_by_another(notice) and is_partner(session)
    if not (up or own or tends or notice.author == session.handle):
        raise NotFound(_("That notice has ended."))
    return Opened(number, notice, tuple(own))


def notice_of(session: Session, number: int) -> Stored[Notice]:
    """A notice that this person may open. Raises: NotAllowed, NotFound."""
    opened(session, number)
    stored = notice_or_none(session, number)
    if stored is None:
        raise NotFound(_("Whoever wrote this has left, and it went with them."))
    return stored


def notice_or_none(session: Session, number: int) -> Stored[Notice] | None:
    """A notice by its number, whoever asks."""
    try:
        return session.store.collection(Notice).get(number)
    except NotFound:
        return None
