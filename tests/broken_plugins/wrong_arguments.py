"""Its hook asks for an argument that does not exist."""

from folkmoot import api

FOLKMOOT_API = 1


@api.hookimpl
def folkmoot_today(session: api.Session, weather: str) -> tuple[()]:
    return ()
