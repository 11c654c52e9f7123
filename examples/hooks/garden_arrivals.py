"""What is done when somebody has come in: here, a bed is put by for them."""

import msgspec

from folkmoot import api

FOLKMOOT_API = 1


class Bed(msgspec.Struct, frozen=True):
    kept_for: str


def arrived(session, by, occasion):
    with session.store.transaction(by=session.handle, why="found a bed put by") as tx:
        tx.add(Bed(session.handle))


@api.hookimpl
def folkmoot_collections():
    yield api.Collection("beds", Bed, owner="kept_for")


@api.hookimpl
def folkmoot_arrivals():
    yield api.Arrival("garden_arrivals:arrived")
