"""Plugins that are not installed: one file, a package, or a project with a pyproject.toml, loaded where they lie."""

from __future__ import annotations

import os
import re
import sys
from collections.abc import Iterator
from importlib import import_module
from pathlib import Path
from typing import NamedTuple

from folkmoot.errors import Misconfigured
from folkmoot.words import _

NAME = re.compile(r"^[a-z][a-z0-9_]{0,39}$")
SHARED = 0o002  # a file that everybody may write is nobody's to run


class Lying(NamedTuple):
    """A plugin that lies in a folder: what `discovery.Installed` is for one that is installed."""

    name: str
    module: str
    place: Path  # what goes on the path to import it
    version: str
    trouble: str = ""  # why it can't be loaded from there

    @property
    def package(self) -> str:
        """Where it comes from, as a person finds it again."""
        return str(self.place)

    def load(self) -> object:
        """Import it. Raises: Misconfigured; whatever it raises."""
        if self.trouble:
            raise Misconfigured(self.trouble)
        if str(self.place) not in sys.path:
            sys.path.append(str(self.place))  # at the end: it hides nothing of what is installed
        name, _colon, attribute = self.module.partition(":")
        module = import_module(name)
        if not Path(getattr(module, "__file__", None) or "/").is_relative_to(self.place):
            raise Misconfigured(
                _("Its module “{module}” has the name of another one; call it otherwise.", module=name)
            )
        return getattr(module, attribute) if attribute else module


def plugins_in(folder: Path) -> list[Lying]:
    """Every plugin in a folder, by name; what is hidden or no plugin is passed over."""
    try:
        entries = sorted(folder.iterdir())
    except OSError:
        return []
    return [
        plugin_at(entry)
        for entry in entries
        if not entry.name.startswith((".", "_")) and (entry.suffix == ".py" or _is_package(entry))
    ]


def _is_package(folder: Path) -> bool:
    return any((folder / name).is_file() for name in ("__init__.py", "pyproject.toml"))


def plugin_at(path: Path) -> Lying:
    """The plugin at a path; one that can't be taken says why in its `trouble`."""
    path = path.resolve()
    name, place = path.stem if path.suffix == ".py" else path.name, path.parent
    try:
        if (path / "pyproject.toml").is_file():
            name, module, version, place = _of_project(path)
        elif path.is_file() or (path / "__init__.py").is_file():
            module, version = name, "-"
        else:
            return Lying(name, name, place, "-", _("There is no plugin at {path}.", path=str(path)))
    except Misconfigured as error:
        return Lying(name, name, place, "-", error.sentence)
    trouble = "" if NAME.match(name) else _bad_name(name)
    return Lying(name, module, place, version, trouble or _not_ours(path))


def _bad_name(name: str) -> str:
    return _("“{name}” is no name for a plugin: small letters, digits and _, a letter first.", name=name)


def _not_ours(path: Path) -> str:
    """Why nobody should run what lies there: others could have written it."""
    for place in _files(path):
        try:
            status = place.stat()
        except OSError as error:
            return _("{path} can't be read: {problem}.", path=str(place), problem=error.strerror or "?")
        if status.st_mode & SHARED:
            return _("Everybody may write {path}: take that away first (chmod o-w).", path=str(place))
        if os.geteuid() == 0 and status.st_uid != 0:
            return _(
                "{path} belongs to somebody else than root, and root runs nobody else's plugins: give this command "
                "as the user who keeps the record.",
                path=str(place),
            )
    return ""


def _files(path: Path) -> Iterator[Path]:
    yield path
    if path.is_dir():
        yield from (file for file in path.rglob("*.py") if ".venv" not in file.parts)


def _of_project(folder: Path) -> tuple[str, str, str, Path]:
    """Name, module, version and the folder to import from. Raises: Misconfigured."""
    import tomllib

    file = folder / "pyproject.toml"
    try:
        project = tomllib.loads(file.read_text("utf-8")).get("project", {})
        entries = project.get("entry-points", {}).get("folkmoot.plugins", {})
        version = str(project.get("version", "-"))
        ((name, module),) = entries.items()
    except (OSError, UnicodeDecodeError, tomllib.TOMLDecodeError, AttributeError) as error:
        raise Misconfigured(
            _("{file} can't be read: {problem}", file=str(file), problem=str(error))
        ) from None
    except ValueError:
        said = _(
            '{file} has to name one plugin under [project.entry-points."folkmoot.plugins"].', file=str(file)
        )
        raise Misconfigured(said) from None
    module = str(module)
    source = folder / "src"
    return name, module, version, source if source.is_dir() else folder
