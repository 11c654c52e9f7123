"""Replies: between whoever wrote a notice and one who asks, read by nobody else."""

from __future__ import annotations

from typing import Any

from folkmoot.api import BadData, NotFound, Session, filled
from folkmoot_core.board.model import Letter, LetterForm, Notice, Seen
from folkmoot_core.board.reading import Opened, is_in, notice_of, notice_or_none, opened, today_there
from folkmoot_core.board.rules import Thread, fits, state_of, taken_down_by_another
from folkmoot_core.words import _


def in_thread(session: Session, subject: Any = None) -> bool:
    """Whether a person is one of the two who write to each other."""
    if session.account is None or not isinstance(subject, Thread):
        return False
    return session.handle in (subject.author, subject.asker)


def reply(session: Session, number: int, text: str, to: str = "") -> Letter:
    """Write to whoever put up a notice; its author answers whoever wrote (`to`, needed where several did).

    Raises: NotAllowed, NotFound, BadData.
    """
    found = opened(session, number)
    notice = notice_of(session, number).value
    session.must("board.reply", notice)
    words = filled(LetterForm, {"text": text}, _).text
    asker = _asker(session, found, notice, to)
    up = state_of(notice, today_there(session)) == "open"
    if notice.author != session.handle and not found.threads and not up:
        raise BadData(_("That notice has ended."))
    receiver = asker if notice.author == session.handle else notice.author
    if not is_in(session, receiver):
        raise BadData(_("They are no longer here, so no word reaches them."))
    letter = Letter(
        notice=number,
        author=notice.author,
        asker=asker,
        by=session.handle,
        to=receiver,
        text=words,
        at=session.now(),
    )
    with session.store.transaction(by=session.handle, why=_("replied on the board")) as tx:
        return tx.add(letter).value


def _asker(session: Session, found: Opened, notice: Notice, to: str) -> str:
    """Who of the two is the one who asks. Raises: BadData."""
    if notice.author != session.handle:
        if to not in ("", notice.author):
            raise BadData(_("A reply goes to whoever wrote the notice, and to nobody else."))
        return session.handle
    askers = [thread.asker for thread in found.threads]
    if not askers:
        raise BadData(_("Nobody has replied yet."))
    if to and to not in askers:
        raise BadData(_("“{handle}” has not replied to this.", handle=to))
    if not to and len(askers) > 1:
        raise BadData(_("Say to whom you answer: {handles}.", handles=", ".join(askers)))
    return to or askers[0]


def look(session: Session, number: int) -> bool:
    """Remember that a person has read what a notice holds for them. Writes nothing where nothing was new.

    Returns whether something was. Raises: NotAllowed.
    """
    session.must("board.see")
    letters = session.store.collection(Letter).find(notice=number, to=session.handle)
    last = max((one.id for one in letters), default=0)
    before = session.store.collection(Seen).first(account=session.handle, notice=number)
    known = before.value if before else None
    if last <= (known.letter if known else 0) and not _tells(session, number, known):
        return False
    seen = Seen(account=session.handle, notice=number, letter=last, at=session.now())
    with session.store.transaction(by=session.handle, why=_("read on the board")) as tx:
        now = tx.collection(Seen).first(account=session.handle, notice=number)
        if now is None:
            tx.add(seen)
        else:
            tx.replace(now, seen)
    return True


def _tells(session: Session, number: int, seen: Seen | None) -> bool:
    """Whether Today tells of a notice beside its letters: it was taken down, or it fits a request."""
    stored = notice_or_none(session, number)
    if stored is None:
        return False
    if told_of_taking_down(session, stored.value, seen):
        return True
    return seen is None and any(fits(stored.value, one) for one in open_requests(session))


def told_of_taking_down(session: Session, notice: Notice, seen: Seen | None) -> bool:
    """Whether a person is still to be told that a Partner took their notice down."""
    if notice.author != session.handle or not taken_down_by_another(notice) or notice.closed_at is None:
        return False
    return seen is None or seen.at < notice.closed_at


def open_requests(session: Session) -> list[Notice]:
    """The own requests that are up."""
    today = today_there(session)
    found = session.store.collection(Notice).find(author=session.handle, kind="request")
    return [one.value for one in found if state_of(one.value, today) == "open"]


def person_written_to(session: Session, found: Opened, to: str = "") -> str:
    """Whom a reply would reach. Raises: BadData, NotFound where the notice is gone."""
    if found.notice is None:
        raise NotFound(_("Whoever wrote this has left, so no word reaches them."))
    asker = _asker(session, found, found.notice, to)
    return asker if found.notice.author == session.handle else found.notice.author
