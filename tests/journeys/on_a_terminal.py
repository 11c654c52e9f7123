"""A program on a real pseudo-terminal, read through a terminal emulator (pyte), driven by keys.

Also run by hand and in CI: `python tests/journeys/on_a_terminal.py COMMAND …` opens the rhythm and leaves.
"""

from __future__ import annotations

import fcntl
import os
import pty
import re
import select
import signal
import socket
import struct
import subprocess
import sys
import termios
import time
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from pathlib import Path
from threading import Thread
from types import TracebackType

try:
    from journeys.emulator import QuickScreen, QuickStream
except ImportError:  # run by hand: then its own folder is where Python looks
    from emulator import QuickScreen, QuickStream

PATIENCE = 120.0  # seconds after which waiting for a text is given up: a hang, not a measure
AGAIN = 20.0  # seconds after which a person presses a key once more
KEYS = {
    "enter": "\r",
    "esc": "\x1b",
    "tab": "\t",
    "up": "\x1b[A",
    "down": "\x1b[B",
    "right": "\x1b[C",
    "left": "\x1b[D",
    "end": "\x1b[F",
    "ctrl+p": "\x10",
    "ctrl+q": "\x11",
    "ctrl+s": "\x13",
    "backspace": "\x7f",
}


CLIENT = """
import os, select, sys
terminal, line = int(sys.argv[1]), int(sys.argv[2])
while True:
    for ready in select.select([terminal, line], [], [])[0]:
        os.write(line if ready == terminal else terminal, os.read(ready, 65536))
"""


class OnATerminal:
    """One program on a terminal of its own; ended by its own process id when the block is left."""

    def __init__(
        self,
        command: Sequence[str],
        *,
        columns: int = 80,
        lines: int = 24,
        environ: Mapping[str, str] | None = None,
    ) -> None:
        self.screen = QuickScreen(columns, lines)
        self.stream = QuickStream(self.screen)
        self.received = b""
        self._before_key = 0  # how much had been received when a key was last sent
        self.status: int | None = None
        self.pid, self.terminal = pty.fork()
        if self.pid == 0:
            for number in (signal.SIGINT, signal.SIGHUP):  # whatever started the tests may ignore them
                signal.signal(number, signal.SIG_DFL)
            os.environ.update(environ or {})
            try:
                os.execvp(command[0], list(command))
            finally:
                os._exit(127)
        fcntl.ioctl(self.terminal, termios.TIOCSWINSZ, struct.pack("HHHH", lines, columns, 0, 0))

    def __enter__(self) -> OnATerminal:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        if self.status is None:
            os.kill(self.pid, signal.SIGKILL)
            os.waitpid(self.pid, 0)
        os.close(self.terminal)

    @property
    def text(self) -> str:
        """What the screen shows."""
        return "\n".join(self.screen.display)

    def open(self, title: str) -> None:
        """Go to a page: by its number in the strip at the top, or by its name where the strip has no room for it."""
        found = re.search(rf"(\d) {re.escape(title)}\b", self.screen.display[0])
        if found:
            self.press(found[1])
        else:
            self.press("ctrl+p", title)
            self.wait_for(f"{title}  ")
            self.press("enter")

    def press(self, *keys: str) -> None:
        """Send keys by name, or as they are typed."""
        self._before_key = len(self.received)
        for key in keys:
            os.write(self.terminal, KEYS.get(key, key).encode())

    def send(self, data: bytes) -> None:
        """Type bytes, whatever they are."""
        self._before_key = len(self.received)
        os.write(self.terminal, data)

    def wait_for(self, text: str) -> str:
        """Read until the screen shows a text. Raises: TimeoutError with what it showed instead."""
        end = time.monotonic() + PATIENCE
        while text not in self.text:
            if time.monotonic() > end or not self._read():
                raise TimeoutError(f"“{text}” did not come; the screen shows:\n{self.text}")
        return self.text

    def insist(self, key: str, text: str) -> str:
        """Press a key, and again where nothing comes of it, until the screen shows a text, as a person would.

        Python may miss a ctrl+c that comes just before it begins to read a line: so it is pressed when the program
        waits. Raises: TimeoutError.
        """
        end = time.monotonic() + PATIENCE
        self._wait_until_it_sleeps()
        pressed = time.monotonic()
        self.press(key)
        while text not in self.text:
            if time.monotonic() > end or not self._read():
                raise TimeoutError(f"“{text}” did not come; the screen shows:\n{self.text}")
            if time.monotonic() > pressed + AGAIN and text not in self.text:
                pressed = time.monotonic()
                self.press(key)
        return self.text

    def _wait_until_it_sleeps(self) -> None:
        """Wait until the program waits for something, a key most likely; where nobody tells, take it that it does."""
        state, end = Path(f"/proc/{self.pid}/stat"), time.monotonic() + PATIENCE
        while state.exists() and state.read_text().rpartition(")")[2].split()[0] != "S":
            if time.monotonic() > end:
                raise TimeoutError(f"it does not wait; the screen shows:\n{self.text}")
            time.sleep(0.001)

    def wait_without(self, text: str) -> str:
        """Read until the screen no longer shows a text. Raises: TimeoutError."""
        end = time.monotonic() + PATIENCE
        while text in self.text:
            if time.monotonic() > end or not self._read():
                raise TimeoutError(f"“{text}” did not go; the screen shows:\n{self.text}")
        return self.text

    def wait_for_more(self) -> None:
        """Read what comes next. Raises: TimeoutError where nothing does."""
        before, end = len(self.received), time.monotonic() + PATIENCE
        while len(self.received) == before:
            if time.monotonic() > end or not self._read():
                raise TimeoutError(f"nothing came; the screen shows:\n{self.text}")

    def wait_to_receive(self, pattern: bytes) -> re.Match[bytes]:
        """Read until something came since the last key, even if it is drawn over at once. Raises: TimeoutError."""
        end = time.monotonic() + PATIENCE
        while not (found := re.compile(pattern).search(self.received, self._before_key)):
            if time.monotonic() > end or not self._read():
                raise TimeoutError(f"{pattern!r} did not come; the screen shows:\n{self.text}")
        return found

    def wait_for_end(self) -> int:
        """Read until the program has ended; its exit code."""
        end = time.monotonic() + PATIENCE
        while self._read():
            if time.monotonic() > end:
                raise TimeoutError(f"it did not end; the screen shows:\n{self.text}")
        return self.end()

    def end(self) -> int:
        """Wait until the program has ended, whatever became of the terminal; its exit code, or minus a signal."""
        waiting = Thread(target=self._wait, daemon=True)
        waiting.start()
        waiting.join(PATIENCE)
        if self.status is None:
            raise TimeoutError(f"it did not end; the screen shows:\n{self.text}")
        return self.status

    def _wait(self) -> None:
        _pid, status = os.waitpid(self.pid, 0)
        self.status = os.waitstatus_to_exitcode(status)

    def close(self) -> None:
        """Close the window."""
        os.close(self.terminal)
        self.terminal = os.open(os.devnull, os.O_RDWR)

    @contextmanager
    def hand_over(self) -> Iterator[subprocess.Popen[bytes]]:
        """Put a client in between, as ssh would be: from here on it alone holds the terminal."""
        ours, theirs = socket.socketpair()
        client = subprocess.Popen(
            [sys.executable, "-c", CLIENT, str(self.terminal), str(theirs.fileno())],
            pass_fds=(self.terminal, theirs.fileno()),
        )
        theirs.close()
        os.close(self.terminal)
        self.terminal = ours.detach()
        with client:
            try:
                yield client
            finally:
                client.kill()

    def _read(self) -> bool:
        """Take in what has come; False when the program has closed the terminal."""
        ready, _w, _x = select.select([self.terminal], [], [], 0.5)
        if not ready:
            return True
        try:
            data = os.read(self.terminal, 65536)
        except OSError:
            return False
        self.received += data
        self.stream.feed(data)
        return bool(data)


def main(command: Sequence[str]) -> int:
    """Open a community, look at its rhythm, leave."""
    with OnATerminal(command) as terminal:
        terminal.wait_for("Today")
        terminal.press("2")
        terminal.wait_for("[ ] month")
        shown = terminal.wait_without("Lately")
        terminal.press("q")
        code = terminal.wait_for_end()
    sys.stdout.write(shown + "\n")
    return code


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
