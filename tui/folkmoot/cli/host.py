"""`host`: for whoever looks after the machine: how members get in, and whether that is as it must be."""

from __future__ import annotations

import getpass
import shlex
import sys
from pathlib import Path

import click

from folkmoot.cli.call import Call, pass_call
from folkmoot.cli.talk import out, out_json, say
from folkmoot.cli.warm import limits, restart, status
from folkmoot.errors import BadData, Misconfigured
from folkmoot.words import _


@click.group(help=_("Let members in by SSH: set it up, and look whether it is right."))
def host() -> None:
    pass


for _command in (status, restart, limits):
    host.add_command(_command)


@host.command(help=_("Print what makes this machine a home: an account and a block for sshd."))
@click.option("--address", help=_("What members type after the @, like moss.example; cards print it."))
@click.option("--port", type=click.IntRange(1, 65535), help=_("The port they use (22; 2222 with --own)."))
@click.option("--user", help=_("The account that members reach (folkmoot; you with --own)."))
@click.option("--own", is_flag=True, help=_("Without root: write an sshd of your own, and a systemd unit."))
@click.option("--in-line", is_flag=True, help=_("A block that hands over the key in the command."))
@click.option(
    "--keys",
    "keys_file",
    metavar="FILE",
    help=_("Without root or --own: write authorized_keys, known keys only."),
)
@click.option(
    "--systemd", is_flag=True, help=_("A socket and a service too: sessions start warm from the first on.")
)
@pass_call
def setup(
    call: Call,
    address: str | None,
    port: int | None,
    user: str | None,
    own: bool,
    in_line: bool,
    keys_file: str | None,
    systemd: bool,
) -> None:
    from folkmoot.door import hosting

    if sum((own, in_line, keys_file is not None)) > 1:
        raise click.UsageError(_("--own, --in-line and --keys are three ways: choose one."))
    who = user or (getpass.getuser() if own or keys_file else hosting.SERVICE)
    if not who.replace("-", "").replace("_", "").isalnum():
        raise BadData(_("“{user}” can't be an account.", user=who))
    _note_entrance(call, address, port or (hosting.PORT if own else 22), who)
    if own:
        _own(call, who, port or hosting.PORT)
    elif keys_file:
        _keys(call, Path(keys_file).expanduser())
    else:
        _by_root(call, who, in_line, address)
    if systemd:
        _systemd(call, who, own or keys_file is not None)


def _systemd(call: Call, user: str, own: bool) -> None:
    from folkmoot.door.warm import units

    store = call.path if call.store or own else _store_of(user, call.path)
    folder = Path.home() / ".config/systemd/user" if own else Path("/etc/systemd/system")
    socket, service = (
        units.socket_unit(store, None if own else user),
        units.service_unit(store, None if own else user),
    )
    out()
    out(
        "# "
        + _(
            "So that even the first session starts warm: these lines into {file}",
            file=f"{folder}/folkmoot.socket",
        )
    )
    out(socket)
    out("# " + _("these into {file}", file=f"{folder}/folkmoot.service"))
    out(service)
    out("# " + _("then, once the community is founded"))
    if not own:
        out(units.folder_line(store, user))
    control = "systemctl --user" if own else "systemctl"
    out(f"{control} daemon-reload && {control} enable --now folkmoot.socket")


def _note_entrance(call: Call, address: str | None, port: int, user: str) -> None:
    """Keep what cards print, where a community is there already."""
    from msgspec.structs import replace as evolve

    from folkmoot.door.entrance import change_entrance, entrance_of
    from folkmoot.door.kept import Entrance
    from folkmoot.forms import filled, shown_value
    from folkmoot.store import traces

    if address is None:
        return
    if not address.strip():
        raise BadData(_("An address is what members type after the @, like moss.example."))
    given = {"address": address, "port": str(port), "user": user}
    wanted = filled(Entrance, given, _)
    if not traces(call.path):
        say(_("There is no community here yet, so the address is kept by nobody. Say it again after “init”."))
        return
    with call.session() as session:
        present = entrance_of(session.store)
        changed = evolve(wanted, open=present.open, keys_file=present.keys_file)
        if changed != present:
            change_entrance(session, changed, _("said how the house is reached"))
    say(_("Cards print: {line}", line=f"{user}@{shown_value(wanted.address)}"))


def _by_root(call: Call, user: str, in_line: bool, told: str | None) -> None:
    from folkmoot.door import hosting

    block = (
        hosting.command_block(user, call.store)
        if in_line
        else hosting.match_block(user, hosting.session_command(call.store))
    )
    out("# " + _("1. As root, once: the account that everybody reaches"))
    out(hosting.account_line(user))
    out()
    out("# " + _("2. As root: these lines into {file}", file="/etc/ssh/sshd_config.d/folkmoot.conf"))
    out(block.rstrip("\n"))
    out()
    out("# " + _("3. As root: have sshd read them"))
    out("sshd -t && systemctl reload ssh")
    out()
    out("# " + _("4. Found the community as that account, then look whether all is well"))
    program = shlex.join((sys.executable, "-m", "folkmoot"))
    out(f"sudo -u {user} -H {program} init")
    if told is not None:
        out(f"sudo -u {user} -H {program} host setup --address {shlex.quote(told)}  # " + _("cards print it"))
    out(f"sudo {program} host doctor")


def _own(call: Call, user: str, port: int) -> None:
    from folkmoot.door import hosting

    place = hosting.write_own_sshd(call.path, user, port, store_option=call.store)
    out(_("Written: {config}", config=str(place.config)))
    out(_("Written: {unit}", unit=str(place.unit)))
    out()
    out("# " + _("Start it, now and whenever the machine starts"))
    out(f"systemctl --user enable --now {place.unit.name}")
    out("loginctl enable-linger")
    out("# " + _("or without systemd"))
    out(f"{hosting.sshd_program()} -f {place.config}")
    out("# " + _("Then look whether all is well"))
    out("folkmoot host doctor --own")


def _keys(call: Call, file: Path) -> None:
    from msgspec.structs import replace as evolve

    from folkmoot.door.authorized import write_keys
    from folkmoot.door.entrance import change_entrance, entrance_of

    with call.session() as session:
        present = entrance_of(session.store)
        wanted = evolve(present, keys_file=str(file.absolute()))
        if wanted != present:
            change_entrance(session, wanted, _("said how the house is reached"))
        count = write_keys(file, session.store, call.store)
    out(
        _(
            "{file} lets in {count} keys, and is written anew whenever a key changes.",
            file=str(file),
            count=count,
        )
    )
    say(_("Newcomers can't come in this way: their keys are added with “folkmoot keys add”."))


@host.command(help=_("Prove on this machine that the door is as it must be."))
@click.option("--own", is_flag=True, help=_("Of an sshd of your own."))
@click.option("--user", help=_("The account that members reach."))
@click.option("--port", type=click.IntRange(1, 65535), help=_("The port."))
@click.option("--config", metavar="FILE", help=_("Another configuration of sshd than the system's."))
@click.option("--json", "as_json", is_flag=True, help=_("As JSON."))
@pass_call
def doctor(
    call: Call, own: bool, user: str | None, port: int | None, config: str | None, as_json: bool
) -> None:
    from folkmoot.door.host_doctor import Host, examine_host
    from folkmoot.door.hosting import PORT, SERVICE, own_places

    who = user or (getpass.getuser() if own else SERVICE)
    store = call.path if call.store or own else _store_of(who, call.path)
    file = own_places(store).config if own else Path(config) if config else None
    findings = list(examine_host(Host(who, store, port or (PORT if own else 22), file, own)))
    if as_json:
        out_json({"findings": [{"what": f.what, "well": f.well, "says": f.says} for f in findings]})
    else:
        for finding in findings:
            word = _("yes") if finding.well else _("NO")
            out(f"{word:<4} {finding.what}: {finding.says}")
    if not all(finding.well for finding in findings):
        raise Misconfigured(_("Something is not as it must be; the lines above say what."))


def _store_of(user: str, ours: Path) -> Path:
    """Where the account has its record: in its own data folder."""
    import pwd

    try:
        home = Path(pwd.getpwnam(user).pw_dir)
    except KeyError:
        return ours
    return home / ".local" / "share" / "folkmoot" / ours.name


@host.command(help=_("Write the authorized_keys file anew (after --keys)."))
@pass_call
def keys(call: Call) -> None:
    from folkmoot.door.authorized import write_keys
    from folkmoot.door.entrance import entrance_of

    with call.session() as session:
        file = entrance_of(session.store).keys_file
        if not file:
            raise BadData(_("No such file is kept. Begin with: folkmoot host setup --keys FILE"))
        count = write_keys(Path(file), session.store, call.store)
    out(_("{file} lets in {count} keys.", file=file, count=count))
