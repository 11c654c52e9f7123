"""The first thing a session does: nothing it makes is readable by others, nothing it was sent is believed.

Standard library only, and before anything else is imported: what Textual or Python would read from the
environment is gone by then.
"""

from __future__ import annotations

import os
import re
import resource
import signal
from collections.abc import Mapping, MutableMapping
from contextlib import suppress

SHORT = re.compile(r"[A-Za-z0-9_.,:@+-]{1,64}")
PRINTABLE = re.compile(r"[\x20-\x7e]{1,4096}")
# What a session may bring along, and what each may look like: all else is dropped.
KEPT: Mapping[str, re.Pattern[str]] = {
    "LANG": SHORT,
    "LANGUAGE": SHORT,
    **dict.fromkeys(
        ("LC_ALL", "LC_CTYPE", "LC_MESSAGES", "LC_TIME", "LC_NUMERIC", "LC_COLLATE", "LC_MONETARY"), SHORT
    ),
    "COLORTERM": SHORT,
    "NO_COLOR": PRINTABLE,
    "TERM": SHORT,
    "HOME": PRINTABLE,
    "USER": SHORT,
    "LOGNAME": SHORT,
    "SSH_CONNECTION": PRINTABLE,
    "SSH_USER_AUTH": PRINTABLE,
    "SSH_ORIGINAL_COMMAND": re.compile(r".*", re.DOTALL),
}
SET = {"PATH": "/usr/bin:/bin", "TEXTUAL_ANIMATIONS": "none"}
NO_TERM = "xterm"  # what is drawn for a terminal that says something odd of itself
PR_SET_DUMPABLE = 4  # Linux, <linux/prctl.h>


def harden(environ: MutableMapping[str, str]) -> None:
    """Shut what must be shut, in this order: file modes, core dumps, other processes' eyes, the environment.

    Keys that would stop or end a program before it has its own hands on them do nothing from here on.
    """
    for number in (signal.SIGTSTP, signal.SIGQUIT, signal.SIGINT, signal.SIGTTOU, signal.SIGTTIN):
        signal.signal(number, signal.SIG_IGN)
    os.umask(0o077)
    with suppress(ValueError, OSError):
        resource.setrlimit(resource.RLIMIT_CORE, (0, 0))  # for every program that it starts as well
    hide_memory()
    clear(environ)


def hide_memory() -> None:
    """No core is written, and no other process of this account may look into this one (ptrace, /proc/PID/mem)."""
    import ctypes

    with suppress(ValueError, OSError):
        resource.setrlimit(resource.RLIMIT_CORE, (0, resource.getrlimit(resource.RLIMIT_CORE)[1]))
    with suppress(OSError, AttributeError):  # a system without prctl has other walls
        ctypes.CDLL(None, use_errno=True).prctl(PR_SET_DUMPABLE, 0, 0, 0, 0)


def clear(environ: MutableMapping[str, str]) -> None:
    """Leave in an environment what is on the list and looks as it should."""
    kept = {
        name: value
        for name, shape in KEPT.items()
        if (value := environ.get(name)) is not None and shape.fullmatch(value)
    }
    said = environ.get("TERM")
    environ.clear()
    environ.update(kept | SET)
    if said is not None and "TERM" not in kept:
        environ["TERM"] = NO_TERM
