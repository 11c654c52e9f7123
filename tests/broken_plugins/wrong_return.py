"""Returns something else than its hook promises."""

from collections.abc import Iterable

from folkmoot import api

FOLKMOOT_API = 1


@api.hookimpl
def folkmoot_today(session: api.Session) -> Iterable[str]:
    return ["water the plants"]
