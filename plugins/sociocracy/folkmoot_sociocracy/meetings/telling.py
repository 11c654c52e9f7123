"""What the minutes say by themselves: who took a role over, that the agenda has consent, what was decided."""

from __future__ import annotations

from folkmoot.api import NotFound, Session, Stored, Transaction, clean, dates
from folkmoot_sociocracy.circles.roles import role_word
from folkmoot_sociocracy.circles.wording import name_of
from folkmoot_sociocracy.consent.offers import waits_for as proposal_waits
from folkmoot_sociocracy.consent.reading import proposal_of
from folkmoot_sociocracy.consent.states import stands
from folkmoot_sociocracy.logbook.actions import entry_of
from folkmoot_sociocracy.meetings.model import Line, LineKind, Meeting
from folkmoot_sociocracy.meetings.rounds import current, objections
from folkmoot_sociocracy.selection.offers import waits_for as selection_waits
from folkmoot_sociocracy.selection.reading import selection_of
from folkmoot_sociocracy.selection.states import stands as selection_stands
from folkmoot_sociocracy.words import _

LONGEST = 1000


def write_events(session: Session, tx: Transaction, before: Meeting, after: Stored[Meeting]) -> None:
    """Write down what changed between two moments of a meeting, for those who read it later."""
    now = after.value
    for text in _of_roles(session, tx, before, now) + _of_agenda(before, now):
        _write(session, tx, after, now.now_at.id, "event", text)
    left = before.started and (before.now_at.id != now.now_at.id or (now.closed and not before.closed))
    if left and before.now_at.link:
        _write(session, tx, after, before.now_at.id, "outcome", result_of(session, before.now_at.link, tx))
    if now.closed and not before.closed:
        _write_late_results(session, tx, after)


def _write_late_results(session: Session, tx: Transaction, after: Stored[Meeting]) -> None:
    """At the end, what became of that which was still open when the meeting went on from it."""
    known = {(one.value.step, one.value.text) for one in tx.collection(Line).find(meeting=after.id)}
    for step in after.value.steps:
        if step.link and any(place == step.id for place, _text in known):
            result = clean(result_of(session, step.link, tx), limit=LONGEST)
            if (step.id, result) not in known:
                _write(session, tx, after, step.id, "outcome", result)


def _write(
    session: Session, tx: Transaction, after: Stored[Meeting], step: int, kind: LineKind, text: str
) -> None:
    tx.add(
        Line(
            meeting=after.id,
            step=step,
            kind=kind,
            by=session.handle,
            at=session.now(),
            text=clean(text, limit=LONGEST),
        )
    )


def _of_roles(session: Session, tx: Transaction, before: Meeting, now: Meeting) -> list[str]:
    if not before.started and now.started:
        return [_("Opened by {name}, who facilitates.", name=name_of(session, now.facilitator, tx))]
    if now.closed:
        return []
    said = []
    if now.facilitator != before.facilitator:
        said.append(
            _of_role(session, tx, before.facilitator, now.facilitator, _("facilitates"), "facilitator")
        )
    if now.secretary != before.secretary:
        said.append(
            _of_role(session, tx, before.secretary, now.secretary, _("writes the minutes"), "secretary")
        )
    return said


def _of_role(session: Session, tx: Transaction, before: str, now: str, does: str, role: str) -> str:
    was = name_of(session, before, tx) if before else ""
    if not now:
        return _("{name} went; the role of {role} is free.", name=was, role=role_word(session, role))
    name = name_of(session, now, tx)
    if was:
        return _("{name} {does} from here on; before: {was}.", name=name, does=does, was=was)
    return _("{name} {does} from here on.", name=name, does=does)


def _of_agenda(before: Meeting, now: Meeting) -> list[str]:
    if now.agreed and not before.agreed:
        return [_("The agenda has consent.")]
    asked = current(now)
    reasons = "; ".join(f"{voice.by}: {voice.text}" for voice in objections(asked)) if asked else ""
    if before.change is not None and now.change is None:
        if now.steps == before.change.steps:
            return [_("The agenda was changed by consent: {what}", what=before.change.what)]
        return [
            _("No consent to another agenda ({what}). {why}", what=before.change.what, why=reasons).strip()
        ]
    before_asked = current(before)
    if reasons and asked and before_asked and len(objections(asked)) > len(objections(before_asked)):
        return [_("Objection to the agenda: {why}", why=reasons)] if now.change is None else []
    return []


def result_of(session: Session, link: str, tx: Transaction | None = None) -> str:
    """What became of a proposal, a selection or a policy, as far as it is."""
    kind, _slash, number = link.partition("/")
    try:
        if kind == "proposal":
            proposal = proposal_of(session, int(number), tx).value
            text, until = proposal.text.text, dates.day_of_year(proposal.text.until)
            said = _("Proposal {number}, “{title}”.", number=number, title=proposal.title)
            if proposal.phase == "decided":
                watched = "".join(f" {one}" for one in proposal.measures)
                return f"{said} " + _("Decided until {day}: {text}", day=until, text=text) + watched
            return f"{said} {stands(proposal)}"
        if kind == "selection":
            selection = selection_of(session, int(number), tx).value
            role = role_word(session, selection.role)
            said = _("Selection {number}, {role}.", number=number, role=role)
            return f"{said} {selection_stands(selection)}"
        return _(
            "Policy {number}, “{title}”.", number=number, title=entry_of(session, int(number)).value.title
        )
    except NotFound:
        return link


def waits_for_me(session: Session, link: str) -> bool:
    """Whether a proposal or selection waits for the voice of who looks."""
    kind, _slash, number = link.partition("/")
    try:
        if kind == "proposal":
            return proposal_waits(proposal_of(session, int(number)).value, session.handle)
        if kind == "selection":
            return selection_waits(selection_of(session, int(number)).value, session.handle)
    except NotFound:
        pass
    return False
