"""Two people who look out for each other: asked, answered, ended. Nobody has to say why."""

from __future__ import annotations

from datetime import UTC, date
from typing import NamedTuple

from folkmoot.api import BadData, NotFound, Session, Stored, Transaction
from folkmoot_tmaps.care.actions import is_in, is_member
from folkmoot_tmaps.care.model import Buddy, Word
from folkmoot_tmaps.care.rules import MOST, Move, Standing, moved, standing
from folkmoot_tmaps.care.wording import name_of, refused_words
from folkmoot_tmaps.words import _


class Between(NamedTuple):
    """How the reader stands to somebody; `words` came along with the question, `day` is when that was said."""

    other: str
    standing: Standing
    words: str
    day: date


def all_between(session: Session) -> list[Between]:
    """Everybody to whom the reader stands in some way, by name; whoever left is not among them.

    Raises: NotAllowed.
    """
    session.must("care.buddies", session.handle)
    sides = session.store.collection(Buddy)
    mine = {one.value.other: one.value for one in sides.find(account=session.handle)}
    theirs = {one.value.account: one.value for one in sides.find(other=session.handle)}
    found = []
    for other in {*mine, *theirs}:
        my, their = mine.get(other), theirs.get(other)
        how = standing(my.word if my else None, their.word if their else None)
        said = their if how == "asks" else my
        if how != "nothing" and said is not None and is_in(session, other):
            found.append(Between(other, how, said.words, said.day))
    return sorted(found, key=lambda one: (name_of(session, one.other).casefold(), one.other))


def between(session: Session, other: str) -> Between | None:
    """How the reader stands to one person. Raises: NotAllowed."""
    return next((one for one in all_between(session) if one.other == other), None)


def may_be_asked(session: Session, handle: str) -> bool:
    """Whether somebody can be asked: another member who is in."""
    return handle != session.handle and is_member(session, handle)


def ask(session: Session, other: str, words: str = "") -> None:
    """Ask somebody; where they have asked already, this is the yes. Raises: NotAllowed, NotFound, BadData."""
    session.must("care.buddies", session.handle)
    if other == session.handle:
        raise BadData(_("A buddy is somebody else: choose another person."))
    if not is_in(session, other):
        raise NotFound(_("Nobody here has the handle “{handle}”.", handle=other))
    if not may_be_asked(session, other):
        raise BadData(
            _("{name} is a guest so far. Friends and Partners can be buddies.", name=name_of(session, other))
        )
    known = between(session, other)
    _move(session, other, "accept" if known and known.standing == "asks" else "ask", words)


def accept(session: Session, other: str) -> None:
    """Say yes to somebody who asks. Raises: NotAllowed, BadData."""
    _move(session, other, "accept")


def decline(session: Session, other: str) -> None:
    """Say not now, without a reason; whoever asked is told kindly. Raises: NotAllowed, BadData."""
    _move(session, other, "decline")


def withdraw(session: Session, other: str) -> None:
    """Take a question back. Raises: NotAllowed, BadData."""
    _move(session, other, "withdraw")


def stop(session: Session, other: str) -> None:
    """Stop looking out for each other, without a reason; the other is told. Raises: NotAllowed, BadData."""
    _move(session, other, "stop")


def read(session: Session, other: str) -> None:
    """Put away what one was told. Raises: NotAllowed, BadData."""
    _move(session, other, "read")


def _move(session: Session, other: str, move: Move, words: str = "") -> None:
    session.must("care.buddies", session.handle)
    with session.store.transaction(by=session.handle, why=_("buddies"), by_day=True) as tx:
        sides = tx.collection(Buddy)
        mine = sides.first(account=session.handle, other=other)
        theirs = sides.first(account=other, other=session.handle)
        before = (mine.value.word if mine else None, theirs.value.word if theirs else None)
        try:
            after = moved(*before, move)
        except ValueError:
            raise BadData(refused_words(session, other, standing(*before))) from None
        if after[0] == "yes":
            _refuse_too_many(session, tx)
        _write(session, tx, mine, (session.handle, other), after[0], words)
        _write(session, tx, theirs, (other, session.handle), after[1], "")


def _refuse_too_many(session: Session, tx: Transaction) -> None:
    said = [one.value for one in tx.collection(Buddy).find(account=session.handle)]
    if sum(one.word == "yes" and is_in(session, one.other) for one in said) >= MOST:
        raise BadData(
            _(
                "You have two buddies, or asked two people. More is hard to keep up: end one of it first, if you "
                "like."
            )
        )


def _write(
    session: Session,
    tx: Transaction,
    stored: Stored[Buddy] | None,
    between: tuple[str, str],
    word: Word | None,
    words: str,
) -> None:
    """Let one side say a word, or nothing any more; what it says already stays as it was said."""
    if stored is not None and stored.value.word == word:
        return
    if word is None:
        if stored is not None:
            tx.remove(stored)
        return
    account, other = between
    day = session.now().astimezone(UTC).date()
    said = Buddy(account=account, other=other, word=word, words=words, day=day)
    if stored is None:
        tx.add(said)
    else:
        tx.replace(stored, said)
