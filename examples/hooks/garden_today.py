"""A line on Today, for everybody."""

from folkmoot import api

FOLKMOOT_API = 1


@api.hookimpl
def folkmoot_today(session):
    yield api.TodayItem("The tomatoes want water.", when=session.now(), urgency="soon")
