"""Who can read what of the own map, on one page: give, look at what they see, take back, compare numbers."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import TYPE_CHECKING

from textual.binding import Binding
from textual.content import Content

from folkmoot.api import PickList, joined
from folkmoot_tmaps.maps.dialogs import MapDialog
from folkmoot_tmaps.sharing import doing
from folkmoot_tmaps.sharing.actions import Reading, who_reads
from folkmoot_tmaps.sharing.wording import reading_words
from folkmoot_tmaps.words import _

if TYPE_CHECKING:
    from folkmoot_tmaps.maps.page import MapPage


class ReadersScreen(MapDialog):
    """Section by section, the people who may read it."""

    around = 8
    BINDINGS = [
        Binding("n", "new", show=False),
        Binding("x", "take_back", show=False),
        Binding("c", "numbers", show=False),
    ]

    def __init__(self, page: MapPage) -> None:
        super().__init__(page, _("Who can read what"))

    def body(self) -> Iterable[PickList]:
        yield PickList(self._lines())

    def foot(self) -> Sequence[tuple[str, str]]:
        return (
            ("n", _("share")),
            ("enter", _("what they see")),
            ("x", _("take back")),
            ("c", _("numbers")),
            *super().foot(),
        )

    def redraw(self) -> None:
        if self.page.opened is not None:
            self.query_one(PickList).show(self._lines())

    def _readings(self) -> list[Reading]:
        page = self.page
        return who_reads(page.session, page.opened) if page.opened is not None else []

    def _lines(self) -> list[tuple[str | None, Content]]:
        lines: list[tuple[str | None, Content]] = []
        section = ""
        for one in self._readings():
            if one.section != section:
                lines.append((None, joined((one.title, "bold"))))
                section = one.section
            said = reading_words(one, self.page.inbox.read_by(one.reader, one.section))
            lines.append((f"{one.section}/{one.reader}", joined(f"  {one.name[:26]:<28}", (said, "dim"))))
        return lines or [
            (None, joined(_("Nobody reads anything of yours. n shares a section with somebody.")))
        ]

    def _picked(self) -> Reading | None:
        picked = self.query_one(PickList).picked
        return next((one for one in self._readings() if f"{one.section}/{one.reader}" == picked), None)

    def on_option_list_option_selected(self) -> None:
        if (picked := self._picked()) is not None:
            doing.show_preview(self.page, picked.section, picked.name)

    def action_new(self) -> None:
        """Share a section."""
        doing.choose_section(self.page)

    def action_take_back(self) -> None:
        """Take back what is at the cursor."""
        if (picked := self._picked()) is not None:
            doing.take_back(self.page, picked)

    def action_numbers(self) -> None:
        """Compare the numbers with whom is at the cursor."""
        if (picked := self._picked()) is not None:
            doing.compare_numbers(self.page, picked.reader)
