"""What the care round says elsewhere: few, calm lines on Today, and on a person's card."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Literal

from folkmoot.api import Account, Panel, Session, TodayItem
from folkmoot_tmaps.care.actions import (
    buddies_of,
    care_round,
    forget_what_is_over,
    own_statements,
    said_by,
    today_of,
)
from folkmoot_tmaps.care.buddies import all_between
from folkmoot_tmaps.care.rules import ANSWERED_BY, shuffled
from folkmoot_tmaps.care.wording import one_line, says_words, told_sentence, until_words, wish_sentence
from folkmoot_tmaps.words import _

QUICK = 3_000  # people: up to there all files are written anew in a moment; beyond, the page does it beside the screen
MOST = 5  # wishes on Today; all of them stand on the page
Urgency = Literal["soon", "calm"]


def today_items(session: Session) -> Iterable[TodayItem]:
    """Questions and answers of buddies; wishes that one offered to answer; that one's own word ends today."""
    if not session.may("care.see").allowed:
        return
    if session.store.collection(Account).count() <= QUICK:
        forget_what_is_over(session)
    yield from _buddies(session)
    yield from _wishes(session)
    yield from _ending(session)


def _buddies(session: Session) -> Iterable[TodayItem]:
    for one in all_between(session):
        if one.standing in ("asks", "not_now", "over"):
            how = " (folkmoot care buddies)" if session.plain else ""
            urgency: Urgency = "soon" if one.standing == "asks" else "calm"
            yield TodayItem(
                told_sentence(session, one) + how, opens=f"care/buddy/{one.other}", urgency=urgency
            )


def _wishes(session: Session) -> Iterable[TodayItem]:
    """Wishes of one's buddies, and those that one offered to answer, for whoever offered and nobody else.

    Where there are many, each reader finds a few others: all who wish for something are found by somebody.
    """
    said = care_round(session)
    offered = {one.says for one in said if one.account == session.handle}
    mine = buddies_of(session, session.handle)
    others = [one for one in said if one.account != session.handle and one.says in ANSWERED_BY]
    of_buddies = [one for one in others if one.account in mine]
    answered = [one for one in others if one not in of_buddies and ANSWERED_BY[one.says] in offered]
    for one in (*of_buddies, *shuffled(answered, session.handle))[:MOST]:
        yield TodayItem(wish_sentence(session, one), opens=f"care/{one.account}", company=True)


def _ending(session: Session) -> Iterable[TodayItem]:
    today = today_of(session)
    ending = [one for one in own_statements(session) if one.until == today]
    if ending:
        said = says_words(ending[0].says)
        more = len(ending) > 1
        text = (
            _("What you say in the care round ends today; it can be said again.")
            if more
            else _("“{words}” ends today; it can be said again.", words=said)
        )
        yield TodayItem(text, opens="care")


def person_panels(session: Session, account: Account) -> Iterable[Panel]:
    """What somebody says in the care round, for members."""
    if not session.may("care.see").allowed:
        return
    said = said_by(session, account.handle)
    lines = [
        f"{says_words(one.says)}, {until_words(session, one)}" + (f": {one_line(one.how)}" if one.how else "")
        for one in said
    ]
    if lines:
        yield Panel(_("Care round"), tuple(lines))
