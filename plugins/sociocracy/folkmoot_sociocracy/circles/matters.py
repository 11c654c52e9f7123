"""What a circle is busy with, each with where it opens: what it decides, whom it chooses, what is in force."""

from __future__ import annotations

from typing import NamedTuple

from folkmoot.api import Session
from folkmoot_sociocracy.circles.actions import today
from folkmoot_sociocracy.words import _


class Matter(NamedTuple):
    """One thing in a line: where it opens (`page/number`), what it is called, how it stands."""

    opens: str
    title: str
    stands: str


def under_way(session: Session, circle: int) -> tuple[Matter, ...]:
    """The proposals and selections of a circle that are on their way, the oldest first."""
    from folkmoot_sociocracy.consent.reading import proposals_of
    from folkmoot_sociocracy.consent.wording import phase_word as of_proposal
    from folkmoot_sociocracy.selection.reading import selections_of
    from folkmoot_sociocracy.selection.wording import phase_word as of_selection
    from folkmoot_sociocracy.selection.wording import role_title

    deciding = [
        Matter(f"proposals/{one.id}", one.value.title, of_proposal(one.value.phase))
        for one in proposals_of(session, circle)
    ]
    choosing = [
        Matter(
            f"selection/{one.id}",
            _("Selection: {role}", role=role_title(session, one.value)),
            of_selection(one.value.phase),
        )
        for one in selections_of(session, circle)
    ]
    return (*deciding, *choosing)


def policies(session: Session, circle: int) -> tuple[Matter, ...]:
    """The policies of a circle that are in force."""
    from folkmoot_sociocracy.logbook.actions import entries
    from folkmoot_sociocracy.logbook.wording import next_look

    on = today(session)
    return tuple(
        Matter(f"logbook/{one.id}", one.value.title, next_look(one.value, on))
        for one in entries(session, circle, past=False)
    )
