"""The meetings of circles as a list: what stands on the page of meetings."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from textual.content import Content

from folkmoot.api import Session, dates, joined
from folkmoot_sociocracy.meetings.accepting import standing
from folkmoot_sociocracy.meetings.calendar import coming
from folkmoot_sociocracy.meetings.reading import backlog_of, meetings_in, name_of_circle, with_key
from folkmoot_sociocracy.meetings.wording import meeting_line, minutes_standing, minutes_words, wanted_word
from folkmoot_sociocracy.words import _

PAST = 20  # meetings whose minutes were accepted that the list shows


def listed_meetings(session: Session, circles: Sequence[int]) -> Iterator[tuple[str | None, Content]]:
    """What goes on, what comes, the backlog, minutes that wait, and those that were accepted."""
    if not circles:
        yield (None, joined((_("You are in no circle. t on a circle's page shows when it meets."), "dim")))
        return
    now = session.now()
    held = [one for number in circles for one in meetings_in(session, number)]
    held.sort(key=lambda one: (one.value.start, one.id), reverse=True)
    going = [one for one in held if one.value.started and not one.value.closed]
    for one in going:
        said = (_("goes on now: enter"), "bold reverse")
        yield (f"m:{one.id}", joined(f"{meeting_line(session, one)}  ", said))
    for one in held:
        if not one.value.started and not one.value.key:
            said = (_("called for now, not begun: enter"), "bold")
            yield (f"m:{one.id}", joined(f"{name_of_circle(session, one.value.circle)}  ", said))
    yield from _coming(session, circles, {one.value.key for one in going})
    yield from _backlog(session, circles)
    over = [one for one in held if one.value.closed]
    waits = [one for one in over if standing(one.value, now) != "accepted"]
    past = [one for one in over if standing(one.value, now) == "accepted"][:PAST]
    if over:
        yield (None, Content(""))
        yield (None, joined((_("The minutes"), "bold")))
    for one in (*waits, *past):
        said = (minutes_standing(session, one.value), "dim")
        yield (f"m:{one.id}", joined(f"{meeting_line(session, one)}  ", said))


def _coming(
    session: Session, circles: Sequence[int], going: set[str]
) -> Iterator[tuple[str | None, Content]]:
    items = [item for number in circles for item in coming(session, number) if item.key not in going]
    yield (None, joined((_("Coming"), "bold")))
    for item in sorted(items, key=lambda one: one.start):
        stored = with_key(session.store, item.key)
        if stored is not None and stored.value.closed:
            continue
        said = _("agenda drawn up") if stored else ""
        if item.status == "cancelled":
            said = _("cancelled: {why}", why=item.reason)
        elif item.status == "moved" and not said:
            said = _("moved")
        when = dates.when(session.here(item.start), session.here(session.now()))
        yield (f"k:{item.key}", joined(f"{item.title}, {when}  ", (said, "dim")))
    if not items:
        yield (None, joined((_("No meeting is planned. d plans one."), "dim")))


def _backlog(session: Session, circles: Sequence[int]) -> Iterator[tuple[str | None, Content]]:
    yield (None, Content(""))
    yield (None, joined((_("Backlog"), "bold")))
    found = [one for number in circles for one in backlog_of(session, number)]
    for one in found:
        topic = one.value
        circle = name_of_circle(session, topic.circle)
        about = f"{wanted_word(topic.wanted)}, {minutes_words(topic.minutes)}"
        yield (f"t:{one.id}", joined(f"{circle}: {topic.title}  ", (about, "dim")))
    if not found:
        yield (None, joined((_("Nothing waits to be talked about. n adds something."), "dim")))
