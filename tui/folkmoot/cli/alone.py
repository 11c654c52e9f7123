"""Living alone: one plugin on one's own machine, without a community, in a record of its own."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from folkmoot.words import _

if TYPE_CHECKING:
    from folkmoot.cli.call import Call

HANDLE = "me"
LOCALTIME = Path("/etc/localtime")


def live_alone(call: Call, plugin: str, folder: str, *, wanted: bool = False) -> bool:
    """Where there is no community at the place that was named (or alone is `wanted`), go on without one.

    The call then sees the one plugin, and a record in a folder beside the place, made at the first time. Returns
    whether it is so. Raises: CannotCreate, DiskFull, and as opening does.
    """
    from folkmoot.store import traces

    if call.afar or (traces(call.path) and not wanted):
        return False
    from folkmoot.discovery import installed_plugins
    from folkmoot.door.founding import found
    from folkmoot.plugins import open_house

    path = call.path.parent / folder / call.path.name
    house = open_house(found=[one for one in installed_plugins() if one.name == plugin])
    house.alone = True
    call.house, call.store, call.handle = house, str(path), None
    if not traces(path):
        answers = {"name": _("Alone"), "zone": _own_zone(), "your_name": _("You"), "as": HANDLE}
        found(house, path, answers)
    return True


def _own_zone() -> str:
    """The zone of this machine's clocks; UTC where it does not say."""
    from folkmoot.zones import UnknownZone, zone

    try:
        name = str(LOCALTIME.resolve()).partition("zoneinfo/")[2]
        zone(name)
    except (OSError, UnknownZone):
        return "UTC"
    return name
