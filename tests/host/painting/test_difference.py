"""From one frame to the next, a terminal shows what it would show if all of it had been written as Textual writes."""

from __future__ import annotations

from collections.abc import Sequence

import pytest
from hypothesis import given
from hypothesis import strategies as st
from rich.cells import set_cell_size

from folkmoot.shell.painting.cells import cells_of, reach
from folkmoot.shell.painting.difference import difference
from folkmoot.shell.painting.frame import Frame, Stroke, blank, painted
from folkmoot.shell.painting.looks import PLAIN, look_of, turn
from host.painting.a_terminal import ATerminal

FAMILY, FLAG, THUMB, HEART = "👨\u200d👩\u200d👧", "🇵🇹", "👍🏽", "❤\ufe0f"
COLOURS = ["", "39", "49", "31", "42", "97", "104", "38;5;9", "48;5;250", "38;2;1;2;3", "48;2;255;0;7"]
STYLES = ["", "1", "2", "3", "4", "5", "7", "9", "1;2", "1;4;7", "0"]
CODES = st.builds(
    lambda *codes: ";".join(filter(None, codes)),
    st.sampled_from(STYLES),
    st.sampled_from(COLOURS),
    st.sampled_from(COLOURS),
)
LETTERS = [
    *"ab  .",
    "é",
    "e\u0301",
    "ø\u0323\u0301",
    "漢",
    "한",
    "⚡",
    "🌕",
    "─",
    "○",
    FAMILY,
    FLAG,
    THUMB,
    HEART,
    "نا",
    "नि",
]
TEXTS = st.lists(st.sampled_from(LETTERS), max_size=10).map("".join) | st.text("abc   ", max_size=14)
WIDTHS, HEIGHTS = st.integers(2, 14), st.integers(1, 7)


def frames(width: int, height: int) -> st.SearchStrategy[list[list[Stroke]]]:
    """Frames one after the other, each as the strokes that it adds; some are lines that moved."""
    place = st.tuples(st.integers(0, width - 1), st.integers(0, height - 1))
    stroke = st.builds(lambda at, text, codes: _stroke(width, *at, text, codes), place, TEXTS, CODES)
    whole = st.builds(
        lambda lines, by: [
            _stroke(width, 0, y, f"{lines[(y + by) % len(lines)]:<{width}}", "") for y in range(height)
        ],
        st.lists(TEXTS, min_size=3, max_size=9),
        st.integers(0, 8),
    )
    return st.lists(st.lists(stroke, max_size=6) | whole, min_size=1, max_size=8)


def _stroke(width: int, x: int, y: int, text: str, codes: str) -> Stroke:
    return Stroke(x, y, [(set_cell_size(text, min(width - x, 14)) if text else "", codes)])


def as_textual_writes(strokes: Sequence[Stroke]) -> str:
    """Each stroke at its place, every piece in its look."""
    return "".join(
        f"\x1b[{y + 1};{x + 1}H" + "".join(f"\x1b[{codes}m{text}\x1b[0m" for text, codes in pieces)
        for x, y, pieces in strokes
    )


SCREENS = st.tuples(WIDTHS, HEIGHTS).flatmap(lambda size: st.tuples(st.just(size), frames(*size)))


@given(SCREENS)
def test_a_terminal_shows_the_same_as_if_textual_had_written_it(
    screens: tuple[tuple[int, int], list[list[Stroke]]],
) -> None:
    (width, height), steps = screens
    ours, stock = ATerminal(width, height), ATerminal(width, height)
    shown: Frame | None = None
    wanted = blank(width, height)
    for step in steps:
        stock.feed(as_textual_writes(step))
        wanted = painted(wanted, step, (step[-1].x, step[-1].y) if step else (0, 0))
        ours.feed(difference(shown, wanted))
        shown = wanted
        assert ours.seen() == stock.seen()
        assert (ours.cursor.x, ours.cursor.y) == wanted.cursor
        assert ours.cursor.attrs == ours.default_char


@given(SCREENS, st.integers(1, 7))
def test_frames_that_a_slow_terminal_never_got_are_not_missed(
    screens: tuple[tuple[int, int], list[list[Stroke]]], every: int
) -> None:
    (width, height), steps = screens
    ours, stock = ATerminal(width, height), ATerminal(width, height)
    shown: Frame | None = None
    wanted = blank(width, height)
    for number, step in enumerate(steps):
        stock.feed(as_textual_writes(step))
        wanted = painted(wanted, step, (0, 0))
        if number % every == 0 or number == len(steps) - 1:
            ours.feed(difference(shown, wanted))
            shown = wanted
            assert ours.seen() == stock.seen()


@given(SCREENS)
def test_on_a_terminal_that_shows_joined_pictures_one_by_one_all_else_is_in_its_place(
    screens: tuple[tuple[int, int], list[list[Stroke]]],
) -> None:
    (width, height), steps = screens
    old = ATerminal(width, height, old=True)
    shown: Frame | None = None
    wanted = blank(width, height)
    for step in steps:
        wanted = painted(wanted, step, (0, 0))
        old.feed(difference(shown, wanted))
        shown = wanted
        for y, row in enumerate(wanted.rows):
            for x, cell in enumerate(row):
                if cell.text.isascii() and cell.text and not any(reach(each.text) for each in row[x - 1 : x]):
                    assert old.buffer[y][x].data == cell.text


@given(SCREENS, SCREENS)
def test_at_another_size_or_where_nobody_knows_what_it_shows_all_is_painted_anew(
    before: tuple[tuple[int, int], list[list[Stroke]]], after: tuple[tuple[int, int], list[list[Stroke]]]
) -> None:
    (width, height), steps = before
    (new_width, new_height), new_steps = after
    was = painted(blank(width, height), [stroke for step in steps for stroke in step], (0, 0))
    terminal, stock = ATerminal(width, height), ATerminal(new_width, new_height)
    terminal.feed(difference(None, was))
    terminal.resize(new_height, new_width)
    strokes = [stroke for step in new_steps for stroke in step]
    stock.feed(as_textual_writes(strokes))
    wanted = painted(blank(new_width, new_height), strokes, (0, 0))
    terminal.feed(difference(was if (width, height) != (new_width, new_height) else None, wanted))
    assert terminal.seen() == stock.seen()


@given(CODES, CODES)
def test_one_look_is_turned_into_another_by_no_more_than_beginning_anew(before: str, after: str) -> None:
    ours, stock = ATerminal(4, 1), ATerminal(4, 1)
    step = turn(look_of(before), look_of(after))
    anew = turn(PLAIN, look_of(after))
    ours.feed(f"\x1b[{before}m{step}x")
    stock.feed(f"\x1b[0m\x1b[{after}mx")
    assert ours.seen() == stock.seen()
    assert len(step) <= len(anew) + len("0;") + (0 if anew else 3)


LINE = "  Ana Pereira          Partner     Hearth, Welcome          Lisbon"


def page(lines: Sequence[str], chosen: int = -1) -> Frame:
    """A page of 80x24, one line of it chosen."""
    strokes = [
        Stroke(0, y, [(f"{line:<80}", "1;38;5;15;48;5;4" if y == chosen else "38;5;7;49")])
        for y, line in enumerate(lines)
    ]
    return painted(blank(80, 24), strokes, (0, 23))


@pytest.mark.parametrize(
    ("before", "after", "most"),
    [
        (page([LINE] * 20), page([LINE] * 20), 0),
        (page([LINE] * 20), page([*[LINE] * 19, LINE + "!"]), 30),
        (page([LINE] * 20, 3), page([LINE] * 20, 4), 220),
        (page([f"{n} {LINE}" for n in range(20)]), page([f"{n} {LINE}" for n in range(1, 21)]), 110),
        (page([f"{n} {LINE}" for n in range(1, 21)]), page([f"{n} {LINE}" for n in range(20)]), 110),
        (page([f"{n} {LINE}" for n in range(20)]), page([]), 110),
        (None, page([]), 24),
    ],
    ids=["nothing", "a letter", "the cursor", "scrolled on", "scrolled back", "emptied", "cleared"],
)
def test_what_is_sent_is_as_little_as_what_changed(before: Frame | None, after: Frame, most: int) -> None:
    assert len(difference(before, after).encode()) <= most


def test_what_a_terminal_would_obey_is_no_letter() -> None:
    marks, cells = cells_of("a\x1b[2J\x07\x9bb\r\nc\x7f", "")
    assert marks == ""
    assert "".join(cell.text for cell in cells) == "a[2Jbc"


def test_a_mark_goes_on_the_letter_before_it_even_if_that_is_of_another_look() -> None:
    frame = painted(
        blank(6, 1), [Stroke(0, 0, [("e", "1"), ("\u0301x", "31"), ("漢", ""), ("\u0301", "4")])], (0, 0)
    )
    assert [cell.text for cell in frame.rows[0]] == ["e\u0301", "x", "漢\u0301", "", " ", " "]


def test_what_is_painted_leaves_frames_before_it_as_they_were() -> None:
    before = painted(blank(4, 2), [Stroke(0, 0, [("abcd", "")])], (0, 0))
    painted(before, [Stroke(1, 0, [("x", "")]), Stroke(0, 1, [("y", "")])], (0, 0))
    assert ["".join(cell.text for cell in row) for row in before.rows] == ["abcd", "    "]


@pytest.mark.parametrize(
    ("x", "left"), [(0, ["x", " ", "漢", ""]), (1, [" ", "x", "漢", ""]), (3, ["漢", "", " ", "x"])]
)
def test_of_a_wide_letter_that_is_cut_in_two_the_other_half_is_blank_on_the_same_ground(
    x: int, left: list[str]
) -> None:
    wide = painted(blank(4, 1), [Stroke(0, 0, [("漢漢", "31;44")])], (0, 0))
    row = painted(wide, [Stroke(x, 0, [("x", "")])], (0, 0)).rows[0]
    assert [cell.text for cell in row] == left
    assert all(cell.look.ground == "44" for cell in row if cell.text != "x")
