"""`folkmoot`: its options and its words. A word's module is imported when the word is used."""

from __future__ import annotations

from typing import Any

import click

from folkmoot.cli.call import Call
from folkmoot.contributions import imported
from folkmoot.words import _

OWN = {
    "init": "folkmoot.cli.founding:init",
    "demo": "folkmoot.cli.founding:demo",
    "plugins": "folkmoot.cli.house:plugins",
    "store": "folkmoot.cli.store:store",
    "doctor": "folkmoot.cli.house:doctor",
    "completion": "folkmoot.cli.house:completion",
}


class Root(click.Group):
    """The host's own words first, then the plugins'."""

    def list_commands(self, context: click.Context) -> list[str]:
        return sorted({*OWN, *_of_plugins(_call(context))})

    def get_command(self, context: click.Context, name: str) -> click.Command | None:
        if name in OWN:
            return _command(imported(OWN[name]))
        call = _call(context)
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
        with formatter.section(_("Commands")):
            formatter.write_dl(sorted(helps.items()))

    def resolve_command(
        self, context: click.Context, args: list[str]
    ) -> tuple[str | None, click.Command | None, list[str]]:
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


def _call(context: click.Context) -> Call:
    call = context.ensure_object(Call)
    call.plugins = bool(context.params.get("plugins", call.plugins))
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
@click.option("--store", metavar="PATH", help=_("The community's folder or file."))
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
def root(context: click.Context, store: str | None, handle: str | None, plugins: bool, plain: bool) -> Any:
    call = context.ensure_object(Call)
    call.store, call.handle, call.plugins = store, handle, plugins
    if context.invoked_subcommand is None and plain:
        today = root.get_command(context, "today")
        if today is None:
            raise click.UsageError(_("Without plugins there is no Today."), context)
        context.invoke(today)
    elif context.invoked_subcommand is None:
        from folkmoot.cli.opening import open_house_here

        open_house_here(call)
