"""A map as a PDF, made in memory: a booklet to fold, its pages one by one, or a card for the pocket.

The font is Noto Sans (SIL Open Font License, `fonts/OFL.txt`), with the letters of Latin, Greek, Cyrillic, Hebrew and
Arabic. What runs from right to left is set by HarfBuzz, which joins its letters.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from datetime import datetime
from importlib import import_module
from pathlib import Path
from typing import Any, NamedTuple
from unicodedata import bidirectional, normalize

from folkmoot.api import Unavailable, clean
from folkmoot_tmaps.booklet.layout import (
    HEIGHTS,
    Chapter,
    Cover,
    Entry,
    Line,
    Page,
    Style,
    broken,
    imposed,
    on_pages,
    paragraphs,
    runs_left,
)
from folkmoot_tmaps.words import _

FONTS = Path(__file__).with_name("fonts")
FAMILY, OTHERS = "Noto Sans", ("Noto Sans Hebrew", "Noto Sans Arabic")
A5, A6, A4_ACROSS = (148.0, 210.0), (105.0, 148.0), (297.0, 210.0)
MARGIN, FOOT = 15.0, 9.0
CARD_MARGIN = 8.0
SIZES: dict[Style, float] = {"title": 22, "heading": 14, "question": 8.5, "text": 10.5, "small": 8}  # points
BOLD: tuple[Style, ...] = ("title", "heading")
GREY: tuple[Style, ...] = ("question", "small")
SHRUNK = (1.0, 0.9, 0.8, 0.7, 0.62)  # how small a card may be written, so that all of it is on it
LONGEST = 10_000
DISC, LACKING = "•", "\ufffd"
JOINERS = (0x200C, 0x200D)  # between letters of Arabic scripts; no letters themselves


class Made(NamedTuple):
    """A PDF; letters that its font lacks; how many lines found no room on a card."""

    data: bytes
    missing: str
    left_out: int = 0


class Sheets:
    """Pages of paper, and a font to measure and write with."""

    def __init__(self, size: tuple[float, float], at: datetime, scale: float = 1.0) -> None:
        try:
            import_module("uharfbuzz")  # fpdf2 takes it in by itself, and complains late
            from fpdf import FPDF
        except ImportError:
            raise Unavailable(
                _(
                    "Booklets need two more packages: pip install fpdf2 uharfbuzz. As Markdown it goes without."
                )
            ) from None
        self.scale = scale
        self.pdf: Any = FPDF(unit="mm", format=size)
        self.pdf.set_auto_page_break(False)
        self.pdf.set_creation_date(at)
        self.pdf.set_title(_("Care map"))
        self.pdf.c_margin = 0
        for family in (FAMILY, *OTHERS):
            for weight, name in (("", "Regular"), ("B", "Bold")):
                self.pdf.add_font(family, weight, FONTS / f"{family.replace(' ', '')}-{name}.ttf")
        self.pdf.set_fallback_fonts(OTHERS)
        fonts: Any = self.pdf.fonts  # by family and weight
        known = [
            frozenset(JOINERS).union(
                *(font.cmap for name, font in fonts.items() if name.endswith("B") is bold)
            )
            for bold in (False, True)
        ]
        self.known = known[0] & known[1]
        self.lacks: dict[str, None] = {}

    def written(self, text: str) -> str:
        """A text as it is written: clean, letters composed (no mark is put over a Latin letter here), and a mark
        in place of each letter that the fonts lack, which is noted."""
        composed = normalize("NFC", clean(text, limit=LONGEST))
        lacking = dict.fromkeys(one for one in composed if ord(one) not in self.known)
        self.lacks |= lacking
        written = composed.translate({ord(one): LACKING for one in lacking})
        return written if shaped(written) else written.translate(dict.fromkeys(JOINERS))

    def style(self, style: Style) -> None:
        """Write in a style from here on."""
        self.pdf.set_font(FAMILY, "B" if style in BOLD else "", SIZES[style] * self.scale)
        self.pdf.set_text_color(95 if style in GREY else 0)

    def measure(self, text: str, style: Style) -> float:
        """How wide a text is, in millimetres."""
        self.style(style)
        self._shape(text, runs_left(text))
        return float(self.pdf.get_string_width(text))

    def _shape(self, text: str, rtl: bool) -> None:
        """Have letters joined and turned where a text has some that run from right to left; else it costs nothing."""
        if shaped(text):
            self.pdf.set_text_shaping(True, direction="rtl" if rtl else "ltr")
        else:
            self.pdf.set_text_shaping(False)

    def write(self, lines: Iterable[Line], left: float, top: float, width: float) -> None:
        """Put lines on the page, from a corner on, each beginning at its own side of the width."""
        at = top
        for number, line in enumerate(lines):
            at += ((line.above if number else 0.0) + line.height) * self.scale
            self.style(line.style)
            base = at - 0.28 * line.height * self.scale
            if line.bullet:
                self._put(DISC, left, base, width, line.rtl)
            indent = line.indent * self.scale
            start = left if line.rtl else left + indent
            self._put(line.text, start, base, width - indent, line.rtl)

    def _put(self, text: str, left: float, base: float, width: float, rtl: bool) -> None:
        """A text on its base line; a cell's stands eight tenths of the size below its top."""
        self._shape(text, rtl)
        size = self.pdf.font_size
        self.pdf.set_xy(left, base - 0.8 * size)
        self.pdf.cell(width, size, text, align="R" if rtl else "L")

    def data(self) -> bytes:
        """The file."""
        return bytes(self.pdf.output())


def shaped(text: str) -> bool:
    """Whether a text has letters that run from right to left."""
    return any(bidirectional(letter) in ("R", "AL") for letter in text)


def booklet(cover: Cover, chapters: Sequence[Chapter], at: datetime, fold: bool = True) -> Made:
    """Pages of A5 with a cover: two on each side of A4, to be folded; or one by one."""
    sheets = Sheets(A4_ACROSS if fold else A5, at)
    chapters = [_ready(one, sheets.written) for one in chapters]
    width, height = A5[0] - 2 * MARGIN, A5[1] - 2 * MARGIN - FOOT
    pages: list[Page] = [(), *on_pages(paragraphs(chapters, width, sheets.measure), height)]
    sides = imposed(len(pages)) if fold else [(number, None) for number in range(len(pages))]
    for left, right in sides:
        sheets.pdf.add_page()
        for place, number in enumerate((left, right)):
            if number == 0:
                _cover(sheets, cover, place * A5[0])
            elif number is not None:
                _page(sheets, pages[number], number + 1, place * A5[0])
    return Made(sheets.data(), "".join(sheets.lacks))


def _page(sheets: Sheets, page: Page, number: int, left: float) -> None:
    sheets.write(page, left + MARGIN, MARGIN, A5[0] - 2 * MARGIN)
    said = str(number)
    across = left + (A5[0] - sheets.measure(said, "small")) / 2
    sheets.pdf.text(across, A5[1] - MARGIN + 3.0, said)


def _cover(sheets: Sheets, cover: Cover, left: float) -> None:
    width = A5[0] - 2 * MARGIN
    title = broken(sheets.written(cover.title), width, "title", sheets.measure)
    name = broken(sheets.written(cover.name), width, "text", sheets.measure)
    lines = [Line(text, "title", rtl=runs_left(cover.title)) for text in title]
    lines += [Line(text, "text", rtl=runs_left(cover.name)) for text in name]
    sheets.write(lines, left + MARGIN, 70.0, width)
    sheets.pdf.set_draw_color(150)
    sheets.pdf.line(left + MARGIN, 66.0, left + MARGIN + 24.0, 66.0)
    below = [
        Line(text, "small") for text in broken(sheets.written(cover.below), width, "small", sheets.measure)
    ]
    sheets.write(below, left + MARGIN, A5[1] - MARGIN - len(below) * HEIGHTS["small"], width)


def card(chapters: Sequence[Chapter], at: datetime) -> Made:
    """One page of A6, written as small as it has to be; what finds no room even so is counted."""
    for scale in SHRUNK:
        sheets = Sheets(A6, at, scale)
        found = [_ready(one, sheets.written) for one in chapters]
        width, height = (A6[0] - 2 * CARD_MARGIN) / scale, (A6[1] - 2 * CARD_MARGIN) / scale

        def measure(text: str, style: Style, sheets: Sheets = sheets, scale: float = scale) -> float:
            return sheets.measure(text, style) / scale

        pages = on_pages(paragraphs(found, width, measure), height)
        if len(pages) == 1 or scale == SHRUNK[-1]:
            sheets.pdf.add_page()
            sheets.write(pages[0], CARD_MARGIN, CARD_MARGIN, A6[0] - 2 * CARD_MARGIN)
            left_out = sum(len(page) for page in pages[1:])
            return Made(sheets.data(), "".join(sheets.lacks), left_out)
    raise AssertionError("the smallest is taken")


def _ready(chapter: Chapter, write: Callable[[str], str]) -> Chapter:
    """A chapter as it is written."""
    entries = tuple(
        Entry(write(one.asked), tuple(write(line) for line in one.lines)) for one in chapter.entries
    )
    return Chapter(write(chapter.title), entries)
