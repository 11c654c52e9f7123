"""`folkmoot select`: choose people for roles, from the role's description to consent."""

from __future__ import annotations

from typing import TYPE_CHECKING

import click

from folkmoot.api import LONG_TEXT, Session, filled, out, out_json, pass_session, say
from folkmoot_sociocracy.rounds.commands import (
    Room,
    add_leading,
    add_objections,
    add_voices,
    add_withdraw,
    as_json_option,
    by_option,
    number,
    objection,
    of_option,
)
from folkmoot_sociocracy.words import _

if TYPE_CHECKING:
    pass

past_option = click.option("--past", is_flag=True, help=_("Those that ended in the last year as well."))

ROOM = Room("selection")


@click.group(invoke_without_command=True, help=_("Choose people for roles: nominate, give reasons, consent."))
@as_json_option
@past_option
@click.pass_context
def select(context: click.Context, as_json: bool, past: bool) -> None:
    if context.invoked_subcommand is None:
        context.invoke(listed, as_json=as_json, past=past)


@click.command("list", help=_("List the selections on their way."))
@as_json_option
@past_option
@pass_session
def listed(session: Session, as_json: bool, past: bool) -> None:
    from folkmoot_sociocracy.rounds.reading import YEAR, circle_name
    from folkmoot_sociocracy.selection.as_json import row
    from folkmoot_sociocracy.selection.reading import ended_selections, open_selections
    from folkmoot_sociocracy.selection.wording import phase_word, title_of

    session.must("selection.see")
    found = open_selections(session)
    if past:
        found += ended_selections(session, session.now() - YEAR)
    if as_json:
        out_json({"selections": [row(session, one) for one in found]})
        return
    for one in found:
        title = title_of(session, one.value, circle_name(session, one.value.circle))
        out(f"{one.id:>4}  {phase_word(one.value.phase):<14} {title}")
    if not found:
        say(_("Nobody is being chosen. “folkmoot select new” begins it."))


@click.command(help=_("Begin to choose somebody for a role of a circle."))
@click.option("--circle", required=True, help=_("The circle: its name or number."))
@click.option(
    "--role", required=True, help=_("The role: leader, facilitator, delegate, secretary, or another.")
)
@click.option(
    "--does", type=LONG_TEXT, default="", help=_("What whoever holds it does; without it, as the role says.")
)
@click.option("--months", default="0", help=_("How long the term is; without it, as the role says."))
@click.option("--learning", is_flag=True, help=_("A learning term, of 4 to 6 months."))
@click.option("--qualifications", default="", help=_("What it takes."))
@by_option
@as_json_option
@pass_session
def new(
    session: Session, circle: str, learning: bool, by_day: str | None, as_json: bool, **words: str
) -> None:
    from folkmoot_sociocracy.circles.actions import find_circle
    from folkmoot_sociocracy.rounds.actions import a_day
    from folkmoot_sociocracy.selection.actions import open_selection
    from folkmoot_sociocracy.selection.as_json import row
    from folkmoot_sociocracy.selection.model import SelectionForm

    form = filled(SelectionForm, {**words, "learning": "learning" if learning else "full"}, _)
    day = a_day(by_day) if by_day else None
    stored = open_selection(session, find_circle(session, circle).id, form, day)
    if as_json:
        out_json(row(session, stored))
        return
    say(_("Selection {number} has begun.", number=stored.id))


@click.command(help=_("Read one selection: the role, who nominated, whose turn it is, what you can do."))
@number
@as_json_option
@pass_session
def show(session: Session, number: int, as_json: bool) -> None:
    from folkmoot_sociocracy.selection.as_json import row
    from folkmoot_sociocracy.selection.detail import lines_of
    from folkmoot_sociocracy.selection.reading import seal_is_lost, selection_of

    stored = selection_of(session, number)
    if as_json:
        out_json(row(session, stored))
        return
    for label, text in lines_of(session, stored.value, seal_lost=seal_is_lost(session, stored)):
        out(f"{label:<15} {text}" if label else f"  {text}".rstrip())


@click.command(help=_("As who facilitates: open the nominations; anew where their key is lost."))
@number
@as_json_option
@pass_session
def begin(session: Session, number: int, as_json: bool) -> None:
    from folkmoot_sociocracy.selection.nominating import begin_nominations

    begin_nominations(session, number)
    ROOM.tell(session, number, as_json)


@click.command(help=_("Write whom you nominate, under seal; until all are in you may write it anew."))
@number
@click.argument("nominee")
@click.option(
    "--why",
    type=LONG_TEXT,
    required=True,
    help=_("What they bring for this role; “-” reads it from the input."),
)
@of_option
@as_json_option
@pass_session
def nominate(session: Session, number: int, nominee: str, why: str, of: str, as_json: bool) -> None:
    from folkmoot_sociocracy.selection.nominating import nominate as do

    do(session, number, nominee, why, of)
    ROOM.tell(session, number, as_json)


@click.command("open", help=_("As who facilitates: open what is in, where nobody is waited for any more."))
@number
@as_json_option
@pass_session
def open_(session: Session, number: int, as_json: bool) -> None:
    from folkmoot_sociocracy.selection.nominating import open_nominations

    open_nominations(session, number)
    ROOM.tell(session, number, as_json)


@click.command(help=_("In the change round: keep your nomination, or change it."))
@number
@click.argument("nominee")
@click.option("--why", type=LONG_TEXT, required=True, help=_("Why."))
@of_option
@as_json_option
@pass_session
def change(session: Session, number: int, nominee: str, why: str, of: str, as_json: bool) -> None:
    from folkmoot_sociocracy.selection.actions import keep_or_change

    keep_or_change(session, number, nominee, why, of)
    ROOM.tell(session, number, as_json)


@click.command("propose", help=_("As who facilitates: propose a person, for the reasons that weigh most."))
@number
@click.argument("nominee")
@click.option(
    "--because", type=LONG_TEXT, required=True, help=_("The reasons that weigh most, not the count.")
)
@as_json_option
@pass_session
def propose_(session: Session, number: int, nominee: str, because: str, as_json: bool) -> None:
    from folkmoot_sociocracy.selection.actions import propose_person

    propose_person(session, number, nominee, because)
    ROOM.tell(session, number, as_json)


@click.command(help=_("Take an objection to the role in by describing it anew."))
@number
@objection
@click.option("--does", type=LONG_TEXT, help=_("What whoever holds it does."))
@click.option("--months", help=_("How long the term is."))
@click.option("--qualifications", help=_("What it takes."))
@click.option("--note", type=LONG_TEXT, default="", help=_("What changed, in a few words."))
@as_json_option
@pass_session
def describe(session: Session, number: int, objection: int, as_json: bool, **given: str | None) -> None:
    from folkmoot_sociocracy.selection import actions
    from folkmoot_sociocracy.selection.model import DescriptionForm
    from folkmoot_sociocracy.selection.reading import selection_of

    selection = selection_of(session, number).value
    last = selection.text
    before = {"does": last.does, "months": str(last.months), "qualifications": last.qualifications}
    answers = {**before, **{name: value for name, value in given.items() if value is not None}}
    form = filled(DescriptionForm, answers, _)
    actions.describe(session, number, objection, form, len(selection.versions))
    ROOM.tell(session, number, as_json, _("Taken in."))


@click.command(help=_("Take an objection in by a shorter term."))
@number
@objection
@click.argument("months", type=int)
@as_json_option
@pass_session
def shorten(session: Session, number: int, objection: int, months: int, as_json: bool) -> None:
    from folkmoot_sociocracy.selection import actions

    actions.shorten(session, number, objection, months)
    ROOM.tell(session, number, as_json, _("Taken in."))


for command in (listed, new, show, begin, nominate, open_, change, propose_, describe, shorten):
    select.add_command(command)
add_voices(select, ROOM, "consent")
add_objections(select, ROOM)
add_leading(select, ROOM)
add_withdraw(select, ROOM)
