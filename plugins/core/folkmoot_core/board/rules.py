"""How a notice lives and ends, which offer fits a request, who talks with whom, and what a link may be."""

from __future__ import annotations

import re
from collections.abc import Iterable
from datetime import date, datetime, timedelta
from functools import lru_cache
from typing import Literal, NamedTuple

from msgspec.structs import replace as evolve

from folkmoot.text import plain_letters
from folkmoot_core.board.model import Letter, Notice
from folkmoot_core.board.small_words import SMALL

State = Literal["open", "ended", "thanked", "down"]

RUNS = timedelta(days=14)  # a notice, unless it is renewed
FARTHEST = timedelta(days=60)  # from today, the last day that can be chosen
KEPT = timedelta(days=60)  # after its end, for its author to renew it
SOON = timedelta(days=2)  # before its end its author is asked
WEB = frozenset(("https", "http", "gemini", "gopher", "irc", "ircs"))  # followed by // and a host
SCHEMES = WEB | {
    "matrix",
    "xmpp",
    "mailto",
    "news",
    "nntp",
    "mumble",
    "sgnl",
    "tg",
    "sip",
    "sips",
    "tel",
    "sms",
}


def state_of(notice: Notice, today: date) -> State:
    """Whether a notice is up; `today` is the community's."""
    if notice.closed:
        return "thanked" if notice.closed == "thanks" else "down"
    return "open" if date.fromisoformat(notice.until) >= today else "ended"


def taken_down_by_another(notice: Notice) -> bool:
    """Whether somebody else than its author took it down."""
    return notice.closed == "down" and notice.closed_by != notice.author


def days_left(notice: Notice, today: date) -> int:
    """Days until its last one: 0 on that day, negative afterwards."""
    return (date.fromisoformat(notice.until) - today).days


def ends_soon(notice: Notice, today: date) -> bool:
    """Whether its author is asked to renew it or to let it go."""
    return state_of(notice, today) == "open" and days_left(notice, today) <= SOON.days


def ended_on(notice: Notice, today: date) -> date | None:
    """The day on which it ended or was closed; None while it is up."""
    if state_of(notice, today) == "open":
        return None
    return notice.closed_at.date() if notice.closed_at else date.fromisoformat(notice.until)


def still_kept(notice: Notice, today: date) -> bool:
    """Whether it is up, or ended so lately that its author can renew it."""
    ended = ended_on(notice, today)
    return ended is None or today - ended <= KEPT


def may_end_on(day: str, today: date) -> bool:
    """Whether a notice can be up until a day: one that exists, from today on, and not too far away."""
    try:
        wanted = date.fromisoformat(day)
    except ValueError:
        return False
    return today <= wanted <= today + FARTHEST


def renewed(notice: Notice, today: date) -> Notice:
    """The notice as it is up for two weeks from today; one that runs longer stays so."""
    until = max(notice.until, (today + RUNS).isoformat())
    return evolve(
        notice, until=until, closed="", closed_day="", closed_at=None, closed_by="", thanked="", word=""
    )


def again(notice: Notice, now: datetime, today: date) -> Notice:
    """The same once more, as a new notice: what was closed with thanks stays told."""
    return evolve(renewed(notice, today), until=(today + RUNS).isoformat(), written=now)


# -- what fits what ----------------------------------------------------------------------------------------


def fits(offer: Notice, request: Notice) -> bool:
    """Whether an offer may be what a request asks for: a telling word is in both, and in a title of one of them.

    Accents, case and plurals make no difference. Nobody's own offer fits their request, and nobody is ranked.
    """
    if offer.kind != "offer" or request.kind != "request" or offer.author == request.author:
        return False
    wanted, more_wanted = telling(request.title), telling(request.text)
    given, more_given = telling(offer.title), telling(offer.text)
    return bool(given & (wanted | more_wanted) or more_given & wanted)


@lru_cache(maxsize=4096)  # Today asks anew at every change
def telling(text: str) -> frozenset[str]:
    """The words of a text that say what it is about, each with what it may be the plural of."""
    words = re.findall(r"[^\W\d_]{3,}", plain_letters(text))
    return frozenset(root for word in words if word not in SMALL for root in _roots(word))


def _roots(word: str) -> set[str]:
    found = {word}
    if word.endswith("s") and len(word) > 3:
        found.add(word[:-1])
    if word.endswith("es") and len(word) > 4:
        found.add(word[:-2])
    return found - SMALL


# -- who talks with whom -----------------------------------------------------------------------------------


class Thread(NamedTuple):
    """What the author of a notice and one asker wrote to each other, in the order in which it was written.

    `letters` are pairs of number and letter.
    """

    author: str
    asker: str
    letters: tuple[tuple[int, Letter], ...]

    def other(self, handle: str) -> str:
        """Whom somebody talks with here."""
        return self.asker if handle == self.author else self.author


def threads(letters: Iterable[tuple[int, Letter]]) -> list[Thread]:
    """Letters of one notice by asker; who wrote last or was written to last comes first."""
    by_asker: dict[tuple[str, str], list[tuple[int, Letter]]] = {}
    for number, letter in sorted(letters, key=lambda pair: pair[0]):
        by_asker.setdefault((letter.author, letter.asker), []).append((number, letter))
    found = [Thread(author, asker, tuple(of)) for (author, asker), of in by_asker.items()]
    return sorted(found, key=lambda thread: thread.letters[-1][0], reverse=True)


# -- links -------------------------------------------------------------------------------------------------


def is_link(text: str) -> bool:
    """Whether a text is a link that can be shown as it is: a scheme that leads to people, plain ASCII, no spaces.

    A name before an @ in a web address is refused: it reads as the host, and is none.
    """
    scheme, colon, rest = text.partition(":")
    if not colon or scheme.lower() not in SCHEMES or not re.fullmatch(r"[!-~]+", rest):
        return False
    if scheme.lower() not in WEB:
        return bool(rest.strip("/"))
    host = re.match(r"//([^/?#\\]+)", rest)
    return host is not None and bool(re.fullmatch(r"[\w.\-\[\]:]+", host[1]))
