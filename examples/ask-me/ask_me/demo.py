"""What people of the demo community can be asked about."""

from __future__ import annotations

from folkmoot.api import Account, Session

from ask_me.actions import say
from ask_me.model import AskMeForm

ABOUT = ("bread, sourdough above all", "bicycles, and how to fix them in the rain", "letters to offices")


def tell(session: Session) -> None:
    """Three of them said something."""
    for stored, words in zip(session.store.collection(Account).all(), ABOUT, strict=False):
        say(session.of(stored.value), AskMeForm(about=words))
