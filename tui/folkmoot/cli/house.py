"""`doctor` and shell completion: they work with every plugin broken."""

from __future__ import annotations

import sys

import click

from folkmoot.cli.call import Call, pass_call
from folkmoot.cli.talk import out, out_json
from folkmoot.errors import Misconfigured
from folkmoot.words import _


@click.command(help=_("Look over the house and say what is well and what is not."))
@click.option("--json", "as_json", is_flag=True, help=_("As JSON."))
@pass_call
def doctor(call: Call, as_json: bool) -> None:
    from folkmoot.door.doctor import examine

    try_all(call)
    findings = examine(call.house, call.path)
    if as_json:
        out_json({"findings": [{"what": f.what, "well": f.well, "says": f.says} for f in findings]})
    else:
        for finding in findings:
            word = _("well") if finding.well else _("NOT WELL")
            out(f"{word:<9} {finding.what}: {finding.says}")
    if not all(finding.well for finding in findings):
        raise Misconfigured(_("Something is not well; the lines above say what."))


def try_all(call: Call) -> None:
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
