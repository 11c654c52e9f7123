"""What happened, in a sentence, with the day."""

from datetime import timedelta

from folkmoot import api

FOLKMOOT_API = 1


@api.hookimpl
def folkmoot_digest(session, since):
    yield api.DigestItem(since + timedelta(hours=1), "The first tomato was eaten.")
