"""A part of the demo community."""

import msgspec

from folkmoot import api

FOLKMOOT_API = 1


class Bed(msgspec.Struct, frozen=True):
    name: str


def tell(session):
    with session.store.transaction(by=session.handle, why="dug a bed") as tx:
        tx.add(Bed("tomatoes"))


@api.hookimpl
def folkmoot_collections():
    yield api.Collection("beds", Bed)


@api.hookimpl
def folkmoot_demo():
    yield api.DemoChapter("garden_demo:tell", order=600)
