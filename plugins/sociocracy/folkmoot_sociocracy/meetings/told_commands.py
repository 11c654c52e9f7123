"""What commands say once something is done in a meeting: in a sentence, or with `--json` how it stands now."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import click

from folkmoot.api import Session, out_json, say
from folkmoot_sociocracy.words import _

KEPT = "folkmoot_sociocracy.as_json"


def _keep(context: click.Context, _option: click.Parameter, value: bool) -> None:
    context.meta[KEPT] = value


TOLD_JSON = click.option(
    "--json", is_flag=True, expose_value=False, callback=_keep, help=_("As JSON, for scripts.")
)


def told(row: Callable[[], dict[str, Any]], said: str) -> None:
    """Say a sentence; where the command was asked for JSON, print a row instead."""
    if click.get_current_context().meta.get(KEPT):
        out_json(row())
    elif said:
        say(said)


def tell_meeting(session: Session, number: int, said: str = "") -> None:
    """How a meeting stands; without a sentence of its own, where it is and what comes next."""
    from folkmoot_sociocracy.meetings.as_json import whole_row
    from folkmoot_sociocracy.meetings.reading import meeting_of

    stored = meeting_of(session, number)
    told(lambda: whole_row(session, stored), said or "\n".join(where_words(session, number)))


def where_words(session: Session, number: int) -> list[str]:
    """Where a meeting is, and what comes next."""
    from folkmoot.api import stepclock
    from folkmoot_sociocracy.meetings.reading import meeting_of
    from folkmoot_sociocracy.meetings.rounds import current
    from folkmoot_sociocracy.meetings.wording import (
        clock_words,
        minutes_standing,
        round_word,
        step_title,
        turns_words,
    )

    meeting = meeting_of(session, number).value
    if meeting.closed:
        return [minutes_standing(session, meeting)]
    found = stepclock.where(meeting, meeting.steps, session.now())
    lines = [f"{step_title(meeting.now_at)}: {clock_words(meeting, found)}"]
    asked = current(meeting)
    if asked is not None:
        word = round_word(asked.kind, changing=meeting.change is not None)
        lines.append(f"{word}: {turns_words(session, asked)}")
    return lines


def tell_topic(session: Session, number: int, said: str) -> None:
    """How a topic of a backlog stands."""
    from folkmoot_sociocracy.meetings.as_json import topic_row
    from folkmoot_sociocracy.meetings.reading import topic_of

    told(lambda: topic_row(topic_of(session, number)), said)


def tell_coming(session: Session, key: str, said: str) -> None:
    """How a meeting stands in the calendar."""
    from folkmoot_sociocracy.meetings.as_json import coming_row
    from folkmoot_sociocracy.meetings.calendar import at_key

    told(lambda: coming_row(session, at_key(session.store, key)[1]), said)
