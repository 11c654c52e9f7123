"""What is typed: bytes of any kind, and pastes that can't press keys."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from folkmoot.shell.incoming import BEGIN, END, Incoming


def heard(*parts: bytes) -> str:
    incoming = Incoming()
    return "".join([*(incoming.decode(part) for part in parts), incoming.decode(b"", final=True)])


@pytest.mark.parametrize("typed", [b"\xe9a", b"\xff", b"caf\xe9\r", b"\xc3", b"\x80\x80x"])
def test_bytes_of_another_encoding_are_shown_as_such_and_end_nothing(typed: bytes) -> None:
    assert "\ufffd" in heard(typed)


def test_a_letter_of_several_bytes_may_come_in_parts() -> None:
    assert heard(b"\xe2\x97", b"\x8b") == "○"


def test_keys_and_their_sequences_pass_as_they_are() -> None:
    assert heard(b"\x1b[A\x1b\x0f\x1b[1;5C", b"\x1b", b"x\r\t\x13") == "\x1b[A\x1b\x0f\x1b[1;5C\x1bx\r\t\x13"


def test_an_escape_key_is_not_held_back() -> None:
    assert Incoming().decode(b"\x1b") == "\x1b"


def test_a_paste_is_text_whatever_it_holds() -> None:
    pasted = b" evil \x1b[31mX\rsecond\x1b[A\x9b1m\x00\x07\t\n"
    assert heard(BEGIN.encode() + pasted + END.encode() + b"q") == (
        f"{BEGIN} evil [31mX\rsecond[A\ufffd1m\t\n{END}q"
    )


@given(st.text("ab\x1b[2~01A", max_size=30), st.lists(st.integers(0, 50), max_size=8))
def test_a_paste_is_the_same_in_whatever_parts_it_comes(text: str, cuts: list[int]) -> None:
    whole = f"{BEGIN}{text}{END}x".encode()
    places = sorted({min(cut, len(whole)) for cut in cuts})
    parts = [whole[a:b] for a, b in zip([0, *places], [*places, len(whole)], strict=True)]
    assert heard(*parts) == heard(whole)
    inside = heard(whole)[len(BEGIN) :].partition(END)[0]
    assert "\x1b" not in inside
