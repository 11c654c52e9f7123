"""What is done before the clock runs: who is there, groups drawn of them, who brings a case."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import datetime, timedelta
from secrets import randbelow
from typing import NamedTuple

from msgspec.structs import replace as evolve

from folkmoot.api import (
    Account,
    BadData,
    NotFound,
    Occurrence,
    Reader,
    Session,
    Stored,
    Transaction,
    clean,
)
from folkmoot.stepclock import fresh
from folkmoot_core.clinic.formats import format_of
from folkmoot_core.clinic.model import Case, Clinic, Run
from folkmoot_core.clinic.rules import (
    VISITOR,
    giver_of,
    grouped,
    is_visitor,
    last_brought,
    next_giver,
)
from folkmoot_core.clinic.shapes import Format
from folkmoot_core.words import _, ngettext

NEAR, AHEAD = timedelta(days=75), timedelta(days=400)
LATE = timedelta(hours=12)  # for so long after a meeting its clinic may still go on
SEEDS = 1_000_000


class Held(NamedTuple):
    """The clinic of a meeting, with its groups by number."""

    clinic: Clinic
    runs: list[Stored[Run]]

    @property
    def running(self) -> bool:
        """Whether a clock has begun and not ended."""
        return any(run.value.started and not run.value.ended for run in self.runs)

    @property
    def waiting(self) -> bool:
        """Whether a group has not begun."""
        return any(not run.value.started for run in self.runs)

    def of(self, handle: str) -> Stored[Run] | None:
        """The group that somebody is in."""
        return next((run for run in self.runs if handle in run.value.people), None)


class GroupsStand(BadData):
    """There are groups already, and nobody said that new ones shall take their place."""


def meeting_of(session: Session, key: str) -> Occurrence:
    """A meeting for which a clinic can be made. Raises: NotFound, BadData."""
    now = session.now()
    for until in (NEAR, AHEAD):  # the near weeks nearly always hold it, and cost a fifth
        for item in session.meetings(now - timedelta(days=3), now + until):
            if item.key == key:
                if item.status == "cancelled":
                    raise BadData(_("That meeting is cancelled, so there is no clinic on it."))
                if item.end + LATE <= now:
                    raise BadData(_("That meeting is over."))
                return item
    raise NotFound(_("There is no meeting “{key}” ahead. “folkmoot answer” lists those there are.", key=key))


def next_meeting(session: Session) -> Occurrence | None:
    """The call whose clinic is meant where none is named: one that goes on, else the next."""
    now = session.now()
    near = [
        item for item in session.meetings(now - timedelta(days=1), now + NEAR) if item.status != "cancelled"
    ]
    begun = {clinic.value.meeting for clinic in session.store.collection(Clinic).all()}
    for item in near:
        held = held_at(session.store, item.key) if item.key in begun else None
        if held is not None and held.running and item.end + LATE > now:
            return item
    return next((item for item in near if item.kind == "call" and item.end > now), None)


def held_at(reader: Reader, key: str) -> Held | None:
    """The clinic of a meeting, where there is one."""
    stored = reader.collection(Clinic).first(meeting=key)
    if stored is None:
        return None
    runs = sorted(reader.collection(Run).find(meeting=key), key=lambda run: run.value.number)
    return Held(stored.value, runs)


def name_of(session: Session, who: str) -> str:
    """What somebody in a group is called; of who has left, the handle."""
    if is_visitor(who):
        return who[len(VISITOR) :]
    account = session.store.collection(Account).first(handle=who)
    return account.value.name if account else who


def brought_by(reader: Reader, people: Iterable[str]) -> list[Case]:
    """The cases that these people have brought."""
    cases = reader.collection(Case)
    return [one.value for who in set(people) if not is_visitor(who) for one in cases.find(account=who)]


def make_groups(
    session: Session,
    key: str,
    people: Sequence[str],
    format_name: str,
    *,
    seed: int | None = None,
    anew: bool = False,
) -> Held:
    """Draw groups of whoever is there: handles, and visitors as `+Name`.

    `anew` lets them take the place of groups that have not begun. Raises: NotAllowed, NotFound, GroupsStand, BadData.
    """
    meeting = meeting_of(session, key)
    session.must("clinic.gather", meeting)
    chosen = format_of(session, format_name)
    there = list(dict.fromkeys(_known(session, who) for who in people))
    _enough(there, chosen)
    seed = randbelow(SEEDS) if seed is None else seed
    clinic = Clinic(
        meeting=key,
        until=meeting.end,
        format=format_name,
        title=chosen.title,
        brings=chosen.brings,
        steps=chosen.steps,
        seed=seed,
        by=session.handle,
        at=session.now(),
    )
    with session.store.transaction(by=session.handle, why=_("made groups for a clinic")) as tx:
        _make_room(tx, key, anew, session.now())
        tx.add(clinic)
        brought = last_brought(brought_by(tx, there))
        for number, group in enumerate(grouped(there, brought, seed, chosen.least, chosen.most), start=1):
            run = Run(meeting=key, number=number, people=group, giver=giver_of(group, chosen.brings))
            tx.add(fresh(run, chosen.steps))
    return held_of(session, key)


def _known(session: Session, who: str) -> str:
    """Somebody as they are kept. Raises: BadData."""
    if is_visitor(who):
        name = clean(who[len(VISITOR) :], limit=40)
        if not name:
            raise BadData(_("A visitor needs a name."))
        return VISITOR + name
    account = session.store.collection(Account).first(handle=who.strip())
    if account is None or account.value.state != "member":
        raise BadData(
            _("Nobody here has the handle “{handle}”. A visitor is written +Name.", handle=who.strip())
        )
    return account.value.handle


def _enough(there: Sequence[str], chosen: Format) -> None:
    if len(there) >= chosen.least:
        return
    missing = chosen.least - len(there)
    raise BadData(
        ngettext(
            "“{title}” needs {least} people: one more. Ask around, or take a shorter form and talk as you are.",
            "“{title}” needs {least} people: {count} more. Ask around, or just talk as you are.",
            missing,
            title=chosen.title,
            least=chosen.least,
        )
    )


def _make_room(tx: Transaction, key: str, anew: bool, now: datetime) -> None:
    """Take away the groups that new ones take the place of, and those of meetings that are over."""
    held = held_at(tx, key)
    if held is not None and held.running:
        raise BadData(_("The clinic has begun: its groups stay as they are until each has ended."))
    if held is not None and held.waiting and not anew:
        raise GroupsStand(
            _(
                "{name} made groups for this already, and one of them has not begun.",
                name=held.clinic.by,
            )
        )
    for clinic in tx.collection(Clinic).all():
        if clinic.value.meeting == key or clinic.value.until + 2 * LATE < now:
            for run in tx.collection(Run).find(meeting=clinic.value.meeting):
                tx.remove(run)
            tx.remove(clinic)


def pass_case_on(session: Session, key: str, number: int, giver: str | None = None) -> Run:
    """Let another of a group bring the case: who is named, else the next in turn; only before it has begun.

    Raises: NotAllowed, NotFound, BadData, Conflict.
    """
    held = held_of(session, key)
    stored = run_of(held, number)
    session.must("clinic.press", stored.value)
    if held.clinic.brings == "nobody":
        raise BadData(_("In “{title}” nobody brings a case.", title=held.clinic.title))
    if stored.value.started:
        raise BadData(
            _("The group has begun, so {name} brings the case.", name=name_of(session, stored.value.giver))
        )
    giver = giver or next_giver(stored.value.people, stored.value.giver)
    if giver not in stored.value.people:
        raise BadData(_("“{name}” is not in group {number}.", name=giver, number=number))
    people = stored.value.people
    if held.clinic.brings == "everyone":  # who is named has the first turn, the others follow as before
        people = people[people.index(giver) :] + people[: people.index(giver)]
    with session.store.transaction(by=session.handle, why=_("passed a case on")) as tx:
        return tx.replace(stored, evolve(stored.value, giver=giver, people=people)).value


def join_group(session: Session, key: str, number: int) -> Run:
    """Come into a group late: whoever is in none yet.

    Raises: NotAllowed, NotFound, BadData, Conflict.
    """
    held = held_of(session, key)
    stored, before = run_of(held, number), held.of(session.handle)
    session.must("clinic.join", stored.value)
    if before is not None:
        raise BadData(_("You are in group {number}.", number=before.value.number))
    if stored.value.ended:
        raise BadData(_("That group has ended."))
    with session.store.transaction(by=session.handle, why=_("joined a group")) as tx:
        return tx.replace(stored, evolve(stored.value, people=(*stored.value.people, session.handle))).value


def run_of(held: Held, number: int) -> Stored[Run]:
    """One group. Raises: NotFound."""
    for run in held.runs:
        if run.value.number == number:
            return run
    raise NotFound(_("There is no group {number}; there are {count}.", number=number, count=len(held.runs)))


def held_of(session: Session, key: str) -> Held:
    """The clinic of a meeting. Raises: NotFound."""
    held = held_at(session.store, key)
    if held is None:
        raise NotFound(_("There are no groups yet for “{key}”.", key=key))
    return held
