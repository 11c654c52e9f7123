"""What the person's terminal can show, as far as its environment says."""

from __future__ import annotations

import os


def terminal_is_utf8() -> bool:
    """Whether the person's terminal was said to speak UTF-8.

    Python coerces LC_CTYPE to C.UTF-8 in the C locale (PEP 538), so that very value says nothing about the
    terminal: the locale behind it is asked then.
    """
    for variable in ("LC_ALL", "LC_CTYPE", "LANG"):
        value = os.environ.get(variable, "")
        if value and not (variable == "LC_CTYPE" and value == "C.UTF-8"):
            return "utf" in value.lower()
    return False
