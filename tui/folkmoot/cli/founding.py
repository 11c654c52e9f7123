"""`init` founds a community, `demo` shows one that lives."""

from __future__ import annotations

import signal
import sys
from pathlib import Path

import click

from folkmoot.cli.call import Call, pass_call
from folkmoot.cli.talk import out, say
from folkmoot.door.founding import Question, found, questions, suggestions
from folkmoot.errors import BadData, UsageError
from folkmoot.forms import value_of
from folkmoot.words import _


class Init(click.Command):
    """`init` has an option for everything that the host and the plugins ask at founding."""

    def get_params(self, context: click.Context) -> list[click.Parameter]:
        asked = questions(context.ensure_object(Call).house)
        options: list[click.Parameter] = [
            click.Option(
                [f"--{item.name.replace('_', '-')}", item.name], help=_option_help(item), metavar="TEXT"
            )
            for item in asked
            if item.name != "as"  # stands in front, for every command
        ]
        return [*options, *super().get_params(context)]


def _option_help(question: Question) -> str:
    label = question.translate(question.field.label)
    about = question.translate(question.field.help)
    return f"{label} ({about})." if about else f"{label}."


@click.command(cls=Init, help=_("Found a community: its name, its place, its clocks and its rhythm."))
@pass_call
def init(call: Call, **given: str | None) -> None:
    answers = {name: value for name, value in given.items() if value is not None}
    if call.handle is not None:
        answers["as"] = call.handle
    path = call.path
    _refuse_existing(path)
    _ask_the_rest(call, answers)
    found(call.house, path, answers)
    out(_("{name} has a home: {path}", name=answers["name"], path=str(path)))
    how = f"folkmoot --store {call.store}" if call.store else "folkmoot"
    say(_("Open it with “{how}”, or see what comes with “{how} rhythm”.", how=how))


def _refuse_existing(path: Path) -> None:
    if path.exists():
        from folkmoot.store import StoreExists

        raise StoreExists(path)


def _ask_the_rest(call: Call, answers: dict[str, str]) -> None:
    """Ask at a terminal what was not said; without one, take what follows from the rest, or say what lacks."""
    asked = questions(call.house)
    if not sys.stdin.isatty():
        answers.update({name: text for name, text in suggestions(asked, answers).items() if text})
        lacking = [
            f"--{item.name.replace('_', '-')}"
            for item in asked
            if item.field.required and item.name not in answers
        ]
        if lacking:
            raise UsageError(_("To found a community, say also: {flags}", flags=" ".join(lacking)))
        return
    for item in asked:
        if item.name not in answers:
            answers[item.name] = _asked(item, suggestions(asked, answers)[item.name] or None)


def _asked(item: Question, suggestion: str | None) -> str:
    label = item.translate(item.field.label)
    hint = item.translate(item.field.help) if item.field.help else ""
    while True:
        typed = str(click.prompt(f"{label} ({hint})" if hint else label, default=suggestion, err=True))
        try:
            value_of(item.field, typed, item.translate)
        except BadData as error:
            say(error.sentence)
        else:
            return typed


@click.command(help=_("Open a community that lives, to look around. It is thrown away afterwards."))
@click.option("--keep", metavar="PATH", help=_("Keep it in this folder."))
@pass_call
def demo(call: Call, keep: str | None) -> None:
    from folkmoot.cli.opening import need_terminal, run_shell
    from folkmoot.door.demo import make_demo
    from folkmoot.door.opening import session_at, store_file

    if keep is not None:
        path = store_file(keep)
        _refuse_existing(path)
        make_demo(call.house, path, durability="commit")
        say(_("The demo community is kept: folkmoot --store {path}", path=str(path.parent)))
        if not sys.stdout.isatty() or not sys.stdin.isatty():
            return
        with session_at(call.house, path, handle=call.handle) as session:
            run_shell(session)
        return
    need_terminal(_("“folkmoot demo --keep PATH” writes the demo community to a folder instead."))
    import tempfile

    for number in (signal.SIGHUP, signal.SIGTERM):  # a closed window must not leave the folder behind
        signal.signal(number, lambda number, _frame: sys.exit(128 + number))
    with tempfile.TemporaryDirectory(prefix="folkmoot-demo-") as folder:
        path = Path(folder) / "community.json"
        make_demo(call.house, path, durability="none")
        with session_at(call.house, path, handle=call.handle) as session:
            run_shell(session)
