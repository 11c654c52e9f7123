"""What is done with notices: written, changed, renewed, closed with thanks, taken down."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any

from msgspec.structs import replace as evolve

from folkmoot.api import (
    BadData,
    ChangedMeanwhile,
    NotFitting,
    NotFound,
    Session,
    Stored,
    Transaction,
    clean,
    dates,
    settings,
)
from folkmoot_core.board.model import KINDS, BoardSettings, Kind, Letter, Notice, NoticeForm, Seen
from folkmoot_core.board.reading import is_in, notice_of, today_there
from folkmoot_core.board.rules import (
    FARTHEST,
    KEPT,
    again,
    may_end_on,
    renewed,
    state_of,
    still_kept,
    taken_down_by_another,
)
from folkmoot_core.people.actions import is_partner, standing
from folkmoot_core.words import _


def may_post(session: Session, _subject: Any = None) -> bool:
    """Whether somebody may write notices: Friends and Partners."""
    return session.account is not None and standing(session, session.handle) != "guest"


def own_notice(session: Session, subject: Any = None) -> bool:
    """Whether it is about an own notice."""
    return session.account is not None and (
        subject is None or getattr(subject, "author", None) == session.handle
    )


def own_or_partner(session: Session, subject: Any = None) -> bool:
    """Whether it is about an own notice, or a Partner asks."""
    return own_notice(session, subject) or is_partner(session)


def may_renew(session: Session, subject: Any = None) -> bool:
    """Whether somebody may put a notice up again: its author, or a Partner what a Partner took down."""
    if isinstance(subject, Notice) and taken_down_by_another(subject):
        return is_partner(session)
    return own_notice(session, subject)


def runs_until(session: Session) -> str:
    """The last day of a notice that is written today, if nothing else is said."""
    days = settings(session, BoardSettings).notice_days
    return (today_there(session) + timedelta(days=days)).isoformat()


def post(session: Session, kind: Kind, form: NoticeForm) -> Stored[Notice]:
    """Put up a notice. Raises: NotAllowed, BadData."""
    session.must("board.post", kind)
    if kind not in KINDS:
        raise BadData(_("A notice is an offer, a request or an opportunity."))
    _check_until(session, form.until)
    notice = Notice(
        author=session.handle,
        kind=kind,
        title=form.title,
        text=form.text,
        where=form.where,
        until=form.until,
        written=session.now(),
    )
    with session.store.transaction(by=session.handle, why=_("wrote on the board")) as tx:
        _let_go(session, tx)
        return tx.add(notice)


def edit(session: Session, number: int, form: NoticeForm, seen: Notice | None = None) -> Notice:
    """Change an own notice that nobody closed. `seen` is the notice as the person saw it.

    Raises: NotAllowed, NotFound, BadData, ChangedMeanwhile, Conflict.
    """
    stored = notice_of(session, number)
    session.must("board.change", stored.value)
    before = stored.value
    changed = evolve(before, title=form.title, text=form.text, where=form.where, until=form.until)
    if before.closed:
        raise BadData(_("This was closed, so it can't be changed. + puts it up again."))
    if seen is not None and before != seen and changed != before:
        raise ChangedMeanwhile(_meanwhile(before), before)
    if changed == before:
        return before
    if form.until != before.until:
        _check_until(session, form.until)
    with session.store.transaction(by=session.handle, why=_("changed a notice")) as tx:
        return tx.replace(stored, changed).value


def _meanwhile(now: Notice) -> str:
    return _(
        "Changed in another window meanwhile. There it is: “{title}”, {where}, until {until}: {text} – What you "
        "typed is kept here; save again to put it in its place.",
        title=now.title,
        where=now.where or "-",
        until=now.until,
        text=clean(now.text, limit=240) or "-",
    )


def renew(session: Session, number: int) -> Stored[Notice]:
    """Put a notice up for two weeks from today. One closed with thanks is put up as a new one, which is returned.

    Raises: NotAllowed, NotFound, BadData, Conflict.
    """
    stored = notice_of(session, number)
    notice, today = stored.value, today_there(session)
    session.must("board.renew", notice)
    with session.store.transaction(by=session.handle, why=_("renewed a notice")) as tx:
        if state_of(notice, today) == "thanked":
            return tx.add(again(notice, session.now(), today))
        fresh = renewed(notice, today)
        if fresh == notice:
            raise BadData(
                _("It is up until {day} already.", day=dates.day_of_year(date.fromisoformat(notice.until)))
            )
        return tx.replace(stored, fresh)


def thank(session: Session, number: int, to: str = "", word: str = "") -> Notice:
    """Close an own notice with thanks, which everybody reads: to somebody, or to nobody in particular.

    Raises: NotAllowed, NotFound, BadData, Conflict.
    """
    stored = notice_of(session, number)
    session.must("board.change", stored.value)
    _refuse_closed(stored.value)
    if to and not is_in(session, to):
        raise NotFound(_("Nobody here has the handle “{handle}”.", handle=to))
    if to == session.handle:
        raise BadData(_("Thanks go to others. Say to whom, or to nobody in particular."))
    closed = evolve(_closed(session, stored.value), closed="thanks", thanked=to, word=word)
    with session.store.transaction(by=session.handle, why=_("closed with thanks")) as tx:
        _let_go(session, tx)
        return tx.replace(stored, closed).value


def take_down(session: Session, number: int, why: str = "") -> Notice:
    """Take a notice down; a Partner who takes down somebody else's says why.

    Raises: NotAllowed, NotFound, BadData, Conflict.
    """
    stored = notice_of(session, number)
    session.must("board.down", stored.value)
    _refuse_closed(stored.value)
    if stored.value.author != session.handle and not why.strip():
        raise BadData(_("Say why you take it down: whoever wrote it reads that."))
    closed = evolve(_closed(session, stored.value), closed="down", word=why)
    with session.store.transaction(by=session.handle, why=_("took a notice down")) as tx:
        _let_go(session, tx)
        return tx.replace(stored, closed).value


def _closed(session: Session, notice: Notice) -> Notice:
    now = session.now()
    return evolve(notice, closed_at=now, closed_day=now.date().isoformat(), closed_by=session.handle)


def _refuse_closed(notice: Notice) -> None:
    if notice.closed:
        raise BadData(_("This was closed before, so nothing was changed."))


def _check_until(session: Session, day: str) -> None:
    today = today_there(session)
    if not may_end_on(day, today):
        last = (today + FARTHEST).isoformat()
        raise NotFitting(
            "until",
            _(
                "“{day}” can't be its last day: say one from {today} to {last}; it can be renewed.",
                day=day,
                today=today.isoformat(),
                last=last,
            ),
        )


def _let_go(session: Session, tx: Transaction) -> None:
    """Let go of what this person wrote here and can't be renewed any more, and of the letters about it."""
    today = today_there(session)
    for notice in tx.collection(Notice).find(author=session.handle):
        if not still_kept(notice.value, today):
            for letter in tx.collection(Letter).find(notice=notice.id):
                tx.remove(letter)
            for seen in tx.collection(Seen).find(notice=notice.id):
                tx.remove(seen)
            tx.remove(notice)
    earliest = session.now() - KEPT - timedelta(days=1)
    for letter in tx.collection(Letter).find(by=session.handle):
        if letter.value.at < earliest and not tx.collection(Notice).find(author=letter.value.author):
            tx.remove(letter)  # whoever wrote the notice has left
