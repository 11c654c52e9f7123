"""A socket and a service for systemd, for a host that wants its warm server there from the first session on.

Sources: systemd.socket(5), systemd.exec(5), systemd.kill(5). Without systemd the first session starts the server.
"""

from __future__ import annotations

import shlex
from pathlib import Path

from folkmoot.door.warm import place
from folkmoot.door.warm.starting import command
from folkmoot.errors import BadData
from folkmoot.words import _

LONGEST = 107  # bytes of a socket's path: `sun_path` in <linux/un.h>, less its end
# What a session never needs. Its files stay writable (the record, a file of keys), and so does /tmp, where sshd
# says with which key somebody came: PrivateTmp would hide that.
ALWAYS = ("UMask=0077", "LimitCORE=0", "NoNewPrivileges=yes", "LockPersonality=yes", "RestrictRealtime=yes")
BY_ROOT = (
    "CapabilityBoundingSet=",
    "ProtectSystem=full",
    "ProtectKernelTunables=yes",
    "ProtectKernelModules=yes",
    "ProtectKernelLogs=yes",
    "ProtectControlGroups=yes",
    "ProtectClock=yes",
    "RestrictSUIDSGID=yes",
    "RestrictNamespaces=yes",
    "RestrictAddressFamilies=AF_UNIX AF_INET AF_INET6",
    "SystemCallArchitectures=native",
)


def socket_unit(store: Path, user: str | None) -> str:
    """The socket of a record's server; without a user it is a unit of one's own. Raises: BadData."""
    path = f"{place.folder_of(str(store))}/{place.SOCKET}"
    if len(path.encode()) > LONGEST or any(letter in path for letter in "\n%"):
        raise BadData(
            _(
                "systemd can't listen at {path}: more than {count} letters, or one that it reads otherwise. "
                "Without it, the first session starts the server.",
                path=path,
                count=LONGEST,
            )
        )
    lines = [f"ListenStream={path}", "SocketMode=0600", "DirectoryMode=0700"]
    lines += [f"SocketUser={user}"] if user else []
    return _unit(
        {"Unit": ["Description=Where sessions of folkmoot come from"], "Socket": lines}, "sockets.target"
    )


def service_unit(store: Path, user: str | None) -> str:
    """The server itself. Its sessions go on when it is stopped, and when it begins anew."""
    lines = [
        f"ExecStart={_quoted(command(str(store)))}",
        "ExecReload=/bin/kill -HUP $MAINPID",
        "KillMode=process",
    ]
    lines += [f"User={user}", *ALWAYS, *BY_ROOT] if user else ALWAYS
    return _unit({"Unit": ["Description=A warm folkmoot", "Requires=folkmoot.socket"], "Service": lines})


def folder_line(store: Path, user: str) -> str:
    """How root makes the folder of the socket, for the account alone: systemd would make it root's."""
    folder = Path(place.folder_of(str(store)))
    return shlex.join(("install", "-d", "-o", user, "-g", user, "-m", "700", str(folder.parent), str(folder)))


def _quoted(words: list[str]) -> str:
    return " ".join(word if word.replace("/", "").isalnum() else f'"{_escaped(word)}"' for word in words)


def _escaped(word: str) -> str:
    return word.replace("\\", "\\\\").replace('"', '\\"').replace("%", "%%").replace("$", "$$")


def _unit(sections: dict[str, list[str]], wanted_by: str = "") -> str:
    parts = [f"[{name}]\n" + "".join(f"{line}\n" for line in lines) for name, lines in sections.items()]
    if wanted_by:
        parts.append(f"[Install]\nWantedBy={wanted_by}\n")
    return "\n".join(parts)
