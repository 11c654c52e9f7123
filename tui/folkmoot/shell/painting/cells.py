"""Letters in cells: which cells a text takes, and in which of them terminals may be of another opinion."""

from __future__ import annotations

from functools import lru_cache
from typing import NamedTuple

from rich.cells import get_character_cell_size, split_graphemes

from folkmoot.shell.painting.looks import PLAIN, Look, look_of, on_blank

PICTURES = 0x1F000  # from here on, terminals' tables of widths differ by their age
SYMBOLS = range(0x2000, 0x2E80)  # of these, those that are drawn as pictures


class Cell(NamedTuple):
    """What one cell shows: a letter with its marks, or nothing in the second half of a wide one."""

    text: str
    look: Look


BLANK = Cell(" ", PLAIN)


class Letters(dict[str, Cell]):
    """The cells of one look by their letter, each made once: then equal cells are mostly the same one."""

    def __init__(self, look: Look) -> None:
        self.look = look
        self[" "] = Cell(" ", on_blank(look))

    def __missing__(self, letter: str) -> Cell:
        cell = self[letter] = Cell(letter, self.look)
        return cell


@lru_cache(maxsize=1024)
def letters_of(codes: str) -> Letters:
    """The cells of a look that is given by its codes."""
    return Letters(look_of(codes))


def cells_of(text: str, codes: str) -> tuple[str, list[Cell]]:
    """The cells that a text takes, and before them the marks at its beginning: they go on the letter before it.

    The second half of a wide letter is a cell without text. What is no letter at all (an escape, say) is left out.
    """
    letters = letters_of(codes)
    if text.isascii() and text.isprintable():
        return "", [letters[letter] for letter in text]
    text = "".join(letter for letter in text if not is_control(letter))
    marks, cells = "", []
    for start, end, width in split_graphemes(text)[0]:
        part = text[start:end]
        if width:
            cells.append(letters[part] if len(part) == 1 else Cell(part, letters.look))
            cells.extend([letters[""]] * (width - 1))
        else:  # only at the beginning: others stand with their letter
            marks += part
    return marks, cells


def is_control(letter: str) -> bool:
    """Whether a terminal would do something at this character, instead of showing it."""
    return letter < " " or "\x7f" <= letter < "\xa0"


@lru_cache(maxsize=4096)
def is_wide(text: str) -> bool:
    """Whether the letter of a cell takes a second one too."""
    return not text.isascii() and sum(width for _start, _end, width in split_graphemes(text)[0]) > 1


@lru_cache(maxsize=4096)
def reach(text: str) -> int:
    """How many cells a terminal may take for a text at most; 0 where all terminals agree about it.

    Marks that are joined, pictures, and what is joined of pictures: old terminals show every part by itself.
    """
    if len(text) == 1 and not (ord(text) >= PICTURES or (ord(text) in SYMBOLS and _width(text) == 2)):
        return 0
    return max(2, sum(_width(letter) for letter in text)) if text else 0


def _width(letter: str) -> int:
    return get_character_cell_size(letter)
