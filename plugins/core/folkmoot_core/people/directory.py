"""Everybody who is in, by name, kept ready to be narrowed: by letters, a language, a standing, who is away.

Names are read at once; cards and standings when they are first asked for, which in a large community takes a while.
"""

from __future__ import annotations

from datetime import date
from typing import Literal, NamedTuple

from folkmoot.api import Account, Session
from folkmoot.search import has_words
from folkmoot.text import plain_letters
from folkmoot_core.people.actions import standing, standing_words
from folkmoot_core.people.away import day_of
from folkmoot_core.people.model import Card, Member, Standing
from folkmoot_core.people.rules import away_on

Only = Literal["everyone", "partner", "friend", "guest", "away"]
QUICK = 1_500  # people
ONLY: tuple[Only, ...] = ("everyone", "friend", "partner", "guest", "away")


class Row(NamedTuple):
    """Somebody in the list; `away` is until when, where they are away."""

    account: Account
    standing: Standing
    away: date | None


class Directory:
    """The people a reader may see, at the moment of the last `refresh`. Raises: NotAllowed.

    Until `prepare` has read cards and standings (`ready`), letters are looked for in names and handles alone, or in
    what the last `prepare` found.
    """

    def __init__(self, session: Session) -> None:
        self._session = session
        self._letters: dict[
            tuple[str, str], str
        ] = {}  # of a name and handle: folding them anew takes a while
        self._shown: dict[str, Row] = {}  # since the last refresh
        self._rows: dict[str, Row] = {}  # as the last prepare found them
        self._texts: dict[str, str] = {}
        self._moment = 0
        self.ready = False
        self.accounts: list[Account] = []
        self.refresh()

    def refresh(self) -> None:
        """Read the names anew."""
        session = self._session
        session.must("people.see")
        accounts = session.store.collection(Account).all()
        found = [one.value for one in accounts if one.value.state == "member"]
        letters = self._letters
        new = [one for one in found if (one.name, one.handle) not in letters]
        lines = plain_letters("\n".join(f"{one.name}\0{one.handle}".replace("\n", " ") for one in new)).split(
            "\n"
        )
        letters.update(((one.name, one.handle), line) for one, line in zip(new, lines, strict=False))
        self.accounts = sorted(found, key=lambda one: letters[one.name, one.handle])
        self._shown, self.ready = {}, False
        self._moment += 1

    @property
    def quick(self) -> bool:
        """Whether `prepare` takes no time that a person would notice."""
        return len(self.accounts) <= QUICK

    def row(self, account: Account) -> Row:
        """One person's line."""
        found = self._shown.get(account.handle)
        if found is None:
            card = self._session.store.collection(Card).first(account=account.handle)
            found = self._row(account, standing(self._session, account.handle), card.value if card else None)
            self._shown[account.handle] = found
        return found

    def matching(self, typed: str, only: Only = "everyone") -> list[Account]:
        """Those whom every typed word fits: name, handle, language, standing; by name."""
        found, rows = self.accounts, self._rows
        if only == "away":
            found = [one for one in found if one.handle in rows and rows[one.handle].away is not None]
        elif only != "everyone":
            found = [one for one in found if one.handle in rows and rows[one.handle].standing == only]
        wanted = plain_letters(typed).split()
        return [one for one in found if has_words(wanted, self._text(one))] if wanted else found

    def _text(self, one: Account) -> str:
        return self._texts.get(one.handle) or self._letters[one.name, one.handle]

    def prepare(self) -> Directory:
        """Read all cards and standings; may be done in a thread."""
        session, moment = self._session, self._moment
        cards = {one.value.account: one.value for one in session.store.collection(Card).all()}
        members = {one.value.account: one.value for one in session.store.collection(Member).all()}
        words = {kind: plain_letters(standing_words(kind)) for kind in ("guest", "friend", "partner")}
        rows: dict[str, Row] = {}
        texts: dict[str, str] = {}
        for one in self.accounts:
            card, member = cards.get(one.handle), members.get(one.handle)
            kind = member.standing if member else standing(session, one.handle)
            rows[one.handle] = self._row(one, kind, card)
            spoken = plain_letters(card.languages) if card else ""
            texts[one.handle] = f"{self._letters[one.name, one.handle]}\0{spoken}\0{words[kind]}"
        if moment == self._moment:  # or somebody looked anew meanwhile, and prepares again
            self._rows, self._texts, self.ready = rows, texts, True
        return self

    def _row(self, account: Account, kind: Standing, card: Card | None) -> Row:
        if card is None or card.away_until is None:
            return Row(account, kind, None)
        away = away_on(card, day_of(self._session, account))
        return Row(account, kind, card.away_until if away else None)
