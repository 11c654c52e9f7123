"""The gatherings' chapter of the demo community: three years of them, and the next one prepared."""

from __future__ import annotations

from datetime import timedelta

from msgspec.structs import replace as evolve

from folkmoot.api import Account, Occurrence, Session, Transaction
from folkmoot_core.answers.actions import tally_of
from folkmoot_core.answers.model import Answer
from folkmoot_core.gatherings.actions import KIND, next_gathering
from folkmoot_core.gatherings.model import Came, Gathering
from folkmoot_core.people.model import Member
from folkmoot_core.rhythm.calendar import occurrences
from folkmoot_core.words import _

YEARS = timedelta(days=3 * 365)
STAYED_AWAY = 5  # the number of somebody who was there in the first years, and not since
LATELY = timedelta(days=400)
ROOM = 7  # so few that somebody waits


def tell(session: Session) -> None:
    """Mark who came to what is past; give the next gathering a theme, a place, a host, and room for a few."""
    now = session.now()
    people = {one.value.account: one for one in session.store.collection(Member).all()}
    accounts = [one.value.handle for one in session.store.collection(Account).all()]
    themes = _themes()
    past = [one for one in occurrences(session.store, now - YEARS, now) if one.kind == KIND and one.end < now]
    with session.store.transaction(by=session.handle, why=_("marked who came")) as tx:
        for turn, occurrence in enumerate(past):
            theme, place = themes[turn % len(themes)]
            tx.add(Gathering(occurrence=occurrence.key, theme=theme, place=place))
            for number, handle in enumerate(accounts):
                member = people.get(handle)
                if member and _was_there(turn, number, member.value, occurrence, session):
                    _came(tx, handle, occurrence, session.handle)
        for handle, stored in people.items():
            came = tx.collection(Came).first(account=handle)
            if came is not None and stored.value.standing == "friend" and not stored.value.occasion:
                tx.replace(
                    stored, evolve(stored.value, occasion=came.value.gathering, since=came.value.start)
                )
    ahead = next_gathering(session)
    if ahead is not None:
        _prepared(session, ahead)


def _was_there(turn: int, number: int, member: Member, occurrence: Occurrence, session: Session) -> bool:
    if member.standing == "guest" or member.since > occurrence.start + timedelta(days=1):
        return False
    if number == STAYED_AWAY:
        return occurrence.start < session.now() - LATELY
    return (turn + number) % 4 != 0


def _came(tx: Transaction, handle: str, occurrence: Occurrence, by: str) -> None:
    tx.add(
        Came(
            account=handle,
            gathering=occurrence.key,
            start=occurrence.start,
            by=by,
            at=occurrence.end,
        )
    )


def _prepared(session: Session, ahead: Occurrence) -> None:
    """The next gathering: whoever founded hosts it, so that what hosts see is seen."""
    yes = len(tally_of(session.store, ahead.key).yes)
    with session.store.transaction(by=session.handle, why=_("prepared a gathering")) as tx:
        tx.add(
            Gathering(
                occurrence=ahead.key,
                theme=_("Seeds, bread and the year's accounts"),
                place=_("the mill behind the church, blue door"),
                capacity=min(ROOM, yes) or ROOM,
                about=_("Bring a cup, seeds to swap and something warm. The dog is kind."),
            )
        )
        mine = tx.collection(Answer).first(occurrence=ahead.key, account=session.handle)
        answer = Answer(
            account=session.handle,
            occurrence=ahead.key,
            says="yes",
            start=ahead.start,
            at=session.now() - timedelta(days=20),
            hosts=True,
        )
        if mine is None:
            tx.add(answer)
        else:
            tx.replace(mine, answer)


def _themes() -> tuple[tuple[str, str], ...]:
    return (
        (_("Water"), _("the spring above the village")),
        (_("Who holds what"), _("the school hall")),
        (_("Harvest"), _("the mill behind the church, blue door")),
        (_("Money between friends"), _("Graça's barn")),
    )
