"""The host's own page: a person's card, their settings, and what plugins add to the card."""

from __future__ import annotations

from collections.abc import Sequence

from textual.app import ComposeResult
from textual.containers import VerticalScroll
from textual.content import Content

from folkmoot.accounts import account_of, change_account
from folkmoot.dates import clock
from folkmoot.errors import ChangedMeanwhile
from folkmoot.forms import fields_of
from folkmoot.session import OWN_FIELDS, Account, Session
from folkmoot.shell.form import FormScreen
from folkmoot.shell.page import Key, PageView
from folkmoot.shell.safe import joined, safe
from folkmoot.shell.still import Still
from folkmoot.store import Change
from folkmoot.words import _


class YouPage(PageView):
    """Who I am here, in whose time zone and language."""

    DEFAULT_CSS = "YouPage VerticalScroll { padding: 1 2; }"

    def build(self) -> ComposeResult:
        with VerticalScroll():
            yield Still(self._card(), id="card")

    def keys(self) -> Sequence[Key]:
        return (
            Key("e", _("edit"), self.edit, _("Change your name, language, time zone, colours and marks.")),
            Key(
                "k",
                _("keys"),
                self.keys_of_mine,
                _("Your SSH keys: add, name, remove, pair a machine."),
            ),
            Key("w", _("why can't I"), self.why, _("What you may do here, what not, and by which rule.")),
        )

    def on_changes(self, changes: Sequence[Change]) -> None:
        self.query_one("#card", Still).update(self._card())

    def keys_of_mine(self) -> None:
        """Open the list of the own keys."""
        from folkmoot.shell.your_keys import Keys

        if self.session.account is None:
            self.say(_("You are here without an account, so you have no keys."))
        else:
            self.app.push_screen(Keys(self.session, self.shell.drafts))

    def why(self) -> None:
        """Open the list of what this person may."""
        from folkmoot.shell.why import Why

        self.app.push_screen(Why(self.session))

    def edit(self) -> None:
        """Open the form of the own account."""
        account = self.session.account
        if account is None:
            self.say(_("You are here without an account, so there is nothing to change."))
            return
        seen = account

        def save(changed: Account) -> None:
            nonlocal seen
            try:
                change_account(self.session, changed, seen)
            except ChangedMeanwhile:
                seen = account_of(self.session.store, self.session.handle).value
                raise

        start = {name: getattr(account, name) for name in account.__struct_fields__}
        self.app.push_screen(
            FormScreen(
                _("Your card"),
                Account,
                save,
                name="account",
                drafts=self.shell.drafts,
                start=start,
                leave_out=OWN_FIELDS,
            ),
            self._saved,
        )

    def _saved(self, saved: bool | None) -> None:
        if saved:
            self.say(_("Saved. Language, colours and marks are there at the next start."))

    def _card(self) -> Content:
        session = self.session
        account = session.account
        if account is None:
            return safe(_("You are here without an account."))
        rows: list[tuple[str, str]] = [
            (_("Name"), account.name),
            (_("Handle"), account.handle),
            (_("Community"), session.community.name),
            (_("Language"), account.language or _("as the terminal")),
            (_("Time zone"), account.zone or _("{zone}, as the community", zone=session.community.zone)),
            (_("Your clock"), clock(session.here(session.now()))),
            (_("Colours"), _chosen("theme", account.theme)),
            (_("Moon marks"), _chosen("glyphs", account.glyphs)),
            (_("Cover the screen"), _chosen("away", account.away)),
            (_("Over the line"), _chosen("screen", account.screen)),
            (_("Keys"), _keys(session)),
        ]
        width = max(len(label) for label, _value in rows) + 2
        lines: list[Content] = [joined((f"{label:<{width}}", "dim"), value) for label, value in rows]
        for _plugin, panel in session.house.ask("person_panels", session=session, account=account):
            lines += [Content(""), safe(panel.title, "bold"), *(safe(line) for line in panel.lines)]
        return Content("\n").join(lines)


def _chosen(name: str, value: str) -> str:
    """What a choice of the card is called."""
    described = next(field for field in fields_of(Account) if field.name == name)
    return _(described.words.get(value, value))


def _keys(session: Session) -> str:
    """How many keys a person has, and which one they came with."""
    from folkmoot.door.keys import keys_of

    mine = keys_of(session.store, session.handle)
    here = [stored.value.name for stored in mine if stored.value.fingerprint == session.key]
    if here:
        return _("{count}; you are here with “{name}”", count=len(mine), name=here[0])
    return str(len(mine)) if mine else _("none yet: you are on the host itself")
