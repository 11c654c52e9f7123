"""Nominations are written under seal, all at once; the last one opens them."""

from __future__ import annotations

from folkmoot.api import BadData, Session, Transaction
from folkmoot_sociocracy.rounds.actions import text_of, verb_of, whose
from folkmoot_sociocracy.rounds.reading import in_sentences
from folkmoot_sociocracy.rounds.rules import only_facilitator
from folkmoot_sociocracy.selection import rules, sealing
from folkmoot_sociocracy.selection.keeping import apart
from folkmoot_sociocracy.selection.model import Nomination, Sealed, Selection
from folkmoot_sociocracy.selection.reading import seal_is_lost, selection_of
from folkmoot_sociocracy.words import _


def begin_nominations(session: Session, number: int) -> Selection:
    """Open the nominations; anew where their key is on another machine. Raises: as `give_voice`."""
    with session.store.transaction(by=session.handle, why=_("opened nominations")) as tx, in_sentences():
        stored = selection_of(session, number, tx)
        session.must("selection.lead", stored.value)
        rules.nominations_begun(stored.value, session.handle, "")
        if (
            stored.value.phase == "nominating"
            and stored.value.nominated
            and not seal_is_lost(session, stored)
        ):
            raise BadData(_("Nominations are being written, and nothing is lost. Wait until all are in."))
        clear(tx, number)
        recipient = sealing.new_key(session, number)
        return tx.replace(stored, rules.nominations_begun(stored.value, session.handle, recipient)).value


def nominate(session: Session, number: int, nominee: str, why: str, of: str = "") -> Selection:
    """Write a nomination, under seal; the last one opens all. `of` is who types at the facilitator's keyboard.

    Raises: as `give_voice`.
    """
    by, noted = whose(session, of)
    wanted = nominee.strip().lower()
    with session.store.transaction(by=session.handle, why=_("nominated")) as tx, in_sentences():
        stored = selection_of(session, number, tx)
        session.must(f"selection.{verb_of(noted)}", stored.value)
        rules.WAY.not_over(stored.value)
        if noted and noted != stored.value.facilitator:
            raise only_facilitator(stored.value.facilitator)
        changed = rules.nominated(stored.value, by, wanted, text_of(why))
        if seal_is_lost(session, stored):
            raise BadData(
                _(
                    "The key of this round is on the machine that the record came from. {name} begins the nominations "
                    "anew; then write yours.",
                    name=stored.value.facilitator,
                )
            )
        sealed = Sealed(
            selection=number,
            account=by,
            sealed=sealing.seal(
                Nomination(by=by, nominee=wanted, why=text_of(why), noted_by=noted), stored.value.recipient
            ),
        )
        before = tx.collection(Sealed).first(selection=number, account=by)
        if before is None:
            tx.add(sealed)
        else:
            tx.replace(before, sealed)
        if rules.all_in(changed):
            changed = _unsealed(session, tx, number, changed)
        tx.replace(stored, apart(tx, number, changed))
    let_go(session, number, changed)
    return changed


def open_nominations(session: Session, number: int) -> Selection:
    """Open them where the last that was missing is of somebody who left or is away. Raises: as `give_voice`."""
    with session.store.transaction(by=session.handle, why=_("unsealed nominations")) as tx, in_sentences():
        stored = selection_of(session, number, tx)
        session.must("selection.lead", stored.value)
        rules.WAY.not_over(stored.value)
        changed = _unsealed(session, tx, number, stored.value)
        tx.replace(stored, apart(tx, number, changed))
    let_go(session, number, changed)
    return changed


def _unsealed(session: Session, tx: Transaction, number: int, selection: Selection) -> Selection:
    found: list[Nomination] = []
    if not rules.all_in(selection):
        return rules.unsealed(selection, found)  # which says whose is missing
    for one in tx.collection(Sealed).find(selection=number):
        nomination = sealing.unseal(session, number, one.value.sealed)
        if nomination is None or nomination.by != one.value.account:
            raise BadData(
                _(
                    "The seal does not open here. {name} begins the nominations anew.",
                    name=selection.facilitator,
                )
            )
        if one.value.account in selection.voters and one.value.account not in selection.gone:
            found.append(nomination)
        tx.remove(one)
    return rules.unsealed(selection, found)


def let_go(session: Session, number: int, selection: Selection) -> None:
    """Once nominations are open or given up, their key goes: older copies stay closed for ever."""
    if selection.phase != "nominating":
        sealing.drop_key(session, number)


def clear(tx: Transaction, number: int) -> None:
    """Take the sealed nominations of a selection out of the record."""
    for one in tx.collection(Sealed).find(selection=number):
        tx.remove(one)
