"""`folkmoot people`."""

from __future__ import annotations

import click

from folkmoot.api import (
    LONG_TEXT,
    Session,
    UsageError,
    dates,
    filled,
    out,
    out_json,
    pass_session,
    say,
    shown_value,
    utc,
    zone,
)
from folkmoot_core.people.actions import standing_words
from folkmoot_core.people.directory import ONLY, Only
from folkmoot_core.people.model import AwayForm, OwnCard
from folkmoot_core.people.sheet_commands import export, import_
from folkmoot_core.words import _


@click.group(
    invoke_without_command=True, help=_("The people here: list, find, read a card, change one's own.")
)
@click.option(
    "--find",
    "typed",
    default="",
    metavar="TEXT",
    help=_("Only those whom it fits: letters, a language, a standing."),
)
@click.option("--only", type=click.Choice(ONLY), default="everyone", help=_("Only one kind of people."))
@click.option("--json", "as_json", is_flag=True, help=_("As JSON, for scripts."))
@click.pass_context
def people(context: click.Context, typed: str, only: Only, as_json: bool) -> None:
    if context.invoked_subcommand is None:
        context.invoke(listed, typed=typed, only=only, as_json=as_json)


@click.command("list", help=_("List the people here."))
@click.option(
    "--find",
    "typed",
    default="",
    metavar="TEXT",
    help=_("Only those whom it fits: letters, a language, a standing."),
)
@click.option("--only", type=click.Choice(ONLY), default="everyone", help=_("Only one kind of people."))
@click.option("--json", "as_json", is_flag=True, help=_("As JSON, for scripts."))
@pass_session
def listed(session: Session, typed: str, only: Only, as_json: bool) -> None:
    from folkmoot_core.people.directory import Directory
    from folkmoot_core.people.wording import away_line

    directory = Directory(session).prepare()
    found = [directory.row(one) for one in directory.matching(typed, only)]
    if as_json:
        rows = [
            {
                "handle": one.handle,
                "name": one.name,
                "standing": standing,
                "zone": one.zone,
                "away_until": away.isoformat() if away else None,
            }
            for one, standing, away in found
        ]
        out_json({"people": rows})
        return
    for one, standing, away in found:
        said = away_line(session, away) if away else ""
        out(f"{one.handle:<22} {one.name:<30} {standing_words(standing):<10} {said}".rstrip())
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
    asked = session.house.ask("person_panels", session=session, account=found.account)
    panels = [panel for _plugin, panel in asked]
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
                "away_until": found.card.away_until.isoformat()
                if found.away and found.card.away_until
                else None,
                "away_words": found.card.away_words if found.away else "",
                "panels": [{"title": panel.title, "lines": list(panel.lines)} for panel in panels],
            }
        )
        return
    for label, value in card_rows(session, found):
        out(f"{label:<18} {value}")
    local = session.now().astimezone(zone(found.account.zone or session.community.zone))
    label = _("Clock")
    out(f"{label:<18} {dates.clock(local)}")
    for panel in panels:
        for place, line in enumerate(panel.lines):
            out(f"{'' if place else panel.title:<18} {line}")


@click.command(help=_("Change your own card; what you don't name stays."))
@click.option("--name", help=_("Your name, as people call you."))
@click.option("--pronouns", help=_("Pronouns."))
@click.option("--reach", help=_("How to reach you."))
@click.option("--languages", help=_("Languages that you speak."))
@click.option("--needs", type=LONG_TEXT, help=_("What you need to take part."))
@click.option("--needs-for", help=_("Who reads that: organisers, everyone or nobody."))
@click.option("--zone", help=_("Your time zone; empty: as the community."))
@click.option("--language", help=_("The language of your screens; empty: as the terminal."))
@pass_session
def edit(session: Session, **given: str | None) -> None:
    from folkmoot_core.people.own_card import own_card, save_own_card

    seen = own_card(session)
    before = {name: shown_value(getattr(seen, name)) for name in seen.__struct_fields__}
    answers = {**before, **{name: value for name, value in given.items() if value is not None}}
    save_own_card(session, filled(OwnCard, answers, _), seen)
    say(_("Kept."))


@click.command(help=_("Say that you are away until a day (the last one), like 2027-03-03 or “3 March”."))
@click.argument("day", nargs=-1)
@click.option("--words", type=LONG_TEXT, default="", help=_("A few words to that."))
@click.option("--back", is_flag=True, help=_("You are here again."))
@pass_session
def away(session: Session, day: tuple[str, ...], words: str, back: bool) -> None:
    from folkmoot_core.people.away import come_back, go_away
    from folkmoot_core.people.wording import away_line

    if back == bool(day):
        raise UsageError(
            _("Say until when: people away 2027-03-03. Or that you are back: people away --back")
        )
    if back:
        come_back(session)
        say(_("Good to have you back."))
        return
    today = session.here(session.now()).date()
    form = filled(AwayForm, {"away_until": " ".join(day), "away_words": words}, _, today=today)
    assert form.away_until is not None
    go_away(session, form.away_until, form.away_words)
    say(_("Kept: {away}. It ends by itself.", away=away_line(session, form.away_until)))


@click.command(help=_("Leave the community. What is personal is forgotten; what was decided stays."))
@click.argument("handle", required=False)
@pass_session
def leave(session: Session, handle: str | None) -> None:
    from folkmoot_core.people import cards
    from folkmoot_core.people.wording import gone_words

    if handle is None:
        for sentence in cards.what_goes(session):
            out(sentence)
        say(_("Nothing was changed. To leave: folkmoot people leave {handle}", handle=session.handle))
        return
    say(gone_words(cards.leave(session, handle)))


for command in (listed, show, edit, away, leave, export, import_):
    people.add_command(command)
