"""What is done with groups: begun and changed."""

from __future__ import annotations

from datetime import date

from msgspec.structs import replace as evolve

from folkmoot.api import BadData, Session, Stored, Transaction, TryAgain
from folkmoot_core.groups.calendar import seats_as_hosted
from folkmoot_core.groups.forms import HomeForm, WorkingForm, pulse_of
from folkmoot_core.groups.kept import group_of
from folkmoot_core.groups.model import Group, Seat
from folkmoot_core.words import _


class ChangedMeanwhile(TryAgain):
    """Somebody else changed the same thing since it was looked at (75); `now` is how it stands."""

    def __init__(self, sentence: str, now: object) -> None:
        super().__init__(sentence)
        self.now = now


def begin_home(session: Session, form: HomeForm) -> Stored[Group]:
    """Begin a home group, with oneself in it. Raises: NotAllowed, BadData."""
    session.must("groups.begin")
    now, today = session.now(), session.here(session.now()).date()
    group = Group(
        kind="home",
        name=form.name,
        focus=form.focus,
        pulse=pulse_of(form, today),
        began=now,
        turns_from=now,
    )
    return _begun(session, group, today)


def begin_working(session: Session, form: WorkingForm) -> Stored[Group]:
    """Begin a working group, with oneself in it. Raises: NotAllowed, BadData where its end is not to come."""
    session.must("groups.begin")
    now, today = session.now(), session.here(session.now()).date()
    group = Group(
        kind="working",
        name=form.name,
        focus=form.focus,
        until=end_to_come(form.until, today),
        began=now,
        turns_from=now,
    )
    return _begun(session, group, today)


def end_to_come(typed: str, today: date) -> date:
    """The day on which a working group ends. Raises: BadData."""
    try:
        day = date.fromisoformat(typed.strip())
    except ValueError:
        raise BadData(_("“{typed}” is not a day like 2027-05-22.", typed=typed)) from None
    if day <= today:
        raise BadData(_("A working group ends on a day that is to come."))
    return day


def _begun(session: Session, group: Group, today: date) -> Stored[Group]:
    with session.store.transaction(by=session.handle, why=_("began a group")) as tx:
        made = tx.add(group)
        tx.add(Seat(group=made.id, account=session.handle, since=today))
    return made


def change_home(session: Session, number: int, form: HomeForm, seen: Group | None = None) -> Group:
    """Change name, focus and pulse of a home group; its meetings follow from today on.

    `seen` is the group as the person saw it. Raises: NotAllowed, NotFound, BadData, ChangedMeanwhile, Conflict.
    """
    stored = to_change(session, number, "home", seen)
    group = stored.value
    assert group.pulse is not None
    today = session.here(session.now()).date()
    pulse = pulse_of(form, today, group.pulse)
    return _changed(session, stored, evolve(group, name=form.name, focus=form.focus, pulse=pulse))


def change_working(session: Session, number: int, form: WorkingForm, seen: Group | None = None) -> Group:
    """Change name, purpose and end of a working group. Raises: as `change_home`."""
    stored = to_change(session, number, "working", seen)
    until = stored.value.until
    if str(until) != form.until.strip():
        until = end_to_come(form.until, session.here(session.now()).date())
    return _changed(session, stored, evolve(stored.value, name=form.name, focus=form.focus, until=until))


def to_change(session: Session, number: int, kind: str, seen: Group | None = None) -> Stored[Group]:
    """A group that somebody is about to change. Raises: NotAllowed, NotFound, BadData, ChangedMeanwhile."""
    stored = group_of(session.store, number)
    session.must("groups.change", number)
    must_be_open(stored.value)
    if stored.value.kind != kind:
        raise BadData(_("That is not done with a group of this kind."))
    if seen is not None and stored.value != seen:
        from folkmoot_core.groups.wording import group_sentence

        sentence = _(
            "Somebody changed this group meanwhile: {now}. What you typed is kept; save again to go on.",
            now=group_sentence(stored.value),
        )
        raise ChangedMeanwhile(sentence, stored.value)
    return stored


def must_be_open(group: Group) -> None:
    """Raises: BadData for a group that is closed."""
    if group.closed is not None:
        raise BadData(
            _("{name} is closed. What was noted in it stays readable to its people.", name=group.name)
        )


def _changed(session: Session, stored: Stored[Group], group: Group) -> Group:
    if group == stored.value:
        return group
    with session.store.transaction(by=session.handle, why=_("changed a group")) as tx:
        if group.pulse != stored.value.pulse:
            settle(session, tx, stored)
            group = evolve(group, turns_from=session.now())
            stored = group_of(tx, stored.id)
        return tx.replace(stored, group).value


def settle(session: Session, tx: Transaction, stored: Stored[Group]) -> Stored[Group]:
    """Write down who hosted up to now: before people or pulse of a group change. Returns the group as it is then.

    Raises: BadData for a closed one.
    """
    must_be_open(stored.value)
    if stored.value.kind != "home":
        return stored
    for seat, hosted in seats_as_hosted(tx, stored, session.now()):
        tx.replace(seat, hosted)
    return tx.replace(stored, evolve(stored.value, turns_from=session.now()))
