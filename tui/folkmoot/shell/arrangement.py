"""Which pages stand in the strip, in what order, and whose they are."""

from __future__ import annotations

from typing import TYPE_CHECKING

from folkmoot.contributions import Page
from folkmoot.words import _

if TYPE_CHECKING:
    from folkmoot.plugins import House


def arranged(house: House) -> tuple[dict[str, str], list[Page]]:
    """Owners by page id, and the pages: the plugins' in their order, the host's own among them.

    Of two pages with one id the first stays; the other is noted as a fault of whoever brought it.
    """
    pages: dict[str, Page] = {}
    owners: dict[str, str] = {}
    offered = [*house.ask("pages"), ("folkmoot", _own_page())]
    for plugin, page in sorted(offered, key=lambda pair: (pair[1].order, pair[1].id)):
        if page.id in pages:
            house.note(plugin, page.id, _("The page “{page}” is taken.", page=page.id))
        else:
            pages[page.id] = page
            owners[page.id] = plugin
    return owners, list(pages.values())


def _own_page() -> Page:
    return Page(
        "you", _("You"), "folkmoot.shell.you:YouPage", order=900, help=_("Your card and your settings.")
    )
