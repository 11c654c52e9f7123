"""What a person does about the agenda on a meeting's screen, and about what an item decides."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING, Any

from folkmoot.api import BadData, PickList
from folkmoot_sociocracy.consent.model import ProposalForm
from folkmoot_sociocracy.consent.reading import open_proposals, usual_days
from folkmoot_sociocracy.meetings import actions, deciding
from folkmoot_sociocracy.meetings.agenda import items_are_over
from folkmoot_sociocracy.meetings.backlog import add_topic
from folkmoot_sociocracy.meetings.forms import MinutesForm, TopicForm
from folkmoot_sociocracy.meetings.model import Meeting
from folkmoot_sociocracy.meetings.planning import draw_up
from folkmoot_sociocracy.meetings.reading import backlog_of, name_of_circle
from folkmoot_sociocracy.meetings.wording import minutes_words, wanted_word
from folkmoot_sociocracy.rounds.doing import RoundsDialog
from folkmoot_sociocracy.selection.model import SelectionForm
from folkmoot_sociocracy.selection.reading import open_selections
from folkmoot_sociocracy.selection.wording import title_of
from folkmoot_sociocracy.words import _

if TYPE_CHECKING:
    from folkmoot_sociocracy.meetings.live import MeetingPage


class AgendaDoing:
    """Drawing up, adding, moving; and what an item of now is decided by."""

    page: MeetingPage
    does: Callable[..., bool]
    ask: Callable[..., None]
    choose: Callable[..., None]

    @property
    def number(self) -> int:
        """The number of the meeting."""
        raise NotImplementedError

    @property
    def meeting(self) -> Meeting:
        """The meeting as it stands on the screen."""
        raise NotImplementedError

    def draw_up(self) -> None:
        """Draw up the agenda of the meeting that is shown."""
        page = self.page
        if page.item is not None:
            self.does(draw_up, page.circle, page.item.key)

    def do_agenda(self) -> None:
        """Put something of the backlog on the agenda, or something new into the backlog."""
        meeting = self.meeting
        words: dict[Any, str] = {}
        if not items_are_over(meeting):
            for stored in backlog_of(self.page.session, meeting.circle):
                topic = stored.value
                about = f"{wanted_word(topic.wanted)}, {minutes_words(topic.minutes)}"
                words[str(stored.id)] = f"{topic.title}  ({about})"
        words["new"] = _("Something new, into the backlog")
        if list(words) == ["new"]:
            self._new()
        else:
            self.choose(_("What goes on the agenda?"), words, self._put_on)

    def _put_on(self, picked: str) -> None:
        if picked == "new":
            self._new()
        else:
            self.does(actions.put_on, self.number, int(picked))

    def _new(self) -> None:
        circle = self.meeting.circle

        def save(form: TopicForm) -> None:
            add_topic(self.page.session, circle, form)

        self.ask(_("Something for the backlog"), TopicForm, save, name="topic")

    def _picked(self) -> int:
        """The item at the cursor. Raises: BadData."""
        kind, _colon, number = (self.page.query_one(PickList).picked or "").partition(":")
        if kind != "s":
            raise BadData(_("Put the cursor on an item of the agenda first."))
        return int(number)

    def do_remove(self) -> None:
        """Take the item at the cursor off."""
        self.does(actions.take_off, self.number, self._picked())

    def do_earlier(self) -> None:
        """Move the item at the cursor up."""
        self.does(actions.move, self.number, self._picked(), -1)

    def do_longer(self) -> None:
        """Give the item at the cursor other minutes."""
        step, number = self._picked(), self.number
        minutes = next(one.minutes for one in self.meeting.steps if one.id == step)
        self.ask(
            _("How long may it take?"),
            MinutesForm,
            lambda form: actions.give_minutes(self.page.session, number, step, form.minutes),
            name=f"minutes {step}",
            start={"minutes": minutes},
        )

    def do_again(self) -> None:
        """It comes back next time, or not."""
        self.does(actions.keep_for_next, self.number)

    # -- deciding ------------------------------------------------------------------------------------------

    def open_link(self) -> Any:
        """Open what the item of now is decided by."""
        from folkmoot_sociocracy.consent.one import ProposalDialog
        from folkmoot_sociocracy.selection.one import SelectionDialog

        kind, _slash, number = self.meeting.now_at.link.partition("/")
        if kind not in ("proposal", "selection"):
            return self.page.shell.open_page("logbook", number)
        opens = ProposalDialog if kind == "proposal" else SelectionDialog
        dialog = opens(self.page, int(number))
        dialog.in_a_meeting = True
        dialog.lead = lambda: self._lead(dialog)
        self.page.app.push_screen(dialog)
        return None

    def _lead(self, dialog: RoundsDialog) -> None:
        """Lead the meeting, and what is decided in it along."""
        if self.meeting.facilitator == self.page.session.handle:
            dialog.use_cases.facilitate(self.page.session, dialog.number)
        else:
            deciding.take_over(self.page.session, self.number, "facilitator")

    def do_decide(self) -> None:
        """Bring a proposal or a selection to the item of now, or take up one that is on its way."""
        circle, session = self.meeting.circle, self.page.session
        words: dict[Any, str] = {
            "new proposal": _("A new proposal, decided by consent"),
            "new selection": _("Somebody for a role, by selection"),
        }
        for one in open_proposals(session):
            if one.value.circle == circle:
                words[f"proposal/{one.id}"] = _(
                    "Proposal {number}: {title}", number=one.id, title=one.value.title
                )
        for selection in open_selections(session):
            if selection.value.circle == circle:
                title = title_of(session, selection.value, name_of_circle(session, circle))
                words[f"selection/{selection.id}"] = _(
                    "Selection {number}: {title}", number=selection.id, title=title
                )
        self.choose(_("What is decided?"), words, self._decide)

    def _decide(self, picked: str) -> None:
        number, session = self.number, self.page.session
        if picked == "new proposal":
            until, review = usual_days(session)
            self.ask(
                _("A proposal to the circle"),
                ProposalForm,
                lambda filled: deciding.propose_here(self.page.session, number, filled),
                name="proposal",
                start={"until": until, "review": review},
            )
        elif picked == "new selection":
            self.ask(
                _("Somebody for a role"),
                SelectionForm,
                lambda filled: deciding.select_here(self.page.session, number, filled),
                name="selection",
            )
        else:
            self.does(deciding.decide_by, number, picked)
