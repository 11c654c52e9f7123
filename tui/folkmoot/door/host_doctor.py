"""Each property of the door, proved on this machine: by asking sshd, the file system and the account itself."""

from __future__ import annotations

import pwd
import shlex
import socket
import subprocess
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path

from folkmoot.door.doctor import Finding
from folkmoot.door.host_ground import (
    account_named,
    of_account,
    of_lock,
    of_program,
    of_store,
    of_terminals,
    of_tzdata,
)
from folkmoot.door.host_rules import of_rules
from folkmoot.door.hosting import sshd_program
from folkmoot.errors import FolkmootError, Misconfigured
from folkmoot.words import _

ELSEWHERE = ("192.0.2.1", "2001:db8::1")  # addresses of nobody (RFC 5737, RFC 3849): where members come from
SHELLS_OF_NOBODY = ("nologin", "false", "sync")


@dataclass(frozen=True)
class Host:
    """What is looked at: the account that members reach, the record, and the configuration of its sshd."""

    user: str
    store: Path
    port: int
    config: Path | None = None  # where it is not the system's own
    own: bool = False  # whether it is an sshd that a user runs without root


def examine_host(host: Host) -> Iterator[Finding]:
    """All findings, in the order in which one would mend them."""
    account = account_named(host.user)
    yield from of_account(host.user, host.own, account)
    settings = None
    try:
        settings = effective(host, host.user)
        yield Finding(_("sshd"), True, _("its configuration can be read"))
    except FolkmootError as error:
        yield Finding(_("sshd"), False, error.sentence)
    if settings is not None:
        yield from of_rules(host.user, host.store, settings)
        yield from _of_origins(host, settings)
        yield from _of_scope(host, settings)
        if account is not None:
            yield from of_program(settings, account)
    yield _of_port(host)
    yield from of_store(host.store, host.user, account)
    yield from _of_cards(host, settings)
    yield of_lock(host.store)
    yield from of_terminals(host.own)
    yield of_tzdata()


def effective(host: Host, user: str, address: str = "127.0.0.1") -> dict[str, str]:
    """What sshd does with a user who comes from an address, by its own word (`sshd -T -C`).

    Raises: Unavailable, Misconfigured.
    """
    config = ("-f", str(host.config)) if host.config else ()
    asked = f"user={user},host={address},addr={address},laddr=127.0.0.1,lport={host.port}"
    ran = subprocess.run(
        [sshd_program(), "-T", *config, "-C", asked],
        capture_output=True,
        text=True,
        stdin=subprocess.DEVNULL,
    )
    if ran.returncode != 0:
        said = (ran.stderr.strip().splitlines() or [""])[-1]
        raise Misconfigured(
            _(
                "sshd can't say how it is set up ({said}). As root it can: sudo folkmoot host doctor",
                said=said,
            )
        )
    found: dict[str, str] = {}
    for line in ran.stdout.splitlines():
        name, _space, value = line.partition(" ")
        found[name] = f"{found[name]} {value}" if name in found else value  # AcceptEnv has a line each
    return found


def _of_origins(host: Host, settings: Mapping[str, str]) -> Iterator[Finding]:
    """That the same holds wherever a member comes from: a Match on an address could say otherwise."""
    what = _("from anywhere")
    for address in ELSEWHERE:
        found = effective(host, host.user, address)
        other = sorted(name for name, value in settings.items() if found.get(name) != value)
        if other:
            says = _(
                "for members who come from elsewhere, {names} differ: look for another Match before the block",
                names=" ".join(other[:5]),
            )
            yield Finding(what, False, says)
            return
    yield Finding(what, True, _("the same rules hold from every address"))


def _others(host: Host) -> list[str]:
    """Accounts whom the block must not reach: root, whoever can log in, and somebody who is not there."""
    can = [one.pw_name for one in pwd.getpwall() if Path(one.pw_shell).name not in SHELLS_OF_NOBODY]
    named = dict.fromkeys(("root", "nobody", "daemon", *can, "somebody-else"))
    return [name for name in named if name != host.user]


def _of_scope(host: Host, settings: Mapping[str, str]) -> Iterator[Finding]:
    """That the block counts for the one account: outside, any key would let anyone in, as root too."""
    if host.own:
        only = settings.get("allowusers", "") == host.user
        says = _("only {user} can be reached", user=host.user)
        if not only:
            says = _("others than {user} can be reached: AllowUsers {user} must stand in it", user=host.user)
        yield Finding(_("scope"), only, says)
        return
    for other in _others(host):
        what = _("scope, seen as {user}", user=other)
        try:
            found = effective(host, other)
        except FolkmootError as error:
            yield Finding(what, False, error.sentence)
            continue
        open_to_all = "%k" in found.get("authorizedkeyscommand", "") or "folkmoot" in found.get(
            "forcecommand", ""
        )
        if open_to_all:
            says = _(
                "ANY KEY GETS IN. The block must stand in “Match User {user}”: move it, now.", user=host.user
            )
            yield Finding(what, False, says)
        elif other == "root":
            yield Finding(what, True, _("the block does not count for it"))


def _of_port(host: Host) -> Finding:
    what = _("port {port}", port=host.port)
    try:
        with socket.create_connection(("127.0.0.1", host.port), timeout=5) as line:
            banner = line.recv(64)
    except OSError as error:
        says = _("nobody answers there ({reason}). Start sshd.", reason=error.strerror or str(error))
        return Finding(what, False, says)
    well = banner.startswith(b"SSH-2.0")
    return Finding(what, well, _("sshd answers") if well else _("something else than sshd answers there"))


def _of_cards(host: Host, settings: Mapping[str, str] | None) -> Iterator[Finding]:
    """That what cards print leads here: the address was said, and the host's key is this sshd's."""
    from folkmoot.door.entrance import entrance_of, fingerprint_of, host_fingerprint, ssh_line
    from folkmoot.door.opening import all_collections
    from folkmoot.plugins import open_house
    from folkmoot.store import open_store, traces

    what = _("cards")
    try:
        if not traces(host.store):
            return
        with open_store(host.store, all_collections(open_house())) as store:
            entrance = entrance_of(store)
    except (FolkmootError, OSError):
        return  # of the record itself there is a finding already
    mend = shlex.join(("folkmoot", "host", "setup", "--address", "…"))
    line = ssh_line(entrance)
    if entrance.address == "localhost":
        says = _(
            "they print “{line}”, which leads nobody here from elsewhere. Say how: {mend}",
            line=line,
            mend=mend,
        )
        yield Finding(what, False, says)
        return
    if entrance.user != host.user:
        mend = f"{mend} --user {host.user}"
        says = _("they print “{line}”, and the account is another. Say how: {mend}", line=line, mend=mend)
        yield Finding(what, False, says)
        return
    printed = host_fingerprint(host.store, host.port)
    keys = {fingerprint_of(Path(f"{key}.pub")) for key in (settings or {}).get("hostkey", "").split()}
    if printed and keys - {""} and printed not in keys:
        yield Finding(
            what, False, _("they print the key {printed}, which is not this sshd's", printed=printed)
        )
        return
    yield Finding(
        what, True, _("they print “{line}” and {printed}", line=line, printed=printed or _("no host key"))
    )
