"""`invite` makes cards; `join` comes in with a code where no screen is wanted."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

import click

from folkmoot.api import Call, Session, out, out_json, pass_call, pass_session, say, utc
from folkmoot.errors import BadData, NotAllowed, UsageError
from folkmoot.forms import filled
from folkmoot.words import _

if TYPE_CHECKING:
    from folkmoot.door.invites import Invited
    from folkmoot.door.joining import Visitor


@click.command(help=_("Invite: print a card with a code that lets one newcomer in."))
@click.argument("name", nargs=-1)
@click.option("--to", "occasion", metavar="KEY", default="", help=_("To this occasion, or to “next”."))
@click.option("--for", "account", metavar="HANDLE", default="", help=_("For an account without a key."))
@click.option("--count", default=1, show_default=True, help=_("So many cards, a code each."))
@click.option("--days", type=int, help=_("How long it counts."))
@click.option("--list", "listing", is_flag=True, help=_("List occasions and open invitations."))
@click.option("--withdraw", type=int, metavar="NUMBER", help=_("Take an open invitation back."))
@click.option("--json", "as_json", is_flag=True, help=_("As JSON."))
@pass_session
def invite(
    session: Session,
    name: tuple[str, ...],
    occasion: str,
    account: str,
    count: int,
    days: int | None,
    listing: bool,
    withdraw: int | None,
    as_json: bool,
) -> None:
    from folkmoot.door import invites

    if withdraw is not None:
        said = invites.whom(invites.withdraw_invite(session, withdraw).value)
        say(_("The invitation {number} counts no longer ({whom}).", number=withdraw, whom=said or "-"))
        return
    if listing:
        _list(session, as_json)
        return
    if account:
        from folkmoot.door.first_keys import invite_account

        if name or occasion or count != 1:
            raise UsageError(_("--for names the account; say nothing else with it but --days."))
        _tell(session, [invite_account(session, account, days)], as_json)
        return
    whom = " ".join(name)
    if not occasion and not invites.may_invite_a_person(session) and invites.occasions(session):
        occasion = "next"  # the only way there is
    _tell(session, invites.invite(session, name=whom, occasion=occasion, count=count, days=days), as_json)


def _tell(session: Session, made: Sequence[Invited], as_json: bool) -> None:
    """The codes as JSON, or the cards to be printed."""
    from folkmoot.door import invites
    from folkmoot.door.codes import shown_code
    from folkmoot.door.entrance import entrance_of
    from folkmoot.door.kept import Entrance

    if as_json:
        rows = [
            {
                "number": one.stored.id,
                "code": shown_code(one.code),
                "name": one.stored.value.name,
                "occasion": one.stored.value.occasion,
                "account": one.stored.value.account,
                "until": utc(one.stored.value.until),
            }
            for one in made
        ]
        out_json({"invitations": rows})
        return
    for line in invites.cards(session, made):
        out(line)
    say(_("The code is kept nowhere but on this paper. Print it, or read it out."))
    if entrance_of(session.store).address == Entrance().address:
        say(
            _("Nobody has said yet how this house is reached from elsewhere: folkmoot host setup --address …")
        )


def _list(session: Session, as_json: bool) -> None:
    from folkmoot.dates import day
    from folkmoot.door import invites

    there, waiting = invites.occasions(session), invites.open_invites(session)
    if as_json:
        out_json(
            {
                "occasions": [
                    {"key": one.key, "title": one.title, "start": utc(one.start), "until": utc(one.until)}
                    for one in there
                ],
                "open": [
                    {
                        "number": stored.id,
                        "whom": invites.whom(stored.value),
                        "by": stored.value.by,
                        "until": utc(stored.value.until),
                    }
                    for stored in waiting
                ],
            }
        )
        return
    out(_("Occasions to invite to"))
    for one in there:
        out(f"  {one.key:<24} {day(session.here(one.start).date()):<12} {one.title}")
    if not there:
        out("  " + _("none at the moment"))
    out(_("Open invitations"))
    for stored in waiting:
        until = day(session.here(stored.value.until).date())
        said = _("by {by}, until {day}", by=stored.value.by, day=until)
        out(f"  {stored.id:>4}  {invites.whom(stored.value):<36}  {said}")
    if not waiting:
        out("  " + _("none"))


@click.command(help=_("Come in with a code: with ssh, from a key that is not known yet."))
@click.argument("code")
@click.option("--name", default="", help=_("Your name, as people call you."))
@click.option("--handle", default="", help=_("Your handle: 2 to 20 small letters, digits, - or _."))
@pass_call
def join(call: Call, code: str, name: str, handle: str) -> None:
    if call.afar:
        raise UsageError(_("Your key is known here already: come in with the same ssh line, without “join”."))
    raise UsageError(
        _("Joining binds the key that you come with, so it goes over ssh: ssh folkmoot@host join CODE")
    )


def join_by_command(visitor: Visitor, words: Sequence[str]) -> int:
    """What an unknown key may ask for: `join CODE`, and nothing else. Raises: FolkmootError."""
    if words[0] in ("help", "--help", "-h"):
        say(_("Your key is not known here. With a card: ssh … join CODE --name NAME --handle HANDLE"))
        return 0
    if words[0] != "join":
        raise NotAllowed(
            _(
                "Your key is not known here. Are you a member? Then name the right one: "
                "ssh -o IdentitiesOnly=yes -i KEY …. With a card: ssh … join CODE"
            )
        )
    try:
        given = join.make_context("join", list(words[1:])).params
    except click.exceptions.Exit as leaving:
        return leaving.exit_code
    except click.UsageError as error:
        raise UsageError(error.format_message()) from None
    _join(visitor, given["code"], given["name"], given["handle"])
    return 0


def _join(visitor: Visitor, code: str, name: str, handle: str) -> None:
    from folkmoot.door.joining import Newcomer, look_at, pair
    from folkmoot.door.joining import join as let_in

    invited = look_at(visitor, code).value
    if invited.account:
        account = pair(visitor, code, name)
        say(_("This key is {handle}'s now. Come in with the same ssh line, without “join”.", handle=account))
        return
    if not name or not handle:
        raise BadData(_("The code is good. Say also who you are: join CODE --name 'Ana María' --handle ana"))
    joined = let_in(visitor, code, filled(Newcomer, {"name": name, "handle": handle}, _))
    say(_("Welcome, {name}. Come in with the same ssh line, without “join”.", name=joined.name))
