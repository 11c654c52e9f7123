"""`folkmoot map …`: keys, exports, the end."""

from __future__ import annotations

import sys
from pathlib import Path

import click

from folkmoot.api import BadData, CannotCreate, Session, out, out_bytes, pass_session, say
from folkmoot_tmaps.maps.asking import new_passphrase, opening_secret, secret
from folkmoot_tmaps.words import _


def tell_recovery(recovery: str) -> None:
    """Print a recovery key, the only time."""
    say(_("Your recovery key. Write it down and keep it where you keep papers; it is not shown again:"))
    out(recovery)
    say(_("With it your map opens without the passphrase. If both are lost, nobody can open the map again."))


@click.command(help=_("Another passphrase. --rotate also seals everything anew."))
@click.option("--rotate", "anew", is_flag=True, help=_("If somebody may know the old one."))
@pass_session
def passphrase(session: Session, anew: bool) -> None:
    from folkmoot_tmaps.maps.new_keys import change_passphrase
    from folkmoot_tmaps.maps.new_keys import rotate as seal_anew
    from folkmoot_tmaps.maps.unlocking import own_map, unlock

    own_map(session)
    keys = change_passphrase(session, unlock(session, opening_secret()), *new_passphrase())
    if anew:
        seal_anew(session, keys)
        say(_("The passphrase is changed, and everything is sealed anew."))
    else:
        say(_("The passphrase is changed. If somebody may know the old one: folkmoot map rotate"))


@click.command(help=_("Another recovery key; the old one opens nothing any more, but older copies."))
@pass_session
def recovery(session: Session) -> None:
    from folkmoot_tmaps.maps.new_keys import new_recovery_key
    from folkmoot_tmaps.maps.unlocking import own_map, unlock

    own_map(session)
    tell_recovery(new_recovery_key(session, unlock(session, opening_secret())).recovery)


@click.command(help=_("Seal everything anew with new keys; passphrase and recovery key stay."))
@pass_session
def rotate(session: Session) -> None:
    from folkmoot_tmaps.maps.new_keys import rotate as seal_anew
    from folkmoot_tmaps.maps.unlocking import own_map, unlock

    own_map(session)
    seal_anew(session, unlock(session, opening_secret()))
    say(_("Everything is sealed anew. Older copies can still be opened with the keys of their time."))


@click.command(help=_("The age key that your passphrase stands for: to open an export with age."))
@click.option("--salt", metavar="HEX", help=_("Of an export (map.json), where the map is not here."))
@pass_session
def derive(session: Session, salt: str | None) -> None:
    from folkmoot_tmaps.maps.unlocking import own_map
    from folkmoot_tmaps.sealing.keys import secret_key_of

    given = salt or own_map(session).value.salt
    try:
        bytes.fromhex(given)
    except ValueError:
        raise BadData(_("A salt is written with the digits 0 to 9 and the letters a to f.")) from None
    found = secret_key_of(secret(_("Passphrase")), given)
    say(_("With this line, the keyring opens: age -d -i KEY.txt keyring.age. Keep it from everybody."))
    out(found)


@click.command(help=_("Your map as a file, sealed: a tar to FILE, or to stdout. No passphrase is needed."))
@click.argument("file", required=False)
@click.option("--text", "as_text", is_flag=True, help=_("One age file that holds the map as a text."))
@pass_session
def export(session: Session, file: str | None, as_text: bool) -> None:
    from folkmoot_tmaps.maps.exporting import exported, exported_text
    from folkmoot_tmaps.maps.unlocking import own_map, read_map, unlock

    own_map(session)
    if file and session.remote:
        raise BadData(_("Over ssh it goes to stdout: ssh HOST map export > map.tar"))
    if as_text:
        keys = unlock(session, opening_secret())
        data = exported_text(session, keys, read_map(session, keys))
    else:
        data = exported(session)
    if not file:
        out_bytes(data)
        return
    try:
        with Path(file).open("xb") as made:
            Path(file).chmod(0o600)
            made.write(data)
    except FileExistsError:
        raise CannotCreate(_("{file} is there already. Nothing was written over it.", file=file)) from None
    say(_("Exported to {file}, sealed. The file READ-ME.txt in it says how it is opened.", file=file))


@click.command(help=_("Bring a map back from an export: a tar FILE, or - for stdin."))
@click.argument("file")
@click.option("--replace", is_flag=True, help=_("In place of a map that stands here."))
@pass_session
def restore(session: Session, file: str, replace: bool) -> None:
    from folkmoot_tmaps.maps.restoring import read_export
    from folkmoot_tmaps.maps.restoring import restore as bring_back

    session.must("map.begin")
    if file == "-":
        line = sys.stdin.buffer.readline().decode("utf-8", "replace")
        manifest, opening = read_export(sys.stdin.buffer.read()), line.rstrip("\r\n")
    elif session.remote:
        raise BadData(_("Over ssh it comes from stdin, behind a line with the passphrase: map restore -"))
    else:
        manifest, opening = read_export(Path(file).read_bytes()), opening_secret()
    bring_back(session, manifest, opening, replace=replace)
    say(_("Your map is here, whole, with the passphrase and the recovery key that it had."))


@click.command(help=_("Erase your map, its history and its copies beside the record."))
@click.option("--yes", is_flag=True, help=_("Don't ask."))
@pass_session
def erase(session: Session, yes: bool) -> None:
    from folkmoot_tmaps.maps import actions
    from folkmoot_tmaps.maps.unlocking import own_map

    own_map(session)
    if not yes and not click.confirm(_("Erase the whole map? Nobody can bring it back"), err=True):
        say(_("Nothing was erased."))
        return
    out(actions.erase(session))


WORDS = (passphrase, recovery, rotate, derive, export, restore, erase)
