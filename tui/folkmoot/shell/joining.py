"""The screen of somebody whose key is not known: a code, then a name and a handle, and nothing else."""

from __future__ import annotations

import asyncio
from collections.abc import Iterable

import msgspec
from textual.widget import Widget
from textual.widgets import Static

from folkmoot.door.entrance import entrance_of, ssh_line
from folkmoot.door.founding import handle_from
from folkmoot.door.joining import CodeForm, Newcomer, Visitor, join, look_at, pair
from folkmoot.door.kept import Invite
from folkmoot.errors import FolkmootError
from folkmoot.shell.form import FormScreen
from folkmoot.shell.safe import AsciiFilter, SafeApp, safe
from folkmoot.store import Stored
from folkmoot.terminal import terminal_is_utf8
from folkmoot.words import _

PATIENCE = 900.0  # seconds in which somebody comes in, or makes room for others
TRIES = 10  # codes in one session; then whoever it is comes again


class AtTheDoor(FormScreen):
    """Asks for the code, and says what to do to those who are members already."""

    DEFAULT_CSS = "AtTheDoor .door-hint { margin: 1 0 0 0; }"

    def __init__(self, visitor: Visitor, save: object) -> None:
        super().__init__(
            _("Welcome to the door of {name}", name=visitor.session.community.name),
            CodeForm,
            save,  # type: ignore[arg-type]
            name="code",
            drafts={},
            keeps_drafts=False,
        )
        self.visitor = visitor

    def body(self) -> Iterable[Widget]:
        yield from super().body()
        entrance = entrance_of(self.visitor.session.store)
        hints = [
            _("Your key ({fingerprint}) is not known here yet.", fingerprint=self.visitor.key.fingerprint),
            _(
                "Already a member? Then ssh offered another key than the one you gave here. Say which one: {line}",
                line=ssh_line(entrance, "-o", "IdentitiesOnly=yes", "-i", "KEY"),
            ),
            _("On a new machine? In a session on the old one, page “You”, k and p give you a code for here."),
            _("All keys lost? Ask two people who decide things there: each gives you half of a code."),
        ]
        yield Static(safe("\n\n".join(hints), "dim", lines=True), classes="door-hint")


class JoiningApp(SafeApp):
    """Lets in whoever has a good code; `handle` is who that is then."""

    CSS = "Screen { background: ansi_default; }"

    def __init__(self, visitor: Visitor) -> None:
        super().__init__()
        self.theme = "ansi-dark"
        self.visitor = visitor
        self.handle: str | None = None
        self._code = ""
        self._tried = 0
        self._invite: Stored[Invite] | None = None
        if not terminal_is_utf8():
            self._filters.append(AsciiFilter())

    def on_mount(self) -> None:
        asyncio.get_running_loop().call_later(PATIENCE, self._close_the_door)
        self._ask_code()

    def _close_the_door(self) -> None:
        if self.handle is None and self.is_running:
            self.leave_with(
                _("Nobody came in for a quarter of an hour, so this screen made room. Come again."), 75
            )

    def _ask_code(self) -> None:
        self.push_screen(AtTheDoor(self.visitor, self._look_at), self._after_code)

    def _look_at(self, form: CodeForm) -> None:
        self._tried += 1
        try:
            self._invite = look_at(self.visitor, form.code)
        except FolkmootError as error:
            if self._tried >= TRIES:
                self.leave_with(error.sentence, 77)
            raise
        self._code = form.code

    def _after_code(self, good: bool | None) -> None:
        if not good or self._invite is None:
            self.exit()
        elif self._invite.value.account:
            self._pair()
        else:
            self._ask_name(self._invite.value)

    def _pair(self) -> None:
        try:
            self.handle = pair(self.visitor, self._code)
        except FolkmootError as error:
            self.leave_with(error.sentence, error.exit_code)
        else:
            self.exit()

    def _ask_name(self, invite: Invite) -> None:
        name = invite.name
        start = {"name": name, "handle": _suggested(name)} if name else {}
        title = (
            _("You are invited to {title}. Who are you?", title=invite.title)
            if invite.title
            else _("You are invited. Who are you?")
        )
        self.push_screen(
            FormScreen(
                title, Newcomer, self._join, name="newcomer", drafts={}, start=start, keeps_drafts=False
            ),
            lambda saved: self.exit(),
        )

    def _join(self, form: msgspec.Struct) -> None:
        assert isinstance(form, Newcomer)
        self.handle = join(self.visitor, self._code, form).handle


def _suggested(name: str) -> str:
    """A handle for a name; none where nothing better than a stand-in comes of it."""
    made = handle_from(name.split()[0]) if name.split() else ""
    return "" if made == "first" else made


def run_joining(visitor: Visitor) -> str | None:
    """Ask on this terminal; the handle of who came in, if somebody did."""
    app = JoiningApp(visitor)
    app.run_here()
    return app.handle
