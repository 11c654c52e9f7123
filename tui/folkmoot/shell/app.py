"""The shell: a strip of pages, the page, a foot; live, and standing whatever a plugin does."""

from __future__ import annotations

import asyncio
import gc
from collections.abc import Callable, Sequence
from functools import partial
from typing import TYPE_CHECKING

from textual import events
from textual.app import ComposeResult
from textual.binding import Binding
from textual.containers import Container
from textual.widget import Widget

from folkmoot.contributions import Page, imported
from folkmoot.errors import CONTAINED, FolkmootError, StoreTrouble
from folkmoot.plugins import described
from folkmoot.shell.arrangement import arranged
from folkmoot.shell.background import work_in_background
from folkmoot.shell.bars import FootLine, PageStrip
from folkmoot.shell.dialog import Dialog
from folkmoot.shell.faults import read_styles
from folkmoot.shell.glyphs import Glyphs, glyphs_for
from folkmoot.shell.page import Key, PageView
from folkmoot.shell.safe import AsciiFilter
from folkmoot.shell.standing import StandingApp
from folkmoot.terminal import terminal_is_utf8
from folkmoot.words import _

if TYPE_CHECKING:
    from folkmoot.session import Session
    from folkmoot.store import Change

POLL = 0.25  # seconds between two looks at the store
THEMES = {"dark": "ansi-dark", "light": "ansi-light", "plain": "ansi-dark"}


class Shell(StandingApp):
    """One person's shell. It knows pages and keys, and no word of any community."""

    CSS = """
    Screen { background: ansi_default; }
    #pages { width: 1fr; height: 1fr; }
    .out-of-reach { padding: 1 2; }
    """
    BINDINGS = [
        Binding("question_mark", "help", show=False),
        Binding("ctrl+p", "palette", show=False),
        Binding("q", "quit", show=False),
        *(Binding(str(n), f"open_number({n})", show=False) for n in range(1, 10)),
    ]

    def __init__(self, session: Session, upkeep: Callable[[Session], None] | None = None) -> None:
        from textual.filter import NoColor

        super().__init__(session)
        self._upkeep = upkeep
        account = session.account
        self.glyphs: Glyphs = glyphs_for(account.glyphs if account else "auto")
        wanted = account.theme if account else "auto"
        self.theme = THEMES.get(wanted, "ansi-dark")
        if wanted == "plain" and not self.no_color:
            self._filters.append(NoColor())
        if not terminal_is_utf8():
            self._filters.append(AsciiFilter())
        self.drafts: dict[str, dict[str, str]] = {}
        self.pages: list[Page] = []
        self.page_keys: dict[str, str] = {}  # the keys of pages that have one of their own
        self._seen, self._epoch = session.store.seq, session.store.epoch
        self._stale: set[str] = set()
        self._out_of_reach = ""  # what was said when the store could not be read
        self._told_resting: set[str] = set()

    def compose(self) -> ComposeResult:
        yield PageStrip()
        yield Container(id="pages")
        yield FootLine()

    async def on_mount(self) -> None:
        self._owners, self.pages = arranged(self.session.house)
        self._bind_pages()
        await self.open_page(self.pages[0].id)
        self._poll()
        self.leave_on_signals()
        self.call_after_refresh(self._settle)

    def _bind_pages(self) -> None:
        """Give pages the keys they ask for, as long as nothing else has them; their numbers remain."""
        taken = {"question_mark", "q", "ctrl+p", "ctrl+q", *"123456789"}
        for number, page in enumerate(self.pages, start=1):
            if page.key and page.key not in taken:
                taken.add(page.key)
                self.page_keys[page.id] = page.key
                self.bind(page.key, f"open_number({number})", show=False)

    def _settle(self) -> None:
        """Once the first page stands: what was loaded so far is kept out of every later collection."""
        gc.freeze()
        gc.enable()
        if self._upkeep is not None:
            work_in_background(
                self.screen,
                partial(self._upkeep, self.session),
                lambda _done: None,
                gone=lambda: False,
                say=self.say,
                fail=lambda where, error: self.say(_("Today's copy failed: {error}", error=described(error))),
            )

    async def open_page(self, wanted: str, where: str = "") -> None:
        """Show a page, at a place in it if one is named; at its first visit it is imported and built."""
        page = next((page for page in self.pages if page.id == wanted), None)
        if page is None:
            self.say(_("There is no page “{page}” here.", page=wanted))
            return
        if wanted in self._to_build_again:
            self._to_build_again.discard(wanted)
            await self._views.pop(wanted).remove()
        if wanted not in self._views:
            await self._build(page)
        for name, view in self._views.items():
            view.display = name == wanted
        self.current = wanted
        self._frame()
        view = self._views[wanted]
        if isinstance(view, PageView):
            if wanted in self._stale:
                self._stale.discard(wanted)
                self._redraw(view, ())
            view.focus_first()
            if where:
                self._open_at(view, where)

    def _open_at(self, view: PageView, where: str) -> None:
        try:
            view.open_at(where)
        except FolkmootError as error:
            self.say(error.sentence)
        except CONTAINED as error:
            view.fail("open_at", error)

    async def _build(self, page: Page) -> None:
        owner = self._owners[page.id]
        try:
            view: Widget = imported(page.view)(self.session)
            if not isinstance(view, PageView):
                raise TypeError(f"{page.view} is not a PageView")
            read_styles(view)
            view.bind_keys()
        except BaseException as error:
            view = self._panel(owner, page.view, error)
        self._views[page.id] = view
        await self.query_one("#pages").mount(view)

    def owner_of_page(self, name: str) -> str:
        """The plugin that brought a page."""
        return self._owners.get(name, "")

    @property
    def view(self) -> PageView | None:
        """The open page; None where a panel stands in its place."""
        view = self._views.get(self.current)
        return view if isinstance(view, PageView) else None

    def _poll(self) -> None:
        """Four times a second: two stats, and nothing more where nothing happened.

        Not one of Textual's timers: their messages cost ten times as much, and forty people may sit here idle.
        """
        if not self.is_running or self._exit:
            return
        try:
            store = self.session.store
            happened = bool(self._out_of_reach) or (store.seq, store.epoch) != (self._seen, self._epoch)
        except FolkmootError:
            happened = True
        if happened:
            self.call_later(self.look)
        asyncio.get_running_loop().call_later(POLL, self._poll)

    def look(self) -> None:
        """See whether anyone changed anything; costs one stat when nobody did."""
        try:
            changes = self.session.store.changes(self._seen)
            anew = self.session.store.epoch != self._epoch
            if changes or self._out_of_reach or anew:
                self._fresh_session()
        except FolkmootError as error:
            if self._out_of_reach != error.sentence or not any(foot.notice for foot in self.query(FootLine)):
                self.say(error.sentence)
            self._out_of_reach = error.sentence
            return
        if changes or self._out_of_reach or anew:
            if self._out_of_reach or any(change.by != self.session.handle for change in changes):
                for foot in self.query(FootLine):
                    foot.clear_notice()  # what it said is no longer how things stand
            self._out_of_reach = ""
            self._seen, self._epoch = self.session.store.seq, self.session.store.epoch
            self._stale = {name for name in self._views if name != self.current}
            if self.view:
                self._redraw(self.view, changes)
            elif self.current in self._to_build_again:
                self.run_worker(self.open_page(self.current))

    def _tell_resting(self) -> None:
        """Say once that a plugin rests: what it would show is missing from here on."""
        for plugin in self.session.house.plugins:
            if plugin.state == "resting" and plugin.name not in self._told_resting:
                self._told_resting.add(plugin.name)
                self.say(
                    _(
                        "The plugin “{name}” rests after three faults; “folkmoot plugins” names them.",
                        name=plugin.name,
                    )
                )

    def _fresh_session(self) -> None:
        self.session = self.session.as_now()
        for view in self._views.values():
            if isinstance(view, PageView):
                view.session = self.session

    def _redraw(self, view: PageView, changes: Sequence[Change]) -> None:
        """Tell the page and the dialogs on it. Those that are not drawn yet read the present when they are."""
        try:
            if view.is_mounted:
                view.on_changes(changes)
        except StoreTrouble as error:
            self._out_of_reach = error.sentence
            self.say(error.sentence)
        except CONTAINED as error:
            view.fail("on_changes", error)
        for dialog in self.screen_stack[1:]:
            if isinstance(dialog, Dialog) and dialog.is_mounted:
                dialog.told_of_changes()
        self._frame()

    def _frame(self) -> None:
        for strip in self.query(PageStrip):  # none any more where the shell is just closing
            strip.show_pages(self.pages, self.page_keys, self.current, self.session.community.name)
        for foot in self.query(FootLine):
            foot.show_keys(self.all_keys(foot=True))
        self._tell_resting()

    def all_keys(self, *, foot: bool = False) -> list[Key]:
        """What can be done now: the page's own keys, then the shell's."""
        own = list(self.view.known_keys()) if self.view else []
        if foot:
            return own
        return [
            *own,
            Key("1", _("pages"), lambda: None, _("1 to 9 open the pages in the strip above.")),
            Key("ctrl+p", _("find"), self.action_palette, _("Find a page or an action by typing its name.")),
            Key("question_mark", _("help"), self.action_help, _("Show or hide this help.")),
            Key(
                "q,ctrl+q", _("leave"), self.action_leave, _("Leave the house. Everything is already saved.")
            ),
        ]

    def on_resize(self) -> None:
        if self.pages:
            self.call_after_refresh(self._frame)  # the new size is there once all is laid out

    def say(self, sentence: str) -> None:
        foot = self.screen_stack[0].query(FootLine)
        if len(self.screen_stack) > 1 and hasattr(self.screen, "say"):
            self.screen.say(sentence)
        elif foot:
            foot.first().show_notice(sentence)

    async def on_event(self, event: events.Event) -> None:
        if isinstance(event, events.Key) and self.screen_stack:
            for foot in self.screen_stack[0].query(FootLine):
                foot.clear_notice()
        await super().on_event(event)

    async def action_open_number(self, number: int) -> None:
        if number <= len(self.pages):
            await self.open_page(self.pages[number - 1].id)

    def action_help(self) -> None:
        from folkmoot.shell.help import HelpScreen

        page = next(page for page in self.pages if page.id == self.current)
        self.push_screen(HelpScreen(page, self.all_keys()))

    def action_palette(self) -> None:
        from folkmoot.shell.palette import Palette

        self.push_screen(Palette(self))

    def action_leave(self) -> None:
        self.exit()
