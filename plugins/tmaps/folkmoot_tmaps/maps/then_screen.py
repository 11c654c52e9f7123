"""Then and now, side by side: a section as it was at a review, and as it is."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import TYPE_CHECKING

from textual.binding import Binding
from textual.containers import Horizontal, VerticalScroll
from textual.content import Content
from textual.widget import Widget
from textual.widgets import Static

from folkmoot.api import dates, joined, safe
from folkmoot_tmaps.maps.dialogs import MapDialog
from folkmoot_tmaps.maps.model import Section
from folkmoot_tmaps.maps.rules import differences
from folkmoot_tmaps.words import _

if TYPE_CHECKING:
    from folkmoot_tmaps.maps.page import MapPage


class ThenScreen(MapDialog):
    """Left and right go through the reviews, the latest first."""

    around = 8
    DEFAULT_CSS = """
    ThenScreen {
        & Horizontal { height: auto; width: 1fr; }
        & .then-side { width: 1fr; height: auto; padding: 0 1 0 0; }
        & .then-asked { height: auto; margin: 1 0 0 0; }
    }
    """
    BINDINGS = [
        Binding("left", "turn(1)", show=False),
        Binding("right", "turn(-1)", show=False),
        Binding("j", "scroll(1)", show=False),
        Binding("k", "scroll(-1)", show=False),
    ]

    def __init__(self, page: MapPage, title: str, kept: Sequence[Section], now: Section | None) -> None:
        super().__init__(page, title)
        self.kept, self.now, self.place = kept, now, 0

    def body(self) -> Iterable[Widget]:
        yield VerticalScroll(*self._rows())

    def foot(self) -> Sequence[tuple[str, str]]:
        turning = (("←→", _("earlier, later")),) if len(self.kept) > 1 else ()
        return (*turning, *super().foot())

    def on_mount(self) -> None:
        self.query_one(VerticalScroll).focus()

    def _rows(self) -> list[Widget]:
        then = self.kept[self.place]
        day = dates.long_day(then.taken) if then.taken else ""
        rows: list[Widget] = [
            _side_by_side(joined((_("then, {day}", day=day), "bold")), joined((_("now"), "bold")))
        ]
        for one in differences(then, self.now):
            rows.append(Static(safe(one.asked, "bold"), classes="then-asked"))
            now = joined((_("the same"), "dim")) if one.now == one.then else _shown(one.now)
            rows.append(_side_by_side(_shown(one.then), now))
        return rows

    async def action_turn(self, by: int) -> None:
        """To an earlier or a later review."""
        self.place = max(0, min(len(self.kept) - 1, self.place + by))
        scroll = self.query_one(VerticalScroll)
        await scroll.remove_children()
        await scroll.mount(*self._rows())

    def action_scroll(self, by: int) -> None:
        self.query_one(VerticalScroll).scroll_relative(y=by, animate=False)


def _shown(value: str) -> Content:
    return safe(value, lines=True) if value else joined(("-", "dim"))


def _side_by_side(left: Content, right: Content) -> Horizontal:
    return Horizontal(Static(left, classes="then-side"), Static(right, classes="then-side"))
