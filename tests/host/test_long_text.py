"""Long text in a form: it wraps, enter makes a line, arrows and tab leave, and what was typed is never lost."""

from __future__ import annotations

import io
import json
from typing import Annotated, Any

import msgspec
import pytest
from msgspec import Meta

from folkmoot.cli.texts import MOST, from_input
from folkmoot.errors import BadData, ChangedMeanwhile
from folkmoot.forms import NotFitting, fields_of, filled
from folkmoot.shell.form import FormScreen
from folkmoot.testing import HOSTILE, Screen, TestCommunity
from folkmoot.text import clean

LETTERS = 600


class Letter(msgspec.Struct, frozen=True, kw_only=True):
    title: Annotated[str, Meta(min_length=1, max_length=60, title="Title")]
    text: Annotated[
        str, Meta(min_length=1, max_length=LETTERS, title="Letter", description="everybody reads it")
    ]
    thanks: Annotated[str, Meta(max_length=60, title="Thanks", extra={"format": "lines"})] = ""
    line: Annotated[str, Meta(max_length=900, title="Line", extra={"format": "line"})] = ""


class Desk:
    """Where letters are kept; what is raised once is told at the next saving."""

    def __init__(self) -> None:
        self.saved: list[Letter] = []
        self.drafts: dict[str, dict[str, str]] = {}
        self.raises: Exception | None = None

    def save(self, form: Letter) -> None:
        problem, self.raises = self.raises, None
        if problem is not None:
            raise problem
        self.saved.append(form)

    async def open(self, screen: Screen, **start: Any) -> None:
        screen.app.push_screen(
            FormScreen("A letter", Letter, self.save, name="letter", drafts=self.drafts, start=start)
        )
        await screen.look()


@pytest.mark.parametrize(
    ("name", "kind"), [("title", "text"), ("text", "lines"), ("thanks", "lines"), ("line", "text")]
)
def test_how_long_a_text_may_be_says_whether_it_has_lines_unless_its_type_does(name: str, kind: str) -> None:
    assert {field.name: field.kind for field in fields_of(Letter)}[name] == kind


def test_lines_are_kept_and_what_nobody_sees_is_not() -> None:
    typed = "one\r\n\r\n\x1b[31mtwo\u202e\t!  \n\n"
    assert filled(Letter, {"title": "a\nb", "text": typed}).text == "one\n\n[31mtwo    !"
    assert filled(Letter, {"title": "a\nb", "text": "x"}).title == "a b"


def test_too_long_is_refused_and_never_cut() -> None:
    with pytest.raises(NotFitting, match="600 letters at most"):
        filled(Letter, {"title": "a", "text": "x\n" * LETTERS})


async def test_enter_makes_a_line_and_ctrl_s_saves_from_inside(community: TestCommunity) -> None:
    desk = Desk()
    async with community.shell() as screen:
        await desk.open(screen)
        await screen.type("Spring")
        await screen.press("enter")
        assert "tab ↑↓ next" in screen.text
        await screen.type("Dear all,")
        await screen.press("enter", "enter")
        await screen.type("the beans are in.")
        assert "28 of 600 letters" in screen.text
        await screen.press("ctrl+s")
    assert [one.text for one in desk.saved] == ["Dear all,\n\nthe beans are in."]


async def test_arrows_move_in_the_text_and_leave_it_at_its_edges(community: TestCommunity) -> None:
    desk = Desk()
    async with community.shell() as screen:
        await desk.open(screen, title="Spring", text="one\ntwo")
        focused = screen.app.screen.focused
        way = "down text, up text, up title, tab text, down text, down thanks, up text, shift+tab title"
        for key, name in (step.split() for step in way.split(", ")):
            await screen.press(key)
            focused = screen.app.screen.focused
            assert focused is not None
            assert focused.id == f"field-{name}", key


@pytest.mark.parametrize("size", [(80, 24), (60, 20)])
async def test_a_long_text_is_seen_whole_around_the_cursor(
    community: TestCommunity, size: tuple[int, int]
) -> None:
    desk = Desk()
    text = "\n".join(
        f"line {number} of a letter that is told at length, to the end{number}." for number in range(9)
    )
    async with community.shell(size=size) as screen:
        await desk.open(screen, title="Spring", text=text)
        await screen.press("tab")
        assert "end8." in screen.text
        assert "Line" in screen.text
        assert "save" in screen.text
        await screen.press(*["up"] * 40)
        await screen.press("tab", "ctrl+home")
        assert all(len(line) <= size[0] for line in screen.text.splitlines())


async def test_too_much_is_said_while_one_types(community: TestCommunity) -> None:
    desk = Desk()
    async with community.shell() as screen:
        await desk.open(screen, title="Spring", text="x" * (LETTERS - 1))
        await screen.press("tab")
        assert "599 of 600 letters" in screen.text
        await screen.type("abc")
        assert "2 letters too many" in screen.text
        await screen.press("ctrl+s")
        assert "600 letters at most" in screen.text
        await screen.press("backspace", "backspace", "ctrl+s")
    assert [len(one.text) for one in desk.saved] == [LETTERS]


async def test_a_paste_keeps_its_lines_and_nothing_that_a_terminal_obeys(community: TestCommunity) -> None:
    from textual.events import Paste

    desk = Desk()
    async with community.shell() as screen:
        await desk.open(screen, title="Spring")
        await screen.press("tab")
        screen.app.post_message(Paste("one\r\ntwo\x1b[2J\u202e"))
        await screen.look()
        await screen.press("ctrl+s")
    assert [one.text for one in desk.saved] == ["one\ntwo[2J"]


async def test_a_draft_keeps_its_lines(community: TestCommunity) -> None:
    desk = Desk()
    async with community.shell() as screen:
        await desk.open(screen, title="Spring")
        await screen.press("tab")
        await screen.type("one")
        await screen.press("enter")
        await screen.type("two")
        await screen.press("escape")
        assert desk.drafts == {"letter": {"text": "one\ntwo"}}
        await desk.open(screen, title="Spring")
        assert "what you had typed before" in screen.text
        await screen.press("ctrl+s")
    assert [one.text for one in desk.saved] == ["one\ntwo"]


async def test_what_two_wrote_stands_below_each_other_by_lines(community: TestCommunity) -> None:
    desk = Desk()
    async with community.shell() as screen:
        await desk.open(screen, title="Spring", text="one\ntwo")
        await screen.press("tab")
        await screen.type(" mine")
        desk.raises = ChangedMeanwhile("Changed.", None, {"text": "one\ntwo theirs"})
        await screen.press("ctrl+s")
        rows = screen.text.splitlines()
        place = next(number for number, row in enumerate(rows) if "there now: one" in row)
        assert "two theirs" in rows[place + 1]
        assert "two mine" in screen.text
        await screen.press("ctrl+s")
    assert [one.text for one in desk.saved] == ["one\ntwo mine"]


async def test_hostile_text_is_inert_in_lines_too(community: TestCommunity) -> None:
    hostile = HOSTILE
    desk = Desk()
    async with community.shell() as screen:
        await desk.open(screen, title="Spring", text=f"begin\n{hostile}\nend")
        await screen.press("tab", "ctrl+s")
        assert "\x1b" not in screen.text
    assert [one.text for one in desk.saved] == [clean(f"begin\n{hostile}\nend", lines=True)]


@pytest.mark.parametrize("typed", ["-", "as it is"])
def test_a_command_takes_a_text_as_it_is_written_or_from_the_input(
    community: TestCommunity, monkeypatch: pytest.MonkeyPatch, typed: str
) -> None:
    monkeypatch.setattr("sys.stdin", io.StringIO("five metres\n\nof wood\n"))
    community.run("ana", "board", "offer", "ladder", "--text", typed)
    said = json.loads(community.run("ana", "board", "--json"))
    assert said["notices"][0]["text"] == ("five metres\n\nof wood" if typed == "-" else typed)


def test_only_one_text_comes_from_the_input(
    community: TestCommunity, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("sys.stdin", io.StringIO("words"))
    community.run("ana", "mission", "--vision", "-", "--mission", "-", "--aims", "c", code=65)


def test_input_that_is_no_text_or_no_end_of_it_is_refused(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr("sys.stdin", io.TextIOWrapper(io.BytesIO(b"\xff\xfe"), encoding="utf-8"))
    with pytest.raises(BadData, match="UTF-8"):
        from_input()
    monkeypatch.setattr("sys.stdin", io.StringIO("x" * (MOST + 1)))
    with pytest.raises(BadData, match="longer"):
        from_input()
