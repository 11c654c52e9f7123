"""Who writes into a logbook, and who proposes a mission."""

from __future__ import annotations

from typing import Any

from folkmoot.api import Policy, Session, with_account
from folkmoot_sociocracy.logbook.actions import looked_after
from folkmoot_sociocracy.words import _


def may_write(session: Session, circle: Any = None) -> bool:
    """Members of the circle; of one that was closed, those of the circle above."""
    if session.account is None:
        return False
    mine = looked_after(session)
    return bool(mine) if circle is None else circle in mine


def logbook_policies() -> tuple[Policy, ...]:
    """The rules as sentences."""
    return (
        Policy(
            "logbook.write",
            may_write,
            _("Members of a circle write into its logbook what it decided; of a closed one, those above it."),
            _("write into a logbook"),
        ),
        Policy(
            "logbook.mission",
            with_account,
            _("Whoever has an account here may propose words for the mission; everyone is asked."),
            _("propose a mission"),
        ),
    )
