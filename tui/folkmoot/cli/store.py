"""`folkmoot store …`: look over the record, mend it, copy it, take changes back. Most works when nothing else does."""

from __future__ import annotations

import sys
from collections.abc import Iterable
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from folkmoot.cli.call import Call, pass_call, pass_session
from folkmoot.cli.talk import out, out_json, say
from folkmoot.errors import BadData, CannotCreate, NotFound
from folkmoot.words import _, ngettext

if TYPE_CHECKING:
    from folkmoot.session import Session
    from folkmoot.store import HistoryEntry

EVER = datetime(1, 1, 1, tzinfo=UTC), datetime(9999, 12, 31, tzinfo=UTC)


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
    if name == "latest" and there:
        return max(there, key=lambda one: one.stat().st_mtime_ns)
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


@store.command(help=_("Who changed what, when and why; the newest 50 changes unless more are asked for."))
@click.argument("what", required=False, metavar="[COLLECTION[/ID]]")
@click.option("--by", metavar="HANDLE", help=_("What this person did."))
@click.option("--from", "first", metavar="DATE", help=_("First day, like 2027-01-31."))
@click.option("--to", "last", metavar="DATE", help=_("The day after the last one."))
@click.option("--all", "everything", is_flag=True, help=_("All of it."))
@click.option("--json", "as_json", is_flag=True, help=_("As JSON."))
@pass_session
def history(
    session: Session,
    what: str | None,
    by: str | None,
    first: str | None,
    last: str | None,
    everything: bool,
    as_json: bool,
) -> None:
    start, end = EVER
    if first or last:
        from folkmoot.spans import span_of

        today = session.here(session.now()).date()
        span = span_of(first or "2000-01-01", last, session.zone_name, today)
        start, end = span.start, span.end if last or first is None else EVER[1]
    entries = [
        entry
        for entry in session.store.history_between(start, end)
        if (by is None or entry.by == by) and _is_about(entry, what)
    ]
    shown = entries if everything else entries[-50:]
    if as_json:
        out_json({"changes": [_row(entry) for entry in shown]})
        return
    for entry in shown:
        out(_line(entry, session))
    if len(shown) < len(entries):
        say(_("{count} older ones are not shown; --all shows them.", count=len(entries) - len(shown)))
    if not entries:
        out(_("Nothing of that kind is in the history."))


def _is_about(entry: HistoryEntry, what: str | None) -> bool:
    if what is None:
        return True
    name, _slash, number = what.partition("/")
    return entry.collection == name and (not number or str(entry.id) == number)


def _row(entry: HistoryEntry) -> dict[str, Any]:
    return {
        "seq": entry.seq,
        "at": f"{entry.at:%Y-%m-%dT%H:%M:%SZ}",
        "by": entry.by,
        "why": entry.why,
        "collection": entry.collection,
        "id": entry.id,
        "kind": entry.kind,
        "before": entry.before,
        "after": entry.after,
    }


def _line(entry: HistoryEntry, session: Session) -> str:
    kinds = {"added": _("added"), "changed": _("changed"), "removed": _("removed")}
    words = f"{entry.seq:>5}  {session.here(entry.at):%Y-%m-%d %H:%M}  {entry.by}: "
    if not entry.id:  # no document was touched: history was let go of, or a change could not be read
        return words + entry.why
    words += f"{kinds[entry.kind]} {entry.collection}/{entry.id}"
    if entry.why:
        words += f" ({entry.why})"
    if entry.kind == "changed" and entry.before is not None and entry.after is not None:
        fields = sorted({*entry.before, *entry.after})
        words += ": " + ", ".join(
            f"{name} {_shown(entry.before, name)} -> {_shown(entry.after, name)}" for name in fields
        )
    return words


def _shown(part: dict[str, Any], name: str) -> str:
    import msgspec

    text = msgspec.json.encode(part[name]).decode() if name in part else "-"
    return text if len(text) <= 60 else text[:59] + "…"


@store.command(help=_("Take one change back. What others did since stays."))
@click.argument("seq", type=int)
@pass_session
def undo(session: Session, seq: int) -> None:
    from folkmoot.door import upkeep

    made = upkeep.undo(session, seq)
    out(_("Change {seq} is taken back, by change {made}.", seq=seq, made=made))


@store.command(help=_("Write the file anew, so that the next opening is quick."))
@pass_session
def compact(session: Session) -> None:
    session.store.compact()
    out(_("Done: {size} KiB.", size=session.store.path.stat().st_size // 1024 + 1))


@store.command(
    help=_("Let go of old history. What is, stays; the copies of before keep theirs until they are past.")
)
@click.option("--before", metavar="DATE", help=_("Let go of what happened before this day, once."))
@click.option(
    "--keep",
    type=click.IntRange(0, 1200),
    metavar="MONTHS",
    help=_("Keep so many months from now on (0: all)."),
)
@pass_session
def prune(session: Session, before: str | None, keep: int | None) -> None:
    from folkmoot.door import upkeep
    from folkmoot.spans import span_of

    if keep is not None:
        upkeep.keep_history(session, keep)
    day = span_of(before, None, session.zone_name, session.now().date()).start if before else None
    count = upkeep.let_go_of_history(session, day)
    out(ngettext("{count} change is let go of.", "{count} changes are let go of.", count))
    if day is None and not upkeep.months_kept(session):
        say(_("This community keeps all of its history; --keep MONTHS or --before DATE changes that."))


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
