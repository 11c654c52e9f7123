"""What people may set: kept, checked and shown by the house; `folkmoot plugins settings garden_settings litres=8`."""

from typing import Annotated

import msgspec
from msgspec import Meta

from folkmoot import api

FOLKMOOT_API = 2


class Watering(msgspec.Struct, frozen=True, kw_only=True):
    litres: Annotated[int, Meta(ge=1, le=40, title="Litres for each bed")] = 5


@api.hookimpl
def folkmoot_settings():
    yield api.Settings(Watering)


@api.hookimpl
def folkmoot_today(session):
    litres = api.settings(session, Watering).litres
    yield api.TodayItem(f"Each bed wants {litres} litres.")
