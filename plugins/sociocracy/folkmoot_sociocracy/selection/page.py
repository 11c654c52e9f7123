"""The selections: for which roles circles are choosing somebody, what waits for a voice first."""

from __future__ import annotations

from collections.abc import Awaitable, Sequence

from textual.app import ComposeResult
from textual.content import Content

from folkmoot.api import (
    Change,
    FindOne,
    FormScreen,
    Key,
    PageView,
    PickList,
    Session,
    Still,
    Stored,
    css_beside,
    joined,
)
from folkmoot_sociocracy.consent.model import OVER
from folkmoot_sociocracy.consent.page import choose_circle
from folkmoot_sociocracy.consent.reading import LATEST, circle_name, latest, may_read
from folkmoot_sociocracy.selection.actions import open_selection
from folkmoot_sociocracy.selection.model import Selection, SelectionForm
from folkmoot_sociocracy.selection.offers import waits_for
from folkmoot_sociocracy.selection.one import SelectionDialog
from folkmoot_sociocracy.selection.reading import open_selections
from folkmoot_sociocracy.selection.states import next_step
from folkmoot_sociocracy.selection.wording import phase_word, title_of
from folkmoot_sociocracy.words import _, ngettext

PAST = 12


class SelectionPage(PageView):
    """Selections on their way, then who was chosen lately; enter opens one."""

    DEFAULT_CSS = css_beside(__file__)

    def __init__(self, session: Session) -> None:
        super().__init__(session)
        self.shown: dict[str, Stored[Selection]] = {}

    def build(self) -> ComposeResult:
        yield Still(id="head")
        yield PickList()
        yield Still(id="about")

    def on_mount(self) -> None:
        self._show()

    def on_changes(self, changes: Sequence[Change]) -> None:
        self._show()

    def open_at(self, where: str) -> None:
        self.app.push_screen(SelectionDialog(self, int(where)))

    def keys(self) -> Sequence[Key]:
        return (
            Key("up,down,k,j", _("line"), lambda: None, _("One line up or down."), name="↑↓"),
            Key("enter", _("open"), self.open_picked, _("Open the selection: nominate, be heard.")),
            Key("n", _("new"), self.new, _("Choose somebody for a role of one of your circles.")),
            Key("slash", _("find"), self.find, _("Find a selection by role or circle.")),
            Key("p", _("proposals"), self.proposals, _("What circles are deciding by consent.")),
            Key("escape,backspace", _("circles"), self.circles, _("Back to the circles."), quiet=True),
        )

    # -- what is shown -------------------------------------------------------------------------------------

    def _found(self) -> tuple[list[Stored[Selection]], list[Stored[Selection]]]:
        me = self.session.handle
        coming = open_selections(self.session)
        coming.sort(key=lambda one: (not waits_for(one.value, me), me not in one.value.voters, one.id))
        ended = [one for one in latest(self.session, Selection, LATEST) if one.value.phase in OVER]
        return coming, [one for one in ended if may_read(self.session, one.value)][:PAST]

    def _show(self) -> None:
        coming, past = self._found()
        self.shown = {str(one.id): one for one in (*coming, *past)}
        count = ngettext("{count} selection on its way", "{count} selections on their way", len(coming))
        self.query_one("#head", Still).update(joined((count, "bold")))
        lines: list[tuple[str | None, Content]] = [(str(one.id), self._line(one)) for one in coming]
        if not coming:
            lines.append((None, joined((_("Nobody is being chosen just now. n begins a selection."), "dim"))))
        if past:
            lines += [(None, Content("")), (None, joined((_("Ended lately"), "bold")))]
            lines += [(str(one.id), self._line(one)) for one in past]
        self.query_one(PickList).show(lines)
        self._about()

    def _line(self, stored: Stored[Selection]) -> Content:
        selection = stored.value
        waits = "> " if waits_for(selection, self.session.handle) else "  "
        return joined((waits, "bold"), f"{phase_word(selection.phase):<14} ", self._title(selection))

    def _title(self, selection: Selection) -> str:
        title = title_of(self.session, selection, circle_name(self.session, selection.circle))
        return f"{title}: {selection.nominee}" if selection.phase == "decided" else title

    def on_option_list_option_highlighted(self) -> None:
        self._about()

    def _about(self) -> None:
        """What comes next, of the line at the cursor."""
        stored = self.shown.get(self.query_one(PickList).picked or "")
        lines: list[Content] = []
        if stored is not None:
            lines = [joined(stored.value.text.does), joined(next_step(stored.value))]
        self.query_one("#about", Still).update(Content("\n").join(lines))

    # -- what is done --------------------------------------------------------------------------------------

    def on_option_list_option_selected(self, event: PickList.OptionSelected) -> None:
        self.open_picked()

    def open_picked(self) -> None:
        """Open the selection at the cursor."""
        self._opened(self.query_one(PickList).picked)

    def _opened(self, picked: str | None) -> None:
        if picked:
            self.app.push_screen(SelectionDialog(self, int(picked)))

    def find(self) -> None:
        """Find one by typing."""
        lines = [
            (number, self._title(one.value), phase_word(one.value.phase))
            for number, one in self.shown.items()
        ]
        self.app.push_screen(FindOne(_("Find a selection"), lines), self._opened)

    def new(self) -> None:
        """Choose a circle, then describe the role."""
        choose_circle(self, self.session, self._write)

    def _write(self, circle: int) -> None:
        made: list[int] = []

        def save(form: SelectionForm) -> None:
            made.append(open_selection(self.session, circle, form).id)

        self.app.push_screen(
            FormScreen(
                _("A role of {circle}", circle=circle_name(self.session, circle)),
                SelectionForm,
                save,
                name=f"selection {circle}",
                drafts=self.shell.drafts,
                translate=_,
            ),
            lambda saved: self._opened(str(made[-1])) if saved else None,
        )

    def proposals(self) -> Awaitable[None]:
        """To the proposals."""
        return self.shell.open_page("proposals")

    def circles(self) -> Awaitable[None]:
        """To the circles."""
        return self.shell.open_page("circles")
