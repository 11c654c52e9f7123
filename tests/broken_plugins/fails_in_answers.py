"""Fails where a dialog hands its answer over, in its style sheet, and in its commands."""

from collections.abc import Iterable

from folkmoot import api

FOLKMOOT_API = 1


@api.hookimpl
def folkmoot_pages() -> Iterable[api.Page]:
    yield api.Page("plain", "Plain", "broken_plugins.answers:PlainPage", order=730, key="z")
    for number, name in enumerate(("Saving", "Asking", "Choosing", "Leaving", "Unstyled")):
        yield api.Page(name.lower(), name, f"broken_plugins.answers:{name}Page", order=740 + number)


@api.hookimpl
def folkmoot_commands() -> Iterable[api.Command]:
    yield api.Command("init", "broken_plugins.answers:PlainPage", "A word of the host's.")
    yield api.Command("gone", "broken_plugins.gone:command", "Its module is missing.")
    yield api.Command("odd", "broken_plugins.answers:PlainPage", "It is no command.")
