"""Who may do what, decided in one place: use cases ask here before they write."""

from __future__ import annotations

from typing import TYPE_CHECKING

from folkmoot.errors import CONTAINED
from folkmoot.session import Verdict
from folkmoot.words import _

if TYPE_CHECKING:
    from folkmoot.contributions import Policy
    from folkmoot.session import Session


def verdict(policy: Policy | None, session: Session, verb: str, subject: object) -> Verdict:
    """What a policy says of a person and a subject. No policy, or a check that fails: denied."""
    if policy is None:
        return Verdict(False, _("Nobody may do this: no rule allows “{verb}”.", verb=verb))
    try:
        allowed = policy.check(session, subject) is True
    except CONTAINED:
        return Verdict(False, _("This can't be allowed right now: the rule for “{verb}” failed.", verb=verb))
    return Verdict(allowed, policy.says)


def own_account(session: Session, subject: object) -> bool:
    """A person's account is changed by that person."""
    return session.account is not None and getattr(subject, "handle", None) == session.account.handle


def host_policies() -> tuple[Policy, ...]:
    """The host's own rules."""
    from folkmoot.contributions import Policy

    everyone = _("Everyone who has an account here may do this, and the history says who did.")
    return (
        Policy("account.change", own_account, _("Each person changes their own card, and nobody else's.")),
        Policy("store.undo", with_account, everyone),
        Policy("store.restore", with_account, everyone),
        Policy("store.prune", with_account, everyone),
    )


def with_account(session: Session, _subject: object) -> bool:
    """The commonest check: anyone who has an account here."""
    return session.account is not None
