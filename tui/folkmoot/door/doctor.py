"""A look over the house: plugins, store, zones, languages; each with a sentence, none with a guess."""

from __future__ import annotations

import os
import sys
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from shutil import disk_usage
from typing import TYPE_CHECKING, Any

from folkmoot.door.faults_met import Met, faults_met, met_of, way_out
from folkmoot.errors import FolkmootError
from folkmoot.taking_in import asks_for
from folkmoot.words import _, ngettext

if TYPE_CHECKING:
    from folkmoot.plugins import House

ROOM = 20_000_000  # bytes: a store, its temporary copy and a backup of a large community


@dataclass(frozen=True)
class Finding:
    """One thing that was looked at."""

    what: str
    well: bool
    says: str


def plugin_rows(house: House, met: Iterable[Met] = ()) -> list[dict[str, Any]]:
    """Every plugin with its version, state and faults; asked for all it brings, so that faults show.

    `met` are faults that were met at work lately: what no trial shows.
    """
    for hook in ("collections", "pages", "commands", "policies", "services", "settings", "founding", "demo"):
        house.ask(hook)
    lately = list(met)
    return [
        {
            "name": plugin.name,
            "version": plugin.version,
            "package": plugin.package,
            "state": plugin.state,
            "faults": list(dict.fromkeys(fault.sentence for fault in plugin.faults)),
            "met": met_of(lately, plugin),
            "needs": list(plugin.needs),
            "api": plugin.api,
        }
        for plugin in house.plugins
    ]


def examine(house: House, path: Path) -> list[Finding]:
    """All findings, in the order in which they matter."""
    return [*_of_plugins(house, path), _of_store(house, path), *_of_copies(path), _of_zones(), _of_python()]


def _of_plugins(house: House, path: Path) -> list[Finding]:
    findings: list[Finding] = []
    for row in plugin_rows(house, faults_met(path)):
        wrong = [*row["faults"], *row["met"]]
        if wrong and row["state"] != "off":
            says = " ".join([*wrong, way_out(row["name"])])
        else:
            says = _of_choice(row) or _("{package} {version}", package=row["package"], version=row["version"])
        findings.append(
            Finding(_("plugin {name}", name=row["name"]), not wrong or row["state"] == "off", says)
        )
    return findings or [Finding(_("plugins"), True, _("none are loaded"))]


def _of_choice(row: Mapping[str, Any]) -> str:
    """What to say of a plugin that is not on because somebody decided so, or has not decided yet."""
    if row["state"] == "waiting":
        return asks_for(row["name"], tuple(row["needs"]))
    if row["state"] == "off":
        return _("It is turned off. Back on: folkmoot plugins enable {name}", name=row["name"])
    return ""


def _of_store(house: House, path: Path) -> Finding:
    from folkmoot.door.opening import all_collections, opened
    from folkmoot.session import Account, Community
    from folkmoot.store import NoStore
    from folkmoot.zones import zone

    what = _("store")
    try:
        with opened(house, path) as store:
            for collection in all_collections(house):
                store.collection(collection.type).all()
            for community in store.collection(Community).all():
                zone(community.value.zone)
            count = store.collection(Account).count()
            read_only = store.read_only
    except NoStore as error:
        return Finding(what, True, error.sentence)
    except FolkmootError as error:
        return Finding(what, False, error.sentence)
    where = _("{path} (written by {user})", path=str(path), user=_owner(path))
    people = ngettext("{count} person", "{count} people", count)
    if read_only:
        return Finding(
            what, False, _("{where}: {people}; it can be read but not written.", where=where, people=people)
        )
    if on_network(path):
        says = _(
            "{where}: {people}. It lies on a network drive, where locks can't be trusted: move it.",
            where=where,
            people=people,
        )
        return Finding(what, False, says)
    free = disk_usage(path.parent).free
    if free < ROOM:
        says = _(
            "{where}: {people}. Hardly any room is left on the disk: make some soon.",
            where=where,
            people=people,
        )
        return Finding(what, False, says)
    return Finding(what, True, f"{where}: {people}")


def _of_copies(path: Path) -> Iterator[Finding]:
    """When the newest copy was made, and what lies beside the record because it was damaged."""
    from folkmoot.store import copies, set_aside, traces

    if not traces(path):
        return
    there = copies(path)
    if there:
        newest = max(datetime.fromtimestamp(copy.stat().st_mtime, UTC) for copy in there)
        says = ngettext(
            "{count} copy, the newest of {day}",
            "{count} copies, the newest of {day}",
            len(there),
            day=f"{newest:%Y-%m-%d}",
        )
    else:
        says = _("there is none yet; one is made when the house is opened, or by “folkmoot store backup”")
    yield Finding(_("copies"), True, says)
    if aside := set_aside(path):
        says = ngettext(
            "{count} file was kept because it was damaged ({names}); “folkmoot store check” tells of it",
            "{count} files were kept because they were damaged ({names}); “folkmoot store check” tells of them",
            len(aside),
            names=", ".join(file.name for file in aside),
        )
        yield Finding(_("set aside"), True, says)


def _owner(path: Path) -> str:
    try:
        return path.owner()
    except (KeyError, OSError):
        return str(path.stat().st_uid)


def on_network(path: Path) -> bool:
    """Whether the folder is on a file system where flock is not to be trusted (from /proc/mounts)."""
    try:
        mounts = [line.split() for line in Path("/proc/mounts").read_text("utf-8").splitlines()]
    except OSError:
        return False
    here = str(path.resolve().parent)
    inside = [
        (row[1], row[2]) for row in mounts if here == row[1] or here.startswith(row[1].rstrip("/") + "/")
    ]
    kind = max(inside, key=lambda pair: len(pair[0]), default=("", ""))[1]
    return kind.startswith(("nfs", "cifs", "smb", "9p", "fuse.sshfs"))


def _of_zones() -> Finding:
    from folkmoot.zones import tzdata_version, zone_names

    says = _("tzdata {version}, {count} zones", version=tzdata_version(), count=len(zone_names()))
    return Finding(_("time zones"), True, says)


def _user() -> str:
    import pwd

    try:
        return pwd.getpwuid(os.getuid()).pw_name
    except KeyError:
        return str(os.getuid())


def _of_python() -> Finding:
    version = ".".join(str(part) for part in sys.version_info[:3])
    return Finding(_("Python"), True, _("{version}, run by {user}", version=version, user=_user()))
