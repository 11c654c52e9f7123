"""What is shared, and with whom: found in no file and no scrollback, however a session ends."""

from __future__ import annotations

import os
import signal
from pathlib import Path

import pytest

from folkmoot.testing import TestCommunity
from folkmoot_tmaps.sealing import rules
from tmaps.a_map import PASSPHRASE, SECRET, answer, begun, told
from tmaps.map_on_a_terminal import SHARING
from tmaps.shared_maps import read_by, reader, share
from tmaps.test_a_map_tells_nothing import assert_untold, on_terminal, open_map, scrollback

THEIRS, NAME = "Wombatfeather", "Wilhelmina"


@pytest.fixture
def words(community: TestCommunity, monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """Ana and Wilhelmina share with each other; what must be found nowhere."""
    monkeypatch.setattr(rules, "SCRYPT_N", 2**17)  # as in the other process
    mine = begun(community)
    answer(mine, "steer/matters", SECRET)
    other = reader(community, "wilhelmina")
    answer(other, "signs/outside", THEIRS)
    share(mine, "steer", "wilhelmina")
    share(other, "signs", "ana")
    assert read_by(mine) == {"wilhelmina/signs": [f"- {THEIRS}"]}
    return [SECRET, THEIRS, PASSPHRASE, mine.keys.identity, other.keys.identity, "Signs that others may see"]


@pytest.mark.parametrize("way", SHARING)
def test_a_screen_of_sharing_that_goes_wrong_tells_nothing(
    tmp_path: Path, community: TestCommunity, words: list[str], way: str
) -> None:
    with on_terminal(tmp_path, community, way) as terminal:
        open_map(terminal)
        terminal.wait_for("1 section is shared with you")
        terminal.press("Z")
        terminal.wait_for("ValueError")
        terminal.press("q")
        assert terminal.wait_for_end() == 0
        assert_untold(tmp_path, scrollback(terminal), words)
        assert NAME.encode() not in scrollback(terminal)


@pytest.mark.parametrize("number", [signal.SIGKILL, signal.SIGHUP, signal.SIGABRT])
def test_killed_while_it_is_read_it_tells_nothing_and_leaves_no_core(
    tmp_path: Path, community: TestCommunity, words: list[str], number: signal.Signals
) -> None:
    with on_terminal(tmp_path, community, "") as terminal:
        open_map(terminal)
        terminal.wait_for("1 section is shared with you")
        terminal.press("f")
        terminal.wait_for(NAME)
        terminal.press("enter")
        terminal.wait_for(THEIRS)
        os.kill(terminal.pid, number)
        terminal.end()
        assert terminal.status != 0
    assert_untold(tmp_path, scrollback(terminal), words)
    assert NAME.encode() not in scrollback(terminal)
    assert told(community.path.parent, *words) == []
    assert not list(tmp_path.rglob("core*"))


def test_left_in_order_neither_names_nor_sections_stay_in_the_scrollback(
    tmp_path: Path, community: TestCommunity, words: list[str]
) -> None:
    with on_terminal(tmp_path, community, "") as terminal:
        open_map(terminal)
        terminal.press("s")
        terminal.wait_for(NAME)
        terminal.press("c")
        terminal.wait_for("Numbers with")
        terminal.send(b"\x0c")
        terminal.wait_for("today is")
        terminal.press("q")
        assert terminal.wait_for_end() == 0
        assert_untold(tmp_path, scrollback(terminal), [*words, "Numbers with"])
        assert NAME.encode() not in scrollback(terminal)
