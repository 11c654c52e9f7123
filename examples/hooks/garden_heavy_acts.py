"""Something that two decide together: the policy of the same verb says who may, and how many must."""

from folkmoot import api

FOLKMOOT_API = 1


def hand_over(session, tx, account, act):
    """Called with the last yes, in the transaction that notes it."""


@api.hookimpl
def folkmoot_policies():
    says = "Two decide together who keeps the key of the garden."
    yield api.Policy("garden.key", api.with_account, says, "hand over the garden's key", consents=2)


@api.hookimpl
def folkmoot_heavy_acts():
    asks = "Shall {account} keep the key of the garden?"
    yield api.HeavyAct("garden.key", "hand over the garden's key", asks, "garden_heavy_acts:hand_over")
