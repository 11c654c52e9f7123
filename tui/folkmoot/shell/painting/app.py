"""Where Textual hands on what it drew: to the driver that sends what changed, if it runs on that."""

from __future__ import annotations

from typing import TYPE_CHECKING

from textual import events
from textual._compositor import ChopsUpdate, LayoutUpdate
from textual.binding import Binding

from folkmoot.shell.driver import TerminalDriver
from folkmoot.shell.keys import KeysInOrder
from folkmoot.shell.painting.driver import CellDriver

if TYPE_CHECKING:
    from rich.console import RenderableType
    from textual.screen import Screen


class PaintedApp(KeysInOrder):
    """An app that sends what changed. `sends_changes`: whether it does; else all is as Textual does it."""

    BINDINGS = [Binding("f5", "repaint", show=False, priority=True)]
    sends_changes = True

    def driver_on_terminal(self) -> type[TerminalDriver]:
        """The driver to run on."""
        return CellDriver if self.sends_changes else TerminalDriver

    def action_repaint(self) -> None:
        """Paint the screen anew, where something else wrote over it."""
        if isinstance(self._driver, CellDriver):
            self._driver.repaint()
        else:
            self.refresh()

    async def on_event(self, event: events.Event) -> None:
        if isinstance(event, events.Resize) and isinstance(self._driver, CellDriver):
            self._driver.told_of_size(event.size)
        await super().on_event(event)

    def _display(self, screen: Screen[object], renderable: RenderableType | None) -> None:
        driver = self._driver
        if not isinstance(driver, CellDriver) or not isinstance(renderable, LayoutUpdate | ChopsUpdate):
            super()._display(screen, renderable)
            return
        try:
            if self._running and not self._closed and not self._batch_count:
                cursor = self.screen.outer_size.clamp_offset(self.cursor_position)
                self._previous_cursor_position = cursor
                driver.show(renderable, cursor, self.size, self.console._color_system)
        except Exception as error:
            self._handle_exception(error)
        finally:
            self.post_display_hook()
