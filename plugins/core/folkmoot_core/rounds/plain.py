"""Plain rounds: how a question is decided where no plugin offers `ConsentRounds`. Partners have the voices."""

from __future__ import annotations

from msgspec.structs import replace as evolve

from folkmoot.api import (
    BadData,
    NotAllowed,
    NotFound,
    Question,
    RoundStanding,
    Session,
    Stored,
    Transaction,
    clean,
)
from folkmoot_core.people.actions import is_partner, partner_handles
from folkmoot_core.rounds.model import Round, Says, Voice
from folkmoot_core.rounds.rules import State, state_of, with_voice, without_voice
from folkmoot_core.rounds.wording import round_words
from folkmoot_core.words import _

LONGEST = 300  # characters of a reason


class PlainRounds:
    """Offers what `folkmoot.api.ConsentRounds` asks for, without being registered: any plugin's own comes first."""

    def ask(self, session: Session, question: Question) -> str:
        """See `folkmoot.api.ConsentRounds`."""
        with session.store.transaction(by=session.handle, why=_("opened a round")) as tx:
            return str(begin(session, tx, question).id)

    def standing(self, session: Session, key: str) -> RoundStanding:
        """See `folkmoot.api.ConsentRounds`."""
        found = round_of(session, key).value
        state = standing(session, found)
        said = round_words(session, found, state, voices_here(session))
        if state == "lapsed" or state == "closed":  # a tuple would not narrow the type
            return RoundStanding("ended", said, "rounds")
        return RoundStanding(state, said, "rounds")


def voices_here(session: Session) -> list[str]:
    """The handles of who has a voice today: Partners who are in; whoever founded, where that is all there is."""
    return partner_handles(session) or ([session.handle] if is_partner(session) else [])


def round_of(session: Session, key: str) -> Stored[Round]:
    """A plain round. Raises: NotFound."""
    if not (key.isascii() and key.isdigit()):
        raise NotFound(_("There is no round “{key}”.", key=key))
    return session.store.collection(Round).get(int(key))


def standing(session: Session, found: Round) -> State:
    """How a round stands now."""
    return state_of(found, voices_here(session), session.now())


def begin(session: Session, tx: Transaction, question: Question) -> Stored[Round]:
    """Open a round in a transaction; who opens it has consented. Where nobody else is asked, it has passed."""
    found = Round(
        title=clean(question.title, limit=120),
        text=clean(question.text, limit=LONGEST),
        asked=question.asked,
        by=session.handle,
        opened=session.now(),
        until=question.until,
        decided=question.decided,
        subject=question.subject,
        about=question.about,
    )
    if session.handle in question.asked:
        found = with_voice(found, Voice(account=session.handle, says="consent", at=session.now()))
    return settled(session, tx, tx.add(found))


def settled(session: Session, tx: Transaction, stored: Stored[Round]) -> Stored[Round]:
    """Note that a round has passed, if it has, and do what was decided: in one transaction."""
    if stored.value.state != "open" or standing(session, stored.value) != "passed":
        return stored
    session.house.call(stored.value.decided, session, tx, stored.value.subject)
    return tx.replace(stored, evolve(stored.value, state="passed"))


def speak(session: Session, key: str, says: Says, why: str = "") -> Stored[Round]:
    """Consent, or object with a reason; what one said before counts no longer.

    Raises: NotAllowed, NotFound, BadData, as the store.
    """
    why = clean(why, limit=LONGEST)
    if says == "objection" and not why:
        raise BadData(_("Say what you object to: the others can only make it better if they know."))
    told = _("consented") if says == "consent" else _("objected")
    with session.store.transaction(by=session.handle, why=told) as tx:
        stored = _open_round(session, tx, key)
        voice = Voice(account=session.handle, says=says, at=session.now(), why=why)
        return settled(session, tx, tx.replace(stored, with_voice(stored.value, voice)))


def take_back(session: Session, key: str) -> Stored[Round]:
    """Have said nothing: an objection taken back holds no longer. Raises: as `speak`."""
    with session.store.transaction(by=session.handle, why=_("took back what they said in a round")) as tx:
        stored = _open_round(session, tx, key)
        if not any(voice.account == session.handle for voice in stored.value.voices):
            raise BadData(_("You have said nothing in this round yet."))
        return settled(session, tx, tx.replace(stored, without_voice(stored.value, session.handle)))


def close(session: Session, key: str, why: str) -> Stored[Round]:
    """End a round that one opened oneself, without a decision; any Partner does, once that person is out.

    Raises: as `speak`.
    """
    with session.store.transaction(by=session.handle, why=_("closed a round")) as tx:
        stored = tx.collection(Round).get(round_of(session, key).id)
        if stored.value.by != session.handle and stored.value.by in voices_here(session):
            raise NotAllowed(_("{name} opened this round, and only they close it.", name=stored.value.by))
        if standing(session, stored.value) not in ("open", "held"):
            raise BadData(_("This round is over already."))
        return tx.replace(stored, evolve(stored.value, state="closed", because=clean(why, limit=LONGEST)))


def _open_round(session: Session, tx: Transaction, key: str) -> Stored[Round]:
    """The round, as far as this person has a voice in it and it is not over."""
    stored = tx.collection(Round).get(round_of(session, key).id)
    found = stored.value
    if found.about == session.handle:
        raise NotAllowed(
            _("This is about you, so the others decide; what they offer you, you accept or not.")
        )
    if session.handle not in found.asked or session.handle not in voices_here(session):
        raise NotAllowed(_("Those who were Partners when the round began are asked, and nobody else."))
    if standing(session, found) not in ("open", "held"):
        raise BadData(_("This round is over."))
    return stored
