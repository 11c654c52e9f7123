"""A person's keys on the screen: told of new ones, listed, added, named, removed; a code for another machine."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import TYPE_CHECKING, Annotated

import msgspec
from msgspec import Meta
from textual.binding import Binding
from textual.content import Content
from textual.widget import Widget
from textual.widgets import Static

from folkmoot.dates import day
from folkmoot.door.entrance import entrance_of, ssh_line
from folkmoot.door.kept import AccountKey
from folkmoot.door.keys import (
    NAME_LENGTH,
    add_key,
    keys_of,
    name_key,
    pairing_code,
    remove_key,
)
from folkmoot.door.publickey import KINDS, LONGEST, parsed
from folkmoot.errors import FolkmootError
from folkmoot.shell.dialog import Ask, Dialog
from folkmoot.shell.form import FormScreen
from folkmoot.shell.lists import PickList
from folkmoot.shell.safe import joined, safe
from folkmoot.text import clean
from folkmoot.words import _
from folkmoot.words import later as N_

if TYPE_CHECKING:
    from folkmoot.session import Session
    from folkmoot.store import Stored


class KeyForm(msgspec.Struct, frozen=True, kw_only=True):
    """A public key to add."""

    key: Annotated[
        str,
        Meta(
            max_length=LONGEST,
            title=N_("Public key"),
            description=N_("the line of the .pub file: paste it here; it begins like ssh-ed25519 AAAA"),
            extra={"format": "line"},
        ),
    ]
    name: Annotated[
        str,
        Meta(max_length=NAME_LENGTH, title=N_("Name"), description=N_("like laptop or phone")),
    ] = ""


class NameForm(msgspec.Struct, frozen=True, kw_only=True):
    """What a key is called."""

    name: Annotated[
        str,
        Meta(min_length=1, max_length=NAME_LENGTH, title=N_("Name"), description=N_("like laptop or phone")),
    ]


class Say(Dialog[None]):
    """Something to read, in a few lines, until esc or enter."""

    BINDINGS = [Binding("enter,q", "leave", show=False)]

    def __init__(self, title: str, lines: Sequence[Content]) -> None:
        super().__init__(title)
        self.lines = lines

    def body(self) -> Iterable[Widget]:
        yield Static(Content("\n").join(self.lines))


class NewKeys(Say):
    """Told at the next login, before anything else: a key was added to this account."""

    def __init__(self, session: Session, keys: Sequence[AccountKey]) -> None:
        said = [
            joined(
                ("• ", ""), (key.name, "bold"), (f"  {key.fingerprint[:20]}…  ", "dim"), _day(session, key)
            )
            for key in keys
        ]
        after = safe(
            _("If that was you, all is well. If not: page “You”, k, and remove it; then tell the others."),
            lines=True,
        )
        super().__init__(_("A new key was added to your account"), [*said, Content(""), after])


def _day(session: Session, key: AccountKey) -> str:
    return _("added on {day}", day=day(session.here(key.added).date()))


class Keys(Dialog[None]):
    """The keys of the person whose session it is."""

    around = 9
    BINDINGS = [
        Binding("a", "add", show=False),
        Binding("p", "pair", show=False),
        Binding("n", "rename", show=False),
        Binding("r", "remove", show=False),
    ]

    def __init__(self, session: Session, drafts: dict[str, dict[str, str]]) -> None:
        super().__init__(_("Your keys"))
        self.session, self.drafts = session, drafts

    def body(self) -> Iterable[Widget]:
        yield PickList(self._lines())

    def foot(self) -> Sequence[tuple[str, str]]:
        return (
            ("a", _("add")),
            ("p", _("code for another machine")),
            ("n", _("name")),
            ("r", _("remove")),
            *super().foot(),
        )

    def on_changes(self) -> None:
        self.query_one(PickList).show(self._lines())

    def _lines(self) -> list[tuple[str | None, Content]]:
        mine = keys_of(self.session.store, self.session.handle)
        if not mine:
            return [(None, joined((_("No key yet: you are on the host itself. Add one with a."), "dim")))]
        return [(str(stored.id), self._line(stored.value)) for stored in mine]

    def _line(self, key: AccountKey) -> Content:
        here = _("this one") if key.fingerprint == self.session.key else ""
        used = _("used {day}", day=day(key.used)) if key.used else _("never used")
        said = f"    {_day(self.session, key)}, {used}"
        about = f"{KINDS[key.kind]} {key.fingerprint[7:19]}…  "
        head = joined((f"{clean(key.name, limit=24):<25}", "bold"), about, (here, "bold"))
        return Content("\n").join((head, joined((said, "dim"))))

    def _picked(self) -> Stored[AccountKey] | None:
        picked = self.query_one(PickList).picked
        mine = keys_of(self.session.store, self.session.handle)
        return next((stored for stored in mine if str(stored.id) == picked), None)

    def action_add(self) -> None:
        """Paste a public key."""
        self.app.push_screen(
            FormScreen(
                _("Another key"),
                KeyForm,
                lambda form: add_key(self.session, parsed(form.key), form.name),
                name="key",
                drafts=self.drafts,
            ),
            self._done,
        )

    def action_pair(self) -> None:
        """Make a code to be typed on another machine."""
        try:
            code = pairing_code(self.session)
        except FolkmootError as error:
            self.say(error.sentence)
            return
        line = ssh_line(entrance_of(self.session.store))
        lines = [
            safe(_("On the other machine, within a quarter of an hour:")),
            joined("   ", (line, "bold")),
            safe(_("and there the code")),
            joined("   ", (code, "bold")),
            Content(""),
            safe(_("It counts once. Whoever types it comes in as you: show it to nobody.")),
        ]
        self.app.push_screen(Say(_("A code for another machine"), lines))

    def action_rename(self) -> None:
        """Call the key at the cursor something else."""
        stored = self._picked()
        if stored is not None:
            self.app.push_screen(
                FormScreen(
                    _("Name of the key"),
                    NameForm,
                    lambda form: name_key(self.session, stored, form.name),
                    name=f"key-name {stored.id}",
                    drafts=self.drafts,
                    start={"name": stored.value.name},
                ),
                self._done,
            )

    def action_remove(self) -> None:
        """Remove the key at the cursor, after asking."""
        stored = self._picked()
        if stored is not None:
            question = (
                _("You are here with this key. Without it this session ends; your other keys still work.")
                if stored.value.fingerprint == self.session.key
                else _("Whoever has it can't come in any more. Sessions that came with it end at once.")
            )
            title = _("Remove “{name}”?", name=stored.value.name)
            self.app.push_screen(Ask(title, question, lambda: self._remove(stored)))

    def _remove(self, stored: Stored[AccountKey]) -> None:
        try:
            remove_key(self.session, stored)
        except FolkmootError as error:
            self.say(error.sentence)
        else:
            self._done(True)

    def _done(self, done: bool | None) -> None:
        if done:
            self.say("")
            self.on_changes()
