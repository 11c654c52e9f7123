"""The care round in words: the same on the screen and by commands."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import timedelta
from typing import TYPE_CHECKING

from folkmoot.api import Account, Contact, Contacts, Session, dates
from folkmoot_tmaps.care.model import SAYS_WORDS, Says, Statement
from folkmoot_tmaps.care.rules import OFFERS
from folkmoot_tmaps.words import _

if TYPE_CHECKING:
    from folkmoot_tmaps.care.buddies import Between
    from folkmoot_tmaps.care.listening import Listening
    from folkmoot_tmaps.care.rules import Standing

MOMENT = timedelta(seconds=1)


def name_of(session: Session, handle: str) -> str:
    """What somebody is called; whoever left has no name here any more."""
    stored = session.store.collection(Account).first(handle=handle)
    return stored.value.name if stored else _("somebody who left")


def contact_of(session: Session, handle: str) -> Contact:
    """How somebody's card says that they are reached."""
    contacts = session.house.service(Contacts)
    return contacts.contact(session, handle) if contacts else Contact()


def says_words(says: Says) -> str:
    """As somebody says it of themselves."""
    return _(SAYS_WORDS[says])


def kind_heading(says: Says) -> str:
    """What stands above the people who say it."""
    return {
        "reach": _("Would like others to reach out"),
        "company": _("Would like company when unwell"),
        "can_reach": _("Can reach out to others who ask"),
        "keeps_company": _("Can keep company"),
        "cannot": _("Cannot give support just now"),
    }[says]


def until_words(session: Session, statement: Statement) -> str:
    """`until Sun, 29 Nov`, on the reader's clocks; of one's own as one chose it."""
    last = session.here(statement.ends - MOMENT).date()
    if statement.account == session.handle:
        last = statement.until
    today = session.here(session.now()).date()
    return _("until today") if last == today else _("until {day}", day=dates.day(last))


def one_line(text: str) -> str:
    """A text of several lines as one."""
    return " / ".join(line.strip() for line in text.splitlines() if line.strip())


def offers_sentence(session: Session, statements: Sequence[Statement], wish: Statement) -> str:
    """Who offered what a wish asks for, before their names stand there."""
    if wish.says == "reach":
        said = _("These people offered to reach out to others who ask.")
        none = _(
            "Nobody has offered this just now. Everybody reads what you said; the listening team is there."
        )
    else:
        said = _("These people offered to keep company.")
        none = _(
            "Nobody has offered this just now. Everybody reads what you said; the listening team is there."
        )
    return said if statements else none


def wish_sentence(session: Session, wish: Statement) -> str:
    """`Rui would like others to reach out, until Sun, 29 Nov: by text.`"""
    who, until = name_of(session, wish.account), until_words(session, wish)
    if wish.says == "reach":
        said = _("{name} would like others to reach out, {until}", name=who, until=until)
    else:
        said = _("{name} would like company when unwell, {until}", name=who, until=until)
    return f"{said}: {one_line(wish.how)}" if wish.how else f"{said}."


def said_back(session: Session, said: Statement, before: Sequence[Statement]) -> str:
    """What is told to whoever said something; `before` is what they said until then."""
    until = until_words(session, said)
    if said.says in OFFERS and any(one.says == "cannot" for one in before):
        return _("Said {until}. “{words}” is taken back.", until=until, words=says_words("cannot"))
    return _("Said {until}; Friends and Partners read it, then it is forgotten.", until=until)


# -- buddies -----------------------------------------------------------------------------------------------


def standing_words(session: Session, found: Between) -> str:
    """How the reader stands to somebody."""
    day = dates.day(found.day)
    return {
        "asked": _("you asked on {day}", day=day),
        "asks": _("asks whether you look out for each other"),
        "buddies": _("you look out for each other"),
        "not_now": _("can't just now"),
        "over": _("has ended it; that is all right"),
        "nothing": "",
    }[found.standing]


def told_sentence(session: Session, found: Between) -> str:
    """What is told where somebody asked is not free, or a buddy has stopped; and what was asked."""
    name = name_of(session, found.other)
    if found.standing == "asks":
        said = _("{name} asks whether you two look out for each other", name=name)
        return f"{said}: {one_line(found.words)}" if found.words else f"{said}."
    if found.standing == "not_now":
        return _(
            "{name} can't be your buddy just now, and doesn't have to say why. It was good to ask.", name=name
        )
    return _(
        "{name} and you no longer look out for each other. Nobody has to say why; others can be asked.",
        name=name,
    )


def refused_words(session: Session, other: str, standing: Standing) -> str:
    """Why a move can't be made, as two stand to each other."""
    name = name_of(session, other)
    return {
        "nothing": _("Nothing stands between {name} and you. Nothing was changed.", name=name),
        "asked": _("You have asked {name}, and wait for an answer.", name=name),
        "asks": _("{name} asks you: say yes, or not now.", name=name),
        "buddies": _("{name} and you look out for each other already.", name=name),
        "not_now": _("{name} can't be your buddy just now.", name=name),
        "over": _("{name} and you no longer look out for each other.", name=name),
    }[standing]


# -- listening ---------------------------------------------------------------------------------------------


def when_words(session: Session, one: Listening) -> str:
    """When somebody listens, on the reader's clocks."""
    now = session.now()
    if one.away_until is not None:
        return _("away until {day}", day=dates.day(one.away_until))
    if one.rests:
        return _("cannot just now")
    if one.hours is None:
        return _("now, and at any hour")
    if one.now(now):
        return _("now, until {time}", time=dates.clock(session.here(one.hours.end)))
    start = dates.when(session.here(one.hours.start), session.here(now))
    return _("from {when}", when=start)


def listener_lines(session: Session, one: Listening) -> list[str]:
    """How somebody is reached, in which languages, and what time it is there."""
    lines = [one_line(one.how) or _("ask around how to reach them")]
    if one.languages:
        lines.append(_("speaks {languages}", languages=one.languages))
    if one.there.utcoffset() != session.here(session.now()).utcoffset():
        lines.append(_("it is {time} there", time=dates.clock(one.there)))
    return lines


def neighbours() -> str:
    """What the team is, and what it is not."""
    return _(
        "They are neighbours, no professionals. Where a life is in danger, call the emergency number first (112 in "
        "Europe)."
    )
