"""`folkmoot select`: objections tested, taken in and back; and how a selection ends."""

from __future__ import annotations

import click

from folkmoot.api import LONG_TEXT, Session, filled, pass_session, say
from folkmoot_sociocracy.selection.commands import number, select
from folkmoot_sociocracy.words import _

objection = click.argument("objection", type=int)


@click.command(help=_("Say what you see in somebody's objection: that it stands, or that it is a concern."))
@number
@objection
@click.argument("sees", type=click.Choice(["stands", "concern"]))
@pass_session
def test(session: Session, number: int, objection: int, sees: str) -> None:
    from folkmoot_sociocracy.selection import actions
    from folkmoot_sociocracy.selection.wording import where_it_stands

    changed = actions.test(session, number, objection, stands=sees == "stands")
    say(_("Kept. {state}", state=where_it_stands(session, changed)))


@click.command(help=_("Take an objection to the role in by describing it anew."))
@number
@objection
@click.option("--does", type=LONG_TEXT, help=_("What whoever holds it does."))
@click.option("--months", help=_("How long the term is."))
@click.option("--qualifications", help=_("What it takes."))
@click.option("--note", type=LONG_TEXT, default="", help=_("What changed, in a few words."))
@pass_session
def describe(session: Session, number: int, objection: int, **given: str | None) -> None:
    from folkmoot_sociocracy.selection import actions
    from folkmoot_sociocracy.selection.model import DescriptionForm
    from folkmoot_sociocracy.selection.reading import selection_of

    selection = selection_of(session, number).value
    last = selection.text
    before = {"does": last.does, "months": str(last.months), "qualifications": last.qualifications}
    answers = {**before, **{name: value for name, value in given.items() if value is not None}}
    form = filled(DescriptionForm, answers, _)
    actions.describe(session, number, objection, form, len(selection.versions))
    say(_("Taken in."))


@click.command(help=_("Take an objection in by a shorter term."))
@number
@objection
@click.argument("months", type=int)
@pass_session
def shorten(session: Session, number: int, objection: int, months: int) -> None:
    from folkmoot_sociocracy.selection import actions

    actions.shorten(session, number, objection, months)
    say(_("Taken in."))


@click.command(help=_("Take an objection in by agreeing what is watched."))
@number
@objection
@click.argument("watch")
@pass_session
def measure(session: Session, number: int, objection: int, watch: str) -> None:
    from folkmoot_sociocracy.selection import actions

    actions.measure(session, number, objection, watch)
    say(_("Taken in."))


@click.command("take-back", help=_("Take your own objection back."))
@number
@objection
@click.option("--why", type=LONG_TEXT, default="", help=_("A few words."))
@pass_session
def take_back(session: Session, number: int, objection: int, why: str) -> None:
    from folkmoot_sociocracy.selection import actions

    actions.take_back(session, number, objection, why)
    say(_("Taken back."))


@click.command(help=_("Announce who was chosen, where nobody objected in time."))
@number
@pass_session
def announce(session: Session, number: int) -> None:
    from folkmoot_sociocracy.selection import actions

    actions.announce(session, number)
    say(_("Chosen, and written down."))


@click.command(help=_("Take a selection off the table, with a reason."))
@number
@click.option("--why", type=LONG_TEXT, required=True, help=_("Why: the circle reads it."))
@pass_session
def withdraw(session: Session, number: int, why: str) -> None:
    from folkmoot_sociocracy.selection import actions

    actions.withdraw(session, number, why)
    say(_("Withdrawn. It stays to be read."))


@click.command("lead", help=_("Take over facilitating."))
@number
@pass_session
def lead(session: Session, number: int) -> None:
    from folkmoot_sociocracy.selection import actions

    actions.facilitate(session, number)
    say(_("You facilitate it now."))


for command in (test, describe, shorten, measure, take_back, announce, withdraw, lead):
    select.add_command(command)
