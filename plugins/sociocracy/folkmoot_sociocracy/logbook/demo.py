"""The logbook's chapter of the demo community: a mission, and policies, one of them overdue."""

from __future__ import annotations

from datetime import timedelta

from folkmoot.api import Session
from folkmoot_sociocracy.circles.actions import all_circles, today
from folkmoot_sociocracy.logbook.model import Entry, Mission
from folkmoot_sociocracy.words import _


def tell(session: Session) -> None:
    """What was decided in three years."""
    on = today(session)
    with session.store.transaction(by=session.handle, why="demo") as tx:
        tx.add(
            Mission(
                vision=_("A valley in which nobody carries a hard week alone"),
                mission=_("We gather, share what we have, and look after each other"),
                aims=_("Two gatherings a year; a purse and tools for all; company for whoever asks"),
                state="adopted",
                decided=on - timedelta(days=800),
                by=_("consent of everyone, 21 people heard"),
            )
        )
        circles = {circle.name: number for number, circle in all_circles(tx).items()}
        for name, title, text, decided, review in _policies():
            tx.add(
                Entry(
                    circle=circles[name],
                    title=title,
                    text=text,
                    decided=on - timedelta(days=decided),
                    by=_("consent, in a meeting of the circle"),
                    review=on + timedelta(days=review),
                )
            )
        tx.add(
            Entry(
                circle=circles[_("Commons")],
                title=_("Paper receipts"),
                text=_("Receipts are kept in the blue box at the mill."),
                decided=on - timedelta(days=900),
                by=_("consent, in a meeting of the circle"),
                review=on - timedelta(days=500),
                ended=on - timedelta(days=480),
                ended_why=_("photographs will do; the circle decided so in its July meeting"),
            )
        )


def _policies() -> tuple[tuple[str, str, str, int, int], ...]:
    """Circle, title, text, decided how many days ago, looked at again in how many."""
    hearth, commons, welcome, signal = _("Hearth"), _("Commons"), _("Welcome"), _("Signal")
    return (
        (
            hearth,
            _("Quiet from eleven"),
            _("At gatherings the big house is quiet from eleven at night. Who sings, sings at the fire."),
            385,
            -20,
        ),
        (
            hearth,
            _("Nobody cooks alone"),
            _("Every meal of a gathering is cooked by three; one of them has done it before."),
            300,
            65,
        ),
        (
            commons,
            _("The purse"),
            _("Each gives what they can each month. Up to 300 is spent by one of us; more is asked here."),
            190,
            175,
        ),
        (
            commons,
            _("Tools come back clean"),
            _("A tool is lent for two weeks, and comes back clean, or with a word about what broke."),
            355,
            10,
        ),
        (
            welcome,
            _("Two for each newcomer"),
            _(
                "Whoever comes in has two people for their first half year, one who came lately and one who did not."
            ),
            120,
            245,
        ),
        (
            signal,
            _("The newsletter is short"),
            _("One page at new moon. It is the only thing that everybody is expected to read."),
            250,
            115,
        ),
    )
