"""The ground that a host stands on: the account, the program, the record, locks, terminals, the clocks' data."""

from __future__ import annotations

import fcntl
import grp
import os
import pwd
import shlex
import subprocess
import tempfile
from collections.abc import Iterator, Mapping
from contextlib import suppress
from pathlib import Path

from folkmoot import __version__
from folkmoot.door.doctor import Finding, on_network
from folkmoot.door.owner import user_name
from folkmoot.words import _

LEAST_ZONES = 300  # there are about 600 names


def account_named(user: str) -> pwd.struct_passwd | None:
    """An account of this machine; None where there is none of that name."""
    try:
        return pwd.getpwnam(user)
    except KeyError:
        return None


def of_account(user: str, own: bool, account: pwd.struct_passwd | None) -> Iterator[Finding]:
    """That members can come in as the account, and nothing of its own runs before the door is shut."""
    from folkmoot.door.hosting import account_line

    what = _("account {user}", user=user)
    if account is None:
        yield Finding(what, False, _("there is none. Make it: {line}", line=account_line(user)))
        return
    if account.pw_uid == 0:
        yield Finding(what, False, _("it is root. Members must never come in as root: make another."))
        return
    shell = Path(account.pw_shell)
    if shell.name in ("nologin", "false") or not os.access(shell, os.X_OK):
        says = _(
            "its shell {shell} lets nobody in. Mend: usermod --shell /bin/sh {user}",
            shell=str(shell),
            user=user,
        )
        yield Finding(what, False, says)
    elif shell.name in ("bash", "zsh", "fish", "ksh"):
        says = _(
            "its shell {shell} reads start-up files before the door is closed. Mend: usermod --shell /bin/sh {user}",
            shell=str(shell),
            user=user,
        )
        yield Finding(what, own, says)
    else:
        yield Finding(what, True, _("it stands, with the shell {shell}", shell=str(shell)))
    yield from _of_password(user, what)


def _of_password(user: str, what: str) -> Iterator[Finding]:
    with suppress(OSError):
        for line in Path("/etc/shadow").read_text("utf-8").splitlines():
            name, secret = line.split(":")[:2]
            if name == user and secret.startswith("!"):
                says = _(
                    "it is locked, and sshd without PAM refuses it. Mend: usermod -p '*' {user}", user=name
                )
                yield Finding(what, False, says)


def of_program(settings: Mapping[str, str], account: pwd.struct_passwd) -> Iterator[Finding]:
    """That the account can run what sshd forces, and can't change it."""
    forced = settings.get("forcecommand", "none")
    words = shlex.split(forced) if "-m" in forced else forced_in_line(settings)
    if not words:
        return
    what = _("program")
    python = Path(words[0])
    said = _runs(python, account)
    if said:
        says = _(
            "{user} can't run {python} ({said}). Install folkmoot where everybody may read, like /opt/folkmoot.",
            user=account.pw_name,
            python=str(python),
            said=said,
        )
        yield Finding(what, False, says)
        return
    yield Finding(what, True, _("{user} can run {python}", user=account.pw_name, python=str(python)))
    import folkmoot

    for place in (python, Path(folkmoot.__file__).parent):
        if _writable_by(place, account):
            says = _(
                "{place} may be changed by {user}, so a fault in the program could change the program.",
                place=str(place),
                user=account.pw_name,
            )
            yield Finding(_("program's files"), os.geteuid() == account.pw_uid, says)


def forced_in_line(settings: Mapping[str, str]) -> list[str]:
    """The command inside the line that AuthorizedKeysCommand prints."""
    _before, found, rest = settings.get("authorizedkeyscommand", "").partition('command="')
    return shlex.split(rest.partition('"')[0]) if found else []


def _runs(python: Path, account: pwd.struct_passwd) -> str:
    """Why an account can't run the program; empty where it can."""
    become = (
        {"user": account.pw_uid, "group": account.pw_gid, "extra_groups": []} if os.geteuid() == 0 else {}
    )
    if not become and os.geteuid() != account.pw_uid:
        return _("only root or {user} can try it", user=account.pw_name)
    try:
        ran = subprocess.run(
            [str(python), "-I", "-c", "import folkmoot; print(folkmoot.__version__)"],
            capture_output=True,
            text=True,
            stdin=subprocess.DEVNULL,
            cwd="/",
            **become,  # type: ignore[call-overload]
        )
    except OSError as error:
        return error.strerror or str(error)
    if ran.returncode != 0:
        return str((ran.stderr.strip().splitlines() or ["?"])[-1])
    if ran.stdout.strip() != __version__:
        return _("it is not the Python in which this folkmoot {version} is installed", version=__version__)
    return ""


def _writable_by(place: Path, account: pwd.struct_passwd) -> bool:
    found = place.stat()
    groups = os.getgrouplist(account.pw_name, account.pw_gid)
    by_group = found.st_mode & 0o020 and found.st_gid in groups
    return found.st_uid == account.pw_uid or bool(found.st_mode & 0o002 or by_group)


def of_store(store: Path, user: str, account: pwd.struct_passwd | None) -> Iterator[Finding]:
    """That the record is the account's, and nobody else may look into it."""
    what = _("record")
    try:
        found, folder = store.stat(), store.parent.stat()
    except OSError:
        says = _(
            "there is none at {path}. Found it as the account: sudo -u {user} -H folkmoot init",
            path=str(store),
            user=user,
        )
        yield Finding(what, False, says)
        return
    if account is not None and found.st_uid != account.pw_uid:
        says = _(
            "{path} belongs to {owner}, and {user} could not write it. Mend: chown -R {user}: {folder}",
            path=str(store),
            owner=user_name(found.st_uid),
            user=user,
            folder=str(store.parent),
        )
        yield Finding(what, False, says)
    elif folder.st_mode & 0o077 or found.st_mode & 0o077:
        says = _("others may look into {folder}. Mend: chmod -R go= {folder}", folder=str(store.parent))
        yield Finding(what, False, says)
    else:
        yield Finding(
            what, True, _("{path}, for {user} alone", path=str(store), user=user_name(found.st_uid))
        )


def of_lock(store: Path) -> Finding:
    """Two open files of one name: where the second lock is granted as well, locks mean nothing."""
    what = _("locks")
    if on_network(store):
        return Finding(
            what, False, _("the record lies on a network drive, where locks can't be trusted: move it.")
        )
    try:
        with (
            tempfile.NamedTemporaryFile(dir=store.parent, prefix=".lock-") as first,
            Path(first.name).open() as second,
        ):
            fcntl.flock(first, fcntl.LOCK_EX)
            try:
                fcntl.flock(second, fcntl.LOCK_EX | fcntl.LOCK_NB)
            except BlockingIOError:
                return Finding(what, True, _("they work on this file system"))
    except OSError as error:
        return Finding(
            what, False, _("they could not be tried: {reason}", reason=error.strerror or str(error))
        )
    return Finding(what, False, _("this file system grants the same lock twice: move the record to another."))


def of_tzdata() -> Finding:
    """Whether the clocks of the world are there."""
    from folkmoot.zones import tzdata_version, zone_names

    count = len(zone_names())
    says = _("tzdata {version}, {count} zones", version=tzdata_version(), count=count)
    return Finding(_("time zones"), count > LEAST_ZONES, says)


def of_terminals(own: bool) -> Iterator[Finding]:
    """Without root, sshd can't give a new terminal to the group tty: the system must make it so."""
    if not own:
        return
    ours, theirs = os.openpty()
    try:
        group = os.fstat(theirs).st_gid
    finally:
        os.close(ours)
        os.close(theirs)
    tty = next((one.gr_gid for one in grp.getgrall() if one.gr_name == "tty"), group)
    well = group == tty or tty in os.getgroups()
    says = _("sshd can hand them out without root")
    if not well:
        says = _(
            "sshd without root can't hand them out: mount /dev/pts with gid={gid}, or be in the group tty",
            gid=tty,
        )
    yield Finding(_("terminals"), well, says)
