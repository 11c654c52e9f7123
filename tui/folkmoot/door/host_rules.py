"""What sshd must do with whoever comes in as the account, and what it must not: each by its own word."""

from __future__ import annotations

import shlex
from collections.abc import Iterator, Mapping
from pathlib import Path

from folkmoot.door.doctor import Finding
from folkmoot.door.host_ground import forced_in_line
from folkmoot.door.hosting import ADMIT, ECHO, ENVIRONMENT
from folkmoot.words import _

# As `sshd -T` prints it: what each must be, and what happens else.
WANTED: Mapping[str, str] = {
    "authenticationmethods": "publickey",
    "authorizedkeysfile": "none",
    "disableforwarding": "yes",
    "permittunnel": "no",
    "permituserrc": "no",
    "pubkeyauthentication": "yes",
    "permittty": "yes",
    "permituserenvironment": "no",
    "trustedusercakeys": "none",
    "authorizedprincipalsfile": "none",
    "authorizedprincipalscommand": "none",
    "chrootdirectory": "none",
}
UNSET = {  # sshd prints nothing, or this, for what nobody set
    "authorizedprincipalsfile",
    "authorizedprincipalscommand",
    "trustedusercakeys",
    "chrootdirectory",
}
MOST_SESSIONS = 10  # on one connection: OpenSSH's own default
GATES: tuple[tuple[str, bool], ...] = (
    ("allowusers", True),
    ("denyusers", False),
    ("allowgroups", True),
    ("denygroups", False),
)


def of_rules(user: str, store: Path, settings: Mapping[str, str]) -> Iterator[Finding]:
    """Every rule of the block, and whatever else could open or shut the door."""
    for name, wanted in WANTED.items():
        found = settings.get(name, wanted if name in UNSET else "")
        yield Finding(name, found == wanted, found if found == wanted else _must_be(found, wanted))
    yield from _of_command(store, settings)
    yield from _of_environment(settings)
    yield from _of_numbers(settings)
    yield from _of_gates(user, settings)
    yield _of_algorithms(settings)
    yield _of_echo()


def _of_command(store: Path, settings: Mapping[str, str]) -> Iterator[Finding]:
    """That every key is admitted to the session, which is told the key, and to nothing else."""
    admits = settings.get("authorizedkeyscommand", "none")
    forced = settings.get("forcecommand", "none")
    inside = " ".join(forced_in_line(settings))
    in_line = admits.startswith(f"{ECHO} ") and "--key %t:%k" in admits and is_session(inside)
    admitted = admits == ADMIT or in_line
    yield Finding("authorizedkeyscommand", admitted, admits if admitted else _must_be(admits, ADMIT))
    runner = settings.get("authorizedkeyscommanduser", "none")
    well = runner not in ("none", "root", "0")
    yield Finding("authorizedkeyscommanduser", well, runner if well else _must_be(runner, "nobody"))
    exposed = settings.get("exposeauthinfo") == "yes"
    says = _("the session is told the key") if exposed or in_line else _must_be("no", "yes")
    yield Finding("exposeauthinfo", exposed or in_line, says)
    if in_line and forced != "none":  # it would win over the command in the line
        yield Finding("forcecommand", False, _must_be(forced, "none"))
        return
    command = inside if in_line else forced
    if not is_session(command) or (not in_line and "--key" in shlex.split(command)):
        yield Finding("forcecommand", False, _not_the_session(command))
        return
    yield Finding("forcecommand", True, _("it runs the session and nothing else"))
    yield from _of_record(store, command)


def _of_record(store: Path, command: str) -> Iterator[Finding]:
    from folkmoot.door.opening import store_file

    words = shlex.split(command)
    if "--store" in words:
        theirs = store_file(words[words.index("--store") + 1])
        well = theirs.resolve() == store.resolve()
        says = (
            _("sessions open this one")
            if well
            else _("sessions open {path}, which is another", path=str(theirs))
        )
        yield Finding(_("record of the sessions"), well, says)


def is_session(command: str) -> bool:
    """Whether a command runs the session, isolated, with the host's own options, and nothing besides."""
    try:
        python, *words = shlex.split(command)
    except ValueError:
        return False
    return (
        Path(python).is_absolute()
        and words[:4] == ["-I", "-m", "folkmoot", "session"]
        and len(words) % 2 == 0
        and set(words[4::2]) <= {"--store", "--key"}
        and not set(";&|<>$`\n") & set(command)
    )


def _of_environment(settings: Mapping[str, str]) -> Iterator[Finding]:
    odd = sorted(set(settings.get("acceptenv", "").split()) - set(ENVIRONMENT.split()))
    says = _("members may send {names}", names=settings.get("acceptenv") or "-")
    if odd:
        says = _(
            "members may send {names}, which nothing here needs: leave it out of AcceptEnv",
            names=" ".join(odd),
        )
    yield Finding("acceptenv", not odd, says)
    given = settings.get("setenv", "none")
    if given != "none":
        yield Finding("setenv", False, _must_be(given, "none"))


def _of_numbers(settings: Mapping[str, str]) -> Iterator[Finding]:
    for name, usual in (("clientaliveinterval", "15"), ("clientalivecountmax", "3")):
        found = settings.get(name, "")
        alive = found not in ("", "0")
        says = _("lost connections end after a while") if alive else _must_be(found, usual)
        yield Finding(name, alive, says)
    found = settings.get("maxsessions", "")
    few = found.isdecimal() and 0 < int(found) <= MOST_SESSIONS
    yield Finding("maxsessions", few, found if few else _must_be(found, "2"))


def _of_gates(user: str, settings: Mapping[str, str]) -> Iterator[Finding]:
    """Whoever may log in at all: lists that leave the account out, or name it among the refused."""
    groups = _groups_of(user)
    for name, allows in GATES:
        listed = settings.get(name, "").split()
        if not listed:
            continue
        names = {user} if name.endswith("users") else groups
        named = any(entry.partition("@")[0] in names or entry == "*" for entry in listed)
        if named != allows:
            yield Finding(name, False, _("{listed} keeps {user} out", listed=" ".join(listed), user=user))


def _groups_of(user: str) -> set[str]:
    import grp
    import pwd

    try:
        account = pwd.getpwnam(user)
    except KeyError:
        return set()
    own = {one.gr_name for one in grp.getgrall() if one.gr_gid == account.pw_gid}
    return own | {one.gr_name for one in grp.getgrall() if user in one.gr_mem}


def _of_algorithms(settings: Mapping[str, str]) -> Finding:
    """That the key which nearly everybody has is taken at all."""
    taken = settings.get("pubkeyacceptedalgorithms", "ssh-ed25519").split(",")
    well = "ssh-ed25519" in taken
    says = _("ssh-ed25519 is taken") if well else _must_be(",".join(taken), "ssh-ed25519,…")
    return Finding("pubkeyacceptedalgorithms", well, says)


def _not_the_session(forced: str) -> str:
    return _("{found}: it must run “… -I -m folkmoot session” and nothing else", found=forced or "-")


def _must_be(found: str, wanted: str) -> str:
    return _(
        "it is “{found}” and must be “{wanted}”: put in the block of “folkmoot host setup”",
        found=found or "-",
        wanted=wanted,
    )


def _of_echo() -> Finding:
    place = Path(ECHO)
    try:
        found = place.stat()
    except OSError:
        return Finding(str(place), False, _("it is not there, so sshd can admit nobody"))
    well = found.st_uid == 0 and not found.st_mode & 0o022
    says = _("root's, and nobody else may change it") if well else _("sshd wants it to be root's alone")
    return Finding(str(place), well, says)
