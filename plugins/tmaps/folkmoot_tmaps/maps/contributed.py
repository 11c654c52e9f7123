"""What care maps add to the house. Nothing of a map is told anywhere else: not on Today, not in a newsletter."""

from __future__ import annotations

from folkmoot.api import Collection, Command, DemoChapter, Page, Policy, Session, with_account
from folkmoot_tmaps.words import _


def collections() -> tuple[Collection, ...]:
    """Age files and days."""
    from folkmoot_tmaps.maps.model import CareMap, Piece

    return (
        Collection("maps", CareMap, indexes=("owner",), owner="owner", private=True),
        Collection("pieces", Piece, indexes=("owner",), owner="owner", private=True),
    )


def pages() -> tuple[Page, ...]:
    """The own map."""
    return (
        Page(
            "map",
            _("Map"),
            "folkmoot_tmaps.maps.page:MapPage",
            order=70,
            help=_("A map of what keeps you steady: yours alone, unless you choose otherwise."),
        ),
    )


def commands() -> tuple[Command, ...]:
    """`folkmoot map`."""
    return (
        Command(
            "map",
            "folkmoot_tmaps.maps.commands:care_map",
            _("Your care map: sealed, and opened by you alone. Works without a community, too."),
        ),
    )


def policies() -> tuple[Policy, ...]:
    """A map belongs to one person."""
    own = _("A map is opened by the person whose map it is, and nobody else.")
    return (
        Policy(
            "map.begin",
            with_account,
            _("Whoever has an account here may have a map, guests too."),
            _("begin a care map"),
        ),
        Policy("map.open", _owns, own, _("open a care map")),
        Policy(
            "map.export",
            _owns,
            _("A map is exported by the person whose map it is, and nobody else."),
            _("export a care map"),
        ),
        Policy(
            "map.erase",
            _owns,
            _("A map is erased by the person whose map it is, and nobody else."),
            _("erase a care map"),
        ),
    )


def _owns(session: Session, owner: object) -> bool:
    return session.account is not None and owner == session.account.handle


def demo() -> tuple[DemoChapter, ...]:
    """A map of whoever looks at the demo, and two others who share with them."""
    return (DemoChapter("folkmoot_tmaps.maps.demo:tell", order=300),)
