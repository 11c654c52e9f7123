"""The sociocracy plugin: circles, and with time their links, decisions, selections and meetings."""

from __future__ import annotations

from collections.abc import Iterable

from folkmoot import api

FOLKMOOT_API = 1


@api.hookimpl
def folkmoot_collections() -> Iterable[api.Collection]:
    from folkmoot_sociocracy.circles.model import Circle

    return (api.Collection("circles", Circle),)


@api.hookimpl
def folkmoot_pages() -> Iterable[api.Page]:
    from folkmoot_sociocracy.contributed import pages

    return pages()


@api.hookimpl
def folkmoot_commands() -> Iterable[api.Command]:
    from folkmoot_sociocracy.contributed import commands

    return commands()


@api.hookimpl
def folkmoot_demo() -> Iterable[api.DemoChapter]:
    return (api.DemoChapter("folkmoot_sociocracy.circles.demo:tell", order=200),)
