"""The agenda: drawn up from a backlog, consented to, and changed only with consent."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import datetime, timedelta

from msgspec.structs import replace as evolve

from folkmoot import stepclock
from folkmoot_sociocracy.meetings.model import Change, Meeting, Step, Topic
from folkmoot_sociocracy.meetings.rounds import current, is_over, turn_words, with_round
from folkmoot_sociocracy.meetings.shapes import USUAL, Format
from folkmoot_sociocracy.rounds.turns import Refused
from folkmoot_sociocracy.words import _

NOTHING = timedelta(0)


def step_of(topic: Topic, number: int, step_id: int) -> Step:
    """The step that takes a topic up."""
    return Step(
        id=step_id,
        kind="item",
        minutes=topic.minutes,
        title=topic.title,
        wanted=topic.wanted,
        presenter=topic.presenter,
        about=topic.about,
        topic=number,
        link=topic.link,
    )


def drawn_up(
    circle: int,
    start: datetime,
    minutes: int,
    topics: Iterable[tuple[int, Topic]],
    *,
    key: str = "",
    called: str = "",
    shape: Format = USUAL,
) -> Meeting:
    """A meeting with its agenda: the frame of its format, which is `called` so, with the topics where items stand."""
    steps: list[Step] = []
    after = 0
    for frame in shape.steps:
        if frame.kind == "items":
            steps += [
                step_of(topic, number, len(steps) + place) for place, (number, topic) in enumerate(topics)
            ]
            after = len(steps)
        else:
            steps.append(
                Step(
                    id=len(steps),
                    kind=frame.kind,
                    minutes=frame.minutes,
                    title=frame.name,
                    says=frame.says,
                    round=frame.round,
                )
            )
    made = Meeting(
        circle=circle,
        key=key,
        start=start,
        minutes=minutes,
        format=called,
        after=after,
        hours=shape.hours,
        steps=tuple(steps),
        next_id=len(steps),
    )
    return stepclock.fresh(made, steps)


def length(steps: Sequence[Step]) -> int:
    """How many minutes an agenda takes."""
    return sum(step.minutes for step in steps)


def to_come(meeting: Meeting) -> tuple[Step, ...]:
    """The items that have not begun."""
    after = meeting.step + 1 if meeting.started else 0
    return tuple(step for step in meeting.steps[after:] if step.kind == "item")


def place_of(meeting: Meeting, step_id: int) -> int:
    """Where an item that has not begun stands. Raises: Refused."""
    if step_id not in {step.id for step in to_come(meeting)}:
        raise Refused(
            _("What has begun is not moved any more, and the frame of a meeting stays."),
            _("Choose an item that is still to come."),
        )
    return next(place for place, step in enumerate(meeting.steps) if step.id == step_id)


def end_of_items(meeting: Meeting) -> int:
    """Before which place of the agenda its items end."""
    for place, step in enumerate(meeting.steps):
        if step.id == meeting.after or (meeting.after is None and step.kind == "backlog"):
            return place
    return len(meeting.steps) - 1


def items_are_over(meeting: Meeting) -> bool:
    """Whether a meeting has gone past its items."""
    return meeting.started is not None and meeting.step >= end_of_items(meeting)


def added(meeting: Meeting, topic: Topic, number: int) -> tuple[Step, ...]:
    """The agenda with one topic more, after the other items. Raises: Refused, where it stands there or is over."""
    if any(step.topic == number for step in meeting.steps):
        raise Refused(_("“{title}” stands on the agenda.", title=topic.title), _("Choose another topic."))
    end = end_of_items(meeting)
    if meeting.started and meeting.step == len(meeting.steps) - 1:
        raise Refused(
            _("The check-out is the last step of a meeting."), _("It waits in the backlog for the next one.")
        )
    if meeting.started:
        end = max(end, meeting.step + 1)
    made = step_of(topic, number, meeting.next_id)
    return (*meeting.steps[:end], made, *meeting.steps[end:])


def taken_out(meeting: Meeting, step_id: int) -> tuple[Step, ...]:
    """The agenda without an item. Raises: Refused."""
    place = place_of(meeting, step_id)
    return (*meeting.steps[:place], *meeting.steps[place + 1 :])


def moved(meeting: Meeting, step_id: int, by: int) -> tuple[Step, ...]:
    """The agenda with an item one place earlier (-1) or later (1). Raises: Refused."""
    place = place_of(meeting, step_id)
    ids = {step.id for step in to_come(meeting)}
    other = place + by
    if not 0 <= other < len(meeting.steps) or meeting.steps[other].id not in ids:
        raise Refused(_("It stands at that end of the items already."), _("Move another one."))
    steps = list(meeting.steps)
    steps[place], steps[other] = steps[other], steps[place]
    return tuple(steps)


def lasting(meeting: Meeting, step_id: int, minutes: int) -> tuple[Step, ...]:
    """The agenda with other minutes for an item. Raises: Refused."""
    place = place_of(meeting, step_id)
    step = evolve(meeting.steps[place], minutes=minutes)
    return (*meeting.steps[:place], step, *meeting.steps[place + 1 :])


def with_agenda(meeting: Meeting, steps: tuple[Step, ...]) -> Meeting:
    """The meeting with another agenda: time that was spent or given stays with its step."""
    spent = dict(zip((one.id for one in meeting.steps), meeting.spent, strict=True))
    extra = dict(zip((one.id for one in meeting.steps), meeting.extra, strict=True))
    here = meeting.now_at.id
    return evolve(
        meeting,
        steps=steps,
        step=next(place for place, step in enumerate(steps) if step.id == here),
        spent=tuple(spent.get(step.id, NOTHING) for step in steps),
        extra=tuple(extra.get(step.id, NOTHING) for step in steps),
        next_id=max(meeting.next_id, *(step.id + 1 for step in steps)),
    )


def changed(meeting: Meeting, steps: tuple[Step, ...], by: str, what: str) -> Meeting:
    """Change an agenda: at once as long as it has no consent; after that, all are asked first.

    Raises: Refused, where it is over, where a round goes on, where it is being changed already.
    """
    if meeting.closed:
        raise Refused(_("This meeting is over."), _("Put it into the backlog for the next one."))
    if not meeting.started:
        return with_agenda(meeting, steps)
    if meeting.change is not None:
        raise Refused(
            _("All are being asked about another change of the agenda."), _("Finish that one first.")
        )
    if not meeting.agreed:
        now = with_agenda(meeting, steps)
        asks_anew = now.now_at.kind == "agenda"
        return with_round(now, "agenda") if asks_anew else now
    open_round = current(meeting)
    if open_round is not None and not is_over(open_round):
        raise Refused(_("A round is finished before anything else is asked."), turn_words(open_round))
    return with_round(evolve(meeting, change=Change(by=by, steps=steps, what=what)), "agenda")
