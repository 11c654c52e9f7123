"""What members do to the sessions of a summit, one by one: add, change, take away."""

from __future__ import annotations

import re
from collections.abc import Mapping

import msgspec
from msgspec.structs import replace

from folkmoot.api import (
    BadData,
    ChangedMeanwhile,
    NotFound,
    Session,
    Stored,
    Transaction,
    clean,
    shown_value,
    zone,
)
from folkmoot_core.rhythm.by_calendar import session_start
from folkmoot_core.rhythm.model import RULE_ID, CalendarRule, SummitSession
from folkmoot_core.rhythm.rule_words import refused, session_sentence
from folkmoot_core.words import _

MOST = 12  # sessions of a weekend


def add_session(
    session: Session, rule_id: str, session_id: str, about: Mapping[str, object]
) -> SummitSession:
    """One more session of a summit; in the summit's zone where none is given.

    Raises: NotAllowed, NotFound, BadData, Conflict.
    """
    session.must("rhythm.change", rule_id)
    if not re.fullmatch(RULE_ID, session_id):
        raise BadData(_("“{name}” can't name a session: small letters, digits and - can.", name=session_id))
    with session.store.transaction(by=session.handle, why="rhythm.rule") as tx:
        stored = summit_rule(tx, rule_id)
        if any(known.id == session_id for known in stored.value.sessions):
            raise BadData(_("There is a session “{name}” already.", name=session_id))
        if len(stored.value.sessions) >= MOST:
            raise BadData(_("A summit has 12 sessions at most."))
        added = _session_of({"zone": stored.value.zone, **about, "id": session_id})
        _write(tx, stored, (*stored.value.sessions, added))
    return added


def change_session(
    session: Session,
    rule_id: str,
    session_id: str,
    changes: Mapping[str, object],
    seen: SummitSession | None = None,
) -> SummitSession:
    """Change a session of every summit to come and of those that were; its key stays.

    `seen` is the session as the person saw it. Raises: NotAllowed, NotFound, BadData, ChangedMeanwhile, Conflict.
    """
    session.must("rhythm.change", rule_id)
    with session.store.transaction(by=session.handle, why="rhythm.rule") as tx:
        stored = summit_rule(tx, rule_id)
        before = _named(stored.value, session_id)
        if seen is not None and before != seen:
            sentence = _(
                "Somebody changed this session meanwhile: {now}. What you typed is kept; save again to go on.",
                now=session_sentence(before),
            )
            raise ChangedMeanwhile(sentence, before, msgspec.structs.asdict(before))
        changed = _session_of({**msgspec.to_builtins(before), **changes, "id": session_id})
        if changed != before:
            sessions = (changed if known.id == session_id else known for known in stored.value.sessions)
            _write(tx, stored, tuple(sessions))
    return changed


def remove_session(session: Session, rule_id: str, session_id: str) -> SummitSession:
    """Take a session away; who came to the past ones stays on record. Raises: NotAllowed, NotFound, Conflict."""
    session.must("rhythm.change", rule_id)
    with session.store.transaction(by=session.handle, why="rhythm.rule") as tx:
        stored = summit_rule(tx, rule_id)
        gone = _named(stored.value, session_id)
        _write(tx, stored, tuple(known for known in stored.value.sessions if known != gone))
    return gone


def summit_rule(reader: Transaction, rule_id: str) -> Stored[CalendarRule]:
    """The rule of a summit. Raises: NotFound, BadData where it is another kind of rule."""
    stored = reader.collection(CalendarRule).first(id=rule_id)
    if stored is None:
        raise NotFound(_("There is no summit “{rule}”, or it was taken away meanwhile.", rule=rule_id))
    if stored.value.kind != "summit":
        raise BadData(_("Only a summit has sessions; this is another kind of meeting."))
    return stored


def _named(rule: CalendarRule, session_id: str) -> SummitSession:
    for known in rule.sessions:
        if known.id == session_id:
            return known
    there = ", ".join(known.id for known in rule.sessions) or "-"
    raise NotFound(_("This summit has no session “{name}”; it has {known}.", name=session_id, known=there))


def _write(tx: Transaction, stored: Stored[CalendarRule], sessions: tuple[SummitSession, ...]) -> None:
    in_order = sorted(sessions, key=lambda known: session_start(known, stored.value.first).instant)
    tx.replace(stored, replace(stored.value, sessions=tuple(in_order)))


def _session_of(fields: Mapping[str, object]) -> SummitSession:
    title = clean(str(fields.get("title", "")), limit=500)
    if not title:
        raise BadData(_("A session needs a name, so that people know what it is about."))
    try:
        made = msgspec.convert({**fields, "title": title}, SummitSession)
    except msgspec.ValidationError as error:
        field = next((name for name in fields if f"$.{name}" in str(error)), "")
        raise BadData(
            refused(field, clean(shown_value(fields.get(field)), limit=120), SummitSession)
        ) from None
    zone(made.zone)
    return made
