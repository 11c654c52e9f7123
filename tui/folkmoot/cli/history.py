"""What happened to the record: `folkmoot store history`, `undo` and `prune`."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import TYPE_CHECKING, Any

import click

from folkmoot.cli.call import pass_session
from folkmoot.cli.talk import out, out_json, say
from folkmoot.words import _, ngettext

if TYPE_CHECKING:
    from folkmoot.session import Session
    from folkmoot.store import HistoryEntry

EVER = datetime(1, 1, 1, tzinfo=UTC), datetime(9999, 12, 31, tzinfo=UTC)


@click.command(help=_("Who changed what, when and why; the newest 50 changes unless more are asked for."))
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


@click.command(help=_("Take one change back. What others did since stays."))
@click.argument("seq", type=int)
@pass_session
def undo(session: Session, seq: int) -> None:
    from folkmoot.door import upkeep

    made = upkeep.undo(session, seq)
    out(_("Change {seq} is taken back, by change {made}.", seq=seq, made=made))


@click.command(
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
