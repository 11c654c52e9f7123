"""The one door for members' text: whatever a member typed leaves here inert.

Cleaned on write and on display. The shell wraps what leaves here for its widgets (`shell/safe.py`); plain
output goes through `plain()`. Nothing else may carry a member's string to a terminal or a file.
"""

from __future__ import annotations

import unicodedata

MAX_LENGTH = 10_000
MAX_MARKS = 4  # combining marks on one letter: enough for Vietnamese and pointed Hebrew, too few for a tower
_KEEP = "\u200c\u200d"  # ZWNJ and ZWJ: Persian, Indic scripts and emoji families need them
_DROP = {"Cc", "Cf", "Co", "Cs", "Cn"}
_MARKS = {"Mn", "Me"}

# Letters that look like a Latin one at terminal size. Source: the idea of Unicode's confusables (UTS 39);
# the choice of pairs is ours and covers the scripts whose letters people mistake for Latin.
_LOOKALIKES = str.maketrans(
    {
        **dict(zip("аɑαвсԁеһіјӏкмнорг", "aaabcdehijlkmnopr", strict=True)),
        **dict(zip("ѕтυѵԝхуʏᴢοεικνρχγω", "stuvwxyyzoeikvpxyw", strict=True)),
        **dict(zip("0135$|!i", "olesslll", strict=True)),
    }
)


def clean(value: object, *, lines: bool = False, spaces: bool = False, limit: int = MAX_LENGTH) -> str:
    """The text without anything that a terminal or a reader could be fooled by.

    Drops control, format, private, surrogate and unassigned characters (so no ESC, no bidi override), keeps
    ZWJ, ZWNJ and right-to-left letters, caps combining marks on a letter at `MAX_MARKS` and the length at
    `limit` characters (an ellipsis then shows the cut). With `lines`, line breaks stay and tabs become
    spaces; without, every run of white space is one space, unless `spaces` keeps them as they are (for what
    is laid out in columns, or still being typed). Cleaning twice changes nothing.
    """
    text = str(value)
    if text.isascii() and text.isprintable() and len(text) <= limit and (spaces or "  " not in text):
        return text if spaces else text.strip()
    text = text.replace("\r\n", "\n").replace("\r", "\n").replace("\u2028", "\n").replace("\u2029", "\n")
    if lines:
        rows = [_clean_line(line.replace("\t", "    ")) for line in text.split("\n")]
        cleaned = "\n".join(rows) if spaces else "\n".join(row.rstrip() for row in rows).strip("\n")
    elif spaces:
        cleaned = _clean_line(" ".join(text.splitlines()).replace("\t", " "))
    else:
        cleaned = " ".join(_clean_line(" ".join(text.split())).split())
    if len(cleaned) > limit:
        cleaned = cleaned[: limit - 1].rstrip() + "…"
    return cleaned


def _clean_line(line: str) -> str:
    kept: list[str] = []
    marks = 0
    for character in line:
        category = unicodedata.category(character)
        if category in _DROP and character not in _KEEP:
            continue
        if category in ("Zl", "Zp"):
            character = " "
        marks = marks + 1 if category in _MARKS else 0
        if marks <= MAX_MARKS:
            kept.append(character)
    return unicodedata.normalize("NFC", "".join(kept))


def wrapped(text: str, width: int) -> list[str]:
    """Text cleaned, as lines of at most `width` characters; its own line breaks stay. One empty line of nothing."""
    from textwrap import wrap

    return [
        part
        for line in clean(text, lines=True, limit=1_000_000).split("\n")
        for part in wrap(line, width) or [""]
    ]


def plain(text: str) -> str:
    """Text for plain output, line breaks kept: the door of `cli`, with the same promise as `clean`."""
    return clean(text, lines=True, limit=1_000_000)


def plain_letters(text: str) -> str:
    """Small letters without their accents, as people type when they look for something."""
    small = text.casefold()
    if small.isascii():
        return small
    apart = unicodedata.normalize("NFKD", small)
    marks = {letter for letter in set(apart) if unicodedata.combining(letter)}
    for mark in marks:  # few, and quicker than a look at each letter
        apart = apart.replace(mark, "")
    return apart.casefold()


def to_ascii(text: str) -> str:
    """The nearest ASCII of the same number of characters, for terminals that are not UTF-8."""
    if text.isascii():
        return text
    return "".join(_ascii_of(character) for character in text)


_ASCII = {
    **{chr(code): "+" for code in range(0x2500, 0x2580)},  # box drawing, corners and crossings
    **{chr(code): "#" for code in range(0x2580, 0x25A0)},  # block elements
    **dict.fromkeys("─━═╌┄┈╴╶╸╺▔▁—–‒―", "-"),
    **dict.fromkeys("│┃║╎┆┊╵╷▏▕▎▊▌▐", "|"),
    **dict.fromkeys("·•‧∙", "-"),
    **dict.fromkeys("“”„«»", '"'),
    **dict(zip("¿¡", "?!", strict=True)),
    **dict.fromkeys("‘’‚", "'"),
    **dict.fromkeys("\u00a0\u202f\u2009", " "),
    **dict(zip("→←↑↓×…▸▶▾▼", "><^vx.>>vv", strict=True)),
    **dict(zip("○●◐◑", "O@)(", strict=True)),
}


def _ascii_of(character: str) -> str:
    if character.isascii():
        return character
    if character in _ASCII:
        return _ASCII[character]
    base = unicodedata.normalize("NFKD", character)[0]
    return base if base.isascii() and base.isprintable() else "?"


def skeleton(handle: str) -> str:
    """What a handle looks like: two handles with one skeleton can be mistaken for each other."""
    folded = unicodedata.normalize("NFKD", handle.casefold())
    letters = "".join(character for character in folded if not unicodedata.combining(character))
    return (
        letters.translate(_LOOKALIKES).replace("rn", "m").replace("vv", "w").replace("-", "").replace("_", "")
    )
