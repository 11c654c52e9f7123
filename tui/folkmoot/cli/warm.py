"""`host status`, `host restart` and `host limits`: the warm server of a record, for whoever looks after the machine."""

from __future__ import annotations

from typing import TYPE_CHECKING

import click

from folkmoot.cli.call import Call, pass_call
from folkmoot.cli.talk import out, out_json
from folkmoot.errors import NotAllowed, Unavailable
from folkmoot.words import _, ngettext

if TYPE_CHECKING:
    from folkmoot.door.warm.limits import Limits
    from folkmoot.door.warm.status import State


@click.command(help=_("Say what runs: since when, who is in, how much memory."))
@click.option("--json", "as_json", is_flag=True, help=_("As JSON."))
@pass_call
def status(call: Call, as_json: bool) -> None:
    found, limits = _state(call), _limits(call)
    if as_json:
        out_json(_as_data(found, limits))
        return
    if not limits.warm:
        out(_("No warm server is wanted (“host limits --warm” changes that): sessions start by themselves."))
    elif found is None:
        out(_("No warm server runs. The next session starts by itself, and a server for those after it."))
    if found is not None:
        _tell(found)
    out(_told(limits))


def _tell(found: State) -> None:
    by = _("systemd started it") if found.by == "systemd" else _("a session started it")
    since = f"{found.since.astimezone():%Y-%m-%d %H:%M}"
    out(
        _(
            "A warm server runs since {since}: folkmoot {version}, process {pid}, {memory}; {by}.",
            since=since,
            version=found.version,
            pid=found.pid,
            memory=_mib(found.memory_mib),
            by=by,
        )
    )
    count = len(found.sessions)
    out(ngettext("{count} session is in.", "{count} sessions are in.", count))
    for one in found.sessions:
        line = _(
            "process {pid}, since {since}, {memory}",
            pid=one.pid,
            since=f"{one.since.astimezone():%H:%M}",
            memory=_mib(one.memory_mib),
        )
        out(f"  {line}")


def _mib(memory: float | None) -> str:
    return _("memory unknown") if memory is None else _("{count} MiB", count=f"{memory:.0f}")


def _told(limits: Limits) -> str:
    return _(
        "At most {sessions} sessions, {memory} MiB more for each than it began with; {free} MiB stay free.",
        sessions=limits.sessions,
        memory=limits.memory,
        free=limits.free,
    )


def _as_data(found: State | None, limits: Limits) -> dict[str, object]:
    from msgspec import to_builtins

    said = to_builtins(found) if found is not None else {}
    return {"running": found is not None, **said, "limits": to_builtins(limits)}


@click.command(help=_("Begin the warm server anew; whoever is in stays in."))
@pass_call
def restart(call: Call) -> None:
    from folkmoot.door.warm import wire
    from folkmoot.door.warm.status import asked

    found = _state(call)
    if found is None or asked(call.path, wire.RESTART) != wire.STARTED:
        raise Unavailable(_("No warm server runs here, so there is none to begin anew."))
    count = len(found.sessions)
    out(ngettext("Begun anew; {count} session goes on.", "Begun anew; {count} sessions go on.", count))


@click.command(help=_("Say how many sessions the machine takes, and how much memory each may have."))
@click.option("--sessions", type=click.IntRange(1, 10_000), help=_("At one time (200)."))
@click.option(
    "--memory", type=click.IntRange(64, 1_000_000), help=_("MiB for each, beside what it began with (512).")
)
@click.option("--free", type=click.IntRange(0, 1_000_000), help=_("MiB that stay free when one comes (64)."))
@click.option("--warm/--no-warm", default=None, help=_("Whether there is to be a warm server."))
@click.option("--json", "as_json", is_flag=True, help=_("As JSON."))
@pass_call
def limits(
    call: Call, sessions: int | None, memory: int | None, free: int | None, warm: bool | None, as_json: bool
) -> None:
    from msgspec import to_builtins
    from msgspec.structs import replace as evolve

    from folkmoot.door.warm import wire
    from folkmoot.door.warm.limits import set_limits
    from folkmoot.door.warm.status import asked
    from folkmoot.store import traces

    present = _limits(call)
    asked_for = {"sessions": sessions, "memory": memory, "free": free, "warm": warm}
    given = {name: value for name, value in asked_for.items() if value is not None}
    wanted = evolve(present, **given)
    if given:
        if not traces(call.path):
            raise Unavailable(_("There is no community here yet, so nobody comes in. Found it with “init”."))
        set_limits(call.path, wanted)
        if not wanted.warm:
            asked(call.path, wire.RESTART)  # it sees that it isn't wanted
    if as_json:
        out_json(to_builtins(wanted))
    else:
        out(_told(wanted) if wanted.warm else _("No warm server is wanted: sessions start by themselves."))


def _state(call: Call) -> State | None:
    from folkmoot.door.owner import only_owner
    from folkmoot.door.warm.status import state_of

    only_owner(call.path)
    try:
        return state_of(call.path)
    except PermissionError:
        raise NotAllowed(
            _("Only the account that keeps the record can ask its server: sudo -u ACCOUNT -H …")
        ) from None


def _limits(call: Call) -> Limits:
    from pathlib import Path

    from folkmoot.door.owner import only_owner
    from folkmoot.door.warm.limits import limits_in
    from folkmoot.door.warm.place import folder_of

    only_owner(call.path)
    return limits_in(Path(folder_of(str(call.path))))
