"""The real shell of a person at a store, at the moment that a file says: run with the store's file and a handle."""

from __future__ import annotations

import os
import sys
from datetime import datetime
from pathlib import Path


def now() -> datetime:
    """What the file named by CLOCK says; whoever moves the clock replaces it whole."""
    return datetime.fromisoformat(Path(os.environ["CLOCK"]).read_text("utf-8"))


def main(store: Path, handle: str) -> None:
    """Open the house as somebody."""
    from folkmoot.cli.opening import run_shell
    from folkmoot.door.opening import session_at
    from folkmoot.plugins import open_house

    with session_at(open_house(), store, handle=handle, now=now) as session:
        run_shell(session)


if __name__ == "__main__":
    main(Path(sys.argv[1]), sys.argv[2])
