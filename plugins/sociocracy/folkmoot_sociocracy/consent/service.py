"""Rounds for other plugins: what they ask of some people is decided here, by consent, in writing."""

from __future__ import annotations

from datetime import timedelta
from typing import Literal

from msgspec.structs import replace as evolve

from folkmoot.api import BadData, NotAllowed, NotFound, Question, RoundStanding, Session, clean
from folkmoot_sociocracy.consent import rules
from folkmoot_sociocracy.consent.model import Proposal, Version
from folkmoot_sociocracy.consent.reading import proposal_of
from folkmoot_sociocracy.consent.recording import record
from folkmoot_sociocracy.consent.wording import where_it_stands
from folkmoot_sociocracy.rounds.reading import in_sentences
from folkmoot_sociocracy.rounds.rules import check_until
from folkmoot_sociocracy.words import _

LEAST = 2  # who have to be heard: nobody decides alone because the others are silent
TERM = timedelta(days=365)


class AskedRounds:
    """Offers `folkmoot.api.ConsentRounds`: the people asked are heard until a date, objections are taken in."""

    def ask(self, session: Session, question: Question) -> str:
        """Open a round; whoever asks and is asked as well has consented. Raises: NotAllowed, BadData, as the store."""
        now = session.now()
        voters = tuple(sorted(set(question.asked) - {question.about}))
        if not voters:
            raise BadData(_("Nobody is asked, so nobody could consent."))
        text = clean(question.text, limit=600) or clean(question.title, limit=600)
        day = question.until.date()
        proposal = Proposal(
            circle=None,
            author=session.handle,
            facilitator=session.handle,
            opened=now,
            voters=voters,
            title=clean(question.title, limit=80),
            need=text,
            versions=(Version(text=text, until=day + TERM, review=day + TERM, by=session.handle, at=now),),
            phase="consent",
            follows=question.decided,
            subject=question.subject,
            about=question.about,
            least=LEAST,
        )
        with session.store.transaction(by=session.handle, why=_("opened a round")) as tx, in_sentences():
            check_until(question.until, now)
            proposal = rules.with_round(proposal, "consent", question.until)
            stored = tx.add(proposal)
            if session.handle in voters:
                heard = rules.spoken(proposal, session.handle, "consent", now)
                heard = rules.WAY.concluded(heard, session.handle, now)
                if heard.phase == "decided":
                    heard = evolve(heard, entry=record(session, tx, stored.id, heard))
                tx.replace(stored, heard)
        return str(stored.id)

    def standing(self, session: Session, key: str) -> RoundStanding:
        """How a round stands. Who may not read it is told the state alone. Raises: NotFound."""
        if not (key.isascii() and key.isdigit()):
            raise NotFound(_("There is no round “{key}”.", key=key))
        try:
            proposal = proposal_of(session, int(key)).value
        except NotAllowed:  # whom it concerns, say
            return _from_outside(session.store.collection(Proposal).get(int(key)).value)
        said = where_it_stands(session, proposal)
        return RoundStanding(_state(proposal), said, f"proposals/{key}")


def _state(proposal: Proposal) -> Literal["open", "held", "passed", "ended"]:
    if proposal.phase == "decided":
        return "passed"
    if proposal.phase == "withdrawn":
        return "ended"
    return "held" if proposal.phase == "objections" else "open"


def _from_outside(proposal: Proposal) -> RoundStanding:
    """How a round stands for whoever may not read it: no names, no reasons."""
    state = _state(proposal)
    if state in ("passed", "ended"):
        return RoundStanding(state, _("It is decided.") if state == "passed" else _("It was withdrawn."))
    return RoundStanding("open", _("It is being decided by those who are asked."))
