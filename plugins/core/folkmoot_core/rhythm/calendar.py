"""The rhythm of a community over a span: its rules, choices and changes read from the store, laid on moons and days."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import UTC, datetime, time, timedelta

from msgspec.structs import replace

from folkmoot.api import NotFound, Occurrence, Reader, Session
from folkmoot_core.people.members import is_member
from folkmoot_core.rhythm.almanac import known_part, moon_of, moons_between
from folkmoot_core.rhythm.by_calendar import day_of, meetings_by_calendar, slot_of, summit_of
from folkmoot_core.rhythm.model import CalendarRule, ChangedOccurrence, ChosenMoon, Moon, MoonRule, Place
from folkmoot_core.rhythm.rules import REACH, plan
from folkmoot_core.words import _

NEAR = timedelta(days=75)
MEMBERS_ONLY = ("restorative",)
AHEAD = timedelta(days=400)  # far enough to hold the next gathering, wherever it was hung


def place_of(reader: Reader) -> Place:
    """The community's Place. Raises: NotFound, where it was founded without this plugin."""
    places = reader.collection(Place).all()
    if not places:
        raise NotFound(_("This community has no Place yet."))
    return places[0].value


def occurrences(reader: Reader, start: datetime, end: datetime) -> list[Occurrence]:
    """All meetings that start in a span (start included, end not; both aware), cancelled ones too.

    Where no moon is known, no meeting hangs on one: none are returned, and nothing is raised.
    """
    rules = [stored.value for stored in reader.collection(MoonRule).all()]
    changes = [stored.value for stored in reader.collection(ChangedOccurrence).all()]
    choices = [stored.value for stored in reader.collection(ChosenMoon).all()]
    by_day = {stored.value.id: stored.value for stored in reader.collection(CalendarRule).all()}
    hung = [
        item for item in plan(rules, moons_around(start, end), choices, changes) if start <= item.start < end
    ]
    found = [*hung, *meetings_by_calendar(by_day.values(), changes, start, end)]
    named = [replace(item, title=title_of(item, by_day), opens=held_on(item)) for item in found]
    return sorted(named, key=lambda item: (item.start, item.key))


def occurrences_for(reader: Reader, start: datetime, end: datetime, handle: str) -> list[Occurrence]:
    """The meetings that one person sees: guests are not shown what is for members only."""
    found = occurrences(reader, start, end)
    if any(item.kind in MEMBERS_ONLY for item in found) and not is_member(reader, handle):
        return [item for item in found if item.kind not in MEMBERS_ONLY]
    return found


def moons_around(start: datetime, end: datetime) -> Sequence[Moon]:
    """The run of moons that decides what lies in a span; beyond the almanac there is none."""
    return moons_between(*known_part(start - REACH, end + REACH))


def title_of(occurrence: Occurrence, by_day: Mapping[str, CalendarRule] | None = None) -> str:
    """A meeting's own title, or what its kind is called; a session's behind its summit's."""
    if summit_of(occurrence.key):
        rule = (by_day or {}).get(occurrence.rule or "")
        return f"{summit_title(rule)}: {occurrence.title}"
    phase = (occurrence.moon or "").partition("-")[0]
    return occurrence.title or kind_title(occurrence.kind, phase)


def summit_title(rule: CalendarRule | None) -> str:
    """What a summit is called as a whole."""
    return (rule.title if rule else "") or kind_title("summit", "")


def held_on(occurrence: Occurrence) -> str | None:
    """Where a meeting is prepared and held: the clinic of a call, the page of a gathering."""
    pages = {"call": "clinic", "gathering": "gatherings"}
    return f"{pages[occurrence.kind]}/{occurrence.key}" if occurrence.kind in pages else None


def kind_title(kind: str, phase: str) -> str:
    """What a meeting of a kind is called when nobody gave it a name; without a phase it hangs on no moon."""
    if not phase and kind in ("call", "organising"):
        return _("Call") if kind == "call" else _("Organising call")
    named = {
        "gathering": _("Gathering"),
        "pulse": _("Pulse"),
        "restorative": _("Restorative gathering"),
        "summit": _("Summit"),
        "meeting": _("Meeting"),
    }
    return named.get(kind) or (_("New moon call") if phase == "new" else _("Full moon call"))


def of_the_rhythm(reader: Reader, meeting: Occurrence) -> bool:
    """Whether a rule of the rhythm brought a meeting, and not a group or another plugin."""
    kinds = (MoonRule, CalendarRule)
    return meeting.rule is not None and any(reader.collection(kind).first(id=meeting.rule) for kind in kinds)


def occurrence_of(reader: Reader, key: str) -> Occurrence:
    """One meeting by its key (`full-call/full-334`, `quiet/2027-03-14`, `summit/2027-03-06/dawn`). Raises: NotFound."""
    slot = slot_of(key)
    if not slot or key.startswith("/"):
        raise NotFound(
            _(
                "There is no meeting “{key}”. Keys are like full-call/full-334 or quiet/2027-03-14.",
                key=key,
            )
        )
    day = day_of(slot)
    about = datetime.combine(day, time(12), UTC) if day else moon_of(slot).instant
    near = occurrences(reader, about - REACH, about + REACH)
    for occurrence in near:
        if occurrence.key == key:
            return occurrence
    sessions = [occurrence.key for occurrence in near if summit_of(occurrence.key) == key]
    if sessions:
        raise NotFound(_("That is a whole summit. Its sessions: {keys}.", keys=", ".join(sessions)))
    raise NotFound(_("There is no meeting “{key}”.", key=key))


class RhythmCalendar:
    """The service `folkmoot.api.Calendar`."""

    def coming(self, session: Session, kinds: Sequence[str], count: int) -> list[Occurrence]:
        """See `folkmoot.api.Calendar`."""
        now = session.now()
        wanted: list[Occurrence] = []
        for ahead in (NEAR, AHEAD):  # the near weeks nearly always hold enough, and cost a fifth
            found = session.meetings(now - timedelta(days=1), now + ahead)
            taking_place = [item for item in found if item.status != "cancelled" and item.end > now]
            wanted = [item for item in taking_place if not kinds or item.kind in kinds]
            if len(wanted) >= count:
                break
        return wanted[:count]
