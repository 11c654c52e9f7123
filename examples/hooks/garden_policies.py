"""Who may water: whoever has an account. `session.must("garden.water")` asks; `folkmoot why garden.water` says it."""

from folkmoot import api

FOLKMOOT_API = 1


@api.hookimpl
def folkmoot_policies():
    yield api.Policy("garden.water", api.with_account, "Everyone here waters.", "water the garden")
