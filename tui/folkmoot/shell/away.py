"""Nobody at the screen: after a while it is covered, and a session from afar ends itself after some hours.

The cover is no screen of Textual's, which a dialog could open above or a page could close: it stands in the way to
the terminal. Below it everything goes on as it was, dialogs and what is typed in them too.
"""

from __future__ import annotations

import textwrap
from datetime import timedelta
from typing import TYPE_CHECKING

from textual import events
from textual.geometry import Size
from textual.strip import Strip

from folkmoot.dates import clock
from folkmoot.shell.page import PageView
from folkmoot.shell.unfinished import KeepingApp
from folkmoot.text import clean
from folkmoot.words import _

if TYPE_CHECKING:
    from rich.console import RenderableType
    from textual.screen import Screen

    from folkmoot.session import Session

LONGEST = timedelta(hours=8)  # without a key, for a session that came over the network
USUAL = "15"  # minutes, for somebody without a card


class AwayApp(KeepingApp):
    """Sees when a key was pressed last. `remote`: whether the person sits at another machine."""

    def __init__(self, session: Session) -> None:
        super().__init__(session)
        self.remote = session.remote
        self._last_key = session.now()
        self._let_go = False  # whether the pages were told of an absence through which the screen stays
        self._cover = ""  # what stands on the cover; empty while there is none
        self._covered_size: Size | None = None  # the size at which it was drawn

    @property
    def covered(self) -> bool:
        """Whether the screen shows the cover and nothing else."""
        return bool(self._cover)

    @property
    def idle(self) -> timedelta:
        """For how long no key was pressed."""
        return self.session.now() - self._last_key

    def tick(self) -> None:
        """What is done four times a second beside looking at the store."""
        self.keep_drafts()
        now = self.session.now()
        absence = now - self._last_key
        if absence < timedelta(0):  # the clock was put back
            self._last_key = now
        elif self.remote and absence >= LONGEST:
            said = _(
                "Nobody pressed a key here for eight hours, so the house was closed. What you were typing is kept."
            )
            self.leave_with(said, 0)
        elif self.covered:
            self._draw_cover()
        elif (patience := self._patience()) is not None and absence >= patience:
            if not self._is_looked_at():
                self.cover()
            elif not self._let_go:
                self._let_go = True
                self._tell_of_absence()

    def _is_looked_at(self) -> bool:
        """Whether people look at what is shown without a key: then it stays, and secrets are let go of all the same."""
        return False

    def _patience(self) -> timedelta | None:
        account = self.session.account
        chosen = account.away if account else USUAL
        return None if chosen == "never" else timedelta(minutes=int(chosen))

    def cover(self) -> None:
        """Cover the screen, then tell the pages: who holds something secret lets go of it."""
        since = clock(self.session.here(self._last_key))
        self._cover = _(
            "You have been away since {time}. Any key brings the house back; ctrl+q leaves.", time=since
        )
        self._covered_size = None
        self._draw_cover()
        self._tell_of_absence()

    def _tell_of_absence(self) -> None:
        for view in list(self._views.values()):
            if isinstance(view, PageView):
                view.told_of_cover()

    def uncover(self) -> None:
        """Show again what is below, all of it: on the terminal there is nothing left of it."""
        self._cover = ""
        self._show_all()

    def _show_all(self) -> None:
        if self._batch_count:  # in a batch, Textual draws nothing
            self.call_later(self._show_all)
        elif not self.covered:
            screen = self.screen
            whole = screen._compositor.render_update(full=True, screen_stack=self._background_screens)
            self._display(screen, whole)

    async def on_event(self, event: events.Event) -> None:
        if isinstance(event, events.InputEvent | events.Paste) and not event.is_forwarded:
            self._last_key, self._let_go = self.session.now(), False
            leaves = isinstance(event, events.Key) and event.key == "ctrl+q"
            if self.covered and not leaves:
                self.uncover()
                return
        await super().on_event(event)

    def _display(self, screen: Screen[object], renderable: RenderableType | None) -> None:
        """Textual's one way to the terminal: under the cover nothing goes through."""
        if self.covered:
            self._draw_cover()
        else:
            super()._display(screen, renderable)

    def _draw_cover(self) -> None:
        """Draw the cover where it is not drawn yet at this size."""
        from textual._compositor import LayoutUpdate

        if self._covered_size != self.size and not self._batch_count:
            self._covered_size = self.size
            super()._display(
                self.screen, LayoutUpdate([[strip] for strip in self.strips()], self.size.region)
            )

    def strips(self) -> list[Strip]:
        """The lines that a person sees."""
        if not self.covered:
            return super().strips()
        width, height = self.size
        text = textwrap.wrap(clean(self._cover), max(1, min(60, width - 4)))[:height]
        above = (height - len(text)) // 2
        lines = [*[""] * above, *(line.center(width) for line in text), *[""] * (height - above - len(text))]
        return [self._filtered(line.ljust(width)[:width]) for line in lines]

    def _filtered(self, line: str) -> Strip:
        from rich.segment import Segment
        from rich.style import Style
        from textual.color import Color

        strip = Strip([Segment(line, Style.null())], len(line))
        for line_filter in self.get_line_filters():
            strip = strip.apply_filter(line_filter, Color(0, 0, 0))
        return strip
