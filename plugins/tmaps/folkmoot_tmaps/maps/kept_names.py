"""Under which names a map keeps something on this machine, beside the record: nobody's handle is in them."""

from __future__ import annotations

from hashlib import sha256

from folkmoot.api import Session


def version_name(session: Session) -> str:
    """How far the map was when it was last seen here."""
    return _name(session, "seen")


def letters_name(session: Session) -> str:
    """Which letters of others were seen, sealed."""
    return _name(session, "letters")


def due_name(session: Session) -> str:
    """On which day somebody meant to look at their map again."""
    return _name(session, "due")


def _name(session: Session, what: str) -> str:
    return f"tmaps-{what}-{sha256(session.handle.encode()).hexdigest()[:16]}"
