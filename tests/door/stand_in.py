"""Stands in for the door where only the server is tested: says who came how, with which command.

Run as `python -I stand_in.py folkmoot session [--key TYPE:BLOB]`.
"""

from __future__ import annotations

import os
import signal
import sys
from pathlib import Path


def say(line: str) -> None:
    """At once, also into a pipe."""
    sys.stdout.write(f"{line}\n")
    sys.stdout.flush()


def main() -> None:
    """Say it; then end, or wait for a line, or stay whatever comes, as the command asks."""
    command = os.environ.get("SSH_ORIGINAL_COMMAND", "")
    told = os.environ.get("SSH_USER_AUTH")
    say(f"key: {Path(told).read_text().strip() if told else sys.argv[3:]}")
    say(f"command: {command}")
    say(f"tty: {sys.stdin.isatty()}")
    say(f"lang: {os.environ.get('LANG')}")
    say(f"uid: {os.getuid()}")
    if command == "stay whatever comes":
        signal.signal(signal.SIGHUP, signal.SIG_IGN)
        say("staying")
        while True:
            signal.pause()
    if command == "wait for a line":
        say("waiting")
        say(f"line: {sys.stdin.readline().strip()}")


main()
