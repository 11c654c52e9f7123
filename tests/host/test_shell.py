"""The shell by real keys at 80x24: what a person sees and what is stored."""

from __future__ import annotations

import threading
from collections.abc import Callable, Iterable

import pytest
from textual.widgets import Static

from folkmoot.api import Dialog
from folkmoot.session import Account
from folkmoot.testing import HOSTILE, TestCommunity

Found = Callable[..., TestCommunity]


SIGNS = {
    "Today": "Full moon call",
    "Rhythm": "November 2026",
    "People": "1 person",
    "Circles": "circles",
    "Map": "Care map",
    "You": "Handle",
    "Door": "Members type",
}


async def test_the_strip_names_every_page_with_its_number(community: TestCommunity) -> None:
    async with community.shell() as screen:
        shown = [page for page in screen.app.pages if page.strip]
        named = [f"{number} {page.title}" for number, page in enumerate(shown, start=1)]
        assert screen.lines[0].split()[: 2 * len(shown)] == " ".join(named).split()
        for title, sign in SIGNS.items():
            await screen.press(screen.number(title))
            assert sign in screen.text
        beyond = str(len(shown) + 1)
        if len(beyond) == 1:
            await screen.press(beyond)
            assert SIGNS["Door"] in screen.text


@pytest.mark.parametrize("page", SIGNS)
@pytest.mark.parametrize("size", [(80, 24), (120, 40), (60, 18), (40, 12)])
async def test_nothing_is_wider_than_the_terminal_and_the_last_line_says_the_way_to_help(
    community: TestCommunity, page: str, size: tuple[int, int]
) -> None:
    async with community.shell(size=size) as screen:
        await screen.open(page)
        assert "has stopped" not in screen.text
        assert len(screen.lines) == size[1]
        assert all(len(line) <= size[0] for line in screen.lines)
        assert "? help" in " ".join(screen.lines[-2:])


@pytest.mark.parametrize("page", SIGNS)
async def test_help_says_what_every_key_of_a_page_does(community: TestCommunity, page: str) -> None:
    async with community.shell(size=(80, 40)) as screen:
        await screen.open(page)
        keys = screen.app.all_keys()
        await screen.press("question_mark")
        for key in keys:
            assert (key.help or key.label) in screen.text
        await screen.press("escape")
        assert "Help:" not in screen.text


@pytest.mark.parametrize("page", ["Today", "Rhythm", "Circles", "You"])
async def test_at_80_columns_every_action_of_a_page_stands_in_its_foot(
    community: TestCommunity, page: str
) -> None:
    async with community.shell() as screen:
        await screen.open(page)
        foot = " ".join(screen.lines[-2:])
        for key in screen.app.all_keys(foot=True):
            assert key.quiet or key.label in foot
        assert "…" not in foot


async def test_the_palette_finds_a_page_by_a_few_letters(community: TestCommunity) -> None:
    async with community.shell() as screen:
        await screen.press("ctrl+p", "c", "i", "r", "enter")
        assert screen.app.current == "circles"


async def test_the_palette_does_what_a_key_does(community: TestCommunity) -> None:
    async with community.shell() as screen:
        await screen.press("2", "right_square_bracket")
        assert "December 2026" in screen.text
        await screen.press("ctrl+p")
        await screen.type("back to today")
        await screen.press("enter")
        assert "November 2026" in screen.text


async def test_the_palette_says_when_nothing_is_found(community: TestCommunity) -> None:
    async with community.shell() as screen:
        await screen.press("ctrl+p", "z", "z", "z", "z")
        assert "Nothing of that name" in screen.text
        await screen.press("enter", "escape")
        assert "Full moon call" in screen.text


async def test_a_person_changes_their_card_and_sees_it(community: TestCommunity) -> None:
    async with community.shell() as screen:
        await screen.press(screen.number("You"), "e")
        await screen.press(*["backspace"] * 3)
        await screen.type("Anna")
        await screen.press("down", "down")
        await screen.type("Pacific/Auckland")
        await screen.press("ctrl+s")
        assert "Pacific/Auckland" in screen.text
        assert "Saved." in screen.text
    stored = community.session().store.collection(Account).first(handle="ana")
    assert stored is not None
    assert (stored.value.name, stored.value.zone) == ("Anna", "Pacific/Auckland")


async def test_an_answer_that_does_not_fit_is_told_and_stays_typed(community: TestCommunity) -> None:
    async with community.shell() as screen:
        await screen.press(screen.number("You"), "e", "down", "down")
        await screen.type("Auckland")
        await screen.press("ctrl+s")
        assert "Did you mean Pacific/Auckland?" in screen.text
        assert "Auckland" in screen.text
        await screen.press("escape")
    stored = community.session().store.collection(Account).first(handle="ana")
    assert stored is not None
    assert stored.value.zone == ""


async def test_what_was_typed_is_there_again_after_leaving_a_form(community: TestCommunity) -> None:
    async with community.shell() as screen:
        await screen.press(screen.number("You"), "e")
        await screen.type(" Maria")
        await screen.press("escape", "1")
        await screen.press(screen.number("You"), "e")
        assert "Ana Maria" in screen.text
        assert "what you had typed before" in screen.text


async def test_what_one_session_writes_another_sees_without_a_key(community: TestCommunity) -> None:
    from folkmoot_core.rhythm.actions import cancel_occurrence

    async with community.shell() as screen:
        await screen.press("2")
        assert "cancelled" not in screen.text
        cancel_occurrence(community.session(), "full-call/full-332", "the hall is flooded")
        await screen.look()
        assert "Full moon call, cancelled: the hall is flooded" in screen.text
        await screen.press("1")
        assert "cancelled: the hall is flooded" in screen.text


async def test_a_change_keeps_the_highlighted_line(community: TestCommunity) -> None:
    from folkmoot_sociocracy.circles.model import Circle

    writer = community.session()
    with writer.store.transaction(by="ana", why="test") as tx:
        for name in ("Hearth", "Signal", "Welcome"):
            tx.add(Circle(name=name, aim=f"{name} aim"))
    async with community.shell() as screen:
        await screen.press(screen.number("Circles"), "down")
        assert "Signal aim" in screen.text
        with writer.store.transaction(by="ana", why="test") as tx:
            tx.add(Circle(name="Commons", aim="Commons aim"))
        await screen.look()
        assert "Commons" in screen.text
        assert "Signal aim" in screen.text


async def test_hostile_text_of_members_is_shown_and_does_nothing(found_community: Found) -> None:
    from folkmoot_core.rhythm.actions import cancel_occurrence
    from folkmoot_sociocracy.circles.model import Circle

    community = found_community(name=HOSTILE[:60], place=HOSTILE[:60], your_name=HOSTILE[:60])
    session = community.session()
    cancel_occurrence(session, "full-call/full-332", HOSTILE)
    with session.store.transaction(by="ana", why=HOSTILE) as tx:
        tx.add(Circle(name=HOSTILE[:60], aim=HOSTILE, domain=HOSTILE))
    async with community.shell() as screen:
        for page in SIGNS:
            await screen.open(page)
            assert "\x1b" not in screen.text
            assert "\u202e" not in screen.text
            assert "has stopped" not in screen.text
        await screen.press("2", "right", "right", "enter")
        assert "@click" in screen.text
    assert screen.app.return_code in (0, None)


async def test_a_store_that_breaks_while_the_shell_is_open_is_told(community: TestCommunity) -> None:
    async with community.shell() as screen:
        whole = community.path.read_bytes()
        community.path.write_text("{", "utf-8")
        await screen.look()
        assert "community.json" in screen.text.replace("\n", "")
        community.path.write_bytes(whole)
        await screen.press("2")
        await screen.look()
        assert "November 2026" in screen.text


@pytest.mark.parametrize("handle", ["light", "dark", "plain"])
async def test_every_theme_draws_every_page(community: TestCommunity, handle: str) -> None:
    community.join(handle, theme=handle, glyphs="emoji")
    async with community.shell(handle) as screen:
        for page in SIGNS:
            await screen.open(page)
        await screen.press("2")
        assert "🌕 full" in screen.text


async def test_a_terminal_that_is_not_utf8_gets_ascii_only(
    community: TestCommunity, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("LANG", "C")
    async with community.shell() as screen:
        screen.app.refresh(layout=True)
        for page in SIGNS:
            await screen.open(page)
            strips = screen.app.screen._compositor.render_strips()
            filtered = [
                strip.apply_filter(screen.app.get_line_filters()[-1], _black()).text for strip in strips
            ]
            assert all(line.isascii() for line in filtered)
        await screen.press("2")
        assert "O full" in screen.text


def _black() -> object:
    from textual.color import Color

    return Color(0, 0, 0)


async def test_keys_that_arrive_in_one_go_take_effect_in_their_order(community: TestCommunity) -> None:
    async with community.shell() as screen:
        await screen.press(
            screen.number("You"), "e", *["backspace"] * 3, "B", "e", "n", "backspace", "a", "ctrl+s"
        )
        assert "Bea" in screen.text
        await screen.press("ctrl+p", "c", "i", "r", "enter")
        assert screen.app.current == "circles"
    stored = community.session().store.collection(Account).first(handle="ana")
    assert stored is not None
    assert stored.value.name == "Bea"


@pytest.mark.parametrize(
    ("keys", "picked"),
    [
        (("down", "down"), "Full moon call"),
        (("Circles", "down"), "Signal"),
        (("ctrl+p", "down"), "Rhythm"),
        (("2", "e", "down"), "Full moon call"),
        (("You", "e", "down"), "Language"),
    ],
)
async def test_what_is_picked_is_drawn_in_reverse(
    community: TestCommunity, keys: tuple[str, ...], picked: str
) -> None:
    from folkmoot_sociocracy.circles.model import Circle

    session = community.session()
    with session.store.transaction(by="ana", why="test") as tx:
        for name in ("Hearth", "Signal"):
            tx.add(Circle(name=name))
    async with community.shell() as screen:
        await screen.press(*(screen.number(key) if key in SIGNS else key for key in keys))
        strips = screen.app.screen._compositor.render_strips()[1:]
        marked = [
            part.text for strip in strips for part in strip if part.style is not None and part.style.reverse
        ]
        assert picked in " ".join(marked)


async def test_a_store_that_is_out_of_reach_for_a_while_costs_nothing(community: TestCommunity) -> None:
    async with community.shell() as screen:
        hidden = community.path.with_suffix(".hidden")
        community.path.rename(hidden)
        await screen.press(
            "2", "right_square_bracket", "right_square_bracket", "1", screen.number("Circles"), "1"
        )
        await screen.look()
        hidden.rename(community.path)
        await screen.look()
        await screen.press("2")
        await screen.look()
        await screen.press("t")
        assert "Full moon call" in screen.text
        await screen.press("1")
        assert "Full moon call" in screen.text
        assert "has stopped" not in screen.text
    assert [plugin.state for plugin in community.house.plugins] == ["on", "on", "on"]


async def test_ctrl_q_leaves_from_inside_a_dialog(community: TestCommunity) -> None:
    async with community.shell() as screen:
        await screen.press(screen.number("You"), "e", "ctrl+q")
    assert screen.app._exit


async def test_ascii_marks_leave_the_letters_of_people_alone(community: TestCommunity) -> None:
    community.join("zoe", name="Zoë", glyphs="ascii")
    async with community.shell("zoe") as screen:
        assert "Zoë" in screen.text
        await screen.press("2")
        assert "O full" in screen.text


async def test_the_frame_follows_the_size_of_the_window(community: TestCommunity) -> None:
    async with community.shell(size=(60, 18)) as screen:
        await screen.press("2")
        await screen.pilot.resize_terminal(100, 30)
        await screen.settled()
        assert screen.lines[0].endswith("Moss")
        assert len(screen.lines[0]) == 99
        assert "22 today" in screen.text


async def test_a_page_first_opened_while_the_store_is_away_comes_back_with_it(
    community: TestCommunity,
) -> None:
    async with community.shell() as screen:
        hidden = community.path.with_suffix(".hidden")
        community.path.rename(hidden)
        for page in ("You", "Map", "Rhythm", "Circles"):
            await screen.press(screen.number(page))
            assert "has stopped" not in screen.text
            assert "Nothing this month" not in screen.text
        hidden.rename(community.path)
        await screen.look()
        for page, sign in (
            ("You", "Handle"),
            ("Map", "Care map"),
            ("Rhythm", "Full moon call"),
            ("Circles", "no circles yet"),
        ):
            await screen.open(page)
            assert sign in screen.text
    assert all(not plugin.faults for plugin in community.house.plugins)


async def test_the_caret_is_seen_on_every_background(community: TestCommunity) -> None:
    async with community.shell() as screen:
        await screen.press(screen.number("You"), "e")
        strips = screen.app.screen._compositor.render_strips()
        carets = [
            part
            for strip in strips
            for part in strip
            if part.style and part.style.reverse and part.text == " "
        ]
        assert carets
        for part in carets:
            assert part.style is not None
            assert part.style.color is None or part.style.color.is_default
            assert part.style.bgcolor is None or part.style.bgcolor.is_default


class SlowlyTold(Dialog[None]):
    """Waits for what a thread finds out."""

    def __init__(self, until: threading.Event) -> None:
        super().__init__("Slowly told")
        self.until, self.told = until, False

    def body(self) -> Iterable[Static]:
        yield Static("waiting", id="told")

    def on_mount(self) -> None:
        self.in_background(self.until.wait, self._tell)

    def _tell(self, _found: bool) -> None:
        self.told = True
        self.query_one("#told", Static).update("there it is")

    def close_just_as_it_comes(self) -> None:
        """Close at the moment at which the answer arrives."""
        self.dismiss(None)
        self.until.set()


async def test_what_arrives_after_a_dialog_was_closed_is_dropped(community: TestCommunity) -> None:
    async with community.shell() as screen:
        for _time in range(5):
            dialog = SlowlyTold(threading.Event())
            await screen.app.push_screen(dialog)
            screen.app.call_later(dialog.close_just_as_it_comes)
            await screen.settled()
            assert not dialog.told
        assert "Full moon call" in screen.text
        assert "has stopped" not in screen.text


async def test_what_a_dialog_waits_for_is_shown_in_it(community: TestCommunity) -> None:
    async with community.shell() as screen:
        dialog = SlowlyTold(threading.Event())
        await screen.app.push_screen(dialog)
        dialog.until.set()
        await screen.settled()
        assert "there it is" in screen.text


class Counting(Dialog[None]):
    """Shows how often it was told of changes."""

    def __init__(self) -> None:
        super().__init__("Counting")
        self.told = 0

    def body(self) -> Iterable[Static]:
        yield Static("0", id="count")

    def on_changes(self) -> None:
        self.told += 1
        self.query_one("#count", Static).update(f"told {self.told}")


async def test_a_change_that_comes_while_a_dialog_is_opening_harms_neither_it_nor_the_page(
    community: TestCommunity,
) -> None:
    async with community.shell() as screen:
        dialog = Counting()

        def open_and_look() -> None:
            screen.app.push_screen(dialog)
            screen.app.look()  # the dialog is on the stack, and has nothing in it yet

        community.join("ben")
        screen.app.call_later(open_and_look)
        await screen.settled()
        assert dialog.told == 0
        community.join("cy")
        await screen.look()
        assert "told 1" in screen.text
        await screen.press("escape")
        assert "Full moon call" in screen.text


async def test_what_others_change_elsewhere_draws_nothing_here(community: TestCommunity) -> None:
    from folkmoot_sociocracy.circles.model import Circle

    writer = community.session()
    drawn: list[object] = []
    async with community.shell() as screen:
        app = screen.app
        painted = type(app)._display
        for page in [screen.number(title) for title in ("Rhythm", "You", "Map")]:
            await screen.press(page)
            await screen.settled()
            drawn.clear()
            app._display = lambda *what: (drawn.append(what[1]), painted(app, *what))  # type: ignore[method-assign]
            with writer.store.transaction(by="ana", why="test") as tx:
                tx.add(Circle(name=f"Circle {page}", aim="none of this page's business"))
            await screen.look()
            assert (page, drawn) == (page, [])
            del app._display  # type: ignore[method-assign]


async def test_of_a_list_only_the_line_that_changed_is_drawn_again(community: TestCommunity) -> None:
    from textual.content import Content

    from folkmoot.api import PickList

    class Listed(Dialog[None]):
        def body(self) -> Iterable[PickList]:
            yield PickList((str(number), Content(f"line {number}")) for number in range(5))

    async with community.shell() as screen:
        dialog = Listed("Lines")
        await screen.app.push_screen(dialog)
        await screen.press("down", "down")
        listed = dialog.query_one(PickList)
        replaced: list[int] = []
        real = listed.replace_option_prompt_at_index
        listed.replace_option_prompt_at_index = (  # type: ignore[method-assign]
            lambda index, prompt: (replaced.append(index), real(index, prompt))[1]
        )
        listed.show(
            [
                (str(n), Content(f"line {n}").stylize("bold") if n == 3 else Content(f"line {n}"))
                for n in range(5)
            ]
        )
        await screen.settled()
        assert replaced == [3]
        assert listed.picked == "2"


@pytest.mark.parametrize("size", [(80, 24), (60, 18), (120, 40)])
@pytest.mark.parametrize("keys", [("2", "question_mark"), ("ctrl+p",)])
async def test_help_and_palette_use_the_rows_there_are_and_keep_their_own_keys_in_sight(
    community: TestCommunity, size: tuple[int, int], keys: tuple[str, ...]
) -> None:
    async with community.shell(size=size) as screen:
        await screen.press(*keys)
        assert "esc back" in screen.text
        frame = [line for line in screen.lines if "│" in line]
        listed = screen.app.screen.query_one("VerticalScroll, PickList")
        assert len(frame) + 2 == size[1] or listed.max_scroll_y == 0
