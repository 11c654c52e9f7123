"""The map page: sealed until its owner opens it, and sealed again at one key, or when nobody is there."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import timedelta

from textual.app import ComposeResult
from textual.content import Content

from folkmoot.api import (
    Change,
    FolkmootError,
    Key,
    PageView,
    PickList,
    Session,
    Still,
    css_beside,
    dates,
    joined,
    safe,
)
from folkmoot_tmaps.maps import doing
from folkmoot_tmaps.maps.demo import demo_passphrase
from folkmoot_tmaps.maps.dialogs import OverMap
from folkmoot_tmaps.maps.drafts import drafts_in, drop_draft
from folkmoot_tmaps.maps.page_keys import keys_of
from folkmoot_tmaps.maps.question_screen import QuestionScreen
from folkmoot_tmaps.maps.rules import progress_of, to_answer
from folkmoot_tmaps.maps.section_screen import SectionScreen
from folkmoot_tmaps.maps.unlocking import OpenMap, map_of, read_map
from folkmoot_tmaps.maps.wording import progress_words
from folkmoot_tmaps.sealing.keys import Keys
from folkmoot_tmaps.sealing.wording import advice
from folkmoot_tmaps.words import _
from folkmoot_tmaps.workbook.model import Part

IDLE = timedelta(minutes=10)  # without a key, whatever the person chose for the cover
LOOK = 20.0  # seconds between two looks at that, while another page is open
OPEN, BEGIN = "open", "begin"  # lines that are no section's


class MapPage(PageView):
    """One's own map, and nobody else's."""

    DEFAULT_CSS = css_beside(__file__)

    def __init__(self, session: Session) -> None:
        super().__init__(session)
        self.keys_held: Keys | None = None
        self.opened: OpenMap | None = None

    def build(self) -> ComposeResult:
        yield Still(id="map-head")
        yield PickList()
        yield Still(id="map-foot")

    def on_mount(self) -> None:
        self.show()
        self.set_interval(LOOK, self.seal_if_idle)

    def on_changes(self, changes: Sequence[Change]) -> None:
        if not changes or any(change.collection.startswith("tmaps.") for change in changes):
            self._read_again()
            self.show()

    def keys(self) -> Sequence[Key]:
        return keys_of(self)

    # -- what is shown -------------------------------------------------------------------------------------

    def show(self) -> None:
        """Draw how it stands."""
        head, foot, lines = self._head(), self._foot(), self._lines()
        self.query_one("#map-head", Still).update(head)
        self.query_one(PickList).show(lines)
        self.query_one("#map-foot", Still).update(foot)
        if self.is_attached:
            self.keys_changed()

    def _head(self) -> Content:
        if self.opened is not None:
            lines = [joined((self.opened.workbook.title or _("Your map"), "bold"))]
            lines += [joined((fault, "reverse")) for fault in self.opened.faults]
            if self.opened.faults:
                lines.append(joined((advice(), "dim")))
            return Content("\n").join(lines)
        stored = map_of(self.session.store, self.session.handle)
        if stored is not None:
            day = dates.long_day(stored.value.changed)
            said = _("It is sealed. You last changed it on {day}.", day=day)
        else:
            said = _(
                "Here you write down, in good times, what steadies you, what knocks you over, and what others may do "
                "when days are heavy. It is sealed with your own passphrase: nobody reads it unless you choose them."
            )
        return Content("\n").join([joined((_("Care map"), "bold")), Content(""), safe(said)])

    def _lines(self) -> list[tuple[str | None, Content]]:
        opened = self.opened
        if opened is None and map_of(self.session.store, self.session.handle) is None:
            return [(BEGIN, joined(_("You have not begun a map. There is no hurry; n begins one.")))]
        if opened is None:
            return [(OPEN, joined(_("enter opens it")))]
        ids = [part.id for part in opened.workbook.sections]
        ids += [one for one in opened.sections if one not in ids]
        lines: list[tuple[str | None, Content]] = []
        for section_id in ids:
            part, section = self.part_of(section_id), opened.sections.get(section_id)
            said = progress_words(progress_of(part, section))
            if section is not None and section.reviewed:
                said += ", " + _("looked over {day}", day=dates.day_of_year(section.reviewed))
            lines.append((section_id, joined(f"{part.title[:30]:<32}", (said, "dim"))))
        return lines

    def _foot(self) -> Content:
        if self.opened is None:
            known = demo_passphrase(self.session)
            hint = _("This is the demo. The passphrase of this map is: {words}", words=known) if known else ""
            return safe(hint or self._whence(), "italic")
        if to_answer(self.opened.workbook, self.opened.sections) is None:
            return safe(_("All questions have an answer. Look it over now and then: enter, then v."), "dim")
        return safe(_("Answer what you like, when you like. Everything is kept as you type, sealed."), "dim")

    def _whence(self) -> str:
        """Where the idea comes from, for who has no map yet."""
        if map_of(self.session.store, self.session.handle) is not None:
            return ""
        return _(
            "The questions are our own. The idea of such a map is older: tmapscommunity.net has a workbook, with other "
            "questions; it has no part in this."
        )

    def part_of(self, section: str) -> Part:
        """A section of the workbook; of one that it has no longer, what is known of it."""
        assert self.opened is not None
        part = self.opened.workbook.part(section)
        known = self.opened.sections.get(section)
        return part or Part(id=section, title=known.title if known else section, prompts=())

    def value_of(self, section: str, prompt: str) -> str:
        """What was answered."""
        known = self.opened.sections.get(section) if self.opened else None
        return known.value_of(prompt) if known else ""

    def told(self) -> None:
        """Something was written: show it, here and in the section that is open."""
        self.show()
        for screen in self.app.screen_stack:
            if isinstance(screen, SectionScreen):
                screen.redraw()
        self.shell.look()

    # -- opening and hiding --------------------------------------------------------------------------------

    def take(self, keys: Keys) -> None:
        """Hold the keys, and show the map. A line that was lost while somebody typed is taken up."""
        self.keys_held = keys
        self.shows_seconds = True
        self._read_again()
        if self.opened is None:
            return
        self._take_up_drafts(keys)
        self.show()
        heavy = [part.id for part in self.opened.workbook.sections if part.heavy]
        if heavy and self.opened.sections.get(heavy[0]):
            pick = self.query_one(PickList)
            pick.highlighted = pick.get_option_index(heavy[0])

    def _take_up_drafts(self, keys: Keys) -> None:
        from folkmoot_tmaps.maps.actions import save_answer

        for draft in list(drafts_in(self.shell.drafts, keys)):
            part = self.part_of(draft.section)
            prompt = next((one for one in part.prompts if one.id == draft.prompt), None)
            if prompt is None:
                continue
            try:
                self.opened = save_answer(self.session, keys, part, prompt, draft.value, draft.before)
            except FolkmootError:
                self.app.push_screen(QuestionScreen(self, part, prompt, typed=draft.value))
            else:
                drop_draft(self.shell, keys, draft.section, draft.prompt)
                self.say(_("What you were typing when you left is kept, in its place."))

    def _read_again(self) -> None:
        if self.keys_held is None:
            return
        try:
            self.opened = read_map(self.session, self.keys_held)
        except FolkmootError as error:
            self.seal_again()
            self.say(error.sentence)

    def seal_again(self) -> None:
        """Keep what is typed, let go of the keys and of all that was shown."""
        mine = [place for place, one in enumerate(self.app.screen_stack) if isinstance(one, OverMap)]
        for place in mine:
            screen = self.app.screen_stack[place]
            if isinstance(screen, OverMap):
                screen.keep_now()
        self.keys_held = self.opened = None
        self.shows_seconds = False
        while mine and len(self.app.screen_stack) > mine[0]:
            self.app.pop_screen()
        self.app.copy_to_clipboard("")
        self.show()

    @property
    def has_care(self) -> bool:
        """Whether there is a care round for this person: not without a community, nor for guests."""
        return self.session.may("care.see").allowed and any(page.id == "care" for page in self.shell.pages)

    async def care(self) -> None:
        """Go to the care round."""
        await self.shell.open_page("care")

    def hide(self) -> None:
        """Hide the map at once, and show something that anybody may see."""
        self.seal_again()
        if self.shell.current == "map":
            self.call_later(self.shell.open_page, self.shell.pages[0].id)

    def covered(self) -> None:
        self.seal_again()

    def on_tick(self) -> None:
        self.seal_if_idle()

    def seal_if_idle(self) -> None:
        """Seal the map where nobody pressed a key for a while."""
        if self.keys_held is not None and self.shell.idle >= IDLE:
            self.seal_again()
            self.say(_("Your map was sealed again, for nobody pressed a key for ten minutes."))

    # -- what can be done ----------------------------------------------------------------------------------

    def on_option_list_option_selected(self, event: PickList.OptionSelected) -> None:
        self.open_picked()

    def open_picked(self) -> None:
        """Read the section at the cursor; or open the map."""
        picked = self.query_one(PickList).picked
        if self.opened is None:
            (doing.begin if picked == BEGIN else doing.unlock_map)(self)
        elif picked is not None:
            self.app.push_screen(SectionScreen(self, picked))

    def go_on(self) -> None:
        """The next question."""
        if self.opened is None:
            return
        coming = to_answer(self.opened.workbook, self.opened.sections)
        if coming is None:
            self.say(_("All questions have an answer. There is nothing you need to do."))
        else:
            self.app.push_screen(QuestionScreen(self, *coming))
