"""`folkmoot plugins`: what is loaded and why, on and off, making and checking one; works with every plugin broken."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from folkmoot.cli.call import Call, pass_call
from folkmoot.cli.talk import out, out_json
from folkmoot.errors import BadData, Misconfigured, NotFound
from folkmoot.words import _

if TYPE_CHECKING:
    from folkmoot.plugged import Plugin

as_json_option = click.option("--json", "as_json", is_flag=True, help=_("As JSON."))
quick_option = click.option(
    "--quick", is_flag=True, help=_("Only load them; don't try them out in a throwaway community.")
)


@click.group(
    invoke_without_command=True, help=_("The plugins: what they bring, what is wrong with them, on and off.")
)
@as_json_option
@quick_option
@click.pass_context
def plugins(context: click.Context, as_json: bool, quick: bool) -> None:
    if context.invoked_subcommand is None:
        context.invoke(list_plugins, as_json=as_json, quick=quick)


@plugins.command("list", help=_("List the plugins, what they bring, and what is wrong with them."))
@as_json_option
@quick_option
@pass_call
def list_plugins(call: Call, as_json: bool, quick: bool) -> None:
    from folkmoot.cli.house import try_all
    from folkmoot.door.doctor import plugin_rows
    from folkmoot.door.faults_met import faults_met

    if not quick:
        try_all(call)
    rows = plugin_rows(call.house, faults_met(call.path))
    if as_json:
        out_json({"plugins": rows})
        return
    if not rows:
        out(_("No plugins are loaded."))
    width = max((len(row["name"]) for row in rows), default=0)
    for row in rows:
        out(f"{row['name']:<{width}}  {row['version']:<10} {_state(row)}")
        for sentence in (*row["faults"], *row["met"]):
            out(f"  {sentence}")


def _state(row: Mapping[str, Any]) -> str:
    if row["state"] == "on" and (row["faults"] or row["met"]):
        return _("on, with faults")
    return {
        "on": _("on"),
        "refused": _("refused"),
        "resting": _("resting"),
        "off": _("off"),
        "waiting": _("waits for a yes"),
    }[row["state"]]


@plugins.command(help=_("Say why a plugin is on or not, where it comes from, and what it brings."))
@click.argument("name")
@as_json_option
@pass_call
def why(call: Call, name: str, as_json: bool) -> None:
    from folkmoot.cli.house import try_all
    from folkmoot.door.about_plugins import about_plugin

    _named(call, name)
    try_all(call)
    about = about_plugin(call.house, name, call.path)
    if as_json:
        out_json(about)
        return
    for sentence in about["says"]:
        out(sentence)


@plugins.command(help=_("Turn a plugin on: by its name, or by the path of one that lies elsewhere."))
@click.argument("name")
@pass_call
def enable(call: Call, name: str) -> None:
    from folkmoot.choices import keep_choices, read_choices, turned_on
    from folkmoot.door.faults_met import forget_met
    from folkmoot.folders import plugin_at
    from folkmoot.plugins import open_house
    from folkmoot.taking_in import needs_said

    _only_owner(call)
    choices = read_choices(call.path)
    is_path = _is_path(name) or (call.house.plugin(name) is None and Path(name).exists())
    path = str(Path(name).expanduser().resolve()) if is_path else ""
    found = plugin_at(Path(path)).name if path else name
    house = open_house(store=call.path, beside=[Path(path)] if path else [])
    plugin = house.plugin(found)
    if plugin is not None and plugin.state == "off":  # it was not loaded: only then it says what it needs
        keep_choices(call.path, turned_on(choices, found, choices.agreed.get(found, ())))
        house = open_house(store=call.path)
        plugin = house.plugin(found)
    if plugin is None:
        raise NotFound(_("There is no plugin “{name}”; “folkmoot plugins” lists them.", name=name))
    if plugin.state == "refused":
        said = plugin.faults[-1].sentence
        raise Misconfigured(_("“{name}” can't be turned on. {said}", name=found, said=said))
    keep_choices(call.path, turned_on(choices, found, plugin.needs, path))
    forget_met(call.path, found)
    if plugin.needs:
        out(_("It may now {needs}.", needs=needs_said(plugin.needs)))
        out(_("A plugin is a program: that it says so is a promise, and no lock."))
    out(_("“{name}” is on. Whoever comes in from now on sees it.", name=found))


@plugins.command(help=_("Turn a plugin off. What it keeps stays in the record, untouched."))
@click.argument("name")
@pass_call
def disable(call: Call, name: str) -> None:
    from folkmoot.choices import keep_choices, read_choices, turned_off

    _only_owner(call)
    plugin = _named(call, name)
    keep_choices(call.path, turned_off(read_choices(call.path), name))
    out(
        _(
            "“{name}” is off for whoever comes in from now on. What it keeps stays in the record. Back on: folkmoot "
            "plugins enable {name}",
            name=plugin.name,
        )
    )


@plugins.command(help=_("Make a new plugin in a folder of its own, with tests that pass."))
@click.argument("name")
@click.option(
    "--in", "folder", metavar="FOLDER", default=".", help=_("Where its folder is made (default: here).")
)
def new(name: str, folder: str) -> None:
    from folkmoot.cli.new_plugin import make_plugin

    made = str(make_plugin(name, Path(folder)))
    made = made if "/" in made else f"./{made}"
    out(_("Made {path}. Next:", path=made))
    for line in (
        f"folkmoot plugins check {made}",
        f"folkmoot --plugin {made} demo",
        f"folkmoot plugins enable {made}",
    ):
        out(f"  {line}")


@plugins.command(help=_("Look over the plugin at a path, and say what is wrong in sentences."))
@click.argument("path", type=click.Path(path_type=Path))
@as_json_option
def check(path: Path, as_json: bool) -> None:
    from folkmoot.door.check import check_plugin

    found = check_plugin(path)
    if as_json:
        out_json({"name": found.name, "well": not found.wrong, "wrong": found.wrong, "brings": found.brings})
    else:
        out(_("“{name}” brings {what}.", name=found.name, what=", ".join(found.brings) or _("nothing")))
        for sentence in found.wrong:
            out(sentence)
        if not found.wrong:
            out(_("Well: nothing was found that is wrong."))
    if found.wrong:
        raise Misconfigured(_("Something is not well; the lines above say what."))


@plugins.command(help=_("Collect a plugin's sentences for translation, and compile what is translated."))
@click.argument("path", type=click.Path(path_type=Path, exists=True))
@click.option("--language", default="es", help=_("The language to translate into (default: es)."))
def words(path: Path, language: str) -> None:
    from folkmoot.cli.plugin_words import collect_words

    file, missing, total = collect_words(path, language)
    out(
        _(
            "{file}: {missing} of {total} are not translated yet.",
            file=str(file),
            missing=missing,
            total=total,
        )
    )


@plugins.command(help=_("Read or change a plugin's settings: FIELD=VALUE, one or several."))
@click.argument("name")
@click.argument("answers", nargs=-1, metavar="[FIELD=VALUE …]")
@as_json_option
@pass_call
def settings(call: Call, name: str, answers: tuple[str, ...], as_json: bool) -> None:
    from folkmoot.settings import change_settings, settings_of, shown_settings

    given: dict[str, str] = {}
    for answer in answers:
        field, equals, value = answer.partition("=")
        if not equals:
            raise BadData(_("“{answer}” is no FIELD=VALUE.", answer=answer))
        given[field] = value
    with call.session() as session:
        offered = settings_of(session.house, name)
        if given:
            change_settings(session, offered, given)
        rows = shown_settings(session, offered)
    if as_json:
        out_json({"plugin": name, "settings": rows})
        return
    for row in rows:
        out(f"{row['field']} = {row['shown']}   {row['label']}")


def _is_path(name: str) -> bool:
    return "/" in name or name in (".", "..") or name.endswith(".py")


def _only_owner(call: Call) -> None:
    from folkmoot.door.owner import only_owner

    only_owner(call.path)


def _named(call: Call, name: str) -> Plugin:
    """Raises: NotFound."""
    plugin = call.house.plugin(name)
    if plugin is None:
        raise NotFound(_("There is no plugin “{name}”; “folkmoot plugins” lists them.", name=name))
    return plugin
