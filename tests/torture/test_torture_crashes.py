"""A process dies at any call it makes: the others go on with the same store, and what it did is done or not."""

from __future__ import annotations

import subprocess
from collections.abc import Callable
from pathlib import Path

import pytest
from torture_crashes import WORK

Start = Callable[..., "subprocess.Popen[str]"]


def crash(start: Start, quick: Path, work: str, tail: str, stride: int, broken: str = "") -> None:
    """Have a process of its own, which may fork, crash some work everywhere."""
    worker = start("crash", quick, work, tail, stride, broken=broken)
    told = worker.communicate(timeout=1200)[0].splitlines()
    assert worker.returncode == 0, "\n".join(told)
    assert int(told[-1].split()[1]) > 3, "nothing was crashed"


@pytest.mark.parametrize("tail", ["whole", "half a line"])
@pytest.mark.parametrize("work", WORK)
def test_who_dies_at_any_call_takes_nobody_along(
    start: Start, quick: Path, work: str, tail: str, long: bool
) -> None:
    crash(start, quick, work, tail, 1 if long or tail == "whole" else 5)


@pytest.mark.parametrize("broken", ["writing_behind_bad_ends", "with_snapshots_in_place"])
def test_a_store_that_does_not_mind_the_dead_is_caught(start: Start, quick: Path, broken: str) -> None:
    with pytest.raises(AssertionError, match="crashed:"):
        for work in ("rotate", "compact"):
            crash(start, quick, work, "half a line", 1, broken=broken)
