"""An app that stands whatever a page or a dialog does: a fault costs the page or the dialog that made it."""

from __future__ import annotations

from abc import abstractmethod
from typing import TYPE_CHECKING

from textual.message import Message
from textual.widget import Widget
from textual.widgets import Static
from textual.worker import WorkerFailed

from folkmoot.errors import CONTAINED, FolkmootError, StoreTrouble, described
from folkmoot.shell.dialog import Dialog
from folkmoot.shell.faults import FaultPanel, drop_unreadable_styles, owner_of
from folkmoot.shell.page import PageView
from folkmoot.shell.safe import SafeApp, safe
from folkmoot.words import _

if TYPE_CHECKING:
    from folkmoot.session import Session


class StandingApp(SafeApp):
    """Holds the pages by their ids, and puts a panel where one has failed."""

    def __init__(self, session: Session) -> None:
        super().__init__()
        self.session = session
        self.current = ""
        self._owners: dict[str, str] = {}
        self._views: dict[str, Widget] = {}
        self._to_build_again: set[str] = set()

    @abstractmethod
    def _frame(self) -> None:
        """Draw what stands around the page."""

    def _panel(self, owner: str, where: str, error: BaseException) -> FaultPanel:
        said = _("{where} failed: {error}", where=where, error=described(error))
        self.session.house.note(owner, where, said)
        return FaultPanel(owner, said)

    async def on_page_view_failed(self, message: PageView.Failed) -> None:
        """Put a panel where a page was."""
        drop_unreadable_styles(self)  # its widgets may have brought one
        for name, view in list(self._views.items()):
            if view is message.page:
                panel = self._panel_for(name, message)
                panel.display = name == self.current
                self._views[name] = panel
                await self.query_one("#pages").mount(panel)
                self._frame()
                view.remove()

    def on_page_view_slow(self, message: PageView.Slow) -> None:
        """Note that a page let people wait, and say whose it is."""
        for name, view in self._views.items():
            if view is message.page:
                owner, seconds = self._owners[name], f"{message.seconds:.1f}"
                where = f"{name} ({message.where})"
                said = _("{where} took {seconds} seconds.", where=where, seconds=seconds)
                self.session.house.note(owner, where, said)
                self.say(
                    _("The plugin “{name}” let you wait for {seconds} seconds.", name=owner, seconds=seconds)
                )

    def _panel_for(self, name: str, failed: PageView.Failed) -> Static:
        if isinstance(failed.error, StoreTrouble):  # no fault of the page: it is built again when it can be
            self._to_build_again.add(name)
            return Static(safe(failed.error.sentence), classes="out-of-reach")
        return self._panel(self._owners[name], f"{name} ({failed.where})", failed.error)

    async def _dispatch_message(self, message: Message) -> None:
        """What a key or a dialog's answer sets off runs in the app's own loop, which must not end with it."""
        try:
            await super()._dispatch_message(message)
        except CONTAINED as error:
            self._handle_exception(error)

    def _handle_exception(self, error: BaseException) -> None:
        """A fault inside a page (its widgets' render and handlers too) costs that page, not the shell."""
        cause = error.error if isinstance(error, WorkerFailed) and error.error else error
        page, dialog = owner_of(cause)
        if dialog is not None:
            self.post_message(Dialog.Failed(dialog, cause))
        elif isinstance(cause, FolkmootError):
            self.say(cause.sentence)
        elif page is not None:
            page.fail("screen", cause)
        elif self._views:
            self._tell_failed(type(self).__name__, cause)
        else:
            super()._handle_exception(error)

    def on_dialog_failed(self, message: Dialog.Failed) -> None:
        """Close a dialog that failed, and whatever stands on it; the page below goes on."""
        if message.dialog not in self.screen_stack[1:]:
            return  # it is closed already, and this is its echo
        while message.dialog in self.screen_stack[1:]:
            self.pop_screen()
        if isinstance(message.error, FolkmootError):
            self.say(message.error.sentence)
        else:
            self._tell_failed(type(message.dialog).__name__, message.error)

    def _tell_failed(self, where: str, error: BaseException) -> None:
        """Note a fault under the plugin whose page is open, and say that nothing is lost."""
        said = described(error)
        noted = _("{where} failed: {error}", where=where, error=said)
        self.session.house.note(self._owners.get(self.current, ""), where, noted)
        self.say(_("That could not be done: {said}. Nothing is lost.", said=said))
