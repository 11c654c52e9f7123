"""What a person does about one gathering: the same keys on the list and on its own screen."""

from __future__ import annotations

from typing import TYPE_CHECKING

from folkmoot.api import Ask, ChangedMeanwhile, FolkmootError, FormScreen, NotAllowed, dates, invite_to
from folkmoot_core.gatherings.actions import gathering, occurrence_for, prepare
from folkmoot_core.gatherings.attendance import Attendance
from folkmoot_core.gatherings.model import Gathering
from folkmoot_core.gatherings.rules import marking_span
from folkmoot_core.gatherings.welcoming import can_mark, guests_who_came, welcome
from folkmoot_core.people.names import names
from folkmoot_core.words import _, ngettext

if TYPE_CHECKING:
    from folkmoot.api import PageView


def answer(page: PageView, key: str) -> None:
    """Say whether one comes."""
    from folkmoot_core.answers.actions import meeting_of
    from folkmoot_core.answers.dialog import AnswerDialog

    page.app.push_screen(AnswerDialog(page, meeting_of(page.session, key)))


def invite(page: PageView, key: str) -> None:
    """Make a card for a newcomer."""
    invite_to(page, key)


def edit(page: PageView, key: str) -> None:
    """Write theme, place, room and what is good to know."""
    allowed = page.session.may("gatherings.prepare", key)
    if not allowed.allowed:
        raise NotAllowed(allowed.because)
    found = gathering(page.session, key)
    seen = found.prepared

    def save(form: Gathering) -> None:
        nonlocal seen
        try:
            prepare(page.session, form, seen)
        except ChangedMeanwhile as error:
            seen = error.now
            raise

    day = dates.day_of_year(page.session.here(found.occurrence.start).date())
    page.app.push_screen(
        FormScreen(
            _("Gathering of {day}", day=day),
            Gathering,
            save,
            name=f"gathering {key}",
            drafts=page.shell.drafts,
            start={name: getattr(seen, name) for name in seen.__struct_fields__},
            leave_out=("occurrence",),
            translate=_,
        ),
        lambda saved: page.say(_("Kept. Everyone sees it at once.")) if saved else None,
    )


def mark(page: PageView, key: str) -> None:
    """Mark who came, in its time; then ask once about the guests among them."""
    session = page.session
    session.must("gatherings.mark", key)
    occurrence = occurrence_for(session, key)
    if can_mark(session, occurrence):
        page.app.push_screen(Attendance(page, key), lambda _done: ask_to_welcome(page, key))
        return
    begins, ends = marking_span(occurrence.start, occurrence.end, occurrence.zone)
    if occurrence.status == "cancelled":
        page.say(_("This gathering was cancelled, so nobody came to it."))
    elif session.now() < begins:
        day = dates.day(session.here(begins).date())
        page.say(_("Who came is marked from its first day on: {day}.", day=day))
    elif guests_who_came(session, key):
        ask_to_welcome(page, key)
    else:
        day = dates.day_of_year(session.here(ends).date())
        page.say(_("Who came could be marked until {day}.", day=day))


def ask_to_welcome(page: PageView, key: str) -> None:
    """Ask a Partner, once, whether the guests who came shall be Friends."""
    guests = guests_who_came(page.session, key)
    if not guests or not page.session.may("gatherings.welcome", key).allowed:
        return
    title = ngettext(
        "Welcome the guest who came as a Friend?",
        "Welcome the {count} guests who came as Friends?",
        len(guests),
    )
    said = _(
        "{names} came to this gathering. Friends take part like everybody.", names=names(page.session, guests)
    )
    page.app.push_screen(Ask(title, said, lambda: _welcome(page, key, guests)))


def _welcome(page: PageView, key: str, guests: list[str]) -> None:
    try:
        welcomed = welcome(page.session, key, guests)
    except FolkmootError as error:
        page.say(error.sentence)
        return
    page.shell.look()
    page.say(_("Welcomed as Friends: {names}.", names=names(page.session, welcomed)))
