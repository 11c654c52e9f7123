"""Where a proposal stands, in one sentence: what holds now, and what comes next."""

from __future__ import annotations

from folkmoot_sociocracy.consent.model import Proposal
from folkmoot_sociocracy.rounds.objections import names_of, outcome, to_take_in
from folkmoot_sociocracy.rounds.states import testing_words, waiting_words
from folkmoot_sociocracy.rounds.turns import missing, whose_turn
from folkmoot_sociocracy.words import _


def stands(proposal: Proposal) -> str:
    """The state of a proposal and its next step: one sentence or two, never empty."""
    return f"{phase_words(proposal)} {next_step(proposal)}".strip()


def phase_words(proposal: Proposal) -> str:
    """What is going on."""
    return {
        "questions": _("Questions are asked, so that everyone understands it."),
        "reactions": _("Everyone says in a few words what they think of it."),
        "amending": _("Questions and reactions were heard."),
        "consent": _("The consent round goes on."),
        "objections": _("The round is over, and there are objections."),
        "waiting": _("All who were there consent."),
        "ready": _("There is no objection left."),
        "decided": _("It is decided."),
        "withdrawn": _("It was withdrawn."),
    }[proposal.phase]


def next_step(proposal: Proposal) -> str:
    """What has to happen for it to go on, and who does it."""
    if proposal.phase in ("questions", "reactions", "consent"):
        return _of_round(proposal)
    if proposal.phase == "amending":
        return _(
            "{author} may restate it; then {facilitator} begins the consent round.",
            author=proposal.author,
            facilitator=proposal.facilitator,
        )
    if proposal.phase == "objections":
        return of_objections(proposal)
    if proposal.phase == "waiting":
        return waiting_words(proposal)
    if proposal.phase == "ready":
        return _("Anyone who decides on it may announce it as decided.")
    if proposal.phase == "decided":
        if proposal.circle is None:
            return _("What was asked is done.")
        return _("It counts until its last day, unless it is decided anew.")
    return proposal.ended_why


def _of_round(proposal: Proposal) -> str:
    last = proposal.rounds[-1]
    if missing(last, proposal.gone):
        return whose_turn(last, proposal.gone)
    if proposal.phase == "consent" and outcome(proposal) == "too_few":
        if proposal.least > 1:
            return _("Too few were heard in it, so {name} begins it anew.", name=proposal.facilitator)
        return _("Nobody was heard in it, so {name} begins it anew.", name=proposal.facilitator)
    return _("Everyone was heard; {name} goes on.", name=proposal.facilitator)


def of_objections(proposal: Proposal) -> str:
    """What is to be done with the objections."""
    if said := testing_words(proposal):
        return said
    left = to_take_in(proposal)
    if left:
        return _(
            "What {names} said is to be taken in: change the text, shorten the term, or agree what to watch.",
            names=names_of(left),
        )
    return _("All are taken in; {name} begins the next round.", name=proposal.facilitator)
