"""The workbooks there are: the shipped one and a community's own; and one that a person brings."""

from __future__ import annotations

from typing import NamedTuple

from folkmoot.api import BadData, Session, all_own_data, data_names, read_own_data, read_toml
from folkmoot_tmaps.words import _
from folkmoot_tmaps.workbook.model import Workbook

FOLDER = "workbooks"
USUAL = "steady"
LONGEST = 200_000  # bytes of a workbook


class Workbooks(NamedTuple):
    """The workbooks that can be read, by name; and of the others, what is wrong with them."""

    good: dict[str, Workbook]
    faults: list[str]


def workbooks(session: Session) -> Workbooks:
    """All workbooks, the usual one first. A file that can't be read is no obstacle to the others."""
    found, faults = all_own_data(session, FOLDER, Workbook, USUAL)
    return Workbooks(found, faults)


def workbook_of(session: Session, name: str) -> Workbook:
    """One workbook. Raises: BadData where there is none of that name; Misconfigured where it can't be read."""
    file = f"{FOLDER}/{name}.toml"
    if file not in data_names(session, FOLDER):
        raise BadData(
            _(
                "There is no workbook “{name}” here. “folkmoot map workbooks” lists those there are.",
                name=name,
            )
        )
    return read_own_data(session, file, Workbook)


def brought(data: bytes, called: str) -> Workbook:
    """A workbook that somebody brings. Raises: BadData; Misconfigured with line and field."""
    if len(data) > LONGEST:
        raise BadData(_("“{file}” is too long for a workbook. Nothing was changed.", file=called))
    return read_toml(data, Workbook, called)
