"""Who has no home group; to those who prepare a proposal, what each wishes."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence

from textual.content import Content

from folkmoot.api import Account, Dialog, LongList, PageView, clean, joined
from folkmoot_core.groups.kept import without_group
from folkmoot_core.groups.model import Wish
from folkmoot_core.groups.proposals import wishes
from folkmoot_core.words import _


class WithoutDialog(Dialog[None]):
    """A list of people; the page's own keys do what is to be done."""

    around = 8

    def __init__(self, page: PageView) -> None:
        super().__init__(_("Without a home group"))
        self.page = page

    def body(self) -> Iterable[LongList]:
        yield LongList()

    def foot(self) -> Sequence[tuple[str, str]]:
        return (("↑↓", _("line")), *super().foot())

    def on_mount(self) -> None:
        self.on_changes()

    def on_changes(self) -> None:
        session = self.page.session
        found = without_group(session)
        known = wishes(session) if session.may("groups.propose").allowed else {}
        rows = self.query_one(LongList)
        if found:
            rows.show([one.handle for one in found], lambda place: _line(found[place], known))
        else:
            rows.show([None], lambda _place: joined((_("Everybody is in a home group."), "dim")))


def _line(one: Account, known: Mapping[str, Wish]) -> Content:
    wish = known.get(one.handle)
    said = "" if wish is None else _("not now") if wish.ready == "not_now" else wish.focus
    return joined(f"{clean(one.name, limit=30):<32}", (said, "dim"))
