"""Where the parts of a store lie: beside its file, under its name."""

from __future__ import annotations

import os
from pathlib import Path

from msgspec import Struct


class Places(Struct, frozen=True):
    """The files of one store. `file` is the real one, also where a link leads to it."""

    file: Path

    @classmethod
    def of(cls, path: Path) -> Places:
        """The places of the store in a file."""
        return cls(Path(os.path.realpath(path)))

    @property
    def log(self) -> Path:
        """The folder of the journal's segments."""
        return self.file.with_suffix(".log")

    @property
    def lock(self) -> Path:
        """Held by whoever writes."""
        return self.file.with_suffix(".lock")

    @property
    def snap_lock(self) -> Path:
        """Held by whoever writes a snapshot or a backup."""
        return self.file.with_suffix(".snap-lock")

    @property
    def forgetting(self) -> Path:
        """What is being forgotten, while it is."""
        return self.file.with_suffix(".forgetting")

    @property
    def backups(self) -> Path:
        """The folder of its copies."""
        return self.file.parent / "backups"

    @property
    def drafts(self) -> Path:
        """The folder of what people are typing: no part of the record, and beside it."""
        return self.file.with_suffix(".drafts")

    def drafts_of(self, handle: str) -> list[Path]:
        """Every file that holds what a person was typing, half-written ones too."""
        if not self.drafts.is_dir():
            return []
        mine = (f"{handle}.", f".{handle}.")
        return sorted(path for path in self.drafts.iterdir() if path.name.startswith(mine))

    def copies(self) -> list[Path]:
        """Its copies, the oldest name first."""
        return sorted(self.backups.glob(f"{self.file.stem}-*.json"))

    def backup(self, label: str) -> Path:
        """A name for another copy."""
        path = self.backups / f"{self.file.stem}-{label}.json"
        number = 2
        while path.exists():
            path = self.backups / f"{self.file.stem}-{label}-{number}.json"
            number += 1
        return path

    def aside(self, path: Path) -> Path:
        """A name under which something damaged is kept."""
        number = 1
        while (found := path.with_name(f"{path.name}.bad-{number}")).exists():
            number += 1
        return found

    def set_aside(self) -> list[Path]:
        """What was kept so far because it was damaged."""
        return sorted([*self.file.parent.glob(f"{self.file.name}.bad-*"), *self.log.glob("*.bad-*")])
