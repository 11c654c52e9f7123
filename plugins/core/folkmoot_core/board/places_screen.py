"""The virtual places, each with its whole link: to be read, and to be copied from the terminal."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import TYPE_CHECKING

from textual.binding import Binding
from textual.content import Content

from folkmoot.api import Ask, ChangedMeanwhile, Dialog, FolkmootError, FormScreen, PickList, joined, safe
from folkmoot_core.board.model import VirtualPlace
from folkmoot_core.board.places import Shown, add_place, edit_place, place_of, places, remove_place
from folkmoot_core.board.wording import keeper_words, place_kind_word, usual_norm
from folkmoot_core.words import _

if TYPE_CHECKING:
    from folkmoot_core.board.page import BoardPage


class PlacesScreen(Dialog[None]):
    """Everybody reads them; Partners add, change and take away."""

    around = 7
    BINDINGS = [
        Binding("n", "new", show=False),
        Binding("e", "edit", show=False),
        Binding("x", "remove", show=False),
        Binding("v", "leave", show=False),
    ]

    def __init__(self, page: BoardPage) -> None:
        super().__init__(_("Places beside this one"))
        self.page = page

    def body(self) -> Iterable[PickList]:
        yield PickList(self._lines())

    def foot(self) -> Sequence[tuple[str, str]]:
        if not self.page.session.may("places.change").allowed:
            return (("↑↓", _("line")), *super().foot())
        return (("n", _("new")), ("e", _("edit")), ("x", _("take away")), *super().foot())

    def on_mount(self) -> None:
        self.on_changes()

    def on_changes(self) -> None:
        self.query_one(PickList).show(self._lines())

    def _lines(self) -> list[tuple[str | None, Content]]:
        found = places(self.page.session)
        if found:
            return [(str(one.number), self._line(one)) for one in found]
        if self.page.session.may("places.change").allowed:
            return [
                (None, safe(_("No places yet. n adds the first: a chat, a discussion, a newsletter."), "dim"))
            ]
        return [(None, safe(_("No places yet; Partners add them."), "dim"))]

    def _line(self, shown: Shown) -> Content:
        place = shown.place
        about = f"{usual_norm(place)}; {keeper_words(self.page.session, place)}"
        return Content("\n").join(
            [
                joined((place.name, "bold"), f"  {place_kind_word(place)}"),
                safe(place.link),
                joined((about, "dim")),
                Content(""),
            ]
        )

    def _picked(self) -> int | None:
        picked = self.query_one(PickList).picked
        return int(picked) if picked else None

    def action_new(self) -> None:
        """Add a place."""
        self._change(None)

    def action_edit(self) -> None:
        """Change the place at the cursor."""
        number = self._picked()
        if number is not None:
            self._change(number)

    def _change(self, number: int | None) -> None:
        session = self.page.session
        try:
            session.must("places.change")
            seen = place_of(session, number).value if number is not None else None
        except FolkmootError as error:
            self.say(error.sentence)
            return

        def save(place: VirtualPlace) -> None:
            nonlocal seen
            if number is None:
                add_place(session, place)
                return
            try:
                edit_place(session, number, place, seen)
            except ChangedMeanwhile as error:
                seen = error.now
                raise

        self.app.push_screen(
            FormScreen(
                _("A place") if seen is None else _("Change “{name}”", name=seen.name),
                VirtualPlace,
                save,
                name=f"place {number or 'new'}",
                drafts=self.page.shell.drafts,
                start={name: getattr(seen, name) for name in seen.__struct_fields__} if seen else None,
                translate=_,
            ),
            lambda saved: self._done(_("Kept.")) if saved else None,
        )

    def action_remove(self) -> None:
        """Take the place at the cursor away."""
        number = self._picked()
        if number is None:
            return
        try:
            self.page.session.must("places.change")
            place = place_of(self.page.session, number).value
        except FolkmootError as error:
            self.say(error.sentence)
            return
        question = _("“{name}” goes from this list; the place itself stays where it is.", name=place.name)
        self.app.push_screen(Ask(_("Take it away?"), question, lambda: self._remove(number)))

    def _remove(self, number: int) -> None:
        if self.page.do(remove_place, number) is not None:
            self._done(_("Taken away."))

    def _done(self, sentence: str) -> None:
        self.page.shell.look()
        self.on_changes()
        self.say(sentence)
