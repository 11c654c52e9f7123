"""Who has no home group; to those who prepare a proposal, what each wishes."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from textual.content import Content

from folkmoot.api import Dialog, PageView, PickList, joined
from folkmoot_core.groups.kept import without_group
from folkmoot_core.groups.proposals import wishes
from folkmoot_core.words import _

SHOWN = 200


class WithoutDialog(Dialog[None]):
    """A list of people; the page's own keys do what is to be done."""

    DEFAULT_CSS = "WithoutDialog { & PickList { text-wrap: nowrap; text-overflow: ellipsis; } }"
    around = 8

    def __init__(self, page: PageView) -> None:
        super().__init__(_("Without a home group"))
        self.page = page

    def body(self) -> Iterable[PickList]:
        yield PickList(self._lines())

    def foot(self) -> Sequence[tuple[str, str]]:
        return (("↑↓", _("line")), *super().foot())

    def on_changes(self) -> None:
        self.query_one(PickList).show(self._lines())

    def _lines(self) -> list[tuple[str | None, Content]]:
        session = self.page.session
        found = without_group(session)
        known = wishes(session) if session.may("groups.propose").allowed else {}
        lines: list[tuple[str | None, Content]] = []
        for one in found[:SHOWN]:
            wish = known.get(one.handle)
            said = "" if wish is None else _("not now") if wish.ready == "not_now" else wish.focus
            lines.append((one.handle, joined(f"{one.name[:30]:<32}", (said, "dim"))))
        if len(found) > SHOWN:
            lines.append((None, joined((_("… and others: “folkmoot groups without”"), "dim"))))
        return lines or [(None, joined((_("Everybody is in a home group."), "dim")))]
