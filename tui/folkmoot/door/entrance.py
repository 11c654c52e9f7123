"""How members reach the house from outside: address, port, user, the host's key; whether newcomers get in."""

from __future__ import annotations

import os
from contextlib import suppress
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING

from msgspec.structs import replace as evolve

from folkmoot.door.kept import Entrance
from folkmoot.errors import BadData
from folkmoot.session import Session
from folkmoot.words import _

if TYPE_CHECKING:
    from folkmoot.store import Reader, Store

HOST_KEYS = ("ssh_host_ed25519_key.pub", "ssh_host_ecdsa_key.pub", "ssh_host_rsa_key.pub")


def entrance_of(reader: Reader | Store) -> Entrance:
    """The entrance as it was set; as it is on a machine of its own where nobody set it."""
    chosen = reader.collection(Entrance).all()
    return chosen[0].value if chosen else Entrance()


def ssh_line(entrance: Entrance, *options: str) -> str:
    """What a member types, exactly."""
    port = ("-p", str(entrance.port)) if entrance.port != 22 else ()
    return " ".join(("ssh", *port, *options, f"{entrance.user}@{entrance.address}"))


def change_entrance(session: Session, changed: Entrance, why: str) -> Entrance:
    """Say how the house is reached, or open and close it to newcomers. Raises: NotAllowed, Conflict."""
    session.must("entrance.change")
    with session.store.transaction(by=session.handle, why=why) as tx:
        chosen = tx.collection(Entrance).all()
        if chosen:
            return tx.replace(chosen[0], changed).value
        return tx.add(changed).value


def open_to_newcomers(session: Session, wanted: bool) -> Entrance:
    """Let newcomers in, or not; members come in either way. Raises: NotAllowed, BadData, Conflict."""
    present = entrance_of(session.store)
    if present.open == wanted:
        said = _("The door is open already.") if wanted else _("The door is closed already.")
        raise BadData(said)
    why = _("opened the door to newcomers") if wanted else _("closed the door to newcomers")
    return change_entrance(session, evolve(present, open=wanted), why)


def own_sshd(store: Path) -> Path:
    """The folder of a user's own sshd for a store, whether there is one or not."""
    return Path(os.path.realpath(store)).parent / "sshd"


@cache
def host_fingerprint(store: Path, port: int) -> str:
    """The fingerprint that ssh shows to newcomers; empty where nothing tells.

    Asked of whoever answers at the port on this host; else read from an sshd of one's own, else the system's.
    """
    if shown := _shown_at(port):
        return shown
    for folder in (own_sshd(store), Path("/etc/ssh")):
        for name in HOST_KEYS:
            if found := fingerprint_of(folder / name):
                return found
    return ""


def fingerprint_of(file: Path) -> str:
    """The fingerprint of a public key's file; empty where it can't be read."""
    from folkmoot.door.publickey import parsed

    with suppress(OSError, BadData, UnicodeDecodeError):
        return parsed(file.read_text("ascii")).fingerprint
    return ""


def _shown_at(port: int) -> str:
    """What the sshd at a port of this host shows, by ssh-keyscan; empty where nobody answers at once."""
    import subprocess

    from folkmoot.door.publickey import parsed

    asked = ["ssh-keyscan", "-T", "2", "-t", "ed25519", "-p", str(port), "127.0.0.1"]
    with suppress(OSError, subprocess.SubprocessError, BadData):
        ran = subprocess.run(asked, capture_output=True, text=True, timeout=4, stdin=subprocess.DEVNULL)  # noqa: S603
        for line in ran.stdout.splitlines():
            host, _space, key = line.partition(" ")
            if not host.startswith("#"):
                return parsed(key).fingerprint
    return ""
