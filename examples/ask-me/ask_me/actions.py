"""What a person does: says what they can be asked about, and looks who knows something."""

from __future__ import annotations

from folkmoot.api import Session
from msgspec.structs import replace as evolve

from ask_me.model import AskMe, AskMeForm


def about(session: Session, handle: str) -> str:
    """What somebody can be asked about; empty where they said nothing."""
    found = session.store.collection(AskMe).first(account=handle)
    return found.value.about if found else ""


def say(session: Session, form: AskMeForm) -> None:
    """Say it, or with nothing take it back. Raises: NotAllowed; as the store."""
    session.must("ask_me.say")
    words = form.about.strip()
    with session.store.transaction(by=session.handle, why="said what they can be asked about") as tx:
        stored = tx.collection(AskMe).first(account=session.handle)
        if stored is None and words:
            tx.add(AskMe(account=session.handle, about=words))
        elif stored is not None and words:
            tx.replace(stored, evolve(stored.value, about=words))
        elif stored is not None:
            tx.remove(stored)


def who_knows(session: Session, words: str = "") -> list[AskMe]:
    """Who can be asked about something (of everything, without words), by handle."""
    wanted = words.casefold().split()
    found = [one.value for one in session.store.collection(AskMe).all()]
    knowing = [one for one in found if all(word in one.about.casefold() for word in wanted)]
    return sorted(knowing, key=lambda one: one.account)
