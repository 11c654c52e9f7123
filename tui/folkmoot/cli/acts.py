"""`acts`: what several decide together, asked for, agreed to, held, withdrawn."""

from __future__ import annotations

import click

from folkmoot import acts as heavy
from folkmoot.api import Session, out, out_json, pass_session, say, utc
from folkmoot.cli.texts import LONG_TEXT
from folkmoot.door.codes import shown_code
from folkmoot.words import _, ngettext


@click.group(invoke_without_command=True, help=_("What several decide together: list, ask, agree, hold."))
@click.option("--json", "as_json", is_flag=True, help=_("As JSON."))
@click.pass_context
def acts(context: click.Context, as_json: bool) -> None:
    if context.invoked_subcommand is None:
        context.invoke(listed, as_json=as_json)


@click.command("list", help=_("What is asked for and waits for voices."))
@click.option("--json", "as_json", is_flag=True, help=_("As JSON."))
@pass_session
def listed(session: Session, as_json: bool) -> None:
    open_acts = heavy.waiting(session)
    if as_json:
        rows = [
            {
                "number": one.id,
                "verb": one.value.verb,
                "account": one.value.account,
                "why": one.value.why,
                "by": one.value.by,
                "until": utc(one.value.until),
                "voices": list(one.value.voices),
                "missing": heavy.missing(session, one.value),
            }
            for one in open_acts
        ]
        out_json({"acts": rows})
        return
    for one in open_acts:
        out(f"{one.id:>4}  {heavy.sentence(session, one.value)}")
        out("      " + _("{by}: {why}", by=one.value.by, why=one.value.why))
        out("      " + _missing(heavy.missing(session, one.value)))
    if not open_acts:
        out(_("Nothing waits for voices."))
    out(_("What can be asked for: {verbs}", verbs=", ".join(sorted(heavy.known_acts(session)))))


def _missing(count: int) -> str:
    return ngettext("{count} yes is missing", "{count} yeses are missing", count)


@click.command(help=_("Ask for something heavy about somebody; your own yes is in it."))
@click.argument("verb")
@click.argument("handle")
@click.option("--why", type=LONG_TEXT, required=True, help=_("Why: the others and the person read it."))
@click.option("--key", "which", default="", help=_("For keys.remove: which of their keys."))
@pass_session
def ask(session: Session, verb: str, handle: str, why: str, which: str) -> None:
    from folkmoot.door.keys import one_of

    detail = one_of(session, which, handle).value.fingerprint if which else ""
    _tell(session, heavy.ask_for(session, verb, handle, why, detail))


@click.command(help=_("Say yes to what somebody asked for."))
@click.argument("number", type=int)
@pass_session
def agree(session: Session, number: int) -> None:
    _tell(session, heavy.agree(session, number))


@click.command(help=_("Say no, with the reason: it is held."))
@click.argument("number", type=int)
@click.option("--because", type=LONG_TEXT, required=True, help=_("Why not."))
@pass_session
def hold(session: Session, number: int, because: str) -> None:
    stored = heavy.hold(session, number, because)
    say(_("Held. {by} can ask anew once it is talked over.", by=stored.value.by))


@click.command(help=_("Take back what you asked for."))
@click.argument("number", type=int)
@pass_session
def withdraw(session: Session, number: int) -> None:
    heavy.withdraw(session, number)
    say(_("Taken back."))


def _tell(session: Session, outcome: heavy.Outcome) -> None:
    if outcome.missing:
        said = _missing(outcome.missing)
        say(_("Number {number}, asked for; {missing}.", number=outcome.act.id, missing=said))
    else:
        say(_("Done: {what}", what=heavy.sentence(session, outcome.act.value)))
    if outcome.half:
        say(heavy.half_words(outcome.half))
        out(shown_code(outcome.half))


for command in (listed, ask, agree, hold, withdraw):
    acts.add_command(command)
