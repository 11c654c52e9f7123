"""What is done in a meeting: each act is checked, goes through the rules, and is written once, with what follows."""

from __future__ import annotations

from collections.abc import Callable

from msgspec.structs import replace as evolve

from folkmoot.api import BadData, Session, Stored, Transaction, TryAgain, clean
from folkmoot_sociocracy.circles.actions import circle_of, members_of, running
from folkmoot_sociocracy.meetings import agenda, rules
from folkmoot_sociocracy.meetings.accepting import handed_out, objected
from folkmoot_sociocracy.meetings.backlog import known_link
from folkmoot_sociocracy.meetings.model import Meeting, Role, RoundKind, Says, Step, Topic, Voice
from folkmoot_sociocracy.meetings.reading import meeting_of, topic_of
from folkmoot_sociocracy.meetings.rounds import here
from folkmoot_sociocracy.meetings.rules import Press
from folkmoot_sociocracy.meetings.telling import write_events
from folkmoot_sociocracy.rounds.reading import in_sentences
from folkmoot_sociocracy.words import _

LONGEST = 600


def open_meeting(session: Session, number: int) -> Stored[Meeting]:
    """Open a meeting; who opens it facilitates. Raises: NotAllowed, NotFound, BadData."""

    def change(meeting: Meeting, tx: Transaction) -> Meeting:
        circle_of(session, meeting.circle, tx)
        members = tuple(sorted(members_of(session, meeting.circle, tx)))
        held = running(session, meeting.circle, tx).get("secretary")
        secretary = held.value.account if held and held.value.account in members else ""
        return rules.opened(meeting, session.handle, members, secretary, session.now())

    return _act(session, number, "meetings.take-part", _("opened a meeting"), change)


def come_in(session: Session, number: int, of: str = "") -> Stored[Meeting]:
    """Come into a meeting; or note that somebody (`of`) is in the room. Raises: NotAllowed, NotFound, BadData."""
    who = of.strip().lower() or session.handle

    def change(meeting: Meeting, tx: Transaction) -> Meeting:
        if who != session.handle:
            rules.must_be_in(meeting, session.handle)
            if who not in members_of(session, meeting.circle, tx):
                raise BadData(_("{handle} is not in this circle, so they only look on.", handle=who))
        return rules.came_in(meeting, who, session.now(), session.handle)

    return _act(session, number, "meetings.take-part", _("came into a meeting"), change)


def go(session: Session, number: int, of: str = "") -> Stored[Meeting]:
    """Go out of a meeting; or note that somebody went. Raises: NotAllowed, NotFound, BadData."""
    who = of.strip().lower() or session.handle

    def change(meeting: Meeting, _tx: Transaction) -> Meeting:
        rules.must_be_in(meeting, session.handle)
        return rules.went(meeting, who, session.now())

    verb = "meetings.take-part" if who != session.handle else "meetings.see"  # whoever is in may always go
    return _act(session, number, verb, _("went out of a meeting"), change)


def out_of_meetings(session: Session, tx: Transaction, circle: int, who: str) -> None:
    """Whoever leaves a circle is no longer in what it meets about just now: nobody waits for them there."""
    for stored in tx.collection(Meeting).find(circle=circle):
        if not stored.value.closed and stored.value.started and who in here(stored.value):
            after = tx.replace(stored, rules.went(stored.value, who, session.now()))
            write_events(session, tx, stored.value, after)


def take_over(session: Session, number: int, role: Role) -> Stored[Meeting]:
    """Facilitate from here on, or write the minutes: openly. Raises: NotAllowed, NotFound, BadData."""
    return _act(
        session,
        number,
        "meetings.take-part",
        _("took over facilitating") if role == "facilitator" else _("took over the minutes"),
        lambda one, _tx: rules.taken_over(one, session.handle, role),
    )


def press(
    session: Session, number: int, did: Press, *, seen: int | None = None, early: bool = False
) -> Stored[Meeting]:
    """Lead on or back, stop the clock or let it go, give two minutes more. `seen` is the id of the step one saw.

    Raises: NotAllowed, NotFound, BadData which says for whom it waits; TryAgain where the meeting has gone on.
    """
    return _act(
        session,
        number,
        "meetings.lead",
        {"next": _("led a meeting on"), "back": _("led a meeting back")}.get(did, _("set a meeting's clock")),
        lambda one, _tx: rules.pressed(one, session.handle, did, session.now(), early=early),
        seen=seen,
    )


def begin_round(session: Session, number: int, kind: RoundKind = "open") -> Stored[Meeting]:
    """Begin a round. Raises: NotAllowed, NotFound, BadData."""
    return _act(
        session,
        number,
        "meetings.lead",
        _("began a round"),
        lambda one, _tx: rules.round_begun(one, session.handle, kind),
    )


def speak(
    session: Session,
    number: int,
    says: Says,
    text: str = "",
    *,
    parts: tuple[str, ...] = (),
    of: str = "",
    seen: int | None = None,
) -> Stored[Meeting]:
    """Be heard in a round; facilitator and secretary write down what somebody (`of`) in the room says.

    Raises: NotAllowed, NotFound, BadData with the rule and what comes next.
    """
    who = of.strip().lower() or session.handle
    noted = session.handle if who != session.handle else ""
    said = tuple(clean(part, limit=LONGEST) for part in parts)
    voice = Voice(
        by=who,
        says=says,
        at=session.now(),
        text=clean(text, limit=LONGEST),
        parts=said if any(said) else (),
        noted_by=noted,
    )
    return _act(
        session,
        number,
        "meetings.take-part",
        _("was heard in a meeting"),
        lambda one, _tx: rules.spoken(one, voice, noted),
        seen=seen,
    )


def speak_later(session: Session, number: int, of: str = "") -> Stored[Meeting]:
    """Be heard at the end of the round instead. Raises: NotAllowed, NotFound, BadData."""
    who = of.strip().lower() or session.handle
    return _act(
        session,
        number,
        "meetings.take-part",
        _("is heard later in a meeting"),
        lambda one, _tx: rules.spoken_later(one, who, session.handle),
    )


def keep_for_next(session: Session, number: int) -> Stored[Meeting]:
    """Say that the item of now comes back next time, or that it does not. Raises: NotAllowed, NotFound, BadData."""
    return _act(
        session,
        number,
        "meetings.take-part",
        _("kept an item for next time"),
        lambda one, _tx: rules.kept_for_next(one, session.handle),
    )


# -- the agenda --------------------------------------------------------------------------------------------


def put_on(session: Session, number: int, topic: int) -> Stored[Meeting]:
    """Put a topic of the backlog on the agenda. Raises: NotAllowed, NotFound, BadData."""

    def change(meeting: Meeting, tx: Transaction) -> Meeting:
        found = topic_of(session, topic, tx).value
        if found.circle != meeting.circle or (found.state != "open" and found.meeting != number):
            raise BadData(_("“{title}” is not in this circle's backlog.", title=found.title))
        steps = agenda.added(meeting, found, topic)
        return _changed(session, meeting, steps, f"+ {found.title}")

    return _act(session, number, "meetings.take-part", _("changed an agenda"), change)


def take_off(session: Session, number: int, step: int) -> Stored[Meeting]:
    """Take an item off the agenda; it goes back to the backlog. Raises: NotAllowed, NotFound, BadData."""

    def change(meeting: Meeting, _tx: Transaction) -> Meeting:
        steps = agenda.taken_out(meeting, step)
        return _changed(session, meeting, steps, f"- {_title(meeting, step)}")

    return _act(session, number, "meetings.take-part", _("changed an agenda"), change)


def move(session: Session, number: int, step: int, by: int) -> Stored[Meeting]:
    """Move an item a place earlier (-1) or later (1). Raises: NotAllowed, NotFound, BadData."""

    def change(meeting: Meeting, _tx: Transaction) -> Meeting:
        steps = agenda.moved(meeting, step, by)
        title = _title(meeting, step)
        what = _("{title}: earlier", title=title) if by < 0 else _("{title}: later", title=title)
        return _changed(session, meeting, steps, what)

    return _act(session, number, "meetings.take-part", _("changed an agenda"), change)


def give_minutes(session: Session, number: int, step: int, minutes: int) -> Stored[Meeting]:
    """Give an item other minutes. Raises: NotAllowed, NotFound, BadData."""

    def change(meeting: Meeting, _tx: Transaction) -> Meeting:
        steps = agenda.lasting(meeting, step, minutes)
        what = _("{title}: {count} min", title=_title(meeting, step), count=minutes)
        return _changed(session, meeting, steps, what)

    return _act(session, number, "meetings.take-part", _("changed an agenda"), change)


def _changed(session: Session, meeting: Meeting, steps: tuple[Step, ...], what: str) -> Meeting:
    if meeting.started and not meeting.closed:
        rules.must_be_in(meeting, session.handle)
    return agenda.changed(meeting, steps, session.handle, clean(what, limit=LONGEST))


def _title(meeting: Meeting, step: int) -> str:
    return next((one.title for one in meeting.steps if one.id == step), "")


# -- after it ----------------------------------------------------------------------------------------------


def object_to_minutes(session: Session, number: int, reason: str) -> Stored[Meeting]:
    """Object to minutes: that opens them again. Raises: NotAllowed, NotFound, BadData."""
    why = clean(reason, limit=LONGEST)
    return _act(
        session,
        number,
        "meetings.take-part",
        _("objected to minutes"),
        lambda one, _tx: objected(one, session.handle, why, session.now()),
    )


def hand_out(session: Session, number: int) -> Stored[Meeting]:
    """Hand minutes out again, once they are put right. Raises: NotAllowed, NotFound, BadData."""
    return _act(
        session,
        number,
        "meetings.take-part",
        _("handed out minutes"),
        lambda one, _tx: handed_out(one, session.now()),
    )


def link(session: Session, number: int, to: str) -> Stored[Meeting]:
    """Let a proposal or selection of the circle decide the item of now. Raises: NotAllowed, NotFound, BadData."""
    return _act(
        session,
        number,
        "meetings.take-part",
        _("took a proposal up in a meeting"),
        lambda one, tx: rules.linked(one, session.handle, known_link(tx, one.circle, to)),
    )


def _act(
    session: Session,
    number: int,
    verb: str,
    why: str,
    change: Callable[[Meeting, Transaction], Meeting],
    *,
    seen: int | None = None,
) -> Stored[Meeting]:
    """Do one thing in one transaction, and write into minutes and backlog what follows from it."""
    with session.store.transaction(by=session.handle, why=why) as tx, in_sentences():
        stored = meeting_of(session, number, tx)
        session.must(verb, stored.value)
        if seen is not None and seen != stored.value.now_at.id:
            raise TryAgain(
                _("The meeting has gone on meanwhile, so nothing was done. Look, then do it again.")
            )
        after = tx.replace(stored, change(stored.value, tx))
        _keep_backlog(tx, stored.value, after)
        write_events(session, tx, stored.value, after)
        return after


def _keep_backlog(tx: Transaction, before: Meeting, after: Stored[Meeting]) -> None:
    """Topics stand where they are: on this agenda, in the backlog, or done."""
    meeting = after.value
    was = {step.topic for step in before.steps if step.topic is not None}
    now = {step.topic: step for step in meeting.steps if step.topic is not None}
    for number in was - now.keys():
        stored = tx.collection(Topic).get(number)
        tx.replace(stored, evolve(stored.value, state="open", meeting=None))
    for number in now.keys() - was:
        stored = tx.collection(Topic).get(number)
        tx.replace(stored, evolve(stored.value, state="planned", meeting=after.id))
    if meeting.closed and not before.closed:
        for number, step in now.items():
            stored = tx.collection(Topic).get(number)
            value = evolve(stored.value, link=step.link)
            done = (
                evolve(value, state="done") if not step.again else evolve(value, state="open", meeting=None)
            )
            tx.replace(stored, done)
