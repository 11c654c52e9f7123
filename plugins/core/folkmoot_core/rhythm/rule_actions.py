"""What members do to the rules of the rhythm: add one, change it, take it away; by the moon or by the calendar."""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Any, TypeVar

import msgspec

from folkmoot.api import (
    BadData,
    ChangedMeanwhile,
    NotFound,
    Reader,
    Session,
    Store,
    Stored,
    clean,
    shown_value,
    zone,
)
from folkmoot_core.rhythm.model import RULE_ID, CalendarRule, MoonRule
from folkmoot_core.rhythm.recurrence import never_comes, recurring_of
from folkmoot_core.rhythm.rule_words import refused, rule_sentence
from folkmoot_core.words import _

R = TypeVar("R", MoonRule, CalendarRule)
TAKEN = ("add", "session")  # words behind `rhythm rule`


def all_rules(reader: Reader | Store) -> list[MoonRule | CalendarRule]:
    """The rules that hang meetings on moons, then those that go by the calendar."""
    by_moon = [stored.value for stored in reader.collection(MoonRule).all()]
    return [*by_moon, *(stored.value for stored in reader.collection(CalendarRule).all())]


def rule_of(reader: Reader | Store, rule_id: str) -> Stored[MoonRule] | Stored[CalendarRule]:
    """A rule of either kind. Raises: NotFound."""
    by_moon = reader.collection(MoonRule).first(id=rule_id)
    stored = by_moon or reader.collection(CalendarRule).first(id=rule_id)
    if stored is None:
        raise NotFound(_("There is no rule “{rule}”, or it was taken away meanwhile.", rule=rule_id))
    return stored


def change_rule(
    session: Session,
    rule_id: str,
    changes: Mapping[str, object],
    seen: MoonRule | CalendarRule | None = None,
) -> MoonRule | CalendarRule:
    """Change a rule; all its meetings follow, but for those that were moved or cancelled by hand.

    `changes` holds fields of `MoonRule` or `CalendarRule` by name, `seen` the rule as the person saw it.
    Raises: NotAllowed, NotFound, BadData, ChangedMeanwhile, Conflict.
    """
    session.must("rhythm.change", rule_id)
    stored: Any = rule_of(session.store, rule_id)
    if seen is not None and stored.value != seen:
        sentence = _(
            "Somebody changed this rule meanwhile: {now}. What you typed is kept; save again to go on.",
            now=rule_sentence(stored.value),
        )
        raise ChangedMeanwhile(sentence, stored.value, msgspec.structs.asdict(stored.value))
    changed: MoonRule | CalendarRule = filled_rule(
        type(stored.value), {**msgspec.to_builtins(stored.value), **changes, "id": rule_id}
    )
    if changed != stored.value:
        with session.store.transaction(by=session.handle, why="rhythm.rule") as tx:
            tx.replace(stored, changed)
    return changed


def add_rule(session: Session, rule_id: str, about: Mapping[str, object]) -> MoonRule:
    """Hang another kind of meeting on the moon. Its zone is the community's where none is given.

    Raises: NotAllowed, BadData.
    """
    return _added(session, MoonRule, rule_id, about)


def add_calendar_rule(session: Session, rule_id: str, about: Mapping[str, object]) -> CalendarRule:
    """Let another kind of meeting come round by the calendar: from today on, where no first day is given.

    Raises: NotAllowed, BadData.
    """
    here = zone(str(about.get("zone", session.community.zone)))
    first = session.now().astimezone(here).date().isoformat()
    return _added(session, CalendarRule, rule_id, {"first": first, **about})


def _added(session: Session, kind: type[R], rule_id: str, about: Mapping[str, object]) -> R:
    session.must("rhythm.change", rule_id)
    if rule_id in TAKEN:
        raise BadData(
            _("“{rule}” is a word of the command “rhythm rule”; choose another short name.", rule=rule_id)
        )
    if not re.fullmatch(RULE_ID, rule_id):
        raise BadData(_("“{rule}” can't name a rule: small letters, digits and - can.", rule=rule_id))
    rule = filled_rule(kind, {"zone": session.community.zone, **about, "id": rule_id})
    with session.store.transaction(by=session.handle, why="rhythm.rule") as tx:
        if any(tx.collection(known).first(id=rule_id) for known in (MoonRule, CalendarRule)):
            raise BadData(_("There is a rule “{rule}” already.", rule=rule_id))
        tx.add(rule)
    return rule


def remove_rule(session: Session, rule_id: str) -> MoonRule | CalendarRule:
    """Take a rule away, and its meetings with it; what was changed about them stays on record.

    Raises: NotAllowed, NotFound, Conflict.
    """
    session.must("rhythm.change", rule_id)
    stored = rule_of(session.store, rule_id)
    with session.store.transaction(by=session.handle, why="rhythm.rule") as tx:
        tx.remove(stored)
    return stored.value


def filled_rule(kind: type[R], fields: Mapping[str, object]) -> R:
    """A rule of these fields, its title cleaned, proven to give meetings. Raises: BadData, UnknownZone."""
    try:
        rule = msgspec.convert({**fields, "title": clean(str(fields.get("title", "")), limit=500)}, kind)
    except msgspec.ValidationError as error:
        field = next((name for name in fields if f"$.{name}" in str(error)), "")
        typed = clean(shown_value(fields.get(field)), limit=120)
        raise BadData(refused(field, typed, kind)) from None
    zone(rule.zone)
    if isinstance(rule, CalendarRule):
        _comes(rule)
    return rule


def _comes(rule: CalendarRule) -> None:
    """Raises: BadData, where a rule's day never comes, or sessions stand where they can't."""
    recurring = recurring_of(rule.recurrence)
    if never_comes(recurring):
        raise BadData(
            _(
                "None of these months has a day {day}, so the meeting would never come.",
                day=recurring.month_day,
            )
        )
    if rule.sessions and rule.kind != "summit":
        raise BadData(_("Only a summit has sessions; this is another kind of meeting."))
