"""Circles on Today and on people's cards: terms that end, links that are broken, who holds what."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import timedelta

from folkmoot.api import Account, Panel, Session, TodayItem, dates
from folkmoot_sociocracy.circles.actions import all_circles, circles_with, ground_of_roles, today
from folkmoot_sociocracy.circles.model import Holder, Membership
from folkmoot_sociocracy.circles.rules import Fault, holds, link_faults
from folkmoot_sociocracy.circles.wording import fault_words, role_of_circle, term_words
from folkmoot_sociocracy.words import _, ngettext

NEAR = timedelta(days=30)


def today_items(session: Session) -> Iterable[TodayItem]:
    """The terms of one's own that end soon, and one line about links of one's circles that are broken."""
    if session.account is None:
        return
    mine = circles_with(session, session.handle)
    yield from _own_terms(session)
    if not mine:
        return
    broken = [one for one in link_faults(ground_of_roles(session, mine)) if one.circle in mine]
    if broken:
        yield _broken(session, broken)


def _own_terms(session: Session) -> Iterable[TodayItem]:
    circles, on = all_circles(session.store), today(session)
    for stored in session.store.collection(Holder).find(account=session.handle):
        held = stored.value
        if held.circle in circles and holds(held, on) and held.until - on <= NEAR:
            said = _(
                "Your term as {role} ends on {day}. The circle chooses anew; you may be chosen again.",
                role=role_of_circle(session, circles[held.circle].name, held.role),
                day=dates.day(held.until),
            )
            yield TodayItem(said, opens=f"circle/{held.circle}", urgency="soon")


def _broken(session: Session, broken: list[Fault]) -> TodayItem:
    said = fault_words(session, broken[0])
    if len(broken) > 1:
        said += " " + ngettext("({count} more to mend)", "({count} more to mend)", len(broken) - 1)
    return TodayItem(said, opens=f"circle/{broken[0].circle}")


def person_panels(session: Session, account: Account) -> Iterable[Panel]:
    """The circles somebody is in, and what they hold there until when."""
    if not session.may("circles.see").allowed:
        return
    circles, on = all_circles(session.store), today(session)
    lines: dict[int, list[str]] = {
        one.value.circle: []
        for one in session.store.collection(Membership).find(account=account.handle)
        if one.value.circle in circles
    }
    for one in session.store.collection(Holder).find(account=account.handle):
        held = one.value
        if held.circle in circles and holds(held, on):
            role = role_of_circle(session, circles[held.circle].name, held.role)
            lines.setdefault(held.circle, []).append(_("{role}, {term}", role=role, term=term_words(held)))
    found = [line for number, said in lines.items() for line in (said or [circles[number].name])]
    if found:
        yield Panel(_("Circles"), tuple(found))
