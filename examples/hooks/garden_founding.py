"""What is asked when a community is founded: a field of `init`, and what follows from the answer."""

from typing import Annotated

import msgspec
from msgspec import Meta

from folkmoot import api

FOLKMOOT_API = 1


class Soil(msgspec.Struct, frozen=True, kw_only=True):
    soil: Annotated[str, Meta(max_length=40, title="Soil of the garden")] = "clay"


def found(session, answers):
    with session.store.transaction(by=session.handle, why="dug a garden") as tx:
        tx.add(answers)


@api.hookimpl
def folkmoot_collections():
    yield api.Collection("soil", Soil)


@api.hookimpl
def folkmoot_founding():
    yield api.Founding(Soil, "garden_founding:found")
