"""`folkmoot consent`: be heard in rounds, take objections in, and lead from step to step."""

from __future__ import annotations

import click

from folkmoot.api import LONG_TEXT, Session, out, out_json, pass_session, say
from folkmoot_sociocracy.consent.commands import ROOM, version_form
from folkmoot_sociocracy.rounds.actions import a_day
from folkmoot_sociocracy.rounds.commands import (
    add_leading,
    add_objections,
    add_voices,
    as_json_option,
    number,
    objection,
)
from folkmoot_sociocracy.words import _


@click.group(invoke_without_command=True, help=_("Consent rounds: what waits for your voice, and giving it."))
@as_json_option
@click.pass_context
def consent(context: click.Context, as_json: bool) -> None:
    if context.invoked_subcommand is None:
        context.invoke(waiting, as_json=as_json)


@click.command(help=_("List what waits for your voice."))
@as_json_option
@pass_session
def waiting(session: Session, as_json: bool) -> None:
    from folkmoot_sociocracy.consent.as_json import row
    from folkmoot_sociocracy.consent.offers import waits_for
    from folkmoot_sociocracy.consent.reading import open_proposals
    from folkmoot_sociocracy.consent.wording import where_it_stands

    session.must("proposals.see")
    found = [one for one in open_proposals(session, session.handle) if waits_for(one.value, session.handle)]
    if as_json:
        out_json({"proposals": [row(session, one) for one in found]})
        return
    for one in found:
        out(f"{one.id:>4}  {one.value.title}: {where_it_stands(session, one.value)}")
    if not found:
        say(_("Nothing waits for your voice."))


@click.command(help=_("Answer a question about your proposal."))
@number
@click.argument("handle")
@click.argument("text", type=LONG_TEXT)
@as_json_option
@pass_session
def answer(session: Session, number: int, handle: str, text: str, as_json: bool) -> None:
    from folkmoot_sociocracy.consent import actions

    actions.answer(session, number, handle, text)
    ROOM.tell(session, number, as_json)


@click.command(help=_("Take an objection in by another text."))
@number
@objection
@click.option("--text", type=LONG_TEXT, required=True, help=_("The new text."))
@click.option("--until", help=_("The last day on which it counts."))
@click.option("--review", help=_("When you look at it again."))
@click.option("--note", type=LONG_TEXT, default="", help=_("What changed, in a few words."))
@as_json_option
@pass_session
def modify(session: Session, number: int, objection: int, as_json: bool, **given: str | None) -> None:
    from folkmoot_sociocracy.consent import actions
    from folkmoot_sociocracy.consent.reading import proposal_of

    proposal = proposal_of(session, number).value
    form = version_form(proposal, given)
    actions.modify(session, number, objection, form, seen=len(proposal.versions))
    ROOM.tell(
        session, number, as_json, _("Taken in, as version {number}.", number=len(proposal.versions) + 1)
    )


@click.command(help=_("Take an objection in by a shorter term."))
@number
@objection
@click.argument("until")
@click.option("--note", type=LONG_TEXT, default="", help=_("A few words."))
@as_json_option
@pass_session
def shorten(session: Session, number: int, objection: int, until: str, note: str, as_json: bool) -> None:
    from folkmoot_sociocracy.consent import actions

    actions.shorten(session, number, objection, a_day(until), note)
    ROOM.tell(session, number, as_json, _("Taken in."))


for command in (waiting, answer, modify, shorten):
    consent.add_command(command)
add_voices(consent, ROOM, "give")
add_objections(consent, ROOM)
add_leading(consent, ROOM)
