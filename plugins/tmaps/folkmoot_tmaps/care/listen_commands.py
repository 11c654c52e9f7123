"""`folkmoot care listen`: who listens, and how they are reached now."""

from __future__ import annotations

import click

from folkmoot.api import LONG_TEXT, Session, filled, out, out_json, pass_session, say, utc
from folkmoot_tmaps.care.model import ListenForm
from folkmoot_tmaps.words import _


@click.group(
    "listen",
    invoke_without_command=True,
    help=_("The listening team: who listens just now, and how they are reached."),
)
@click.option("--json", "as_json", is_flag=True, help=_("As JSON, for scripts."))
@click.pass_context
def listen(context: click.Context, as_json: bool) -> None:
    if context.invoked_subcommand is None:
        context.invoke(listed, as_json=as_json)


@pass_session
def listed(session: Session, as_json: bool) -> None:
    """Print who listens now, then when the others do."""
    from folkmoot_tmaps.care import wording
    from folkmoot_tmaps.care.listening import team

    found, now = team(session), session.now()
    if as_json:
        rows = [
            {
                "handle": one.account.handle,
                "name": one.account.name,
                "how": one.how,
                "languages": one.languages,
                "listens_now": one.now(now),
                "start": utc(one.hours.start) if one.hours else None,
                "end": utc(one.hours.end) if one.hours else None,
            }
            for one in found
        ]
        out_json({"listeners": rows})
        return
    for one in found:
        out(f"{one.account.name} ({one.account.handle}): {wording.when_words(session, one)}")
        for line in wording.listener_lines(session, one):
            out(f"  {line}")
    if not found:
        out(_("Nobody has offered to listen yet. “folkmoot care listen offer” is the first."))
    out(wording.neighbours())


@click.command(help=_("Offer to listen, or change how; what you don't name stays."))
@click.option("--how", type=LONG_TEXT, help=_("How you are reached; without it, as on your card."))
@click.option("--from", "starts", metavar="HH:MM", help=_("From when, by your clock."))
@click.option("--to", "ends", metavar="HH:MM", help=_("Until when; may be after midnight."))
@click.option("--any-hour", is_flag=True, help=_("At any hour."))
@pass_session
def offer(session: Session, how: str | None, starts: str | None, ends: str | None, any_hour: bool) -> None:
    from folkmoot_tmaps.care import listening

    session.must("care.listen", session.handle)
    seen = listening.own_offer(session)
    given = {"how": how, "starts": "" if any_hour else starts, "ends": "" if any_hour else ends}
    before = {name: getattr(seen, name) if seen else "" for name in given}
    typed = {name: before[name] if value is None else value for name, value in given.items()}
    listening.offer(session, filled(ListenForm, typed, _), seen)
    say(_("You are in the listening team. “folkmoot care listen stop” ends it, at any time."))


@click.command(help=_("Listen no longer. No reason is asked for."))
@pass_session
def stop(session: Session) -> None:
    from folkmoot_tmaps.care.listening import leave_team

    leave_team(session)
    say(_("You are not in the listening team any more. Thank you for listening."))


for word in (offer, stop):
    listen.add_command(word)
