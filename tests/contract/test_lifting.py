"""Documents that a plugin can't lift, or that a newer version of it wrote, cost the plugin and nothing else."""

from __future__ import annotations

import asyncio
from collections.abc import Callable

import pytest

from broken_plugins.on_demand import SECRET, Thing, leaves, raises
from contract.test_every_fault import hands_over, stranger, told
from folkmoot import api
from folkmoot.door.doctor import examine
from folkmoot.plugged import Plugin
from folkmoot.plugins import House
from folkmoot.testing import TestCommunity, house_with

Found = Callable[..., TestCommunity]


def kept_things(version: int, **options: object) -> tuple[House, Plugin]:
    """A house whose stranger keeps things in a version."""
    house = house_with()
    collection = api.Collection("things", Thing, version=version, **options)  # type: ignore[arg-type]
    return house, stranger(house, collections=hands_over(collection))


@pytest.mark.parametrize(
    ("version", "options", "says"),
    [
        (2, {"migrations": {2: raises}}, "could not be lifted to version 2 (ValueError (on_demand.py:"),
        (2, {"migrations": {2: leaves}}, "could not be lifted to version 2 (SystemExit (on_demand.py"),
        (2, {"migrations": {2: lambda _document: {"name": 7}}}, "could not be lifted to version 2"),
        (2, {}, "could not be lifted to version 2"),
        (1, {}, "written by a newer version of it (3; this one knows 1)"),
    ],
    ids=["raises", "exits", "makes something else", "is missing", "newer"],
)
def test_documents_that_cannot_be_lifted_cost_their_plugin_and_no_other(
    found_community: Found, version: int, options: dict[str, object], says: str
) -> None:
    newer = "newer" in says
    before = 3 if newer else 1
    steps = {2: dict, 3: dict} if newer else {}
    house, _plugin = kept_things(before, migrations=steps)
    community = found_community(house)
    session = community.session("ana")
    with session.store.transaction(by="ana", why="kept") as tx:
        tx.add(Thing(name=SECRET))
    community.close()
    community.house, plugin = kept_things(version, **options)

    async def look() -> str:
        async with community.shell("ana") as screen:
            await screen.open("Rhythm")
            assert "November 2026" in screen.text
            return screen.text

    asyncio.run(look())
    assert plugin.state == "refused"
    assert says in told(plugin)
    assert SECRET not in told(plugin)
    findings = {finding.what: finding for finding in examine(community.house, community.path)}
    assert not findings["plugin stranger"].well
    assert "folkmoot plugins disable stranger" in findings["plugin stranger"].says
    assert findings["store"].well
    community.house, _same = kept_things(before, migrations=steps)
    again = community.session("ana")
    assert [one.value.name for one in again.store.collection(Thing).all()] == [SECRET]


def test_lifting_makes_a_copy_first(found_community: Found) -> None:
    house, _plugin = kept_things(1)
    community = found_community(house)
    with community.session("ana").store.transaction(by="ana", why="kept") as tx:
        tx.add(Thing(name="ladder"))
    community.close()
    community.house, _plugin = kept_things(2, migrations={2: lambda document: {**document, "more": "lifted"}})
    session = community.session("ana")
    assert [one.value.more for one in session.store.collection(Thing).all()] == ["lifted"]
    assert any("before-migration" in file.name for file in community.path.parent.rglob("*"))
