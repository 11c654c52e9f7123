"""A list to pick from: arrows and j/k, the same everywhere, and a highlight that survives a redraw by id."""

from __future__ import annotations

from collections.abc import Iterable

from textual.binding import Binding
from textual.content import Content
from textual.style import Style
from textual.widgets import OptionList
from textual.widgets.option_list import Option


class PickList(OptionList):
    """Options of `(id, content)`; an id of None is a line that can't be picked."""

    DEFAULT_CSS = """
    PickList {
        border: none; padding: 0; background: transparent; height: auto; max-height: 100%; width: 1fr;
        &:focus { border: none; background: transparent; }
        & > .option-list--option { padding: 0 1; }
        & > .option-list--option-highlighted { background: transparent; color: $foreground; text-style: none; }
        &:focus > .option-list--option-highlighted {
            background: transparent; color: $foreground; text-style: reverse;
        }
        & > .option-list--option-disabled { color: $foreground; text-style: none; }
    }
    """
    BINDINGS = [Binding("j", "cursor_down", show=False), Binding("k", "cursor_up", show=False)]

    def __init__(self, lines: Iterable[tuple[str | None, Content]] = (), *, name: str | None = None) -> None:
        given = list(lines)
        super().__init__(*_options(given), name=name, markup=False)
        self._shown: list[tuple[str | None, Content]] = given

    def show(self, lines: Iterable[tuple[str | None, Content]]) -> None:
        """Show other lines, the highlight on the one of the same id, else on the first that can be picked.

        Where the ids are the same, only the lines that say something else are drawn again.
        """
        wanted, before = list(lines), self._shown
        self._shown = wanted
        if [name for name, _line in wanted] == [name for name, _line in before]:
            for number, (line, old) in enumerate(zip(wanted, before, strict=True)):
                if not line[1].is_same(old[1]):
                    self.replace_option_prompt_at_index(number, line[1])
            if self.highlighted is None:
                self.highlighted = next((n for n, one in enumerate(wanted) if one[0] is not None), None)
            return
        kept, place = self.picked, self.highlighted or 0
        self.clear_options()
        self.add_options(_options(wanted))
        ids = [name for name, _content in wanted]
        if kept is not None and kept in ids:
            self.highlighted = ids.index(kept)
        else:
            there = [number for number, name in enumerate(ids) if name is not None]
            near = [number for number in there if number >= place] if kept is not None else there
            self.highlighted = next(iter(near or there[::-1]), None)

    def scroll_to_highlight(self, top: bool = False) -> None:
        """Scroll to the highlighted option; to the first and the last with what stands around it, or nobody would
        ever see a line that can't be picked there."""
        super().scroll_to_highlight(top=top)
        place = self.highlighted
        if place is None or not self.is_mounted:
            return
        can_be_picked = [name is not None for name, _content in self._shown]
        if not any(can_be_picked[place + 1 :]):
            self.scroll_to(y=self.max_scroll_y, animate=False, force=True, immediate=True)
        elif not any(can_be_picked[:place]):
            self.scroll_to(y=0, animate=False, force=True, immediate=True)
        else:
            return
        super().scroll_to_highlight(top=top)

    def get_visual_style(self, *component_classes: str, partial: bool = False) -> Style:
        """Textual 8.2 leaves `reverse` out here, and with it the highlight: put it back."""
        style = super().get_visual_style(*component_classes, partial=partial)
        marked = (
            self.has_focus or not self.can_focus
        )  # beside a field that is typed in, the list never has it
        if marked and "option-list--option-highlighted" in component_classes:
            return style + Style(reverse=True)
        return style

    @property
    def row_count(self) -> int:
        """How many rows there are, seen or not."""
        return len(self._shown)

    def text_of(self, place: int) -> str:
        """What a row says, whether it is in sight or not."""
        return self._shown[place][1].plain

    @property
    def picked(self) -> str | None:
        """The id of the highlighted option."""
        if self.highlighted is None:
            return None
        return self.get_option_at_index(self.highlighted).id


def _options(lines: Iterable[tuple[str | None, Content]]) -> list[Option]:
    return [Option(content, id=name, disabled=name is None) for name, content in lines]
