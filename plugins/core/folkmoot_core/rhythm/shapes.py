"""Moons and meetings as JSON: a contract that scripts rely on."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from folkmoot.api import Occurrence, utc, zone
from folkmoot_core.rhythm.model import Moon, Place


def moon_shape(moon: Moon, zone_name: str) -> dict[str, Any]:
    """`{"key", "phase", "instant", "local", "local_date", "eclipse"}`."""
    local = moon.instant.astimezone(zone(zone_name))
    return {
        "key": moon.key,
        "phase": moon.phase,
        "instant": utc(moon.instant),
        "local": local.isoformat(timespec="seconds"),
        "local_date": local.date().isoformat(),
        "eclipse": moon.eclipse,
    }


def occurrence_shape(occurrence: Occurrence, zone_name: str | None) -> dict[str, Any]:
    """One meeting; its local start in the zone that was asked for, else in its own."""
    shown_in = zone_name or occurrence.zone
    return {
        "key": occurrence.key,
        "rule": occurrence.rule,
        "kind": occurrence.kind,
        "title": occurrence.title,
        "moon": occurrence.moon,
        "start": utc(occurrence.start),
        "end": utc(occurrence.end),
        "local_start": occurrence.start.astimezone(zone(shown_in)).isoformat(timespec="seconds"),
        "zone": shown_in,
        "status": occurrence.status,
        "flag": occurrence.flag,
        "reason": occurrence.reason,
    }


def rhythm_shape(
    place: Place,
    place_zone: str,
    moons: Iterable[Moon],
    occurrences: Iterable[Occurrence],
    zone_name: str | None,
) -> dict[str, Any]:
    """`folkmoot rhythm --json`."""
    return {
        "place": {
            "name": place.name,
            "zone": place_zone,
            "latitude": place.latitude,
            "longitude": place.longitude,
        },
        "moons": [moon_shape(moon, zone_name or place_zone) for moon in moons],
        "occurrences": [occurrence_shape(occurrence, zone_name) for occurrence in occurrences],
    }
