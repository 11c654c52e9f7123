"""Pages that fail after they stand: in a key, in a handler, while drawing, in a worker, in a dialog."""

from collections.abc import Iterable

from folkmoot import api

FOLKMOOT_API = 1


@api.hookimpl
def folkmoot_pages() -> Iterable[api.Page]:
    for number, name in enumerate(("Key", "Handler", "Draw", "Worker", "Dialog", "Changes")):
        yield api.Page(name.lower(), name, f"broken_plugins.pages:{name}Page", order=720 + number)
