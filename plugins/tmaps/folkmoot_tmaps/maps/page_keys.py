"""The keys of the map page: few while it is sealed, and of the others those at the foot that are for every day."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from functools import partial
from typing import TYPE_CHECKING

from folkmoot.api import Key
from folkmoot_tmaps.looking.card_screen import show_card
from folkmoot_tmaps.maps import doing
from folkmoot_tmaps.maps.dialogs import HIDE, HIDE_SHOWN
from folkmoot_tmaps.maps.unlocking import map_of
from folkmoot_tmaps.words import _

if TYPE_CHECKING:
    from folkmoot_tmaps.maps.page import MapPage


def who_reads(page: MapPage) -> None:
    """Who can read what of the map."""
    from folkmoot_tmaps.sharing.readers_screen import ReadersScreen

    page.app.push_screen(ReadersScreen(page))


def from_others(page: MapPage) -> None:
    """What others share."""
    from folkmoot_tmaps.sharing.shared_screen import SharedScreen

    page.app.push_screen(SharedScreen(page))


def keys_of(page: MapPage) -> Sequence[Key]:
    """What can be done, as the map stands."""

    def on(does: Callable[[MapPage], None]) -> Callable[[], None]:
        return partial(does, page)

    care = Key("t", _("care round"), page.care, _("Who would like a word, who can give one, who listens."))
    erase = Key("x", _("erase"), on(doing.erase_map), _("Erase the map, its history and copies."), quiet=True)
    if page.keys_held is None:
        if map_of(page.session.store, page.session.handle) is None:
            begin = Key("n", _("begin"), on(doing.begin), _("Begin a map, with a passphrase of your own."))
            return (begin, care) if page.has_care else (begin,)
        return (
            Key("enter", _("open"), on(doing.unlock_map), _("Open your map with your passphrase.")),
            *((care,) if page.has_care else ()),
            erase,
        )
    return (
        Key("enter", _("read"), page.open_picked, _("Read the section at the cursor, and write in it.")),
        Key("n", _("go on"), page.go_on, _("Answer the next question, the easy ones first.")),
        Key(HIDE, _("hide"), page.hide, _("Hide the map at once; the passphrase opens it."), name=HIDE_SHOWN),
        Key("c", _("card"), on(show_card), _("The card for heavy days.")),
        Key("s", _("share"), on(who_reads), _("Who can read what: share, take back, compare.")),
        Key("f", _("from others"), on(from_others), _("Read what others share with you.")),
        *((care,) if page.has_care else ()),
        Key(
            "b", _("booklet"), on(doing.tell_booklet), _("How to print it, to fold or as a card."), quiet=True
        ),
        Key("w", _("workbook"), on(doing.choose_workbook), _("Follow another workbook."), quiet=True),
        Key("p", _("passphrase"), on(doing.other_passphrase), _("Choose another passphrase."), quiet=True),
        Key("r", _("recovery"), on(doing.other_recovery), _("Make another recovery key."), quiet=True),
        Key("o", _("seal anew"), on(doing.seal_anew), _("Seal everything anew, with new keys."), quiet=True),
        erase,
    )
