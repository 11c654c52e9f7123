"""Keys of a person: several, named, told of, removed; and never the last one."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta

import pytest

from door.visitors import a_code, a_key, comes_in, partners
from folkmoot import acts
from folkmoot.door.authorized import merged, write_keys
from folkmoot.door.entrance import change_entrance
from folkmoot.door.kept import Entrance
from folkmoot.door.keys import add_key, came_in, keys_of, known_key, name_key, one_of, remove_key, why_out
from folkmoot.door.publickey import PublicKey
from folkmoot.door.upkeep import daily, keep_history, undo
from folkmoot.errors import BadData, NotAllowed, NotFound
from folkmoot.session import Session
from folkmoot.store import copies
from folkmoot.testing import TestCommunity


def with_key(community: TestCommunity, handle: str, key: PublicKey) -> Session:
    """A session that came over SSH."""
    return replace(community.session(handle), key=key.fingerprint)


def test_a_person_has_several_keys_each_with_a_name_of_its_own(community: TestCommunity) -> None:
    ana = community.session("ana")
    for machine in ("laptop", "laptop", ""):
        add_key(ana, a_key(f"{machine} {len(keys_of(ana.store, 'ana'))}"), machine)
    assert [key.value.name for key in keys_of(ana.store, "ana")] == ["laptop", "laptop 2", "key 3"]
    with pytest.raises(BadData, match="called “laptop”"):
        name_key(ana, one_of(ana, "3"), "laptop")
    assert name_key(ana, one_of(ana, "3"), "phone").value.name == "phone"


def test_a_key_is_found_by_name_by_fingerprint_or_by_its_place(community: TestCommunity) -> None:
    ana = community.session("ana")
    for machine in ("laptop", "phone"):
        add_key(ana, a_key(machine), machine)
    print_ = a_key("phone").fingerprint
    for which in ("phone", "PHONE", print_, print_.removeprefix("SHA256:")[:8], "2"):
        assert one_of(ana, which).value.name == "phone"
    for which in ("tablet", "0", "3", "", print_[:9]):
        with pytest.raises(NotFound):
            one_of(ana, which)


def test_a_key_belongs_to_one_person(community: TestCommunity) -> None:
    comes_in(community, "bo", a_code(community.session("ana")))
    with pytest.raises(BadData, match="belongs to somebody else"):
        add_key(community.session("ana"), a_key("bo"))
    with pytest.raises(BadData, match="yours already"):
        add_key(community.session("bo"), a_key("bo"))


def test_a_removed_key_is_told_so_and_never_comes_back(community: TestCommunity) -> None:
    comes_in(community, "bo", a_code(community.session("ana")))
    bo = community.session("bo")
    add_key(bo, a_key("phone"), "phone")
    remove_key(bo, one_of(bo, "phone"))
    assert "removed" in (why_out(bo.store, a_key("phone").fingerprint, "bo") or "")
    assert why_out(bo.store, a_key("bo").fingerprint, "bo") is None
    for handle in ("bo", "ana"):
        with pytest.raises(BadData, match="removed once"):
            add_key(community.session(handle), a_key("phone"))


def test_the_only_key_can_not_be_removed(community: TestCommunity) -> None:
    comes_in(community, "bo", a_code(community.session("ana")))
    bo = community.session("bo")
    with pytest.raises(BadData, match="only key"):
        remove_key(bo, one_of(bo, "1"))


def test_nobody_changes_the_keys_of_somebody_else(community: TestCommunity) -> None:
    partners(community, "bo")
    ana, stored = community.session("ana"), one_of(community.session("bo"), "1")
    for forbidden in (lambda: remove_key(ana, stored), lambda: name_key(ana, stored, "mine")):
        with pytest.raises(NotAllowed, match="their own keys"):
            forbidden()


def test_the_next_login_with_another_key_tells_of_a_key_that_was_added(community: TestCommunity) -> None:
    comes_in(community, "bo", a_code(community.session("ana")))
    community.moment += timedelta(hours=1)
    add_key(community.session("bo"), a_key("phone"), "phone")
    assert came_in(with_key(community, "bo", a_key("phone"))) == []  # whoever came with it knows of it
    community.moment += timedelta(hours=1)
    told = came_in(with_key(community, "bo", a_key("bo")))
    assert [key.name for key in told] == ["phone"]
    assert came_in(with_key(community, "bo", a_key("bo"))) == []


def test_a_key_says_on_which_day_it_was_last_used_and_writes_no_more_than_that(
    community: TestCommunity,
) -> None:
    comes_in(community, "bo", a_code(community.session("ana")))
    came_in(with_key(community, "bo", a_key("bo")))
    written = community.session().store.seq
    community.moment += timedelta(hours=2)
    came_in(with_key(community, "bo", a_key("bo")))
    assert community.session().store.seq == written
    stored = known_key(community.session().store, a_key("bo").fingerprint)
    assert stored is not None
    assert stored.value.used == community.moment.date()


def test_history_tells_that_a_key_was_added_and_by_whom_but_not_which(community: TestCommunity) -> None:
    ana = community.session("ana")
    add_key(ana, a_key("laptop"), "my secret laptop")
    journal = b"".join(file.read_bytes() for file in community.path.with_suffix(".log").iterdir())
    remove_key_after_another(ana)
    entries = ana.store.history_by("ana")
    assert any(entry.why == "added a key" for entry in entries)
    assert not any("my secret laptop" in str(entry.after) for entry in entries)
    assert b"my secret laptop" in journal  # kept, as long as it is the present


def remove_key_after_another(session: Session) -> None:
    add_key(session, a_key("phone"), "phone")
    remove_key(session, one_of(session, "phone"))


def test_an_authorized_keys_file_holds_what_lets_members_in_and_leaves_other_lines(
    community: TestCommunity,
) -> None:
    file = community.path.parent / "authorized_keys"
    file.write_text("# mine\nssh-ed25519 AAAA me@elsewhere\n")
    ana = community.session("ana")
    change_entrance(ana, Entrance(keys_file=str(file)), "said where")
    add_key(ana, a_key("laptop"), "laptop")
    text = file.read_text()
    assert text.startswith("# mine\nssh-ed25519 AAAA me@elsewhere\n")
    assert 'restrict,pty,command="' in text
    assert a_key("laptop").line in text
    assert file.stat().st_mode & 0o777 == 0o600
    add_key(ana, a_key("phone"), "phone")
    remove_key(ana, one_of(ana, "laptop"))
    assert a_key("laptop").line not in file.read_text()
    assert write_keys(file, ana.store, None) == 1
    assert file.read_text().count("ssh-ed25519 AAAA me@elsewhere") == 1


def test_our_part_of_a_file_is_put_in_anew_wherever_it_stands() -> None:
    once = merged("before", ["one"])
    twice = merged(once + "after\n", ["two", "three"])
    assert twice.startswith("before\n#")
    assert twice.endswith("after\n")
    assert "one" not in twice.splitlines()
    assert merged(twice, ["two", "three"]) == twice


def test_neither_a_removed_key_nor_what_several_decided_comes_back_by_undoing(
    community: TestCommunity,
) -> None:
    ana = community.session("ana")
    for machine in ("phone", "laptop"):
        add_key(ana, a_key(machine), machine)
    remove_key(ana, one_of(ana, "phone"))
    with pytest.raises(BadData, match="not taken back by undoing"):
        undo(ana, ana.store.seq)
    partners(community, "bo", "cy")
    number = acts.ask_for(ana, "account.suspend", "cy", "a quarrel").act.id
    acts.agree(community.session("bo"), number)
    with pytest.raises(BadData, match="not taken back by undoing"):
        undo(ana, ana.store.seq)


def test_on_the_screen_a_key_is_told_of_for_some_days_whoever_was_told_already(
    community: TestCommunity,
) -> None:
    comes_in(community, "bo", a_code(community.session("ana")))
    community.moment += timedelta(hours=1)
    add_key(community.session("bo"), a_key("thief's"), "thief's")
    same = with_key(community, "bo", a_key("bo"))
    for _login in range(3):  # a copy of the very key may have come first, and read it away
        assert [key.name for key in came_in(same, lately=True)] == ["thief's"]
    community.moment += timedelta(days=3)
    assert came_in(with_key(community, "bo", a_key("bo")), lately=True) == []


def test_what_one_may_is_asked_of_the_record_not_of_what_was_true_at_login(community: TestCommunity) -> None:
    ana = community.session("ana")
    for name in ("thief", "laptop"):
        add_key(ana, a_key(name), name)
    waiting = with_key(community, "ana", a_key("thief"))
    remove_key(ana, one_of(ana, "thief"))
    with pytest.raises(NotAllowed, match="key was removed"):
        add_key(waiting, a_key("another"), "innocent")


def test_the_days_copy_and_its_tidying_are_done_from_wherever_somebody_comes(
    community: TestCommunity,
) -> None:
    comes_in(community, "bo", a_code(community.session("ana")))
    keep_history(community.session("ana"), 1)
    community.moment += timedelta(days=60)
    session = with_key(community, "bo", a_key("bo"))
    daily(session)
    assert copies(community.path)
    assert not session.store.history_by("ana"), "what is older than a month was let go of"
    with pytest.raises(NotAllowed, match="looks after the host"):
        keep_history(session, 2)
