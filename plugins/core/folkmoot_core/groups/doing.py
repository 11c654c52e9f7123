"""What a person does on a group's page: dialogs and forms around the use cases."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING, Any

import msgspec

from folkmoot.api import Ask, BadData, FindOne, joined
from folkmoot_core.groups import actions, ending, forms, joining
from folkmoot_core.groups.kept import (
    asking_of,
    how_many,
    name_of,
    open_groups,
    people_in,
    seat_of,
    to_answer,
)
from folkmoot_core.groups.meetings import MeetingDoing
from folkmoot_core.groups.model import Group
from folkmoot_core.groups.notes import look_back
from folkmoot_core.groups.notes_dialog import NotesDialog
from folkmoot_core.groups.rules import SPLITS
from folkmoot_core.groups.several import PickSeveral
from folkmoot_core.groups.wording import asking_words
from folkmoot_core.people.cards import people
from folkmoot_core.words import _

if TYPE_CHECKING:
    from folkmoot_core.groups.group_page import GroupPage


class GroupDoing(MeetingDoing):
    """The actions of the page, each ending in one use case."""

    def __init__(self, page: GroupPage) -> None:
        self.page = page

    def notes(self) -> None:
        """Open the group's notes."""
        self.page.session.must("groups.notes", self.number)
        self.page.app.push_screen(NotesDialog(self.page, self.number, self.page.group.value.name))

    def look_back(self) -> None:
        """Note that the group has looked back, with a few words or none."""
        self._must_change()
        self.ask(
            _("Looking back"),
            forms.RetroForm,
            lambda form: look_back(self.page.session, self.number, form.text),
            said=_("Noted. Thank you for looking back."),
        )

    def edit(self) -> None:
        """Change the group."""
        self._must_change()
        seen = self.page.group.value
        form: msgspec.Struct = forms.home_form(seen) if seen.kind == "home" else forms.working_form(seen)
        change: Callable[..., Group] = actions.change_home if seen.kind == "home" else actions.change_working

        def save(typed: Any) -> None:
            nonlocal seen
            try:
                change(self.page.session, self.number, typed, seen)
            except actions.ChangedMeanwhile as error:
                assert isinstance(error.now, Group)
                seen = error.now
                raise

        start = {name: getattr(form, name) for name in form.__struct_fields__}
        self.ask(_("Change {name}", name=seen.name), type(form), save, start=start)

    # -- who is in it --------------------------------------------------------------------------------------

    def join(self) -> None:
        """Ask to join, with a few words; a working group, or an invitation, takes one at once."""
        session, group = self.page.session, self.page.group.value
        session.must("groups.join", session.handle)
        asking = asking_of(session.store, self.number, session.handle)
        if group.kind == "working" or (asking is not None and not asking.value.own):
            self._joined(bool(self.page.do(joining.join, self.number)))
            return
        inside: list[bool] = []
        self.ask(
            _("Ask {name} to join", name=group.name),
            forms.AskForm,
            lambda form: inside.append(joining.join(session, self.number, form.words)),
            then=lambda: self._joined(inside[-1]),
        )

    def _joined(self, inside: bool) -> None:
        session = self.page.session
        asking = asking_of(session.store, self.number, session.handle)
        if inside:
            self.page.say(_("You are in."))
        elif asking is not None and self.number not in asking.value.yes:
            self.page.say(_("Asked. Any of its people can say yes."))
        elif asking is not None:
            self.page.say(_("Said. Your other home group is asked too, for it concerns it as well."))

    def leave(self) -> None:
        """Leave, after a question; what one only asked is taken back at once."""
        session, name = self.page.session, self.page.group.value.name
        if seat_of(session.store, self.number, session.handle) is None:
            self.page.do(joining.leave_group, self.number)
            return
        last = len(people_in(session.store, self.number)) == 1
        question = (
            _("You are the last one in it: it closes, and nobody reads its notes any more.")
            if last
            else _(
                "You no longer read its notes. What you wrote in them stays, unless you take it away first."
            )
        )
        self.page.app.push_screen(Ask(_("Leave {name}?", name=name), question, self._leave))

    def _leave(self) -> None:
        self.page.do(joining.leave_group, self.number)
        self.page.shell.look()

    def welcome(self) -> None:
        """Answer one of those who would like to join."""
        session = self.page.session
        waiting = to_answer(session, self.number)
        if not waiting:
            self._must_change()
            raise BadData(_("Nobody is asking to join just now. i invites somebody."))
        lines = [(one.account, joined(asking_words(session, one))) for one in waiting]
        self.choose(_("Whom do you answer?"), lines, self._answer_asking)

    def _answer_asking(self, handle: str) -> None:
        name = name_of(self.page.session.store, handle)
        lines = [
            ("yes", joined(_("Yes, they are welcome"))),
            ("no", joined(_("Not now, with a few words"))),
        ]

        def chosen(answer: str) -> None:
            if answer == "yes":
                inside = self.page.do(joining.welcome, self.number, handle)
                if inside is not None:
                    self.page.say(
                        _("{name} is in.", name=name)
                        if inside
                        else _("Your yes is kept; the group that {name} is in is asked too.", name=name)
                    )
            else:
                self.ask(
                    _("Not now, {name}", name=name),
                    forms.WhyForm,
                    lambda form: joining.not_now(self.page.session, self.number, handle, form.reason),
                    said=_("Told, with your words."),
                )
            self.page.shell.look()

        self.choose(_("Is {name} welcome?", name=name), lines, chosen)

    def invite(self) -> None:
        """Invite somebody, found by a few letters."""
        self._must_change()
        inside = people_in(self.page.session.store, self.number)
        found = [one for one in people(self.page.session) if one.handle not in inside]
        lines = [(one.handle, one.name, one.handle) for one in found]
        self.page.app.push_screen(FindOne(_("Invite whom?"), lines), self._invite)

    def _invite(self, handle: str | None) -> None:
        if handle is None:
            return
        inside = self.page.do(joining.invite, self.number, handle)
        if inside is not None:
            name = name_of(self.page.session.store, handle)
            self.page.say(
                _("{name} is in.", name=name) if inside else _("Invited: {name} decides.", name=name)
            )
        self.page.shell.look()

    # -- two of one, one of two, an end --------------------------------------------------------------------

    def split(self) -> None:
        """Choose who goes, then what the new group is called."""
        self._must_change()
        store = self.page.session.store
        lines = [(one, name_of(store, one)) for one in people_in(store, self.number)]
        title = _("Who goes? The notes stay with {name}.", name=self.page.group.value.name)
        self.page.app.push_screen(PickSeveral(title, lines), self._split)

    def _split(self, going: tuple[str, ...] | None) -> None:
        if going:
            self.ask(
                _("The group of those who go"),
                forms.SplitForm,
                lambda form: ending.split(self.page.session, self.number, going, form.name),
                said=_("You are two groups now."),
            )

    def merge(self) -> None:
        """Say yes to a group that asks to merge, or ask another one."""
        self._must_change()
        store = self.page.session.store
        asking = store.collection(Group).find(merges_into=self.number)
        lines = [(str(one.id), joined(_("{name} comes to us", name=one.value.name))) for one in asking]
        if lines:
            lines.append(("", joined(_("ask another group"))))
            self.choose(
                _("Which group merges?"),
                lines,
                lambda one: self._merge_in(int(one)) if one else self._ask_merge(),
            )
        else:
            self._ask_merge()

    def _merge_in(self, number: int) -> None:
        if self.page.do(ending.merge, number, self.number):
            self.page.say(_("You are one group now."))
        self.page.shell.look()

    def _ask_merge(self) -> None:
        store = self.page.session.store
        counts = how_many(store)
        room = SPLITS - counts[self.number]
        others = [
            one for one in open_groups(store, "home") if one.id != self.number and counts[one.id] <= room
        ]
        if not others:
            raise BadData(_("No other home group is small enough: seven people at most are one group."))
        lines = [(str(one.id), one.value.name, one.value.focus) for one in others]
        self.page.app.push_screen(FindOne(_("Merge into which group?"), lines), self._merge_into)

    def _merge_into(self, into: str | None) -> None:
        if into is None:
            return
        done = self.page.do(ending.merge, self.number, int(into))
        if done is not None:
            self.page.say(
                _("You are one group now.") if done else _("Asked. Any of its people can say yes (g).")
            )
        self.page.shell.look()

    def close(self) -> None:
        """Close the group with a line; a working group may go on instead."""
        self._must_change()
        if self.page.group.value.kind == "home":
            self._close()
            return
        lines = [
            ("close", joined(_("Close it, with a line on what came of it"))),
            ("renew", joined(_("Let it go on until another day"))),
        ]
        self.choose(
            _("Close or renew?"), lines, lambda one: self._close() if one == "close" else self._renew()
        )

    def _close(self) -> None:
        self.ask(
            _("Close {name}; its notes stay readable to its people", name=self.page.group.value.name),
            forms.CloseForm,
            lambda form: ending.close(self.page.session, self.number, form.outcome),
            said=_("Closed. Thank you for all of it."),
        )

    def _renew(self) -> None:
        self.ask(
            _("{name} goes on", name=self.page.group.value.name),
            forms.RenewForm,
            lambda form: ending.renew(self.page.session, self.number, form.until),
            said=_("It goes on."),
        )
