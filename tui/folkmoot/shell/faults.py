"""Where a fault on the screen belongs, and what stands in place of a page that failed."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from textual.screen import ModalScreen, Screen
from textual.widget import Widget
from textual.widgets import Static

from folkmoot.shell.page import PageView
from folkmoot.shell.safe import safe
from folkmoot.words import _


class FaultPanel(Static):
    """What stands in place of a page that failed."""

    DEFAULT_CSS = """
    FaultPanel { width: 1fr; height: auto; margin: 1 2; padding: 1 2; border: round $foreground; }
    """

    def __init__(self, plugin: str, error: str) -> None:
        super().__init__(safe("\n".join(fault_lines(plugin, error)), lines=True))


def fault_lines(plugin: str, error: str) -> Iterable[str]:
    """What to say of a page that failed: whose it is, what happened, that nothing is lost, what to do."""
    yield _("This page of the plugin “{plugin}” has stopped.", plugin=plugin)
    yield error
    yield ""
    yield _("Nothing is lost, and the other pages go on.")
    yield _("Whoever looks after the plugin can see more with: folkmoot plugins")


def owner_of(error: BaseException) -> tuple[PageView | None, Screen[Any] | None]:
    """The page or the dialog in whose widgets an error arose: the innermost frame that belongs to one."""
    trace = error.__traceback__
    page: PageView | None = None
    dialog: Screen[Any] | None = None
    while trace is not None:
        widget: Any = trace.tb_frame.f_locals.get("self")
        if isinstance(widget, Widget):
            for node in widget.ancestors_with_self:
                if isinstance(node, PageView):
                    page, dialog = node, None
                elif isinstance(node, ModalScreen):
                    page, dialog = None, node
        trace = trace.tb_next
    return page, dialog
