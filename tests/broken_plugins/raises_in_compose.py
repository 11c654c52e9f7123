"""Its page raises while it is built."""

from collections.abc import Iterable

from folkmoot import api

FOLKMOOT_API = 1


@api.hookimpl
def folkmoot_pages() -> Iterable[api.Page]:
    return (api.Page("torn", "Torn", "broken_plugins.pages:TornPage", order=710),)
