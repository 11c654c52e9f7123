"""The two lines that frame a page: the strip of pages above, the keys or a notice below."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from textual.content import Content

from folkmoot.contributions import Page
from folkmoot.shell.page import Key
from folkmoot.shell.safe import joined
from folkmoot.shell.still import Still
from folkmoot.text import clean
from folkmoot.words import _

KEY_NAMES = {
    "left_square_bracket": "[",
    "right_square_bracket": "]",
    "question_mark": "?",
    "slash": "/",
    "full_stop": ".",
    "comma": ",",
    "escape": "esc",
    "pageup": "pgup",
    "pagedown": "pgdn",
    "ctrl+p": "^p",
    "ctrl+q": "^q",
    "ctrl+s": "^s",
    "left": "←",
    "right": "→",
    "up": "↑",
    "down": "↓",
    "plus": "+",
    "minus": "-",
}


def shown(key: str) -> str:
    """The name of a key as a person reads it."""
    return KEY_NAMES.get(key, key)


class PageStrip(Still):
    """` 1 Today  2 Rhythm … `: number, title, and the page that is open in reverse."""

    DEFAULT_CSS = "PageStrip { height: 1; width: 1fr; dock: top; }"

    def show_pages(
        self, pages: Sequence[Page], keys: Mapping[str, str], current: str, community: str
    ) -> None:
        """Draw the strip; what does not fit ends in an ellipsis and stays reachable by number and palette."""
        width = self.app.size.width
        parts: list[tuple[str, str]] = []
        used = 0
        for number, page in enumerate(pages, start=1):
            key = shown(keys[page.id]) if page.id in keys else str(number) if number < 10 else "·"
            label = f" {key} {clean(page.title, limit=20)} "
            if used + len(label) > width - (2 if number < len(pages) else 0):
                parts.append((" …", ""))
                break
            parts.append((label, "reverse bold" if page.id == current else ""))
            used += len(label)
        else:
            name = clean(community, limit=max(0, width - used - 2)) if width - used > 8 else ""
            parts.append((name.rjust(width - used - 1), "dim"))
        self.update(joined(*parts))


class FootLine(Still):
    """The keys of what is open; a notice takes its place until the next key press."""

    DEFAULT_CSS = "FootLine { height: auto; max-height: 4; width: 1fr; dock: bottom; }"

    def __init__(self) -> None:
        super().__init__()
        self.notice = ""
        self._keys: Sequence[Key] = ()

    def show_keys(self, keys: Sequence[Key]) -> None:
        """Draw the keys on one line or two, `?` always; an ellipsis shows that there are more."""
        self._keys = keys
        if self.notice:
            return
        width = self.app.size.width - 1
        words = [
            (key.name or shown(key.key.split(",")[0]), clean(key.label)) for key in keys if not key.quiet
        ]
        words.append(("?", _("help")))
        for further in (("^p", _("find")), ("q", _("leave"))):  # where there is room; help names them anyway
            if len(_broken([*words, further], width)) <= 2:
                words.append(further)
        lines = _broken(words, width)
        if len(lines) > 2:
            help_key = words[-1]
            more = words[:-1]
            while len(_broken([*more, ("…", ""), help_key], width)) > 2:
                more.pop()
            lines = _broken([*more, ("…", ""), help_key], width)
        self.update(Content("\n").join(_key_line(line) for line in lines))

    def show_notice(self, sentence: str) -> None:
        """Say a sentence here."""
        self.notice = sentence
        self.update(joined((f" {clean(sentence, limit=300)} ", "reverse")))

    def clear_notice(self) -> None:
        """Back to the keys."""
        if self.notice:
            self.notice = ""
            self.show_keys(self._keys)


def _broken(words: Sequence[tuple[str, str]], width: int) -> list[list[tuple[str, str]]]:
    """Keys and their words on as many lines as they need."""
    lines: list[list[tuple[str, str]]] = [[]]
    used = 0
    for name, label in words:
        length = len(name) + len(label) + 3
        if used + length > width + 2 and lines[-1]:
            lines.append([])
            used = 0
        lines[-1].append((name, label))
        used += length
    return lines


def _key_line(words: Sequence[tuple[str, str]]) -> Content:
    return joined(" ", *(part for name, label in words for part in ((f"{name} ", "bold"), f"{label}  ")))
