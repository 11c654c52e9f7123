"""A disk that is full keeps nobody out who is in, and lets nobody in by halves."""

from __future__ import annotations

import resource
from collections.abc import Iterator
from pathlib import Path

import pytest

from door.visitors import a_code, a_key, comes_in, visitor
from folkmoot.door.here import being_here, present
from folkmoot.door.joining import look_at
from folkmoot.door.keys import add_key, keys_of
from folkmoot.errors import FolkmootError
from folkmoot.forms import NotFitting
from folkmoot.session import Account
from folkmoot.testing import NOON, TestCommunity

FOLDER = "a file that stands where a folder should"


@pytest.fixture
def no_room(community: TestCommunity) -> Iterator[Path]:
    """Nothing can be written beside the record: a file stands where the door's folder should be."""
    place = community.path.with_suffix(".door")
    place.write_text(FOLDER)
    yield place


def test_members_come_in_though_the_list_of_who_is_here_can_not_be_written(
    community: TestCommunity, no_room: Path
) -> None:
    with being_here(community.path, "ana", "", NOON):
        assert present(community.path) == []
    assert no_room.read_text() == FOLDER


def test_a_wrong_code_is_refused_though_it_can_not_be_counted(
    community: TestCommunity, no_room: Path
) -> None:
    with pytest.raises(NotFitting, match="not known"):
        look_at(visitor(community, "bo"), "AAAA-AAAA-AAAA")


def test_joining_and_adding_a_key_are_whole_or_not_at_all(community: TestCommunity) -> None:
    code = a_code(community.session("ana"))
    before = community.session().store.seq
    soft, hard = resource.getrlimit(resource.RLIMIT_FSIZE)
    size = max(file.stat().st_size for file in community.path.with_suffix(".log").iterdir())
    resource.setrlimit(resource.RLIMIT_FSIZE, (size, hard))
    try:
        with pytest.raises(FolkmootError):
            comes_in(community, "bo", code)
        with pytest.raises(FolkmootError):
            add_key(community.session("ana"), a_key("laptop"))
    finally:
        resource.setrlimit(resource.RLIMIT_FSIZE, (soft, hard))
    store = community.session().store
    assert store.seq == before
    assert [one.value.handle for one in store.collection(Account).all()] == ["ana"]
    assert keys_of(store, "ana") == []
    comes_in(community, "bo", code)
