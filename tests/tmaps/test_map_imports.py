"""Nobody waits for a map who doesn't open one: age and the map's screens come in when it is opened."""

from __future__ import annotations

from folkmoot.testing import TestCommunity
from host.test_imports import OPEN_THE_SHELL, imported_by

LATER = (
    "pyrage",
    "folkmoot_tmaps.sealing.keys",
    "folkmoot_tmaps.maps.page",
    "folkmoot_tmaps.maps.actions",
    "tarfile",
    "fpdf",
    "uharfbuzz",
    "folkmoot_tmaps.booklet.pdf",
    "folkmoot_tmaps.care.page",
)


def test_opening_the_house_brings_in_nothing_of_a_map_but_what_the_record_holds(
    community: TestCommunity,
) -> None:
    found = imported_by(OPEN_THE_SHELL.format(path=str(community.path)))
    assert not [name for name in LATER if name in found]
    assert "folkmoot_tmaps.maps.model" in found
