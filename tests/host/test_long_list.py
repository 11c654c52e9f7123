"""A list of any length: what is out of sight is not made, and the cursor stays on whom it is."""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Sequence

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from textual.app import App, ComposeResult
from textual.content import Content

from folkmoot.pressing import at_rest, press
from folkmoot.shell.long_list import LongList
from folkmoot.shell.safe import safe
from folkmoot.testing import HOSTILE

MANY = 23_000


class Listing(App[None]):
    """A list and nothing else; notes which rows it is asked for, and what is chosen."""

    def __init__(self, ids: Sequence[str | None], words: Callable[[int], str] = str) -> None:
        super().__init__()
        self.ids, self.words = ids, words
        self.asked: list[int] = []
        self.chosen: list[str] = []

    def compose(self) -> ComposeResult:
        yield LongList()

    def on_mount(self) -> None:
        self.show()

    def show(self) -> None:
        self.rows.show(self.ids, self.line)

    def line(self, place: int) -> Content:
        self.asked.append(place)
        return safe(self.words(place))

    @property
    def rows(self) -> LongList:
        return self.query_one(LongList)

    def on_long_list_selected(self, event: LongList.Selected) -> None:
        self.chosen.append(event.picked)

    def lines(self) -> list[str]:
        return [strip.text for strip in self.screen._compositor.render_strips()]

    def marked(self) -> list[str]:
        """Rows drawn in reverse, without the scroll bar at their right."""
        rows = [strip.crop(0, 20) for strip in self.screen._compositor.render_strips()]
        return [row.text.strip() for row in rows if any(part.style and part.style.reverse for part in row)]


def ids(count: int) -> list[str | None]:
    return [str(number) for number in range(count)]


async def test_of_many_rows_only_those_in_sight_are_made() -> None:
    app = Listing(ids(MANY))
    async with app.run_test(size=(40, 12)):
        await at_rest(app)
        assert set(app.asked) == set(range(12))
        await press(app, "end")
        assert set(app.asked) <= set(range(12)) | set(range(MANY - 12, MANY))
        assert app.marked() == [str(MANY - 1)]
        assert len(app.asked) == 24
        await press(app, "enter", "home", "enter")
        assert app.chosen == [str(MANY - 1), "0"]


async def test_a_cursor_key_draws_two_rows_and_asks_for_none() -> None:
    app = Listing(ids(MANY))
    async with app.run_test(size=(40, 12)):
        await at_rest(app)
        app.asked.clear()
        await press(app, "down", "j", "up")
        assert app.asked == []
        assert app.marked() == ["1"]


async def test_where_the_ids_are_the_same_what_says_something_else_is_seen() -> None:
    words = {3: "three"}
    app = Listing(ids(20), lambda place: words.get(place, str(place)))
    async with app.run_test(size=(40, 12)):
        await at_rest(app)
        await press(app, "down")
        words[3], words[15] = "drei", "fifteen"
        app.show()
        await at_rest(app)
        assert app.lines()[3].strip() == "drei"
        assert app.marked() == ["1"]
        await press(app, "end")
        assert "fifteen" in "\n".join(app.lines())


@pytest.mark.parametrize(
    ("after", "marked"),
    [
        (["z", "a", "b", "c"], "b"),  # it is still there
        (["a", "c", "d"], "c"),  # it went: what came after it
        (["a"], "a"),  # nothing came after it
        ([None, None], None),  # nothing can be picked
        ([], None),
    ],
)
async def test_the_cursor_stays_on_whom_it_is(after: list[str | None], marked: str | None) -> None:
    app = Listing(["a", "b", "c"])
    async with app.run_test(size=(40, 12)):
        await at_rest(app)
        await press(app, "down")
        app.ids = after
        app.show()
        await at_rest(app)
        assert app.rows.picked == marked
        await press(app, "enter", "down", "up", "pagedown", "pageup", "home", "end")
        assert app.chosen == ([marked] if marked else [])


async def test_a_heading_can_t_be_picked_and_is_seen_from_the_first_row() -> None:
    heads = [None, *ids(30)[1:], None]
    app = Listing(heads, lambda place: f"row {place}")
    async with app.run_test(size=(40, 6)):
        await at_rest(app)
        assert app.rows.picked == "1"
        await press(app, "end")
        assert app.lines()[-1].strip() == "row 30"
        assert app.rows.picked == "29"
        await press(app, "down")  # round to the first
        assert app.rows.picked == "1"
        assert app.lines()[0].strip() == "row 0"


async def test_a_long_row_is_cut_and_a_hostile_one_is_inert() -> None:
    app = Listing(ids(3), lambda place: HOSTILE * 5 if place == 1 else "ok")
    async with app.run_test(size=(40, 6)):
        await at_rest(app)
        assert [strip.cell_length for strip in app.screen._compositor.render_strips()] == [40] * 6
        assert app.lines()[1].rstrip().endswith("…")
        assert app.lines()[1].startswith(" [/] [bold]x[/bold]")
        assert not set(app.lines()[1]) & set("\x1b\x07\u202e")


@settings(max_examples=60, deadline=None)
@given(
    heads=st.sets(st.integers(0, 39), max_size=39),
    keys=st.lists(
        st.sampled_from(["down", "up", "home", "end", "pagedown", "pageup", "j", "k"]), max_size=12
    ),
    height=st.integers(1, 15),
)
def test_wherever_keys_go_the_cursor_is_on_a_row_that_can_be_picked_and_in_sight(
    heads: set[int], keys: list[str], height: int
) -> None:
    rows = [None if place in heads else str(place) for place in range(40)]

    async def walked() -> None:
        app = Listing(rows)
        async with app.run_test(size=(30, height)):
            await at_rest(app)
            await press(app, *keys)
            assert app.rows.picked is not None
            assert app.marked() == [app.rows.picked]

    asyncio.run(walked())
