"""Where a proposal stands, in one sentence: what holds now, and what comes next."""

from __future__ import annotations

from folkmoot_sociocracy.consent.model import Proposal
from folkmoot_sociocracy.consent.objections import names_of, outcome, to_take_in, to_test, untested_by
from folkmoot_sociocracy.consent.rounds import away, missing, whose_turn
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
        return of_waiting(proposal)
    if proposal.phase == "ready":
        return _("Anyone who decides on it may announce it as decided.")
    if proposal.phase == "decided":
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


def of_waiting(deciding: Proposal) -> str:
    """For whom it waits."""
    names = ", ".join(away(deciding.rounds[-1], deciding.gone))
    if deciding.absent == "held":
        return _("This circle waits for those who were away: {names}.", names=names)
    return _("Those who were away may still object: {names}.", names=names)


def of_objections(proposal: Proposal) -> str:
    """What is to be done with the objections."""
    testing = to_test(proposal)
    if testing:
        names = ", ".join(dict.fromkeys(name for _n, one in testing for name in untested_by(proposal, one)))
        return _("The circle tests them. Still to be asked: {names}.", names=names or "-")
    left = to_take_in(proposal)
    if left:
        return _(
            "What {names} said is to be taken in: change the text, shorten the term, or agree what to watch.",
            names=names_of(left),
        )
    return _("All are taken in; {name} begins the next round.", name=proposal.facilitator)
