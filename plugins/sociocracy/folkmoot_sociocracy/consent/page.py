"""The proposals: what circles are deciding, what waits for a voice first."""

from __future__ import annotations

from collections.abc import Awaitable, Callable, Sequence

from textual.app import ComposeResult
from textual.content import Content

from folkmoot.api import (
    Change,
    Choose,
    FindOne,
    FormScreen,
    Key,
    PageView,
    PickList,
    Session,
    Still,
    Stored,
    css_beside,
    joined,
)
from folkmoot_sociocracy.consent.actions import open_proposal
from folkmoot_sociocracy.consent.model import OVER, Proposal, ProposalForm
from folkmoot_sociocracy.consent.offers import waits_for
from folkmoot_sociocracy.consent.one import ProposalDialog
from folkmoot_sociocracy.consent.reading import (
    LATEST,
    circle_name,
    latest,
    may_read,
    my_circles,
    open_proposals,
    usual_days,
)
from folkmoot_sociocracy.consent.states import next_step
from folkmoot_sociocracy.consent.wording import phase_word
from folkmoot_sociocracy.words import _, ngettext

PAST = 12  # decisions that the list shows below; the logbook has them all


class ProposalsPage(PageView):
    """Proposals on their way, then what was decided lately; enter opens one."""

    DEFAULT_CSS = css_beside(__file__)

    def __init__(self, session: Session) -> None:
        super().__init__(session)
        self.shown: dict[str, Stored[Proposal]] = {}

    def build(self) -> ComposeResult:
        yield Still(id="head")
        yield PickList()
        yield Still(id="about")

    def on_mount(self) -> None:
        self._show()

    def on_changes(self, changes: Sequence[Change]) -> None:
        self._show()

    def open_at(self, where: str) -> None:
        self.app.push_screen(ProposalDialog(self, int(where)))

    def keys(self) -> Sequence[Key]:
        return (
            Key("up,down,k,j", _("line"), lambda: None, _("One line up or down."), name="↑↓"),
            Key("enter", _("open"), self.open_picked, _("Open the proposal: read it, and be heard.")),
            Key("n", _("new"), self.new, _("Bring a proposal to one of your circles.")),
            Key("slash", _("find"), self.find, _("Find a proposal by a few letters of its title.")),
            Key("s", _("selections"), self.selections, _("Whom circles choose for their roles.")),
            Key("escape,backspace", _("circles"), self.circles, _("Back to the circles."), quiet=True),
        )

    # -- what is shown -------------------------------------------------------------------------------------

    def _found(self) -> tuple[list[Stored[Proposal]], list[Stored[Proposal]]]:
        me = self.session.handle
        coming = open_proposals(self.session)
        coming.sort(key=lambda one: (not waits_for(one.value, me), me not in one.value.voters, one.id))
        ended = [one for one in latest(self.session, Proposal, LATEST) if one.value.phase in OVER]
        return coming, [one for one in ended if may_read(self.session, one.value)][:PAST]

    def _show(self) -> None:
        coming, past = self._found()
        self.shown = {str(one.id): one for one in (*coming, *past)}
        count = ngettext("{count} proposal on its way", "{count} proposals on their way", len(coming))
        self.query_one("#head", Still).update(joined((count, "bold")))
        lines: list[tuple[str | None, Content]] = [(str(one.id), self._line(one)) for one in coming]
        if not coming:
            lines.append(
                (None, joined((_("No circle is deciding anything just now. n brings a proposal."), "dim")))
            )
        if past:
            lines += [
                (None, Content("")),
                (None, joined((_("Decided or withdrawn lately"), "bold"))),
            ]
            lines += [(str(one.id), self._line(one)) for one in past]
        self.query_one(PickList).show(lines)
        self._about()

    def _line(self, stored: Stored[Proposal]) -> Content:
        proposal = stored.value
        waits = "> " if waits_for(proposal, self.session.handle) else "  "
        return joined((waits, "bold"), f"{phase_word(proposal.phase):<14} ", proposal.title)

    def on_option_list_option_highlighted(self) -> None:
        self._about()

    def _about(self) -> None:
        """Whose it is and what comes next, of the line at the cursor."""
        stored = self.shown.get(self.query_one(PickList).picked or "")
        lines: list[Content] = []
        if stored is not None:
            circle = circle_name(self.session, stored.value.circle)
            lines = [joined((circle, "bold"), "  ", stored.value.need), joined(next_step(stored.value))]
        self.query_one("#about", Still).update(Content("\n").join(lines))

    # -- what is done --------------------------------------------------------------------------------------

    def on_option_list_option_selected(self, event: PickList.OptionSelected) -> None:
        self.open_picked()

    def open_picked(self) -> None:
        """Open the proposal at the cursor."""
        picked = self.query_one(PickList).picked
        if picked is not None:
            self.app.push_screen(ProposalDialog(self, int(picked)))

    def find(self) -> None:
        """Find one by typing."""
        lines = [
            (number, one.value.title, circle_name(self.session, one.value.circle))
            for number, one in self.shown.items()
        ]
        self.app.push_screen(FindOne(_("Find a proposal"), lines), self._opened)

    def _opened(self, picked: str | None) -> None:
        if picked:
            self.app.push_screen(ProposalDialog(self, int(picked)))

    def new(self) -> None:
        """Choose a circle, then write."""
        choose_circle(self, self.session, self._write)

    def _write(self, circle: int) -> None:
        made: list[int] = []
        until, review = usual_days(self.session)

        def save(form: ProposalForm) -> None:
            made.append(open_proposal(self.session, circle, form).id)

        def done(saved: bool | None) -> None:
            if saved:
                self.app.push_screen(ProposalDialog(self, made[-1]))

        self.app.push_screen(
            FormScreen(
                _("A proposal to {circle}", circle=circle_name(self.session, circle)),
                ProposalForm,
                save,
                name=f"proposal {circle}",
                drafts=self.shell.drafts,
                start={"until": until, "review": review},
                translate=_,
            ),
            done,
        )

    def selections(self) -> Awaitable[None]:
        """To the selections."""
        return self.shell.open_page("selection")

    def circles(self) -> Awaitable[None]:
        """To the circles."""
        return self.shell.open_page("circles")


def choose_circle(page: PageView, session: Session, then: Callable[[int], None]) -> None:
    """Which of one's circles; asked only where there are several."""
    mine = my_circles(session)
    if not mine:
        page.say(session.may("proposals.open", 0).because)
    elif len(mine) == 1:
        then(mine[0][0])
    else:
        lines = [(str(number), joined(name)) for number, name in mine]
        page.app.push_screen(
            Choose(_("Which circle?"), lines), lambda picked: then(int(picked)) if picked else None
        )
