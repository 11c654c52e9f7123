"""Notices, replies and places in words."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

from folkmoot.api import Account, Session, Stored, dates
from folkmoot_core.board.model import PLACE_KIND_WORDS, Kind, Notice, VirtualPlace
from folkmoot_core.board.reading import Row, today_there
from folkmoot_core.board.rules import SOON, Thread, days_left, ended_on, state_of, taken_down_by_another
from folkmoot_core.people.cards import card_of
from folkmoot_core.words import _, ngettext


def name_of(session: Session, handle: str) -> str:
    """What somebody is called; whoever left has no name here any more."""
    stored = session.store.collection(Account).first(handle=handle)
    return stored.value.name if stored else _("somebody who left")


def reach_of(session: Session, handle: str) -> str:
    """How somebody says on their card that they are reached."""
    stored = card_of(session, handle)
    return stored.value.reach if stored else ""


def kind_word(kind: Kind) -> str:
    """`offer`."""
    return {"offer": _("offer"), "request": _("request"), "opportunity": _("opportunity")}[kind]


def kinds_word(kind: Kind) -> str:
    """`offers`."""
    return {"offer": _("offers"), "request": _("requests"), "opportunity": _("opportunities")}[kind]


def title_of(row: Row) -> str:
    """A notice's title, or that it went with whoever wrote it."""
    return row.notice.title if row.notice else _("(a notice of somebody who left)")


def end_words(session: Session, notice: Notice) -> str:
    """`until Sun, 6 Dec`; near its end, that it ends; of a closed one, how it was closed."""
    today = today_there(session)
    state, left = state_of(notice, today), days_left(notice, today)
    last = dates.day(date.fromisoformat(notice.until))
    if state == "open":
        if left == 0:
            return _("ends today")
        if left == 1:
            return _("ends tomorrow")
        return _("ends {day}", day=last) if left <= SOON.days else _("until {day}", day=last)
    ended = ended_on(notice, today)
    day = dates.day(ended) if ended else last
    if state == "thanked":
        return _("thanked {day}", day=day)
    return _("ended {day}", day=day) if state == "ended" else _("down {day}", day=day)


def note_words(session: Session, row: Row) -> str:
    """What stands at the end of a notice's line: what is unread comes first."""
    if row.unread:
        return ngettext("{count} new reply", "{count} new replies", row.unread)
    return end_words(session, row.notice) if row.notice else ""


def closed_words(session: Session, notice: Notice) -> str:
    """How a notice was closed, as a sentence; nothing while it was not."""
    if not notice.closed:
        return ""
    if notice.closed == "thanks":
        return thanks_sentence(session, notice)
    if not taken_down_by_another(notice):
        return _("You took it down.") if notice.author == session.handle else _("It was taken down.")
    who = name_of(session, notice.closed_by)
    return _("{who} took it down: {why}", who=who, why=notice.word)


def down_says(notice: Notice) -> str:
    """What is said to whoever took a notice down."""
    if taken_down_by_another(notice):
        return _("Taken down. Whoever wrote it reads why.")
    return _("Taken down. For two months it can be put up again from “ended”.")


def up_says(stored: Stored[Notice]) -> str:
    """What is said to whoever renewed a notice."""
    day = dates.day_of_year(date.fromisoformat(stored.value.until))
    return _("Notice {number} is up until {day}.", number=stored.id, day=day)


def thanks_sentence(session: Session, notice: Notice) -> str:
    """`Bo thanks Ana for “ladder”: it held.`"""
    who, title = name_of(session, notice.author), notice.title
    if notice.thanked:
        said = _(
            "{who} thanks {whom} for “{title}”", who=who, whom=name_of(session, notice.thanked), title=title
        )
    else:
        said = _("{who} says thanks for “{title}”", who=who, title=title)
    return f"{said}: {notice.word}" if notice.word else f"{said}."


def new_sentence(session: Session, notice: Notice) -> str:
    """That there is a new notice."""
    who, title = name_of(session, notice.author), notice.title
    return {
        "offer": _("{who} offers “{title}”.", who=who, title=title),
        "request": _("{who} asks for “{title}”.", who=who, title=title),
        "opportunity": _("{who} tells of an opportunity: “{title}”.", who=who, title=title),
    }[notice.kind]


def replied_sentence(session: Session, notice: Notice, handles: Sequence[str]) -> str:
    """That there are replies to read: to the reader's own notice, or an answer to what they asked."""
    title, count = notice.title, len(handles)
    who = dates.listed([name_of(session, handle) for handle in handles])
    if notice.author != session.handle:
        return _("{who} answered you about “{title}”.", who=who, title=title)
    if notice.kind == "offer":
        return ngettext(
            "{who} replied to your offer “{title}”.",
            "{who} replied to your offer “{title}”.",
            count,
            who=who,
            title=title,
        )
    if notice.kind == "request":
        return ngettext(
            "{who} replied to your request “{title}”.",
            "{who} replied to your request “{title}”.",
            count,
            who=who,
            title=title,
        )
    return ngettext(
        "{who} replied to your opportunity “{title}”.",
        "{who} replied to your opportunity “{title}”.",
        count,
        who=who,
        title=title,
    )


def between_words(session: Session, thread: Thread) -> str:
    """Who writes to each other, and that nobody else reads it."""
    other = name_of(session, thread.other(session.handle))
    return _("You and {other} (only the two of you read this)", other=other)


def usual_norm(place: VirtualPlace) -> str:
    """What is expected at a place: as Partners put it, else as is usual for its kind."""
    if place.norm:
        return place.norm
    return {
        "chat": _("nobody is expected to keep up"),
        "discussion": _("for what lasts longer, and for decisions; look in when you can"),
        "newsletter": _("the only one that everyone is expected to read"),
        "other": _("come as you like"),
    }[place.kind]


def place_kind_word(place: VirtualPlace) -> str:
    """`chat`."""
    return _(PLACE_KIND_WORDS[place.kind])


def keeper_words(session: Session, place: VirtualPlace) -> str:
    """Who looks after a place."""
    if not place.keeper:
        return _("nobody looks after it yet")
    return _("{name} looks after it", name=name_of(session, place.keeper))
