"""People as a table in a file (CSV, RFC 4180), which no spreadsheet takes for formulas; and read again.

A cell that would begin a formula begins with `'` in the file; reading takes exactly that away again.
"""

from __future__ import annotations

import csv
from collections.abc import Iterable, Iterator, Mapping, Sequence
from io import StringIO
from typing import NamedTuple

from folkmoot.api import BadData, clean
from folkmoot_core.words import _

COLUMNS = ("handle", "name", "standing", "since", "pronouns", "reach", "languages", "zone", "needs")
FORMULAS = "=+-@|\t\r"  # as a spreadsheet begins one
SEPARATORS = ",;\t"
MOST_BYTES = 50_000_000
BOM = "\ufeff"


class Line(NamedTuple):
    """A line of a file: the number that an editor shows for where it ends, and its cells by column."""

    number: int
    cells: Mapping[str, str]


class Sheet(NamedTuple):
    """What a file holds; `unknown` are columns that nobody knows here."""

    lines: Sequence[Line]
    unknown: Sequence[str]


def written(rows: Iterable[Mapping[str, str]]) -> str:
    """Rows as the text of a file, the names of the columns first."""
    text = StringIO()
    table = csv.writer(text, lineterminator="\r\n")
    table.writerow(COLUMNS)
    for row in rows:
        table.writerow([harmless(row.get(column, "")) for column in COLUMNS])
    return text.getvalue()


def harmless(cell: str) -> str:
    """A cell that no spreadsheet runs."""
    return f"'{cell}" if cell.lstrip("'")[:1] in tuple(FORMULAS) else cell


def meant(cell: str) -> str:
    """What a cell was before it was made harmless."""
    return cell[1:] if cell[:1] == "'" and cell.lstrip("'")[:1] in tuple(FORMULAS) else cell


def read(data: bytes, encoding: str = "utf-8") -> Sheet:
    """The lines of a file. Empty ones are left out. Raises: BadData, with the line where it can't be read."""
    text = _decoded(data, encoding)
    header = next((line for line in text.splitlines() if line.strip()), "")
    if not header:
        raise BadData(
            _("The file is empty. Its first line names the columns: {names}", names=", ".join(COLUMNS))
        )
    separator = max(SEPARATORS, key=header.count)
    table = csv.reader(StringIO(text, newline=""), delimiter=separator, strict=True)
    rows = _rows(table)
    names = [clean(name).casefold() for name in next(rows)[1]]
    _look_at_header(names)
    lines = []
    for number, row in rows:
        if len(row) > len(names) and any(row[len(names) :]):
            raise BadData(
                _(
                    "Line {line} has {count} cells, and there are {columns} columns. A cell with a “{separator}” in "
                    "it stands in quotes.",
                    line=number,
                    count=len(row),
                    columns=len(names),
                    separator=separator,
                )
            )
        lines.append(
            Line(number, {name: meant(cell.strip()) for name, cell in zip(names, row, strict=False)})
        )
    return Sheet(lines, [name for name in names if name not in COLUMNS])


def _rows(table: Iterator[list[str]]) -> Iterator[tuple[int, list[str]]]:
    while True:
        try:
            row = next(table)
        except StopIteration:
            return
        except csv.Error as error:
            line = table.line_num + 1  # type: ignore[attr-defined]
            raise BadData(
                _(
                    "About line {line} the quotes are not as they must be ({error}).",
                    line=line,
                    error=str(error),
                )
            ) from None
        if any(cell.strip() for cell in row):
            yield table.line_num, row  # type: ignore[attr-defined]


def _look_at_header(names: Sequence[str]) -> None:
    for needed in ("handle", "name"):
        if needed not in names:
            raise BadData(
                _(
                    "The first line names the columns, and “{column}” is not among them. There can be: {names}",
                    column=needed,
                    names=", ".join(COLUMNS),
                )
            )
    twice = next((name for name in names if name and names.count(name) > 1), None)
    if twice:
        raise BadData(_("The column “{column}” is there twice.", column=twice))


def _decoded(data: bytes, encoding: str) -> str:
    if len(data) > MOST_BYTES:
        raise BadData(_("The file is larger than any list of people."))
    if data[:2] in (b"\xff\xfe", b"\xfe\xff"):
        raise BadData(_("The file is UTF-16. Save it as “CSV UTF-8” and try again."))
    try:
        return data.decode("utf-8-sig" if encoding == "utf-8" else "cp1252")
    except UnicodeDecodeError as error:
        line = data.count(b"\n", 0, error.start) + 1
        if encoding != "utf-8":
            raise BadData(
                _("Line {line} is not Latin-1 either. Save the file as “CSV UTF-8”.", line=line)
            ) from None
        raise BadData(
            _(
                "Line {line} is not UTF-8. Save the file as “CSV UTF-8”; or, where it is an older one of "
                "Western Europe, add --encoding latin-1 and look with --dry-run at how the names come out.",
                line=line,
            )
        ) from None
