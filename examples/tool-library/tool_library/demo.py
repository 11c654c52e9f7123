"""What the demo community has: so that everything can be seen at once."""

from __future__ import annotations

from folkmoot.api import Account, Session

from tool_library.actions import add, borrow, wait
from tool_library.model import ToolForm
from tool_library.words import _


def tell(session: Session) -> None:
    """A ladder that two would like, a press that is here, and a drill of whoever looks."""
    accounts = [one.value for one in session.store.collection(Account).all()]
    first, second = [session.of(one) for one in accounts if one.handle != session.handle][:2]
    ladder = add(first, ToolForm(name=_("Ladder"), note=_("five metres, in the barn"), days=7))
    add(first, ToolForm(name=_("Apple press")))
    drill = add(session, ToolForm(name=_("Drill"), note=_("with a box of bits"), days=3))
    borrow(session, ladder.id)
    wait(second, ladder.id)
    borrow(second, drill.id)
