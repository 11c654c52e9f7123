"""Finding one of many by a few typed letters: in whatever case, with or without accents, however long a text is.

Every kind of fit is one look from left to right: a text that somebody wrote can't make it slow.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence

from folkmoot.text import plain_letters

IS_IT, BEGINS, WORD_BEGINS, HOLDS, HOLDS_WORDS, IN_ORDER, IN_NOTE, NOT_AT_ALL = range(8)


def fit(typed: str, name: str, note: str = "") -> int:
    """How typed letters fit a name, and what is said of it: the smaller the better, `NOT_AT_ALL` where they don't.

    All three in plain letters. Best is the name itself, then one that begins so, of whose words one begins so, that
    holds it, that holds every typed word, that has the letters in their order; last where what is said of it holds
    every word.
    """
    if name == typed:
        return IS_IT
    if name.startswith(typed):
        return BEGINS
    if typed in name:
        return WORD_BEGINS if re.search(rf"\b{re.escape(typed)}", name) else HOLDS
    words = typed.split()
    if words and has_words(words, name):
        return HOLDS_WORDS
    if in_order(typed.replace(" ", ""), name):
        return IN_ORDER
    return IN_NOTE if words and has_words(words, f"{name}\0{note}") else NOT_AT_ALL


def has_words(words: Iterable[str], there: str) -> bool:
    """Whether each word is in a text; both in plain letters."""
    return all(word in there for word in words)


def in_order(letters: str, there: str) -> bool:
    """Whether letters are in a text one after the other, whatever stands between them."""
    place = 0
    for letter in letters:
        place = there.find(letter, place) + 1
        if not place:
            return False
    return True


class Searched:
    """Entries to be found, each a name and what is said of it. What was found before narrows what is looked at next."""

    def __init__(self, entries: Sequence[tuple[str, str]]) -> None:
        self._entries = entries
        self._plain: list[tuple[str, str]] = []
        self._before = ""
        self._there: Sequence[int] = range(len(entries))

    def found(self, typed: str) -> list[int]:
        """The places of those that fit, the best first; else in their order. Nothing typed fits all."""
        wanted = plain_letters(typed).strip()
        if not wanted:
            return list(range(len(self._entries)))
        if not self._plain:
            self._plain = [(plain_letters(name), plain_letters(note)) for name, note in self._entries]
        if not self._before or not wanted.startswith(self._before):
            self._there = range(len(self._entries))
        scored = [(fit(wanted, *self._plain[place]), place) for place in self._there]
        hits = sorted(one for one in scored if one[0] != NOT_AT_ALL)
        self._before, self._there = wanted, sorted(place for _how, place in hits)
        return [place for _how, place in hits]
