"""`folkmoot`: its options and its words. A word's module is imported when the word is used."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import click

from folkmoot.cli.call import Call
from folkmoot.contributions import imported
from folkmoot.words import _

OWN = {
    "init": "folkmoot.cli.founding:init",
    "demo": "folkmoot.cli.founding:demo",
    "plugins": "folkmoot.cli.plugins:plugins",
    "store": "folkmoot.cli.store:store",
    "doctor": "folkmoot.cli.house:doctor",
    "completion": "folkmoot.cli.house:completion",
    "man": "folkmoot.cli.manual:man",
    "host": "folkmoot.cli.host:host",
    "invite": "folkmoot.cli.joining:invite",
    "join": "folkmoot.cli.joining:join",
    "keys": "folkmoot.cli.keys:keys",
    "acts": "folkmoot.cli.acts:acts",
    "here": "folkmoot.cli.door:here",
    "door": "folkmoot.cli.door:door",
    "why": "folkmoot.cli.door:why",
}
FROM_AFAR = {"invite", "join", "keys", "acts", "here", "door", "why"}  # which of them may be given over SSH


class Root(click.Group):
    """The host's own words first, then the plugins'."""

    def list_commands(self, context: click.Context) -> list[str]:
        call = _call(context)
        words = {*OWN, *_of_plugins(call)}
        return sorted(word for word in words if _may_be_given(call, word))

    def get_command(self, context: click.Context, name: str) -> click.Command | None:
        call = _call(context)
        if not _may_be_given(call, name):
            return None
        if name in OWN:
            return _command(imported(OWN[name]))
        plugin, contribution = _of_plugins(call).get(name, (None, None))
        if plugin is None or contribution is None:
            return None
        found = call.house.contained(plugin, f"folkmoot {name}", lambda: imported(contribution.command))
        if not isinstance(found, click.Command):
            from folkmoot.errors import Misconfigured

            if found is not None:
                said = _("{where} is no click command.", where=contribution.command)
                call.house.note(plugin, f"folkmoot {name}", said)
            fault = call.house.plugin(plugin).faults[-1]  # type: ignore[union-attr]
            raise Misconfigured(_("{plugin}: {fault}", plugin=plugin, fault=fault.sentence))
        call.running = plugin
        return found

    def format_commands(self, context: click.Context, formatter: click.HelpFormatter) -> None:
        """The list of words without importing what stands behind the plugins' ones."""
        call = _call(context)
        helps = {name: contribution.help for name, (_plugin, contribution) in _of_plugins(call).items()}
        helps |= {
            name: _command(imported(where)).get_short_help_str(limit=100) for name, where in OWN.items()
        }
        helps = {name: text for name, text in helps.items() if _may_be_given(call, name)}
        with formatter.section(_("Commands")):
            formatter.write_dl(sorted(helps.items()))

    def resolve_command(
        self, context: click.Context, args: list[str]
    ) -> tuple[str | None, click.Command | None, list[str]]:
        if not args:
            raise click.UsageError(_("A command is missing."), context)
        try:
            return super().resolve_command(context, args)
        except click.UsageError as error:
            from difflib import get_close_matches

            near = get_close_matches(args[0], self.list_commands(context), n=1)
            if near and not args[0].startswith("-"):
                raise click.UsageError(
                    _("There is no command “{word}”. Did you mean “{meant}”?", word=args[0], meant=near[0]),
                    context,
                ) from None
            raise error from None


def _may_be_given(call: Call, name: str) -> bool:
    """Whether a word may be given from where the call came: over SSH, only what its maker said may be."""
    if not call.afar:
        return True
    if name in OWN:
        return name in FROM_AFAR
    _plugin, contribution = _of_plugins(call).get(name, (None, None))
    return contribution is not None and contribution.over_ssh


def _call(context: click.Context) -> Call:
    call = context.ensure_object(Call)
    call.plugins = bool(context.params.get("plugins", call.plugins))
    call.beside = tuple(Path(path) for path in context.params.get("beside") or call.beside)
    if not call.afar and context.params.get("store"):
        call.store = context.params["store"]  # help and completion ask before the command itself is called
    return call


def _command(found: Any) -> click.Command:
    assert isinstance(found, click.Command)
    return found


def _of_plugins(call: Call) -> dict[str, Any]:
    named: dict[str, Any] = {}
    for plugin, command in call.house.ask("commands"):
        if command.name in OWN or command.name in named:
            call.house.note(plugin, command.name, _("The command “{name}” is taken.", name=command.name))
        else:
            named[command.name] = (plugin, command)
    return named


def _version(context: click.Context, _option: click.Parameter, wanted: bool) -> None:
    if wanted:
        from folkmoot import __version__

        click.echo(f"folkmoot {__version__}")
        context.exit()


@click.group(
    cls=Root,
    invoke_without_command=True,
    context_settings={"help_option_names": ["-h", "--help"], "max_content_width": 100},
    help=_("A terminal home for a community. Without a command it opens the house."),
)
@click.option("--store", metavar="PATH", is_eager=True, help=_("The community's folder or file."))
@click.option(
    "--as", "handle", metavar="HANDLE", help=_("Open as this person (tests, and on one's own machine).")
)
@click.option(
    "--no-plugins",
    "plugins",
    is_flag=True,
    is_eager=True,
    default=True,
    flag_value=False,
    help=_("Leave every plugin out."),
)
@click.option(
    "--plugin",
    "beside",
    multiple=True,
    is_eager=True,
    metavar="PATH",
    help=_("Take in the plugin at a path too, for this once."),
)
@click.option("--plain", is_flag=True, help=_("Lines instead of a screen: say what Today has, and end."))
@click.option(
    "--version",
    is_flag=True,
    expose_value=False,
    is_eager=True,
    callback=_version,
    help=_("Say which folkmoot this is."),
)
@click.pass_context
def root(
    context: click.Context,
    store: str | None,
    handle: str | None,
    plugins: bool,
    beside: tuple[str, ...],
    plain: bool,
) -> Any:
    call = context.ensure_object(Call)
    if not call.afar:  # over SSH both were settled at the door
        call.store, call.handle = store, handle
    call.plugins = plugins
    call.beside = tuple(Path(path) for path in beside)
    if context.invoked_subcommand is None and plain:
        today = root.get_command(context, "today")
        if today is None:
            raise click.UsageError(_("Without plugins there is no Today."), context)
        context.invoke(today)
    elif context.invoked_subcommand is None:
        from folkmoot.cli.opening import open_house_here

        open_house_here(call)
