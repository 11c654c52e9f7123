"""The meetings of one's circles: what goes on, what comes, whose minutes wait, and the backlog."""

from __future__ import annotations

from collections.abc import Awaitable, Callable, Sequence
from typing import Any

import msgspec
from textual.app import ComposeResult
from textual.content import Content

from folkmoot.api import (
    Ask,
    BadData,
    Change,
    ChangedMeanwhile,
    FindOne,
    FormScreen,
    Key,
    Occurrence,
    PageView,
    PickList,
    Session,
    Still,
    css_beside,
    joined,
)
from folkmoot_sociocracy.circles.actions import circle_of, today
from folkmoot_sociocracy.circles.wording import name_of
from folkmoot_sociocracy.meetings import backlog, planning
from folkmoot_sociocracy.meetings.calendar import at_key
from folkmoot_sociocracy.meetings.choosing import choose_circle, choose_format
from folkmoot_sociocracy.meetings.formats import format_of
from folkmoot_sociocracy.meetings.forms import MoveForm, PlanForm, TopicForm, WhyForm
from folkmoot_sociocracy.meetings.listing import listed_meetings
from folkmoot_sociocracy.meetings.reading import (
    meeting_of,
    mine,
    name_of_circle,
    topic_of,
)
from folkmoot_sociocracy.words import _


class MeetingsPage(PageView):
    """Meetings, then the backlog; enter opens what is at the cursor."""

    DEFAULT_CSS = css_beside(__file__)

    def __init__(self, session: Session) -> None:
        super().__init__(session)
        self.only: int | None = None  # the circle that was asked for; None: all of one's own

    def build(self) -> ComposeResult:
        yield PickList()
        yield Still(id="about")

    def on_mount(self) -> None:
        self._show()

    def on_changes(self, changes: Sequence[Change]) -> None:
        self._show()

    def open_at(self, where: str) -> None:
        self.only = circle_of(self.session, int(where)).id
        self._show()

    def keys(self) -> Sequence[Key]:
        return (
            Key("up,down,k,j", _("line"), lambda: None, _("One line up or down."), name="↑↓"),
            Key("enter", _("open"), self.open_picked, _("Open the meeting, or change the topic here.")),
            Key("n", _("new topic"), self.new, _("Put something into the backlog of a circle.")),
            Key("d", _("plan"), self.plan, _("Say when a circle meets: once, or again and again.")),
            Key("g", _("meet now"), self.meet_now, _("Draw up an agenda for a meeting that begins now.")),
            Key("m", _("move"), self.move, _("Move the meeting at the cursor.")),
            Key("x", _("cancel"), self.cancel, _("Cancel a meeting, or drop a topic; or put it back.")),
            Key("slash", _("find"), self.find, _("Find a meeting or a topic by a few letters.")),
            Key("escape,backspace", _("circles"), self.circles, _("Back to the circles."), quiet=True),
        )

    # -- what is shown -------------------------------------------------------------------------------------

    def _circles(self) -> tuple[int, ...]:
        return (self.only,) if self.only is not None else mine(self.session)

    def _listed(self) -> list[tuple[str | None, Content]]:
        return list(listed_meetings(self.session, self._circles()))

    def _show(self) -> None:
        self.query_one(PickList).show(self._listed())
        self._about()

    def on_option_list_option_highlighted(self) -> None:
        self._about()

    def _about(self) -> None:
        """More about the topic at the cursor."""
        kind, number = self._picked()
        text = Content("")
        if kind == "t":
            topic = topic_of(self.session, int(number)).value
            who = _("Presents: {name}.", name=name_of(self.session, topic.presenter))
            text = joined(" ".join(part for part in (who, topic.about, topic.link) if part))
        self.query_one("#about", Still).update(text)

    # -- what is done --------------------------------------------------------------------------------------

    def _picked(self) -> tuple[str, str]:
        kind, _colon, name = (self.query_one(PickList).picked or "").partition(":")
        return kind, name

    async def on_option_list_option_selected(self, event: PickList.OptionSelected) -> None:
        if opened := self.open_picked():
            await opened

    def open_picked(self) -> Awaitable[None] | None:
        """Open the meeting at the cursor, or the topic to change it."""
        kind, name = self._picked()
        if kind in ("m", "k"):
            return self.shell.open_page("meeting", name)
        if kind == "t":
            self._edit(int(name))
        return None

    def _edit(self, number: int) -> None:
        seen = topic_of(self.session, number).value

        def save(form: TopicForm) -> None:
            nonlocal seen
            try:
                backlog.change_topic(self.session, number, form, seen)
            except ChangedMeanwhile as error:
                seen = error.now
                raise

        self._ask(_("This topic"), TopicForm, save, name=f"topic {number}", start=backlog.as_form(seen))

    def new(self) -> None:
        """Put something into a backlog."""
        choose_circle(
            self,
            self.only,
            lambda circle: self._ask(
                _("Something for the backlog of {circle}", circle=name_of_circle(self.session, circle)),
                TopicForm,
                lambda form: backlog.add_topic(self.session, circle, form),
                name=f"new topic {circle}",
            ),
        )

    def plan(self) -> None:
        """Say when a circle meets, and how."""
        choose_circle(
            self, self.only, lambda circle: choose_format(self, lambda called: self._plan(circle, called))
        )

    def _plan(self, circle: int, called: str) -> None:
        minutes = format_of(self.session, called).minutes
        self._ask(
            _("When does {circle} meet?", circle=name_of_circle(self.session, circle)),
            PlanForm,
            lambda form: planning.plan_meetings(self.session, circle, form, called=called),
            name=f"plan {circle} {called}",
            start={"first": today(self.session), "zone": self.session.zone_name, "minutes": minutes},
        )

    def meet_now(self) -> None:
        """Draw up an agenda for now; to the meeting that goes on, where there is one."""
        choose_circle(self, self.only, self._meet_in)

    def _meet_in(self, circle: int) -> None:
        number = planning.meeting_now(self.session, circle)
        if number is not None:
            self.app.call_later(self.shell.open_page, "meeting", str(number))
        else:
            choose_format(self, lambda called: self._meet_now(circle, called))

    def _meet_now(self, circle: int, called: str) -> None:
        made = self.do(planning.draw_up, circle, called=called)
        if made is not None:
            self.app.call_later(self.shell.open_page, "meeting", str(made.id))

    def _meeting(self) -> Occurrence:
        """The meeting at the cursor. Raises: BadData."""
        kind, name = self._picked()
        if kind != "k":
            raise BadData(_("Put the cursor on a meeting to come first."))
        plan, item = at_key(self.session.store, name)
        self.session.must("meetings.plan", plan.value.circle)
        return item

    def move(self) -> None:
        """Move the meeting at the cursor."""
        item = self._meeting()
        self._ask(
            _("Move it to"),
            MoveForm,
            lambda form: planning.move_meeting(self.session, item.key, form),
            name=f"move {item.key}",
            start={"start": f"{item.local_start:%Y-%m-%d %H:%M}"},
        )

    def cancel(self) -> None:
        """Cancel the meeting at the cursor or put it back; drop the topic there."""
        kind, name = self._picked()
        if kind == "t":
            number = int(name)
            self._ask(
                _("Why is it not needed any more?"),
                WhyForm,
                lambda form: backlog.drop_topic(self.session, number, form.reason),
                name=f"drop {number}",
            )
            return
        if kind == "m":
            self._give_up(int(name))
            return
        item = self._meeting()
        if item.status == "cancelled":
            planning.put_back(self.session, item.key)
            self.say(_("It takes place as it was planned."))
            return
        self._ask(
            _("Why does it not take place?"),
            WhyForm,
            lambda form: planning.cancel_meeting(self.session, item.key, form.reason),
            name=f"cancel {item.key}",
        )

    def _give_up(self, number: int) -> None:
        if meeting_of(self.session, number).value.started:
            raise BadData(_("That meeting has begun already. Nothing was changed."))

        def yes() -> None:
            self.do(planning.give_up, number)
            self._show()

        question = _("What stands on its agenda goes back to the backlog.")
        self.app.push_screen(Ask(_("Give this agenda up?"), question, yes))

    def find(self) -> None:
        """Find a line by typing."""
        lines = [
            (name, text.plain.strip(), "")
            for name, text in listed_meetings(self.session, self._circles())
            if name is not None
        ]
        self.app.push_screen(FindOne(_("Find a meeting or topic"), lines), self._found)

    def _found(self, picked: str | None) -> None:
        kind, _colon, name = (picked or "").partition(":")
        if kind in ("m", "k"):
            self.app.call_later(self.shell.open_page, "meeting", name)
        elif kind == "t":
            self._edit(int(name))

    def circles(self) -> Awaitable[None]:
        """To the circles."""
        return self.shell.open_page("circles")

    # -- asking --------------------------------------------------------------------------------------------

    def _ask(
        self,
        title: str,
        form: type[msgspec.Struct],
        save: Callable[[Any], object],
        *,
        name: str,
        start: dict[str, Any] | None = None,
    ) -> None:
        drafts = self.shell.drafts
        screen = FormScreen(
            title, form, save, name=f"meetings {name}", drafts=drafts, start=start, translate=_
        )
        self.app.push_screen(screen, lambda saved: self._show() if saved else None)
