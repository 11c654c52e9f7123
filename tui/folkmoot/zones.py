"""Time zones from one source on purpose: the `tzdata` package, never the host's own and perhaps older copy.

Models and rules may use it: standard library and a data package only.
"""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, datetime
from functools import cache
from importlib import import_module
from pathlib import Path
from zoneinfo import ZoneInfo

from folkmoot.errors import BadData
from folkmoot.words import _


class UnknownZone(BadData):
    """No zone of that name; the sentence suggests what may have been meant."""


class Zone(ZoneInfo):
    """A `ZoneInfo` read from the package; it can be copied, as times that plugins are handed must be."""

    def __reduce__(self) -> tuple[Callable[[str], ZoneInfo], tuple[str]]:
        return (zone, (self.key,))


@cache
def zone(name: str) -> ZoneInfo:
    """The zone of an IANA name such as `Pacific/Auckland`. Raises: UnknownZone."""
    if name not in zone_names():
        raise UnknownZone(_unknown(name))
    with _folder().joinpath("zoneinfo", *name.split("/")).open("rb") as file:
        return Zone.from_file(file, key=name)


@cache
def zone_names() -> frozenset[str]:
    """Every name the package knows, links such as `Asia/Calcutta` included."""
    return frozenset(_folder().joinpath("zones").read_text("utf-8").split())


def tzdata_version() -> str:
    """The IANA release in use, such as `2026f`."""
    return str(import_module("tzdata").IANA_VERSION)


def utc(instant: datetime) -> str:
    """An aware instant as `2027-01-22T12:17:23Z`, seconds and no more."""
    return instant.astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%SZ")


def utc_at(wall: datetime, zone_name: str) -> datetime:
    """The UTC instant of a naive wall time in a zone.

    A time that the clock skips takes the offset before the gap; one that comes twice is the first (RFC 5545).
    """
    return wall.replace(tzinfo=zone(zone_name), fold=0).astimezone(UTC)


@cache
def _folder() -> Path:
    return Path(str(import_module("tzdata").__file__)).parent


def _unknown(name: str) -> str:
    from difflib import get_close_matches

    wanted = name.replace(" ", "_").casefold()
    by_city = {known.rsplit("/", 1)[-1].casefold(): known for known in sorted(zone_names()) if "/" in known}
    by_name = {known.casefold(): known for known in zone_names()}
    near = get_close_matches(wanted, by_name, n=1, cutoff=0.75) or get_close_matches(
        wanted.rsplit("/", 1)[-1], by_city, n=1, cutoff=0.75
    )
    if near:
        meant = by_name.get(near[0]) or by_city[near[0]]
        return _("There is no time zone “{name}”. Did you mean {meant}?", name=name, meant=meant)
    return _(
        "There is no time zone “{name}”. Zones are named like Europe/Lisbon or Pacific/Auckland.", name=name
    )
