"""Members' text is inert: what leaves the door can fool neither a terminal, nor a widget, nor a reader."""

from __future__ import annotations

import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from folkmoot.shell.safe import joined, safe
from folkmoot.testing import HOSTILE
from folkmoot.text import MAX_MARKS, clean, plain, skeleton, to_ascii


@given(st.text(max_size=300))
def test_no_control_format_private_or_unassigned_character_is_left(text: str) -> None:
    for character in clean(text, lines=True):
        assert character == "\n" or character in "\u200c\u200d" or unicodedata.category(character)[0] != "C"


@given(st.text(max_size=300), st.booleans())
def test_cleaning_twice_changes_nothing(text: str, lines: bool) -> None:
    once = clean(text, lines=lines)
    assert clean(once, lines=lines) == once


@given(st.text(alphabet="e\u0301\u0308\u20dd", max_size=60))
def test_combining_marks_on_a_letter_are_capped(text: str) -> None:
    run = longest = 0
    for character in clean(text):
        run = run + 1 if unicodedata.category(character) in ("Mn", "Me") else 0
        longest = max(longest, run)
    assert longest <= MAX_MARKS


@pytest.mark.parametrize(
    "text",
    ["Zoë", "नमस्ते", "שלום", "مرحبا", "می‌خواهم", "👩‍👩‍👧", "Việt", "ﬁ", "日本語"],
)
def test_the_letters_of_people_stay(text: str) -> None:
    assert clean(text) == unicodedata.normalize("NFC", text)


@pytest.mark.parametrize(
    ("typed", "cleaned"),
    [
        ("a\x1b[31mb", "a[31mb"),
        ("a\u202eb", "ab"),
        ("a\u0085b", "a b"),
        ("  two   words ", "two words"),
        ("one\r\ntwo", "one two"),
        ("\ud800x", "x"),
        ("\ue000x", "x"),
        ("x\x00y", "xy"),
    ],
)
def test_what_a_terminal_would_obey_is_dropped(typed: str, cleaned: str) -> None:
    assert clean(typed) == cleaned


def test_a_text_beyond_its_limit_shows_the_cut() -> None:
    assert clean("abcdefgh", limit=5) == "abcd…"


def test_columns_keep_their_spaces_and_nothing_else() -> None:
    assert clean("a   b\x1b ", spaces=True) == "a   b "


def test_hostile_text_is_shown_as_it_is_typed_never_as_markup() -> None:
    for content in (safe(HOSTILE), joined("x", (HOSTILE, "bold"))):
        assert "[/] [bold]x[/bold] [@click=app.exit]go[/]" in content.plain
        assert "\x1b" not in content.plain
        assert not any(span.style and "click" in str(span.style) for span in content.spans)


def test_plain_output_keeps_lines_and_drops_controls() -> None:
    assert plain("a\x1b]0;t\x07\nb") == "a]0;t\nb"


@given(st.text(max_size=100))
def test_ascii_has_as_many_characters_as_what_it_stands_for(text: str) -> None:
    shown = to_ascii(text)
    assert shown.isascii()
    assert len(shown) == len(text)


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("anna", "аnna"),
        ("paypal", "paypa1"),
        ("oisin", "Oisín"),
        ("mod", "m0d"),
        ("clara", "сlаrа"),
        ("an-na", "anna"),
        ("mos5", "moss"),
        ("adm1n", "admin"),
    ],
)
def test_handles_that_look_alike_have_one_skeleton(one: str, other: str) -> None:
    assert skeleton(one) == skeleton(other)


def test_handles_that_differ_to_the_eye_have_two_skeletons() -> None:
    assert skeleton("ana") != skeleton("ina")
