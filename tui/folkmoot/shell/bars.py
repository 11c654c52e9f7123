"""The two lines that frame a page: the strip of pages above, the keys or a notice below."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import UTC, datetime, timedelta

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
    "equals_sign": "=",
    "minus": "-",
}

READING = timedelta(seconds=8)  # in which a sentence can be read, whatever others do meanwhile


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
        labels = [
            f"{shown(keys[page.id]) if page.id in keys else _number(number)} {clean(page.title, limit=20)}"
            for number, page in enumerate((page for page in pages if page.strip), start=1)
        ]
        ids = [page.id for page in pages if page.strip]
        hidden = [page for page in pages if page.id == current and not page.strip]
        labels += [clean(page.title, limit=20) for page in hidden]
        ids += [page.id for page in hidden]
        gap = " " if sum(len(label) + 2 for label in labels) <= width else ""
        if (
            hidden and not gap and sum(len(label) + 1 for label in labels) > width
        ):  # the open one is always named
            room = width - len(labels[-1]) - 3
            while ids[:-1] and sum(len(label) + 1 for label in labels[:-1]) > room:
                del labels[-2], ids[-2]
            labels[-1] = f"… {labels[-1]}"
        parts: list[tuple[str, str]] = []
        used = 0
        for position, (name, label) in enumerate(zip(ids, labels, strict=True)):
            label = f" {label}{gap}"
            if used + len(label) > width - (2 if position < len(ids) - 1 else 0):
                parts.append((" …", ""))
                break
            parts.append((label, "reverse bold" if name == current else ""))
            used += len(label)
        else:
            name = clean(community, limit=max(0, width - used - 2)) if width - used > 8 else ""
            parts.append((name.rjust(width - used - 1), "dim"))
        self.update(joined(*parts))


def _number(number: int) -> str:
    return str(number) if number < 10 else "·"


class FootLine(Still):
    """The keys of what is open; a notice takes its place until the next key press."""

    DEFAULT_CSS = "FootLine { height: auto; max-height: 4; width: 1fr; dock: bottom; }"

    def __init__(self) -> None:
        super().__init__()
        self.notice = ""
        self.said_at = datetime.min.replace(tzinfo=UTC)
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

    def show_notice(self, sentence: str, at: datetime) -> None:
        """Say a sentence here; `at` is now."""
        self.notice, self.said_at = sentence, at
        self.update(joined((f" {clean(sentence, limit=300)} ", "reverse")))

    def clear_old_notice(self, now: datetime) -> None:
        """Back to the keys, once what is said could be read."""
        if not timedelta(0) <= now - self.said_at < READING:
            self.clear_notice()

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
