"""Data files that people edit: TOML, checked as they are read, with file, line and field in what is said."""

from __future__ import annotations

import re
from pathlib import Path
from typing import TypeVar

import msgspec

from folkmoot.errors import Misconfigured
from folkmoot.words import _
from folkmoot_data import FOLDER

T = TypeVar("T")


def read_data(name: str, shape: type[T], own_folder: Path | None = None) -> T:
    """A data file in a shape: the community's own where it has one, else the shipped one.

    `own_folder` is the `data` folder beside a community's store. Raises: Misconfigured, with file and field.
    """
    path = FOLDER / name
    if own_folder is not None and (own_folder / name).is_file():
        path = own_folder / name
    try:
        text = path.read_text("utf-8")
        return msgspec.toml.decode(text, type=shape)
    except msgspec.ValidationError as error:
        field = _field_of(str(error))
        raise Misconfigured(
            _(
                "{file}, line {line}, field “{field}”: {problem}",
                file=str(path),
                line=line_of(text, field),
                field=field,
                problem=str(error).split(" - at ")[0],
            )
        ) from None
    except (msgspec.DecodeError, UnicodeDecodeError, OSError) as error:
        raise Misconfigured(
            _("{file} can't be read: {problem}", file=str(path), problem=str(error))
        ) from None


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
