"""What is done with answers: given, changed, taken back; hosting taken on and handed on."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime, timedelta
from typing import NamedTuple

from msgspec.structs import replace as evolve

from folkmoot.api import BadData, NotFound, Occurrence, Reader, Session, Store, Stored
from folkmoot_core.answers.model import Answer, Says
from folkmoot_core.answers.rules import Tally, last_hosted, tallied, whom_to_ask
from folkmoot_core.people.actions import partner_handles
from folkmoot_core.people.away import is_away
from folkmoot_core.words import _

AHEAD = timedelta(days=400)
NEAR = timedelta(days=75)
ASKED = timedelta(days=35)  # how long before a meeting its host is looked for

HOSTED = ("call", "organising", "gathering", "restorative", "summit")  # kinds for which a host is looked for


class Coming(NamedTuple):
    """A meeting to come, with how it is answered, and what this person said."""

    occurrence: Occurrence
    tally: Tally
    mine: Answer | None


def answers_to(reader: Reader | Store, key: str) -> list[Answer]:
    """All answers to one meeting."""
    return [stored.value for stored in reader.collection(Answer).find(occurrence=key)]


def tally_of(reader: Reader | Store, key: str) -> Tally:
    """How a meeting is answered."""
    return tallied(answers_to(reader, key))


def my_answer(session: Session, key: str) -> Stored[Answer] | None:
    """What this person said to a meeting."""
    if session.account is None:
        return None
    return session.store.collection(Answer).first(occurrence=key, account=session.handle)


def meeting_of(session: Session, key: str) -> Occurrence:
    """A meeting that can still be answered, of whatever plugin. Raises: NotFound, BadData."""
    now = session.now()
    for item in session.meetings(now - timedelta(days=2), now + AHEAD):
        if item.key == key:
            if item.status == "cancelled":
                raise BadData(_("That meeting is cancelled, so there is nothing to answer."))
            if item.end <= now:
                raise BadData(_("That meeting is over."))
            return item
    raise NotFound(_("There is no meeting “{key}” ahead. “folkmoot answer” lists those there are.", key=key))


def give_answer(session: Session, key: str, says: Says, note: str | None = None) -> Answer:
    """Say yes, no or maybe to a meeting. Who hosts and says something else than yes, hosts no longer.

    Without a note the one that was there stays. Raises: NotAllowed, NotFound, BadData, Conflict.
    """
    session.must("answers.give", key)
    meeting = meeting_of(session, key)
    before = my_answer(session, key)
    same = before is not None and before.value.says == says  # who adds a note keeps their place in the order
    answer = Answer(
        account=session.handle,
        occurrence=key,
        says=says,
        start=meeting.start,
        at=before.value.at if before and same else session.now(),
        note=note if note is not None else before.value.note if before else "",
        hosts=before.value.hosts and says == "yes" if before else False,
    )
    return _write(session, before, answer, _("answered"))


def host(session: Session, key: str, wanted: bool) -> Answer:
    """Take on hosting a meeting (and so come), or hand it back. Raises: NotAllowed, NotFound, BadData, Conflict."""
    session.must("answers.give", key)
    meeting = meeting_of(session, key)
    before = my_answer(session, key)
    if wanted:
        others = [handle for handle in tally_of(session.store, key).hosts if handle != session.handle]
        if len(others) >= 2:  # a host and one who helps
            raise BadData(_("{name} and another host this already.", name=others[0]))
    elif before is None or not before.value.hosts:
        raise BadData(_("You do not host this, so nothing was changed."))
    kept = before.value if before else None
    answer = Answer(
        account=session.handle,
        occurrence=key,
        says="yes" if wanted or kept is None else kept.says,
        start=meeting.start,
        at=kept.at if kept else session.now(),
        note=kept.note if kept else "",
        hosts=wanted,
    )
    return _write(session, before, answer, _("hosts") if wanted else _("hosts no longer"))


def take_back(session: Session, key: str) -> None:
    """Have said nothing. Raises: NotAllowed, BadData, Conflict."""
    session.must("answers.give", key)
    before = my_answer(session, key)
    if before is None:
        raise BadData(_("You have not answered this yet."))
    with session.store.transaction(by=session.handle, why=_("took an answer back")) as tx:
        tx.remove(before)


def _write(session: Session, before: Stored[Answer] | None, answer: Answer, why: str) -> Answer:
    if before is not None and evolve(before.value, at=answer.at) == answer:
        return before.value
    with session.store.transaction(by=session.handle, why=why) as tx:
        if before is not None:
            return tx.replace(before, answer).value
        if tx.collection(Answer).first(occurrence=answer.occurrence, account=answer.account):
            raise BadData(_("You answered this in another window just now. Look again, then change it."))
        return tx.add(answer).value


def coming(session: Session, until: timedelta = AHEAD) -> list[Coming]:
    """The meetings to come that take place, with their answers."""
    now = session.now()
    found = session.meetings(now - timedelta(days=2), now + until)
    return [_answered(session, item) for item in found if item.status != "cancelled" and item.end > now]


def next_to_answer(session: Session) -> Occurrence | None:
    """The next meeting of the coming weeks to which this person has said nothing yet."""
    return next((one.occurrence for one in coming(session, NEAR) if one.mine is None), None)


def _answered(session: Session, item: Occurrence) -> Coming:
    answers = answers_to(session.store, item.key)
    mine = next((answer for answer in answers if answer.account == session.handle), None)
    return Coming(item, tallied(answers), mine)


def asked_to_host(session: Session, meeting: Occurrence, now: datetime) -> str | None:
    """Who is asked to host a meeting: nobody where it has a host, or is still far away.

    Of those who come, whoever hosted longest ago; where nobody has said yes yet, of the Partners. Whoever says
    that they are away at that time is passed over.
    """
    if meeting.kind == "pulse":
        from folkmoot_core.groups.calendar import host_of

        return host_of(session, meeting)
    if meeting.start - now > ASKED or meeting.kind not in HOSTED:
        return None
    store = session.store
    hosted = last_hosted((one.value for one in store.collection(Answer).find(hosts=True)), now)
    tally = tally_of(store, meeting.key)
    return whom_to_ask(
        tally, partner_handles(session), hosted, lambda handle: is_away(session, handle, meeting.start)
    )


def said_yes_to(session: Session, meetings: Iterable[Occurrence]) -> list[Occurrence]:
    """Of meetings, those to which this person said yes."""
    yes = {
        stored.value.occurrence
        for stored in session.store.collection(Answer).find(account=session.handle)
        if stored.value.says == "yes"
    }
    return [item for item in meetings if item.key in yes]
