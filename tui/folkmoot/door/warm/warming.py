"""Getting warm: all that a session could need is imported before anybody comes, and nothing is opened.

What click reads at import is in the language that is spoken then, so commands are left to the session. Plugins of
strangers too: whatever they begin at import is no business of everybody's.
"""

from __future__ import annotations

import gc
import os
import sys
from collections.abc import Iterator
from importlib import import_module
from importlib.util import find_spec
from pathlib import Path

from folkmoot.discovery import installed_plugins
from folkmoot.errors import Unavailable
from folkmoot.words import _

HOST = "folkmoot"
LIBRARIES = ("numpy", "skyfield.api", "click", "babel.dates", "zoneinfo")
COMMANDS_FROM_AFAR = ("folkmoot.cli.afar", "folkmoot.cli.opening", "folkmoot.cli.talk", "folkmoot.cli.call")
ONE_THREAD = (
    "OPENBLAS_NUM_THREADS",
    "OMP_NUM_THREADS",
    "MKL_NUM_THREADS",
)  # numpy's library begins some else


def get_warm() -> None:
    """Import it all and put it where no collection of garbage touches it, so that sessions share it.

    Raises: Unavailable, where something began a thread: forking is not safe then.
    """
    gc.disable()
    for name in ONE_THREAD:
        os.environ[name] = "1"
    for module in (*LIBRARIES, *COMMANDS_FROM_AFAR, *bundled_modules()):
        try:
            import_module(module)
        except Exception:  # noqa: S112  a session meets it again, where somebody is told
            continue
    for name in ONE_THREAD:
        del os.environ[name]
    if (count := threads()) > 1:
        raise Unavailable(_("{count} threads were begun at import: no session can be forked.", count=count))
    gc.collect()
    gc.freeze()


def bundled_modules() -> list[str]:
    """Every module of the host and its own plugins that says nothing at import."""
    packages = [HOST, *(plugin.value for plugin in installed_plugins() if plugin.package == HOST)]
    return [name for package in packages for name in _modules(package) if _is_silent(name)]


def _modules(package: str) -> Iterator[str]:
    found = find_spec(package)
    for place in (found.submodule_search_locations or ()) if found else ():
        root = Path(place)
        for file in sorted(root.rglob("*.py")):
            parts = file.relative_to(root).with_suffix("").parts
            yield ".".join((package, *(part for part in parts if part != "__init__")))


def _is_silent(module: str) -> bool:
    last = module.rpartition(".")[2]
    if module.startswith(f"{HOST}.") and (
        module.startswith("folkmoot.cli") or last in ("__main__", "testing", "pressing", "trial")
    ):
        return False
    return not last.endswith("commands") and last != "demo"


def threads() -> int:
    """How many threads this process has, also those that Python doesn't know of."""
    return len(os.listdir("/proc/self/task"))  # noqa: PTH208


def reseed() -> None:
    """After a fork: let chance be this session's own, also numpy's (Python and uuid see to theirs)."""
    numpy = sys.modules.get("numpy.random")
    if numpy is not None:
        numpy.seed()
