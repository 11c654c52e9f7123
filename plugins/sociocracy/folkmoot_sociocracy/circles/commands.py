"""`folkmoot circles`."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import click

from folkmoot.api import LONG_TEXT, Session, filled, out, out_json, pass_session, say
from folkmoot_sociocracy.circles.as_json import circle_row, tell_circle, whole_row
from folkmoot_sociocracy.circles.model import Circle
from folkmoot_sociocracy.links.commands import LINK_COMMANDS
from folkmoot_sociocracy.rounds.commands import as_json_option
from folkmoot_sociocracy.words import _

if TYPE_CHECKING:
    from folkmoot_sociocracy.circles.detail import Detail

TOP = "top"  # instead of a circle above


@click.group(
    invoke_without_command=True,
    help=_("The circles: their aims, roles and links; come in, propose, answer."),
)
@as_json_option
@click.pass_context
def circles(context: click.Context, as_json: bool) -> None:
    if context.invoked_subcommand is None:
        context.invoke(listed, as_json=as_json)


@click.command("list", help=_("List the circles."))
@as_json_option
@pass_session
def listed(session: Session, as_json: bool) -> None:
    from folkmoot_sociocracy.circles.actions import all_circles
    from folkmoot_sociocracy.circles.rules import as_tree
    from folkmoot_sociocracy.circles.tree import link_words, mark_words, rows

    found = {row.id: row for row in rows(session)}
    if as_json:
        out_json({"circles": [circle_row(session, row.id, row.circle, row.links) for row in found.values()]})
        return
    for depth, number, circle in as_tree(all_circles(session.store)):
        row = found[number]
        who = [
            (_("leader {who}", who=link_words(session, row, "leader")), "leader"),
            (_("delegate {who}", who=link_words(session, row, "delegate")), "delegate"),
        ]
        links = [said for said, role in who if role in row.links]
        about = ", ".join(part for part in (*links, mark_words(session, row)) if part)
        aim = f": {circle.aim}" if circle.aim else ""
        out(f"{'  ' * depth}{circle.name}{aim}" + (f" ({about})" if about else ""))
    if not found:
        say(_("There are no circles yet."))


@click.command(help=_("One circle: its roles and their terms, who is in it, what is broken."))
@click.argument("circle")
@as_json_option
@pass_session
def show(session: Session, circle: str, as_json: bool) -> None:
    from folkmoot_sociocracy.circles.actions import find_circle
    from folkmoot_sociocracy.circles.detail import detail_of

    found = detail_of(session, find_circle(session, circle).id)
    if as_json:
        out_json(whole_row(session, found))
    else:
        _in_lines(session, found)


def _in_lines(session: Session, found: Detail) -> None:
    from folkmoot_sociocracy.circles.detail import settings_words
    from folkmoot_sociocracy.circles.wording import name_of, term_words
    from folkmoot_sociocracy.links.wording import proposal_words

    circle = found.circle
    out(circle.name)
    above = found.above.name if found.above else ""
    below = ", ".join(one.name for one in found.below)
    rows = [
        (_("Aim"), circle.aim or _("not written yet")),
        (_("Decides alone"), circle.domain or _("not written yet")),
        (_("Above"), above),
        (_("Below"), below),
        (_("How"), settings_words(circle)),
    ]
    rows += [
        (
            _(role.name),
            _("nobody") if held is None else f"{name_of(session, held.account)}, {term_words(held)}",
        )
        for role, held in found.roles
    ]
    rows += [(_("To mend"), sentence) for sentence in found.faults]
    rows += [
        (_("Question {number}", number=one.id), proposal_words(session, one.value)) for one in found.proposals
    ]
    rows += [(_("Under way"), f"{one.title} ({one.stands}; {one.opens})") for one in found.under_way]
    rows += [(_("Policy"), f"{one.title} ({one.stands}; {one.opens})") for one in found.policies]
    rows += [(_("Member"), f"{name_of(session, handle)} {why}") for handle, why in found.members]
    for label, value in rows:
        if value:
            out(f"{label:<16} {value}")


def _settings(function: Any) -> Any:
    """The options of a circle."""
    for option in (
        click.option("--aim", type=LONG_TEXT, help=_("What the circle brings about, in one sentence.")),
        click.option("--domain", type=LONG_TEXT, help=_("What it decides alone.")),
        click.option("--parent", metavar="CIRCLE", help=_("The circle above it; “top” for none.")),
        click.option("--school", help=_("Objections: voiced or tested.")),
        click.option("--absent", help=_("Who was away: may_object or held.")),
        click.option("--absent-hours", help=_("For how many hours they may object.")),
    ):
        function = option(function)
    return function


@click.command(help=_("Make a circle; you are its first member."))
@click.argument("name")
@_settings
@as_json_option
@pass_session
def new(session: Session, name: str, parent: str | None, as_json: bool, **given: str | None) -> None:
    from msgspec.structs import replace as evolve

    from folkmoot_sociocracy.circles.actions import make_circle

    form = filled(Circle, {"name": name, **_named(given)}, _)
    stored = make_circle(session, evolve(form, parent=_above(session, parent)))
    tell_circle(
        session, stored.id, as_json, _("Made: circle {number}. You are its first member.", number=stored.id)
    )


@click.command(help=_("Change a circle; what you don't name stays."))
@click.argument("circle")
@click.option("--name", help=_("What it is called."))
@_settings
@as_json_option
@pass_session
def edit(session: Session, circle: str, parent: str | None, as_json: bool, **given: str | None) -> None:
    from msgspec.structs import replace as evolve

    from folkmoot_sociocracy.circles.actions import change_circle, find_circle

    stored = find_circle(session, circle)
    kept = {
        name: str(getattr(stored.value, name))
        for name in Circle.__struct_fields__
        if name not in ("parent", "closed")
    }
    form = filled(Circle, {**kept, **_named(given)}, _)
    above = stored.value.parent if parent is None else _above(session, parent)
    change_circle(session, stored.id, evolve(form, parent=above), stored.value)
    tell_circle(session, stored.id, as_json, _("Kept."))


def _named(given: dict[str, str | None]) -> dict[str, str]:
    return {name: value for name, value in given.items() if value is not None}


def _above(session: Session, typed: str | None) -> int | None:
    from folkmoot_sociocracy.circles.actions import find_circle

    return None if typed is None or typed == TOP else find_circle(session, typed).id


@click.command("close", help=_("Close a circle that has none below it; its logbook stays."))
@click.argument("circle")
@as_json_option
@pass_session
def closed(session: Session, circle: str, as_json: bool) -> None:
    from folkmoot_sociocracy.circles.actions import find_circle, today
    from folkmoot_sociocracy.links.closing import close_circle

    stored = find_circle(session, circle)
    close_circle(session, stored.id)
    if as_json:
        out_json({"id": stored.id, "name": stored.value.name, "closed": today(session).isoformat()})
    else:
        say(_("Closed. Its logbook can still be read."))


@click.command("faults", help=_("What is broken, and what helps."))
@as_json_option
@pass_session
def broken(session: Session, as_json: bool) -> None:
    from folkmoot_sociocracy.circles.actions import ground_of
    from folkmoot_sociocracy.circles.roles import file_fault
    from folkmoot_sociocracy.circles.rules import faults
    from folkmoot_sociocracy.circles.wording import fault_lines, fault_words

    session.must("circles.see")
    found, fault = faults(ground_of(session)), file_fault(session)
    if as_json:
        rows = [
            {
                "kind": one.kind,
                "circle": one.circle,
                "role": one.role,
                "account": one.account,
                "day": one.day.isoformat() if one.day else None,
                "says": fault_words(session, one),
            }
            for one in found
        ]
        out_json({"faults": rows, "file": fault})
        return
    for line in fault_lines(session, found):
        out(line)
    if fault:
        say(fault)
    if not found:
        say(_("Nothing: every circle has an aim and two links."))


for command in (listed, show, new, edit, closed, broken, *LINK_COMMANDS):
    circles.add_command(command)
