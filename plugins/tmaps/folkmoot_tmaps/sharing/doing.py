"""Sharing on the screen, step by step: which section, with whom, what they will see; and then a plain yes."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import TYPE_CHECKING

from textual.binding import Binding
from textual.widget import Widget
from textual.widgets import Static

from folkmoot.api import FindOne, FolkmootError, Reading, joined, safe
from folkmoot_tmaps.looking.card_screen import reading_content
from folkmoot_tmaps.maps.dialogs import AskOverMap, ChooseOverMap, MapDialog, OverMap
from folkmoot_tmaps.sharing import actions
from folkmoot_tmaps.sharing.sending import name_of
from folkmoot_tmaps.sharing.shown import reading_lines
from folkmoot_tmaps.sharing.wording import live_words, may_keep, numbers_words, shared_words
from folkmoot_tmaps.words import _

if TYPE_CHECKING:
    from folkmoot_tmaps.maps.model import Answer
    from folkmoot_tmaps.maps.page import MapPage

GROUP = "group:"


class FindOverMap(OverMap[str], FindOne):
    """One of many by a few letters, over a map."""

    def __init__(self, page: MapPage, title: str, entries: Sequence[tuple[str, str, str]]) -> None:
        super().__init__(title, entries)
        self.page = page


class SameNumbers(AskOverMap):
    """Whether the numbers are the same: y says so, and no enter of a quick hand."""

    BINDINGS = [Binding("enter", "wait", show=False)]

    def action_wait(self) -> None:
        """Nothing is said by enter."""


class PreviewScreen(MapDialog):
    """Exactly what readers will see, and the question whether they may; without people, only that."""

    around = 13
    BINDINGS = [Binding("y,s", "yes", show=False), Binding("n", "leave", show=False)]

    def __init__(
        self, page: MapPage, section: str, title: str, handles: Sequence[str], seen: tuple[Answer, ...]
    ) -> None:
        super().__init__(page, title)
        self.section, self.handles, self.seen = section, handles, seen

    def body(self) -> Iterable[Widget]:
        yield Static(safe(_("This is all they see:"), "dim"))
        yield Reading(reading_content(reading_lines(self.seen)))
        if self.handles:
            yield Static(safe(f"{live_words()} {may_keep()}", "dim"))

    def foot(self) -> Sequence[tuple[str, str]]:
        if not self.handles:
            return super().foot()
        return ((_("yes")[0], _("share it")), ("n", _("no")), *super().foot())

    def action_yes(self) -> None:
        if self.handles and self.is_current:
            self.done(None)
            _share(self.page, self.section, self.handles, self.seen)


def choose_section(page: MapPage) -> None:
    """Choose which section to share, among those that hold something."""
    if page.opened is None:
        return
    shown = [part for part in page.opened.workbook.sections if _holds(page, part.id)]
    if not shown:
        page.say(_("Nothing is written yet, so there is nothing to share. n asks the first question."))
        return
    lines = [(part.id, joined(part.title)) for part in shown]
    page.app.push_screen(
        ChooseOverMap(page, _("Share which section?"), lines),
        lambda section: choose_reader(page, section) if section else None,
    )


def choose_reader(page: MapPage, section: str) -> None:
    """Choose a person, or a group of people by name, for a section."""
    opened = page.opened
    if opened is None:
        return
    if not _holds(page, section):
        page.say(_("There is nothing in this section yet, so there is nothing to share."))
        return
    there = set(opened.index.readers_of(section))
    groups = {f"{GROUP}{one.key}": one for one in actions.groups_to_choose(page.session)}
    entries = [(key, one.name, f"{one.kind}: {_names(page, one.handles)}") for key, one in groups.items()]
    people = [one for one in actions.people_to_choose(page.session) if one.handle not in there]
    entries += [(one.handle, one.name, one.handle) for one in people]

    if not entries:
        page.say(_("There is nobody else here yet to share with."))
        return

    def chosen(which: str | None) -> None:
        if which is not None:
            handles = groups[which].handles if which in groups else (which,)
            ask(page, section, [one for one in handles if one not in there])

    title = _("Who may read “{title}”?", title=page.part_of(section).title)
    page.app.push_screen(FindOverMap(page, title, entries), chosen)


def ask(page: MapPage, section: str, handles: Sequence[str]) -> None:
    """Show what they will see, and ask."""
    if page.opened is None:
        return
    if not handles:
        page.say(_("They can all read it already."))
        return
    title = _("Share “{title}” with {names}?", title=page.part_of(section).title, names=_names(page, handles))
    seen = actions.preview(page.opened, section)
    page.app.push_screen(PreviewScreen(page, section, title, handles, seen))


def show_preview(page: MapPage, section: str, name: str) -> None:
    """Show what somebody sees."""
    if page.opened is None or not _holds(page, section):
        return
    title = _("“{title}”, as {name} sees it", title=page.part_of(section).title, name=name)
    seen = actions.preview(page.opened, section)
    page.app.push_screen(PreviewScreen(page, section, title, (), seen))


def _share(page: MapPage, section: str, handles: Sequence[str], seen: tuple[Answer, ...]) -> None:
    keys = page.keys_held
    if keys is None or (opened := page.do(actions.share, keys, section, handles, seen)) is None:
        return
    page.opened = opened
    rows = [one for one in actions.who_reads(page.session, opened) if one.section == section]
    page.told()
    page.say(shared_words(page.part_of(section).title, [one for one in rows if one.reader in handles]))


def take_back(page: MapPage, reading: actions.Reading) -> None:
    """Ask, then take back what somebody may read."""

    def do_it() -> None:
        keys = page.keys_held
        if keys is None:
            return
        opened = page.do(actions.revoke, keys, reading.reader, reading.section)
        if opened is not None:
            page.opened = opened
            page.told()
            page.say(
                _("Taken back: {name} gets nothing of it any more.", name=reading.name) + " " + may_keep()
            )

    title = _("Take “{title}” back from {name}?", title=reading.title, name=reading.name)
    page.app.push_screen(AskOverMap(page, title, may_keep(), do_it))


def compare_numbers(page: MapPage, handle: str) -> None:
    """Show the numbers, and ask whether they are the same."""
    keys = page.keys_held
    if keys is None:
        return
    try:
        numbers = actions.numbers(page.session, keys, handle)
    except FolkmootError as error:
        page.say(error.sentence)
        return
    name = name_of(page.session.store, handle)
    rows = numbers.split()
    shown = "\n".join("   ".join(rows[place : place + 4]) for place in range(0, len(rows), 4))

    def same() -> None:
        if page.keys_held is None:
            return
        opened = page.do(actions.compare, page.keys_held, handle, numbers)
        if opened is not None:
            page.opened = opened
            page.told()
            page.say(_("Noted: you compared the numbers with {name}.", name=name))
            page.look_for_letters()

    title = _("Numbers with {name}", name=name)
    said = f"{shown}\n\n{numbers_words(name)}\n\n" + _("Are they the same?")
    page.app.push_screen(SameNumbers(page, title, said, same))


def _holds(page: MapPage, section: str) -> bool:
    assert page.opened is not None
    found = page.opened.sections.get(section)
    return found is not None and any(one.value for one in found.answers)


def _names(page: MapPage, handles: Sequence[str]) -> str:
    return ", ".join(name_of(page.session.store, one) for one in handles)
