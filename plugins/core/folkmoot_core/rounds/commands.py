"""`folkmoot rounds`."""

from __future__ import annotations

from typing import TYPE_CHECKING

import click

from folkmoot.api import LONG_TEXT, Session, out, out_json, pass_session, say, utc
from folkmoot_core.words import _

if TYPE_CHECKING:
    from folkmoot_core.rounds.standings import Asking


@click.group(
    invoke_without_command=True,
    help=_("Who becomes a Partner: propose somebody, consent, object, accept."),
)
@click.option("--json", "as_json", is_flag=True, help=_("As JSON, for scripts."))
@click.pass_context
def rounds(context: click.Context, as_json: bool) -> None:
    if context.invoked_subcommand is None:
        context.invoke(listed, as_json=as_json)


@click.command("list", help=_("List who is proposed, and how it stands."))
@click.option("--json", "as_json", is_flag=True, help=_("As JSON, for scripts."))
@pass_session
def listed(session: Session, as_json: bool) -> None:
    from folkmoot_core.people.names import name_of
    from folkmoot_core.rounds.plain import voices_here
    from folkmoot_core.rounds.standings import askings
    from folkmoot_core.rounds.wording import voice_rows

    found = askings(session)
    if as_json:
        out_json({"rounds": [_row(one) for one in found]})
        return
    here = voices_here(session)
    for one in found:
        name = name_of(session, one.proposed.account)
        out(_("{number}  {name} as a Partner: {how}", number=one.number, name=name, how=one.sentence))
        if one.proposed.why:
            out("   " + _("{by}: {why}", by=name_of(session, one.proposed.by), why=one.proposed.why))
        for who, said in voice_rows(session, one.round, here) if one.round else ():
            out(f"   {who:<24} {said}")
    if not found:
        out(_("Nobody is proposed. Partners do it: folkmoot rounds propose HANDLE --why …"))


@click.command(help=_("Propose somebody as a Partner; your own consent is in it."))
@click.argument("handle")
@click.option("--why", type=LONG_TEXT, required=True, help=_("Why: the Partners and the person read it."))
@pass_session
def propose(session: Session, handle: str, why: str) -> None:
    from folkmoot_core.rounds.proposing import propose as do

    _tell(do(session, handle, why))


@click.command(help=_("Consent to what is proposed."))
@click.argument("number", type=int)
@pass_session
def consent(session: Session, number: int) -> None:
    from folkmoot_core.rounds.actions import consent as do

    _tell(do(session, number))


@click.command("object", help=_("Object, with the reason: it is held until you withdraw that."))
@click.argument("number", type=int)
@click.option(
    "--why", type=LONG_TEXT, required=True, help=_("What you object to: the Partners and the person read it.")
)
@pass_session
def object_to(session: Session, number: int, why: str) -> None:
    from folkmoot_core.rounds.actions import object_to as do

    _tell(do(session, number, why))


@click.command(help=_("Take back what you said in a round."))
@click.argument("number", type=int)
@pass_session
def withdraw(session: Session, number: int) -> None:
    from folkmoot_core.rounds.actions import take_back

    _tell(take_back(session, number))


@click.command(help=_("End a round that you opened, without a decision."))
@click.argument("number", type=int)
@click.option("--why", type=LONG_TEXT, default="", help=_("A few words for those who were asked."))
@pass_session
def close(session: Session, number: int, why: str) -> None:
    from folkmoot_core.rounds.actions import close as do

    _tell(do(session, number, why))


@click.command(help=_("Become a Partner, as the others have consented to."))
@click.argument("number", type=int)
@pass_session
def accept(session: Session, number: int) -> None:
    from folkmoot_core.rounds.actions import accept as do

    do(session, number)
    say(_("You are a Partner now. Thank you."))


@click.command(help=_("Stay what you are; nobody has to be a Partner."))
@click.argument("number", type=int)
@pass_session
def decline(session: Session, number: int) -> None:
    from folkmoot_core.rounds.actions import decline as do

    do(session, number)
    say(_("Kept. You stay what you are, and welcome."))


def _tell(found: Asking) -> None:
    say(_("Round {number}: {how}", number=found.number, how=found.sentence))


def _row(one: Asking) -> dict[str, object]:
    said = one.round.voices if one.round else ()
    return {
        "number": one.number,
        "account": one.proposed.account,
        "by": one.proposed.by,
        "why": one.proposed.why,
        "at": utc(one.proposed.at),
        "until": utc(one.round.until) if one.round else None,
        "state": one.where,
        "says": one.sentence,
        "opens": one.opens,
        "asked": list(one.round.asked) if one.round else [],
        "voices": [{"account": voice.account, "says": voice.says, "why": voice.why} for voice in said],
        "waits_for_you": one.waits,
    }


for command in (listed, propose, consent, object_to, withdraw, close, accept, decline):
    rounds.add_command(command)
