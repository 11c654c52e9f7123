"""A gathering in words: when, which moon, who comes."""

from __future__ import annotations

from folkmoot.api import NotFound, Occurrence, OpenInvitation, Session, dates
from folkmoot_core.gatherings.actions import Coming
from folkmoot_core.people.model import Member
from folkmoot_core.people.names import name_of, names
from folkmoot_core.rhythm.almanac import moon_of
from folkmoot_core.rhythm.wording import meeting_words, moon_words
from folkmoot_core.words import _, ngettext


def line_words(coming: Coming, here: str) -> str:
    """A gathering in a line of the list: theme or title, what was changed, and how it is answered."""
    title = coming.prepared.theme or coming.occurrence.title
    if coming.occurrence.status != "confirmed" or coming.occurrence.reason:
        title += f" ({meeting_words(coming.occurrence, here)})"
    return title


def counted(session: Session, coming: Coming) -> str:
    """`23 of 30; 4 maybe; 2 wait`; of one that is over, how many came."""
    if coming.came:
        return ngettext("{count} was there", "{count} were there", len(coming.came))
    if coming.occurrence.end <= session.now():
        return _("not marked who came")
    count, capacity = len(coming.seats.coming), coming.prepared.capacity
    parts = []
    if capacity:
        parts.append(_("{count} of {capacity}", count=count, capacity=capacity))
    elif count:
        parts.append(ngettext("{count} comes", "{count} come", count))
    if coming.tally.maybe:
        parts.append(_("{count} maybe", count=len(coming.tally.maybe)))
    if coming.seats.waiting:
        parts.append(ngettext("{count} waits", "{count} wait", len(coming.seats.waiting)))
    return "; ".join(parts)


def when_words(session: Session, occurrence: Occurrence) -> str:
    """Day, hours and what was changed about it, by the reader's own clock."""
    start, end = session.here(occurrence.start), session.here(occurrence.end)
    until = dates.clock(end) if end.date() == start.date() else f"{dates.day(end.date())} {dates.clock(end)}"
    said = f"{dates.day_of_year(start.date())} {dates.clock(start)}-{until}"
    changed = meeting_words(occurrence, session.zone_name).removeprefix(occurrence.title).lstrip(", ")
    return f"{said}  {changed}".rstrip()


def moon_line(session: Session, occurrence: Occurrence) -> str:
    """The moon on which it hangs; nothing where it hangs on none."""
    try:
        moon = moon_of(occurrence.moon or "")
    except NotFound:
        return ""
    at = session.here(moon.instant)
    return f"{moon_words(moon)}, {dates.day(at.date())} {dates.clock(at)}"


def rows(session: Session, coming: Coming) -> list[tuple[str, str]]:
    """What is known of a gathering, as labels and values; what is empty is left out."""
    tally, prepared = coming.tally, coming.prepared
    over = bool(coming.came) or coming.occurrence.end <= session.now()  # then it counts who came
    said = [
        (_("When"), when_words(session, coming.occurrence)),
        (_("Theme"), prepared.theme),
        (_("Place"), prepared.place),
        (_("Moon"), moon_line(session, coming.occurrence)),
        (_("Hosts"), names(session, tally.hosts) or ("" if over else _("nobody yet (a, then h)"))),
        (_("Good to know"), prepared.about),
        (_("Were there"), names(session, coming.came)),
        (_("Come"), "" if coming.came else counted(session, coming)),
        ("", "" if over else names(session, coming.seats.coming)),
        (_("Maybe"), "" if over else names(session, tally.maybe)),
        (_("Wait"), "" if over else names(session, coming.seats.waiting)),
    ]
    return [(label, value) for label, value in said if value]


def place_in_line(session: Session, coming: Coming) -> str:
    """What is told to somebody who said yes when all places were taken; nothing to others, nor once it began."""
    if session.handle not in coming.seats.waiting or coming.occurrence.start <= session.now():
        return ""
    number = coming.seats.waiting.index(session.handle) + 1
    return _(
        "All places are taken for now; you are number {number} of those who wait, and come as soon as there is room.",
        number=number,
    )


def invited_words(session: Session, invited: OpenInvitation) -> str:
    """`Simão, by Inês, until Fri, 3 Apr`: an invitation that nobody has used yet."""
    return _(
        "{name}, by {by}, until {day}",
        name=invited.name or _("a card without a name"),
        by=name_of(session, invited.by),
        day=dates.day(session.here(invited.until).date()),
    )


def came_with_card(session: Session, coming: Coming) -> list[str]:
    """Guests who came in with a card for this gathering, and who invited them."""
    found = session.store.collection(Member).find(occasion=coming.occurrence.key, standing="guest")
    return [
        _(
            "{name}, by {by}, is in",
            name=name_of(session, one.value.account),
            by=name_of(session, one.value.invited_by),
        )
        for one in found
    ]
