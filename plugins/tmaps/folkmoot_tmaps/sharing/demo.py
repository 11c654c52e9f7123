"""The demo: two others have maps, too; they and whoever looks at it share with each other."""

from __future__ import annotations

from typing import TYPE_CHECKING

from folkmoot.api import Account, Session
from folkmoot_tmaps.maps.demo import BY_PASSPHRASE, SALT, keep_demo_passphrase, put_answers
from folkmoot_tmaps.words import _

if TYPE_CHECKING:
    from folkmoot_tmaps.sealing.keys import Keys


def tell_sharing(session: Session, mine: Keys) -> None:
    """Rui and Beatriz write and share something; the one who looks at it shares with Rui, who has read it."""
    from folkmoot_tmaps.maps.actions import begin_with
    from folkmoot_tmaps.sharing.actions import note_read, share
    from folkmoot_tmaps.sharing.receiving import inbox

    others = {}
    for handle in ("rui", "beatriz"):
        stored = session.store.collection(Account).first(handle=handle)
        if stored is None or handle == session.handle:
            continue
        theirs = session.of(stored.value)
        others[handle] = theirs, begin_with(theirs, SALT, BY_PASSPHRASE).keys
        keep_demo_passphrase(theirs)
    if "rui" in others:
        rui, keys = others["rui"]
        answers = {
            "signs/outside": _("I answer in one word\nI come late to the choir"),
            "signs/ask-me": _("“Is it the sea again?”"),
            "heavy/please": _("Ring, do not write\nAsk me out for a walk; I will grumble"),
            "heavy/please-not": _("Ask what happened"),
        }
        put_answers(rui, keys, answers)
        share(rui, keys, "signs", [session.handle])
        share(rui, keys, "heavy", [session.handle])
        share(session, mine, "heavy", ["rui"])
        received = inbox(rui, keys).of(session.handle, "heavy")
        if received is not None:
            note_read(rui, keys, received)
    if "beatriz" in others:
        beatriz, keys = others["beatriz"]
        please = _("Take the children for an hour\nLet me cook for you")
        put_answers(beatriz, keys, {"heavy/please": please})
        share(beatriz, keys, "heavy", [session.handle, *(one for one in others if one != "beatriz")])
        share(session, mine, "signs", ["beatriz"])
