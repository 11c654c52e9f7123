"""What plugins hand to the host: frozen structs and nothing live.

Views and functions are named as `"module:name"` and imported at their first use, so a plugin costs nothing
until somebody goes where it lives. Texts are handed over in the reader's language: hooks are called in it.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import date, datetime
from importlib import import_module
from typing import TYPE_CHECKING, Any, Literal

from msgspec import Struct, field

from folkmoot.zones import zone

if TYPE_CHECKING:
    from folkmoot.session import Session

Document = dict[str, Any]
Urgency = Literal["now", "soon", "calm"]
OccurrenceStatus = Literal["confirmed", "moved", "cancelled"]


def imported(name: str) -> Any:
    """The object behind `"module:name"`. Raises what the import raises."""
    module, _, attribute = name.partition(":")
    return getattr(import_module(module), attribute)


class Collection(Struct, frozen=True):
    """Documents of one type. Stored as `plugin.name`, where `plugin` is whoever hands it over.

    `version` counts the shape of the documents; `migrations` maps a version to the function that lifts one
    document there from the version below. `indexes` names fields that `find` looks up. `owner` names the
    field that holds the account a document belongs to (`forget` follows it). `private` keeps content out of
    history.
    """

    name: str
    type: type[Struct]
    version: int = 1
    migrations: Mapping[int, Callable[[Document], Document]] = field(default_factory=dict)
    indexes: tuple[str, ...] = ()
    owner: str | None = None
    private: bool = False


class Page(Struct, frozen=True):
    """A place in the strip at the top. `key` is tried first; if another page has it, the number remains.

    With `strip` off it stands there only while it is open: a page that is reached from others and by the palette.
    """

    id: str
    title: str
    view: str
    order: int = 500
    key: str | None = None
    help: str = ""
    strip: bool = True


class Command(Struct, frozen=True):
    """A click command behind `folkmoot NAME`; imported when it is called or its help is asked for."""

    name: str
    command: str
    help: str
    over_ssh: bool = True


class Policy(Struct, frozen=True):
    """Who may do one thing. `says` is the rule as a sentence: it answers "why can't I?".

    `title` is what the thing is called among others; `within` says in which circle or group the rule counts
    (empty: in the whole community). With `consents` above one it is a heavy act: so many who may must say yes,
    and whom it concerns does not count.
    """

    verb: str
    check: Callable[[Session, Any], bool]
    says: str
    title: str = ""
    within: str = ""
    consents: int = 1


class HeavyAct(Struct, frozen=True):
    """Something that several decide together. `does` (`"module:name"`) does it.

    It is called with the session of who said the last yes, the transaction that notes it, the stored account
    that it concerns and the act (its `why`, its `detail`); what it raises undoes both. The policy of the same
    verb says who may and how many must. `asks` is a sentence about an {account}.
    """

    verb: str
    title: str
    asks: str
    does: str


class Occasion(Struct, frozen=True):
    """Something that newcomers are invited to: a gathering, say. `until` is when an invitation to it ends."""

    key: str
    title: str
    start: datetime
    until: datetime


class Arrival(Struct, frozen=True):
    """What a plugin does when somebody has come in: `arrived` (`"module:name"`) takes their session, the handle
    of who invited them, and the key of the occasion (empty: invited as a person)."""

    arrived: str


class Occurrence(Struct, frozen=True):
    """One meeting. Instants are aware and in UTC; `zone` is where its wall time was promised.

    `key` never changes, however often the meeting moves. `flag` says that the clocks changed under the wall
    time `wall_start`; `replaced_start` is where a moved one would have been. `for_whom` limits who it
    concerns (handles); empty means everyone. `opens` is the page where it is held or prepared, as in `TodayItem`:
    enter on the meeting goes there.
    """

    key: str
    start: datetime
    end: datetime
    zone: str
    title: str
    kind: str
    status: OccurrenceStatus = "confirmed"
    for_whom: tuple[str, ...] = ()
    rule: str | None = None
    moon: str | None = None
    flag: Literal["gap", "ambiguous"] | None = None
    reason: str = ""
    sequence: int = 0
    wall_start: datetime | None = None
    replaced_start: datetime | None = None
    opens: str | None = None

    @property
    def local_start(self) -> datetime:
        """The start as the clocks of its zone show it, aware."""
        return self.start.astimezone(zone(self.zone))


class TodayItem(Struct, frozen=True):
    """A line on Today. `opens` is the id of the page it leads to, or `page/where` (`PageView.open_at`).

    `company` is for lines about people who may be glad of a word: they stand together.
    """

    text: str
    when: datetime | None = None
    opens: str | None = None
    urgency: Urgency = "calm"
    company: bool = False


class Panel(Struct, frozen=True):
    """Lines on a person's card, under a title."""

    title: str
    lines: tuple[str, ...]


class Step(Struct, frozen=True):
    """One of a newcomer's first steps; `opens` is the id of the page where it is done, or `page/where`.

    With a `key` it is something to look at: the host remembers who did, and it counts as done from then on.
    """

    text: str
    opens: str
    done: bool = False
    key: str = ""


class Service(Struct, frozen=True):
    """Something that one plugin does for others, by a protocol that stands in `folkmoot.api`."""

    protocol: type
    provider: Any


class DigestItem(Struct, frozen=True):
    """Something that happened, told in a sentence: read by Today and by newsletters.

    `by` is the handle of who did it, where it was one person: Today does not tell people what they did themselves.
    """

    at: datetime
    text: str
    opens: str | None = None
    by: str = ""


class PeopleGroup(Struct, frozen=True):
    """Some people under one name: a home group, a circle. `handles` are those who are in it now.

    `key` never changes; `kind` says in a word or two what it is (“home group”).
    """

    key: str
    name: str
    handles: tuple[str, ...]
    kind: str = ""


class Question(Struct, frozen=True):
    """Something that people are asked to consent to, for the service `folkmoot.api.ConsentRounds`.

    `asked` are the handles of who is heard; `about` is whom it concerns, who is not. `until` is when the round's
    time is over (aware). With consent `decided` (`"module:name"`) is called with the session of who ended the
    round, the transaction that notes it, and `subject`; what it raises undoes both.
    """

    title: str
    text: str
    asked: tuple[str, ...]
    until: datetime
    decided: str
    subject: str = ""
    about: str = ""


class RoundStanding(Struct, frozen=True):
    """How a round stands: `sentence` says it to people, `opens` is the page where it is held (as in `TodayItem`).

    An objection holds it (`held`); `ended` is over without consent.
    """

    state: Literal["open", "held", "passed", "ended"]
    sentence: str
    opens: str | None = None


class Contact(Struct, frozen=True):
    """How somebody says that they are reached, and in which languages, for the service `folkmoot.api.Contacts`.

    `away_until` is the last day on which they say that they are away; None where they are here.
    """

    reach: str = ""
    languages: str = ""
    away_until: date | None = None


class Founding(Struct, frozen=True):
    """What a plugin asks when a community is founded.

    `form` is a msgspec type: each field becomes an option of `init` and a line of the first screen; its labels
    go through `translate`. `found` (`"module:name"`) takes the session and the filled form and writes what
    follows from it.
    """

    form: type[Struct]
    found: str
    translate: Callable[..., str] = str


class DemoChapter(Struct, frozen=True):
    """A plugin's part of the demo community: `tell` (`"module:name"`) takes the session and writes it."""

    tell: str
    order: int = 500


class Settings(Struct, frozen=True):
    """What people may set about a plugin. Each field of `form` needs a default, and its `Meta` says its limits.

    `title` is what is set (`the board`); empty: the plugin's name. `version` and `migrations` are as of a
    `Collection`; the labels go through `translate`. Whoever may tend to the
    community (`community.tend`) changes them, by the palette or `folkmoot plugins settings NAME`.
    """

    form: type[Struct]
    translate: Callable[..., str] = str
    title: str = ""
    version: int = 1
    migrations: Mapping[int, Callable[[Document], Document]] = field(default_factory=dict)
