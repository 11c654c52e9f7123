"""One question, with why it is asked and a box for the answer. Whatever is typed is kept, whichever key comes next."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from contextlib import suppress
from typing import TYPE_CHECKING

from textual.binding import Binding
from textual.widget import Widget
from textual.widgets import Input, Static, TextArea

from folkmoot.api import BadData, ChangedMeanwhile, FolkmootError, LineInput, LinesInput, Still, joined, safe
from folkmoot_tmaps.maps.actions import pass_over, save_answer
from folkmoot_tmaps.maps.dialogs import MapDialog
from folkmoot_tmaps.maps.drafts import drop_draft, keep_draft
from folkmoot_tmaps.maps.rules import beside
from folkmoot_tmaps.maps.wording import kind_words, value_lines
from folkmoot_tmaps.words import _
from folkmoot_tmaps.workbook.model import Part, Prompt

if TYPE_CHECKING:
    from folkmoot_tmaps.maps.page import MapPage

PAUSE = 1.0  # seconds of typing that a killed session may cost at most
LONGEST = 1_000_000  # letters of an answer: nobody is cut short


class QuestionScreen(MapDialog):
    """Tab goes to the next question, shift+tab to the one before, esc back; each keeps the answer first."""

    BINDINGS = [
        Binding("tab", "go(1)", show=False, priority=True),
        Binding("shift+tab", "go(-1)", show=False, priority=True),
        Binding("ctrl+s", "leave", show=False, priority=True),
    ]

    def __init__(self, page: MapPage, part: Part, prompt: Prompt, typed: str | None = None) -> None:
        super().__init__(page, part.title)
        self.part, self.prompt = part, prompt
        self.before = page.value_of(part.id, prompt.id)
        self.typed = typed  # what was typed earlier and could not be kept
        self.saving = False  # whether a write of the draft is on its way

    def body(self) -> Iterable[Widget]:
        yield Static(safe(self.prompt.ask, "bold"))
        yield Static(safe(self.prompt.why, "dim"))
        begin = self.before if self.typed is None else self.typed
        if self.prompt.kind in ("scale", "date"):
            yield LineInput(begin, id="answer")
        else:
            yield LinesInput(begin, id="answer", lowest=6, limit=LONGEST)
        yield Static(safe(kind_words(self.prompt), "dim"))
        yield Still(id="there")

    def foot(self) -> Sequence[tuple[str, str]]:
        return (("tab", _("next")), ("shift+tab", _("before")), *super().foot())

    def on_mount(self) -> None:
        self.query_one("#answer").focus()
        if self.typed is not None:
            self._show_there(self.before)

    @property
    def value(self) -> str:
        """What is typed just now."""
        box = self.query_one("#answer")
        return box.text if isinstance(box, TextArea) else box.value if isinstance(box, Input) else ""

    # -- while somebody types ------------------------------------------------------------------------------

    def on_text_area_changed(self) -> None:
        self._hold()

    def on_input_changed(self) -> None:
        self._hold()

    def on_input_submitted(self) -> None:
        self.action_go(1)

    def _hold(self) -> None:
        """Seal what is typed, at once; write it to the file of drafts in a moment."""
        self.keep_typed()
        if not self.saving:
            self.saving = True
            self.set_timer(PAUSE, self._save_draft)

    def keep_typed(self) -> None:
        if self.page.keys_held is None or not self.is_mounted:
            return
        if self.value == self.before:
            drop_draft(self.page.shell, self.page.keys_held, self.part.id, self.prompt.id)
        else:
            keep_draft(
                self.page.shell, self.page.keys_held, self.part.id, self.prompt.id, self.value, self.before
            )

    def _save_draft(self) -> None:
        self.saving = False
        with suppress(FolkmootError, OSError):  # it is still here, and the shell says it where it can't
            self.page.shell.drafts.save()

    # -- keeping it ----------------------------------------------------------------------------------------

    def keep(self) -> bool:
        """Keep the answer; False where it can't be just now: that is said, and it is still there."""
        page = self.page
        if page.keys_held is None:
            return False
        try:
            page.opened = save_answer(
                page.session, page.keys_held, self.part, self.prompt, self.value, self.before
            )
        except ChangedMeanwhile as error:
            self.say(error.sentence)
            self.before = str(error.now)
            self._show_there(self.before)
            return False
        except BadData as error:
            self.say(error.sentence)
            return False
        except FolkmootError as error:  # what is typed is held as a draft
            self.say(error.sentence)
            return False
        drop_draft(page.shell, page.keys_held, self.part.id, self.prompt.id)
        self.before = page.value_of(self.part.id, self.prompt.id)
        return True

    def keep_now(self) -> None:
        if not self.keep() and self.value != self.before:
            self.page.hold(self.part.id, self.prompt.id, self.value, self.before)
        self._save_draft()

    def _show_there(self, there: str) -> None:
        lines = " / ".join(value_lines(self.prompt, there)) or _("(empty)")
        said = _("there now: {value}", value=lines)
        self.query_one("#there", Still).update(joined((said, "italic")))

    def action_go(self, by: int) -> None:
        """Keep the answer, or pass the question over; then to another one."""
        page = self.page
        if not self.keep():
            return
        if by > 0 and not self.before and page.keys_held is not None:
            with suppress(FolkmootError):
                page.opened = pass_over(page.session, page.keys_held, self.part, self.prompt)
        found = page.opened and beside(page.opened.workbook, self.part.id, self.prompt.id, by)
        self.done(None)
        if found:
            page.app.push_screen(QuestionScreen(page, *found))
        else:
            page.say(
                _("That was the last question. All of it is kept.")
                if by > 0
                else _("That was the first one.")
            )
        page.told()

    def action_leave(self) -> None:
        if self.keep():
            self.done(None)
            self.page.told()
