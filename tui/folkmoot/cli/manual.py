"""`folkmoot man`: the manual page, made of the commands that are there now, those of plugins among them."""

from __future__ import annotations

import sys
from collections.abc import Iterator

import click

from folkmoot.cli.call import Call, pass_call
from folkmoot.text import clean
from folkmoot.words import _
from folkmoot.words import later as N_

EXITS = (  # as in docs/commands.md
    ("0", N_("well")),
    ("64", N_("the command was called wrongly")),
    ("65", N_("bad data, or no terminal for a screen")),
    ("69", N_("not there")),
    ("70", N_("a fault of folkmoot itself, or of a plugin")),
    ("73", N_("can't be created")),
    ("74", N_("reading or writing failed")),
    ("75", N_("try again: somebody was quicker, or the record is busy")),
    ("77", N_("not allowed")),
    ("78", N_("the set-up is at fault")),
)


@click.command(help=_("Print the manual page: folkmoot man | man -l -"))
@pass_call
def man(call: Call) -> None:
    sys.stdout.write(page(call))


def page(call: Call) -> str:
    """The page as roff, in the language that is spoken."""
    from folkmoot import __version__
    from folkmoot.cli.root import root

    context = click.Context(root, info_name="folkmoot", obj=call)
    title = root.help or ""
    lines = [
        r"""'\" -*- coding: utf-8 -*-""",  # groff asks for it
        f'.TH FOLKMOOT 1 "" "folkmoot {__version__}" ""',
        ".SH " + _("NAME"),
        r"folkmoot \- " + plain(title.partition(".")[0]),
        ".SH " + _("SYNOPSIS"),
        ".B folkmoot",
        plain(" ".join(root.collect_usage_pieces(context))),
        ".SH " + _("DESCRIPTION"),
        plain(title),
        ".SH " + _("OPTIONS"),
        *options(root, context),
        ".SH " + _("COMMANDS"),
        *(line for name in root.list_commands(context) for line in described(root, context, name)),
        ".SH " + _("EXIT STATUS"),
    ]
    for code, means in EXITS:
        lines += [".TP", code, plain(_(means))]
    return "\n".join(lines) + "\n"


def described(group: click.Group, context: click.Context, name: str) -> Iterator[str]:
    """A command with its options, then those below it; one whose plugin can't be loaded is left out."""
    from folkmoot.errors import Misconfigured

    try:
        command = group.get_command(context, name)
    except Misconfigured:
        return
    if command is None or command.hidden:
        return
    here = click.Context(command, info_name=name, parent=context)
    yield ".SS " + quoted(here.command_path.partition(" ")[2])
    yield plain(" ".join((here.command_path, *command.collect_usage_pieces(here))))
    yield ".PP"
    yield plain(command.help or "")
    yield from options(command, here)
    if isinstance(command, click.Group):
        for below in command.list_commands(here):
            yield from described(command, here, below)


def options(command: click.Command, context: click.Context) -> Iterator[str]:
    """Each option as a tagged paragraph; `--help`, which all have, stands once."""
    for parameter in command.get_params(context):
        record = parameter.get_help_record(context) if isinstance(parameter, click.Option) else None
        if record and (context.parent is None or "--help" not in record[0]):
            yield from (".TP", f"\\fB{plain(record[0])}\\fR", plain(record[1]) or r"\&")


def plain(text: str) -> str:
    """A text in one line that roff takes as it stands: nothing in it is a request."""
    line = clean(" ".join(text.split())).replace("\\", r"\e").replace("-", r"\-")
    return rf"\&{line}" if line[:1] in (".", "'") else line


def quoted(text: str) -> str:
    """A text as the one argument of a macro."""
    return '"' + plain(text).replace('"', r"\(dq") + '"'
