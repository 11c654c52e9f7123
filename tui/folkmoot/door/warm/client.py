"""What sshd runs: hand the terminal over to a warm server, pass signals on, end as the session ends.

A start is what everybody waits for, so nothing but C modules of Python is imported here. Where no server answers
at once, nothing was given away, and this process becomes the session itself.
"""

from __future__ import annotations

import _socket
import fcntl
import os
import resource
import select
import sys
import termios
from collections.abc import Sequence

from folkmoot.door.warm import place, wire

TYPE_CHECKING = False
if TYPE_CHECKING:
    import signal
    from types import FrameType
else:
    import _signal as signal  # the same without its enumerations, which cost as much as all else here

AT_ONCE = 0.2  # seconds in which a server says that it is there
SOON = 5.0  # in which it has forked, with forty others at the door
AFTER = 1.0  # between a session's end and its exit code
PASSED_ON = ("SIGHUP", "SIGINT", "SIGQUIT", "SIGTERM", "SIGTSTP", "SIGCONT", "SIGWINCH", "SIGUSR1", "SIGUSR2")
NOT_SAID = 128 + 9  # the exit code of a session that ended without a word


def through_server(arguments: Sequence[str]) -> int | None:
    """Have a warm server run the session, until its end; its exit code. None where no server took it."""
    if not sys.platform.startswith("linux"):
        return None  # credentials, descriptors of processes and /proc are Linux's
    link = _taken(arguments)
    if link is None:
        return None
    process = _started(link)
    if process is None:
        return None
    if process < 0:
        return _full()
    return _until_the_end(link, process)


def _taken(arguments: Sequence[str]) -> _socket.socket | None:
    """A connection to a server that said it is there and was told everything; None where there is none."""
    try:
        folder = place.opened(place.folder_of(place.store_named(arguments)))
    except OSError:
        return None
    link = _socket.socket(_socket.AF_UNIX, _socket.SOCK_STREAM)
    try:
        link.settimeout(AT_ONCE)
        link.connect(place.within(folder, place.SOCKET))
        if not _is_seen(link, folder):
            link.close()
            return None
        link.settimeout(SOON)
        three = (sys.stdin, sys.stdout, sys.stderr)
        streams = [str(word) for each in three for word in (each.encoding, each.errors)]
        body = wire.packed(wire.Request(wire.SESSION, arguments, streams, os.environ))
        handed = b"".join(number.to_bytes(wire.INT, sys.byteorder) for number in (0, 1, 2))
        sent = link.sendmsg([body], [(_socket.SOL_SOCKET, _socket.SCM_RIGHTS, handed)])
        link.sendall(body[sent:])
    except (OSError, AttributeError, ValueError):  # none there, none that answers; or a stream that is closed
        link.close()
        return None
    finally:
        os.close(folder)
    return link


def _is_seen(link: _socket.socket, folder: int) -> bool:
    """Whether a server answers: at once, or as soon as it can where it is at work, with many at the door."""
    for _turn in range(int(SOON / AT_ONCE)):
        try:
            return link.recv(1) == wire.HERE
        except TimeoutError:
            if not _is_at_work(folder):
                return False
    return False


def _is_at_work(folder: int) -> bool:
    """Whether the server's process runs, or would if it were its turn; one that hangs or was stopped doesn't."""
    with open(place.within(folder, place.PROCESS)) as told:  # noqa: PTH123
        process = int(told.read() or 0)
    with open(f"/proc/{process}/stat") as stat:  # noqa: PTH123
        return stat.read().rpartition(")")[2].split()[0] == "R"


def _started(link: _socket.socket) -> int | None:
    """The session's process, as a descriptor; -1 where the house is full; None where nothing came of it."""
    try:
        said, ancillary, _flags, _address = link.recvmsg(1, _socket.CMSG_LEN(wire.INT))
    except OSError:
        said, ancillary = b"", []
    found = wire.descriptors(ancillary)
    if said == wire.STARTED and found:
        return found[0]
    link.close()
    return -1 if said == wire.FULL else None


def _until_the_end(link: _socket.socket, process: int) -> int:
    """Let the session have the terminal, and stay as long as it does; its exit code."""
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))

    def pass_on(number: int, _frame: FrameType | None) -> None:
        try:  # noqa: SIM105  contextlib would be one more import
            signal.pidfd_send_signal(process, number)
        except OSError:
            pass  # it has just ended

    _let_go_of_terminal()
    for name in PASSED_ON:
        signal.signal(getattr(signal, name), pass_on)
    try:
        link.sendall(wire.GO)
    except OSError:
        return NOT_SAID
    waiting = select.poll()
    waiting.register(process, select.POLLIN)
    waiting.poll()
    link.settimeout(AFTER)
    try:
        said = link.recv(16).partition(b"\n")[0]  # the session says it, and the server once more
    except OSError:
        said = b""
    return int(said) if said.isdigit() else NOT_SAID


def _let_go_of_terminal() -> None:
    """Where the terminal is ours to command, let the session have it: the system then tells it of keys, sizes, ends."""
    if os.getsid(0) != os.getpid():
        return  # a shell stands before us: it keeps the terminal, and we pass on what it sends us
    try:
        os.tcgetpgrp(0)
    except OSError:
        return
    signal.signal(signal.SIGHUP, signal.SIG_IGN)  # the system says goodbye to whoever lets go
    fcntl.ioctl(0, termios.TIOCNOTTY)


def _full() -> int:
    """Say that there is no room, in the language of whoever comes."""
    from folkmoot.cli.talk import say
    from folkmoot.words import _, language_of_environment, speak

    speak(language_of_environment(os.environ))
    say(
        _(
            "The house is full just now: as many are here as this machine has room for. Nothing is lost; come again "
            "in a few minutes."
        )
    )
    return 75
