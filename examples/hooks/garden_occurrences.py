"""Every Saturday at ten, by the clocks of Lisbon, the garden is tended: in the calendar of everybody."""

from datetime import date, timedelta

from folkmoot import api

FOLKMOOT_API = 1
ZONE = "Europe/Lisbon"
FIRST = date(2026, 1, 3)


@api.hookimpl
def folkmoot_occurrences(start, end):
    for found in api.comes_round("FREQ=WEEKLY", FIRST, "10:00", ZONE, start, end):
        yield api.Occurrence(
            f"garden/{found.wall:%Y-%m-%d}",
            found.instant,
            found.instant + timedelta(hours=2),
            ZONE,
            "Garden morning",
            "meeting",
            flag=found.flag,
        )
