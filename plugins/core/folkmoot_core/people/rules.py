"""Who is what, and what follows: a Friend comes only through a gathering, Partners decide on invitations."""

from __future__ import annotations

from datetime import date, timedelta

from folkmoot.search import has_words
from folkmoot.text import plain_letters
from folkmoot_core.people.model import Card, Member, Standing

ENOUGH = 3  # Partners: fewer, and what needs several rests on too few shoulders

MOST_AWAY = timedelta(days=731)


def standing_of(member: Member | None, *, is_founder: bool, arrived: bool, partners: int) -> Standing:
    """What a person is.

    Who is not written down was there before anybody wrote it down: a Friend, and where no Partner is, whoever was
    first is one. Somebody whose arrival was cut off is a guest until it is made good.
    """
    if member is not None:
        return member.standing
    if not arrived:
        return "guest"
    return "partner" if is_founder and not partners else "friend"


def may_invite_without_gathering(standing: Standing, partners: int) -> bool:
    """Only while a community begins: Partners may ask others to begin with them, until there are enough.

    Whoever comes so is a guest like everybody; the Partners who are there ask them, in a round, to be one.
    """
    return standing == "partner" and partners < ENOUGH


def may_read_needs(card: Card, *, own: bool, hosts_what_they_attend: bool) -> bool:
    """Whether somebody reads what a person needs to take part: the person decides."""
    if own or card.needs_for == "everyone":
        return True
    return card.needs_for == "organisers" and hosts_what_they_attend


def away_on(card: Card, day: date) -> bool:
    """Whether somebody says that they are away on a day; the last one is one of them."""
    return card.away_until is not None and day <= card.away_until


def fits(typed: str, *texts: str) -> bool:
    """Whether each word of a filter is in one of a person's texts, in whatever case and with or without accents."""
    return has_words(plain_letters(typed).split(), "\0".join(plain_letters(text) for text in texts))
