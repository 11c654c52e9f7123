"""A map as Markdown: for who prints it their own way, and for letters that the booklet's font lacks."""

from __future__ import annotations

import re
from collections.abc import Sequence

from folkmoot.api import clean
from folkmoot_tmaps.booklet.layout import BULLET, Chapter

SPECIAL = re.compile(r"([\\`*_{}\[\]<>#|~&])")
AT_START = re.compile(r"^(\s*)([-+=]|\d+[.)])")
LONGEST = 10_000  # letters of a line


def markdown(title: str, chapters: Sequence[Chapter]) -> str:
    """A heading for the map, one for each chapter, the questions, the answers as they were written."""
    lines = [f"# {_plain(title)}"]
    for chapter in chapters:
        lines += ["", f"## {_plain(chapter.title)}"]
        for entry in chapter.entries:
            lines += ["", f"**{_plain(entry.asked)}**"] if entry.asked else []
            lines.append("")
            for line in entry.lines:
                text = line.removeprefix(BULLET)
                lines.append(f"- {_plain(text)}" if line.startswith(BULLET) else f"{_plain(line)}  ")
    return "\n".join(lines) + "\n"


def _plain(text: str) -> str:
    """A text that says in Markdown just what it says."""
    escaped = SPECIAL.sub(r"\\\1", clean(text, limit=LONGEST))
    return AT_START.sub(
        lambda found: (
            f"{found[1]}\\{found[2]}" if len(found[2]) == 1 else f"{found[1]}{found[2][:-1]}\\{found[2][-1]}"
        ),
        escaped,
    )
