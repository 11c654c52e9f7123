"""What one person can do with a selection now: what the foot of its screen shows, and a command says comes next."""

from __future__ import annotations

from folkmoot_sociocracy.rounds.model import OVER
from folkmoot_sociocracy.rounds.objections import to_take_in
from folkmoot_sociocracy.rounds.offers import Act, of_objections, to_note, voices_of
from folkmoot_sociocracy.rounds.turns import may_speak
from folkmoot_sociocracy.selection.model import Selection
from folkmoot_sociocracy.selection.rules import IN_CONSENT, all_in, may_go_on, may_propose
from folkmoot_sociocracy.selection.states import unwritten


def acts(selection: Selection, handle: str) -> tuple[Act, ...]:
    """The acts that the rules allow somebody now, the most urgent first."""
    if selection.phase in OVER:
        return ()
    found: list[Act] = []
    if handle in selection.voters and handle not in selection.gone:
        found += _of_voter(selection, handle)
    if handle == selection.facilitator:
        found += _of_facilitator(selection)
    if handle in (selection.author, selection.facilitator):
        if selection.phase in ("improving", "objections") and to_take_in(selection):
            found += ["describe"] if selection.phase == "improving" else []
            found += ["shorten", "measure"] if selection.text.months > 1 else ["measure"]
        found.append("withdraw")
    if handle != selection.facilitator and handle in selection.voters:
        found.append("facilitate")
    return tuple(found)


def waits_for(selection: Selection, handle: str) -> bool:
    """Whether a selection waits for something that only this person can say."""
    if selection.phase == "nominating":
        return handle in unwritten(selection)
    return bool({"consent", "speak", "change", "test"} & set(acts(selection, handle)))


def _of_voter(selection: Selection, handle: str) -> list[Act]:
    if selection.phase == "nominating":
        return ["nominate"]
    if selection.phase in ("improving", "objections"):
        return of_objections(selection, handle)
    if selection.phase == "ready":
        return ["announce"]
    if not selection.rounds or not may_speak(selection.rounds[-1], handle, selection.gone):
        return []
    if selection.phase in IN_CONSENT:
        return list(voices_of(selection))
    if selection.phase == "reasons":
        return ["speak"]
    return ["change"] if selection.phase == "changes" else []


def _of_facilitator(selection: Selection) -> list[Act]:
    found: list[Act] = []
    if selection.phase == "described":
        found.append("begin")
    if selection.phase == "nominating":
        if all_in(selection):
            found.append("open")
        if [one for one in unwritten(selection) if one != selection.facilitator]:
            found.append("away")
        if not unwritten(selection) and not selection.nominated:
            found.append("begin")
    if may_propose(selection):
        found.append("propose")
    if may_go_on(selection):
        found.append("go_on")
    if selection.phase in (*IN_CONSENT, "reasons", "changes"):
        found += to_note(selection, selection.phase == "waiting")
    return found
