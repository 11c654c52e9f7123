"""What the board says elsewhere: on Today, in what happened lately, on a person's card, to a newcomer."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date, datetime, timedelta
from itertools import islice

from folkmoot.api import Account, DigestItem, Panel, Session, Step, TodayItem, dates
from folkmoot_core.board.letters import open_requests, told_of_taking_down
from folkmoot_core.board.model import Letter, Notice, Seen, VirtualPlace
from folkmoot_core.board.reading import board, is_in, notice_or_none, open_notices, today_there, unread
from folkmoot_core.board.rules import days_left, ends_soon, fits, state_of
from folkmoot_core.board.wording import (
    closed_words,
    kind_word,
    new_sentence,
    replied_sentence,
    thanks_sentence,
)
from folkmoot_core.words import _, ngettext

SHOWN = 3  # of somebody's notices on their card; of each kind of line on Today
NAMED = 3  # who replied, on one line
LONGEST = timedelta(days=400)  # how far back is told at most


def today_items(session: Session) -> Iterable[TodayItem]:
    """Replies to read, what was taken down, what ends, and one offer that fits a request."""
    if session.account is None:
        return
    yield from _replies(session)
    yield from islice(_own(session), SHOWN)
    yield from _fitting(session)


def _replies(session: Session) -> Iterable[TodayItem]:
    found = [(notice_or_none(session, number), letters) for number, letters in unread(session).items()]
    there = [(stored, letters) for stored, letters in found if stored is not None]
    for stored, letters in there[:SHOWN]:
        handles = list(dict.fromkeys(letter.by for letter in letters))[:NAMED]
        yield _line(session, replied_sentence(session, stored.value, handles), stored.id)
    if more := len(there[SHOWN:]):
        said = ngettext("And replies to {count} more notice.", "And replies to {count} more notices.", more)
        how = " " + _("(folkmoot board --mine)") if session.plain else ""
        yield TodayItem(said + how, opens="board/mine", urgency="soon")


def _own(session: Session) -> Iterable[TodayItem]:
    today = today_there(session)
    seen = session.store.collection(Seen)
    for stored in session.store.collection(Notice).find(author=session.handle):
        notice = stored.value
        if ends_soon(notice, today):
            yield _line(session, _ending(session, notice), stored.id, command="renew")
        elif notice.closed == "down":
            looked = seen.first(account=session.handle, notice=stored.id)
            if told_of_taking_down(session, notice, looked.value if looked else None):
                said = _("“{title}” is off the board.", title=notice.title)
                yield _line(session, f"{said} {closed_words(session, notice)}", stored.id)


def _ending(session: Session, notice: Notice) -> str:
    left = days_left(notice, today_there(session))
    day = dates.day(date.fromisoformat(notice.until))
    kind, title = kind_word(notice.kind), notice.title
    if left == 0:
        said = _("Your {kind} “{title}” ends today", kind=kind, title=title)
    elif left == 1:
        said = _("Your {kind} “{title}” ends tomorrow", kind=kind, title=title)
    else:
        said = _("Your {kind} “{title}” ends on {day}", kind=kind, title=title, day=day)
    if session.plain:
        return said + _(": renew it, or let it go.")
    return said + _(": renew it (enter, then +), or let it go.")


def _fitting(session: Session) -> Iterable[TodayItem]:
    """One offer, the newest, that fits an own request and was not looked at nor replied to."""
    requests = open_requests(session)
    if not requests:
        return
    seen = {one.value.notice for one in session.store.collection(Seen).find(account=session.handle)}
    asked = {one.value.notice for one in session.store.collection(Letter).find(asker=session.handle)}
    for stored in open_notices(session):
        if stored.id not in seen | asked and any(fits(stored.value, one) for one in requests):
            said = _("An offer fits a request of yours: {title}", title=stored.value.title)
            yield _line(session, said, stored.id, urgent=False)
            return


def _line(
    session: Session, said: str, number: int, *, urgent: bool = True, command: str = "show"
) -> TodayItem:
    if session.plain:
        said += f" (folkmoot board {command} {number})"
    return TodayItem(said, opens=f"board/{number}", urgency="soon" if urgent else "calm")


def told_since(session: Session, since: datetime) -> Iterable[DigestItem]:
    """New notices that are up, and thanks; nothing that is private."""
    if not session.may("board.see").allowed:
        return
    for stored in open_notices(session):
        notice = stored.value
        if notice.written >= since:
            yield DigestItem(
                notice.written, new_sentence(session, notice), f"board/{stored.id}", notice.author
            )
    now = session.now()
    day = max(since, now - LONGEST).date()
    while day <= now.date():
        for stored in session.store.collection(Notice).find(closed_day=day.isoformat()):
            at = stored.value.closed_at
            if stored.value.closed == "thanks" and at is not None and at >= since:
                yield DigestItem(at, thanks_sentence(session, stored.value), "board", stored.value.author)
        day += timedelta(days=1)


def person_panels(session: Session, account: Account) -> Iterable[Panel]:
    """What somebody has on the board."""
    if not session.may("board.see").allowed or not is_in(session, account.handle):
        return
    today = today_there(session)
    found = session.store.collection(Notice).find(author=account.handle)
    up = [one.value for one in found if state_of(one.value, today) == "open"]
    newest = sorted(up, key=lambda one: one.written, reverse=True)[:SHOWN]
    if newest:
        lines = (_("{kind}: {title}", kind=kind_word(one.kind), title=one.title) for one in newest)
        yield Panel(_("On the board"), tuple(lines))


def first_steps(session: Session) -> Iterable[Step]:
    """Look what is on the board, and at the places beside this one."""
    if session.account is None:
        return
    if board(session):
        yield Step(_("See what people offer and ask for."), "board", key="board")
    if session.store.collection(VirtualPlace).count():
        yield Step(_("See where we talk and write beside this place."), "board/places", key="places")
