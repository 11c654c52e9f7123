"""What a host needs so that members can come in by SSH: an account, a block for sshd, or an sshd of one's own.

The texts are made here and printed or written by `folkmoot host setup`; `host_doctor` proves them on the system.
Sources: sshd_config(5) of OpenSSH 9.2, systemd.unit(5).
"""

from __future__ import annotations

import os
import shlex
import shutil
import subprocess
import sys
from dataclasses import dataclass
from pathlib import Path

from folkmoot.door.entrance import own_sshd
from folkmoot.errors import CannotCreate, Misconfigured, Unavailable
from folkmoot.words import _

SERVICE = "folkmoot"  # the account and the name of the unit
PORT = 2222  # of an sshd without root, which can't have 22
ECHO = "/bin/echo"
ADMIT = f"{ECHO} restrict,pty %t %k"  # any key is admitted; the session decides whose it is
ENVIRONMENT = "LANG LC_* COLORTERM NO_COLOR"

# What holds for whoever comes in, in either kind of sshd.
RULES: tuple[tuple[str, str], ...] = (
    ("AuthenticationMethods", "publickey"),
    ("AuthorizedKeysFile", "none"),
    ("AuthorizedKeysCommand", ADMIT),
    ("AuthorizedKeysCommandUser", "nobody"),
    ("ExposeAuthInfo", "yes"),
    ("DisableForwarding", "yes"),
    ("PermitTunnel", "no"),
    ("PermitUserRC", "no"),
    ("AcceptEnv", ENVIRONMENT),
    ("MaxSessions", "2"),
    ("ClientAliveInterval", "15"),
    ("ClientAliveCountMax", "3"),
)


@dataclass(frozen=True)
class OwnSshd:
    """An sshd without root: the files that it consists of."""

    folder: Path
    config: Path
    host_key: Path
    unit: Path


def session_command(store: str | None = None, *more: str) -> str:
    """The command that sshd forces, as a shell reads it."""
    where = ("--store", store) if store else ()
    return shlex.join((sys.executable, "-I", "-m", "folkmoot", "session", *where, *more))


def account_line(user: str = SERVICE) -> str:
    """How the service account is made.

    `*` is no password and yet not a locked account, which sshd would refuse without PAM; /bin/sh reads no
    start-up file where it is not a login shell, and nologin would keep everybody out.
    """
    return shlex.join(("useradd", "--system", "--create-home", "--shell", "/bin/sh", "--password", "*", user))


def match_block(user: str = SERVICE, command: str | None = None) -> str:
    """The block for the system's sshd: it counts for the service account alone."""
    lines = [f"Match User {user}"]
    for name, value in (*RULES, ("ForceCommand", command or session_command())):
        lines.append(f"    {name} {value}")
    return "\n".join((*lines, "Match all", ""))


def command_block(user: str = SERVICE, store: str | None = None) -> str:
    """A block in which the key reaches the session in the command that its line forces, not in a file."""
    line = f'restrict,pty,command="{_in_quotes(session_command(store))} --key %t:%k"'
    lines = [f"Match User {user}"]
    for name, value in RULES:
        if name == "AuthorizedKeysCommand":
            value = f"{ECHO} '{_as_one_word(line)}' %t %k"
        if name != "ExposeAuthInfo":
            lines.append(f"    {name} {value}")
    return "\n".join((*lines, "Match all", ""))


def _in_quotes(command: str) -> str:
    """A command as it stands in the quotes of a key's line, where sshd expands percent signs before."""
    return command.replace("%", "%%").replace('"', '\\"')


def _as_one_word(line: str) -> str:
    """A line as one word in single quotes, in which sshd's parser knows backslashes all the same."""
    return line.replace("\\", "\\\\").replace("'", "\\'")


def own_config(place: OwnSshd, user: str, port: int, command: str) -> str:
    """The whole configuration of an sshd that a user runs without root."""
    lines = [
        f"Port {port}",
        f"HostKey {place.host_key}",
        f"PidFile {place.folder / 'sshd.pid'}",
        f"AllowUsers {user}",
        "UsePAM no",
        "PasswordAuthentication no",
        "KbdInteractiveAuthentication no",
        "LoginGraceTime 30",
        "MaxStartups 10:30:60",
        "PrintMotd no",
    ]
    for name, value in (*RULES, ("ForceCommand", command)):
        lines.append(f"{name} {user if name == 'AuthorizedKeysCommandUser' else value}")
    return "\n".join((*lines, ""))


def unit_text(place: OwnSshd) -> str:
    """The systemd user unit that keeps an sshd of one's own running."""
    start = shlex.join((sshd_program(), "-D", "-e", "-f", str(place.config)))
    return (
        "[Unit]\n"
        "Description=The door of folkmoot (an sshd of one's own)\n\n"
        "[Service]\n"
        f"ExecStart={start}\n"
        "Restart=on-failure\n\n"
        "[Install]\n"
        "WantedBy=default.target\n"
    )


def own_places(store: Path) -> OwnSshd:
    """Where an sshd of one's own has its files: beside the record."""
    folder = own_sshd(store)
    config_home = Path(os.environ.get("XDG_CONFIG_HOME") or Path.home() / ".config")
    unit = config_home / "systemd" / "user" / f"{SERVICE}-door.service"
    return OwnSshd(folder, folder / "sshd_config", folder / "ssh_host_ed25519_key", unit)


def write_own_sshd(store: Path, user: str, port: int, *, store_option: str | None = None) -> OwnSshd:
    """Write configuration, host key and unit of an sshd without root; a host key that is there stays.

    Raises: Misconfigured for root; Unavailable without OpenSSH; CannotCreate.
    """
    if os.geteuid() == 0:
        raise Misconfigured(
            _(
                "An sshd of one's own is for a user without root: here every key that knocks would run as root. "
                "Nothing was written. “folkmoot host setup” without --own prints what root needs."
            )
        )
    place = own_places(store)
    sshd_program()
    try:
        place.folder.mkdir(mode=0o700, parents=True, exist_ok=True)
        if not place.host_key.exists():
            _make_host_key(place.host_key)
        _write(place.config, own_config(place, user, port, session_command(store_option)))
        place.unit.parent.mkdir(parents=True, exist_ok=True)
        _write(place.unit, unit_text(place))
    except OSError as error:
        raise CannotCreate(
            _(
                "{where} can't be written: {reason}. What was there before is as it was.",
                where=str(error.filename or place.folder),
                reason=error.strerror or str(error),
            )
        ) from error
    return place


def _make_host_key(path: Path) -> None:
    program = shutil.which("ssh-keygen")
    if program is None:
        raise Unavailable(_("ssh-keygen is not here. Install OpenSSH first; nothing was written."))
    subprocess.run(
        [program, "-q", "-t", "ed25519", "-N", "", "-C", "folkmoot", "-f", str(path)],
        check=True,
        stdin=subprocess.DEVNULL,
    )


def _write(path: Path, text: str) -> None:
    temporary = path.with_name(f".{path.name}.{os.getpid()}.tmp")
    temporary.write_text(text, "utf-8")
    temporary.chmod(0o600)
    temporary.replace(path)


def sshd_program() -> str:
    """Where sshd is: it wants to be called by its whole path. Raises: Unavailable."""
    found = shutil.which("sshd", path=f"{os.environ.get('PATH', '')}:/usr/sbin:/usr/local/sbin:/sbin")
    if found is None:
        raise Unavailable(
            _("sshd is not on this machine. Install it first (Debian: apt install openssh-server).")
        )
    return found
