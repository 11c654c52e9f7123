"""Stores on real files, and real processes beside the one that tests."""

from __future__ import annotations

import subprocess
import sys
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from store_house import made

from folkmoot.store import Store

WORKERS = Path(__file__).with_name("store_workers.py")
Start = Callable[..., "subprocess.Popen[str]"]


@pytest.fixture
def path(tmp_path: Path) -> Path:
    return tmp_path / "house" / "community.json"


@pytest.fixture
def store(path: Path) -> Iterator[Store]:
    with made(path) as found:
        yield found


@pytest.fixture
def start() -> Iterator[Start]:
    """Start a worker process: `start("count", path, 50)`; it is ended after the test."""
    running: list[subprocess.Popen[str]] = []

    def begin(*words: object, **options: object) -> subprocess.Popen[str]:
        process: subprocess.Popen[str] = subprocess.Popen(
            [sys.executable, str(WORKERS), *map(str, words)],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            text=True,
            **options,  # type: ignore[call-overload]
        )
        running.append(process)
        return process

    yield begin
    for process in running:
        process.kill()
        process.communicate()
