"""The rhythm of a community over a span: its rules, choices and changes read from the store, laid on the moons."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime, timedelta

from msgspec.structs import replace

from folkmoot.api import NotFound, Occurrence, Reader, Session
from folkmoot_core.rhythm.almanac import known_part, moon_of, moons_between
from folkmoot_core.rhythm.model import ChangedOccurrence, ChosenMoon, Moon, MoonRule, Place
from folkmoot_core.rhythm.rules import REACH, plan
from folkmoot_core.words import _

NEAR = timedelta(days=75)
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
    found = plan(rules, moons_around(start, end), choices, changes)
    return [replace(item, title=title_of(item)) for item in found if start <= item.start < end]


def moons_around(start: datetime, end: datetime) -> Sequence[Moon]:
    """The run of moons that decides what lies in a span; beyond the almanac there is none."""
    return moons_between(*known_part(start - REACH, end + REACH))


def title_of(occurrence: Occurrence) -> str:
    """A meeting's own title, or what its kind is called."""
    return occurrence.title or kind_title(
        occurrence.kind, "new" if "new-" in (occurrence.moon or "") else "full"
    )


def kind_title(kind: str, phase: str) -> str:
    """What a meeting of a kind is called when nobody gave it a name."""
    named = {
        "gathering": _("Gathering"),
        "pulse": _("Pulse"),
        "restorative": _("Restorative gathering"),
        "summit": _("Summit"),
        "meeting": _("Meeting"),
    }
    return named.get(kind) or (_("New moon call") if phase == "new" else _("Full moon call"))


def occurrence_of(reader: Reader, key: str) -> Occurrence:
    """One meeting by its key (`full-call/full-334`). Raises: NotFound."""
    rule, _slash, moon_key = key.rpartition("/")
    if not rule:
        raise NotFound(_("There is no meeting “{key}”. Keys are like full-call/full-334.", key=key))
    moon = moon_of(moon_key)
    near = occurrences(reader, moon.instant - REACH, moon.instant + REACH)
    for occurrence in near:
        if occurrence.key == key:
            return occurrence
    raise NotFound(_("There is no meeting “{key}”.", key=key))


class RhythmCalendar:
    """The service `folkmoot.api.Calendar`."""

    def coming(self, session: Session, kinds: Sequence[str], count: int) -> list[Occurrence]:
        """See `folkmoot.api.Calendar`."""
        now = session.now()
        wanted: list[Occurrence] = []
        for ahead in (NEAR, AHEAD):  # the near weeks nearly always hold enough, and cost a fifth
            found = session.house.occurrences(session.store, now - timedelta(days=1), now + ahead)
            taking_place = [item for item in found if item.status != "cancelled" and item.end > now]
            wanted = [item for item in taking_place if not kinds or item.kind in kinds]
            if len(wanted) >= count:
                break
        return wanted[:count]
