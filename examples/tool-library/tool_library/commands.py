"""`folkmoot tool-library`."""

from __future__ import annotations

from typing import Any

import click
from folkmoot.api import Session, dates, filled, out, out_json, pass_session, say

from tool_library.model import ToolForm
from tool_library.words import _


@click.group(invoke_without_command=True, help=_("What neighbours lend each other."))
@click.option("--json", "as_json", is_flag=True, help=_("As JSON."))
@click.pass_context
def tool_library(context: click.Context, as_json: bool) -> None:
    if context.invoked_subcommand is None:
        context.invoke(listed, as_json=as_json)


@pass_session
def listed(session: Session, as_json: bool) -> None:
    """Print the tools."""
    from tool_library.actions import tools

    found = tools(session)
    if as_json:
        out_json({"tools": [_as_json(one.id, one.value) for one in found]})
        return
    for one in found:
        tool = one.value
        state = f"{tool.borrower} {dates.day(tool.due)}" if tool.due else _("here")
        out(f"{one.id:>4}  {tool.name}  {state}  {', '.join(tool.waiting) or '-'}  {tool.note}")
    if not found:
        say(_("Nothing to borrow yet: folkmoot tool-library add NAME"))


def _as_json(number: int, tool: Any) -> dict[str, Any]:
    return {
        "number": number,
        "name": tool.name,
        "note": tool.note,
        "days": tool.days,
        "owner": tool.owner,
        "borrower": tool.borrower or None,
        "due": tool.due.isoformat() if tool.due else None,
        "waiting": list(tool.waiting),
    }


@tool_library.command("add", help=_("Put in a tool of yours."))
@click.argument("name")
@click.option("--note", default="", help=_("What is to be known about it."))
@click.option("--days", default="14", help=_("After how many days it comes back."))
@pass_session
def add_command(session: Session, **said: str) -> None:
    from tool_library.actions import add

    say(_("It is in, with the number {number}.", number=add(session, filled(ToolForm, said, _)).id))


@tool_library.command("edit", help=_("Change what you say of a tool; what isn't named stays."))
@click.argument("number", type=int)
@click.option("--name", help=_("Tool"))
@click.option("--note", help=_("What is to be known about it."))
@click.option("--days", help=_("After how many days it comes back."))
@pass_session
def edit_command(session: Session, number: int, **said: str | None) -> None:
    from msgspec.structs import asdict

    from tool_library.actions import edit, said_of
    from tool_library.model import Tool

    seen = said_of(session.store.collection(Tool).get(number).value)
    before = {name: str(value) for name, value in asdict(seen).items()}
    named = {name: value for name, value in said.items() if value is not None}
    edit(session, number, filled(ToolForm, before | named, _), seen)
    say(_("Changed."))


@tool_library.command("borrow", help=_("Borrow a tool, by its number."))
@click.argument("number", type=int)
@pass_session
def borrow_command(session: Session, number: int) -> None:
    from tool_library.actions import borrow

    tool = borrow(session, number).value
    assert tool.due is not None
    say(_("You have it until {day}: {name}.", day=dates.day(tool.due), name=tool.name))


@tool_library.command("back", help=_("Say that a tool is back, by its number."))
@click.argument("number", type=int)
@pass_session
def back_command(session: Session, number: int) -> None:
    from tool_library.actions import bring_back

    say(_("It is back: {name}.", name=bring_back(session, number).value.name))


@tool_library.command("wait", help=_("Wait for a tool, or wait no longer."))
@click.argument("number", type=int)
@pass_session
def wait_command(session: Session, number: int) -> None:
    from tool_library.actions import wait

    tool = wait(session, number).value
    if session.handle in tool.waiting:
        say(_("You wait for it: {name}.", name=tool.name))
    else:
        say(_("You wait no longer: {name}.", name=tool.name))


@tool_library.command("remove", help=_("Take out a tool of yours."))
@click.argument("number", type=int)
@pass_session
def remove_command(session: Session, number: int) -> None:
    from tool_library.actions import remove

    remove(session, number)
    say(_("It is out."))
