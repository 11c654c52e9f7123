"""`plugins`, `doctor` and shell completion: they work with every plugin broken."""

from __future__ import annotations

import sys
from collections.abc import Mapping
from typing import Any

import click

from folkmoot.cli.call import Call, pass_call
from folkmoot.cli.talk import out, out_json
from folkmoot.errors import Misconfigured
from folkmoot.words import _


def _state(row: Mapping[str, Any]) -> str:
    if row["state"] == "on" and row["faults"]:
        return _("on, with faults")
    return {"on": _("on"), "refused": _("refused"), "resting": _("resting")}[row["state"]]


@click.command(help=_("List the plugins, what they bring, and what is wrong with them."))
@click.option("--json", "as_json", is_flag=True, help=_("As JSON."))
@click.option("--quick", is_flag=True, help=_("Only load them; don't try them out in a throwaway community."))
@pass_call
def plugins(call: Call, as_json: bool, quick: bool) -> None:
    from folkmoot.door.doctor import plugin_rows

    if not quick:
        _try_out(call)
    rows = plugin_rows(call.house)
    if as_json:
        out_json({"plugins": rows})
        return
    if not rows:
        out(_("No plugins are loaded."))
    width = max((len(row["name"]) for row in rows), default=0)
    for row in rows:
        out(f"{row['name']:<{width}}  {row['version']:<10} {_state(row)}")
        for sentence in row["faults"]:
            out(f"  {sentence}")


@click.command(help=_("Look over the house and say what is well and what is not."))
@click.option("--json", "as_json", is_flag=True, help=_("As JSON."))
@pass_call
def doctor(call: Call, as_json: bool) -> None:
    from folkmoot.door.doctor import examine

    _try_out(call)
    findings = examine(call.house, call.path)
    if as_json:
        out_json({"findings": [{"what": f.what, "well": f.well, "says": f.says} for f in findings]})
    else:
        for finding in findings:
            word = _("well") if finding.well else _("NOT WELL")
            out(f"{word:<9} {finding.what}: {finding.says}")
    if not all(finding.well for finding in findings):
        raise Misconfigured(_("Something is not well; the lines above say what."))


def _try_out(call: Call) -> None:
    """Meet the faults that only show at work, before members do."""
    from folkmoot.cli.root import OWN
    from folkmoot.door.trial import try_out

    try_out(call.house, OWN)


@click.command(help=_("Print the lines that teach a shell to complete folkmoot's words."))
@click.argument("shell", type=click.Choice(["bash", "zsh", "fish"]))
def completion(shell: str) -> None:
    from click.shell_completion import get_completion_class

    from folkmoot.cli.root import root

    found = get_completion_class(shell)
    assert found is not None
    sys.stdout.write(found(root, {}, "folkmoot", "_FOLKMOOT_COMPLETE").source() + "\n")
