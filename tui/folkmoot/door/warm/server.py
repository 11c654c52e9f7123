"""The warm server of a record: listens, forks for whoever comes, and knows who of them is still there.

It reads nothing that a client says, opens no record, begins no thread and no event loop: all of that is its
children's. It wakes when somebody comes or goes, and now and then to see whether it is still needed.
"""

from __future__ import annotations

import os
import select
import signal
import socket
import struct
import time
from collections import deque
from collections.abc import Callable
from contextlib import suppress
from dataclasses import dataclass, field
from pathlib import Path

from folkmoot.door.warm import place, wire
from folkmoot.door.warm.guest import Guest
from folkmoot.door.warm.installed import state_of_program
from folkmoot.door.warm.status import UNKNOWN, Inside, Status

LOOK = 20_000  # milliseconds between two looks at whether it is still needed
FRESH = 0.5  # seconds for which a look at the installed program counts: many come at once


@dataclass
class Child:
    """A forked process: its descriptor, its client's connection; since when, and its memory once it is a session."""

    process: int
    link: socket.socket
    since: float
    memory: int = UNKNOWN
    session: bool = False


@dataclass
class Server:
    """Serves until nobody needs it; `serve` returns in the server when it ends, and a guest in each child.

    `again` begins the program anew in this process, with what is open: the sessions stay its children.
    """

    store: str
    listener: socket.socket
    lock: int
    by: str
    idle: float
    program: bytes
    again: Callable[[Server], None]
    children: dict[int, Child] = field(default_factory=dict)

    def __post_init__(self) -> None:
        self.since = self.last = time.time()
        self._seen = 0.0
        self._welcome: deque[socket.socket] = deque()  # who was seen and is still to be forked for
        self._asked_to_end = self._asked_again = False
        self._memory = os.open("/proc/self/smaps_rollup", os.O_RDONLY | os.O_CLOEXEC)
        self._reports, self._of_children = socket.socketpair(socket.AF_UNIX, socket.SOCK_DGRAM)
        self._woken, self._waker = socket.socketpair()
        for one in (self._reports, self._woken, self._waker, self.listener):
            one.setblocking(False)

    def serve(self) -> Guest | None:
        """Wait for whoever comes."""
        self._listen_to_signals()
        waiting = select.poll()
        for one in (self.listener, self._reports, self._woken):
            waiting.register(one, select.POLLIN)
        for child in self.children.values():
            waiting.register(child.process, select.POLLIN)
        look = min(LOOK, int(self.idle * 1000) + 1)
        while not self._asked_to_end and self._is_needed():
            ready = {descriptor for descriptor, _event in waiting.poll(0 if self._welcome else look)}
            if self._reports.fileno() in ready:
                self._take_reports()
            for pid, child in list(self.children.items()):
                if child.process in ready:
                    waiting.unregister(child.process)
                    self._see_out(pid, child)
            if self._woken.fileno() in ready:
                with suppress(BlockingIOError):
                    self._woken.recv(64)
            if not self._welcome and (
                self._asked_again or (self.listener.fileno() in ready and self._is_upgraded())
            ):
                self.again(self)
            elif self.listener.fileno() in ready:
                self._see_who_waits()
            if self._welcome and (guest := self._forked(self._welcome.popleft(), waiting)) is not None:
                return guest
        return None

    def _listen_to_signals(self) -> None:
        def again(_number: int, _frame: object) -> None:
            self._asked_again = True

        def end(_number: int, _frame: object) -> None:
            self._asked_to_end = True

        signal.set_wakeup_fd(self._waker.fileno(), warn_on_full_buffer=False)
        signal.signal(signal.SIGHUP, again)
        signal.signal(signal.SIGTERM, end)

    def _is_needed(self) -> bool:
        if not os.path.isdir(os.path.dirname(self.store)):  # noqa: PTH112, PTH120
            return False  # the record is gone, and its door with it
        if os.path.exists(f"{place.folder_of(self.store)}/{place.OFF}"):  # noqa: PTH110
            return False
        return bool(self.children) or time.time() - self.last < self.idle

    def _is_upgraded(self) -> bool:
        """Whether another program is installed by now than the one that runs here."""
        if time.monotonic() - self._seen < FRESH:
            return False
        self._seen = time.monotonic()
        return state_of_program() != self.program

    def _see_who_waits(self) -> None:
        """Tell everybody who waits that they are seen, before the first is forked; only our own account's are."""
        with suppress(OSError):
            while True:
                link, _address = self.listener.accept()
                _pid, uid, _gid = struct.unpack(
                    "3i", link.getsockopt(socket.SOL_SOCKET, socket.SO_PEERCRED, struct.calcsize("3i"))
                )
                if uid != os.geteuid():
                    link.close()
                    continue
                with suppress(OSError):
                    link.send(wire.HERE)
                    self._welcome.append(link)

    def _forked(self, link: socket.socket, waiting: select.poll) -> Guest | None:
        """A child for a client; in the child, the guest that it is."""
        self.last = time.time()
        status = self._status()
        try:
            pid = os.fork()
        except OSError:
            link.close()  # no room for another process: the client sees for itself
            return None
        if pid == 0:
            signal.set_wakeup_fd(-1)
            self._hang_up_for_others()
            return Guest(link, Path(place.folder_of(self.store)), status, self._of_children, self._let_go)
        child = Child(os.pidfd_open(pid), link, self.last)
        self.children[pid] = child
        waiting.register(child.process, select.POLLIN)
        return None

    def _status(self) -> Status:
        return Status(
            server=os.getpid(),
            since=self.since,
            by=self.by,
            memory=self._memory,
            others=len(self.children),
            sessions={
                pid: Inside(since=child.since, memory=child.memory)
                for pid, child in self.children.items()
                if child.session
            },
        )

    def _hang_up_for_others(self) -> None:
        """In a child, at once: whoever else waits is not to wait for this one's end as well."""
        for link in (*self._welcome, *(child.link for child in self.children.values())):
            link.close()

    def _let_go(self) -> None:
        """In a child that becomes a session: close whatever else is the server's."""
        for one in (self.listener, self._reports, self._of_children, self._woken, self._waker):
            one.close()
        for descriptor in (self.lock, self._memory):
            os.close(descriptor)
        for child in self.children.values():
            for descriptor in (child.process, child.memory):
                if descriptor != UNKNOWN:
                    os.close(descriptor)
        self.children.clear()

    def _take_reports(self) -> None:
        """Learn which children have become sessions, and where their memory can be read."""
        with suppress(BlockingIOError):
            while True:
                said, found, _flags, _address = socket.recv_fds(self._reports, 32, 1)
                child = self.children.get(int(said)) if said.isdigit() else None
                if child is None or child.session:
                    for descriptor in found:
                        os.close(descriptor)
                    continue
                child.session = True
                child.memory = found[0] if found else UNKNOWN

    def _see_out(self, pid: int, child: Child) -> None:
        """A child has ended: tell its client how, should it not have said so itself."""
        self._take_reports()
        del self.children[pid]
        with suppress(OSError):
            _pid, status = os.waitpid(pid, 0)
            code = os.waitstatus_to_exitcode(status)
            if child.session:
                child.link.send(b"%d\n" % (code if code >= 0 else 128 - code), socket.MSG_DONTWAIT)
        child.link.close()
        for descriptor in (child.process, child.memory):
            if descriptor != UNKNOWN:
                os.close(descriptor)
        self.last = time.time()
