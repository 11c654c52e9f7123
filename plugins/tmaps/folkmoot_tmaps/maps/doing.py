"""What can be done with one's map on the screen, step by step: each asks one thing."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING, Annotated

import msgspec
from msgspec import Meta

from folkmoot.api import BadData, FormScreen, joined, later
from folkmoot_tmaps.maps import actions, new_keys
from folkmoot_tmaps.maps.dialogs import AskOverMap, ChooseOverMap, SecretDialog, Told
from folkmoot_tmaps.maps.drafts import drop_drafts
from folkmoot_tmaps.maps.unlocking import unlock
from folkmoot_tmaps.words import _
from folkmoot_tmaps.workbook.files import workbooks

if TYPE_CHECKING:
    from folkmoot_tmaps.maps.actions import Begun
    from folkmoot_tmaps.maps.page import MapPage
    from folkmoot_tmaps.sealing.keys import Keys

N_ = later


class ReallyErase(msgspec.Struct, frozen=True, kw_only=True):
    """One word, so that no key erases a map by accident."""

    word: Annotated[str, Meta(min_length=1, max_length=20, title=N_("Type “erase”"))]


def begin(page: MapPage) -> None:
    """Ask for a passphrase, make the map, tell the recovery key."""
    said = _("Four or five words that only you would put together. Nobody here can tell them to you again.")
    if page.session.remote:
        said += "\n" + _(
            "Whoever runs this machine could change the program and see what you type. If that matters, fill in your "
            "map at home: install folkmoot there and type “folkmoot map”."
        )
    page.app.push_screen(
        SecretDialog(
            page,
            _("A passphrase for your map"),
            said,
            (_("Passphrase"), _("The same again")),
            partial(actions.begin, page.session),
            lambda begun: tell_recovery(page, begun),
        )
    )


def tell_recovery(page: MapPage, begun: Begun) -> None:
    """Show a recovery key, the only time."""
    page.take(begun.keys)
    page.app.push_screen(
        Told(
            page,
            _("Your recovery key"),
            _("Write it down and keep it where you keep papers. It is not shown again."),
            begun.recovery,
            _("It opens your map without the passphrase. If both are lost, nobody can open the map again."),
        )
    )
    page.shell.look()


def unlock_map(page: MapPage) -> None:
    """Ask for the passphrase, open the map."""
    page.app.push_screen(
        SecretDialog(
            page,
            _("Open your map"),
            "",
            (_("Passphrase, or recovery key"),),
            partial(unlock, page.session),
            partial(page.take, card=True),
        )
    )


def other_passphrase(page: MapPage) -> None:
    """Ask for a new passphrase; then, whether all is to be sealed anew."""
    keys = page.keys_held
    if keys is None:
        return

    def done(changed: Keys) -> None:
        page.take(changed)
        page.say(_("The passphrase is changed."))
        seal_anew(page)

    page.app.push_screen(
        SecretDialog(
            page,
            _("Another passphrase"),
            _("Four or five words that only you would put together."),
            (_("New passphrase"), _("The same again")),
            partial(new_keys.change_passphrase, page.session, keys),
            done,
        )
    )


def seal_anew(page: MapPage) -> None:
    """Ask, then rotate all keys."""

    def do_it() -> None:
        keys = page.keys_held
        if keys is not None and (made := page.do(new_keys.rotate, keys)) is not None:
            page.take(made)
            page.say(_("Everything is sealed anew."))

    question = _(
        "It is worth it if somebody may know an old passphrase or key. Older copies can still be opened with the keys "
        "of their time. Passphrase and recovery key stay. Who shares with you, or reads you, compares numbers again."
    )
    page.app.push_screen(AskOverMap(page, _("Seal everything anew, with new keys?"), question, do_it))


def other_recovery(page: MapPage) -> None:
    """Ask, then make another recovery key and tell it."""

    def do_it() -> None:
        keys = page.keys_held
        if keys is not None and (begun := page.do(new_keys.new_recovery_key, keys)) is not None:
            tell_recovery(page, begun)

    question = _("The one you have will open nothing any more, but older copies.")
    page.app.push_screen(AskOverMap(page, _("Make another recovery key?"), question, do_it))


def choose_workbook(page: MapPage) -> None:
    """Choose one of the workbooks there are."""
    found = workbooks(page.session)
    lines = [(name, joined(one.title, (f"  {one.about}", "dim"))) for name, one in found.good.items()]

    def follow(name: str | None) -> None:
        keys = page.keys_held
        if name and keys is not None and (opened := page.do(actions.follow_workbook, keys, name)) is not None:
            page.opened = opened
            page.show()
            page.say(_("Answers stay with the questions they were given to."))

    page.app.push_screen(ChooseOverMap(page, _("Which workbook?"), lines), follow)
    for fault in found.faults:
        page.say(fault)


def tell_booklet(page: MapPage) -> None:
    """Tell the command: a file is made where it is printed, never on the host."""
    command = "folkmoot map booklet --to map.pdf"
    if page.session.remote:
        command = "ssh folkmoot@HOST map booklet > map.pdf"
    page.app.push_screen(
        Told(
            page,
            _("A booklet to print"),
            _("On your own machine, outside of this screen, type:"),
            command,
            _(
                "It is A5 to fold; with --card one small page, with --format markdown a text. None of it stays here."
            ),
        )
    )


def erase_map(page: MapPage) -> None:
    """Ask for a word, then erase."""
    told: list[str] = []

    def save(form: ReallyErase) -> None:
        if form.word.casefold() not in (_("erase"), "erase"):
            raise BadData(_("Type “erase” to erase it; esc goes back, and nothing happens."))
        told.append(actions.erase(page.session))

    def done(saved: bool | None) -> None:
        if saved and told:
            drop_drafts(page.shell)
            page.seal_again()
            page.app.push_screen(Told(page, _("Erased"), told[0], "", ""))

    page.app.push_screen(
        FormScreen(
            _("Erase your map, its history and its copies here? Nobody can bring it back."),
            ReallyErase,
            save,
            name="erase-map",
            drafts={},
            translate=_,
        ),
        done,
    )
