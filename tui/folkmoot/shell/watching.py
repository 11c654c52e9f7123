"""Sees what others change in the record, and whether oneself may still be here: four times a second."""

from __future__ import annotations

import asyncio
from abc import abstractmethod
from collections.abc import Sequence
from typing import TYPE_CHECKING

from folkmoot.errors import CONTAINED, FolkmootError, StoreTrouble
from folkmoot.shell.away import AwayApp
from folkmoot.shell.bars import FootLine
from folkmoot.shell.dialog import Dialog
from folkmoot.shell.page import PageView

if TYPE_CHECKING:
    from folkmoot.session import Session
    from folkmoot.store import Change

OF_THE_DOOR = ("folkmoot.accounts", "folkmoot.keys")
POLL = 0.25  # seconds between two looks at the store
PRESENCE = 8  # of these looks between two at who is here, on a page that shows it: no record tells of that


class WatchingApp(AwayApp):
    """Tells the open page and the dialogs on it of changes; the other pages read anew when they are opened."""

    def __init__(self, session: Session) -> None:
        super().__init__(session)
        self._seen, self._epoch = session.store.seq, session.store.epoch
        self._stale: set[str] = set()
        self._out_of_reach = ""  # what was said when the store could not be read
        self._looks = 0

    @property
    @abstractmethod
    def view(self) -> PageView | None:
        """The open page; None where a panel stands in its place."""

    @abstractmethod
    async def open_page(self, wanted: str, where: str = "") -> None:
        """Show a page."""

    def _poll(self) -> None:
        """Four times a second: two stats, and nothing more where nothing happened.

        Not one of Textual's timers: their messages cost ten times as much, and forty people may sit here idle.
        """
        if not self.is_running or self._exit:
            return
        self.tick()
        self._looks += 1
        if self._looks % PRESENCE == 0 and self.view and self.view.sees_presence:
            self._redraw(self.view, ())
        try:
            store = self.session.store
            happened = bool(self._out_of_reach) or (store.seq, store.epoch) != (self._seen, self._epoch)
        except FolkmootError:
            happened = True
        if happened:
            self.call_later(self.look)
        asyncio.get_running_loop().call_later(POLL, self._poll)

    def tick(self) -> None:
        """What else goes with the time: a page that shows a running clock is told."""
        super().tick()
        view = self.view
        if view is not None and view.shows_seconds and view.is_mounted and not self.covered:
            view.told_of_time()

    def _is_looked_at(self) -> bool:
        view = self.view
        try:
            return view is not None and view.is_looked_at()
        except CONTAINED:
            return False

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
        if anew or any(change.collection in OF_THE_DOOR for change in changes):
            self._leave_if_out()
        if changes or self._out_of_reach or anew:
            for foot in self.query(FootLine):  # what it says may be no longer how things stand
                if self._out_of_reach:
                    foot.clear_notice()
                elif any(change.by != self.session.handle for change in changes):
                    foot.clear_old_notice(self.session.now())
            self._out_of_reach = ""
            self._seen, self._epoch = self.session.store.seq, self.session.store.epoch
            self._stale = {name for name in self._views if name != self.current}
            if self.view:
                self._redraw(self.view, changes)
            elif self.current in self._to_build_again:
                self.run_worker(self.open_page(self.current))

    def _leave_if_out(self) -> None:
        """End the session of somebody whose key or account counts no longer."""
        from folkmoot.door.keys import why_out

        session = self.session
        out = why_out(session.store, session.key, session.handle) if session.account else None
        if out:
            self.leave_with(out, 77)

    def _fresh_session(self) -> None:
        self.session = self.session.as_now()
        for view in self._views.values():
            if isinstance(view, PageView):
                view.session = self.session

    def _redraw(self, view: PageView, changes: Sequence[Change]) -> None:
        """Tell the page and the dialogs on it. Those that are not drawn yet read the present when they are."""
        try:
            if view.is_mounted:
                with view.watched("on_changes"):
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
