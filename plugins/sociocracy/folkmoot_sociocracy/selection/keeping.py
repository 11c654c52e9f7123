"""Words about people are kept apart from the record of a selection: they go when whoever they are about leaves.

Why somebody was nominated, and what was said when the circle was asked about them, belongs to them. That they were
nominated, and what was decided, is the circle's record and stays.
"""

from __future__ import annotations

from collections.abc import Callable

from msgspec.structs import replace as evolve

from folkmoot.api import Reader, Store, Transaction
from folkmoot_sociocracy.rounds.model import Objection, Round
from folkmoot_sociocracy.selection.model import Said, Selection

Mapping = Callable[
    [str, str, str], str
]  # where it stands, about whom, the text: the text that is to stand there


def apart(tx: Transaction, number: int, selection: Selection) -> Selection:
    """A selection as the record has it; the words about people are kept with them, in the same transaction."""
    there = {one.value.place: one for one in tx.collection(Said).find(selection=number)}

    def keep(place: str, about: str, text: str) -> str:
        said = Said(selection=number, place=place, about=about, text=text)
        before = there.get(place)
        if before is None:
            tx.add(said)
        elif before.value != said:
            tx.replace(before, said)
        return ""

    return _mapped(selection, keep)


def together(reader: Reader | Store, number: int, selection: Selection) -> Selection:
    """A selection with the words about people who are here; where they have left, nothing stands."""
    if not selection.nominations:
        return selection
    said = {one.value.place: one.value.text for one in reader.collection(Said).find(selection=number)}
    return _mapped(selection, lambda place, _about, text: said.get(place, text), empty=True)


def _mapped(selection: Selection, change: Mapping, *, empty: bool = False) -> Selection:
    """A selection with each text about a person changed; `empty` texts are looked at as well."""

    def of(place: str, about: str, text: str) -> str:
        return change(place, about, text) if (text or empty) and about else text

    return evolve(
        selection,
        nominations=tuple(
            evolve(one, why=of(f"nomination/{one.by}/{one.nominee}", one.nominee, one.why))
            for one in selection.nominations
        ),
        proposed=tuple(
            evolve(one, why=of(f"proposed/{place}", one.nominee, one.why))
            for place, one in enumerate(selection.proposed, 1)
        ),
        rounds=tuple(_round(selection, place, one, of) for place, one in enumerate(selection.rounds, 1)),
        objections=tuple(
            _objection(selection, place, one, of) for place, one in enumerate(selection.objections, 1)
        ),
    )


def _round(selection: Selection, number: int, current: Round, of: Mapping) -> Round:
    voices = (
        evolve(one, text=of(f"voice/{number}/{one.by}", _about(selection, number, one.by), one.text))
        for one in current.voices
    )
    return evolve(current, voices=tuple(voices))


def _objection(selection: Selection, number: int, objection: Objection, of: Mapping) -> Objection:
    about = _about(selection, objection.round, objection.by)
    return evolve(
        objection,
        reason=of(f"objection/{number}", about, objection.reason),
        note=of(f"note/{number}", about, objection.note),
    )


def _about(selection: Selection, number: int, by: str) -> str:
    """About whom somebody speaks in a round; empty where it is about the role."""
    current = selection.rounds[number - 1]
    if current.kind == "consent":
        nominated = any(one.kind == "changes" for one in selection.rounds[:number])
        return current.order[-1] if nominated else ""  # who is proposed is heard last
    mine = next((one for one in selection.nominations if one.by == by), None)
    if mine is None:
        return by
    return (mine.before or mine.nominee) if current.kind == "reasons" else mine.nominee
