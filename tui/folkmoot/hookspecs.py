"""The hooks, version 1: all that the host asks of plugins.

Each hook is called on one plugin at a time and contained: what raises, exits, takes too long or returns
something else is reported under the plugin's name (`folkmoot plugins`, `doctor`, and on screen), the others
go on, and after three faults the plugin rests for the session. Hooks are synchronous and return data; slow
work is handed over as a name or a callable, which the host runs where it does no harm. Arguments are added
with time and never removed: an implementation names only those it needs.
"""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime
from typing import TYPE_CHECKING

import pluggy

if TYPE_CHECKING:
    from folkmoot.contributions import (
        Arrival,
        Collection,
        Command,
        DemoChapter,
        DigestItem,
        Founding,
        HeavyAct,
        Occasion,
        Occurrence,
        Page,
        Panel,
        PeopleGroup,
        Policy,
        Service,
        Step,
        TodayItem,
    )
    from folkmoot.session import Account, Session
    from folkmoot.store import Reader

PROJECT = "folkmoot"
API_VERSION = 1

hookspec = pluggy.HookspecMarker(PROJECT)
hookimpl = pluggy.HookimplMarker(PROJECT)


@hookspec
def folkmoot_collections() -> Iterable[Collection]:  # type: ignore[empty-body]
    """Document types of the plugin.

    Called once, before the store is opened. Returns collections; names are prefixed with the plugin's own.
    On a fault the plugin's documents stay in the store, untouched and unseen. Since version 1.
    """


@hookspec
def folkmoot_pages() -> Iterable[Page]:  # type: ignore[empty-body]
    """Places in the strip at the top.

    Called once a session, when the shell starts. A view is imported at its first visit; one that can't be
    imported or built is replaced by a panel that says so. Since version 1.
    """


@hookspec
def folkmoot_commands() -> Iterable[Command]:  # type: ignore[empty-body]
    """Words after `folkmoot` on the command line.

    Called when a word is looked up that is not the host's own, or help is asked for. The host's own words
    and those of plugins loaded earlier win. Since version 1.
    """


@hookspec
def folkmoot_policies() -> Iterable[Policy]:  # type: ignore[empty-body]
    """Who may do what.

    Called once a session, at the first question. A verb without a policy is denied to everyone; so is one
    whose check raises. Since version 1.
    """


@hookspec
def folkmoot_occurrences(  # type: ignore[empty-body]
    reader: Reader, start: datetime, end: datetime, handle: str
) -> Iterable[Occurrence]:
    """Meetings that start in a span of time.

    Called when a calendar is drawn or exported. `start` (included) and `end` (not) are aware. Cancelled
    ones are returned too, with their status. `handle` is who looks (empty: nobody in particular): what is only
    for others (`for_whom`) may be left out, and is not shown. The host sorts by start. Since version 1.
    """


@hookspec
def folkmoot_today(session: Session) -> Iterable[TodayItem]:  # type: ignore[empty-body]
    """Lines for Today: what waits for this person, and what comes next.

    Called when Today is shown or something has changed, and by `folkmoot today`. The host sorts by urgency
    and time. Since version 1.
    """


@hookspec
def folkmoot_person_panels(session: Session, account: Account) -> Iterable[Panel]:  # type: ignore[empty-body]
    """What a person's card shows about `account` to the reader, whose session it is.

    Called when a card is opened. Return nothing where the reader may not see. Since version 1.
    """


@hookspec
def folkmoot_first_steps(session: Session) -> Iterable[Step]:  # type: ignore[empty-body]
    """What a newcomer is shown until it is done.

    Called together with `folkmoot_today`. Since version 1.
    """


@hookspec
def folkmoot_services() -> Iterable[Service]:  # type: ignore[empty-body]
    """What the plugin does for others.

    Called at the first `session.house.service(Protocol)`. The first provider of a protocol wins; a provider
    that lacks a method of its protocol is refused. Since version 1.
    """


@hookspec
def folkmoot_digest(session: Session, since: datetime) -> Iterable[DigestItem]:  # type: ignore[empty-body]
    """What happened since an instant (aware), as sentences.

    Called by Today and by whoever writes a newsletter. Nothing private belongs here. Since version 1.
    """


@hookspec
def folkmoot_founding() -> Iterable[Founding]:  # type: ignore[empty-body]
    """What the plugin needs to know when a community is founded.

    Called by `folkmoot init` and by the first screen of an empty house. All forms are checked before
    anything is written. Since version 1.
    """


@hookspec
def folkmoot_demo() -> Iterable[DemoChapter]:  # type: ignore[empty-body]
    """The plugin's part of the demo community.

    Called by `folkmoot demo`, after founding, in `order`. Since version 1.
    """


@hookspec
def folkmoot_heavy_acts() -> Iterable[HeavyAct]:  # type: ignore[empty-body]
    """Things that several decide together.

    Called when heavy acts are listed, asked for or agreed to. Each needs a policy of the same verb, which says
    who may and how many must. On a fault the act can't be asked for. Since version 1.
    """


@hookspec
def folkmoot_occasions(session: Session) -> Iterable[Occasion]:  # type: ignore[empty-body]
    """What newcomers can be invited to.

    Called when an invitation is made. Who may invite to one is asked of the policy `invite.occasion`, who may
    invite a person without one of `invite.person`; a plugin's policies for them replace the host's, by which
    any member may. Since version 1.
    """


@hookspec
def folkmoot_arrivals() -> Iterable[Arrival]:  # type: ignore[empty-body]
    """What is done when somebody has come in with an invitation.

    Called after the account stands and its key is bound; on a fault the person is in all the same.
    Since version 1.
    """


@hookspec
def folkmoot_groups(session: Session) -> Iterable[PeopleGroup]:  # type: ignore[empty-body]
    """Groups of people by name, of which this person is one.

    Called by `session.groups()`, when something is to be for several people at once. Only groups that the person
    is in, with who is in them now. The host sorts by name. Since version 1.
    """
