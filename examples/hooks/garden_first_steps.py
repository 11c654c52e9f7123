"""What a newcomer does first: the host remembers that they looked."""

from folkmoot import api

FOLKMOOT_API = 1


@api.hookimpl
def folkmoot_first_steps():
    yield api.Step("Have a look at who is here.", "people", key="garden-people")
