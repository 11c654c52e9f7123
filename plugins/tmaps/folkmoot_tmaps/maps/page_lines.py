"""What the map page shows: a head, lines to pick from, a foot."""

from __future__ import annotations

from typing import TYPE_CHECKING

from textual.content import Content

from folkmoot.api import dates, joined, safe
from folkmoot_tmaps.maps.demo import demo_passphrase
from folkmoot_tmaps.maps.rules import progress_of, to_answer
from folkmoot_tmaps.maps.unlocking import map_of
from folkmoot_tmaps.maps.wording import progress_words
from folkmoot_tmaps.sealing.wording import advice
from folkmoot_tmaps.words import _, ngettext

if TYPE_CHECKING:
    from folkmoot_tmaps.maps.page import MapPage

OPEN, BEGIN = "open", "begin"  # lines that are no section's


def head_of(page: MapPage) -> Content:
    """Whose it is, and what is not as it was sealed."""
    if page.opened is not None:
        lines = [joined((page.opened.workbook.title or _("Your map"), "bold"))]
        lines += [joined((fault, "reverse")) for fault in page.opened.faults]
        if page.opened.faults:
            lines.append(joined((advice(), "dim")))
        lines += [joined((note, "reverse")) for note in page.opened.notes]
        return Content("\n").join(lines)
    stored = map_of(page.session.store, page.session.handle)
    if stored is not None:
        day = dates.long_day(stored.value.changed)
        said = _("It is sealed. You last changed it on {day}.", day=day)
    else:
        said = _(
            "Here you write down, in good times, what steadies you, what knocks you over, and what others may do "
            "when days are heavy. It is sealed with your own passphrase: nobody reads it unless you choose them."
        )
    return Content("\n").join([joined((_("Care map"), "bold")), Content(""), safe(said)])


def lines_of(page: MapPage) -> list[tuple[str | None, Content]]:
    """The sections with how far each is; or the one thing that can be done."""
    opened = page.opened
    if opened is None and map_of(page.session.store, page.session.handle) is None:
        return [(BEGIN, joined(_("You have not begun a map. There is no hurry; n begins one.")))]
    if opened is None:
        return [(OPEN, joined(_("enter opens it")))]
    ids = [part.id for part in opened.workbook.sections]
    ids += [one for one in opened.sections if one not in ids]
    lines: list[tuple[str | None, Content]] = []
    for section_id in ids:
        part, section = page.part_of(section_id), opened.sections.get(section_id)
        said = progress_words(progress_of(part, section))
        if section is not None and section.reviewed:
            said += ", " + _("looked over {day}", day=dates.day_of_year(section.reviewed))
        lines.append((section_id, joined(f"{part.title[:30]:<32}", (said, "dim"))))
    return lines


def foot_of(page: MapPage) -> Content:
    """What goes on beside it."""
    if page.opened is None:
        known = demo_passphrase(page.session)
        hint = _("This is the demo. The passphrase of this map is: {words}", words=known) if known else ""
        return safe(hint or _whence(page), "italic", lines=True)
    if page.inbox.received or page.inbox.notes:
        count = len(page.inbox.received)
        said = ngettext(
            "f: {count} section is shared with you.", "f: {count} sections are shared with you.", count
        )
        return safe(said, "dim")
    if to_answer(page.opened.workbook, page.opened.sections) is None:
        return safe(_("All questions have an answer. Look it over now and then: enter, then v."), "dim")
    return safe(_("Answer what you like, when you like. Everything is kept as you type, sealed."), "dim")


def _whence(page: MapPage) -> str:
    """Where the idea comes from, for who has no map yet."""
    if map_of(page.session.store, page.session.handle) is not None:
        return ""
    begin = _("To read what others share with you, begin one too; you need not write anything.")
    return (
        begin
        + "\n\n"
        + _(
            "The questions are our own. The idea of such a map is older: tmapscommunity.net has a workbook, with other "
            "questions; it has no part in this."
        )
    )
