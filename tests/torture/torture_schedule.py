"""Threads that take turns at each call of the system, in an order that a number tells: it can be had again."""

from __future__ import annotations

import random
import sys
import threading
from collections.abc import Callable, Iterator
from contextlib import ExitStack, contextmanager
from time import monotonic
from types import SimpleNamespace
from typing import Any

from torture_disk import CHANGES, READS, WAITS, around

CALLS = (*CHANGES, *READS, *WAITS)
WATCH = 60.0  # seconds after which nobody goes on any more
MOST = 20_000  # turns after which those who run go round in circles


class Turnstile:
    """A lock of threads that lets the others go on while it is waited for."""

    def __init__(self, lock: Any, give_way: Callable[[], None]) -> None:
        self._lock = lock
        self._give_way = give_way

    def acquire(self, blocking: bool = True, timeout: float = -1) -> bool:
        until = monotonic() + (timeout if timeout >= 0 else WATCH)
        while not self._lock.acquire(blocking=False):
            if not blocking or monotonic() > until:
                return False
            self._give_way()
        return True

    def release(self) -> None:
        self._lock.release()

    def __enter__(self) -> bool:
        return self.acquire()

    def __exit__(self, *_error: object) -> None:
        self.release()


class Schedule:
    """Lets one thread run at a time; before each call it draws who is next."""

    def __init__(self, seed: int) -> None:
        self._chance = random.Random(seed)
        self._stay = self._chance.choice((0.0, 0.5, 0.9, 0.97))  # how likely the same one goes on
        self._changed = threading.Condition()
        self._alive: list[int] = []
        self._turn = -1
        self._turns = 0
        self._names: dict[int, int] = {}  # of threads, by what the system calls them
        self.errors: list[BaseException] = []

    @contextmanager
    def locks(self) -> Iterator[None]:
        """Have what the store makes as locks of threads let others go on."""
        made = {
            name: lambda real=real: Turnstile(real(), lambda: self._give_way(others=True))
            for name, real in (("Lock", threading.Lock), ("RLock", threading.RLock))
        }
        ours = SimpleNamespace(**{**vars(threading), **made})
        modules = [module for name, module in sys.modules.items() if name.startswith("folkmoot.store")]
        with ExitStack() as stack:
            for module in modules:
                for name, value in list(vars(module).items()):
                    real = value is getattr(threading, name, None)
                    new = ours if value is threading else made.get(name) if real else None
                    if new is not None:
                        stack.callback(setattr, module, name, value)
                        setattr(module, name, new)
            yield

    def _give_way(self, *, others: bool = False) -> None:
        number = self._names.get(threading.get_ident())
        if number is not None:
            with self._changed:
                self._turns += 1
                if self._turns > MOST:
                    raise AssertionError("they go round in circles")
                self._draw(others=others)
            self._wait(number)

    def run(self, works: list[Callable[[], object]]) -> None:
        """Do some works at once. What they raise is kept in `errors`."""
        self._alive = [*range(len(works))]

        def begin(number: int, work: Callable[[], object]) -> None:
            self._names[threading.get_ident()] = number
            try:
                self._wait(number)
                work()
            except BaseException as error:
                self.errors.append(error)
            finally:
                with self._changed:
                    self._alive.remove(number)
                    self._draw()

        def see(
            name: str, real: Callable[..., Any], arguments: tuple[Any, ...], options: dict[str, Any]
        ) -> Any:
            self._give_way(others=name == "sleep")
            if name == "sleep" and threading.get_ident() in self._names:
                return None  # the others had their turns
            return real(*arguments, **options)

        threads = [threading.Thread(target=begin, args=pair, daemon=True) for pair in enumerate(works)]
        with around(see, CALLS):
            for thread in threads:
                thread.start()
            with self._changed:
                self._draw()
            for thread in threads:
                thread.join()

    def _draw(self, *, others: bool = False) -> None:
        if others or self._turn not in self._alive or self._chance.random() >= self._stay:
            self._turn = self._chance.choice(self._alive) if self._alive else -1
        self._changed.notify_all()

    def _wait(self, number: int) -> None:
        with self._changed:
            if not self._changed.wait_for(lambda: self._turn == number, WATCH):
                raise AssertionError("nobody goes on")
