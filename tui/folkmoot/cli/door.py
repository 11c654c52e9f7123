"""`here`, `door` and `why`: who is in, whether newcomers get in, and what a person may."""

from __future__ import annotations

import click

from folkmoot.api import Session, out, out_json, pass_session, say, utc
from folkmoot.words import _, ngettext


@click.command(help=_("Who is here now."))
@click.option("--json", "as_json", is_flag=True, help=_("As JSON."))
@pass_session
def here(session: Session, as_json: bool) -> None:
    from folkmoot.door.here import here_now

    found = here_now(session)
    if as_json:
        rows = [{"handle": one.handle or None, "since": utc(one.since)} for one in found]
        out_json({"here": rows})
        return
    for one in found:
        who = one.handle or _("somebody at the door")
        out(f"{who:<22} " + _("since {time}", time=f"{session.here(one.since):%H:%M}"))
    if not found:
        out(_("Nobody is here at the moment."))


@click.group(invoke_without_command=True, help=_("The door: open or closed to newcomers, and who knocked."))
@click.option("--json", "as_json", is_flag=True, help=_("As JSON."))
@click.pass_context
def door(context: click.Context, as_json: bool) -> None:
    if context.invoked_subcommand is None:
        context.invoke(status, as_json=as_json)


@click.command(help=_("Say how the door stands."))
@click.option("--json", "as_json", is_flag=True, help=_("As JSON."))
@pass_session
def status(session: Session, as_json: bool) -> None:
    from folkmoot.door import knocks
    from folkmoot.door.entrance import entrance_of, host_fingerprint, ssh_line

    found = entrance_of(session.store)
    wrong = knocks.lately(session.store.path, session.now())
    fingerprint = host_fingerprint(session.store.path, found.port)
    if as_json:
        out_json(
            {
                "open": found.open,
                "ssh": ssh_line(found),
                "host_key": fingerprint or None,
                "wrong_codes": wrong,
            }
        )
        return
    out(_("Open to newcomers with a code.") if found.open else _("Closed to newcomers; members come in."))
    out(_("Members type: {line}", line=ssh_line(found)))
    out(_("The host's key: {fingerprint}", fingerprint=fingerprint or _("not readable from here")))
    out(
        ngettext(
            "{count} wrong code was typed in the last day.",
            "{count} wrong codes were typed in the last day.",
            wrong,
        )
    )


@click.command("open", help=_("Let newcomers in who have a code."))
@pass_session
def open_(session: Session) -> None:
    from folkmoot.door.entrance import open_to_newcomers

    open_to_newcomers(session, True)
    say(_("The door is open to newcomers who have a code."))


@click.command(help=_("Let no newcomers in for now; members come in as always."))
@pass_session
def close(session: Session) -> None:
    from folkmoot.door.entrance import open_to_newcomers

    open_to_newcomers(session, False)
    say(_("The door is closed to newcomers. Codes stay good; members come in as always."))


for command in (status, open_, close):
    door.add_command(command)


@click.command(help=_("Why can't I? What you may do, what not, and by which rule."))
@click.argument("thing", required=False)
@click.argument("handle", required=False)
@click.option("--json", "as_json", is_flag=True, help=_("As JSON."))
@pass_session
def why(session: Session, thing: str | None, handle: str | None, as_json: bool) -> None:
    from folkmoot.accounts import account_of
    from folkmoot.door.reasons import reason, reasons

    about = account_of(session.store, handle).value if handle else None
    found = [reason(session, thing, about)] if thing else reasons(session)
    if as_json:
        rows = [
            {"verb": one.verb, "title": one.title, "allowed": one.allowed, "because": one.because}
            for one in found
        ]
        out_json({"reasons": rows})
        return
    for one in found:
        word = _("you may") if one.allowed else _("you may not")
        out(f"{word:<14} {one.title} ({one.verb})")
        out(f"{'':<14} {one.because}")
