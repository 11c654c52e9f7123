"""The care map plugin: private first, shared by choice."""

from __future__ import annotations

from collections.abc import Iterable

from folkmoot import api

FOLKMOOT_API = 1


@api.hookimpl
def folkmoot_collections() -> Iterable[api.Collection]:
    from folkmoot_tmaps.maps.model import CareMap

    return (api.Collection("maps", CareMap, indexes=("owner",), owner="owner", private=True),)


@api.hookimpl
def folkmoot_pages() -> Iterable[api.Page]:
    from folkmoot_tmaps.contributed import pages

    return pages()


@api.hookimpl
def folkmoot_policies() -> Iterable[api.Policy]:
    from folkmoot_tmaps.contributed import policies

    return policies()
