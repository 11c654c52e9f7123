"""What is typed, as text: whatever bytes a terminal sends, and pastes that can't press keys.

Textual decodes strictly, so one byte of another encoding would end the session; and an escape inside a bracketed
paste would end the paste, and what follows it would be taken as keys.
"""

from __future__ import annotations

import codecs
import re

BEGIN, END = "\x1b[200~", "\x1b[201~"
NOT_TEXT = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f]")


class Incoming:
    """Bytes of a terminal, made text as they come."""

    def __init__(self, errors: str = "replace") -> None:
        self._decoder = codecs.getincrementaldecoder("utf-8")(errors)
        self._pasting = False
        self._before = ""  # the last keys, among which a paste may be beginning
        self._held = ""  # of a paste, what may be the beginning of its end

    def decode(self, data: bytes, final: bool = False) -> str:
        """The text so far; of a paste only what is text. Keys are never held back: an escape may be one."""
        rest = self._decoder.decode(data, final)
        parts: list[str] = []
        while rest or (final and self._held):
            take = self._paste if self._pasting else self._keys
            part, rest = take(rest, final)
            parts.append(part)
        return "".join(parts)

    def _keys(self, text: str, _final: bool) -> tuple[str, str]:
        """Keys up to where a paste begins, and the rest."""
        seen = self._before + text
        found = seen.find(BEGIN)
        if found < 0:
            self._before = seen[1 - len(BEGIN) :]
            return text, ""
        self._pasting, self._before = True, ""
        end = found + len(BEGIN) - (len(seen) - len(text))
        return text[:end], text[end:]

    def _paste(self, text: str, final: bool) -> tuple[str, str]:
        """The text of a paste up to its end, and the rest."""
        pasted, found, rest = (self._held + text).partition(END)
        self._held = ""
        if found:
            self._pasting = False
        elif not final:
            pasted, self._held = _without_beginning_of_end(pasted)
        return NOT_TEXT.sub("", pasted) + found, rest


def _without_beginning_of_end(text: str) -> tuple[str, str]:
    """A text, and the beginning of the mark that it may end with: the rest may come with the next bytes."""
    for length in range(min(len(END) - 1, len(text)), 0, -1):
        if text.endswith(END[:length]):
            return text[:-length], text[-length:]
    return text, ""
