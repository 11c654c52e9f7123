"""Lines on a person's card."""

from folkmoot import api

FOLKMOOT_API = 1


@api.hookimpl
def folkmoot_person_panels(account):
    yield api.Panel("Garden", (f"{account.name} has a green thumb.",))
