"""What keeps a record well over the years: a copy a day, and no more history than the community wants."""

from __future__ import annotations

from datetime import datetime, timedelta
from pathlib import Path

from folkmoot.errors import BadData
from folkmoot.session import Keeping, Session
from folkmoot.words import _

MONTH = timedelta(days=30.436875)  # a twelfth of a Gregorian year


OURS = "folkmoot."  # collections of the host: the community, its accounts
FINAL = ("folkmoot.keys", "folkmoot.invites", "folkmoot.acts")  # a removed key must not come back like that


def months_kept(session: Session) -> int:
    """For how many months the community keeps its history; 0 means for ever."""
    chosen = session.store.collection(Keeping).all()
    return chosen[0].value.months if chosen else 0


def keep_history(session: Session, months: int) -> None:
    """Choose for how many months history is kept (0: for ever). Raises: NotAllowed, Conflict."""
    session.must("store.prune")
    with session.store.transaction(by=session.handle, why=_("chose how long history is kept")) as tx:
        chosen = tx.collection(Keeping).all()
        if chosen:
            tx.replace(chosen[0], Keeping(months=months))
        else:
            tx.add(Keeping(months=months))


def let_go_of_history(session: Session, before: datetime | None = None) -> int:
    """Let go of the history before an instant, else of what is older than chosen; returns how many changes.

    Raises: NotAllowed.
    """
    session.must("store.prune")
    return session.store.prune(before, by=session.handle) if before else _let_go_as_chosen(session)


def _let_go_as_chosen(session: Session) -> int:
    """What the community chose once is done by whoever comes first on a day, from wherever they come."""
    months = months_kept(session)
    return session.store.prune(session.now() - months * MONTH, by=session.handle) if months else 0


def undo(session: Session, seq: int) -> int:
    """Take one change back; returns the number of the change that does.

    What founded the house, or brought people into it, is not taken away like that: it would lock them out.
    Raises: NotAllowed, NotFound, BadData, Conflict.
    """
    session.must("store.undo", seq)
    told = session.store.told(seq)
    if any(change.collection in FINAL for change in told):
        raise BadData(
            _(
                "Change {seq} is about keys, invitations or what several decided. That is not taken back by undoing: "
                "nothing was changed.",
                seq=seq,
            )
        )
    if any(change.collection.startswith(OURS) and change.kind == "added" for change in told):
        raise BadData(
            _(
                "Change {seq} founded this house or brought people into it. Undoing it would lock them out, so "
                "nothing was changed.",
                seq=seq,
            )
        )
    return session.store.undo(seq, by=session.handle)


def restore(session: Session, copy: Path) -> int:
    """Bring everything back to what a copy holds, once the present is kept. Raises: NotAllowed, BadData."""
    session.must("store.restore", copy)
    return session.store.restore(copy, by=session.handle)


def daily(session: Session) -> None:
    """The day's copy, and an end to what is older than chosen. Costs nothing where it was done today."""
    if session.store.backup_if_due() is not None and session.account is not None:
        from folkmoot.door.invites import sweep_invites

        sweep_invites(session)
        _let_go_as_chosen(session)
