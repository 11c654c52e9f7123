"""Who comes, who hosts, and whom to ask: whoever hosted longest ago."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from datetime import datetime
from typing import NamedTuple

from folkmoot_core.answers.model import Answer, Says


class Tally(NamedTuple):
    """The handles of those who said yes, maybe and no, and of those who host; each in the order of answering."""

    yes: tuple[str, ...]
    maybe: tuple[str, ...]
    no: tuple[str, ...]
    hosts: tuple[str, ...]


def tallied(answers: Iterable[Answer]) -> Tally:
    """All answers to one meeting, counted."""
    found = sorted(answers, key=lambda answer: (answer.at, answer.account))

    def those(says: Says) -> tuple[str, ...]:
        return tuple(answer.account for answer in found if answer.says == says)

    return Tally(those("yes"), those("maybe"), those("no"), tuple(a.account for a in found if a.hosts))


def last_hosted(hosted: Iterable[Answer], before: datetime) -> dict[str, datetime]:
    """When each person hosted last, of what is over by an instant."""
    found: dict[str, datetime] = {}
    for answer in hosted:
        if answer.hosts and answer.start < before:
            found[answer.account] = max(answer.start, found.get(answer.account, answer.start))
    return found


def host_order(people: Sequence[str], hosted: Mapping[str, datetime]) -> list[str]:
    """Whom to ask to host, in order: who never did (in the order given), then whoever did longest ago."""
    never = [handle for handle in people if handle not in hosted]
    others = [handle for handle in people if handle in hosted]
    return never + sorted(others, key=lambda handle: (hosted[handle], people.index(handle)))


def whom_to_ask(
    tally: Tally,
    people: Sequence[str],
    hosted: Mapping[str, datetime],
    away: Callable[[str], bool] = lambda _handle: False,
) -> str | None:
    """Who is asked to host a meeting that has no host: of those who come, else of all who have not said no.

    Whoever is away then is passed over.
    """
    if tally.hosts:
        return None
    coming = [handle for handle in tally.yes if not away(handle)]
    among = coming or [handle for handle in people if handle not in tally.no]
    return next((handle for handle in host_order(among, hosted) if not away(handle)), None)
