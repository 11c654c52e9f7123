"""The care map plugin: private first, shared by choice."""

from __future__ import annotations

from collections.abc import Iterable

from folkmoot import api
from folkmoot_tmaps.contributed import of_all

FOLKMOOT_API = 1


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
def folkmoot_today(session: api.Session) -> Iterable[api.TodayItem]:
    return of_all("today_items", session)


@api.hookimpl
def folkmoot_person_panels(session: api.Session, account: api.Account) -> Iterable[api.Panel]:
    return of_all("person_panels", session, account)


@api.hookimpl
def folkmoot_demo() -> Iterable[api.DemoChapter]:
    return of_all("demo")


@api.hookimpl
def folkmoot_groups(session: api.Session) -> Iterable[api.PeopleGroup]:
    return of_all("people_groups", session)
