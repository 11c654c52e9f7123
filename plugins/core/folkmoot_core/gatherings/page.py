"""The gatherings: those to come, those that were, and whom the Partners miss."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from textual.app import ComposeResult
from textual.content import Content

from folkmoot.api import Change, Key, PageView, PickList, Session, clean, dates, joined
from folkmoot_core.gatherings import doing
from folkmoot_core.gatherings.actions import Coming, gathering, gatherings
from folkmoot_core.gatherings.missing import missed
from folkmoot_core.gatherings.screen import GatheringScreen
from folkmoot_core.gatherings.wording import counted, line_words
from folkmoot_core.people.model import Member
from folkmoot_core.people.names import name_of
from folkmoot_core.words import _

QUICK = 1_500  # people among whom it is soon found who is missed
PAST = 6  # gatherings that are over and still in the list
WHEN = 19  # columns of the day
TITLE = 27


class GatheringsPage(PageView):
    """Lines of two kinds: `key/…` a gathering, `person/…` somebody who is missed."""

    def __init__(self, session: Session) -> None:
        super().__init__(session)
        self._above: list[tuple[str | None, Content]] = []
        self._missed: list[str] = []

    def build(self) -> ComposeResult:
        yield PickList()

    def on_mount(self) -> None:
        self._show()

    def on_changes(self, changes: Sequence[Change]) -> None:
        self._show()

    def open_at(self, where: str) -> None:
        self.app.push_screen(GatheringScreen(self, where))

    def keys(self) -> Sequence[Key]:
        return (
            Key("up,down,k,j", _("line"), lambda: None, _("One line up or down."), name="↑↓"),
            Key("enter", _("open"), self.open_picked, _("Open the gathering at the cursor.")),
            Key("a", _("answer"), self._about(doing.answer), _("Say whether you come to it.")),
            Key("e", _("edit"), self._about(doing.edit), _("Write its theme, place and room.")),
            Key("i", _("invite"), self._about(doing.invite), _("Make a card that invites somebody to it.")),
            Key("m", _("who came"), self._about(doing.mark), _("Mark who came, and welcome the guests.")),
            Key("r", _("rounds"), self.rounds, _("See who is proposed as a Partner.")),
        )

    def _show(self) -> None:
        session = self.session
        now = session.now()
        found = [gathering(session, one.key) for one in gatherings(session)]
        ahead = [one for one in found if one.occurrence.end > now]
        past = [one for one in found if one.occurrence.end <= now][::-1][:PAST]
        none = _("None yet. They hang on full moons: page “Rhythm”, g.")
        lines: list[tuple[str | None, Content]] = []
        lines += self._section(_("To come"), ahead, none) + self._section(_("Past"), past, _("None yet."))
        self._above = lines
        if not session.may("gatherings.miss").allowed:
            self._show_missed([])
        elif session.store.collection(Member).count() <= QUICK:
            self._show_missed(missed(session))
        else:  # in a large community it takes a while: who was missed before stands there until it is known anew
            self._show_missed(self._missed)
            self.in_background(lambda: missed(session), self._show_missed)

    def _show_missed(self, handles: list[str]) -> None:
        """Show whom the Partners miss below the gatherings."""
        self._missed, lines = handles, list(self._above)
        if handles:
            lines.append((None, joined((_("We miss"), "bold"))))
            lines += [(f"person/{one}", joined(f"  {name_of(self.session, one)}")) for one in handles]
        self.query_one(PickList).show(lines)

    def _section(self, title: str, found: Sequence[Coming], none: str) -> list[tuple[str | None, Content]]:
        lines: list[tuple[str | None, Content]] = [(None, joined((title, "bold")))]
        lines += [(f"key/{one.occurrence.key}", self._line(one)) for one in found]
        if not found:
            lines.append((None, joined((f"  {none}", "dim"))))
        return [*lines, (None, Content(""))]

    def _line(self, one: Coming) -> Content:
        day = dates.day_of_year(self.session.here(one.occurrence.start).date())
        title = line_words(one, self.session.zone_name)
        style = "dim" if one.occurrence.status == "cancelled" else ""
        return joined(
            (f"  {day:<{WHEN}}", "bold"),
            (f"{clean(title, limit=TITLE):<{TITLE}}  ", style),
            (counted(self.session, one), "dim"),
        )

    async def on_option_list_option_selected(self, event: PickList.OptionSelected) -> None:
        await self.open_picked()

    async def open_picked(self) -> None:
        """Open the gathering, or the card of the person, at the cursor."""
        kind, _slash, name = (self.query_one(PickList).picked or "").partition("/")
        if kind == "key":
            self.open_at(name)
        elif kind == "person":
            await self.shell.open_page("people", name)

    def _about(self, does: Callable[[PageView, str], None]) -> Callable[[], None]:
        """What a key does to the gathering at the cursor."""

        def run() -> None:
            kind, _slash, key = (self.query_one(PickList).picked or "").partition("/")
            if kind == "key":
                does(self, key)
            else:
                self.say(_("Put the cursor on a gathering."))

        return run

    async def rounds(self) -> None:
        """Go to the rounds."""
        await self.shell.open_page("rounds")
