"""Where a fault on the screen belongs, and what stands in place of a page that failed."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from textual.app import App
from textual.css.stylesheet import Stylesheet
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


class RestingPanel(FaultPanel):
    """What stands in place of a page whose plugin rests."""

    def __init__(self, plugin: str) -> None:
        super().__init__(plugin, _("It failed three times and rests until you come in again."))


def fault_lines(plugin: str, error: str) -> Iterable[str]:
    """What to say of a page that failed: whose it is, what happened, that nothing is lost, what to do."""
    yield _("This page of the plugin “{plugin}” has stopped.", plugin=plugin)
    yield error
    yield ""
    yield _("Nothing is lost, and the other pages go on.")
    yield _("Why, and how to do without it: folkmoot plugins why {plugin}", plugin=plugin)


def read_styles(view: Widget) -> None:
    """See that a page's own style sheet can be read. Raises: what Textual's parser does.

    Once a widget is mounted it is too late: with a style sheet that can't be parsed it would never come to life.
    """
    sheet = Stylesheet(variables=view.app.get_css_variables())
    for where, css, tie_breaker, scope in view._get_default_css():
        sheet.add_source(css, where, is_default_css=True, tie_breaker=tie_breaker, scope=scope)
    sheet.parse()


def drop_unreadable_styles(app: App[Any]) -> None:
    """Take out of the app's style sheet what can't be parsed: else every later change of style would fail too."""
    sheet = app.stylesheet
    for where, source in list(sheet.source.items()):
        try:
            sheet._parse_rules(
                source.content,
                where,
                is_default_rules=source.is_defaults,
                tie_breaker=source.tie_breaker,
                scope=source.scope,
            )
        except Exception:
            del sheet.source[where]
    sheet._require_parse = True


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
