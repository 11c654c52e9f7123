"""How a round stands, in sentences: whoever looks can always tell why."""

from __future__ import annotations

from collections.abc import Sequence

from folkmoot.api import Session, dates
from folkmoot_core.people.names import name_of, names
from folkmoot_core.rounds.model import Round
from folkmoot_core.rounds.rules import State, consents, objections, silent
from folkmoot_core.words import _


def round_words(session: Session, found: Round, state: State, here: Sequence[str]) -> str:
    """How a plain round stands, and why; `here` are those who have a voice today."""
    day = dates.day(session.here(found.until).date())
    if state == "held":
        said = [
            _("{name} objects: {why}", name=name_of(session, voice.account), why=voice.why)
            for voice in objections(found, here)
        ]
        return _("Held. {objections}", objections="  ".join(said))
    if state == "passed":
        return _("Consented, and nobody objects.")
    if state == "closed":
        closed = _("Closed by {name}, without a decision.", name=name_of(session, found.by))
        return f"{closed} {found.because}".strip()
    if state == "lapsed":
        return _(
            "Over since {day}: too few said anything, and no answer is not a consent. It can be proposed anew.",
            day=day,
        )
    waits = names(session, silent(found, here), 5)
    return _(
        "Until {day}: {count} consented; {names} not heard yet.",
        day=day,
        count=len(consents(found, here)),
        names=waits,
    )


def voice_rows(session: Session, found: Round, here: Sequence[str]) -> list[tuple[str, str]]:
    """Everyone who is asked, and what they said."""
    said = {voice.account: voice for voice in found.voices}
    rows = []
    order = {"objection": 0, "": 1, "consent": 2}  # what matters first, where not all are seen
    asked = sorted(found.asked, key=lambda one: order[said[one].says if one in said else ""])
    for handle in asked:
        voice = said.get(handle)
        if handle not in here:
            words = _("not in any more")
        elif voice is None:
            words = _("not heard yet")
        elif voice.says == "consent":
            words = _("consents")
        else:
            words = _("objects: {why}", why=voice.why)
        rows.append((name_of(session, handle), words))
    return rows
