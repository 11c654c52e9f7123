"""The people here: a list, found by a few letters, and a card for each."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from textual.app import ComposeResult
from textual.content import Content
from textual.widgets import Static

from folkmoot.api import (
    Account,
    Change,
    Dialog,
    FindOne,
    FolkmootError,
    FormScreen,
    Key,
    PageView,
    PickList,
    Session,
    Still,
    dates,
    joined,
    safe,
    zone,
)
from folkmoot_core.people.cards import Person, card_of, people, person, save_card
from folkmoot_core.people.model import Card
from folkmoot_core.people.wording import card_rows
from folkmoot_core.words import _, ngettext

SHOWN = 200  # people in the list; of a large community one finds others by their letters


class PeoplePage(PageView):
    """Everybody by name; enter opens a card, / finds somebody."""

    DEFAULT_CSS = "PeoplePage { & #how-many { padding: 0 1; height: auto; } }"

    def build(self) -> ComposeResult:
        yield Still(id="how-many")
        yield PickList()

    def on_mount(self) -> None:
        self._show()

    def on_changes(self, changes: Sequence[Change]) -> None:
        self._show()

    def open_at(self, where: str) -> None:
        self.app.push_screen(PersonCard(self, where))

    def keys(self) -> Sequence[Key]:
        return (
            Key("up,down,k,j", _("line"), lambda: None, _("One line up or down."), name="↑↓"),
            Key("enter", _("card"), self.open_card, _("Open the card of the person at the cursor.")),
            Key("slash", _("find"), self.find, _("Find somebody by a few letters of their name.")),
            Key("e", _("my card"), self.edit, _("Say how to reach you, what you speak, what you need.")),
        )

    def _show(self) -> None:
        found = people(self.session)
        count = ngettext("{count} person", "{count} people", len(found))
        more = _("the first {shown} by name; / finds the others", shown=SHOWN) if len(found) > SHOWN else ""
        self.query_one("#how-many", Still).update(joined((count, "bold"), (f"  {more}", "dim")))
        self.query_one(PickList).show([(one.handle, _line(one)) for one in found[:SHOWN]])

    def on_option_list_option_selected(self, event: PickList.OptionSelected) -> None:
        self.open_card()

    def open_card(self) -> None:
        """Open the card of the person at the cursor."""
        picked = self.query_one(PickList).picked
        if picked is not None:
            self.app.push_screen(PersonCard(self, picked))

    def find(self) -> None:
        """Find somebody by typing."""
        lines = [(one.handle, one.name, one.handle) for one in people(self.session)]
        self.app.push_screen(FindOne(_("Find somebody"), lines), self._found)

    def _found(self, handle: str | None) -> None:
        if handle:
            self.app.push_screen(PersonCard(self, handle))

    def edit(self) -> None:
        """Change the own card."""
        session = self.session
        if session.account is None:
            self.say(_("You are here without an account, so you have no card."))
            return
        stored = card_of(session, session.handle)
        seen = stored.value if stored else Card(account=session.handle)

        def save(card: Card) -> None:
            nonlocal seen
            try:
                save_card(session, card, seen if stored else None)
            except FolkmootError:
                now = card_of(session, session.handle)
                seen = now.value if now else seen
                raise

        self.app.push_screen(
            FormScreen(
                _("Your card"),
                Card,
                save,
                name="person",
                drafts=self.shell.drafts,
                start={name: getattr(seen, name) for name in seen.__struct_fields__},
                leave_out=("account",),
                translate=_,
            ),
            lambda saved: self.say(_("Kept.")) if saved else None,
        )


class PersonCard(Dialog[None]):
    """What one person says of themselves, and what plugins add."""

    def __init__(self, page: PageView, handle: str) -> None:
        super().__init__(handle)
        self.page, self.handle = page, handle

    def body(self) -> Iterable[Static]:
        yield Static(self._card(), id="card")

    def on_changes(self) -> None:
        self.query_one("#card", Static).update(self._card())

    def _card(self) -> Content:
        session = self.page.session
        found = person(session, self.handle)
        rows = [*card_rows(session, found), (_("Clock"), _clock(session, found))]
        width = max(len(label) for label, _value in rows) + 2
        lines = [joined((f"{label:<{width}}", "dim"), value) for label, value in rows]
        for _plugin, panel in session.house.ask("person_panels", session=session, account=found.account):
            lines += [Content(""), safe(panel.title, "bold"), *(safe(line) for line in panel.lines)]
        return Content("\n").join(lines)


def _clock(session: Session, found: Person) -> str:
    theirs = found.account.zone or session.community.zone
    return f"{dates.clock(session.now().astimezone(zone(theirs)))} ({theirs})"


def _line(one: Account) -> Content:
    return joined(f"{one.name[:34]:<36}", (one.handle, "dim"))
