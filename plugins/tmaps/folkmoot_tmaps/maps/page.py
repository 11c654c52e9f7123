"""The map page: whether a map was begun, and what will live here."""

from __future__ import annotations

from collections.abc import Sequence

from textual.app import ComposeResult
from textual.containers import VerticalScroll
from textual.content import Content

from folkmoot.api import Change, PageView, Still, dates, joined, safe
from folkmoot_tmaps.maps.model import CareMap
from folkmoot_tmaps.words import _


class MapPage(PageView):
    """One's own map, and nobody else's."""

    DEFAULT_CSS = "MapPage VerticalScroll { padding: 1 2; }"

    def build(self) -> ComposeResult:
        with VerticalScroll():
            yield Still(self._said(), id="map")

    def on_changes(self, changes: Sequence[Change]) -> None:
        self.query_one("#map", Still).update(self._said())

    def _said(self) -> Content:
        session = self.session
        lines = [joined((_("Care map"), "bold")), Content("")]
        own = session.store.collection(CareMap).find(owner=session.handle)
        if own and session.may("map.open", own[0].value.owner).allowed:
            lines.append(safe(_("You began your map on {day}.", day=dates.long_day(own[0].value.begun))))
        else:
            lines.append(safe(_("You have not begun a map. There is no hurry.")))
        said = _(
            "Here you will write down, in good times, what steadies you, what knocks you over, and what others may "
            "do when days are heavy. It will be sealed with your own passphrase: nobody reads it unless you choose "
            "them."
        )
        lines += [Content(""), safe(said)]
        return Content("\n").join(lines)
