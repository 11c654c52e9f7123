"""`folkmoot places`."""

from __future__ import annotations

import click

from folkmoot.api import Session, filled, out, out_json, pass_session, say
from folkmoot_core.board.model import VirtualPlace
from folkmoot_core.words import _

KINDS = ("chat", "discussion", "newsletter", "other")


@click.group(invoke_without_command=True, help=_("Where people here talk and write beside this place."))
@click.option("--json", "as_json", is_flag=True, help=_("As JSON, for scripts."))
@click.pass_context
def places(context: click.Context, as_json: bool) -> None:
    if context.invoked_subcommand is None:
        context.invoke(listed, as_json=as_json)


@pass_session
def listed(session: Session, as_json: bool) -> None:
    """Print the places."""
    from folkmoot_core.board.places import places as all_places
    from folkmoot_core.board.wording import keeper_words, place_kind_word, usual_norm

    found = all_places(session)
    if as_json:
        rows = [
            {
                "number": number,
                "name": place.name,
                "link": place.link,
                "kind": place.kind,
                "norm": usual_norm(place),
                "keeper": place.keeper,
            }
            for number, place in found
        ]
        out_json({"places": rows})
        return
    for number, place in found:
        out(f"{number:>5}  {place.name} ({place_kind_word(place)})  {place.link}")
        out(f"       {usual_norm(place)}; {keeper_words(session, place)}")
    if not found:
        say(_("No places yet; Partners add them."))


@click.command(help=_("Add a place (Partners)."))
@click.argument("name")
@click.option("--link", required=True, help=_("Its link, like https://chat.example.org."))
@click.option("--kind", type=click.Choice(KINDS), default="chat", help=_("What kind of place it is."))
@click.option("--norm", default="", help=_("What is expected of people there."))
@click.option("--keeper", default="", metavar="HANDLE", help=_("Who looks after it."))
@pass_session
def add(session: Session, **given: str) -> None:
    from folkmoot_core.board.places import add_place

    stored = add_place(session, filled(VirtualPlace, given, _))
    say(_("Added, with the number {number}.", number=stored.id))


@click.command(help=_("Change a place (Partners); what you don't name stays."))
@click.argument("number", type=int)
@click.option("--name", help=_("What people here call it."))
@click.option("--link", help=_("Its link, like https://chat.example.org."))
@click.option("--kind", type=click.Choice(KINDS), help=_("What kind of place it is."))
@click.option("--norm", help=_("What is expected of people there."))
@click.option("--keeper", metavar="HANDLE", help=_("Who looks after it."))
@pass_session
def edit(session: Session, number: int, **given: str | None) -> None:
    from folkmoot_core.board.places import edit_place, place_of

    seen = place_of(session, number).value
    before = {name: str(getattr(seen, name)) for name in seen.__struct_fields__}
    typed = {**before, **{name: value for name, value in given.items() if value is not None}}
    edit_place(session, number, filled(VirtualPlace, typed, _), seen)
    say(_("Kept."))


@click.command(help=_("Take a place away (Partners)."))
@click.argument("number", type=int)
@pass_session
def remove(session: Session, number: int) -> None:
    from folkmoot_core.board.places import remove_place

    gone = remove_place(session, number)
    say(_("“{name}” was taken away.", name=gone.name))


for command in (add, edit, remove):
    places.add_command(command)
