"""Groups in words."""

from __future__ import annotations

from datetime import date

from folkmoot.api import Occurrence, Reader, Session, Store, Stored, dates
from folkmoot_core.groups.forms import DAY_WORDS, PACE_WORDS
from folkmoot_core.groups.kept import name_of, people_in
from folkmoot_core.groups.model import Asking, Group, Pulse
from folkmoot_core.groups.proposing import Proposed
from folkmoot_core.groups.rules import hint_for, looks_back_on, past_its_end, room_in
from folkmoot_core.rhythm.wording import there
from folkmoot_core.words import _, ngettext


def pulse_words(pulse: Pulse) -> str:
    """`every two weeks, Wednesday 19:00 (Lisbon)`."""
    city = pulse.zone.rsplit("/", 1)[-1].replace("_", " ")
    return _(
        "{every}, {day} {at} ({city})",
        every=_(PACE_WORDS[pulse.every]),
        day=_(DAY_WORDS[str(pulse.weekday)]),
        at=pulse.at,
        city=city,
    )


def group_sentence(group: Group) -> str:
    """A group in one line, as it stands."""
    said = [f"“{group.name}”", group.focus]
    if group.pulse is not None:
        said.append(pulse_words(group.pulse))
    if group.until is not None:
        said.append(_("until {day}", day=dates.day_of_year(group.until)))
    return ", ".join(part for part in said if part)


def people_words(count: int) -> str:
    """`5 people`."""
    return ngettext("{count} person", "{count} people", count)


def room_words(count: int) -> str:
    """How much room a home group of so many has."""
    room = room_in(count)
    return ngettext("room for {count}", "room for {count}", room) if room else _("no room")


def hint_words(count: int) -> str:
    """What a home group of so many might think about; nothing where it is well."""
    hint = hint_for(count)
    if hint == "split":
        return _("You are {count}: time to become two groups (s).", count=count)
    if hint == "grow":
        return _("You are {count}: invite somebody (i), or merge with another group (g).", count=count)
    return ""


def look_back_words(group: Group, today: date) -> str:
    """When the group looks back next, or that it is time."""
    due = looks_back_on(group)
    if due <= today:
        return _("it is time to look back together (r), since {day}", day=dates.day(due))
    return _("next on {day} or near it", day=dates.day_of_year(due))


def end_words(group: Group, today: date) -> str:
    """A working group's end, and whether it is past."""
    if group.until is None:
        return ""
    day = dates.day_of_year(group.until)
    if past_its_end(group, today):
        return _("past its end ({day})", day=day)
    return _("until {day}", day=day)


def names_in(reader: Reader | Store, number: int) -> list[str]:
    """What a group's people are called."""
    return [name_of(reader, handle) for handle in people_in(reader, number)]


def asking_words(session: Session, asking: Asking) -> str:
    """Who is on the way into a group, and what is missing."""
    name = name_of(session.store, asking.account)
    if not asking.own:
        return _("{name} is invited and has not answered yet", name=name)
    said = _("{name} would like to join", name=name)
    if asking.group in asking.yes:
        said = _("{name}: you said yes; their other group is asked too", name=name)
    return f"{said}: {asking.words}" if asking.words else said


def pulse_line(session: Session, item: Occurrence) -> str:
    """`tomorrow 19:00`, the group's own clock behind it where it differs, and what was changed."""
    said = dates.when(session.here(item.start), session.here(session.now()))
    if elsewhere := there(item, session.zone_name):
        said += f" ({elsewhere})"
    if item.status == "moved":
        said += ", " + _("moved")
    if item.reason:
        said += f": {item.reason}"
    return said


def host_words(session: Session, handle: str | None) -> str:
    """Whose turn it is to host."""
    if handle is None:
        return _("nobody hosts yet (h)")
    if handle == session.handle:
        return _("you host")
    return _("{name} hosts", name=name_of(session.store, handle))


def why_words(group: Proposed) -> str:
    """Why a proposed group: `4 people within an hour of each other; 3 wish for farming`."""
    count = len(group.members)
    hours = -(-group.spread // 60)
    if not count:
        return _("nobody")
    if not hours:
        said = ngettext("{count} person", "{count} people by one clock", count)
    elif hours == 1:
        said = ngettext("{count} person", "{count} people within an hour of each other", count)
    else:
        said = ngettext(
            "{count} person", "{count} people within {hours} hours of each other", count, hours=hours
        )
    if group.shared:
        wish, wanting = group.shared[0]
        said += "; " + ngettext("{count} wishes for {wish}", "{count} wish for {wish}", wanting, wish=wish)
    return said


def kind_words(stored: Stored[Group]) -> str:
    """`home group` or `working group`, closed or not."""
    said = _("home group") if stored.value.kind == "home" else _("working group")
    return _("{kind}, closed", kind=said) if stored.value.closed is not None else said
