"""The quick terminal emulator draws what pyte draws, whatever is sent and however it is cut."""

from __future__ import annotations

from contextlib import suppress
from itertools import pairwise

import pyte
from hypothesis import given, settings
from hypothesis import strategies as st

from journeys.emulator import QuickScreen, QuickStream

NUMBER = st.sampled_from(["", "0", "1", "2", "4", "7", "31", "9999"])
SENT = st.one_of(
    st.text("ab ~", min_size=1, max_size=9),
    st.text("é↑漢e\u0301\r\n\t\b", min_size=1, max_size=3),
    st.builds("\x1b[{}m".format, st.sampled_from(["", "0", "1", "4", "31", "1;41", "38;5;9", "99999"])),
    st.builds("\x1b[{};{}H".format, NUMBER, NUMBER),
    st.builds("\x1b[{}{}".format, st.sampled_from(["", "1", "2"]), st.sampled_from("ABCDLMPX@JKH")),
    st.sampled_from(["\x1b[4h", "\x1b[4l", "\x1b[?7l", "\x1b[?7h", "\x1bM", "\x1bD", "\x1b7", "\x1b8"]),
    st.sampled_from(
        ["\x1b]0;a title\x07", "\x1b[", "\x1b", "\x1b[1", "\x18", "\x1b[38;5;9m", "\x1b)0\x0e", "\x1b%@"]
    ),
)


@settings(max_examples=200)
@given(st.lists(SENT, min_size=5, max_size=40), st.lists(st.integers(0, 200), max_size=6))
def test_both_draw_the_same_wherever_it_is_cut(sent: list[str], cuts: list[int]) -> None:
    data = "".join(sent).encode()
    ours, theirs = QuickScreen(12, 5), pyte.Screen(12, 5)
    quick, slow = QuickStream(ours), pyte.ByteStream(theirs)
    places = sorted({0, *(cut for cut in cuts if cut < len(data)), len(data)})
    for start, end in pairwise(places):
        try:
            slow.feed(data[start:end])
        except Exception:
            return  # pyte fell over it: nothing to agree with
        quick.feed(data[start:end])
        assert (ours.cursor.x, ours.cursor.y) == (theirs.cursor.x, theirs.cursor.y)
        assert all(ours.buffer[y][x] == theirs.buffer[y][x] for y in range(5) for x in range(12))
        with suppress(IndexError):  # pyte reads no line in which half of a wide letter was overwritten
            assert ours.display == theirs.display
