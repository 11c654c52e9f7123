"""What is found when somebody types a few letters, and what comes first."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from folkmoot.search import Searched

ENTRIES = [
    ("Cork oaks", "growing old together"),
    ("Orchard", "farming, with Inês"),
    ("Corner shop", "bread"),
    ("Inês Gonçalves", "ines"),
    ("Seed library", "seeds of forty plants; the oak chest"),
    ("Old oaks of the hill", "walking"),
    ("Old oaks", "walking"),
]


@pytest.mark.parametrize(
    ("typed", "found"),
    [
        ("", [name for name, _note in ENTRIES]),
        ("cor", ["Cork oaks", "Corner shop"]),  # in the order in which they stand
        (
            "old oaks",
            ["Old oaks", "Old oaks of the hill", "Cork oaks"],
        ),  # the name itself before what begins so
        ("oaks", ["Cork oaks", "Old oaks of the hill", "Old oaks"]),  # a word that begins so
        ("chard", ["Orchard"]),  # within a word
        (
            "oaks old",
            ["Old oaks of the hill", "Old oaks", "Cork oaks"],
        ),  # each word, in the name before what is said of it
        ("goncalves", ["Inês Gonçalves"]),  # without accents, as phones type
        ("GONÇ", ["Inês Gonçalves"]),
        ("sdlb", ["Seed library"]),  # letters in their order
        (
            "oak",
            ["Cork oaks", "Old oaks of the hill", "Old oaks", "Seed library"],
        ),  # what is said of it comes last
        ("ines", ["Inês Gonçalves", "Orchard"]),
        (" bread ", ["Corner shop"]),
        ("zzz", []),
    ],
)
def test_what_fits_best_comes_first(typed: str, found: list[str]) -> None:
    assert [ENTRIES[place][0] for place in Searched(ENTRIES).found(typed)] == found


@given(
    entries=st.lists(st.tuples(st.text("abc ", max_size=8), st.text("abc ", max_size=8)), max_size=8),
    typed=st.text("abc ", max_size=8),
)
def test_typing_on_finds_what_typing_at_once_finds(entries: list[tuple[str, str]], typed: str) -> None:
    searched = Searched(entries)
    for end in (*range(len(typed) + 1), max(len(typed) - 2, 0)):
        assert searched.found(typed[:end]) == Searched(entries).found(typed[:end])


def test_no_text_that_somebody_wrote_makes_it_slow() -> None:
    """Where every way to place the letters were tried, this would not end."""
    entries = [("a ladder " * 1_000, "ab" * 5_000)] * 50
    assert Searched(entries).found("a" * 40 + "zebra") == []
    assert Searched(entries).found("l" * 900) == list(range(50))
