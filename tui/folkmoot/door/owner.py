"""Who may open a community on the host itself: whoever the record belongs to. Everybody else comes by SSH."""

from __future__ import annotations

import os
import pwd
from pathlib import Path

from folkmoot.errors import NotAllowed
from folkmoot.words import _


def only_owner(path: Path) -> None:
    """Raises: NotAllowed, for another user of this machine than the one who keeps the record."""
    owner = _keeper(Path(os.path.realpath(path)))
    if owner is None or os.geteuid() in (owner, 0):
        return
    raise NotAllowed(
        _(
            "This house belongs to the user “{owner}” of this machine. Members come in with ssh; ask for a card "
            "if you have none.",
            owner=user_name(owner),
        )
    )


def _keeper(file: Path) -> int | None:
    """Whose record it is, or whose the folder is that may not be looked into; None where nothing is there."""
    for place in (file, *file.parents):
        try:
            return place.stat().st_uid if place == file or not os.access(place, os.X_OK) else None
        except PermissionError:
            continue  # the folder above says whose it is
        except OSError:
            return None
    return None


def user_name(uid: int) -> str:
    """What a user of this machine is called; the number where nobody says."""
    try:
        return pwd.getpwuid(uid).pw_name
    except KeyError:
        return str(uid)
