"""Beds of a garden, kept as documents. Version 2 knows who tends each; older ones are lifted."""

import msgspec

from folkmoot import api

FOLKMOOT_API = 1


class Bed(msgspec.Struct, frozen=True, kw_only=True):
    name: str
    tended_by: str = ""


def with_nobody(document):
    return {**document, "tended_by": ""}


@api.hookimpl
def folkmoot_collections():
    yield api.Collection("beds", Bed, version=2, migrations={2: with_nobody}, indexes=("tended_by",))
