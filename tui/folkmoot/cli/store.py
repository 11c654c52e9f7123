"""`folkmoot store …`: look over the record, mend it, copy it, take changes back. Most works when nothing else does."""

from __future__ import annotations

import sys
from collections.abc import Iterable
from pathlib import Path
from typing import TYPE_CHECKING

import click

from folkmoot.cli.call import Call, pass_call, pass_session
from folkmoot.cli.history import history, prune, undo
from folkmoot.cli.talk import out, out_json
from folkmoot.errors import BadData, CannotCreate, NotFound
from folkmoot.words import _, ngettext

if TYPE_CHECKING:
    from folkmoot.session import Session


@click.group(help=_("Look over the record, mend it, copy it, take changes back."))
def store() -> None:
    """The family of commands about the record itself."""


@store.command(help=_("Look over every file and name what is damaged, and what repairing it would lose."))
@click.option("--json", "as_json", is_flag=True, help=_("As JSON."))
@pass_call
def check(call: Call, as_json: bool) -> None:
    from folkmoot.door.opening import all_collections
    from folkmoot.store import NoStore, traces
    from folkmoot.store.survey import survey

    if not traces(call.path):
        raise NoStore(call.path)
    found = survey(call.path, all_collections(call.house))
    if as_json:
        faults = [
            {"where": one.where, "says": one.says, "loses": one.loses, "grave": one.grave}
            for one in found.faults
        ]
        out_json({"path": str(call.path), "whole": found.whole, "changes": found.seq, "faults": faults})
    else:
        for fault in found.faults:
            word = _("NOT WELL") if fault.grave else _("note")
            out(f"{word:<9} {fault.where}: {fault.says}.")
            if fault.loses:
                out("          " + _("Repairing loses: {what}.", what=fault.loses))
        if found.whole:
            out(
                ngettext(
                    "The record is whole: {count} change, each verified by the one before.",
                    "The record is whole: {count} changes, each verified by the one before.",
                    found.seq,
                )
            )
    if not found.whole:
        raise BadData(
            _("The record is damaged; the lines above say where. “folkmoot store repair” mends it.")
        )


@store.command(help=_("Mend a damaged record. What can't be read is set aside, never deleted."))
@pass_call
def repair(call: Call) -> None:
    from folkmoot.cli.call import now
    from folkmoot.door.opening import all_collections
    from folkmoot.store.recovery import repair as mend

    done = mend(call.path, all_collections(call.house), now=now())
    for sentence in done or [_("All is well; there was nothing to mend.")]:
        out(sentence)


@store.command(
    help=_("Write today's copy, with all of the history. Seven daily and eight weekly ones are kept.")
)
@click.option("--to", "target", metavar="FILE", help=_("Write it there instead, and keep no count of it."))
@pass_session
def backup(session: Session, target: str | None) -> None:
    if target is not None:
        _write_copy(session, target)
    else:
        out(str(session.store.backup()))


@store.command(help=_("Bring everything back to what a copy holds; without a copy, list those there are."))
@click.argument("copy", required=False)
@pass_call
def restore(call: Call, copy: str | None) -> None:
    from folkmoot.door import upkeep
    from folkmoot.store import CorruptStore, NoStore, copies
    from folkmoot.store.recovery import put_in_place

    if copy is None:
        _list_copies(copies(call.path))
        return
    path = _copy_named(call.path, copy)
    try:
        with call.session() as session:
            seq = upkeep.restore(session, path)
    except (CorruptStore, NoStore) as error:
        if getattr(error, "path", None) != call.path:
            raise
        for sentence in put_in_place(path, call.path):
            out(sentence)
        out(_("All is as {name} has it.", name=path.name))
        return
    if not seq:
        out(_("All was as {name} has it already; nothing was changed.", name=path.name))
        return
    out(
        _(
            "All is as {name} has it. What was there before is kept as a copy too; "
            "“folkmoot store undo {seq}” takes this back.",
            name=path.name,
            seq=seq,
        )
    )


def _copy_named(path: Path, name: str) -> Path:
    from folkmoot.store import copies

    there = copies(path)
    good = [one for one in there if "-before-restore" not in one.name]  # those hold what was left
    if name == "latest" and good:
        return max(good, key=lambda one: (one.stat().st_mtime_ns, one.name))
    for place in (Path(name).expanduser(), *(one for one in there if one.name == name)):
        if place.is_file():
            return place
    raise NotFound(_("There is no copy {name}. “folkmoot store restore” lists those there are.", name=name))


def _list_copies(there: Iterable[Path]) -> None:
    found = list(there)
    for path in found:
        out(f"{path.name}  {path.stat().st_size // 1024 + 1} KiB")
    if not found:
        out(_("There is no copy yet. “folkmoot store backup” makes one."))


@store.command(help=_("Write the file anew, so that the next opening is quick."))
@pass_session
def compact(session: Session) -> None:
    session.store.compact()
    out(_("Done: {size} KiB.", size=session.store.path.stat().st_size // 1024 + 1))


@store.command(
    help=_("Write everything with its history as one file that stock TinyDB reads (- for stdout).")
)
@click.argument("target")
@pass_session
def export(session: Session, target: str) -> None:
    _write_copy(session, target)


def _write_copy(session: Session, target: str) -> None:
    import shutil
    import tempfile

    if target != "-":
        path = Path(target).expanduser()
        if path.exists():
            raise CannotCreate(
                _("{path} is there already, and stays as it is. Name another file.", path=str(path))
            )
        session.store.export(path)
        out(str(path))
        return
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "community.json"
        session.store.export(path)
        with path.open("rb") as file:
            shutil.copyfileobj(file, sys.stdout.buffer)
        sys.stdout.buffer.flush()


@store.command("import", help=_("Make a community here of an exported file."))
@click.argument("source", type=click.Path(path_type=Path))
@pass_call
def import_(call: Call, source: Path) -> None:
    from folkmoot.store.recovery import import_file

    import_file(source, call.path)
    with call.session() as session:
        out(_("{name} has a home: {path}", name=session.community.name, path=str(call.path)))


for command in (history, undo, prune):
    store.add_command(command)
