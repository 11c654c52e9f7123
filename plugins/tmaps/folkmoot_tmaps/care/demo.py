"""The care round's chapter of the demo community: six lines, a pair of buddies, one who asks, a team of three."""

from __future__ import annotations

from datetime import UTC, timedelta

from folkmoot.api import Account, Session, zone
from folkmoot_tmaps.care.model import Buddy, Listener, Says, Statement
from folkmoot_tmaps.care.rules import end_of
from folkmoot_tmaps.words import _


def tell(session: Session) -> None:
    """Each says it for themselves, until a day; whoever looks has said one thing, and has a buddy."""
    here = {one.value.handle: one.value for one in session.store.collection(Account).all()}
    me, day = session.handle, session.now().astimezone(UTC).date()
    said: tuple[tuple[str, Says, int, str], ...] = (
        (me, "can_reach", 12, _("a walk along the river, or on the phone after eight")),
        ("carlota", "reach", 4, _("by text, please; I answer slowly and I am glad of it")),
        ("tomas", "can_reach", 9, _("I come by with bread on Thursdays")),
        ("nuno", "company", 3, _("flu; soup at the door is enough")),
        ("graca", "keeps_company", 13, _("I can sit with my knitting and say little")),
        ("rui", "cannot", 6, _("my mother is in hospital")),
    )
    team = (
        Listener(account="beatriz", how=_("call at the mill, the bell works at any hour")),
        Listener(account="duarte", how="", starts="18:00", ends="23:00"),
        Listener(account="leonor", how=_("write first, then I call you"), starts="07:00", ends="13:00"),
    )
    sides = (
        Buddy(account=me, other="teresa", word="yes", day=day),
        Buddy(account="teresa", other=me, word="yes", day=day),
        Buddy(
            account="kenji",
            other=me,
            word="yes",
            words=_("We both know what December is like. A message on Sundays?"),
            day=day,
        ),
    )
    with session.store.transaction(by=me, why=_("care round"), by_day=True) as tx:
        for handle, says, days, how in said:
            if handle in here:
                there = zone(here[handle].zone or session.community.zone)
                until = session.now().astimezone(there).date() + timedelta(days=days)
                tx.add(Statement(account=handle, says=says, how=how, until=until, ends=end_of(until, there)))
        for listener in team:
            if listener.account in here:
                tx.add(listener)
        for side in sides:
            if {side.account, side.other} <= set(here):
                tx.add(side)
