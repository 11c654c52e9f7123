"""Before anything else a session shuts what must be shut: tried in a process of its own."""

from __future__ import annotations

import json
import os
import subprocess
import sys

import pytest

from folkmoot.door.hardening import clear

LOOK = """
import json, os, resource, signal, stat, sys
from folkmoot.door.hardening import harden
harden(os.environ)
open("made", "w").close()
print(json.dumps({
    "mode": stat.S_IMODE(os.stat("made").st_mode),
    "core": resource.getrlimit(resource.RLIMIT_CORE),
    "dumpable": [line for line in open("/proc/self/status") if line.startswith("CoreDumping")],
    "owner": os.stat("/proc/self/mem").st_uid,
    "ignored": [signal.getsignal(n) == signal.SIG_IGN for n in (signal.SIGTSTP, signal.SIGQUIT, signal.SIGINT)],
    "environ": dict(os.environ),
    "textual": "textual" in sys.modules,
}))
"""


def looked(tmp_path: os.PathLike[str], **environ: str) -> dict[str, object]:
    ran = subprocess.run(
        [sys.executable, "-c", LOOK],
        cwd=tmp_path,
        env={**os.environ, **environ},
        capture_output=True,
        check=True,
    )
    found: dict[str, object] = json.loads(ran.stdout)
    return found


def test_files_are_private_cores_are_not_written_and_keys_do_not_stop_it(tmp_path: os.PathLike[str]) -> None:
    found = looked(tmp_path)
    assert found["mode"] == 0o600
    assert found["core"] == [0, 0]
    assert found["ignored"] == [True, True, True]
    assert found["textual"] is False


def test_no_other_process_of_the_account_may_look_into_a_session(tmp_path: os.PathLike[str]) -> None:
    if not sys.platform.startswith("linux"):
        pytest.skip("only Linux has prctl")
    look = "import ctypes, os; from folkmoot.door.hardening import harden; harden(os.environ)"
    asked = "print(ctypes.CDLL(None).prctl(3, 0, 0, 0, 0))"  # PR_GET_DUMPABLE
    ran = subprocess.run(
        [sys.executable, "-c", f"{look}; {asked}"], capture_output=True, text=True, check=True
    )
    assert ran.stdout.strip() == "0"


def test_what_is_not_on_the_list_is_gone_and_what_is_must_look_as_it_should() -> None:
    environ = {
        "LANG": "es_AR.UTF-8",
        "LC_TIME": "de_DE.UTF-8",
        "COLORTERM": "truecolor",
        "NO_COLOR": "1",
        "TERM": "tmux-256color",
        "HOME": "/home/folkmoot",
        "PYTHONPATH": "/tmp",
        "PYTHONINSPECT": "1",
        "TEXTUAL_LOG": "/tmp/x",
        "LD_PRELOAD": "x",
        "XDG_DATA_HOME": "/tmp",
        "FOLKMOOT_DEBUG": "1",
        "_FOLKMOOT_COMPLETE": "bash_source",
        "LC_ALL": "x" * 65,
        "LC_MESSAGES": "es\x1b[31m",
    }
    clear(environ)
    assert environ == {
        "LANG": "es_AR.UTF-8",
        "LC_TIME": "de_DE.UTF-8",
        "COLORTERM": "truecolor",
        "NO_COLOR": "1",
        "TERM": "tmux-256color",
        "HOME": "/home/folkmoot",
        "PATH": "/usr/bin:/bin",
        "TEXTUAL_ANIMATIONS": "none",
    }


@pytest.mark.parametrize("term", ["x" * 65, "xterm\x1b]0;x\x07", "a b", "", "é"])
def test_a_terminal_of_an_odd_name_is_taken_for_a_plain_one(term: str) -> None:
    environ = {"TERM": term}
    clear(environ)
    assert environ["TERM"] == "xterm"
