"""Before a meeting is planned or called: whose it is, and how it is held; asked only where there are several."""

from __future__ import annotations

from collections.abc import Callable

from folkmoot.api import BadData, Choose, PageView, joined
from folkmoot_sociocracy.meetings.formats import format_words, formats
from folkmoot_sociocracy.meetings.reading import mine, name_of_circle
from folkmoot_sociocracy.words import _


def choose_circle(page: PageView, only: int | None, then: Callable[[int], object]) -> None:
    """Which of one's circles; `only` is the one that the page shows. Raises: BadData, where there is none."""
    found = mine(page.session)
    if not found:
        raise BadData(page.session.may("meetings.plan").because)
    if only in found:
        then(only)
    elif len(found) == 1:
        then(found[0])
    else:
        lines = [(str(one), joined(name_of_circle(page.session, one))) for one in found]
        _choose(page, Choose(_("Which circle?"), lines), lambda picked: then(int(picked)))


def choose_format(page: PageView, then: Callable[[str], object]) -> None:
    """How it is held; of files that can't be read, it is said why."""
    found = formats(page.session)
    if len(found.good) < 2 and not found.faults:
        then("")
        return
    lines = [(name, joined(one.title, (f"  {format_words(one)}", "dim"))) for name, one in found.good.items()]
    dialog = Choose(_("How shall it be held?"), lines)
    dialog.said = found.faults[0] if found.faults else ""
    _choose(page, dialog, then)


def _choose(page: PageView, dialog: Choose, then: Callable[[str], object]) -> None:
    def chosen(picked: str | None) -> None:
        if picked:
            page.do(lambda _session: then(picked))

    page.app.push_screen(dialog, chosen)
