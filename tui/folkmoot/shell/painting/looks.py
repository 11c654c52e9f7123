"""How a cell looks: colours and styles, read from a terminal's codes, and the shortest way from one to another."""

from __future__ import annotations

from functools import lru_cache
from typing import NamedTuple

# What ends a style (ECMA-48). A style that is not here is ended by ending all.
ENDS = {"1": "22", "2": "22", "3": "23", "4": "24", "5": "25", "7": "27", "9": "29"}
SEEN_ON_BLANKS = frozenset({"4", "5", "6", "7", "9", "21", "51", "52", "53"})
INKS = frozenset(map(str, [*range(30, 38), *range(90, 98)]))
GROUNDS = frozenset(map(str, [*range(40, 48), *range(100, 108)]))
NOT_STYLES = frozenset({"", "0"})


class Look(NamedTuple):
    """Colours as codes, empty where they are the terminal's own; styles as codes, in their order."""

    ink: str = ""
    ground: str = ""
    styles: tuple[str, ...] = ()


PLAIN = Look()


@lru_cache(maxsize=4096)
def look_of(codes: str) -> Look:
    """The look that codes between `ESC [` and `m` give, as in `1;38;5;9;49`."""
    ink = ground = ""
    styles: set[str] = set()
    left = codes.split(";")
    while left:
        code = left.pop(0)
        if code in {"38", "48"}:
            length = 4 if left[:1] == ["2"] else 2
            colour = ";".join([code, *left[:length]])
            del left[:length]
            ink, ground = (colour, ground) if code == "38" else (ink, colour)
        elif code in {"39", "49"}:
            ink, ground = ("", ground) if code == "39" else (ink, "")
        elif code in INKS:
            ink = code
        elif code in GROUNDS:
            ground = code
        elif code not in NOT_STYLES:
            styles.add(code)
    return Look(ink, ground, tuple(sorted(styles, key=int)))


@lru_cache(maxsize=4096)
def on_blank(look: Look) -> Look:
    """What is seen of a look where no letter is: the ground, and lines or swapped colours."""
    return look if SEEN_ON_BLANKS.intersection(look.styles) else Look("", look.ground)


@lru_cache(maxsize=8192)
def turn(before: Look, after: Look) -> str:
    """The shortest sequence that turns one look into another; empty where they are the same."""
    if before == after:
        return ""
    whole = [*after.styles, *filter(None, (after.ink, after.ground))]
    anew = ";".join(["0", *whole]) if whole else ""
    steps = _steps(before, after)
    codes = min(anew, steps, key=len) if steps is not None else anew
    return f"\x1b[{codes}m"


def _steps(before: Look, after: Look) -> str | None:
    """Only what differs; None where a style can't be ended alone."""
    ended = [style for style in before.styles if style not in after.styles]
    if any(style not in ENDS for style in ended):
        return None
    codes = list(dict.fromkeys(ENDS[style] for style in ended))
    kept = {style for style in before.styles if ENDS.get(style) not in codes}  # bold and dim end together
    codes += [style for style in after.styles if style not in kept]
    if before.ink != after.ink:
        codes.append(after.ink or "39")
    if before.ground != after.ground:
        codes.append(after.ground or "49")
    return ";".join(codes)
