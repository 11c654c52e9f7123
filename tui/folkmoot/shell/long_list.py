"""A list that may be of any length: a line is made when it comes into sight, and only then.

Textual's own lists make every line at once: 23,000 of them take a second and more. Here what is kept is the ids; of
each line on the screen its owner is asked. A line is one row, cut where it is too long.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence

from textual import events
from textual.binding import Binding
from textual.content import Content
from textual.geometry import Region, Size
from textual.message import Message
from textual.reactive import reactive
from textual.scroll_view import ScrollView
from textual.strip import Strip
from textual.style import Style
from textual.visual import Visual

from folkmoot.shell.safe import safe

Line = Callable[[int], Content]


class LongList(ScrollView, can_focus=True):
    """Rows by id, the highlight kept by id when others are shown; an id of None is a row that can't be picked.

    `led` says that somebody types in a line above and moves here: then the highlight is seen though the focus is there.
    """

    DEFAULT_CSS = """
    LongList {
        height: auto; max-height: 100%; width: 1fr; background: transparent;
        overflow-x: hidden; overflow-y: auto;
        &:focus { background: transparent; }
    }
    """
    BINDINGS = [
        Binding("down,j", "cursor_down", show=False),
        Binding("up,k", "cursor_up", show=False),
        Binding("home", "first", show=False),
        Binding("end", "last", show=False),
        Binding("pagedown", "page_down", show=False),
        Binding("pageup", "page_up", show=False),
        Binding("enter", "select", show=False),
    ]
    highlighted: reactive[int | None] = reactive(None, repaint=False)
    led: reactive[bool] = reactive(False)

    class Selected(Message):
        """A row was chosen, by enter or by a click; `picked` is its id."""

        def __init__(self, picked: str) -> None:
            super().__init__()
            self.picked = picked

    def __init__(self, *, id: str | None = None) -> None:  # noqa: A002  Textual's word
        super().__init__(id=id)
        self._ids: Sequence[str | None] = ()
        self._line: Line = _nothing
        self._drawn: dict[int, Content] = {}  # what stands on the screen, or stood there lately

    def show(self, ids: Sequence[str | None], line: Line) -> None:
        """Show these rows; `line` gives the content of the row at a place, when it is to be seen.

        The highlight stays on the row of the same id, else where it was. Where the ids are the same, only rows that
        say something else are drawn again.
        """
        same = len(ids) == len(self._ids) and list(ids) == list(self._ids)
        kept, place, before = self.picked, self.highlighted, self._drawn
        self._ids, self._line, self._drawn = ids, line, {}
        if same:
            self._draw_what_changed(before)
            if self.highlighted is None:
                self.highlighted = self._nearest(0)
            return
        self._measure()
        found = ids.index(kept) if kept is not None and kept in ids else None
        if found is None:
            found = self._nearest(place or 0)
        self.set_reactive(LongList.highlighted, found)
        self._see()
        self.refresh(layout=True)

    def _draw_what_changed(self, before: dict[int, Content]) -> None:
        top = self.scroll_offset.y
        for place in range(top, min(top + self.size.height, len(self._ids))):
            if place not in before or not self._content(place).is_same(before[place]):
                self.refresh_line(place)

    @property
    def picked(self) -> str | None:
        """The id of the highlighted row."""
        place = self.highlighted
        return self._ids[place] if place is not None and place < len(self._ids) else None

    @property
    def row_count(self) -> int:
        """How many rows there are, seen or not."""
        return len(self._ids)

    def text_of(self, place: int) -> str:
        """What a row says, whether it is in sight or not."""
        return self._content(place).plain

    # -- drawing ---------------------------------------------------------------------------------------------

    def get_content_height(self, container: Size, viewport: Size, width: int) -> int:
        """As high as all rows, where there is room."""
        return len(self._ids)

    def on_resize(self) -> None:
        self._measure()
        self._see()

    def on_mount(self) -> None:
        self._measure()

    def _measure(self) -> None:
        self.virtual_size = Size(self.scrollable_content_region.width, len(self._ids))

    def _content(self, place: int) -> Content:
        found = self._drawn.get(place)
        if found is None:
            made = self._line(place)
            found = self._drawn[place] = made if isinstance(made, Content) else safe(str(made))
        return found

    def render_line(self, y: int) -> Strip:
        width, place = self.scrollable_content_region.width, self.scroll_offset.y + y
        style = self.visual_style
        if place >= len(self._ids) or width < 3:
            return Strip.blank(width, style.rich_style)
        if place == self.highlighted and (self.has_focus or self.led):
            style += Style(reverse=True)
        content = self._content(place).truncate(width - 2, ellipsis=True).pad_right(1).pad_left(1)
        strips = Visual.to_strips(self, content, width, 1, style, pad=True, apply_selection=False)
        return strips[0].adjust_cell_length(width, style.rich_style)

    # -- moving ----------------------------------------------------------------------------------------------

    def _nearest(self, place: int) -> int | None:
        """The row at a place that can be picked, else the next below, else the next above."""
        below = range(max(place, 0), len(self._ids))
        above = range(min(place, len(self._ids)) - 1, -1, -1)
        return next((one for way in (below, above) for one in way if self._ids[one] is not None), None)

    def watch_highlighted(self, before: int | None, now: int | None) -> None:
        for place in (before, now):
            if place is not None and self.is_mounted:
                self.refresh_line(place)
        self._see()

    def _see(self) -> None:
        """Scroll to the highlight; at both ends, to what stands around it and can't be picked."""
        place = self.highlighted
        if place is None or not self.is_mounted:
            return
        if self._nearest(0) == place:
            self.scroll_to(y=0, animate=False, force=True)
        elif self._nearest(len(self._ids)) == place:
            self.scroll_to(y=self.max_scroll_y, animate=False, force=True)
        region = Region(0, place, self.scrollable_content_region.width, 1)
        self.scroll_to_region(region, animate=False, force=True, immediate=True)

    def on_focus(self) -> None:
        self.watch_highlighted(None, self.highlighted)

    def on_blur(self) -> None:
        self.watch_highlighted(None, self.highlighted)

    def _move(self, by: int) -> None:
        """One row on, past what can't be picked; from the last to the first, and back."""
        if self.highlighted is None:
            self.highlighted = self._nearest(0)
            return
        count = len(self._ids)
        turns = ((self.highlighted + by * far) % count for far in range(1, count))
        self.highlighted = next((one for one in turns if self._ids[one] is not None), self.highlighted)

    def action_cursor_down(self) -> None:
        self._move(1)

    def action_cursor_up(self) -> None:
        self._move(-1)

    def action_first(self) -> None:
        self.highlighted = self._nearest(0)

    def action_last(self) -> None:
        self.highlighted = self._nearest(len(self._ids))

    def action_page_down(self) -> None:
        self.highlighted = self._nearest(
            min((self.highlighted or 0) + max(1, self.size.height - 1), len(self._ids) - 1)
        )

    def action_page_up(self) -> None:
        self.highlighted = self._nearest(max((self.highlighted or 0) - max(1, self.size.height - 1), 0))

    def action_select(self) -> None:
        if self.picked is not None:
            self.post_message(self.Selected(self.picked))

    def on_click(self, event: events.Click) -> None:
        """A click chooses, where the mouse is on."""
        place = self.scroll_offset.y + event.y
        if place < len(self._ids) and self._ids[place] is not None:
            self.highlighted = place
            self.action_select()


def _nothing(_place: int) -> Content:
    return Content()
