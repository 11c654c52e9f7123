"""Today's headings in words."""

from __future__ import annotations

from folkmoot.api import Session, dates
from folkmoot_core.today.gathered import Today
from folkmoot_core.words import _, ngettext


def lately_words(session: Session, found: Today) -> str:
    """Over what happened: since when it is told; that nothing did, where somebody was here before."""
    if session.last_here is None:
        return _("Lately")
    when = dates.when(session.here(session.last_here), session.here(session.now()))
    if not found.lately:
        return _("Nothing new since you were here last ({when}).", when=when)
    return _("Since you were here last ({when})", when=when)


def more_words(found: Today) -> str:
    """How much more happened than is told."""
    return ngettext("and {count} more", "and {count} more", found.more)
