"""A section as a whole: its questions with what was answered; enter writes, v notes that it was looked at."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import TYPE_CHECKING

from textual.binding import Binding
from textual.content import Content

from folkmoot.api import FolkmootError, PickList, joined
from folkmoot_tmaps.maps.actions import review
from folkmoot_tmaps.maps.dialogs import MapDialog
from folkmoot_tmaps.maps.question_screen import QuestionScreen
from folkmoot_tmaps.maps.rules import Asked, asked_in
from folkmoot_tmaps.maps.then_screen import ThenScreen
from folkmoot_tmaps.maps.unlocking import snapshots
from folkmoot_tmaps.maps.wording import value_lines
from folkmoot_tmaps.words import _
from folkmoot_tmaps.workbook.model import Part

if TYPE_CHECKING:
    from folkmoot_tmaps.maps.page import MapPage


class SectionScreen(MapDialog):
    """All questions of a section, the answered ones as they are read on a heavy day."""

    around = 8
    BINDINGS = [
        Binding("v", "review", show=False),
        Binding("t", "then", show=False),
        Binding("s", "share", show=False),
    ]

    def __init__(self, page: MapPage, section: str) -> None:
        self.section = section
        part = page.part_of(section)
        super().__init__(page, part.title)

    def body(self) -> Iterable[PickList]:
        yield PickList(self._lines())

    def foot(self) -> Sequence[tuple[str, str]]:
        return (
            ("enter", _("write")),
            ("v", _("looked over")),
            ("t", _("then")),
            ("s", _("share")),
            *super().foot(),
        )

    def redraw(self) -> None:
        """Show how it stands now."""
        if self.page.opened is not None:
            self.query_one(PickList).show(self._lines())

    def _part(self) -> Part:
        return self.page.part_of(self.section)

    def _asked(self) -> tuple[Asked, ...]:
        opened = self.page.opened
        section = opened.sections.get(self.section) if opened else None
        return asked_in(self._part(), section)

    def _lines(self) -> list[tuple[str | None, Content]]:
        lines: list[tuple[str | None, Content]] = []
        for one in self._asked():
            said = [joined((one.before or one.prompt.ask, "bold" if one.value else ""))]
            if one.gone:
                said = [joined((one.prompt.ask, "bold"), ("  " + _("(no longer asked)"), "dim"))]
            said += [joined("  ", line) for line in value_lines(one.prompt, one.value)]
            lines.append((one.prompt.id, Content("\n").join(said)))
        return lines

    def on_option_list_option_selected(self, event: PickList.OptionSelected) -> None:
        for one in self._asked():
            if one.prompt.id == event.option.id:
                self.app.push_screen(QuestionScreen(self.page, self._part(), one.prompt))

    def action_review(self) -> None:
        """Note that it was looked over, and keep how it is."""
        page = self.page
        if page.keys_held is None:
            return
        try:
            page.opened = review(page.session, page.keys_held, self.section)
        except FolkmootError as error:
            self.say(error.sentence)
            return
        self.say(_("Noted. How it is today is kept: t shows it beside what you write later."))
        page.told()

    def action_share(self) -> None:
        """Let somebody read it."""
        from folkmoot_tmaps.sharing.doing import choose_reader

        choose_reader(self.page, self.section)

    def action_then(self) -> None:
        """Then and now, side by side."""
        page = self.page
        if page.keys_held is None or page.opened is None:
            return
        kept = snapshots(page.keys_held, page.opened, self.section)
        if not kept:
            self.say(_("There is nothing to look back at yet. v keeps how it is today."))
            return
        self.app.push_screen(ThenScreen(page, self.heading, kept, page.opened.sections.get(self.section)))
