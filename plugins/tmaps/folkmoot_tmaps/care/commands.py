"""`folkmoot care`: what people said, and saying it."""

from __future__ import annotations

from itertools import groupby
from typing import get_args

import click

from folkmoot.api import LONG_TEXT, Session, filled, out, pass_session, say
from folkmoot_tmaps.care.buddy_commands import buddies
from folkmoot_tmaps.care.listen_commands import listen
from folkmoot_tmaps.care.model import Says, StatementForm
from folkmoot_tmaps.words import _

# As they are typed: with a hyphen.
TYPED: dict[str, Says] = {one.replace("_", "-"): one for one in get_args(Says)}


@click.group(
    invoke_without_command=True,
    help=_("The care round: who would like to be reached out to, who can, until when. Members read it."),
)
@click.pass_context
def care(context: click.Context) -> None:
    if context.invoked_subcommand is None:
        context.invoke(show)


@click.command(help=_("Print what is said just now, and how people are reached."))
@pass_session
def show(session: Session) -> None:
    from folkmoot_tmaps.care import actions, wording

    session.must("care.see")
    actions.forget_what_is_over(session)
    mine, found = actions.own_statements(session), actions.care_round(session)
    if mine:
        out(_("You say"))
    for one in mine:
        typed = next(typed for typed, says in TYPED.items() if says == one.says)
        how = f": {wording.one_line(one.how)}" if one.how else ""
        out(f"  {wording.says_words(one.says)}, {wording.until_words(session, one)}{how} ({typed})")
        if one.says in ("reach", "company"):
            answers = actions.who_could(session, one)
            out(f"    {wording.offers_sentence(session, answers, one)}")
            for offer in answers:
                _print_person(session, offer.account, offer.how, "      ")
    others = [one for one in found if one.account != session.handle]
    for says, said in groupby(others, key=lambda one: one.says):
        out(wording.kind_heading(says))
        for one in said:
            _print_person(session, one.account, one.how, "  ", wording.until_words(session, one))
    if not found and not mine:
        out(_("Nobody says anything just now. “folkmoot care say” says something."))
    out(_("Somebody to talk to: folkmoot care listen"))


def _print_person(session: Session, handle: str, how: str, indent: str, until: str = "") -> None:
    from folkmoot_tmaps.care.wording import contact_of, name_of, one_line

    contact = contact_of(session, handle)
    parts = [until, one_line(how), contact.reach and _("card: {reach}", reach=one_line(contact.reach))]
    said = "; ".join(part for part in parts if part)
    who = f"{name_of(session, handle)} ({handle})"
    out(f"{indent}{who}: {said}" if said else f"{indent}{who}")


@click.command(
    "say",
    help=_(
        "Say one of five things: reach (I would like others to reach out to me), company (I would like company when "
        "unwell), can-reach, keeps-company, cannot (I cannot give support now)."
    ),
)
@click.argument("what", type=click.Choice(list(TYPED)))
@click.option("--how", type=LONG_TEXT, default="", help=_("How: by text, on the phone, in the evening."))
@click.option("--until", help=_("The last day, like Sunday or 2027-05-22; without it, a week."))
@pass_session
def say_command(session: Session, what: str, how: str, until: str | None) -> None:
    from folkmoot_tmaps.care import actions, wording

    session.must("care.say", session.handle)
    typed = {"how": how, "until": until or actions.usual_end(session).isoformat()}
    form = filled(StatementForm, typed, _, today=actions.today_of(session))
    before = actions.own_statements(session)
    said = actions.say_it(session, TYPED[what], form)
    say(wording.said_back(session, said, before))
    if said.says in ("reach", "company"):
        answers = actions.who_could(session, said)
        say(wording.offers_sentence(session, answers, said))
        for offer in answers:
            _print_person(session, offer.account, offer.how, "  ")


@click.command(help=_("Take back what you said, before its day; without a word behind it, all of it."))
@click.argument("what", nargs=-1, type=click.Choice(list(TYPED)))
@pass_session
def expire(session: Session, what: tuple[str, ...]) -> None:
    from folkmoot_tmaps.care import actions

    actions.take_back(session, [TYPED[one] for one in what])
    say(_("Taken back. Its words are gone, from the history and the copies here too."))


for word in (show, say_command, expire, buddies, listen):
    care.add_command(word)
