"""`folkmoot select`: choose people for roles, from the role's description to consent."""

from __future__ import annotations

from typing import TYPE_CHECKING

import click

from folkmoot.api import LONG_TEXT, Session, filled, out, out_json, pass_session, say
from folkmoot_sociocracy.words import _

if TYPE_CHECKING:
    from folkmoot_sociocracy.consent.model import Says
    from folkmoot_sociocracy.selection.model import Selection

number = click.argument("number", type=int)
as_json_option = click.option("--json", "as_json", is_flag=True, help=_("As JSON, for scripts."))
past_option = click.option("--past", is_flag=True, help=_("Those that ended in the last year as well."))
of_option = click.option(
    "--of", default="", metavar="HANDLE", help=_("As who facilitates: note what somebody in the room says.")
)
by_option = click.option(
    "--by", "by_day", help=_("The round that begins is in writing, until the end of this day.")
)


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
    from folkmoot_sociocracy.consent.reading import YEAR, circle_name
    from folkmoot_sociocracy.selection.as_json import selection_row
    from folkmoot_sociocracy.selection.reading import ended_selections, open_selections
    from folkmoot_sociocracy.selection.wording import phase_word, title_of

    session.must("selection.see")
    found = open_selections(session)
    if past:
        found += ended_selections(session, session.now() - YEAR)
    if as_json:
        out_json({"selections": [selection_row(session, one) for one in found]})
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
@click.option("--does", type=LONG_TEXT, required=True, help=_("What whoever holds it does."))
@click.option("--months", default="12", help=_("How long the term is."))
@click.option("--learning", is_flag=True, help=_("A learning term, of 4 to 6 months."))
@click.option("--qualifications", default="", help=_("What it takes."))
@by_option
@as_json_option
@pass_session
def new(
    session: Session, circle: str, learning: bool, by_day: str | None, as_json: bool, **words: str
) -> None:
    from folkmoot_sociocracy.circles.actions import find_circle
    from folkmoot_sociocracy.consent.actions import a_day
    from folkmoot_sociocracy.selection.actions import open_selection
    from folkmoot_sociocracy.selection.as_json import selection_row
    from folkmoot_sociocracy.selection.model import SelectionForm

    form = filled(SelectionForm, {**words, "learning": "learning" if learning else "full"}, _)
    day = a_day(by_day) if by_day else None
    stored = open_selection(session, find_circle(session, circle).id, form, day)
    if as_json:
        out_json(selection_row(session, stored))
        return
    say(_("Selection {number} has begun.", number=stored.id))


@click.command(help=_("Read one selection: the role, who nominated, whose turn it is, what you can do."))
@number
@as_json_option
@pass_session
def show(session: Session, number: int, as_json: bool) -> None:
    from folkmoot_sociocracy.selection.as_json import selection_row
    from folkmoot_sociocracy.selection.detail import lines_of
    from folkmoot_sociocracy.selection.reading import seal_is_lost, selection_of

    stored = selection_of(session, number)
    if as_json:
        out_json(selection_row(session, stored))
        return
    for label, text in lines_of(session, stored.value, seal_lost=seal_is_lost(session, stored)):
        out(f"{label:<15} {text}" if label else f"  {text}".rstrip())


def _tell(session: Session, selection: Selection) -> None:
    from folkmoot_sociocracy.selection.wording import where_it_stands

    say(_("Kept. {state}", state=where_it_stands(session, selection)))


def _said(session: Session, number: int, says: Says, text: str, aim: str, of: str) -> None:
    from folkmoot_sociocracy.selection.actions import give_voice

    _tell(session, give_voice(session, number, says, text, aim, of=of))


@click.command(help=_("Consent, with a remark if you like."))
@number
@click.option("--remark", default="", help=_("A few words."))
@of_option
@pass_session
def consent(session: Session, number: int, remark: str, of: str) -> None:
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


@click.command(help=_("As who facilitates: open the nominations; anew where their key is lost."))
@number
@pass_session
def begin(session: Session, number: int) -> None:
    from folkmoot_sociocracy.selection.nominating import begin_nominations

    _tell(session, begin_nominations(session, number))


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
@pass_session
def nominate(session: Session, number: int, nominee: str, why: str, of: str) -> None:
    from folkmoot_sociocracy.selection.nominating import nominate as do

    _tell(session, do(session, number, nominee, why, of))


@click.command("open", help=_("As who facilitates: open what is in, where nobody is waited for any more."))
@number
@pass_session
def open_(session: Session, number: int) -> None:
    from folkmoot_sociocracy.selection.nominating import open_nominations

    _tell(session, open_nominations(session, number))


@click.command(help=_("In the reasons round: say why you nominated whom you did."))
@number
@click.argument("text", type=LONG_TEXT)
@of_option
@pass_session
def speak(session: Session, number: int, text: str, of: str) -> None:
    _said(session, number, "spoke", text, "", of)


@click.command(help=_("In the change round: keep your nomination, or change it."))
@number
@click.argument("nominee")
@click.option("--why", type=LONG_TEXT, required=True, help=_("Why."))
@of_option
@pass_session
def change(session: Session, number: int, nominee: str, why: str, of: str) -> None:
    from folkmoot_sociocracy.selection.actions import keep_or_change

    _tell(session, keep_or_change(session, number, nominee, why, of))


@click.command("propose", help=_("As who facilitates: propose a person, for the reasons that weigh most."))
@number
@click.argument("nominee")
@click.option(
    "--because", type=LONG_TEXT, required=True, help=_("The reasons that weigh most, not the count.")
)
@pass_session
def propose_(session: Session, number: int, nominee: str, because: str) -> None:
    from folkmoot_sociocracy.selection.actions import propose_person

    _tell(session, propose_person(session, number, nominee, because))


@click.command(help=_("As who facilitates: note that somebody is away."))
@number
@click.argument("handle")
@pass_session
def away(session: Session, number: int, handle: str) -> None:
    _said(session, number, "away", "", "", handle)


@click.command("on", help=_("As who facilitates: go on to the next round."))
@number
@by_option
@pass_session
def on(session: Session, number: int, by_day: str | None) -> None:
    from folkmoot_sociocracy.consent.actions import a_day
    from folkmoot_sociocracy.selection.actions import go_on

    _tell(session, go_on(session, number, a_day(by_day) if by_day else None))


for command in (listed, new, show, consent, object_, concern, begin, nominate, open_, speak):
    select.add_command(command)
for command in (change, propose_, away, on):
    select.add_command(command)
