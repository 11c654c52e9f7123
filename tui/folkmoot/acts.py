"""Heavy acts: what nobody does alone. One asks, others say yes, and with the last yes it is done.

One "no" holds an act, with its reason; it can be asked for anew once that is talked over. Whom an act concerns
has no voice in it, and never more than the policy of its verb says has anybody else.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import timedelta
from itertools import islice

from msgspec.structs import replace as evolve

from folkmoot.accounts import account_of
from folkmoot.contributions import HeavyAct
from folkmoot.door.codes import HALF, LENGTH, hashed, new_code
from folkmoot.door.kept import Act, Invite
from folkmoot.door.keys import end_codes, end_keys, keep_file, known_key
from folkmoot.errors import BadData, NotAllowed, NotFound
from folkmoot.policies import heavy_titles, voices_needed
from folkmoot.session import Account, Session
from folkmoot.store import Stored, Transaction
from folkmoot.text import clean
from folkmoot.words import _

OPEN_FOR = timedelta(days=14)
CODE_FOR = timedelta(days=1)  # how long the halves of a code count
REPLACE = "keys.replace"
LONGEST_REASON = 300  # characters


@dataclass(frozen=True)
class Outcome:
    """How an act stands after a voice. `half` is a part of a code for the person who spoke, or all of it."""

    act: Stored[Act]
    missing: int
    half: str = ""


def known_acts(session: Session) -> dict[str, HeavyAct]:
    """All heavy acts by verb: the host's and the plugins'. One without a policy is left out."""
    asks = {
        "account.suspend": _("Suspend {account}: they can't get in until several let them back."),
        "account.return": _("Let {account} back in."),
        "keys.remove": _("Remove a key of {account}: whoever has it can't get in with it any more."),
        REPLACE: _("Replace the lost keys of {account}: the old ones end when the new one is there."),
    }
    own = [
        HeavyAct(verb, title, asks[verb], f"folkmoot.acts:{_OWN[verb]}")
        for verb, title in heavy_titles().items()
    ]
    offered = [*own, *(act for _name, act in session.house.ask("heavy_acts"))]
    rules = session.house.policies()
    found: dict[str, HeavyAct] = {}
    for act in offered:
        if act.verb in rules:
            found.setdefault(act.verb, act)
    return found


_OWN = {
    "account.suspend": "suspend",
    "account.return": "let_back",
    "keys.remove": "remove_key",
    REPLACE: "replace_key",
}


def deciding(session: Session, verb: str, concerned: Account | None = None) -> Iterator[str]:
    """The handles of all who may say yes to an act, whom it concerns left out, one by one."""
    for stored in session.store.collection(Account).all():
        account = stored.value
        others = concerned is None or account.handle != concerned.handle
        if others and account.state == "member" and session.of(account).may(verb, concerned).allowed:
            yield account.handle


def needed(session: Session, verb: str, concerned: Account) -> int:
    """How many must say yes. Nobody is asked who is not needed to know it: a community may be large."""
    consents = session.house.policies()[verb].consents
    others = sum(1 for _handle in islice(deciding(session, verb, concerned), consents))
    same_say = concerned.state == "member" and session.of(concerned).may(verb, _stranger(concerned)).allowed
    return voices_needed(consents, others, concerned_may=same_say)


def _stranger(account: Account) -> Account:
    """Somebody who is not that person: to ask whether they might do such a thing to others."""
    return evolve(account, handle=f"{account.handle[:18]}-x")


def ask_for(session: Session, verb: str, handle: str, why: str, detail: str = "") -> Outcome:
    """Ask for a heavy act, with one's own yes. Raises: NotAllowed, NotFound, BadData, as the store."""
    account = _of(session, handle)
    act = _known(session, verb)
    _speaks(session, verb, account)
    why = clean(why, limit=LONGEST_REASON)
    if not why:
        raise BadData(_("Say why: those whom you ask, and whom it concerns, will read it."))
    if any(same.value.verb == verb and same.value.account == handle for same in waiting(session)):
        raise BadData(_("That is asked for already; say yes to it instead."))
    now = session.now()
    half = new_code(HALF) if verb == REPLACE else ""
    asked = Act(
        verb=verb,
        account=handle,
        why=why,
        by=session.handle,
        asked=now,
        until=now + OPEN_FOR,
        voices=(session.handle,),
        detail=detail,
        code=hashed(half, session.store.community_id) if half else "",
    )
    with session.store.transaction(by=session.handle, why=_("asked for: {what}", what=act.title)) as tx:
        outcome = _settled(session, tx, tx.add(asked), half)
    keep_file(session)
    return outcome


def agree(session: Session, number: int) -> Outcome:
    """Say yes to what somebody asked for. Raises: NotAllowed, NotFound, BadData, as the store."""
    with session.store.transaction(by=session.handle, why=_("said yes to a heavy act")) as tx:
        stored = _open_act(session, tx, number)
        _speaks(session, stored.value.verb, _of(session, stored.value.account))
        if session.handle in stored.value.voices:
            raise BadData(_("You have said yes to this already; it needs somebody else."))
        spoken = tx.replace(stored, evolve(stored.value, voices=(*stored.value.voices, session.handle)))
        outcome = _settled(session, tx, spoken, "")
    keep_file(session)
    return outcome


def hold(session: Session, number: int, because: str) -> Stored[Act]:
    """Say no: the act is held, with the reason. Raises: NotAllowed, NotFound, BadData, as the store."""
    because = clean(because, limit=LONGEST_REASON)
    if not because:
        raise BadData(_("Say why not: the others can only make it better if they know."))
    with session.store.transaction(by=session.handle, why=_("said no to a heavy act")) as tx:
        stored = _open_act(session, tx, number)
        _speaks(session, stored.value.verb, _of(session, stored.value.account))
        ended = evolve(stored.value, state="held", ended_by=session.handle, because=because)
        return tx.replace(stored, ended)


def withdraw(session: Session, number: int) -> Stored[Act]:
    """Take back what one asked for oneself. Raises: NotAllowed, NotFound, BadData, as the store."""
    with session.store.transaction(by=session.handle, why=_("withdrew a heavy act")) as tx:
        stored = _open_act(session, tx, number)
        if stored.value.by != session.handle:
            raise NotAllowed(
                _("{name} asked for this, and only they can take it back.", name=stored.value.by)
            )
        return tx.replace(stored, evolve(stored.value, state="withdrawn", ended_by=session.handle))


def waiting(session: Session) -> list[Stored[Act]]:
    """What is asked for and still open, the oldest first; without what no rule knows any more."""
    now, rules = session.now(), session.house.policies()
    found = session.store.collection(Act).find(state="open")
    return [one for one in found if one.value.until > now and one.value.verb in rules]


def missing(session: Session, act: Act) -> int:
    """How many more must say yes. Voices of those who may no longer do not count."""
    concerned = _of(session, act.account)
    count = sum(_counts(session, act.verb, concerned, handle) for handle in set(act.voices))
    return max(0, needed(session, act.verb, concerned) - count)


def _counts(session: Session, verb: str, concerned: Account, handle: str) -> bool:
    """Whether a yes counts: of somebody who is in, may, and is not whom it concerns."""
    stored = session.store.collection(Account).first(handle=handle)
    if stored is None or handle == concerned.handle or stored.value.state != "member":
        return False
    return session.of(stored.value).may(verb, concerned).allowed


def sentence(session: Session, act: Act) -> str:
    """What an act would do, and to whom."""
    known = known_acts(session).get(act.verb)
    said = known.asks.replace("{account}", act.account) if known else act.verb
    key = known_key(session.store, act.detail) if act.verb == "keys.remove" else None
    if key is not None:
        said += " " + _("The key: “{name}”, {fingerprint}.", name=key.value.name, fingerprint=act.detail[:20])
    return said


def _settled(session: Session, tx: Transaction, stored: Stored[Act], half: str) -> Outcome:
    """Do an act if it has its voices, in the transaction that gave it the last one."""
    act = stored.value
    lacks = missing(session, act)
    if lacks:
        return Outcome(stored, lacks, half)
    account = tx.collection(Account).find(handle=act.account)[0]
    given = session.house.call(_known(session, act.verb).does, session, tx, account, act) or ""
    done = evolve(act, state="done", ended_by=session.handle)
    return Outcome(tx.replace(stored, done), 0, half + given)


def _speaks(session: Session, verb: str, concerned: Account) -> None:
    """Raises: NotAllowed, where a person has no voice in an act."""
    if session.handle == concerned.handle:
        raise NotAllowed(_("This is about you, so others decide it; whom it concerns does not count."))
    session.must(verb, concerned)


def _known(session: Session, verb: str) -> HeavyAct:
    found = known_acts(session).get(verb)
    if found is None:
        raise NotFound(_("There is no heavy act “{verb}” here.", verb=verb))
    return found


def _of(session: Session, handle: str) -> Account:
    return account_of(session.store, handle).value


def _open_act(session: Session, tx: Transaction, number: int) -> Stored[Act]:
    try:
        stored = tx.collection(Act).get(number)
    except NotFound:
        raise NotFound(_("Nothing with the number {number} is asked for.", number=number)) from None
    if stored.value.state != "open" or stored.value.until <= session.now():
        raise BadData(_("That is over: it was done, held, withdrawn, or nobody answered in time."))
    return stored


def half_words(half: str) -> str:
    """What to say of a part of a code, or of all of it."""
    if len(half) == LENGTH:
        return _(
            "Nobody else decides here yet, so this is the whole code. Read it to them; it counts for a day:"
        )
    return _(
        "This is your half of the code. Read it to them yourself; whoever else says yes has the other half:"
    )


# -- what the host's own acts do -----------------------------------------------------------------------------


def suspend(session: Session, tx: Transaction, account: Stored[Account], act: Act) -> None:
    """Keep an account out; its live sessions end by themselves. Raises: BadData where it is out already."""
    if account.value.state != "member":
        raise BadData(_("{name} is not in at the moment, so nothing was changed.", name=account.value.name))
    tx.replace(account, evolve(account.value, state="suspended"))
    end_codes(tx, account.value.handle)


def let_back(session: Session, tx: Transaction, account: Stored[Account], act: Act) -> None:
    """Let an account in again. Raises: BadData where nobody keeps it out."""
    if account.value.state == "member":
        raise BadData(_("{name} is not suspended, so nothing was changed.", name=account.value.name))
    tx.replace(account, evolve(account.value, state="member"))


def remove_key(session: Session, tx: Transaction, account: Stored[Account], act: Act) -> None:
    """End one key of somebody else. Raises: NotFound."""
    if not end_keys(session, tx, account.value.handle, lambda key: key.fingerprint == act.detail):
        raise NotFound(_("{name} has no such key any more, so nothing was changed.", name=account.value.name))


def replace_key(session: Session, tx: Transaction, account: Stored[Account], act: Act) -> str:
    """Give out the second half of a code with which a new key takes the place of the lost ones."""
    half = new_code(HALF)
    community = session.store.community_id
    now = session.now()
    tx.add(
        Invite(
            code=act.code,
            half=hashed(half, community),
            by=act.by,
            made=now,
            until=now + CODE_FOR,
            purpose="return",
            account=account.value.handle,
            name=account.value.name,
        )
    )
    return half
