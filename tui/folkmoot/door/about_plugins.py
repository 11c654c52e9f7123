"""What a plugin is and why it stands as it does, in sentences."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING, Any

from folkmoot.door.faults_met import faults_met, met_of, way_out
from folkmoot.taking_in import asks_for, needs_said
from folkmoot.words import _

if TYPE_CHECKING:
    from folkmoot.plugged import Plugin
    from folkmoot.plugins import House


def about_plugin(house: House, name: str, path: Path) -> dict[str, Any]:
    """Why a plugin is on or not, and what it brings: keys as `folkmoot plugins why --json` prints them."""
    plugin = house.plugin(name)
    assert plugin is not None
    met = met_of(faults_met(path), plugin)
    faults = list(dict.fromkeys(fault.sentence for fault in plugin.faults))
    return {
        "name": name,
        "version": plugin.version,
        "package": plugin.package,
        "state": plugin.state,
        "api": plugin.api,
        "needs": list(plugin.needs),
        "brings": brought(house, name),
        "faults": [*faults, *met],
        "says": list(_said(house, plugin, [*faults, *met])),
    }


def _said(house: House, plugin: Plugin, wrong: list[str]) -> Iterator[str]:
    yield _(
        "“{name}” {version} comes from {package}.",
        name=plugin.name,
        version=plugin.version,
        package=plugin.package,
    )
    if plugin.state == "off":
        yield _("It is turned off. Back on: folkmoot plugins enable {name}", name=plugin.name)
    elif plugin.state == "waiting":
        yield asks_for(plugin.name, plugin.needs)
    elif plugin.state == "refused":
        yield _("It is left out, and the house goes on without it:")
    elif wrong:
        yield _("It is on, and this went wrong; the rest of it goes on:")
    else:
        yield _("It is on: it is there, it speaks API {api}, and nobody turned it off.", api=plugin.api)
    yield from wrong
    if plugin.needs and plugin.state == "on":
        yield _("It may {needs}.", needs=needs_said(plugin.needs))
    if brings := brought(house, plugin.name):
        yield _("It brings {what}.", what="; ".join(brings))
    if wrong and plugin.state != "off":
        yield _("Its maker can mend it; what it keeps stays in the record meanwhile.")
    if plugin.state in ("on", "refused", "resting"):
        yield way_out(plugin.name)


def brought(house: House, name: str) -> list[str]:
    """What a plugin hands over by itself, without a session: pages, commands, documents, rules, settings."""
    labels = {
        "pages": (_("pages: {names}"), "title"),
        "commands": (_("commands: {names}"), "name"),
        "collections": (_("documents: {names}"), "name"),
        "policies": (_("rules: {names}"), "verb"),
        "heavy_acts": (_("what several decide: {names}"), "verb"),
    }
    found = []
    for hook, (said, field) in labels.items():
        names = [str(getattr(item, field)) for owner, item in house.ask(hook) if owner == name]
        if names:
            found.append(said.format(names=", ".join(names)))
    if any(owner == name for owner, _settings in house.ask("settings")):
        found.append(_("settings"))
    return found
