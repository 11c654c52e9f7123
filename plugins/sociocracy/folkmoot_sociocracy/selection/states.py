"""Where a selection stands, in one sentence: what holds now, and what comes next."""

from __future__ import annotations

from folkmoot_sociocracy.rounds.objections import names_of, outcome, to_take_in
from folkmoot_sociocracy.rounds.states import testing_words, waiting_words
from folkmoot_sociocracy.rounds.turns import missing, whose_turn
from folkmoot_sociocracy.selection.model import Selection
from folkmoot_sociocracy.words import _


def unwritten(selection: Selection) -> tuple[str, ...]:
    """Whose nomination is not in; who is away or has left is not waited for."""
    done = {*selection.nominated, *selection.gone, *selection.absent_now}
    return tuple(handle for handle in selection.voters if handle not in done)


def stands(selection: Selection) -> str:
    """The state of a selection and its next step, never empty."""
    return f"{phase_words(selection)} {next_step(selection)}".strip()


def phase_words(selection: Selection) -> str:
    """What is going on."""
    name = selection.nominee
    return {
        "describing": _("The circle consents to the role, its term and what it takes."),
        "improving": _("There are objections to how the role is described."),
        "described": _("Role, term and what it takes have consent."),
        "nominating": _(
            "Everyone writes a nomination; nobody passes, and nobody reads one before all are in."
        ),
        "reasons": _("Everyone says whom they nominated, and why."),
        "changes": _("Everyone keeps or changes their nomination."),
        "proposing": _("Reasons were heard, and nominations may have changed."),
        "consent": _("The consent round about {name} goes on.", name=name),
        "objections": _("The round is over, and there are objections."),
        "waiting": _("All who were there consent to {name}.", name=name),
        "ready": _("There is no objection to {name}.", name=name),
        "decided": _("{name} was chosen.", name=name),
        "withdrawn": _("It was withdrawn."),
    }[selection.phase]


def next_step(selection: Selection) -> str:
    """What has to happen for it to go on, and who does it."""
    leads = selection.facilitator
    if selection.phase in ("describing", "reasons", "changes", "consent"):
        return _of_round(selection)
    if selection.phase == "nominating":
        left = unwritten(selection)
        if left:
            return _("Still to write theirs: {names}.", names=", ".join(left))
        if not selection.nominated:
            return _("Nobody was there to write one, so {name} begins them anew.", name=leads)
        return _("All are in; {name} opens them.", name=leads)
    if selection.phase in ("improving", "objections"):
        return _of_objections(selection)
    if selection.phase == "waiting":
        return waiting_words(selection)
    return {
        "described": _("{name} opens the nominations.", name=leads),
        "proposing": _("{name} proposes a person, on the strength of the reasons.", name=leads),
        "ready": _("Anyone of the circle may announce it."),
        "decided": _("The term begins with the day."),
        "withdrawn": selection.ended_why,
    }[selection.phase]


def _of_round(selection: Selection) -> str:
    last = selection.rounds[-1]
    if selection.phase == "consent" and selection.nominee in selection.gone:
        return _(
            "{nominee} has left, so {name} proposes somebody else.",
            nominee=selection.nominee,
            name=selection.facilitator,
        )
    if missing(last, selection.gone):
        return whose_turn(last, selection.gone)
    if selection.phase in ("describing", "consent") and outcome(selection) == "too_few":
        return _("Nobody was heard in it, so {name} begins it anew.", name=selection.facilitator)
    return _("Everyone was heard; {name} goes on.", name=selection.facilitator)


def _of_objections(selection: Selection) -> str:
    if said := testing_words(selection):
        return said
    left = names_of(to_take_in(selection))
    if not left:
        return _("All are taken in; {name} begins the next round.", name=selection.facilitator)
    if selection.phase == "improving":
        return _(
            "What {names} said is to be taken in: describe it anew, shorten the term, or agree what to watch.",
            names=left,
        )
    return _(
        "What {names} said is to be taken in: shorten the term, agree what to watch, or propose somebody else.",
        names=left,
    )
