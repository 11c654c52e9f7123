"""The circles' chapter of the demo community."""

from __future__ import annotations

from folkmoot.api import Session
from folkmoot_sociocracy.circles.model import Circle
from folkmoot_sociocracy.words import _


def tell(session: Session) -> None:
    """A general circle and four below it."""
    with session.store.transaction(by=session.handle, why="demo") as tx:
        general = tx.add(
            Circle(
                name=_("General circle"),
                aim=_("The circles work as one"),
                domain=_("Which circles there are, and what each decides"),
            )
        )
        for name, aim, domain in _below():
            tx.add(Circle(name=name, aim=aim, domain=domain, parent=general.id))


def _below() -> list[tuple[str, str, str]]:
    return [
        (
            _("Hearth"),
            _("Gatherings where everyone arrives well"),
            _("Places, menus and dates of gatherings"),
        ),
        (
            _("Commons"),
            _("Shared money and tools, cared for"),
            _("Contributions, purchases up to 300, lending"),
        ),
        (_("Welcome"), _("Newcomers find their way"), _("Invitations, first steps, who accompanies whom")),
        (_("Signal"), _("Everyone knows what they need to know"), _("Newsletter, chat, this house")),
    ]
