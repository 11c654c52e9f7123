"""`folkmoot ask-me`."""

from __future__ import annotations

import click
from folkmoot.api import Session, filled, out, out_json, pass_session
from folkmoot.api import say as tell

from ask_me.model import AskMeForm


@click.group(invoke_without_command=True, help="What people here can be asked about.")
@click.option("--find", default="", help="Only who knows about this.")
@click.option("--json", "as_json", is_flag=True, help="As JSON.")
@pass_session
@click.pass_context
def ask_me(context: click.Context, session: Session, find: str, as_json: bool) -> None:
    if context.invoked_subcommand is not None:
        return
    from ask_me.actions import who_knows

    found = who_knows(session, find)
    if as_json:
        out_json({"people": [{"handle": one.account, "about": one.about} for one in found]})
        return
    for one in found:
        out(f"{one.account}  {one.about}")
    if not found:
        tell("Nobody yet: folkmoot ask-me say “bread, bicycles”")


@ask_me.command("say", help="Say what you can be asked about; an empty text takes it back.")
@click.argument("about")
@pass_session
def say_command(session: Session, about: str) -> None:
    from ask_me.actions import say

    form = filled(AskMeForm, {"about": about})
    say(session, form)
    tell(f"On your card: ask me about {form.about}" if form.about else "Taken back.")
