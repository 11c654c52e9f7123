"""Groups of people by name: what is meant for several at once can be meant for those who water together."""

from folkmoot import api

FOLKMOOT_API = 2
WATERING = {"mornings": ("ana", "bo"), "evenings": ("cy", "di")}


@api.hookimpl
def folkmoot_groups(session):
    for name, handles in WATERING.items():
        if session.handle in handles:
            yield api.PeopleGroup(f"watering/{name}", f"Watering in the {name}", handles, kind="rota")
