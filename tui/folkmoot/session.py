"""Who is here, with what clock, zone and language, and what they may: handed to everything that acts."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import datetime
from typing import TYPE_CHECKING, Annotated, Any, Literal, NamedTuple
from zoneinfo import ZoneInfo

import msgspec
from msgspec import Meta

from folkmoot.errors import NotAllowed
from folkmoot.words import later as N_
from folkmoot.zones import zone

if TYPE_CHECKING:
    from folkmoot.contributions import Occurrence, PeopleGroup
    from folkmoot.plugins import House
    from folkmoot.store import Store

HANDLE = r"^[a-z][a-z0-9_-]{1,19}$"


class Community(msgspec.Struct, frozen=True, kw_only=True):
    """What the host knows of a community: what it is called and by whose clocks it lives."""

    name: Annotated[str, Meta(min_length=1, max_length=60, title=N_("Name of the community"))]
    zone: Annotated[
        str,
        Meta(
            title=N_("Time zone"),
            description=N_("like Europe/Lisbon or Asia/Kolkata"),
            max_length=60,
            extra={"format": "zone"},
        ),
    ]


class Keeping(msgspec.Struct, frozen=True, kw_only=True):
    """For how long a community keeps its history."""

    months: Annotated[int, Meta(ge=0, le=1200)] = 0  # 0: for ever


class Account(msgspec.Struct, frozen=True, kw_only=True):
    """A person as the host knows them. No language or zone of their own means: as everybody."""

    name: Annotated[str, Meta(min_length=1, max_length=60, title=N_("Your name"))]
    handle: Annotated[
        str,
        Meta(
            pattern=HANDLE,
            title=N_("Your handle"),
            description=N_("2 to 20 small letters, digits, - or _, a letter first"),
        ),
    ]
    language: Annotated[
        str,
        Meta(
            title=N_("Language"),
            description=N_("en or es; empty: as the terminal"),
            max_length=10,
            extra={"format": "language"},
        ),
    ] = ""
    zone: Annotated[
        str,
        Meta(
            title=N_("Time zone"),
            description=N_("empty: as the community"),
            max_length=60,
            extra={"format": "zone"},
        ),
    ] = ""
    theme: Annotated[
        Literal["auto", "dark", "light", "plain"],
        Meta(
            title=N_("Colours"),
            extra={
                "words": {
                    "auto": N_("as the terminal"),
                    "dark": N_("for a dark background"),
                    "light": N_("for a light background"),
                    "plain": N_("no colours"),
                }
            },
        ),
    ] = "auto"
    glyphs: Annotated[
        Literal["auto", "geometric", "emoji", "ascii"],
        Meta(
            title=N_("Moon marks"),
            extra={
                "words": {
                    "auto": N_("as the terminal"),
                    "geometric": N_("circles"),
                    "emoji": N_("pictures"),
                    "ascii": N_("letters"),
                }
            },
        ),
    ] = "auto"
    away: Annotated[
        Literal["never", "5", "15", "60"],
        Meta(
            title=N_("Cover the screen"),
            description=N_("when no key was pressed for that long"),
            extra={
                "words": {
                    "never": N_("never"),
                    "5": N_("after 5 minutes"),
                    "15": N_("after 15 minutes"),
                    "60": N_("after an hour"),
                }
            },
        ),
    ] = "15"
    screen: Annotated[
        Literal["changes", "all"],
        Meta(
            title=N_("Over the line"),
            description=N_("what is sent of the screen; from the next start on"),
            extra={
                "words": {
                    "changes": N_("only what changed"),
                    "all": N_("all of it: if your terminal shows rubbish"),
                }
            },
        ),
    ] = "changes"
    state: Literal["member", "left", "suspended"] = "member"
    arrived: bool = True  # False until the plugins have done their part of somebody's arrival
    welcomed: bool = True  # False for a newcomer, until they have been through their first steps
    steps: tuple[str, ...] = ()  # first steps that are only to be looked at, and were


OWN_FIELDS = ("handle", "state", "arrived", "welcomed", "steps")  # which no form of the card asks for


class Verdict(NamedTuple):
    """Whether someone may, and because of which rule."""

    allowed: bool
    because: str


@dataclass(frozen=True)
class Session:
    """One person at one terminal, or one command.

    `now` gives the instant (aware, UTC); nothing else reads a clock.
    `account` is None for someone without an account (an empty house, `--no-plugins` at a broken store).
    `zone_name` is the person's own zone, else the community's. `plain` asks for lines instead of drawings.
    `key` is the fingerprint of the SSH key that opened it; empty on the host itself. `last_here` is when this
    person was here before this visit, where that is known.
    """

    account: Account | None
    store: Store
    house: House
    community: Community
    now: Callable[[], datetime]
    language: str
    plain: bool = False
    key: str = ""
    last_here: datetime | None = None

    @property
    def remote(self) -> bool:
        """Whether it came over SSH."""
        return bool(self.key)

    @property
    def handle(self) -> str:
        """What the history says under "by"."""
        return self.account.handle if self.account else "-"

    @property
    def zone_name(self) -> str:
        return (self.account.zone if self.account else "") or self.community.zone

    @property
    def zone(self) -> ZoneInfo:
        return zone(self.zone_name)

    def here(self, instant: datetime) -> datetime:
        """An instant as this person's clock shows it."""
        return instant.astimezone(self.zone)

    def meetings(self, start: datetime, end: datetime) -> list[Occurrence]:
        """The meetings that start in a span (aware; end not included) and are for this person, by start."""
        handle = self.account.handle if self.account else ""
        return self.house.occurrences(self.store, start, end, handle)

    def groups(self) -> list[PeopleGroup]:
        """The groups of people that this person is in, by name: home groups, circles, whatever plugins know."""
        asked = self.house.ask("groups", session=self)
        found = {group.key: group for _name, group in asked if self.handle in group.handles}
        return sorted(found.values(), key=lambda group: (group.name.casefold(), group.key))

    def may(self, verb: str, subject: Any = None) -> Verdict:
        """Whether this person may do a thing to a subject, and because of which rule. Never raises."""
        return self.house.verdict(self, verb, subject)

    def must(self, verb: str, subject: Any = None) -> None:
        """Raises: NotAllowed, with the rule as its sentence."""
        verdict = self.may(verb, subject)
        if not verdict.allowed:
            raise NotAllowed(verdict.because)

    def of(self, account: Account) -> Session:
        """The same moment for somebody else: what they may is asked of it."""
        return replace(self, account=account, key="", last_here=None)

    def as_now(self) -> Session:
        """This session with the account as the store has it now."""
        if self.account is None:
            return self
        stored = self.store.collection(Account).first(handle=self.account.handle)
        return replace(self, account=stored.value) if stored else self
