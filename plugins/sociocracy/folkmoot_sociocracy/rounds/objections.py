"""Objections: tested where the circle does so, and each taken in before it goes on."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime
from typing import Literal, TypeVar

from msgspec.structs import replace as evolve

from folkmoot_sociocracy.rounds.model import Deciding, Objection, Resolved, Test
from folkmoot_sociocracy.rounds.turns import Refused, away, heard, missing
from folkmoot_sociocracy.words import _

D = TypeVar("D", bound=Deciding)
Outcome = Literal["open", "too_few", "objections", "waiting", "clear"]


def raised(deciding: Deciding) -> list[tuple[int, Objection]]:
    """The objections of the last round, each with its number from 1."""
    last = len(deciding.rounds)
    return [(number, one) for number, one in enumerate(deciding.objections, 1) if one.round == last]


def blocks(deciding: Deciding, objection: Objection) -> bool:
    """Whether an objection stops it: not one that is a concern, and not one whose voice has left."""
    return objection.tested != "concern" and objection.by not in deciding.gone


def to_test(deciding: Deciding) -> list[tuple[int, Objection]]:
    """The objections about which the circle has not said yet whether they stand."""
    if deciding.school != "tested":
        return []
    return [(n, one) for n, one in raised(deciding) if not one.tested and one.by not in deciding.gone]


def to_take_in(deciding: Deciding) -> list[tuple[int, Objection]]:
    """The objections that stand and have changed nothing yet."""
    return [
        (number, one)
        for number, one in raised(deciding)
        if blocks(deciding, one) and not one.resolved and (deciding.school == "voiced" or one.tested)
    ]


def outcome(deciding: Deciding) -> Outcome:
    """What a consent round has come to. It is finished even after an objection.

    A round in which too few were heard decides nothing, however long it lasted.
    """
    last = deciding.rounds[-1]
    if missing(last, deciding.gone):
        return "open"
    there = set(deciding.voters) - set(deciding.gone)
    if len(there & set(heard(last))) < max(1, min(deciding.least, len(there))):
        return "too_few"
    if any(blocks(deciding, one) for _number, one in raised(deciding)):
        return "objections"
    return "waiting" if away(last, deciding.gone) else "clear"


def testers(deciding: Deciding, objection: Objection) -> tuple[str, ...]:
    """Who tests an objection: all who are here but whoever voiced it."""
    not_here = {*deciding.gone, *away(deciding.rounds[-1]), objection.by}
    return tuple(handle for handle in deciding.voters if handle not in not_here)


def objection_at(deciding: Deciding, number: int) -> Objection:
    """An objection of the last round by its number. Raises: Refused."""
    for found, one in raised(deciding):
        if found == number:
            return one
    known = ", ".join(str(found) for found, _one in raised(deciding)) or _("none")
    raise Refused(
        _("Only objections of the last round are open."),
        _("Those have the numbers: {numbers}.", numbers=known),
    )


def tested(deciding: D, number: int, by: str, *, stands: bool, at: datetime) -> D:
    """Note what somebody says of an objection. Raises: Refused.

    It stands as soon as one other person says so; it becomes a concern only when all others who are here see none.
    """
    objection = objection_at(deciding, number)
    if deciding.school != "tested":
        raise Refused(
            _("In this circle an objection counts once it is voiced."), _("Take it in, then go on.")
        )
    if objection.tested:
        raise Refused(_("The circle has tested this objection."), _("Take in what stands, then go on."))
    if by not in testers(deciding, objection):
        raise Refused(
            _("An objection is tested by the others in the circle, not by whoever voiced it."),
            _("Still to be asked: {names}.", names=", ".join(untested_by(deciding, objection)) or "-"),
        )
    if any(one.by == by for one in objection.tests):
        raise Refused(
            _("Each person says once what they see in an objection."),
            _("Still to be asked: {names}.", names=", ".join(untested_by(deciding, objection)) or "-"),
        )
    objection = evolve(objection, tests=(*objection.tests, Test(by=by, stands=stands, at=at)))
    return with_objection(deciding, number, _judged(deciding, objection))


def untested_by(deciding: Deciding, objection: Objection) -> tuple[str, ...]:
    """Who has not said yet what they see in an objection."""
    said = {one.by for one in objection.tests}
    return tuple(handle for handle in testers(deciding, objection) if handle not in said)


def _judged(deciding: Deciding, objection: Objection) -> Objection:
    if any(one.stands for one in objection.tests) or not testers(deciding, objection):
        return evolve(objection, tested="stands")
    return objection if untested_by(deciding, objection) else evolve(objection, tested="concern")


def judged(deciding: D) -> D:
    """Look again at what is tested: somebody who was to say something may have left meanwhile."""
    for number, one in to_test(deciding):
        deciding = with_objection(deciding, number, _judged(deciding, one))
    return deciding


def taken_in(deciding: D, number: int, by: str, how: Resolved, note: str, version: int = 1) -> D:
    """Note how an objection was taken in. Raises: Refused."""
    objection = objection_at(deciding, number)
    if objection.resolved:
        raise Refused(
            _("This objection is taken in already."),
            _("Take in what is left, then begin the next round."),
        )
    if deciding.school == "tested" and objection.tested != "stands" and how != "taken_back":
        raise Refused(
            _("In this circle an objection is tested before the proposal changes."),
            _("Still to be asked: {names}.", names=", ".join(untested_by(deciding, objection)) or "-"),
        )
    changed = evolve(objection, resolved=how, note=note, resolved_by=by, version=version)
    return with_objection(deciding, number, changed)


def with_objection(deciding: D, number: int, objection: Objection) -> D:
    """The same with one objection changed."""
    found = list(deciding.objections)
    found[number - 1] = objection
    return evolve(deciding, objections=tuple(found))


def names_of(objections: Iterable[tuple[int, Objection]]) -> str:
    """Whose objections, for a sentence."""
    return ", ".join(dict.fromkeys(one.by for _number, one in objections))
