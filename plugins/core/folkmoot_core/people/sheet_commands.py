"""`folkmoot people export` and `folkmoot people import`."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING, BinaryIO

import click

from folkmoot.api import (
    BadData,
    CannotCreate,
    Session,
    UsageError,
    card,
    out,
    out_bytes,
    out_json,
    pass_session,
    say,
)
from folkmoot_core.words import _, ngettext

if TYPE_CHECKING:
    from folkmoot.api import Invited
    from folkmoot_core.people.importing import Looked
    from folkmoot_core.people.sheet import Sheet

FAULTS_SHOWN = 50
SOON = 500  # codes that are made while one waits


@click.command(help=_("The people as a table (CSV): what you may read of each. Without FILE, to stdout."))
@click.argument("file", required=False, type=click.Path(path_type=Path))
@click.option("--bom", is_flag=True, help=_("With a mark that older spreadsheets need to read accents."))
@pass_session
def export(session: Session, file: Path | None, bom: bool) -> None:
    from folkmoot_core.people.exporting import new_file, people_file

    data = people_file(session, bom=bom)
    if file is None:
        out_bytes(data)
        return
    new_file(session, file.expanduser(), data)
    out(str(file))


@click.command("import", help=_("Bring people in from a table (CSV), on the host: all of them, or nobody."))
@click.argument("file", type=click.File("rb"))
@click.option("--dry-run", is_flag=True, help=_("Only look, and say what would be done."))
@click.option(
    "--encoding", type=click.Choice(["utf-8", "latin-1"]), default="utf-8", help=_("How the file is written.")
)
@click.option(
    "--cards", metavar="FOLDER|-", help=_("A card for each, which binds their key: in files, or to stdout.")
)
@click.option("--json", "as_json", is_flag=True, help=_("As JSON, for scripts."))
@pass_session
def import_(
    session: Session, file: BinaryIO, dry_run: bool, encoding: str, cards: str | None, as_json: bool
) -> None:
    from folkmoot_core.people import importing, sheet

    if cards == "-" and as_json:
        raise UsageError(_("Cards and JSON don't go to one place: name a folder for the cards."))
    session.must("people.import")
    found = sheet.read(file.read(), encoding)
    looked = importing.looked_at(session, found)
    done = not dry_run and not looked.faults
    folder = Path(cards).expanduser() if cards and cards != "-" else None
    invited: Sequence[Invited] = ()
    if done and cards:
        if folder is not None:
            _must_be_free(folder, looked)
        if len(looked.people) > SOON:
            say(_("Making {count} codes takes some minutes.", count=len(looked.people)))
        invited = importing.bring_in_with_cards(session, looked)
    elif done:
        importing.bring_in(session, looked)
    _tell(looked, found, done, as_json)
    if looked.faults:
        raise BadData(_("Nobody was brought in. Mend the file, then try again."))
    if invited:
        _hand_out(session, invited, folder)


def _tell(looked: Looked, found: Sheet, done: bool, as_json: bool) -> None:
    """What was found, and done."""
    if as_json:
        out_json(
            {
                "people": len(looked.people),
                "imported": done,
                "own_lines": list(looked.own),
                "unknown_columns": list(found.unknown),
                "faults": [one._asdict() for one in looked.faults],
            }
        )
        return
    if found.unknown:
        say(_("Columns that are left out: {names}", names=", ".join(found.unknown)))
    for line in looked.own:
        say(_("Line {line} is you; you are here already.", line=line))
    for fault in looked.faults[:FAULTS_SHOWN]:
        if fault.column:
            where = _("line {line}, column “{column}”", line=fault.line, column=fault.column)
        else:
            where = _("line {line}", line=fault.line)
        out(f"{where}: {fault.says}")
    more = len(looked.faults) - FAULTS_SHOWN
    if more > 0:
        out(ngettext("and {count} more line", "and {count} more lines", more))
    count = len(looked.people)
    if done:
        said = ngettext("{count} person was brought in.", "{count} people were brought in.", count)
    elif looked.faults:
        said = ngettext("{count} line is in order.", "{count} lines are in order.", count)
    else:
        said = ngettext("{count} person would be brought in.", "{count} people would be brought in.", count)
    out(said)


def _must_be_free(folder: Path, looked: Looked) -> None:
    """See, before anybody is brought in, that the cards can be written. Raises: CannotCreate."""
    try:
        folder.mkdir(mode=0o700, parents=True, exist_ok=True)
        there = {one.name for one in folder.iterdir()}
    except OSError as error:
        reason = error.strerror or type(error).__name__
        raise CannotCreate(_("{path} can't be written: {reason}.", path=str(folder), reason=reason)) from None
    for known in looked.people:
        if f"{known.person.handle}.txt" in there:
            raise CannotCreate(
                _("There is a card of {handle} in that folder already.", handle=known.person.handle)
            )


def _hand_out(session: Session, invited: Sequence[Invited], folder: Path | None) -> None:
    from folkmoot_core.people.exporting import new_file

    for one in invited:
        lines = card(session, one)
        if folder is None:
            for line in [*lines, ""]:
                out(line)
        else:
            data = "\n".join([*lines, ""]).encode("utf-8")
            new_file(session, folder / f"{one.stored.value.account}.txt", data)
    if folder is not None:
        out(_("The cards are in {folder}. Print them, then take the files away.", folder=str(folder)))
    say(_("The codes are kept nowhere but there. For a lost card: folkmoot invite --for HANDLE"))
