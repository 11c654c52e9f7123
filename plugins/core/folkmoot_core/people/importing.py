"""People who were there before the program: brought in from a file, all of them or nobody."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import UTC, date, datetime, time
from typing import TYPE_CHECKING, NamedTuple

from folkmoot.api import (
    Account,
    BadData,
    NotFitting,
    Session,
    TakenHandles,
    Transaction,
    filled,
    first_codes,
    keep_first_code,
    utc_at,
)
from folkmoot_core.people.actions import partners
from folkmoot_core.people.model import Card, Listed, Member
from folkmoot_core.people.rules import ENOUGH
from folkmoot_core.people.sheet import COLUMNS, Line, Sheet
from folkmoot_core.words import _

if TYPE_CHECKING:
    from folkmoot.api import Invited


class Fault(NamedTuple):
    """What can't be used: in which line and column (empty: the line as a whole), and why."""

    line: int
    column: str
    says: str


class Known(NamedTuple):
    """Somebody of a line that is in order."""

    person: Listed
    since: datetime


class Looked(NamedTuple):
    """What a sheet comes to: whom it would bring, what is wrong, the lines that are of the person who imports."""

    people: Sequence[Known]
    faults: Sequence[Fault]
    own: Sequence[int]


def looked_at(session: Session, sheet: Sheet) -> Looked:
    """Check every line; nothing is written. Raises: NotAllowed; BadData where nobody is in it."""
    session.must("people.import")
    if not sheet.lines:
        raise BadData(_("There is nobody in this file, only the names of the columns."))
    checks = _Checks(session)
    people: list[Known] = []
    faults: list[Fault] = []
    own: list[int] = []
    for line in sheet.lines:
        if line.cells.get("handle") == session.handle:
            own.append(line.number)
            continue
        try:
            people.append(checks.known(line))
        except NotFitting as error:
            faults.append(Fault(line.number, error.field, error.sentence))
    return Looked(people, faults, own)


class _Checks:
    """What is asked of each line, and what the lines before it have taken."""

    def __init__(self, session: Session) -> None:
        self._now, self._zone = session.now(), session.community.zone
        self._taken = TakenHandles(session.store)
        self._lines: dict[str, int] = {}
        self._enough = partners(session) >= ENOUGH

    def known(self, line: Line) -> Known:
        """Raises: NotFitting for the first thing that is wrong."""
        cells = {column: line.cells.get(column, "") for column in COLUMNS}
        cells["standing"] = cells["standing"].casefold() or "friend"
        person = filled(Listed, cells, _)
        before = self._lines.get(person.handle)
        if before is not None:
            sentence = _("“{handle}” stands in line {line} already.", handle=person.handle, line=before)
            raise NotFitting("handle", sentence)
        self._taken.refuse(person.handle)
        if person.standing == "partner" and self._enough:
            raise NotFitting(
                "standing",
                _("There are Partners enough to decide together who becomes one; bring them in as a friend."),
            )
        known = Known(person, self._since(person.since))
        self._taken.take(person.handle)
        self._lines[person.handle] = line.number
        return known

    def _since(self, typed: str) -> datetime:
        """The instant that a day or an instant stands for. Raises: NotFitting."""
        if not typed:
            return self._now
        try:
            if len(typed) <= 10:
                found = utc_at(datetime.combine(date.fromisoformat(typed), time(12)), self._zone)
            else:
                found = datetime.fromisoformat(typed)
                found = (found if found.tzinfo else utc_at(found, self._zone)).astimezone(UTC)
        except (ValueError, OverflowError):
            raise NotFitting("since", _("“{typed}” is no day like 2024-05-26.", typed=typed)) from None
        if found.date() > self._now.date():
            raise NotFitting("since", _("{typed} is still to come.", typed=typed))
        return min(found, self._now)


def bring_in(session: Session, looked: Looked) -> int:
    """Make the accounts of everybody in a sheet, at once; how many. They have no keys yet.

    Raises: NotAllowed, BadData where a line is wrong, or somebody took a handle meanwhile; as the store.
    """
    _whole(session, looked)
    with session.store.transaction(by=session.handle, why=_("brought people in from a list")) as tx:
        _add(tx, looked)
    return len(looked.people)


def bring_in_with_cards(session: Session, looked: Looked) -> list[Invited]:
    """As `bring_in`, with a code for each that binds their key to their account."""
    _whole(session, looked)
    codes = first_codes(session, len(looked.people))
    with session.store.transaction(by=session.handle, why=_("brought people in from a list")) as tx:
        accounts = _add(tx, looked)
        return [
            keep_first_code(tx, session, account, code) for account, code in zip(accounts, codes, strict=True)
        ]


def _whole(session: Session, looked: Looked) -> None:
    session.must("people.import")
    if looked.faults:
        raise BadData(_("Something is wrong with the list, so nobody was brought in."))
    if not looked.people:
        raise BadData(_("There is nobody else in this list."))


def _add(tx: Transaction, looked: Looked) -> list[Account]:
    taken = TakenHandles(tx)  # as it is now, under the store's lock
    accounts = []
    for person, since in looked.people:
        taken.refuse(person.handle)
        account = Account(
            name=person.name, handle=person.handle, zone=person.zone, arrived=False, welcomed=False
        )
        accounts.append(tx.add(account).value)
        tx.add(Member(account=person.handle, standing=person.standing, since=since))
        card = Card(
            account=person.handle,
            pronouns=person.pronouns,
            reach=person.reach,
            languages=person.languages,
            needs=person.needs,
        )
        if card != Card(account=person.handle):
            tx.add(card)
    return accounts
