"""The circles page: the tree, and the aim and domain of the circle at the cursor."""

from __future__ import annotations

from collections.abc import Sequence

from textual.app import ComposeResult
from textual.content import Content

from folkmoot.api import Calendar, Change, Key, PageView, PickList, Still, css_beside, dates, joined, safe
from folkmoot_sociocracy.circles.model import Circle
from folkmoot_sociocracy.circles.rules import as_tree
from folkmoot_sociocracy.words import _


class CirclesPage(PageView):
    """Circles as they stand under each other."""

    DEFAULT_CSS = css_beside(__file__)

    def build(self) -> ComposeResult:
        yield PickList()
        yield Still(id="circle")
        yield Still(id="to-come")

    def on_mount(self) -> None:
        self._show()

    def on_changes(self, changes: Sequence[Change]) -> None:
        self._show()

    def keys(self) -> Sequence[Key]:
        return (Key("up,down,k,j", _("circle"), lambda: None, _("One circle up or down."), name="↑↓"),)

    def on_option_list_option_highlighted(self) -> None:
        self._show_circle()

    def _show(self) -> None:
        circles = {stored.id: stored.value for stored in self.session.store.collection(Circle).all()}
        lines: list[tuple[str | None, Content]] = [
            (str(number), joined("   " * depth, circle.name)) for depth, number, circle in as_tree(circles)
        ]
        self.query_one(PickList).show(lines or [(None, joined((_("There are no circles yet."), "dim")))])
        self.query_one("#to-come", Still).update(self._to_come())
        self._show_circle()

    def _show_circle(self) -> None:
        picked = self.query_one(PickList).picked
        if picked is None:
            self.query_one("#circle", Still).update(Content(""))
            return
        circle = self.session.store.collection(Circle).get(int(picked)).value
        lines = [joined((circle.name, "bold"))]
        lines.append(joined((_("Aim: "), "dim"), circle.aim or _("not written yet")))
        lines.append(joined((_("Decides alone: "), "dim"), circle.domain or _("not written yet")))
        self.query_one("#circle", Still).update(Content("\n").join(lines))

    def _to_come(self) -> Content:
        said = _("Links, consent, selection and meetings of circles will live here.")
        calendar = self.session.house.service(Calendar)
        coming = calendar.coming(self.session, ("organising",), 1) if calendar else []
        for occurrence in coming:
            session = self.session
            when = dates.when(session.here(occurrence.start), session.here(session.now()))
            said += "\n" + _("Next call to organise: {when}.", when=when)
        return safe(said, "dim", lines=True)
