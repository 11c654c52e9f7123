"""`keys`: a person's own SSH keys, on the host and from afar."""

from __future__ import annotations

import sys

import click

from folkmoot.api import Session, out, out_json, pass_session, say, utc
from folkmoot.door.kept import AccountKey
from folkmoot.errors import BadData
from folkmoot.words import _


@click.group(invoke_without_command=True, help=_("Your SSH keys: list, add, name, remove."))
@click.option("--json", "as_json", is_flag=True, help=_("As JSON."))
@click.pass_context
def keys(context: click.Context, as_json: bool) -> None:
    if context.invoked_subcommand is None:
        context.invoke(listed, as_json=as_json)


@click.command("list", help=_("List your keys."))
@click.option("--json", "as_json", is_flag=True, help=_("As JSON."))
@pass_session
def listed(session: Session, as_json: bool) -> None:
    from folkmoot.door.keys import keys_of

    mine = [stored.value for stored in keys_of(session.store, session.handle)]
    if as_json:
        out_json({"keys": [_row(session, key) for key in mine]})
        return
    for number, key in enumerate(mine, start=1):
        here = _("this one") if key.fingerprint == session.key else ""
        used = _("used {day}", day=key.used.isoformat()) if key.used else _("never used")
        added = _("added {day}", day=f"{session.here(key.added):%Y-%m-%d}")
        out(f"{number:>2}  {key.name:<22} {key.kind}  {key.fingerprint}  {added}, {used}  {here}".rstrip())
    if not mine:
        out(
            _(
                "You have no key yet, so you can't come in with ssh. Add one: folkmoot keys add < id_ed25519.pub"
            )
        )


def _row(session: Session, key: AccountKey) -> dict[str, object]:
    return {
        "name": key.name,
        "kind": key.kind,
        "fingerprint": key.fingerprint,
        "added": utc(key.added),
        "used": key.used.isoformat() if key.used else None,
        "here": key.fingerprint == session.key,
    }


@click.command(help=_("Add a public key: its line, or from standard input."))
@click.argument("line", nargs=-1)
@click.option("--name", default="", help=_("What to call it, like laptop."))
@pass_session
def add(session: Session, line: tuple[str, ...], name: str) -> None:
    from folkmoot.door.keys import add_key
    from folkmoot.door.publickey import parsed

    text = " ".join(line) if line else _from_stdin()
    stored = add_key(session, parsed(text), name)
    say(
        _(
            "“{name}” is yours now: {fingerprint}",
            name=stored.value.name,
            fingerprint=stored.value.fingerprint,
        )
    )


def _from_stdin() -> str:
    if sys.stdin is None or sys.stdin.isatty():
        raise BadData(_("Hand over the line of the .pub file: folkmoot keys add < id_ed25519.pub"))
    lines = [text for text in sys.stdin.read(65_536).splitlines() if text.strip()]
    if len(lines) != 1 and not any("PRIVATE" in text for text in lines):
        raise BadData(_("One key at a time: the file must hold one line."))
    return "\n".join(lines)


@click.command(help=_("Call a key something else."))
@click.argument("which")
@click.argument("new_name", metavar="NAME")
@pass_session
def name(session: Session, which: str, new_name: str) -> None:
    from folkmoot.door.keys import name_key, one_of

    stored = name_key(session, one_of(session, which), new_name)
    say(_("It is called “{name}” now.", name=stored.value.name))


@click.command(help=_("Remove a key of yours; sessions that came with it end at once."))
@click.argument("which")
@pass_session
def remove(session: Session, which: str) -> None:
    from folkmoot.door.keys import one_of, remove_key

    stored = one_of(session, which)
    remove_key(session, stored)
    if stored.value.fingerprint == session.key:
        say(_("You came with this very key: your other keys still work."))
    say(_("“{name}” opens the house no more.", name=stored.value.name))


@click.command(help=_("Make a code for another machine of yours. It counts once, for a quarter of an hour."))
@pass_session
def pair(session: Session) -> None:
    from folkmoot.door.entrance import entrance_of, ssh_line
    from folkmoot.door.keys import pairing_code

    code = pairing_code(session)
    say(_("On the other machine: {line}", line=ssh_line(entrance_of(session.store))))
    say(_("Whoever types this code there comes in as you, so show it to nobody:"))
    out(code)


for command in (listed, add, name, remove, pair):
    keys.add_command(command)
