"""Between the store and the system: each call that touches a file can be watched, or be the last one."""

from __future__ import annotations

import fcntl
import io
import os
import sys
import time
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from threading import local
from typing import Any

CHANGES = (
    *("open", "write", "pwrite", "ftruncate", "truncate", "fsync", "fdatasync"),
    *("rename", "replace", "unlink", "remove", "mkdir", "rmdir"),
)
READS = ("stat", "fstat", "pread", "scandir")
WAITS = ("flock", "sleep")
ELSEWHERE = {"flock": fcntl, "sleep": time}  # what does not stand in `os`
See = Callable[[str, Callable[..., Any], tuple[Any, ...], dict[str, Any]], Any]


@contextmanager
def around(see: See, names: Sequence[str]) -> Iterator[None]:
    """Have calls of some functions of `os` go through `see(name, real, arguments, options)`.

    What `see` itself calls is not watched. `stat` brings the opening of files for reading along.
    """
    inside = local()

    def watched(name: str, real: Callable[..., Any]) -> Callable[..., Any]:
        def call(*arguments: Any, **options: Any) -> Any:
            if getattr(inside, "busy", False):
                return real(*arguments, **options)
            inside.busy = True
            try:
                return see(name, real, arguments, options)
            finally:
                inside.busy = False

        return call

    places: list[tuple[Any, str]] = [(ELSEWHERE.get(name, os), name) for name in names]
    places += [(io, "open")] if "stat" in names else []
    real = {id(getattr(module, name)): watched(name, getattr(module, name)) for module, name in places}
    kept = [(module, name, getattr(module, name)) for module, name in [*places, *_elsewhere(real)]]
    for module, name, function in kept:
        setattr(module, name, real[id(function)])
    try:
        yield
    finally:
        for module, name, function in kept:
            setattr(module, name, function)


def _elsewhere(real: dict[int, Callable[..., Any]]) -> Iterator[tuple[Any, str]]:
    """Where the store keeps such a function under a name of its own."""
    for module in [module for name, module in sys.modules.items() if name.startswith("folkmoot.store")]:
        for name, value in list(vars(module).items()):
            if id(value) in real:
                yield module, name


@contextmanager
def before_call(number: int, names: Sequence[str], do: Callable[[], object]) -> Iterator[Callable[[], bool]]:
    """Have something done before the call with a number, counted from nought; yields what tells if it was."""
    calls = 0

    def see(_name: str, real: Callable[..., Any], arguments: tuple[Any, ...], options: dict[str, Any]) -> Any:
        nonlocal calls
        calls += 1
        if calls == number + 1:
            do()
        return real(*arguments, **options)

    with around(see, names):
        yield lambda: calls > number
