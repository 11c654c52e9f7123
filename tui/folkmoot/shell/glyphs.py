"""Small marks, in three sets; a word stands beside every one of them wherever they are drawn."""

from __future__ import annotations

import os
from dataclasses import dataclass

from folkmoot.terminal import terminal_is_utf8


@dataclass(frozen=True)
class Glyphs:
    """One set. `moons` holds the eight phases, new first, as seen north of the equator."""

    name: str
    moons: tuple[str, ...]
    wide: bool = False

    def moon(self, eighth: int, latitude: float) -> str:
        """The mark of a phase; south of the equator the moon is seen the other way round."""
        return self.moons[(8 - eighth) % 8 if latitude < 0 else eighth % 8]


SETS = {
    "geometric": Glyphs("geometric", tuple("●◐◐◐○◑◑◑")),
    "emoji": Glyphs("emoji", tuple("🌑🌒🌓🌔🌕🌖🌗🌘"), wide=True),
    "ascii": Glyphs("ascii", tuple("@)))O(((")),
}


def glyphs_for(wanted: str) -> Glyphs:
    """The set a person asked for; `auto` (or empty) is ASCII where the terminal may not draw more."""
    if not terminal_is_utf8():
        return SETS["ascii"]
    if wanted in SETS:
        return SETS[wanted]
    return SETS["ascii"] if os.environ.get("TERM") in ("linux", "dumb") else SETS["geometric"]
