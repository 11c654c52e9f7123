"""What case clinics add to the house."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from folkmoot.api import (
    Account,
    Collection,
    Command,
    DemoChapter,
    Page,
    Policy,
    Session,
    TodayItem,
    with_account,
)
from folkmoot_core.words import _


def pages() -> tuple[Page, ...]:
    """The clinic of one call: reached from the call, from Today and by the palette."""
    return (
        Page(
            "clinic",
            _("Clinic"),
            "folkmoot_core.clinic.page:ClinicPage",
            order=25,
            help=_("Case clinic on a call: groups, and steps by the clock."),
            strip=False,
        ),
    )


def commands() -> tuple[Command, ...]:
    """`folkmoot clinic`."""
    return (
        Command(
            "clinic",
            "folkmoot_core.clinic.commands:clinic",
            _("Case clinic on a call: groups, and steps by the clock."),
        ),
    )


def collections() -> tuple[Collection, ...]:
    """Clinics and groups until the next are made; who brought a case, for whose turn it is."""
    from folkmoot_core.clinic.model import Case, Clinic, Run

    return (
        Collection("clinics", Clinic, indexes=("meeting",), private=True),
        Collection("clinic_groups", Run, indexes=("meeting",), private=True),
        Collection("clinic_cases", Case, indexes=("account",), owner="account"),
    )


def in_the_group(session: Session, subject: Any) -> bool:
    """Whether somebody is in a group; where all of it are visitors or have left, anybody lends a hand."""
    if session.account is None:
        return False
    people = getattr(subject, "people", ())
    accounts = session.store.collection(Account)
    return session.handle in people or not any(accounts.first(handle=who) for who in people)


def policies() -> tuple[Policy, ...]:
    """Whoever is in takes part, guests too; a group's clock is its own."""
    anyone = _("Whoever has an account here and is on the call does this, guests too.")
    group = _("Those in the group do this, each of them; the others look on.")
    return (
        Policy("clinic.see", with_account, anyone, _("look on at a case clinic")),
        Policy("clinic.gather", with_account, anyone, _("make the groups of a case clinic")),
        Policy("clinic.join", with_account, anyone, _("join a group of a case clinic")),
        Policy("clinic.press", in_the_group, group, _("run the clock of a case clinic")),
    )


def today_items(session: Session) -> Iterable[TodayItem]:
    """The own group, or where groups are made."""
    from folkmoot_core.clinic.reminders import clinics_today

    return clinics_today(session)


def demo() -> tuple[DemoChapter, ...]:
    """Cases of the last months, and groups for the next full moon call."""
    return (DemoChapter("folkmoot_core.clinic.demo:tell", order=170),)
