"""The core plugin: the people of a congregation, their rhythm, and Today."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime

from folkmoot import api
from folkmoot_core.contributed import of_all

FOLKMOOT_API = 2


@api.hookimpl
def folkmoot_collections() -> Iterable[api.Collection]:
    return of_all("collections")


@api.hookimpl
def folkmoot_pages() -> Iterable[api.Page]:
    return of_all("pages")


@api.hookimpl
def folkmoot_commands() -> Iterable[api.Command]:
    return of_all("commands")


@api.hookimpl
def folkmoot_policies() -> Iterable[api.Policy]:
    return of_all("policies")


@api.hookimpl
def folkmoot_occurrences(
    reader: api.Reader, start: datetime, end: datetime, handle: str
) -> Iterable[api.Occurrence]:
    return of_all("occurrences", reader, start, end, handle)


@api.hookimpl
def folkmoot_today(session: api.Session) -> Iterable[api.TodayItem]:
    return of_all("today_items", session)


@api.hookimpl
def folkmoot_person_panels(session: api.Session, account: api.Account) -> Iterable[api.Panel]:
    return of_all("person_panels", session, account)


@api.hookimpl
def folkmoot_first_steps(session: api.Session) -> Iterable[api.Step]:
    return of_all("first_steps", session)


@api.hookimpl
def folkmoot_services() -> Iterable[api.Service]:
    return of_all("services")


@api.hookimpl
def folkmoot_digest(session: api.Session, since: datetime) -> Iterable[api.DigestItem]:
    return of_all("told_since", session, since)


@api.hookimpl
def folkmoot_founding() -> Iterable[api.Founding]:
    return of_all("founding")


@api.hookimpl
def folkmoot_demo() -> Iterable[api.DemoChapter]:
    return of_all("demo")


@api.hookimpl
def folkmoot_heavy_acts() -> Iterable[api.HeavyAct]:
    return of_all("heavy_acts")


@api.hookimpl
def folkmoot_occasions(session: api.Session) -> Iterable[api.Occasion]:
    return of_all("occasions", session)


@api.hookimpl
def folkmoot_arrivals() -> Iterable[api.Arrival]:
    return of_all("arrivals")


@api.hookimpl
def folkmoot_settings() -> Iterable[api.Settings]:
    return of_all("settings")


@api.hookimpl
def folkmoot_groups(session: api.Session) -> Iterable[api.PeopleGroup]:
    return of_all("people_groups", session)
