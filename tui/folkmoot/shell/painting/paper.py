"""Between the frames and a terminal: of all that is wanted while the terminal is slow, it is given the last."""

from __future__ import annotations

import threading
from typing import TextIO

from folkmoot.shell.painting.difference import difference
from folkmoot.shell.painting.frame import Frame

AT_ONCE = 400  # characters that come in one piece anyway; what is longer, a terminal is asked to show at once
BELL = "\a"  # moves nothing
SYNC_START, SYNC_END = "\x1b[?2026h", "\x1b[?2026l"


class Paper:
    """Stands where the thread of writing has its file. `want` is called by others, `write` by that thread alone."""

    def __init__(self, file: TextIO) -> None:
        self.out = file
        self._lock = threading.Lock()
        self._wanted: Frame | None = None
        self._shown: Frame | None = None  # None: nobody knows
        self._shut = True
        self._woken = False  # whether the thread was told that there is something to paint
        self.synchronized = False  # whether the terminal can hold back what it shows until all of it came

    def want(self, frame: Frame) -> bool:
        """The terminal should show this; what was wanted before and isn't shown yet no longer matters.

        True: tell the thread of writing so. Else it knows already.
        """
        with self._lock:
            self._wanted = frame
            woken, self._woken = self._woken, True
        return not woken

    def forget(self) -> None:
        """Nobody knows what the terminal shows: clear it before the next frame."""
        with self._lock:
            self._shown = None

    def open(self) -> None:
        """From here on frames may be painted; on what, nobody knows."""
        with self._lock:
            self._shut, self._shown, self._wanted, self._woken = False, None, None, False

    def shut(self) -> None:
        """Paint no more: the terminal is being given back."""
        with self._lock:
            self._shut = True

    def write(self, text: str) -> None:
        """Write what is no frame (nothing: only the frame), and then the last frame where it isn't shown yet."""
        if text:
            self.out.write(text)
        with self._lock:
            self._woken = False
            if text and text != BELL and self._shown is not None:
                self._shown = self._shown._replace(cursor=None)
            wanted, shown = self._wanted, self._shown
            if self._shut or wanted is None or wanted is shown:
                return
            self._shown = wanted
        changes = difference(shown, wanted)
        if self.synchronized and len(changes) > AT_ONCE:
            changes = SYNC_START + changes + SYNC_END
        self.out.write(changes)

    def flush(self) -> None:
        """Wait until the terminal took all of it."""
        self.out.flush()

    def fileno(self) -> int:
        """The terminal."""
        return self.out.fileno()
