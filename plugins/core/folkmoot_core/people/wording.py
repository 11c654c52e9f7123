"""A person in words."""

from __future__ import annotations

from folkmoot.api import Session, dates
from folkmoot_core.people.actions import standing_words
from folkmoot_core.people.cards import Person
from folkmoot_core.words import _


def card_rows(session: Session, person: Person) -> list[tuple[str, str]]:
    """What the reader may see of a person, as labels and values; what is empty is left out."""
    since = ""
    if person.since is not None:
        day = dates.day_of_year(session.here(person.since).date())
        since = _("{standing}, since {day}", standing=standing_words(person.standing), day=day)
    rows = [
        (_("Name"), person.account.name),
        (_("Handle"), person.account.handle),
        (_("Here as"), since or standing_words(person.standing)),
        (_("Pronouns"), person.card.pronouns),
        (_("Reach"), person.card.reach),
        (_("Languages"), person.card.languages),
        (_("Needs"), person.needs),
    ]
    return [(label, value) for label, value in rows if value]
