"""One hook is misspelt, the other is not."""

from collections.abc import Iterable

from folkmoot import api

FOLKMOOT_API = 1


@api.hookimpl
def folkmoot_todays(session: api.Session) -> Iterable[api.TodayItem]:
    return ()


@api.hookimpl
def folkmoot_pages() -> Iterable[api.Page]:
    return (api.Page("fine2", "Fine2", "broken_plugins.pages:FinePage", order=730),)
