"""How a selection goes through its nine steps. Pure: the clock, who acts and what was unsealed are handed in."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

from msgspec.structs import replace as evolve

from folkmoot_sociocracy.rounds.model import RoundKind, Says
from folkmoot_sociocracy.rounds.objections import judged, outcome, to_take_in, to_test
from folkmoot_sociocracy.rounds.rules import (
    CONSENT,
    check_until,
    only_facilitator,
    waiting_until,
)
from folkmoot_sociocracy.rounds.turns import Refused, begun, missing
from folkmoot_sociocracy.rounds.way import Way
from folkmoot_sociocracy.selection.model import Nomination, Proposed, Selection
from folkmoot_sociocracy.selection.readable import own_nomination
from folkmoot_sociocracy.selection.states import next_step, phase_words, unwritten
from folkmoot_sociocracy.words import _

IN_CONSENT = ("describing", "consent", "waiting")


def settled(selection: Selection, now: datetime) -> Selection:
    """Draw the conclusion of a consent round, as far as there is one now.

    Who was away while the role was described may object to the person; so that step waits for nobody.
    """
    describing = selection.phase in ("describing", "improving")
    if not describing and selection.phase not in ("consent", "objections", "waiting", "ready"):
        return selection
    selection = judged(selection)
    result = outcome(selection)
    if result == "objections":
        return evolve(selection, phase="improving" if describing else "objections", waits_until=None)
    if describing:
        return evolve(selection, phase="described" if result in ("clear", "waiting") else "describing")
    if result in ("clear", "waiting") and selection.nominee in selection.gone:
        return evolve(selection, phase="consent")
    if result == "waiting":
        until = waiting_until(selection)
        over = until is not None and now >= until
        return evolve(selection, phase="ready" if over else "waiting", waits_until=until)
    return evolve(selection, phase="ready" if result == "clear" else "consent")


def spoken(
    selection: Selection,
    by: str,
    says: Says,
    now: datetime,
    *,
    text: str = "",
    aim: str = "",
    seen: int | None = None,
    noted_by: str = "",
) -> Selection:
    """Somebody is heard in a round. `seen` is the number of the round that they had before them. Raises: Refused."""
    voice = WAY.a_voice(selection, by, says, now, text=text, aim=aim, seen=seen, noted_by=noted_by)
    if selection.phase == "nominating" and says == "away":
        return _away_from_writing(selection, by)
    if selection.phase not in (*IN_CONSENT, "reasons", "changes"):
        raise Refused(_("Voices are heard in rounds, and none is open."), next_step(selection))
    fitting = (*CONSENT, "away") if selection.phase in IN_CONSENT else ("spoke", "away")
    if says not in fitting:
        raise Refused(phase_words(selection), next_step(selection))
    late = by in selection.voters and by not in selection.nominated
    if selection.phase == "reasons" and says == "spoke" and late:
        raise Refused(
            _(
                "In this round people give the reasons for what they wrote, and {name} was away then.",
                name=by,
            ),
            _("Nominate in the change round, which comes next."),
        )
    if says == "spoke" and not text.strip():
        raise Refused(_("A nomination is heard with its reason."), _("Say why, in a few words."))
    return WAY.heard_in(selection, voice)


def _away_from_writing(selection: Selection, handle: str) -> Selection:
    if handle not in unwritten(selection):
        raise Refused(_("Who is away is noted while their nomination is missing."), next_step(selection))
    return evolve(selection, absent_now=(*selection.absent_now, handle))


def nominations_begun(selection: Selection, by: str, recipient: str) -> Selection:
    """The facilitator opens the nominations, or begins them anew where their key is lost. Raises: Refused."""
    WAY.not_over(selection)
    if by != selection.facilitator:
        raise only_facilitator(selection.facilitator)
    if selection.phase not in ("described", "nominating"):
        raise Refused(_("Nominations are written once the role has consent."), next_step(selection))
    return evolve(selection, phase="nominating", recipient=recipient, nominated=(), absent_now=())


def nominated(selection: Selection, by: str, nominee: str, why: str) -> Selection:
    """Note that somebody's nomination is in, not whom it names. They may write it anew until all are in.

    Raises: Refused.
    """
    WAY.not_over(selection)
    if selection.phase != "nominating":
        raise Refused(_("Nominations are written all at once, before anyone speaks."), next_step(selection))
    if by not in selection.voters:
        raise Refused(
            _("Whoever was a full member of the circle when this opened nominates."),
            _("Tell one of them whom you see in the role."),
        )
    check_nominee(selection, nominee, why)
    present = tuple(one for one in selection.absent_now if one != by)
    names = selection.nominated if by in selection.nominated else (*selection.nominated, by)
    return evolve(selection, nominated=names, absent_now=present)


def check_nominee(selection: Selection, nominee: str, why: str) -> None:
    """Raises: Refused, where it is nobody of the circle, or no reason is given: nobody passes."""
    if not nominee.strip():
        raise Refused(_("Nobody passes: everyone nominates somebody."), _("You may nominate yourself."))
    if nominee not in selection.voters or nominee in selection.gone:
        here = [one for one in selection.voters if one not in selection.gone]
        raise Refused(
            _("{name} is not in this circle.", name=nominee),
            _("Nominate one of {names}.", names=", ".join(here)),
        )
    if not why.strip():
        raise Refused(_("A nomination has a reason."), _("Say what they bring for this role."))


def all_in(selection: Selection) -> bool:
    """Whether every nomination is in that is waited for."""
    return selection.phase == "nominating" and bool(selection.nominated) and not unwritten(selection)


def unsealed(selection: Selection, nominations: Sequence[Nomination]) -> Selection:
    """All are in: the reasons round begins. Raises: Refused, which says whose is missing."""
    WAY.not_over(selection)
    if not all_in(selection):
        raise Refused(phase_words(selection), next_step(selection))
    found = sorted(nominations, key=lambda one: selection.voters.index(one.by))
    opened = evolve(selection, phase="reasons", nominations=tuple(found), recipient="")
    writers = [one.by for one in found]
    return _with_round(opened, "reasons", among=writers)


def changed(
    selection: Selection, by: str, nominee: str, why: str, now: datetime, noted_by: str = ""
) -> Selection:
    """In the change round: keep one's nomination, or change it, with the reason. Raises: Refused."""
    WAY.not_over(selection)
    if selection.phase != "changes":
        raise Refused(_("Nominations change in the change round."), next_step(selection))
    check_nominee(selection, nominee, why)
    before = own_nomination(selection, by)
    heard_now = spoken(selection, by, "spoke", now, text=why, noted_by=noted_by)
    if before is not None and before.nominee == nominee:
        return heard_now
    made = Nomination(
        by=by,
        nominee=nominee,
        why=why,
        before=before.nominee if before else "",
        noted_by=noted_by if noted_by != by else "",
    )
    others = [one for one in selection.nominations if one.by != by]
    found = sorted([*others, made], key=lambda one: selection.voters.index(one.by))
    return evolve(heard_now, nominations=tuple(found))


def proposed(selection: Selection, by: str, nominee: str, why: str, now: datetime) -> Selection:
    """The facilitator proposes a person, with the reasons that weigh most. Raises: Refused."""
    WAY.not_over(selection)
    if by != selection.facilitator:
        raise only_facilitator(selection.facilitator)
    if not may_propose(selection):
        raise Refused(
            _("A person is proposed once reasons were heard and nominations could change."),
            next_step(selection),
        )
    check_nominee(selection, nominee, why)
    objections = tuple(
        evolve(one, resolved="replaced", resolved_by=by)
        if number in {found for found, _one in to_take_in(selection)}
        else one
        for number, one in enumerate(selection.objections, 1)
    )
    made = Proposed(nominee=nominee, why=why, by=by, at=now)
    stands = evolve(
        selection,
        phase="consent",
        proposed=(*selection.proposed, made),
        objections=objections,
        waits_until=None,
    )
    return _with_round(stands, "consent", last=nominee)


def may_propose(selection: Selection) -> bool:
    """Whether it is time for the facilitator to propose a person, or another one."""
    if selection.phase == "objections":
        return not to_test(selection)
    return selection.phase == "proposing" or (
        selection.phase in ("consent", "waiting") and selection.nominee in selection.gone
    )


def gone_on(selection: Selection, by: str, now: datetime, until: datetime | None = None) -> Selection:
    """The facilitator goes on to the next step; opening nominations and proposing are steps of their own.

    Raises: Refused, which says for what it waits.
    """
    WAY.not_over(selection)
    if by != selection.facilitator:
        raise only_facilitator(selection.facilitator)
    if not may_go_on(selection):
        raise Refused(phase_words(selection), next_step(selection))
    check_until(until, now)
    if selection.phase == "reasons":
        return _with_round(evolve(selection, phase="changes"), "changes", until=until)
    if selection.phase == "changes":
        return evolve(selection, phase="proposing")
    if selection.phase in ("describing", "improving"):
        return _with_round(evolve(selection, phase="describing"), "consent", until=until)
    again = evolve(selection, phase="consent", waits_until=None)
    return _with_round(again, "consent", last=selection.nominee, until=until)


def may_go_on(selection: Selection) -> bool:
    """Whether the facilitator can go on to the next round."""
    if selection.phase in ("reasons", "changes"):
        return not missing(selection.rounds[-1], selection.gone)
    if selection.phase in ("improving", "objections"):
        left = to_test(selection) or to_take_in(selection)
        return not left and (selection.phase == "improving" or selection.nominee not in selection.gone)
    return selection.phase in ("describing", "consent") and outcome(selection) == "too_few"


def _with_round(
    selection: Selection,
    kind: RoundKind,
    *,
    among: Sequence[str] = (),
    last: str = "",
    until: datetime | None = None,
) -> Selection:
    made = begun(
        kind,
        among or selection.voters,
        len(selection.rounds),
        version=len(selection.versions),
        until=until,
        last=last,
    )
    return evolve(selection, rounds=(*selection.rounds, made))


def first_round(selection: Selection, until: datetime | None = None) -> Selection:
    """The round about the role, its term and what it takes."""
    return _with_round(selection, "consent", until=until)


def _anew() -> str:
    return _("To choose anew, open another selection.")


WAY = Way(
    settled, phase_words, next_step, _anew, objecting=("improving", "objections"), silent=("nominating",)
)
