"""Making an invitation on the screen: to what, for whom, and the card that comes of it."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import TYPE_CHECKING, Annotated

import msgspec
from msgspec import Meta
from textual.binding import Binding
from textual.containers import VerticalScroll
from textual.widget import Widget
from textual.widgets import Static

from folkmoot.door.first_keys import invite_account, without_keys
from folkmoot.door.invites import card, invite, may_invite_a_person, occasions
from folkmoot.shell.dialog import Choose, Dialog
from folkmoot.shell.finder import FindOne
from folkmoot.shell.form import FormScreen
from folkmoot.shell.safe import joined, safe
from folkmoot.words import _
from folkmoot.words import later as N_

if TYPE_CHECKING:
    from folkmoot.door.invites import Invited
    from folkmoot.shell.page import PageView

A_PERSON = "person"
AN_ACCOUNT = "account"


class ForWhom(msgspec.Struct, frozen=True, kw_only=True):
    """For whom a card is."""

    name: Annotated[
        str,
        Meta(max_length=60, title=N_("Their name"), description=N_("printed on the card; may stay empty")),
    ] = ""


class ForPerson(msgspec.Struct, frozen=True, kw_only=True):
    """For whom a card is that leads to no occasion."""

    name: Annotated[
        str, Meta(min_length=1, max_length=60, title=N_("Their name"), description=N_("printed on the card"))
    ]


class Card(Dialog[None]):
    """The card, to be copied or read out; its code is shown this once."""

    DEFAULT_CSS = "Card .dialog { max-width: 76; } Card VerticalScroll { height: auto; }"
    around = 7
    BINDINGS = [Binding("enter,q", "leave", show=False)]

    def __init__(self, lines: Sequence[str]) -> None:
        super().__init__(_("A card: its code is shown this once"))
        self.lines = lines

    def body(self) -> Iterable[Widget]:
        yield VerticalScroll(Static(safe("\n".join(self.lines), lines=True)))

    def foot(self) -> Sequence[tuple[str, str]]:
        return (("↑↓", _("scroll")), *super().foot())


def begin(page: PageView) -> None:
    """Ask to what; where there is one way only, go on at once."""
    session = page.session
    there = occasions(session)
    ways = [(one.key, joined(one.title)) for one in there]
    if may_invite_a_person(session):
        ways.append((A_PERSON, joined(_("a person, without a gathering"))))
    waiting = without_keys(session)
    if waiting:
        ways.append((AN_ACCOUNT, joined(_("somebody who has an account here, and no key yet"))))
    refused = session.may("invite.occasion", there[0] if there else None)
    if waiting and not ways[1:]:
        _ask_account(page)
    elif not refused.allowed and not may_invite_a_person(session):
        page.say(refused.because)
    elif not ways:
        page.say(session.may("invite.person").because)
    else:
        page.app.push_screen(Choose(_("Invite to"), ways), lambda key: _chosen(page, key))


def _chosen(page: PageView, key: str | None) -> None:
    if key == AN_ACCOUNT:
        _ask_account(page)
    elif key is not None:
        _ask_name(page, key)


def _ask_account(page: PageView) -> None:
    """Whose first key the card binds; the card stands there at once."""

    def chosen(handle: str | None) -> None:
        made = page.do(invite_account, handle) if handle else None
        if made is not None:
            page.app.push_screen(Card(card(page.session, made)))

    lines = [(one.handle, one.name, one.handle) for one in without_keys(page.session)]
    page.app.push_screen(FindOne(_("For whom?"), lines), chosen)


def invite_to(page: PageView, key: str) -> None:
    """Make a card for one occasion, named by its key."""
    found = next((one for one in occasions(page.session) if one.key == key), None)
    allowed = page.session.may("invite.occasion", found)
    if not allowed.allowed:
        page.say(allowed.because)
    elif found is None:
        page.say(_("Nobody can be invited to this any more."))
    else:
        _ask_name(page, key)


def _ask_name(page: PageView, key: str) -> None:
    made: list[Invited] = []
    occasion = "" if key == A_PERSON else key

    def save(form: ForWhom | ForPerson) -> None:
        made[:] = invite(page.session, name=form.name, occasion=occasion)

    def show(saved: bool | None) -> None:
        if saved:
            page.app.push_screen(Card(card(page.session, made[0])))

    form = ForWhom if occasion else ForPerson
    page.app.push_screen(
        FormScreen(_("For whom?"), form, save, name=f"invite {occasion}", drafts=page.shell.drafts), show
    )
