"""The hooks: all that the host asks of plugins.

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
        Settings,
        Step,
        TodayItem,
    )
    from folkmoot.session import Account, Session
    from folkmoot.store import Reader

PROJECT = "folkmoot"
API_VERSION = 2
OLDEST_API = 1  # a plugin that is written for it still runs

hookspec = pluggy.HookspecMarker(PROJECT)
hookimpl = pluggy.HookimplMarker(PROJECT)


@hookspec
def folkmoot_collections() -> Iterable[Collection]:  # type: ignore[empty-body]
    """Document types of the plugin.

    Called once, before the store is opened.
    Returns collections; names are prefixed with the plugin's own. A higher version brings a migration for each step;
    the store is copied before documents are lifted.
    On a fault the plugin's documents stay in the store, untouched and unseen; where a step fails, or a newer version of
    the plugin wrote them, the plugin is left out and says so.
    Since version 1.
    """


@hookspec
def folkmoot_pages() -> Iterable[Page]:  # type: ignore[empty-body]
    """Places in the strip at the top.

    Called once a session, when the shell starts. A view is imported at its first visit.
    Returns pages; of two with one id the first stays.
    On a fault, here or while the view is imported, built or used, a panel stands in its place and says so.
    Since version 1.
    """


@hookspec
def folkmoot_commands() -> Iterable[Command]:  # type: ignore[empty-body]
    """Words after `folkmoot` on the command line.

    Called when a word is looked up that is not the host's own, or help is asked for. The command is imported when it is
    called.
    Returns commands; the host's own words and those of plugins loaded earlier win.
    On a fault the word is told to be broken, with exit code 78; one that fails at work ends with 70.
    Since version 1.
    """


@hookspec
def folkmoot_policies() -> Iterable[Policy]:  # type: ignore[empty-body]
    """Who may do what.

    Called once a session, at the first question.
    Returns policies; the first of a verb stays.
    On a fault nobody may: a verb without a policy is denied to everyone, and so is one whose check raises.
    Since version 1.
    """


@hookspec
def folkmoot_occurrences(  # type: ignore[empty-body]
    reader: Reader, start: datetime, end: datetime, handle: str
) -> Iterable[Occurrence]:
    """Meetings that start in a span of time.

    Called when a calendar is drawn or exported. `start` (included) and `end` (not) are aware. `handle` is who
    looks (empty: nobody in particular).
    Returns occurrences, cancelled ones too, with their status. What is only for others (`for_whom`) may be left out,
    and is not shown. The host sorts by start.
    On a fault the plugin's meetings are missing there, and the others are shown.
    Since version 1.
    """


@hookspec
def folkmoot_today(session: Session) -> Iterable[TodayItem]:  # type: ignore[empty-body]
    """Lines for Today: what waits for this person, and what comes next.

    Called when Today is shown or something has changed, and by `folkmoot today`.
    Returns items, few and calm; each opens where it can be done. The host sorts by urgency and time.
    On a fault its lines are missing, and the foot of the screen says whose.
    Since version 1.
    """


@hookspec
def folkmoot_person_panels(session: Session, account: Account) -> Iterable[Panel]:  # type: ignore[empty-body]
    """What a person's card shows about `account` to the reader, whose session it is.

    Called when a card is opened.
    Returns panels; nothing where the reader may not see.
    On a fault the card is shown without them.
    Since version 1.
    """


@hookspec
def folkmoot_first_steps(session: Session) -> Iterable[Step]:  # type: ignore[empty-body]
    """What a newcomer is shown until it is done.

    Called together with `folkmoot_today`.
    Returns steps, in the order in which they help.
    On a fault its steps are missing.
    Since version 1.
    """


@hookspec
def folkmoot_services() -> Iterable[Service]:  # type: ignore[empty-body]
    """What the plugin does for others.

    Called at each `session.house.service(Protocol)`.
    Returns services; the first provider of a protocol wins.
    On a fault, or where a provider lacks a method of its protocol, it counts as not offered.
    Since version 1.
    """


@hookspec
def folkmoot_digest(session: Session, since: datetime) -> Iterable[DigestItem]:  # type: ignore[empty-body]
    """What happened since an instant (aware), as sentences.

    Called by Today and by whoever writes a newsletter.
    Returns items; nothing private belongs here.
    On a fault its sentences are missing.
    Since version 1.
    """


@hookspec
def folkmoot_founding() -> Iterable[Founding]:  # type: ignore[empty-body]
    """What the plugin needs to know when a community is founded.

    Called by `folkmoot init` and by the first screen of an empty house.
    Returns foundings. All forms are checked before anything is written.
    On a fault it is not asked. What `found` refuses in a sentence is told, and nothing is founded; where it fails,
    the community stands without that part.
    Since version 1.
    """


@hookspec
def folkmoot_demo() -> Iterable[DemoChapter]:  # type: ignore[empty-body]
    """The plugin's part of the demo community.

    Called by `folkmoot demo`, after founding, in `order`.
    Returns chapters.
    On a fault the demo goes on without the chapter.
    Since version 1.
    """


@hookspec
def folkmoot_heavy_acts() -> Iterable[HeavyAct]:  # type: ignore[empty-body]
    """Things that several decide together.

    Called when heavy acts are listed, asked for or agreed to.
    Returns acts. Each needs a policy of the same verb, which says who may and how many must.
    On a fault the act can't be asked for; where `does` fails, the last yes is not noted.
    Since version 1.
    """


@hookspec
def folkmoot_occasions(session: Session) -> Iterable[Occasion]:  # type: ignore[empty-body]
    """What newcomers can be invited to.

    Called when an invitation is made. Who may invite to one is asked of the policy `invite.occasion`, who may invite a
    person without one of `invite.person`; a plugin's policies for them replace the host's, by which any member may.
    Returns occasions that are still to come, or just over.
    On a fault its occasions can't be invited to.
    Since version 1.
    """


@hookspec
def folkmoot_arrivals() -> Iterable[Arrival]:  # type: ignore[empty-body]
    """What is done when somebody has come in with an invitation.

    Called after the account stands and its key is bound.
    Returns arrivals.
    On a fault the person is in all the same.
    Since version 1.
    """


@hookspec
def folkmoot_settings() -> Iterable[Settings]:  # type: ignore[empty-body]
    """What people may set about the plugin.

    Called before the store is opened, and when settings are read or changed.
    Returns one `Settings`: a type whose fields all have defaults. `settings(session, Type)` reads them, `save_settings`
    checks and keeps them.
    On a fault the settings stay in the store as they are, and can't be changed.
    Since version 2.
    """


@hookspec
def folkmoot_groups(session: Session) -> Iterable[PeopleGroup]:  # type: ignore[empty-body]
    """Groups of people by name, of which this person is one.

    Called by `session.groups()`, when something is to be for several people at once.
    Returns only groups that the person is in, with who is in them now; the host sorts them by name.
    On a fault the plugin's groups are missing.
    Since version 2.
    """
