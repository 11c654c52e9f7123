"""The core plugin: the rhythm of gatherings and calls, and Today."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime

from folkmoot import api

FOLKMOOT_API = 1


@api.hookimpl
def folkmoot_collections() -> Iterable[api.Collection]:
    from folkmoot_core.contributed import collections

    return collections()


@api.hookimpl
def folkmoot_pages() -> Iterable[api.Page]:
    from folkmoot_core.contributed import pages

    return pages()


@api.hookimpl
def folkmoot_commands() -> Iterable[api.Command]:
    from folkmoot_core.contributed import commands

    return commands()


@api.hookimpl
def folkmoot_policies() -> Iterable[api.Policy]:
    from folkmoot_core.contributed import policies

    return policies()


@api.hookimpl
def folkmoot_occurrences(reader: api.Reader, start: datetime, end: datetime) -> Iterable[api.Occurrence]:
    from folkmoot_core.rhythm.calendar import occurrences

    return occurrences(reader, start, end)


@api.hookimpl
def folkmoot_today(session: api.Session) -> Iterable[api.TodayItem]:
    from folkmoot_core.today.items import today_items

    return today_items(session)


@api.hookimpl
def folkmoot_person_panels(session: api.Session, account: api.Account) -> Iterable[api.Panel]:
    from folkmoot_core.today.items import person_panels

    return person_panels(session, account)


@api.hookimpl
def folkmoot_first_steps(session: api.Session) -> Iterable[api.Step]:
    from folkmoot_core.today.items import first_steps

    return first_steps(session)


@api.hookimpl
def folkmoot_services() -> Iterable[api.Service]:
    from folkmoot_core.contributed import services

    return services()


@api.hookimpl
def folkmoot_digest(session: api.Session, since: datetime) -> Iterable[api.DigestItem]:
    from folkmoot_core.rhythm.digest import told_since

    return told_since(session, since)


@api.hookimpl
def folkmoot_founding() -> Iterable[api.Founding]:
    from folkmoot_core.contributed import founding

    return founding()


@api.hookimpl
def folkmoot_demo() -> Iterable[api.DemoChapter]:
    return (
        api.DemoChapter("folkmoot_core.people.demo:tell", order=50),
        api.DemoChapter("folkmoot_core.rhythm.demo:tell", order=100),
        api.DemoChapter("folkmoot_core.answers.demo:tell", order=150),
    )


@api.hookimpl
def folkmoot_heavy_acts() -> Iterable[api.HeavyAct]:
    from folkmoot_core.contributed import heavy_acts

    return heavy_acts()


@api.hookimpl
def folkmoot_occasions(session: api.Session) -> Iterable[api.Occasion]:
    from folkmoot_core.people.actions import gatherings_to_invite_to

    return gatherings_to_invite_to(session)


@api.hookimpl
def folkmoot_arrivals() -> Iterable[api.Arrival]:
    return (api.Arrival("folkmoot_core.people.actions:arrived"),)
