"""Getting warm: all that a session could need is imported before anybody comes, and nothing is opened.

What click reads at import is in the language that is spoken then, so commands are left to the session. Plugins of
strangers too: whatever they begin at import is no business of everybody's.
"""

from __future__ import annotations

import gc
import os
import sys
from collections.abc import Iterator
from contextlib import suppress
from datetime import date
from importlib import import_module
from importlib.util import find_spec
from pathlib import Path

from folkmoot.discovery import Installed, installed_plugins
from folkmoot.errors import Unavailable
from folkmoot.words import _

HOST = "folkmoot"
LIBRARIES = (
    "_strptime",
    "babel.lists",
    "babel.numbers",
    "click",
    "dateutil.parser",
    "dateutil.relativedelta",
    "numpy",
    "skyfield.api",
    "textual.drivers.headless_driver",
    "textual.layouts.factory",
    "textual.layouts.stream",
    "textual.pilot",
    "textual.scrollbar",
    "tomllib",
    "tzdata",
)
COMMANDS_FROM_AFAR = ("folkmoot.cli.afar", "folkmoot.cli.call", "folkmoot.cli.opening", "folkmoot.cli.talk")
UNSAID = ("__main__", "pressing", "testing", "trial")  # modules of the host that no session needs
ONE_THREAD = (
    "OPENBLAS_NUM_THREADS",
    "OMP_NUM_THREADS",
    "MKL_NUM_THREADS",
)  # numpy's library begins some else


def get_warm() -> None:
    """Import it all and put it where no collection of garbage touches it, so that sessions share it.

    Collecting stays off: the shell turns it on once it stands, and a command is over before it would pay.

    Raises: Unavailable, where something began a thread: forking is not safe then.
    """
    gc.disable()
    for name in ONE_THREAD:
        os.environ[name] = "1"
    for module in (*LIBRARIES, *COMMANDS_FROM_AFAR, *bundled_modules()):
        with suppress(Exception):  # a session meets it again, where somebody is told
            import_module(module)
    for name in ONE_THREAD:
        del os.environ[name]
    _read_what_never_changes()
    if (count := threads()) > 1:
        raise Unavailable(_("{count} threads were begun at import: no session can be forked.", count=count))
    gc.collect()
    gc.freeze()


def _read_what_never_changes() -> None:
    """What each session would work out anew: the shapes of all that is read, catalogues, the names of days."""
    import gettext

    import msgspec
    from babel.dates import format_date

    from folkmoot.words import languages

    for shape in _shapes(msgspec.Struct):
        with suppress(Exception):  # one that is never read by itself
            msgspec.json.Decoder(shape)
    for package in _packages():
        for place in _folders(package):
            gettext.translation(package, place / "locale", list(languages()), fallback=True)
    for language in languages():
        format_date(date(2000, 1, 1), "full", locale=language)


def _shapes(parent: type) -> Iterator[type]:
    below: list[type] = parent.__subclasses__()
    for shape in below:
        yield shape
        yield from _shapes(shape)


def bundled_modules() -> list[str]:
    """Every module of the host and its own plugins that says nothing at import."""
    return [name for package in _packages() for name in _modules(package) if _is_silent(name)]


def _bundled() -> list[Installed]:
    return [plugin for plugin in installed_plugins() if plugin.package == HOST]


def _packages() -> list[str]:
    return [HOST, *(plugin.value for plugin in _bundled())]


def _folders(package: str) -> list[Path]:
    found = find_spec(package)
    return [Path(place) for place in (found.submodule_search_locations or ())] if found else []


def _modules(package: str) -> Iterator[str]:
    for root in _folders(package):
        for file in sorted(root.rglob("*.py")):
            parts = file.relative_to(root).with_suffix("").parts
            yield ".".join((package, *(part for part in parts if part != "__init__")))


def _is_silent(module: str) -> bool:
    last = module.rpartition(".")[2]
    if module.startswith(f"{HOST}.") and (module.startswith(f"{HOST}.cli") or last in UNSAID):
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
