"""Selection's chapter of the demo community: nominations under way, under a real seal."""

from __future__ import annotations

from folkmoot.api import Account, Session
from folkmoot_sociocracy.circles.actions import all_circles, members_of
from folkmoot_sociocracy.rounds.turns import next_up
from folkmoot_sociocracy.selection import actions
from folkmoot_sociocracy.selection.model import SelectionForm
from folkmoot_sociocracy.selection.nominating import begin_nominations, nominate
from folkmoot_sociocracy.selection.reading import selection_of
from folkmoot_sociocracy.words import _

STILL_TO_WRITE = ("sefa",)  # besides whoever looks at the demo


def tell(session: Session) -> None:
    """A circle chooses who facilitates it next: the role has consent, and some nominations are in."""
    for number, circle in all_circles(session.store).items():
        if circle.name == _("Hearth") and session.handle in members_of(session, number):
            _choose(session, number)
            return


def _choose(session: Session, circle: int) -> None:
    form = SelectionForm(
        role="facilitator",
        does=_("Prepares meetings with the secretary, leads through rounds, sees that all are heard"),
        months=12,
        qualifications=_("listens, keeps the time, likes rounds"),
    )
    stored = actions.open_selection(session, circle, form)
    while (handle := next_up(selection_of(session, stored.id).value.rounds[-1])) != "":
        actions.give_voice(_as(session, handle), stored.id, "consent")
    selection = selection_of(session, stored.id).value
    begin_nominations(_as(session, selection.facilitator), stored.id)
    names = [one for one in selection.voters if one != session.handle and one not in STILL_TO_WRITE]
    for place, handle in enumerate(names):
        nominate(_as(session, handle), stored.id, names[(place * 2 + 1) % len(names)], _why(place))


def _why(place: int) -> str:
    return (
        _("she noticed when I had not spoken yet"),
        _("he laughs, and we still end on time"),
        _("she asks what we need before she says what she thinks"),
    )[place % 3]


def _as(session: Session, handle: str) -> Session:
    """The session of somebody in the story."""
    return session.of(session.store.collection(Account).find(handle=handle)[0].value)
