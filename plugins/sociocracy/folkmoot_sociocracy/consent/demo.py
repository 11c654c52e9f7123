"""Consent's chapter of the demo community: proposals in most phases, in the circles of whoever looks and in others."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta
from typing import NamedTuple

from folkmoot.api import Account, Session
from folkmoot_sociocracy.circles.actions import all_circles, members_of, today
from folkmoot_sociocracy.consent import actions
from folkmoot_sociocracy.consent.model import ProposalForm, VersionForm
from folkmoot_sociocracy.consent.reading import open_proposals, proposal_of
from folkmoot_sociocracy.rounds.model import Says
from folkmoot_sociocracy.rounds.turns import missing, next_up
from folkmoot_sociocracy.words import _


class Told(NamedTuple):
    """A proposal of the story: where, by whom, what; how the first round begins."""

    circle: str
    by: str
    title: str
    need: str
    text: str
    begins: str = "questions"
    days: int = 0  # of a written round; 0: one by one


def tell(session: Session) -> None:
    """Each proposal goes as far as its part of the story; where circles differ from ours, it is left out."""
    for told, follows in (
        (_bread(), _written),
        (_lending(), _with_objection),
        (_evenings(), _in_turn),
        (_letter(), _decided),
        (_companions(), _somebody_away),
        (_seeds(), _reactions),
        (_wood(), _heard_out),
        (_benches(), _time_over),
        (_walls(), _withdrawn),
    ):
        circle = _circle_of(session, told)
        if circle is not None:
            form = _form(session, told)
            stored = actions.open_proposal(_as(session, told.by), circle, form)
            follows(session, stored.id)

    _asked(session)


def _asked(session: Session) -> None:
    """What other plugins ask of some people: all consent but whoever looks."""
    for stored in open_proposals(session):
        for handle in missing(stored.value.rounds[-1]) if stored.value.circle is None else ():
            if handle != session.handle:
                actions.give_voice(_as(session, handle), stored.id, "consent")


def _circle_of(session: Session, told: Told) -> int | None:
    for number, circle in all_circles(session.store).items():
        if circle.name == told.circle and told.by in members_of(session, number):
            return number
    return None


def _form(session: Session, told: Told) -> ProposalForm:
    day = today(session)
    return ProposalForm(
        title=told.title,
        need=told.need,
        text=told.text,
        until=day + timedelta(days=365),
        review=day + timedelta(days=180),
        begins=told.begins,  # type: ignore[arg-type]
        by=(day + timedelta(days=told.days)).isoformat() if told.days else "",
    )


def _as(session: Session, handle: str) -> Session:
    """The session of somebody in the story."""
    return session.of(session.store.collection(Account).find(handle=handle)[0].value)


def _written(session: Session, number: int) -> None:
    """A written round; all but whoever looks and one other were heard."""
    proposal = proposal_of(session, number).value
    waiting = (session.handle, "lucia")
    remarks = {"matilde": _("and the oven is warm for everybody's own bread after that")}
    for handle in proposal.rounds[-1].order:
        if handle not in waiting and handle != proposal.author:
            actions.give_voice(_as(session, handle), number, "consent", remarks.get(handle, ""))
    actions.give_voice(_as(session, proposal.author), number, "consent")


def _with_objection(session: Session, number: int) -> None:
    """Everyone was heard, and one objects: the proposal is about to become better."""
    while (handle := next_up(proposal_of(session, number).value.rounds[-1])) != "":
        if handle == "nuno":
            actions.give_voice(
                _as(session, handle),
                number,
                "objection",
                _("if nobody knows where the chainsaw is, nobody sharpens it, and somebody gets hurt"),
                _("tools, cared for"),
            )
        else:
            actions.give_voice(_as(session, handle), number, "consent")


def _in_turn(session: Session, number: int) -> None:
    """Questions, one by one: some were asked, one was answered."""
    questions = {"beatriz": _("Who cooks when it rains?")}
    asked: list[str] = []
    while (handle := next_up(proposal_of(session, number).value.rounds[-1])) in questions:
        actions.give_voice(_as(session, handle), number, "spoke", questions[handle])
        asked.append(handle)
    proposal = proposal_of(session, number).value
    if "beatriz" in asked:
        actions.answer(
            _as(session, proposal.author), number, "beatriz", _("We eat bread and cheese, and nobody cooks.")
        )


def _decided(session: Session, number: int) -> None:
    """Everyone was heard and consents."""
    while (handle := next_up(proposal_of(session, number).value.rounds[-1])) != "":
        actions.give_voice(_as(session, handle), number, "consent")
        if proposal_of(session, number).value.phase == "decided":
            return


def _somebody_away(session: Session, number: int) -> None:
    """All who were there consent; one was not, and may object for two days still."""
    while (handle := next_up(proposal_of(session, number).value.rounds[-1])) != "":
        if handle == "priya":
            facilitator = proposal_of(session, number).value.facilitator
            actions.give_voice(_as(session, facilitator), number, "away", of=handle)
        else:
            actions.give_voice(_as(session, handle), number, "consent")
        if proposal_of(session, number).value.phase == "waiting":
            return


def _round(session: Session, number: int, says: Says = "spoke", but: str = "") -> None:
    """Everyone is heard in a round, up to somebody."""
    while (handle := next_up(proposal_of(session, number).value.rounds[-1])) not in ("", but):
        actions.give_voice(_as(session, handle), number, says)


def _leads(session: Session, number: int) -> None:
    actions.go_on(_as(session, proposal_of(session, number).value.facilitator), number)


def _reactions(session: Session, number: int) -> None:
    """Questions were heard, reactions are under way."""
    _round(session, number)
    _leads(session, number)
    first = next_up(proposal_of(session, number).value.rounds[-1])
    actions.give_voice(_as(session, first), number, "spoke", _("I like it, and I would begin with beans"))


def _heard_out(session: Session, number: int) -> None:
    """Reactions were heard; it was restated once, and may be again."""
    _reactions(session, number)
    _round(session, number)
    _leads(session, number)
    proposal = proposal_of(session, number).value
    better = VersionForm(
        text=_(
            "Each house stacks two metres of wood by October, and whoever can't is helped on the first Sunday."
        ),
        until=proposal.text.until,
        review=proposal.text.review,
        note=_("who can't stack is helped"),
    )
    actions.restate(_as(session, proposal.author), number, better)


def _time_over(session: Session, number: int) -> None:
    """Who was away did not object in time: anybody of the circle may announce it."""
    then = session.now() - timedelta(days=4)
    _somebody_away(replace(session, now=lambda: then), number)


def _withdrawn(session: Session, number: int) -> None:
    """Its author saw a better way."""
    author = proposal_of(session, number).value.author
    actions.withdraw(
        _as(session, author), number, _("The neighbours mend it with us, so nothing is to be decided.")
    )


def _seeds() -> Told:
    return Told(
        _("Signal"),
        "eilidh",
        _("A box of seeds by the door"),
        _("Seeds are left over in some houses and missing in others."),
        _("A box stands by the door of the mill from February to May; who has seeds leaves some."),
    )


def _wood() -> Told:
    return Told(
        _("Commons"),
        "jonas",
        _("Wood for the winter"),
        _("In January we ran out of dry wood, and it was cold."),
        _("Each house stacks two metres of wood by October."),
    )


def _benches() -> Told:
    return Told(
        _("Welcome"),
        "noor",
        _("Two benches at the bus stop"),
        _("Who arrives with the evening bus waits in the rain."),
        _("We build two benches with a roof; wood comes from the shed, and three of us need one Saturday."),
        "consent",
    )


def _walls() -> Told:
    return Told(
        _("Commons"),
        "mateo",
        _("A mason for the lower wall"),
        _("The lower wall leans further every winter."),
        _("We ask a mason, and pay up to 300 from the purse."),
        "consent",
    )


def _companions() -> Told:
    return Told(
        _("Welcome"),
        "graca",
        _("Two companions for each newcomer"),
        _("Whoever comes in has one companion, and nobody to ask when that one is away."),
        _("Each newcomer has two companions for the first three months, who live near or ring once a week."),
        "consent",
    )


def _bread() -> Told:
    return Told(
        _("Hearth"),
        "tomas",
        _("We bake for the gathering ourselves"),
        _("Bought bread is dear, and the oven stands cold all week."),
        _(
            "Two people of the circle bake on the Friday before each gathering; flour is paid from the common purse."
        ),
        "consent",
        5,
    )


def _lending() -> Told:
    return Told(
        _("Commons"),
        "leonor",
        _("Tools may be lent to neighbours"),
        _("Neighbours ask, and each of us answers something else."),
        _(
            "Tools may be lent to neighbours for a week at a time. Whoever lends one writes down what and to whom."
        ),
        "consent",
    )


def _evenings() -> Told:
    return Told(
        _("Hearth"),
        "matilde",
        _("An evening by the fire, each month"),
        _("Between gatherings we see each other in passing only."),
        _("On the Saturday after each new moon the fire pit is lit at seven; whoever comes, comes."),
    )


def _letter() -> Told:
    return Told(
        _("Signal"),
        "goncalo",
        _("One letter a month, and no more"),
        _("So much is written that the newsletter is not read any more."),
        _("There is one newsletter a month, of two pages at most; what is urgent goes to the chat."),
        "consent",
    )
