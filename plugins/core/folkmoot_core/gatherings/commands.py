"""`folkmoot gatherings`."""

from __future__ import annotations

from typing import TYPE_CHECKING

import click

from folkmoot.api import LONG_TEXT, Session, dates, filled, out, out_json, pass_session, say, shown_value, utc
from folkmoot_core.gatherings.model import Gathering
from folkmoot_core.words import _, ngettext

if TYPE_CHECKING:
    from folkmoot_core.gatherings.actions import Coming

as_json_option = click.option("--json", "as_json", is_flag=True, help=_("As JSON, for scripts."))
key_argument = click.argument("key")


@click.group(
    invoke_without_command=True,
    help=_(
        "Gatherings: list, prepare, mark who came, welcome Friends. KEY is one of the list, next or last."
    ),
)
@as_json_option
@click.pass_context
def gatherings(context: click.Context, as_json: bool) -> None:
    if context.invoked_subcommand is None:
        context.invoke(listed, as_json=as_json)


@click.command("list", help=_("List the gatherings of the last two years and the next."))
@as_json_option
@pass_session
def listed(session: Session, as_json: bool) -> None:
    from folkmoot_core.gatherings import actions
    from folkmoot_core.gatherings.missing import missed
    from folkmoot_core.gatherings.wording import counted, line_words
    from folkmoot_core.people.names import names

    found = [actions.gathering(session, one.key) for one in actions.gatherings(session)]
    we_miss = missed(session) if session.may("gatherings.miss").allowed else []
    if as_json:
        out_json({"gatherings": [_row(one) for one in found], "we_miss": we_miss})
        return
    for one in found:
        local = session.here(one.occurrence.start)
        when = f"{dates.day_of_year(local.date()):<18} {dates.clock(local)}"
        out(f"{when}  {one.occurrence.key:<20} {line_words(one, session.zone_name)}  {counted(session, one)}")
    if not found:
        out(_("No gathering hangs on a moon yet; “folkmoot rhythm rules” says how they do."))
    if we_miss:
        out(_("We miss: {names}", names=names(session, we_miss)))


@click.command(help=_("Read all about one gathering."))
@key_argument
@as_json_option
@pass_session
def show(session: Session, key: str, as_json: bool) -> None:
    from folkmoot.api import invitations_to
    from folkmoot_core.gatherings import actions
    from folkmoot_core.gatherings.wording import invited_words, place_in_line, rows
    from folkmoot_core.people.names import name_of

    found = actions.gathering(session, key)
    wanted = actions.needs(session, found)
    invited = invitations_to(session, found.occurrence.key)
    if as_json:
        shown = _row(found)
        shown["needs"] = [{"handle": handle, "needs": text} for handle, text in wanted]
        shown["invited"] = [{"name": one.name, "by": one.by, "until": utc(one.until)} for one in invited]
        out_json(shown)
        return
    for label, value in rows(session, found):
        out(f"{label:<14} {value}")
    if waits := place_in_line(session, found):
        out(waits)
    for handle, text in wanted:
        out(_("{name} needs: {text}", name=name_of(session, handle), text=text))
    for one in invited:
        out(_("Invited: {who}", who=invited_words(session, one)))


@click.command(help=_("Say what a gathering is about, where, and for how many; what you don't name stays."))
@key_argument
@click.option("--theme", help=_("What it is about."))
@click.option("--place", help=_("Where people meet."))
@click.option("--capacity", help=_("Room for how many people; 0: for all."))
@click.option("--about", type=LONG_TEXT, help=_("Good to know for those who come."))
@pass_session
def edit(session: Session, key: str, **given: str | None) -> None:
    from folkmoot_core.gatherings import actions

    seen = actions.gathering(session, key).prepared
    before = {name: shown_value(getattr(seen, name)) for name in seen.__struct_fields__}
    answers = {**before, **{name: value for name, value in given.items() if value is not None}}
    actions.prepare(session, filled(Gathering, answers, _), seen)
    say(_("Kept."))


@click.command(help=_("Mark who came, from the first day of a gathering on; --not takes marks back."))
@key_argument
@click.argument("handles", nargs=-1, required=True)
@click.option("--not", "taken_back", is_flag=True, help=_("They did not come."))
@pass_session
def came(session: Session, key: str, handles: tuple[str, ...], taken_back: bool) -> None:
    from folkmoot_core.gatherings import actions, welcoming

    if taken_back:
        count = len(welcoming.did_not_come(session, key, handles))
        say(ngettext("{count} mark taken back.", "{count} marks taken back.", count))
        return
    count = len(welcoming.came(session, key, handles))
    say(ngettext("{count} person marked.", "{count} people marked.", count))
    guests = welcoming.guests_who_came(session, actions.occurrence_for(session, key).key)
    if guests and session.may("gatherings.welcome").allowed:
        say(
            _(
                "Guests who came: {handles}. “folkmoot gatherings welcome” makes Friends of them.",
                handles=" ".join(guests),
            )
        )


@click.command(help=_("Welcome guests who came as Friends: those you name, or all of them."))
@key_argument
@click.argument("handles", nargs=-1)
@pass_session
def welcome(session: Session, key: str, handles: tuple[str, ...]) -> None:
    from folkmoot_core.gatherings import welcoming
    from folkmoot_core.people.names import names

    say(_("Welcomed as Friends: {names}.", names=names(session, welcoming.welcome(session, key, handles))))


def _row(found: Coming) -> dict[str, object]:
    one, prepared = found.occurrence, found.prepared
    return {
        "key": one.key,
        "title": one.title,
        "start": utc(one.start),
        "end": utc(one.end),
        "status": one.status,
        "moon": one.moon,
        "theme": prepared.theme,
        "place": prepared.place,
        "capacity": prepared.capacity,
        "about": prepared.about,
        "hosts": list(found.tally.hosts),
        "coming": list(found.seats.coming),
        "waiting": list(found.seats.waiting),
        "maybe": list(found.tally.maybe),
        "came": list(found.came),
    }


for command in (listed, show, edit, came, welcome):
    gatherings.add_command(command)
