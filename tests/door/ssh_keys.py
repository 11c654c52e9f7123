"""Key pairs of people who come to the door, made by ssh-keygen."""

from __future__ import annotations

import subprocess
from dataclasses import dataclass
from pathlib import Path


@dataclass(frozen=True)
class SshKey:
    """A key pair: the private half's file, and the public half as sshd says it."""

    path: Path
    type: str
    blob: str

    @property
    def line(self) -> str:
        """As in an authorized_keys file, without options."""
        return f"{self.type} {self.blob}"


class SshKeys:
    """The keys in a folder, one for each name."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder

    def ed25519(self, name: str) -> SshKey:
        """The key of this name, as most have it."""
        return self._made(name, ["-t", "ed25519"])

    def rsa(self, name: str, bits: int = 3072) -> SshKey:
        """An RSA key; 1024 bits is a weak one, which ssh-keygen still makes."""
        return self._made(name, ["-t", "rsa", "-b", str(bits)])

    def _made(self, name: str, kind: list[str]) -> SshKey:
        path = self.folder / name
        if not path.exists():
            command = ["ssh-keygen", "-q", *kind, "-N", "", "-C", name, "-f", str(path)]
            subprocess.run(command, check=True, stdin=subprocess.DEVNULL)
        kind_said, blob, _comment = path.with_name(f"{name}.pub").read_text().split(" ", 2)
        return SshKey(path, kind_said, blob)
