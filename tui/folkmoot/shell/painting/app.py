"""Where Textual hands on what it drew: to the driver that sends what changed, if it runs on that."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from textual import events
from textual.binding import Binding

from folkmoot.shell.keys import KeysInOrder

if TYPE_CHECKING:
    from rich.console import RenderableType
    from textual.screen import Screen

    from folkmoot.shell.painting.driver import CellDriver


class PaintedApp(KeysInOrder):
    """An app that sends what changed. `sends_changes`: whether it does; else all is as Textual does it."""

    BINDINGS = [Binding("f5", "repaint", show=False, priority=True)]
    sends_changes = True

    def driver_on_terminal(self) -> type[Any]:
        """The driver to run on."""
        if self.sends_changes:
            from folkmoot.shell.painting.driver import CellDriver

            return CellDriver
        from folkmoot.shell.driver import TerminalDriver

        return TerminalDriver

    def action_repaint(self) -> None:
        """Paint the screen anew, where something else wrote over it."""
        if (driver := self._cell_driver()) is not None:
            driver.repaint()
        else:
            self.refresh()

    async def on_event(self, event: events.Event) -> None:
        if isinstance(event, events.Resize) and (driver := self._cell_driver()) is not None:
            driver.repaint()  # what a terminal makes of its lines at another width, nobody knows
        await super().on_event(event)

    def _display(self, screen: Screen[object], renderable: RenderableType | None) -> None:
        driver = self._cell_driver()
        if driver is None or renderable is None:
            super()._display(screen, renderable)
            return
        try:
            if self._running and not self._closed and not self._batch_count:
                cursor = self.screen.outer_size.clamp_offset(self.cursor_position)
                self._previous_cursor_position = cursor
                driver.show(renderable, cursor, self.size, self.console._color_system)  # type: ignore[arg-type]
        except Exception as error:
            self._handle_exception(error)
        finally:
            self.post_display_hook()

    def _cell_driver(self) -> CellDriver | None:
        return self._driver if hasattr(self._driver, "show") else None  # type: ignore[return-value]
