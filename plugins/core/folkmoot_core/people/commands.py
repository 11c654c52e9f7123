"""`folkmoot people`."""

from __future__ import annotations

import click

from folkmoot.api import Session, dates, filled, out, out_json, pass_session, say, utc, zone
from folkmoot_core.people.actions import standing, standing_words
from folkmoot_core.people.model import Card
from folkmoot_core.words import _


@click.group(
    invoke_without_command=True, help=_("The people here: list, find, read a card, change one's own.")
)
@click.option(
    "--find", "typed", default="", metavar="TEXT", help=_("Only those whose name or handle has this in it.")
)
@click.option("--json", "as_json", is_flag=True, help=_("As JSON, for scripts."))
@click.pass_context
def people(context: click.Context, typed: str, as_json: bool) -> None:
    if context.invoked_subcommand is None:
        context.invoke(listed, typed=typed, as_json=as_json)


@click.command("list", help=_("List the people here."))
@click.option(
    "--find", "typed", default="", metavar="TEXT", help=_("Only those whose name or handle has this in it.")
)
@click.option("--json", "as_json", is_flag=True, help=_("As JSON, for scripts."))
@pass_session
def listed(session: Session, typed: str, as_json: bool) -> None:
    from folkmoot_core.people import cards

    found = cards.people(session, typed)
    if as_json:
        rows = [
            {
                "handle": one.handle,
                "name": one.name,
                "standing": standing(session, one.handle),
                "zone": one.zone,
            }
            for one in found
        ]
        out_json({"people": rows})
        return
    for one in found:
        out(f"{one.handle:<22} {one.name:<30} {standing_words(standing(session, one.handle))}")
    if not found:
        say(_("Nobody of that name."))


@click.command(help=_("Read somebody's card."))
@click.argument("handle")
@click.option("--json", "as_json", is_flag=True, help=_("As JSON, for scripts."))
@pass_session
def show(session: Session, handle: str, as_json: bool) -> None:
    from folkmoot_core.people.cards import person
    from folkmoot_core.people.wording import card_rows

    found = person(session, handle)
    if as_json:
        out_json(
            {
                "handle": found.account.handle,
                "name": found.account.name,
                "standing": found.standing,
                "since": utc(found.since) if found.since else None,
                "occasion": found.occasion,
                "zone": found.account.zone or session.community.zone,
                "pronouns": found.card.pronouns,
                "reach": found.card.reach,
                "languages": found.card.languages,
                "needs": found.needs,
            }
        )
        return
    for label, value in card_rows(session, found):
        out(f"{label:<18} {value}")
    local = session.now().astimezone(zone(found.account.zone or session.community.zone))
    label = _("Clock")
    out(f"{label:<18} {dates.clock(local)}")


@click.command(help=_("Change your own card; what you don't name stays."))
@click.option("--pronouns", help=_("Pronouns."))
@click.option("--reach", help=_("How to reach you."))
@click.option("--languages", help=_("Languages that you speak."))
@click.option("--needs", help=_("What you need to take part."))
@click.option("--needs-for", help=_("Who reads that: organisers, everyone or nobody."))
@pass_session
def edit(session: Session, **given: str | None) -> None:
    from folkmoot_core.people.cards import card_of, save_card

    stored = card_of(session, session.handle)
    card = stored.value if stored else Card(account=session.handle)
    before = {name: str(getattr(card, name)) for name in card.__struct_fields__}
    answers = {**before, **{name: value for name, value in given.items() if value is not None}}
    save_card(session, filled(Card, answers, _), card if stored else None)
    say(_("Kept."))


@click.command(help=_("Leave the community. What is personal is forgotten; what was decided stays."))
@click.argument("handle")
@pass_session
def leave(session: Session, handle: str) -> None:
    from folkmoot_core.people.cards import leave as go

    count = go(session, handle)
    say(
        _(
            "You have left. {count} things of yours were forgotten, also in the history and in the copies.",
            count=count,
        )
    )


for command in (listed, show, edit, leave):
    people.add_command(command)
