"""A person in words."""

from __future__ import annotations

from datetime import date

from folkmoot.api import Session, dates
from folkmoot_core.people.actions import standing_words
from folkmoot_core.people.cards import Person
from folkmoot_core.people.directory import Only
from folkmoot_core.words import _, ngettext


def only_words(only: Only) -> str:
    """What a part of the people is called."""
    return {
        "everyone": _("everyone"),
        "friend": _("Friends"),
        "partner": _("Partners"),
        "guest": _("guests"),
        "away": _("who is away"),
    }[only]


def gone_words(count: int) -> str:
    """What is said to somebody who has left."""
    return ngettext(
        "You have left. {count} thing of yours was forgotten, also in the history and in the copies. Go well.",
        "You have left. {count} things of yours were forgotten, also in the history and in the copies. Go well.",
        count,
    )


def away_line(session: Session, until: date) -> str:
    """`away until 3 March`."""
    today = session.here(session.now()).date()
    return _("away until {day}", day=dates.near_day(until, today))


def card_rows(session: Session, person: Person) -> list[tuple[str, str]]:
    """What the reader may see of a person, as labels and values; what is empty is left out."""
    since = ""
    if person.since is not None:
        day = dates.day_of_year(session.here(person.since).date())
        since = _("{standing}, since {day}", standing=standing_words(person.standing), day=day)
    away = ""
    if person.away and person.card.away_until is not None:
        away = away_line(session, person.card.away_until)
        if person.card.away_words:
            away = f"{away}: {person.card.away_words}"
    rows = [
        (_("Name"), person.account.name),
        (_("Handle"), person.account.handle),
        (_("Here as"), since or standing_words(person.standing)),
        (_("Away"), away),
        (_("Pronouns"), person.card.pronouns),
        (_("Reach"), person.card.reach),
        (_("Languages"), person.card.languages),
        (_("Needs"), person.needs),
    ]
    return [(label, value) for label, value in rows if value]
