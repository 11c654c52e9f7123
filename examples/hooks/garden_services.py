"""What a plugin does for others, by a protocol of `folkmoot.api`: here, what is coming."""

from folkmoot import api

FOLKMOOT_API = 1


class GardenCalendar:
    """Knows no meetings."""

    def coming(self, session, kinds, count):
        return []


@api.hookimpl
def folkmoot_services():
    yield api.Service(api.Calendar, GardenCalendar())
