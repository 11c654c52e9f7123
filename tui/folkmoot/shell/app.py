"""The shell: a strip of pages, the page, a foot; live, and standing whatever a plugin does."""

from __future__ import annotations

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
from folkmoot.errors import CONTAINED, FolkmootError, described
from folkmoot.plugged import BUNDLED, what_is_wrong
from folkmoot.shell.arrangement import arranged
from folkmoot.shell.background import work_in_background
from folkmoot.shell.bars import FootLine, PageStrip
from folkmoot.shell.faults import RestingPanel, read_styles
from folkmoot.shell.glyphs import Glyphs, glyphs_for
from folkmoot.shell.page import Key, PageView
from folkmoot.shell.safe import AsciiFilter
from folkmoot.shell.unfinished import unfinished
from folkmoot.shell.watching import WatchingApp
from folkmoot.terminal import terminal_is_utf8
from folkmoot.words import _

if TYPE_CHECKING:
    from folkmoot.door.kept import AccountKey
    from folkmoot.session import Session

THEMES = {"dark": "ansi-dark", "light": "ansi-light", "plain": "ansi-dark"}


class Shell(WatchingApp):
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

    def __init__(
        self,
        session: Session,
        upkeep: Callable[[Session], None] | None = None,
        new_keys: Sequence[AccountKey] = (),
        first: str = "",
    ) -> None:
        from textual.filter import NoColor

        super().__init__(session)
        self._upkeep, self._new_keys, self._first = upkeep, new_keys, first
        account = session.account
        self.glyphs: Glyphs = glyphs_for(account.glyphs if account else "auto")
        self.sends_changes = account is None or account.screen == "changes"
        wanted = account.theme if account else "auto"
        self.theme = THEMES.get(wanted, "ansi-dark")
        if wanted == "plain" and not self.no_color:
            self._filters.append(NoColor())
        if not terminal_is_utf8():
            self._filters.append(AsciiFilter())
        self.pages: list[Page] = []
        self.page_keys: dict[str, str] = {}  # the keys of pages that have one of their own
        self._told: set[tuple[str, str]] = set()  # what was said of plugins

    def compose(self) -> ComposeResult:
        yield PageStrip()
        yield Container(id="pages")
        yield FootLine()

    async def on_mount(self) -> None:
        account = self.session.account
        self._owners, self.pages = arranged(
            self.session.house, newcomer=account is not None and not account.welcomed
        )
        self._bind_pages()
        await self.open_page(self._first or self.pages[0].id)
        self._poll()
        self.call_after_refresh(self._settle)
        if self._new_keys:
            from folkmoot.shell.your_keys import NewKeys

            self.push_screen(NewKeys(self.session, self._new_keys))

    def _bind_pages(self) -> None:
        """Give pages the keys they ask for, as long as nothing else has them; their numbers remain."""
        taken = {"question_mark", "q", "ctrl+p", "ctrl+q", *"123456789"}
        for page in self.pages:
            if page.key and page.key not in taken:
                taken.add(page.key)
                self.page_keys[page.id] = page.key
                self.bind(page.key, f"open_named({page.id!r})", show=False)

    def _settle(self) -> None:
        """Once the first page stands: what was loaded so far is kept out of every later collection."""
        if not gc.get_freeze_count():
            gc.freeze()
        gc.enable()
        if left := unfinished(self.drafts, self.pages):
            self.say(left)
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

    async def without_page(self, wanted: str) -> None:
        """Take a page out of the strip, and go to the first of the others."""
        self.pages = [page for page in self.pages if page.id != wanted]
        await self.open_page(self.pages[0].id)
        if wanted in self._views:
            await self._views.pop(wanted).remove()
        self._frame()

    def _open_at(self, view: PageView, where: str) -> None:
        try:
            view.open_at(where)
        except FolkmootError as error:
            self.say(error.sentence)
        except CONTAINED as error:
            view.fail("open_at", error)

    async def _build(self, page: Page) -> None:
        owner = self._owners[page.id]
        plugin = self.session.house.plugin(owner)
        if plugin is not None and plugin.state == "resting" and plugin.package != BUNDLED:
            self._views[page.id] = RestingPanel(owner)
            await self.query_one("#pages").mount(self._views[page.id])
            return
        try:
            view: Widget = imported(page.view)(self.session)
            if not isinstance(view, PageView):
                raise TypeError(f"{page.view} is not a PageView")
            read_styles(view)
            view.bind_keys()
        except BaseException as error:
            view = self._panel(owner, page.view, error)
        self._views[page.id] = view
        view.display = (
            False  # until the others are hidden: side by side, each would be told of a size that is none
        )
        await self.query_one("#pages").mount(view)

    def owner_of_page(self, name: str) -> str:
        """The plugin that brought a page."""
        return self._owners.get(name, "")

    @property
    def view(self) -> PageView | None:
        """The open page; None where a panel stands in its place."""
        view = self._views.get(self.current)
        return view if isinstance(view, PageView) else None

    def _tell_of_plugins(self) -> None:
        """Say once what is wrong with a plugin: what it would show is missing from here on."""
        for plugin in self.session.house.plugins:
            said = what_is_wrong(plugin)
            if said and (plugin.name, plugin.state) not in self._told:
                self._told.add((plugin.name, plugin.state))
                self.say(said)

    def _frame(self) -> None:
        for strip in self.query(PageStrip):  # none any more where the shell is just closing
            strip.show_pages(self.pages, self.page_keys, self.current, self.session.community.name)
        self.show_foot()
        self._tell_of_plugins()

    def show_foot(self) -> None:
        """Draw the keys of the open page."""
        for foot in self.query(FootLine):
            foot.show_keys(self.all_keys(foot=True))

    def all_keys(self, *, foot: bool = False) -> list[Key]:
        """What can be done now: the page's own keys, then the shell's."""
        own = list(self.view.known_keys()) if self.view else []
        if foot:
            return own
        return [
            *own,
            Key("1", _("pages"), lambda: None, _("1 to 9 open the pages in the strip above.")),
            Key("ctrl+p", _("find"), self.action_palette, _("Find a page or an action by typing its name.")),
            Key(
                "f5",
                _("redraw"),
                self.action_repaint,
                _("Draw the screen anew, where something wrote over it."),
            ),
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
            foot.first().show_notice(sentence, self.session.now())

    async def on_event(self, event: events.Event) -> None:
        if isinstance(event, events.Key) and self.screen_stack and not self.covered:
            for foot in self.screen_stack[0].query(FootLine):
                foot.clear_notice()
        await super().on_event(event)

    async def action_open_number(self, number: int) -> None:
        shown = [page.id for page in self.pages if page.strip]
        if number <= len(shown):
            await self.open_page(shown[number - 1])

    async def action_open_named(self, name: str) -> None:
        await self.open_page(name)

    def action_help(self) -> None:
        from folkmoot.shell.help import HelpScreen

        page = next(page for page in self.pages if page.id == self.current)
        self.push_screen(HelpScreen(page, self.all_keys()))

    def action_palette(self) -> None:
        from folkmoot.shell.palette import Palette

        self.push_screen(Palette(self))

    def action_leave(self) -> None:
        self.exit()
