"""A warm server for a house at the door: there before its first session, and ended with the block."""

from __future__ import annotations

import os
import signal
import subprocess
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from typing import Any

from door.house import DoorHouse
from door.processes import wait_until

WAYS = ("plain", "warm")


def cold(house: DoorHouse) -> None:
    """Have every session of a house be a process of its own."""
    house.host("host", "limits", "--no-warm")


@contextmanager
def warm(house: DoorHouse, *options: str, limits: tuple[str, ...] = ()) -> Iterator[subprocess.Popen[bytes]]:
    """Run the server of a house as its account; the process that was started, once it listens."""
    house.host("host", "limits", "--warm", *limits)
    account = house.account
    server = subprocess.Popen(
        [
            *account.becoming(),
            account.python,
            "-I",
            "-m",
            "folkmoot",
            "server",
            "--store",
            str(house.store),
            *options,
        ],
        stdin=subprocess.DEVNULL,
        env={"PATH": "/usr/bin:/bin", "HOME": str(account.folder), "USER": account.name, "LANG": "C.UTF-8"},
        cwd="/",
    )
    try:
        wait_until(lambda: server.poll() is not None or status(house)["running"], "a warm server listens")
        assert server.poll() is None, server.returncode
        yield server
    finally:
        with suppress(ProcessLookupError):
            os.kill(server.pid, signal.SIGTERM)
        server.wait(60)


def status(house: DoorHouse) -> dict[str, Any]:
    """What `host status` says."""
    found: dict[str, Any] = house.data("host", "status")
    return found


def inside(house: DoorHouse) -> list[int]:
    """The processes of the sessions that the server knows."""
    return [one["pid"] for one in status(house).get("sessions", ())]
