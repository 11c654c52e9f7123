"""Data files that people edit: TOML, checked as they are read, with file, line and field in what is said."""

from __future__ import annotations

import re
from pathlib import Path
from typing import TYPE_CHECKING, TypeVar

import msgspec

from folkmoot.errors import Misconfigured
from folkmoot.words import _
from folkmoot_data import FOLDER

if TYPE_CHECKING:
    from folkmoot.session import Session

T = TypeVar("T")


def read_data(name: str, shape: type[T], own_folder: Path | None = None) -> T:
    """A data file in a shape: the community's own where it has one, else the shipped one.

    `own_folder` is the `data` folder beside a community's store. Raises: Misconfigured, with file and field.
    """
    path = FOLDER / name
    if own_folder is not None and (own_folder / name).is_file():
        path = own_folder / name
    try:
        data = path.read_bytes()
    except OSError as error:
        raise _unreadable(str(path), error) from None
    return read_toml(data, shape, str(path))


def read_toml(data: bytes, shape: type[T], called: str) -> T:
    """TOML in a shape. Raises: Misconfigured, with what it is `called`, line and field."""
    text = ""
    try:
        text = data.decode("utf-8")
        return msgspec.toml.decode(text, type=shape)
    except msgspec.ValidationError as error:
        problem, _at, _where = str(error).partition(" - at ")
        field = _field_of(str(error))
        if named := re.fullmatch(
            r"([\w.\[\]]+): (.+)", problem
        ):  # a shape's own check, which names what it is about
            field, problem = named[1], named[2]
        raise Misconfigured(
            _(
                "{file}, line {line}, field “{field}”: {problem}",
                file=called,
                line=line_of(text, field),
                field=field,
                problem=problem,
            )
        ) from None
    except (msgspec.DecodeError, UnicodeDecodeError) as error:
        raise _unreadable(called, error) from None


def _unreadable(called: str, error: Exception) -> Misconfigured:
    return Misconfigured(_("{file} can't be read: {problem}", file=called, problem=str(error)))


def own_data(session: Session) -> Path:
    """The folder of a community's own data files, beside its record; it need not be there."""
    return session.store.path.parent / "data"


def read_own_data(session: Session, name: str, shape: type[T]) -> T:
    """A data file in a shape: the community's own where it has one. Raises: Misconfigured, with file and field."""
    return read_data(name, shape, own_data(session))


def data_names(session: Session, folder: str) -> list[str]:
    """The data files of a folder, as `folder/name.toml`: the shipped ones and the community's own, by name."""
    found = {file.name for place in (FOLDER, own_data(session)) for file in (place / folder).glob("*.toml")}
    return [f"{folder}/{name}" for name in sorted(found)]


def all_own_data(session: Session, folder: str, shape: type[T], usual: str) -> tuple[dict[str, T], list[str]]:
    """All data files of a folder that can be read, by name, the usual one first; and what is wrong with the others."""
    good: dict[str, T] = {}
    faults: list[str] = []
    for file in data_names(session, folder):
        try:
            good[Path(file).stem] = read_own_data(session, file, shape)
        except Misconfigured as error:
            faults.append(error.sentence)
    order = sorted(good, key=lambda name: (name != usual, name))
    return {name: good[name] for name in order}, faults


def _field_of(problem: str) -> str:
    """`people[3].zone` out of msgspec's `… - at `$.people[3].zone``."""
    found = re.search(r"`\$\.?([^`]*)`", problem)
    return found[1] if found else ""


def line_of(text: str, field: str) -> int:
    """Where a field such as `people[3].zone` stands in a TOML text: its line, or its table's, from 1."""
    line = 1
    lines = text.splitlines()
    for part in field.split("."):
        name, _bracket, index = part.partition("[")
        wanted = int(index.rstrip("]")) + 1 if index else 1
        seen = 0
        for number in range(line - 1, len(lines)):
            if re.match(
                rf"\s*(\[+\s*(?:[\w.-]+\.)?{re.escape(name)}\s*\]+|\"?{re.escape(name)}\"?\s*=)",
                lines[number],
            ):
                seen += 1
                if seen == wanted:
                    line = number + 1
                    break
        else:
            return line
    return line
