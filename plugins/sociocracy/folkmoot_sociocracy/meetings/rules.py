"""How a meeting goes on. Pure: clock and people are handed in; what is refused names the rule and the next step."""

from __future__ import annotations

from datetime import datetime
from typing import Literal

from msgspec.structs import replace as evolve

from folkmoot import stepclock
from folkmoot_sociocracy.meetings.agenda import with_agenda
from folkmoot_sociocracy.meetings.model import (
    Meeting,
    Present,
    Role,
    RoundKind,
    StepKind,
    Voice,
)
from folkmoot_sociocracy.meetings.rounds import (
    current,
    here,
    is_over,
    missing,
    objections,
    put_last,
    turn_words,
    with_current,
    with_person,
    with_round,
    with_voice,
    without_person,
)
from folkmoot_sociocracy.rounds.turns import Refused
from folkmoot_sociocracy.words import _

BEGINS_WITH: dict[StepKind, RoundKind] = {
    "check_in": "check_in",
    "agenda": "agenda",
    "check_out": "check_out",
}
Press = Literal["next", "back", "pause", "on", "extend"]


def must_go_on(meeting: Meeting) -> None:
    """Raises: Refused, where it has not begun or is over."""
    if meeting.closed:
        raise Refused(
            _("This meeting is over."), _("What is missing can be said against its minutes, or next time.")
        )
    if not meeting.started:
        raise Refused(_("This meeting has not begun."), _("Whoever is there first opens it."))


def must_be_in(meeting: Meeting, who: str) -> None:
    """Raises: Refused, where somebody is not in the meeting."""
    must_go_on(meeting)
    if who not in here(meeting):
        raise Refused(_("Whoever is in the meeting takes part in it."), _("{name} comes in first.", name=who))


def must_lead(meeting: Meeting, by: str) -> None:
    """Raises: Refused, where somebody does not facilitate."""
    must_be_in(meeting, by)
    if by == meeting.facilitator:
        return
    rule = _("Who facilitates leads from step to step.")
    if not meeting.facilitator:
        raise Refused(rule, _("Nobody does just now: take it over, all will see it."))
    raise Refused(
        rule, _("That is {name}; take it over if it is needed, all will see it.", name=meeting.facilitator)
    )


def opened(meeting: Meeting, by: str, members: tuple[str, ...], secretary: str, now: datetime) -> Meeting:
    """Open the meeting; whoever opens it facilitates, until another takes that over. Raises: Refused."""
    if meeting.started:
        raise Refused(_("This meeting was opened already."), _("Come in."))
    begun = stepclock.pressed(meeting, meeting.steps, now, "start", by)
    assert begun is not None
    start = begun.start if begun.key else now  # one that was called for now is held when it begins
    begun = evolve(begun, start=start, facilitator=by, secretary=secretary, members=members)
    return _entered(came_in(begun, by, now))


def _entered(meeting: Meeting) -> Meeting:
    """The round that a step begins with, the first time one comes to it."""
    step = meeting.now_at
    kind: RoundKind | None = "open" if step.round else BEGINS_WITH.get(step.kind)
    if kind is None or any(one.step == meeting.now_at.id for one in meeting.rounds):
        return meeting
    return with_round(meeting, kind)


def came_in(meeting: Meeting, who: str, now: datetime, noted_by: str = "") -> Meeting:
    """Somebody comes in; in a round that goes on they are heard at its end. Raises: Refused."""
    must_go_on(meeting)
    if who in here(meeting):
        raise Refused(_("{name} is in this meeting.", name=who), _("Nothing is to be done."))
    people = (*meeting.people, Present(handle=who, since=now, noted_by=noted_by if noted_by != who else ""))
    meeting = evolve(meeting, people=people)
    asked = current(meeting)
    return with_current(meeting, with_person(asked, who)) if asked and not is_over(asked) else meeting


def went(meeting: Meeting, who: str, now: datetime) -> Meeting:
    """Somebody goes; a role of theirs is free then. Raises: Refused."""
    must_be_in(meeting, who)
    people = tuple(
        evolve(one, left=now) if one.handle == who and one.left is None else one for one in meeting.people
    )
    meeting = evolve(meeting, people=people)
    if meeting.facilitator == who:
        meeting = evolve(meeting, facilitator="")
    if meeting.secretary == who:
        meeting = evolve(meeting, secretary="")
    asked = current(meeting)
    return _heard(with_current(meeting, without_person(asked, who))) if asked else meeting


def taken_over(meeting: Meeting, by: str, role: Role) -> Meeting:
    """Somebody takes a role of this meeting over, openly. Raises: Refused."""
    must_be_in(meeting, by)
    if getattr(meeting, role) == by:
        raise Refused(_("You do that already."), _("Go on when it is time."))
    return evolve(meeting, facilitator=by) if role == "facilitator" else evolve(meeting, secretary=by)


def pressed(meeting: Meeting, by: str, did: Press, now: datetime, *, early: bool = False) -> Meeting:
    """The facilitator leads on or back, lets the clock stand or go, gives two minutes more.

    `early` leaves the rest of the agenda for next time: it goes on with the check-out, or ends there.
    Raises: Refused, which says for whom it waits.
    """
    must_lead(meeting, by)
    if did == "next":
        _may_go_on(meeting, early=early)
    if did == "back" and meeting.change is not None:
        raise Refused(_("All are being asked about a change of the agenda."), _("Finish that round first."))
    after = stepclock.pressed(meeting, meeting.steps, now, did, by)
    if after is None:
        raise Refused(_nothing_to_do(meeting, did), _("Go on when it is time."))
    if early and after.ended is None:
        after = _with_rest_left(after)
    if after.ended is not None:
        return _closed(after, now)
    return _entered(after) if did == "next" else after


def _with_rest_left(meeting: Meeting) -> Meeting:
    """At the check-out, with every item that was still to come kept for next time."""
    steps = tuple(
        evolve(one, again=True) if one.kind == "item" and place >= meeting.step else one
        for place, one in enumerate(meeting.steps)
    )
    return evolve(meeting, steps=steps, step=len(steps) - 1)


def _nothing_to_do(meeting: Meeting, did: Press) -> str:
    if did == "back":
        return _("This is the first step.")
    return _("The clock runs already.") if meeting.since else _("The clock stands still already.")


def _may_go_on(meeting: Meeting, *, early: bool) -> None:
    asked = current(meeting)
    if asked is not None and not is_over(asked):
        raise Refused(_("A round is finished before the meeting goes on."), turn_words(asked))
    if meeting.now_at.kind == "agenda" and not meeting.agreed and not early:
        raise Refused(
            _("An agenda needs consent."), _("Change it, or ask again in another round; then go on.")
        )


def _closed(meeting: Meeting, now: datetime) -> Meeting:
    """Over. What was said at the check-in was for those who were there, and is not kept."""
    rounds = tuple(
        evolve(one, voices=tuple(evolve(voice, text="") for voice in one.voices))
        if one.kind == "check_in"
        else one
        for one in meeting.rounds
    )
    people = tuple(evolve(one, left=one.left or now) for one in meeting.people)
    return evolve(meeting, rounds=rounds, people=people, closed=True, handed_out=now)


def round_begun(meeting: Meeting, by: str, kind: RoundKind) -> Meeting:
    """The facilitator begins a round; about the agenda where that has no consent. Raises: Refused."""
    must_lead(meeting, by)
    asked = current(meeting)
    if asked is not None and not is_over(asked):
        raise Refused(_("One round goes on at a time."), turn_words(asked))
    if meeting.now_at.kind == "agenda" and not meeting.agreed:
        kind = "agenda"
    elif kind == "agenda":
        raise Refused(_("The agenda has consent."), _("Whoever wants another one changes it."))
    elif kind in BEGINS_WITH.values() and BEGINS_WITH.get(meeting.now_at.kind) != kind:
        raise Refused(_("That round belongs to another step."), _("Begin an open one."))
    return with_round(meeting, kind)


def spoken(meeting: Meeting, voice: Voice, noted: str) -> Meeting:
    """Somebody is heard; `noted` is who writes it down for somebody else, else empty. Raises: Refused."""
    must_be_in(meeting, noted or voice.by)
    must_be_in(meeting, voice.by)
    if noted and noted not in (meeting.facilitator, meeting.secretary):
        raise Refused(
            _("Facilitator and secretary write down what others in the room say."),
            _("Take one of the two over, or let them do it."),
        )
    asked = current(meeting)
    if asked is None:
        raise Refused(_("Voices are heard in rounds, and none goes on."), _("The facilitator begins one."))
    fitting = ("consent", "objection", "away") if asked.kind == "agenda" else ("spoke", "passed", "away")
    if voice.says not in fitting:
        if asked.kind == "agenda":
            raise Refused(
                _("This round asks for consent to the agenda."), _("Consent, or object with a reason.")
            )
        raise Refused(_("This is a round in which each says something."), _("Speak, or pass on."))
    if voice.says == "objection" and not voice.text.strip():
        raise Refused(_("An objection carries its reason."), _("Say it, so that the others can help."))
    if voice.says == "away" and not noted:
        raise Refused(_("Whoever says they are away is there."), _("Speak, or pass on."))
    return _heard(with_current(meeting, with_voice(asked, voice)))


def spoken_later(meeting: Meeting, who: str, by: str) -> Meeting:
    """Somebody whose turn it is speaks last; they say so, or whoever leads does. Raises: Refused."""
    must_be_in(meeting, by)
    asked = current(meeting)
    if asked is None:
        raise Refused(_("No round goes on."), _("The facilitator begins one."))
    if who != by:
        must_lead(meeting, by)
    return with_current(meeting, put_last(asked, who))


def _heard(meeting: Meeting) -> Meeting:
    """What follows once everyone was heard about the agenda."""
    asked = current(meeting)
    if asked is None or asked.kind != "agenda" or missing(asked):
        return meeting
    consents = [voice for voice in asked.voices if voice.says == "consent"]
    if meeting.change is not None:
        change = meeting.change
        meeting = evolve(meeting, change=None)
        return with_agenda(meeting, change.steps) if consents and not objections(asked) else meeting
    agreed = meeting.agreed or (bool(consents) and not objections(asked))  # what had consent keeps it
    return evolve(meeting, agreed=agreed)


def linked(meeting: Meeting, by: str, link: str) -> Meeting:
    """The item of now is decided by this proposal or selection. Raises: Refused."""
    must_be_in(meeting, by)
    step = meeting.now_at
    if step.kind != "item":
        raise Refused(_("Decisions belong to an item of the agenda."), _("Go on to one first."))
    steps = tuple(evolve(one, link=link) if one.id == step.id else one for one in meeting.steps)
    return evolve(meeting, steps=steps)


def kept_for_next(meeting: Meeting, by: str) -> Meeting:
    """The item of now is not done, or is after all: it goes back to the backlog when this is over. Raises: Refused."""
    must_be_in(meeting, by)
    step = meeting.now_at
    if step.kind != "item":
        raise Refused(_("Only an item of the agenda comes back next time."), _("Go on to one first."))
    steps = tuple(evolve(one, again=not one.again) if one.id == step.id else one for one in meeting.steps)
    return evolve(meeting, steps=steps)
