"""`folkmoot circles`."""

from __future__ import annotations

import click

from folkmoot.api import Session, out, out_json, pass_session, say
from folkmoot_sociocracy.circles.model import Circle
from folkmoot_sociocracy.circles.rules import as_tree
from folkmoot_sociocracy.words import _


@click.command(help=_("The circles, their aims and domains."))
@click.option("--json", "as_json", is_flag=True, help=_("As JSON, for scripts."))
@pass_session
def circles(session: Session, as_json: bool) -> None:
    found = {stored.id: stored.value for stored in session.store.collection(Circle).all()}
    if as_json:
        out_json(
            {
                "circles": [
                    {"id": number, "name": c.name, "aim": c.aim, "domain": c.domain, "parent": c.parent}
                    for number, c in found.items()
                ]
            }
        )
        return
    for depth, _number, circle in as_tree(found):
        out(f"{'  ' * depth}{circle.name}" + (f": {circle.aim}" if circle.aim else ""))
    if not found:
        say(_("There are no circles yet."))
