"""Something that newcomers can be invited to."""

from datetime import timedelta

from folkmoot import api

FOLKMOOT_API = 1


@api.hookimpl
def folkmoot_occasions(session):
    start = session.now() + timedelta(days=7)
    yield api.Occasion("garden/open-day", "Open garden", start, start + timedelta(days=1))
