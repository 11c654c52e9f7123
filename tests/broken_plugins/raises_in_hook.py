"""Its hook raises; its page is fine."""

from collections.abc import Iterable

from folkmoot import api

FOLKMOOT_API = 1


@api.hookimpl
def folkmoot_today(session: api.Session) -> Iterable[api.TodayItem]:
    raise KeyError("a secret that must not be shown")


@api.hookimpl
def folkmoot_pages() -> Iterable[api.Page]:
    return (api.Page("fine", "Fine", "broken_plugins.pages:FinePage", order=700),)
