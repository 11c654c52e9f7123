"""How a map is set on small pages: lines that fit, what stays together, and which page lies beside which on a sheet.

Lengths are millimetres. What a text is as wide as, a font knows: it is handed in.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from typing import Literal, NamedTuple
from unicodedata import bidirectional

Style = Literal["title", "heading", "question", "text", "small"]
Measure = Callable[[str, Style], float]  # the width of a text in a style

HEIGHTS: dict[Style, float] = {"title": 11.0, "heading": 7.5, "question": 4.6, "text": 5.4, "small": 4.4}
BULLET = "- "
INDENT = 4.0  # of what stands behind a bullet


class Entry(NamedTuple):
    """A question and what was answered, in lines."""

    asked: str
    lines: tuple[str, ...]


class Chapter(NamedTuple):
    """A section of a map, as it is printed."""

    title: str
    entries: tuple[Entry, ...]


class Cover(NamedTuple):
    """What stands on the first page."""

    title: str
    name: str
    below: str


class Line(NamedTuple):
    """A line of a page. `above` is the room that it leaves over itself, where it is not the first.

    `rtl`: it is of a text that runs from right to left, and begins at the right.
    """

    text: str
    style: Style
    above: float = 0.0
    indent: float = 0.0
    bullet: bool = False
    rtl: bool = False

    @property
    def height(self) -> float:
        """How much of the page it takes, without the room above."""
        return HEIGHTS[self.style]


Page = tuple[Line, ...]


def runs_left(text: str) -> bool:
    """Whether a text runs from right to left: its first letter that has a direction says so (Unicode, UAX 9)."""
    strong = (kind for kind in map(bidirectional, text) if kind in ("L", "R", "AL"))
    return next(strong, "L") != "L"


def broken(text: str, width: float, style: Style, measure: Measure) -> list[str]:
    """A text in lines that fit a width, between words; a word that is wider than a line is cut."""
    lines: list[str] = []
    line = ""
    for word in text.split():
        longer = f"{line} {word}" if line else word
        if measure(longer, style) <= width:
            line = longer
            continue
        if line:
            lines.append(line)
        line = word
        while measure(line, style) > width and len(line) > 1:
            cut = _fits(line, width, style, measure)
            lines.append(line[:cut])
            line = line[cut:]
    return [*lines, line] if line else lines


def _fits(word: str, width: float, style: Style, measure: Measure) -> int:
    """How many letters of a word fit, one at least."""
    least, most = 1, len(word)
    while least < most:
        middle = (least + most + 1) // 2
        least, most = (middle, most) if measure(word[:middle], style) <= width else (least, middle - 1)
    return least


def paragraphs(chapters: Iterable[Chapter], width: float, measure: Measure) -> list[list[Line]]:
    """A map in groups of lines; those of a group stay together where they can: no question ends a page."""
    groups: list[list[Line]] = []
    for chapter in chapters:
        head = [
            Line(text, "heading", 9.0 if not number else 0.0, rtl=runs_left(chapter.title))
            for number, text in enumerate(broken(chapter.title, width, "heading", measure))
        ]
        for entry in chapter.entries:
            asked = [
                Line(text, "question", 3.6 if not number else 0.0, rtl=runs_left(entry.asked))
                for number, text in enumerate(broken(entry.asked, width, "question", measure))
            ]
            answered = [line for text in entry.lines for line in _answer(text, width, measure)]
            groups.append([*head, *asked, *answered[:2]])
            groups += [[line] for line in answered[2:]]
            head = []
    return groups


def _answer(text: str, width: float, measure: Measure) -> list[Line]:
    bullet = text.startswith(BULLET)
    indent = INDENT if bullet else 0.0
    found = broken(text.removeprefix(BULLET) if bullet else text, width - indent, "text", measure)
    return [
        Line(one, "text", 0.8 if not number else 0.0, indent, bullet and not number, runs_left(text))
        for number, one in enumerate(found)
    ]


def on_pages(groups: Iterable[Sequence[Line]], height: float) -> list[Page]:
    """Groups of lines on pages of a height. A group that no page holds is cut where it has to be."""
    pages: list[list[Line]] = []
    used = height
    for group in groups:
        needed = sum(line.above + line.height for line in group)
        if used + needed > height and pages and pages[-1]:
            pages.append([])
            used = 0.0
        for line in group:
            room = (line.above if pages and pages[-1] else 0.0) + line.height
            if not pages or (pages[-1] and used + room > height):
                pages.append([])
                used, room = 0.0, line.height
            pages[-1].append(line)
            used += room
    return [tuple(page) for page in pages]


def imposed(count: int) -> list[tuple[int | None, int | None]]:
    """Which pages (from 0) lie left and right on each side of the sheets, front and back in turn; None is empty.

    The sheets are printed on both sides, turned over at the short edge, laid into each other and folded in the middle.
    """
    places = -(-max(count, 1) // 4) * 4
    sides = []
    for sheet in range(places // 4):
        first, last = 2 * sheet, places - 1 - 2 * sheet
        sides += [(last, first), (first + 1, last - 1)]
    return [(left if left < count else None, right if right < count else None) for left, right in sides]
