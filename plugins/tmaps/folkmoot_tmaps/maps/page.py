"""The map page: sealed until its owner opens it, and sealed again at one key, or when nobody is there."""

from __future__ import annotations

from collections.abc import Sequence
from contextlib import suppress
from datetime import timedelta
from functools import partial

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
)
from folkmoot_tmaps.looking.card import card_of
from folkmoot_tmaps.looking.card_screen import show_card
from folkmoot_tmaps.looking.due import note_due
from folkmoot_tmaps.maps import doing
from folkmoot_tmaps.maps.dialogs import OverMap
from folkmoot_tmaps.maps.drafts import drop_draft, keep_draft, let_go, typed_before
from folkmoot_tmaps.maps.model import Draft
from folkmoot_tmaps.maps.page_keys import keys_of
from folkmoot_tmaps.maps.page_lines import BEGIN, foot_of, head_of, lines_of
from folkmoot_tmaps.maps.question_screen import QuestionScreen
from folkmoot_tmaps.maps.rules import to_answer
from folkmoot_tmaps.maps.section_screen import SectionScreen
from folkmoot_tmaps.maps.unlocking import OpenMap, map_of, read_map
from folkmoot_tmaps.sealing.keys import Keys
from folkmoot_tmaps.sharing.actions import settle
from folkmoot_tmaps.sharing.receiving import Gathered, Inbox, gather, take_in
from folkmoot_tmaps.words import _
from folkmoot_tmaps.workbook.model import Part

IDLE = timedelta(minutes=10)  # without a key, whatever the person chose for the cover
LOOK = 20.0  # seconds between two looks at that, while another page is open


class MapPage(PageView):
    """One's own map, and nobody else's."""

    DEFAULT_CSS = css_beside(__file__)

    def __init__(self, session: Session) -> None:
        super().__init__(session)
        self.keys_held: Keys | None = None
        self.opened: OpenMap | None = None
        self.inbox = Inbox()
        self.left_over: list[Draft] = []  # what was typed under keys that are no longer the map's

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
        if not changes or any(change.collection == "tmaps.letters" for change in changes):
            self.look_for_letters(only_new=True)

    def keys(self) -> Sequence[Key]:
        return keys_of(self)

    # -- what is shown -------------------------------------------------------------------------------------

    def show(self) -> None:
        """Draw how it stands."""
        head, foot = head_of(self), foot_of(self)
        self.query_one("#map-head", Still).update(head)
        self.query_one(PickList).show(self._lines())
        self.query_one("#map-foot", Still).update(foot)
        if self.is_attached:
            self.keys_changed()

    def _lines(self) -> list[tuple[str | None, Content]]:
        return lines_of(self)

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
        self._redraw_dialogs()
        self.shell.look()

    def _redraw_dialogs(self) -> None:
        for screen in self.app.screen_stack:
            if isinstance(screen, OverMap):
                screen.on_changes()

    # -- opening and hiding --------------------------------------------------------------------------------

    def take(self, keys: Keys, card: bool = False) -> None:
        """Hold the keys, and show the map, its `card` first. A line that was lost while somebody typed is taken up."""
        self.keys_held = keys
        self.shows_seconds = True
        self._read_again()
        if self.opened is None:
            return
        if card and card_of(self.opened):
            show_card(self)
        self._take_up_drafts(keys)
        self._settle(keys)
        self.show()
        heavy = [part.id for part in self.opened.workbook.sections if part.heavy]
        if heavy and self.opened.sections.get(heavy[0]):
            pick = self.query_one(PickList)
            pick.highlighted = pick.get_option_index(heavy[0])
        self.look_for_letters()

    def _settle(self, keys: Keys) -> None:
        """Seal what waited for readers who have a key by now."""
        came = self.do(settle, keys)
        if came:
            self.say(_("Can read what you shared with them, from now on: {names}.", names=", ".join(came)))
            self._read_again()

    def look_for_letters(self, only_new: bool = False) -> None:
        """Look aside of the screen for what others share."""
        keys = self.keys_held
        if keys is not None:
            work = partial(gather, self.session, keys, only_new=only_new)
            self.in_background(work, partial(self._letters_found, keys))

    def _letters_found(self, keys: Keys, gathered: Gathered) -> None:
        if self.keys_held is not keys:
            return
        found = self.do(take_in, keys, gathered)
        if found is not None:
            self.inbox = found
            self.show()
            self._redraw_dialogs()

    def _take_up_drafts(self, keys: Keys) -> None:
        from folkmoot_tmaps.maps.actions import save_answer

        held, self.left_over = self.left_over, []
        newer = {(one.section, one.prompt) for one in held}
        for name, draft in [*(("", one) for one in held), *typed_before(self.shell, keys)]:
            is_kept = self.value_of(draft.section, draft.prompt) == draft.value
            if name and (is_kept or (draft.section, draft.prompt) in newer):
                let_go(self.shell, [name])
                continue
            part = self.part_of(draft.section)
            prompt = next((one for one in part.prompts if one.id == draft.prompt), None)
            if prompt is None:
                continue
            try:
                self.opened = save_answer(self.session, keys, part, prompt, draft.value, draft.before)
            except FolkmootError:
                if keep_draft(self.shell, keys, part.id, prompt.id, draft.value, draft.before) != name:
                    let_go(self.shell, [name])
                self.app.push_screen(QuestionScreen(self, part, prompt, typed=draft.value))
            else:
                let_go(self.shell, [name])
                self.say(_("What you were typing when you left is kept, in its place."))

    def _read_again(self) -> None:
        if self.keys_held is None:
            return
        try:
            self.opened = read_map(self.session, self.keys_held)
            note_due(self.session, self.opened)
        except FolkmootError as error:
            self.seal_again()
            self.say(error.sentence)
            if self.left_over:
                self.say(
                    _(
                        "Your map was sealed anew meanwhile. Open it again: what you were typing is kept until then."
                    )
                )

    def hold(self, section: str, prompt: str, value: str, before: str) -> None:
        """Hold on to what can't be sealed as a draft, for the map has other keys by now: until it is opened again."""
        known, keys = map_of(self.session.store, self.session.handle), self.keys_held
        if known is None or keys is None or known.value.generation == keys.generation:
            return
        drop_draft(self.shell, keys, section, prompt)
        self.left_over.append(
            Draft(
                owner=keys.owner,
                label="",
                version=0,
                section=section,
                prompt=prompt,
                value=value,
                before=before,
            )
        )

    def seal_again(self) -> None:
        """Keep what is typed, let go of the keys and of all that was shown."""
        mine = [place for place, one in enumerate(self.app.screen_stack) if isinstance(one, OverMap)]
        for place in mine:
            screen = self.app.screen_stack[place]
            if isinstance(screen, OverMap):
                with suppress(Exception):  # whatever goes wrong: to be hidden comes first
                    screen.keep_now()
        self.keys_held = self.opened = None
        self.inbox = Inbox()
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
