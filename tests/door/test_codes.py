"""Codes on cards: typed by tired people, guessed by nobody."""

from __future__ import annotations

import hypothesis.strategies as st
from hypothesis import given

from folkmoot.door.codes import LETTERS, hashed, new_code, read_code, shown_code


def test_a_code_has_twelve_letters_of_sixty_bits() -> None:
    codes = {new_code() for _time in range(200)}
    assert len(codes) == 200
    assert all(len(code) == 12 and set(code) <= set(LETTERS) for code in codes)
    assert len(LETTERS) ** 12 == 2**60


@given(st.text(alphabet=LETTERS, min_size=12, max_size=12), st.sampled_from("- .–"), st.booleans())
def test_a_code_is_read_in_whatever_case_and_groups(code: str, between: str, small: bool) -> None:
    typed = shown_code(code).replace("-", between)
    assert read_code(f"  {typed.lower() if small else typed} ") == code


def test_digits_that_no_code_has_are_read_as_the_letters_they_look_like() -> None:
    assert read_code("0189-AAAA-BBBB") == "OIBGAAAABBBB"


@given(st.text(max_size=40))
def test_whatever_is_typed_is_a_code_or_none(typed: str) -> None:
    found = read_code(typed)
    assert found is None or (len(found) == 12 and set(found) <= set(LETTERS))


def test_what_is_kept_of_a_code_tells_nothing_of_it_and_differs_between_communities() -> None:
    kept = hashed("ABCDEFGHIJKL", "0" * 32)
    assert "ABCDEFGHIJKL" not in kept
    assert kept == hashed("ABCDEFGHIJKL", "0" * 32) != hashed("ABCDEFGHIJKL", "1" * 32)
