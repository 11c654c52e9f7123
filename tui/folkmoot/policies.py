"""Who may do what, decided in one place: use cases ask here before they write.

Three layers, by verb: the host's own rules, which nobody replaces; the plugins'; and what holds where no plugin
says otherwise.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from folkmoot.errors import CONTAINED
from folkmoot.session import Account, Verdict
from folkmoot.words import _

if TYPE_CHECKING:
    from folkmoot.contributions import Policy
    from folkmoot.session import Session

SEVERAL = 2  # who must say yes to a heavy act of the host


def verdict(policy: Policy | None, session: Session, verb: str, subject: object) -> Verdict:
    """What a policy says of a person and a subject. No policy, or a check that fails: denied."""
    if policy is None:
        return Verdict(False, _("Nobody may do this: no rule allows “{verb}”.", verb=verb))
    try:
        out = _out(session)
        allowed = out is None and policy.check(session, subject) is True
    except CONTAINED:
        return Verdict(False, _("This can't be allowed right now: the rule for “{verb}” failed.", verb=verb))
    return Verdict(allowed, out or policy.says)


def _out(session: Session) -> str | None:
    """Why somebody may do nothing at all by now: their key or their account may have ended since they came."""
    from folkmoot.door.keys import why_out

    return why_out(session.store, session.key, session.handle) if session.account is not None else None


def voices_needed(consents: int, others: int, *, concerned_may: bool) -> int:
    """How many must say yes to a heavy act that needs `consents`, where `others` may besides whom it concerns.

    A community with fewer people than that decides with all it has; but nobody alone decides over somebody who
    has the same say (`concerned_may`): then it needs `consents`, and so more people.
    """
    return consents if concerned_may else max(1, min(consents, others))


def own_account(session: Session, subject: object) -> bool:
    """A person's account is changed by that person. With nothing named, it is about the own one."""
    mine = session.account
    return mine is not None and (subject is None or getattr(subject, "handle", subject) == mine.handle)


def with_account(session: Session, _subject: object) -> bool:
    """The commonest check: anyone who has an account here."""
    return session.account is not None


def on_the_host(session: Session, _subject: object) -> bool:
    """Whoever works on the host itself, where the record lies in their hands anyway."""
    return session.account is not None and not session.remote


def somebody_else(session: Session, subject: object) -> bool:
    """A member, about somebody else."""
    return session.account is not None and isinstance(subject, Account | None) and subject != session.account


def about_somebody_expected(session: Session, subject: object) -> bool:
    """A member, about an account in which nobody has been yet: nobody gets into the place of another."""
    return somebody_else(session, subject) and not getattr(subject, "arrived", False)


def host_policies() -> tuple[Policy, ...]:
    """The host's own rules."""
    from folkmoot.contributions import Policy

    everyone = _("Everyone who has an account here may do this, and the history says who did.")
    host = _("Who looks after the host does this, and the history says who did.")
    there = _("the host itself")
    own = _("Each person changes their own card, and nobody else's.")
    return (
        Policy("account.change", own_account, own, _("change a card")),
        Policy(
            "keys.change",
            own_account,
            _("Each person adds, names and removes their own keys. Somebody else's take several people."),
            _("add, name or remove a key of one's own"),
        ),
        Policy("here.see", with_account, everyone, _("see who is here now")),
        Policy("store.undo", on_the_host, host, _("take a change back"), there),
        Policy("store.restore", on_the_host, host, _("bring a copy back"), there),
        Policy("store.prune", on_the_host, host, _("let go of old history"), there),
    )


def fallback_policies() -> tuple[Policy, ...]:
    """What holds where no plugin says otherwise: a community of equals, and two for what is heavy."""
    from folkmoot.contributions import Policy

    anyone = _("Everyone who has an account here may do this.")
    expected = _("Everyone here may do this for somebody who was brought in and has not been here yet.")
    several = _("Two members decide this together; whom it concerns does not count.")
    return (
        Policy("invite.person", with_account, anyone, _("invite a person")),
        Policy("invite.occasion", with_account, anyone, _("invite to an occasion")),
        Policy(
            "invite.account",
            about_somebody_expected,
            expected,
            _("make a card for an account that has no key"),
        ),
        Policy("invite.withdraw", with_account, anyone, _("withdraw an invitation")),
        Policy("entrance.change", with_account, anyone, _("open or close the door to newcomers")),
        Policy("community.belong", with_account, anyone, _("take part as one who belongs")),
        Policy("community.tend", with_account, anyone, _("tend to the whole community")),
        *(
            Policy(verb, somebody_else, several, title, consents=SEVERAL)
            for verb, title in heavy_titles().items()
        ),
    )


def heavy_titles() -> dict[str, str]:
    """The host's heavy acts, and what each is called."""
    return {
        "account.suspend": _("suspend an account"),
        "account.return": _("let a suspended account back in"),
        "keys.remove": _("remove somebody else's key"),
        "keys.replace": _("replace a lost key"),
    }
