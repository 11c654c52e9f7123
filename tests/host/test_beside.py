"""What a plugin keeps beside the record: on this machine alone, closed to others, in no copy."""

from __future__ import annotations

import pytest

from folkmoot.api import drop_beside, keep_beside, kept_beside
from folkmoot.store import copies
from folkmoot.testing import TestCommunity


def test_it_is_kept_replaced_and_let_go(community: TestCommunity) -> None:
    session = community.session()
    assert kept_beside(session, "toolshed-key") is None
    keep_beside(session, "toolshed-key", "one")
    keep_beside(session, "toolshed-key", "two")
    assert kept_beside(community.session(), "toolshed-key") == "two"
    drop_beside(session, "toolshed-key")
    drop_beside(session, "toolshed-key")
    assert kept_beside(session, "toolshed-key") is None


def test_nobody_else_on_the_machine_reads_it_and_no_copy_holds_it(community: TestCommunity) -> None:
    session = community.session()
    keep_beside(session, "toolshed-key", "quince marmalade")
    session.store.backup()
    session.store.export(community.path.parent / "export.json")
    holding = [
        file
        for file in [*community.path.parent.rglob("*"), *copies(community.path)]
        if file.is_file() and b"quince" in file.read_bytes()
    ]
    assert [file.name for file in holding] == ["toolshed-key"]
    assert holding[0].stat().st_mode & 0o777 == 0o600
    assert holding[0].parent.stat().st_mode & 0o777 == 0o700


@pytest.mark.parametrize("name", ["", "../up", "Key", "a b", "-x", "x" * 81])
def test_a_name_leads_nowhere_else(community: TestCommunity, name: str) -> None:
    with pytest.raises(ValueError, match="no name"):
        keep_beside(community.session(), name, "x")
