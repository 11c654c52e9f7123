"""Which pages stand in the strip, in what order, and whose they are."""

from __future__ import annotations

from typing import TYPE_CHECKING

from folkmoot.contributions import Page
from folkmoot.words import _

if TYPE_CHECKING:
    from folkmoot.plugins import House


def arranged(house: House, newcomer: bool = False) -> tuple[dict[str, str], list[Page]]:
    """Owners by page id, and the pages: the plugins' in their order, the host's own among them.

    Of two pages with one id the first stays; the other is noted as a fault of whoever brought it.
    """
    pages: dict[str, Page] = {}
    owners: dict[str, str] = {}
    own = [("folkmoot", page) for page in _own_pages(newcomer) if page.id != "door" or not house.alone]
    offered = [*house.ask("pages"), *own]
    for plugin, page in sorted(offered, key=lambda pair: (pair[1].order, pair[1].id)):
        if page.id in pages:
            house.note(plugin, page.id, _("The page “{page}” is taken.", page=page.id))
        else:
            pages[page.id] = page
            owners[page.id] = plugin
    return owners, list(pages.values())


def _own_pages(newcomer: bool) -> list[Page]:
    """The host's own: the first steps of a newcomer, the door, a person's card."""
    first = Page(
        "first-steps",
        _("First steps"),
        "folkmoot.shell.welcome:WelcomePage",
        order=0,
        help=_("What helps you to arrive; it goes away when you say so."),
    )
    door = Page(
        "door",
        _("Door"),
        "folkmoot.shell.door:DoorPage",
        order=910,
        help=_("Who is here, who is invited, and what several decide together."),
    )
    you = Page(
        "you",
        _("You"),
        "folkmoot.shell.you:YouPage",
        order=900,
        help=_("Your card, your keys, your settings."),
    )
    return [first, door, you] if newcomer else [door, you]
