"""`folkmoot care buddies`: who looks out for whom, as far as it is one's own."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import click

from folkmoot.api import LONG_TEXT, Session, filled, out, pass_session, say
from folkmoot_tmaps.care.model import AskForm
from folkmoot_tmaps.words import _


@click.group(
    "buddies",
    invoke_without_command=True,
    help=_("Your buddies: you agreed to look out for each other. Nobody else is told."),
)
@click.pass_context
def buddies(context: click.Context) -> None:
    if context.invoked_subcommand is None:
        context.invoke(listed)


@pass_session
def listed(session: Session) -> None:
    """Print how one stands to whom."""
    from folkmoot_tmaps.care import wording
    from folkmoot_tmaps.care.buddies import all_between

    found = all_between(session)
    for one in found:
        out(f"{wording.name_of(session, one.other)} ({one.other}): {wording.standing_words(session, one)}")
        if one.words:
            out(f"  {wording.one_line(one.words)}")
        if one.standing == "buddies" and (reach := wording.contact_of(session, one.other).reach):
            out(f"  {reach}")
    if not found:
        out(_("You have no buddies yet. “folkmoot care buddies ask HANDLE” asks somebody."))


@click.command(help=_("Ask somebody whether you two look out for each other."))
@click.argument("handle")
@click.option("--words", type=LONG_TEXT, default="", help=_("A few words; only the two of you read them."))
@pass_session
def ask(session: Session, handle: str, words: str) -> None:
    from folkmoot_tmaps.care.buddies import ask as ask_them
    from folkmoot_tmaps.care.wording import name_of

    ask_them(session, handle, filled(AskForm, {"words": words}, _).words)
    say(_("{name} finds it on Today.", name=name_of(session, handle)))


def _answer(name: str, does: str, text: str, told: Callable[[str], str]) -> click.Command:
    """A command about one person."""

    @click.command(name, help=text)
    @click.argument("handle")
    @pass_session
    def command(session: Session, handle: str) -> None:
        from folkmoot_tmaps.care import buddies as acts
        from folkmoot_tmaps.care.wording import name_of

        act: Any = getattr(acts, does)
        act(session, handle)
        say(told(name_of(session, handle)))

    return command


for word in (
    ask,
    _answer(
        "accept",
        "accept",
        _("Say yes to somebody who asked you."),
        lambda name: _("{name} and you look out for each other now.", name=name),
    ),
    _answer(
        "decline",
        "decline",
        _("Say not now. No reason is asked for, and whoever asked is told kindly."),
        lambda name: _("{name} is told kindly. Nobody asks why.", name=name),
    ),
    _answer("withdraw", "withdraw", _("Take your question back."), lambda name: _("Taken back.")),
    _answer(
        "stop",
        "stop",
        _("Stop looking out for each other; no reason is asked for."),
        lambda name: _("It has ended; {name} is told kindly.", name=name),
    ),
    _answer("read", "read", _("Put away what you were told."), lambda name: _("Put away.")),
):
    buddies.add_command(word)
