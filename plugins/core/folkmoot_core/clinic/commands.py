"""`folkmoot clinic`."""

from __future__ import annotations

from typing import TYPE_CHECKING

import click

from folkmoot.api import NotFound, Session, UsageError, dates, out, out_json, pass_session, say
from folkmoot_core.words import _

if TYPE_CHECKING:
    from folkmoot.api import Occurrence
    from folkmoot.stepclock import Did
    from folkmoot_core.clinic.actions import Held

AS_JSON = click.option("--json", "as_json", is_flag=True, help=_("As JSON, for scripts."))
GROUP = click.argument("group", type=int, required=False)


class ByKey(click.Group):
    """A group in whose place the key of a meeting may stand: `folkmoot clinic KEY`."""

    def parse_args(self, ctx: click.Context, args: list[str]) -> list[str]:
        """Show the meeting of a key; every key of a meeting has a slash, and no word here has."""
        if args and "/" in args[0]:
            args = ["show", *args]
        return super().parse_args(ctx, args)


@click.group(
    cls=ByKey, invoke_without_command=True, help=_("Case clinic on a call: groups, and steps by the clock.")
)
@AS_JSON
@click.pass_context
def clinic(context: click.Context, as_json: bool) -> None:
    if context.invoked_subcommand is None:
        context.invoke(show, key=None, as_json=as_json)


@click.command(help=_("Show the groups of a call and where their clocks are (also without “show”)."))
@click.argument("key", required=False)
@AS_JSON
@pass_session
def show(session: Session, key: str | None, as_json: bool) -> None:
    from folkmoot_core.clinic.actions import held_at
    from folkmoot_core.clinic.telling import meeting_row

    session.must("clinic.see")
    meeting = _meeting(session, key)
    held = held_at(session.store, meeting.key)
    if as_json:
        out_json(meeting_row(session, meeting, held))
        return
    local = session.here(meeting.start)
    out(f"{meeting.title}, {dates.day(local.date())} {dates.clock(local)} ({meeting.key})")
    if held is None:
        _show_who(session, meeting)
    else:
        _show_groups(session, held)


def _show_who(session: Session, meeting: Occurrence) -> None:
    from folkmoot_core.clinic.candidates import candidates
    from folkmoot_core.clinic.wording import known_words

    for one in candidates(session, meeting.key):
        if one.known:
            out(f"  {one.handle:<22} {one.name:<30} {known_words(one.known)}")
    say(_("No groups yet: folkmoot clinic gather {key} --with a,b,c", key=meeting.key))


def _show_groups(session: Session, held: Held) -> None:
    from folkmoot.stepclock import where
    from folkmoot_core.clinic.formats import steps_for, title_for
    from folkmoot_core.clinic.wording import people_words, state_words

    steps = steps_for(session, held.clinic)
    out(title_for(session, held.clinic))
    for stored in held.runs:
        run = stored.value
        found = where(run, held.clinic.steps, session.now())
        out(f"{run.number}. {people_words(session, held, run)}")
        out(f"   {state_words(session, run, found, steps[found.step])}")


@click.command(help=_("List the formats, and what is wrong with those that can't be read."))
@AS_JSON
@pass_session
def formats(session: Session, as_json: bool) -> None:
    from folkmoot_core.clinic.formats import formats as all_formats
    from folkmoot_core.clinic.telling import format_lines
    from folkmoot_core.clinic.wording import format_words

    found = all_formats(session)
    if as_json:
        rows = [
            {
                "name": name,
                "title": one.title,
                "about": one.about,
                "least": one.least,
                "most": one.most,
                "brings": one.brings,
                "licence": one.licence,
                "steps": [
                    {"name": s.name, "minutes": s.minutes, "says": s.says, "who": s.who, "goes_on": s.goes_on}
                    for s in one.steps
                ],
            }
            for name, one in found.good.items()
        ]
        out_json({"formats": rows, "faults": found.faults})
        return
    for name, one in found.good.items():
        out(f"{name}: {one.title}, {format_words(one)}. {one.about}")
        for line in format_lines(one.steps):
            out(line)
    for fault in found.faults:
        say(fault)


@click.command(help=_("Make groups of whoever is there; without --with, of whoever is here or said yes."))
@click.argument("key", required=False)
@click.option("--with", "people", default="", metavar="A,B,+C", help=_("Handles; a visitor is +Name."))
@click.option("--format", "format_name", default="case-clinic", metavar="NAME", help=_("How it is held."))
@click.option(
    "--seed", type=click.IntRange(0, 2**31), help=_("The same seed and people make the same groups.")
)
@click.option("--anew", is_flag=True, help=_("In place of groups that have not begun."))
@AS_JSON
@pass_session
def gather(
    session: Session,
    key: str | None,
    people: str,
    format_name: str,
    seed: int | None,
    anew: bool,
    as_json: bool,
) -> None:
    from folkmoot_core.clinic.actions import GroupsStand, make_groups
    from folkmoot_core.clinic.candidates import candidates
    from folkmoot_core.clinic.telling import meeting_row

    meeting = _meeting(session, key)
    there = [who.strip() for who in people.split(",") if who.strip()]
    if not there:
        there = [one.handle for one in candidates(session, meeting.key) if one.counts]
    try:
        held = make_groups(session, meeting.key, there, format_name, seed=seed, anew=anew)
    except GroupsStand as error:
        raise GroupsStand(f"{error.sentence} " + _("--anew puts new ones in their place.")) from None
    if as_json:
        out_json(meeting_row(session, meeting, held))
    else:
        _show_groups(session, held)


def _meeting(session: Session, key: str | None) -> Occurrence:
    from folkmoot_core.clinic.actions import meeting_of, next_meeting

    meeting = meeting_of(session, key) if key else next_meeting(session)
    if meeting is None:
        raise NotFound(_("There is no call in the next weeks. Name a meeting: folkmoot clinic KEY"))
    return meeting


def _number(session: Session, key: str, group: int | None) -> int:
    """The group that is meant: the one that was named, else one's own, else the only one. Raises: UsageError."""
    from folkmoot_core.clinic.actions import held_of

    held = held_of(session, key)
    mine = held.of(session.handle)
    if group is None and mine is None and len(held.runs) > 1:
        raise UsageError(_("Say which group: its number comes behind the key."))
    return group if group is not None else (mine or held.runs[0]).value.number


def _says_where(session: Session, key: str, number: int, as_json: bool) -> None:
    from folkmoot.stepclock import where
    from folkmoot_core.clinic.actions import held_of, run_of
    from folkmoot_core.clinic.formats import steps_for
    from folkmoot_core.clinic.telling import group_row, step_line

    held = held_of(session, key)
    run = run_of(held, number).value
    if as_json:
        out_json(group_row(session, held, run))
    else:
        found = where(run, held.clinic.steps, session.now())
        out(step_line(session, steps_for(session, held.clinic), run, found))


def _pressing(did: Did, help_text: str) -> click.Command:
    """A word that presses one thing on a group's clock."""

    @click.argument("key")
    @GROUP
    @AS_JSON
    @pass_session
    def command(session: Session, key: str, group: int | None, as_json: bool) -> None:
        from folkmoot_core.clinic.running import press

        number = _number(session, key, group)
        press(session, key, number, did)
        _says_where(session, key, number, as_json)

    return click.command(did, help=help_text)(command)


@click.command("case", help=_("Let somebody else of the group bring the case: HANDLE, or the next in turn."))
@click.argument("key")
@GROUP
@click.option("--to", "giver", metavar="HANDLE", help=_("Who brings it; a visitor is +Name."))
@pass_session
def case(session: Session, key: str, group: int | None, giver: str | None) -> None:
    from folkmoot_core.clinic.actions import name_of, pass_case_on

    run = pass_case_on(session, key, _number(session, key, group), giver)
    out(_("{name} brings the case.", name=name_of(session, run.giver)))


@click.command("join", help=_("Come into a group late."))
@click.argument("key")
@click.argument("group", type=int)
@pass_session
def join(session: Session, key: str, group: int) -> None:
    from folkmoot_core.clinic.actions import join_group

    join_group(session, key, group)
    _says_where(session, key, group, False)


@click.command(help=_("Say a line whenever the step changes, until the end; ctrl+c leaves."))
@click.argument("key", required=False)
@GROUP
@pass_session
def watch(session: Session, key: str | None, group: int | None) -> None:
    from time import sleep

    from folkmoot_core.clinic.telling import told

    key = _meeting(session, key).key
    for line in told(session, key, _number(session, key, group), lambda: sleep(1)):
        out(line)


for word in (
    show,
    formats,
    gather,
    _pressing("start", _("Begin a group's clock.")),
    _pressing("pause", _("Let a group's clock stand still.")),
    _pressing("on", _("Let a group's clock go on.")),
    _pressing("extend", _("Give the step two minutes more.")),
    _pressing("next", _("Go to the next step; from the last one, to the end.")),
    _pressing("back", _("Go back a step; after the end, into the last one.")),
    _pressing("end", _("End early.")),
    case,
    join,
    watch,
):
    clinic.add_command(word)
