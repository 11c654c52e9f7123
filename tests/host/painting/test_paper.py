"""A slow terminal gets the last frame, not all of them; and nobody waits for it."""

from __future__ import annotations

from io import StringIO

from folkmoot.shell.painting.frame import Frame, Stroke, blank, painted
from folkmoot.shell.painting.paper import SYNC_END, SYNC_START, Paper
from host.painting.a_terminal import ATerminal


def frame(text: str, cursor: tuple[int, int] = (0, 1)) -> Frame:
    return painted(blank(80, 24), [Stroke(0, 0, [(text, "")])], cursor)


def text_of(sent: str) -> str:
    terminal = ATerminal(80, 24)
    terminal.feed(sent)
    return "\n".join(line.rstrip() for line in terminal.display).strip()


def open_paper() -> tuple[Paper, StringIO]:
    out = StringIO()
    paper = Paper(out)
    paper.open()
    return paper, out


def test_of_many_frames_while_the_terminal_is_slow_it_is_sent_the_last() -> None:
    paper, out = open_paper()
    told = [paper.want(frame(f"frame {number}")) for number in range(100)]
    assert told == [True] + [False] * 99  # the thread of writing is told once, so its queue stays empty
    paper.write("")
    assert text_of(out.getvalue()) == "frame 99"
    assert "frame 98" not in out.getvalue()
    assert paper.want(frame("frame 100"))


def test_nothing_is_sent_where_nothing_changed() -> None:
    paper, out = open_paper()
    paper.want(frame("same"))
    paper.write("")
    before = out.getvalue()
    paper.want(frame("same"))
    paper.write("")
    assert out.getvalue() == before


def test_a_frame_whose_waking_found_the_queue_full_comes_after_what_was_in_it() -> None:
    paper, out = open_paper()
    paper.want(frame("wanted"))
    paper.write("\x1b[?2004h")
    assert out.getvalue().startswith("\x1b[?2004h")
    assert text_of(out.getvalue()) == "wanted"


def test_after_what_is_no_frame_the_cursor_is_put_back_where_it_belongs_but_a_bell_moves_nothing() -> None:
    paper, out = open_paper()
    paper.want(frame("a", (7, 3)))
    paper.write("")
    for sent, then in (("\a", ""), ("\x1b[H", "\x1b[4;8H")):
        out.seek(0)
        out.truncate()
        paper.write(sent)
        assert out.getvalue() == sent + then


def test_where_nobody_knows_what_the_terminal_shows_all_of_it_is_sent_again() -> None:
    paper, out = open_paper()
    paper.want(frame("all of it"))
    paper.write("")
    out.seek(0)
    out.truncate()
    paper.forget()
    paper.write("")
    assert out.getvalue().startswith("\x1b[m\x1b[2J")
    assert text_of(out.getvalue()) == "all of it"


def test_nothing_is_painted_on_a_terminal_that_is_given_back_until_it_is_ours_again() -> None:
    paper, out = open_paper()
    paper.want(frame("secret"))
    paper.shut()
    paper.write("\x1b[?1049l")
    assert out.getvalue() == "\x1b[?1049l"
    paper.open()
    paper.write("\x1b[?1049h")
    assert "secret" not in out.getvalue()
    assert paper.want(frame("here again"))
    paper.write("")
    assert text_of(out.getvalue()) == "here again"


def test_much_at_once_is_shown_at_once_by_terminals_that_can() -> None:
    paper, out = open_paper()
    paper.synchronized = True
    paper.want(frame("little"))
    paper.write("")
    assert SYNC_START not in out.getvalue()
    paper.want(painted(blank(80, 24), [Stroke(0, y, [("x" * 80, "31")]) for y in range(24)], (0, 0)))
    paper.write("")
    assert out.getvalue().count(SYNC_START) == 1
    assert out.getvalue().endswith(SYNC_END)
