"""The core plugin: the rhythm of gatherings and calls, and Today."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime

from folkmoot import api

FOLKMOOT_API = 1


@api.hookimpl
def folkmoot_collections() -> Iterable[api.Collection]:
    from folkmoot_core.rhythm.kept import COLLECTIONS

    return COLLECTIONS


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
    from folkmoot_core.today.items import next_events

    return next_events(session)


@api.hookimpl
def folkmoot_person_panels(session: api.Session, account: api.Account) -> Iterable[api.Panel]:
    from folkmoot_core.today.items import clock_panel

    return clock_panel(session, account)


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
    return (api.DemoChapter("folkmoot_core.rhythm.demo:tell", order=100),)
