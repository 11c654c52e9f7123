"""What a person may do here, and by which rule: the answer to "why can't I?"."""

from __future__ import annotations

from dataclasses import dataclass
from itertools import islice

from folkmoot.acts import deciding
from folkmoot.errors import NotFound
from folkmoot.session import Account, Session
from folkmoot.words import _


@dataclass(frozen=True)
class Reason:
    """One thing, whether this person may do it, and the rule."""

    verb: str
    title: str
    allowed: bool
    because: str


def reasons(session: Session) -> list[Reason]:
    """Every thing that has a rule, what is allowed first, each by its title."""
    rules = session.house.policies()
    found = [reason(session, verb) for verb in rules]
    return sorted(found, key=lambda one: (not one.allowed, one.title.casefold()))


def reason(session: Session, verb: str, about: Account | None = None) -> Reason:
    """One thing, about somebody where that matters. Raises: NotFound, for what no rule knows."""
    rules = session.house.policies()
    policy = rules.get(verb) or next(
        (rule for rule in rules.values() if rule.title and rule.title.casefold() == verb.casefold()), None
    )
    if policy is None:
        raise NotFound(
            _("No rule knows “{verb}”, so nobody may. “folkmoot why” lists what has a rule.", verb=verb)
        )
    said = session.may(policy.verb, about)
    because = said.because
    if policy.within:
        because += " " + _("It counts in: {within}.", within=policy.within)
    if policy.consents > 1:
        because += " " + _several(
            policy.consents, sum(1 for _one in islice(deciding(session, policy.verb, about), policy.consents))
        )
    return Reason(policy.verb, policy.title or policy.verb, said.allowed, because)


def _several(consents: int, there: int) -> str:
    if there < consents:
        return _(
            "It takes {count}, and there are not so many yet: then those who are there decide.",
            count=consents,
        )
    return _("It takes {count} who say yes; nobody does it alone.", count=consents)
