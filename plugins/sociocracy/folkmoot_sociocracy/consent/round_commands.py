"""`folkmoot consent`: be heard in rounds, take objections in, and lead from step to step."""

from __future__ import annotations

import click

from folkmoot.api import LONG_TEXT, Session, out, out_json, pass_session, say
from folkmoot_sociocracy.consent.commands import number, version_form
from folkmoot_sociocracy.consent.model import Says
from folkmoot_sociocracy.words import _

objection = click.argument("objection", type=int)
of_option = click.option(
    "--of", default="", metavar="HANDLE", help=_("As who facilitates: note what somebody in the room says.")
)


@click.group(invoke_without_command=True, help=_("Consent rounds: what waits for your voice, and giving it."))
@click.option("--json", "as_json", is_flag=True, help=_("As JSON, for scripts."))
@click.pass_context
def consent(context: click.Context, as_json: bool) -> None:
    if context.invoked_subcommand is None:
        context.invoke(waiting, as_json=as_json)


@click.command(help=_("List what waits for your voice."))
@click.option("--json", "as_json", is_flag=True, help=_("As JSON, for scripts."))
@pass_session
def waiting(session: Session, as_json: bool) -> None:
    from folkmoot_sociocracy.consent.as_json import proposal_row
    from folkmoot_sociocracy.consent.offers import waits_for
    from folkmoot_sociocracy.consent.reading import open_proposals
    from folkmoot_sociocracy.consent.wording import where_it_stands

    session.must("proposals.see")
    found = [one for one in open_proposals(session, session.handle) if waits_for(one.value, session.handle)]
    if as_json:
        out_json({"proposals": [proposal_row(session, one) for one in found]})
        return
    for one in found:
        out(f"{one.id:>4}  {one.value.title}: {where_it_stands(session, one.value)}")
    if not found:
        say(_("Nothing waits for your voice."))


def _said(session: Session, number: int, says: Says, text: str, aim: str, of: str) -> None:
    from folkmoot_sociocracy.consent.actions import give_voice
    from folkmoot_sociocracy.consent.wording import where_it_stands

    changed = give_voice(session, number, says, text, aim, of=of)
    say(_("Kept. {state}", state=where_it_stands(session, changed)))


@click.command(help=_("Consent, with a remark if you like."))
@number
@click.option("--remark", default="", help=_("A few words."))
@of_option
@pass_session
def give(session: Session, number: int, remark: str, of: str) -> None:
    _said(session, number, "consent", remark, "", of)


@click.command("object", help=_("Object: why it can't go on like this, and which aim it touches."))
@number
@click.option("--reason", type=LONG_TEXT, required=True, help=_("Why."))
@click.option("--aim", type=LONG_TEXT, required=True, help=_("Which aim of the circle it touches."))
@of_option
@pass_session
def object_(session: Session, number: int, reason: str, aim: str, of: str) -> None:
    _said(session, number, "objection", reason, aim, of)


@click.command(help=_("Consent and have a concern recorded, where the circle tests objections."))
@number
@click.argument("text", type=LONG_TEXT)
@of_option
@pass_session
def concern(session: Session, number: int, text: str, of: str) -> None:
    _said(session, number, "concern", text, "", of)


@click.command(help=_("Ask a question or react; without words you pass on."))
@number
@click.argument("text", type=LONG_TEXT, default="")
@of_option
@pass_session
def speak(session: Session, number: int, text: str, of: str) -> None:
    _said(session, number, "spoke", text, "", of)


@click.command(help=_("As who facilitates: note that somebody is away."))
@number
@click.argument("handle")
@pass_session
def away(session: Session, number: int, handle: str) -> None:
    _said(session, number, "away", "", "", handle)


@click.command(help=_("Answer a question about your proposal."))
@number
@click.argument("handle")
@click.argument("text", type=LONG_TEXT)
@pass_session
def answer(session: Session, number: int, handle: str, text: str) -> None:
    from folkmoot_sociocracy.consent import actions

    actions.answer(session, number, handle, text)
    say(_("Kept."))


@click.command("on", help=_("As who facilitates: go on to the next step."))
@number
@click.option("--by", "by_day", help=_("The round that begins is in writing, until the end of this day."))
@pass_session
def on(session: Session, number: int, by_day: str | None) -> None:
    from folkmoot_sociocracy.consent import actions
    from folkmoot_sociocracy.consent.wording import where_it_stands

    changed = actions.go_on(session, number, actions.a_day(by_day) if by_day else None)
    say(where_it_stands(session, changed))


@click.command(help=_("Say what you see in somebody's objection: that it stands, or that it is a concern."))
@number
@objection
@click.argument("sees", type=click.Choice(["stands", "concern"]))
@pass_session
def test(session: Session, number: int, objection: int, sees: str) -> None:
    from folkmoot_sociocracy.consent import actions
    from folkmoot_sociocracy.consent.wording import where_it_stands

    changed = actions.test(session, number, objection, stands=sees == "stands")
    say(_("Kept. {state}", state=where_it_stands(session, changed)))


@click.command(help=_("Take an objection in by another text."))
@number
@objection
@click.option("--text", type=LONG_TEXT, required=True, help=_("The new text."))
@click.option("--until", help=_("The last day on which it counts."))
@click.option("--review", help=_("When you look at it again."))
@click.option("--note", type=LONG_TEXT, default="", help=_("What changed, in a few words."))
@pass_session
def modify(session: Session, number: int, objection: int, **given: str | None) -> None:
    from folkmoot_sociocracy.consent import actions
    from folkmoot_sociocracy.consent.reading import proposal_of

    proposal = proposal_of(session, number).value
    form = version_form(proposal, given)
    actions.modify(session, number, objection, form, seen=len(proposal.versions))
    say(_("Taken in, as version {number}.", number=len(proposal.versions) + 1))


@click.command(help=_("Take an objection in by a shorter term."))
@number
@objection
@click.argument("until")
@click.option("--note", type=LONG_TEXT, default="", help=_("A few words."))
@pass_session
def shorten(session: Session, number: int, objection: int, until: str, note: str) -> None:
    from folkmoot_sociocracy.consent import actions

    actions.shorten(session, number, objection, actions.a_day(until), note)
    say(_("Taken in."))


@click.command(help=_("Take an objection in by agreeing what is watched."))
@number
@objection
@click.argument("watch")
@pass_session
def measure(session: Session, number: int, objection: int, watch: str) -> None:
    from folkmoot_sociocracy.consent import actions

    actions.measure(session, number, objection, watch)
    say(_("Taken in."))


@click.command("take-back", help=_("Take your own objection back."))
@number
@objection
@click.option("--why", type=LONG_TEXT, default="", help=_("A few words."))
@pass_session
def take_back(session: Session, number: int, objection: int, why: str) -> None:
    from folkmoot_sociocracy.consent import actions

    actions.take_back(session, number, objection, why)
    say(_("Taken back."))


@click.command(help=_("Announce as decided what nobody objected to in time."))
@number
@pass_session
def announce(session: Session, number: int) -> None:
    from folkmoot_sociocracy.consent import actions

    actions.announce(session, number)
    say(_("Decided, and written down."))


@click.command("lead", help=_("Take over facilitating."))
@number
@pass_session
def lead(session: Session, number: int) -> None:
    from folkmoot_sociocracy.consent import actions

    actions.facilitate(session, number)
    say(_("You facilitate it now."))


for command in (waiting, give, object_, concern, speak, away, answer, on, test, modify, shorten):
    consent.add_command(command)
for command in (measure, take_back, announce, lead):
    consent.add_command(command)
