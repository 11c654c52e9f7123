"""The proposals: what circles are deciding, what waits for a voice first."""

from __future__ import annotations

from collections.abc import Awaitable, Sequence
from typing import Any

from textual.content import Content

from folkmoot.api import Key, Stored, joined
from folkmoot_sociocracy.consent.actions import open_proposal
from folkmoot_sociocracy.consent.model import Proposal, ProposalForm
from folkmoot_sociocracy.consent.offers import waits_for
from folkmoot_sociocracy.consent.one import ProposalDialog
from folkmoot_sociocracy.consent.reading import open_proposals, usual_days
from folkmoot_sociocracy.consent.states import next_step
from folkmoot_sociocracy.consent.wording import phase_word
from folkmoot_sociocracy.rounds.page import DecidingPage
from folkmoot_sociocracy.rounds.reading import circle_name
from folkmoot_sociocracy.words import _, ngettext


class ProposalsPage(DecidingPage[Proposal]):
    """Proposals on their way, then what was decided lately; enter opens one."""

    model = Proposal
    form = ProposalForm
    opens = ProposalDialog
    verb = "proposals.open"

    def keys(self) -> Sequence[Key]:
        return (
            *self.moves(),
            Key("n", _("new"), self.new, _("Bring a proposal to one of your circles.")),
            Key("slash", _("find"), self.find, _("Find a proposal by a few letters of its title.")),
            Key("s", _("selections"), self.selections, _("Whom circles choose for their roles.")),
            self.back(),
        )

    def coming(self) -> list[Stored[Proposal]]:
        return open_proposals(self.session)

    def waits(self, one: Proposal) -> bool:
        return waits_for(one, self.session.handle)

    def begin(self, circle: int, form: Any) -> Stored[Proposal]:
        return open_proposal(self.session, circle, form)

    def start(self) -> dict[str, Any]:
        until, review = usual_days(self.session)
        return {"until": until, "review": review}

    def line(self, one: Proposal) -> tuple[str, str]:
        return phase_word(one.phase), one.title

    def about(self, one: Proposal) -> list[Content]:
        circle = circle_name(self.session, one.circle)
        return [joined((circle, "bold"), "  ", one.need), joined(next_step(one))]

    def count_words(self, count: int) -> str:
        return ngettext("{count} proposal on its way", "{count} proposals on their way", count)

    def empty_words(self) -> str:
        return _("No circle is deciding anything just now. n brings a proposal.")

    def past_words(self) -> str:
        return _("Decided or withdrawn lately")

    def find_words(self) -> str:
        return _("Find a proposal")

    def form_words(self, circle: str) -> str:
        return _("A proposal to {circle}", circle=circle)

    def selections(self) -> Awaitable[None]:
        """To the selections."""
        return self.shell.open_page("selection")
