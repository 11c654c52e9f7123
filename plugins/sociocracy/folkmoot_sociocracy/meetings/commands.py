"""`folkmoot meeting`."""

from __future__ import annotations

import click

from folkmoot.api import Session, dates, filled, out, out_json, pass_session, say
from folkmoot_sociocracy.meetings.backlog_commands import BACKLOG_COMMANDS
from folkmoot_sociocracy.meetings.live_commands import LIVE_COMMANDS
from folkmoot_sociocracy.meetings.told_commands import TOLD_JSON, tell_coming, told
from folkmoot_sociocracy.words import _

AS_JSON = click.option("--json", "as_json", is_flag=True, help=_("As JSON, for scripts."))
CIRCLE = click.argument("circle")
FORMAT = click.option(
    "--format", "called", default="", metavar="NAME", help=_("How it is held (“folkmoot meeting formats”).")
)


@click.group(invoke_without_command=True, help=_("Meetings of circles: backlog, agenda, rounds, minutes."))
@AS_JSON
@click.pass_context
def meeting(context: click.Context, as_json: bool) -> None:
    if context.invoked_subcommand is None:
        context.invoke(listed, circle=None, past=False, as_json=as_json)


@click.command("list", help=_("What goes on, what comes, whose minutes wait; of your circles or of one."))
@click.argument("circle", required=False)
@click.option("--past", is_flag=True, help=_("All that there were."))
@AS_JSON
@pass_session
def listed(session: Session, circle: str | None, past: bool, as_json: bool) -> None:
    from folkmoot_sociocracy.circles.actions import find_circle
    from folkmoot_sociocracy.meetings.accepting import standing
    from folkmoot_sociocracy.meetings.as_json import coming_row, meeting_row
    from folkmoot_sociocracy.meetings.calendar import coming
    from folkmoot_sociocracy.meetings.reading import meetings_in, mine
    from folkmoot_sociocracy.meetings.wording import meeting_line, minutes_standing

    session.must("meetings.see")
    circles = (find_circle(session, circle).id,) if circle else mine(session)
    now = session.now()
    held = [one for number in circles for one in meetings_in(session, number)]
    shown = [one for one in held if past or standing(one.value, now) != "accepted"]
    items = sorted(
        (item for number in circles for item in coming(session, number)), key=lambda one: one.start
    )
    if as_json:
        rows = [meeting_row(session, one) for one in shown]
        out_json({"meetings": rows, "coming": [coming_row(session, item) for item in items]})
        return
    for one in shown:
        state = _("goes on") if one.value.started else _("agenda drawn up")
        said = minutes_standing(session, one.value) if one.value.closed else state
        out(f"{one.id}  {meeting_line(session, one)}: {said}")
    for item in items:
        when = dates.when(session.here(item.start), session.here(now))
        cancelled = " " + _("(cancelled: {why})", why=item.reason) if item.status == "cancelled" else ""
        out(f"{item.key}  {item.title}, {when}{cancelled}")
    if not shown and not items:
        say(_("No meeting is near. “folkmoot meeting plan CIRCLE” plans one."))


@click.command(help=_("A whole meeting: agenda, rounds, minutes, what was decided."))
@click.argument("number", type=int)
@click.option("--markdown", "as_markdown", is_flag=True, help=_("As Markdown, for a document elsewhere."))
@AS_JSON
@pass_session
def show(session: Session, number: int, as_markdown: bool, as_json: bool) -> None:
    from folkmoot_sociocracy.meetings.as_json import whole_row
    from folkmoot_sociocracy.meetings.reading import meeting_of
    from folkmoot_sociocracy.meetings.transcript import markdown, plain

    stored = meeting_of(session, number)
    if as_json:
        out_json(whole_row(session, stored))
        return
    for line in markdown(session, stored) if as_markdown else plain(session, stored):
        out(line)


@click.command(help=_("Plan when a circle meets: once, or again and again."))
@CIRCLE
@click.option("--first", required=True, metavar="DAY", help=_("The day, or the first one."))
@click.option("--at", default="19:00", metavar="TIME", help=_("The wall time, like 19:00."))
@click.option(
    "--zone", default="", metavar="ZONE", help=_("Whose clock counts; without it, the community's.")
)
@click.option("--minutes", type=int, help=_("How long it is; without it, as its format says."))
@click.option(
    "--often",
    type=click.Choice(["once", "weekly", "fortnightly", "monthly"]),
    default="once",
    help=_("How often."),
)
@click.option(
    "--rule", default="", metavar="RRULE", help=_("Another rule (RFC 5545), like FREQ=MONTHLY;BYDAY=1WE.")
)
@FORMAT
@AS_JSON
@pass_session
def plan(
    session: Session,
    circle: str,
    first: str,
    at: str,
    zone: str,
    minutes: int | None,
    often: str,
    rule: str,
    called: str,
    as_json: bool,
) -> None:
    from folkmoot_sociocracy.circles.actions import find_circle
    from folkmoot_sociocracy.meetings.as_json import coming_row
    from folkmoot_sociocracy.meetings.calendar import coming
    from folkmoot_sociocracy.meetings.formats import format_of
    from folkmoot_sociocracy.meetings.forms import PlanForm
    from folkmoot_sociocracy.meetings.planning import plan_meetings

    number = find_circle(session, circle).id
    answers = {
        "often": often,
        "first": first,
        "at": at,
        "zone": zone or session.community.zone,
        "minutes": str(minutes or format_of(session, called).minutes),
    }
    made = plan_meetings(session, number, filled(PlanForm, answers, _), rule, called)
    items = [item for item in coming(session, number) if item.rule == f"circle-{made.id}"]
    if as_json:
        out_json({"plan": made.id, "coming": [coming_row(session, item) for item in items]})
        return
    say(_("Planned (plan {number}). Its members see it in the rhythm.", number=made.id))


@click.command(help=_("End a plan: the circle no longer meets by it."))
@click.argument("number", type=int)
@TOLD_JSON
@pass_session
def unplan(session: Session, number: int) -> None:
    from folkmoot_sociocracy.meetings.planning import end_plan

    ended = end_plan(session, number).value.ended
    assert ended is not None
    told(lambda: {"plan": number, "ended": ended.isoformat()}, _("Ended. What was held stays told."))


@click.command(help=_("Move one meeting."))
@click.argument("key")
@click.option("--to", "start", required=True, metavar="DAY_AND_TIME", help=_("Like 2027-01-14 19:00."))
@click.option("--why", default="", metavar="TEXT", help=_("Why."))
@TOLD_JSON
@pass_session
def move(session: Session, key: str, start: str, why: str) -> None:
    from folkmoot_sociocracy.meetings.forms import MoveForm
    from folkmoot_sociocracy.meetings.planning import move_meeting

    move_meeting(session, key, filled(MoveForm, {"start": start, "reason": why}, _))
    tell_coming(session, key, _("Moved. Its people see it at once."))


@click.command(help=_("Cancel one meeting; its agenda goes back to the backlog."))
@click.argument("key")
@click.option("--why", required=True, metavar="TEXT", help=_("Why."))
@TOLD_JSON
@pass_session
def cancel(session: Session, key: str, why: str) -> None:
    from folkmoot_sociocracy.meetings.planning import cancel_meeting

    cancel_meeting(session, key, why)
    tell_coming(session, key, _("Cancelled. “folkmoot meeting restore {key}” puts it back.", key=key))


@click.command(help=_("A moved or cancelled meeting takes place as planned after all."))
@click.argument("key")
@TOLD_JSON
@pass_session
def restore(session: Session, key: str) -> None:
    from folkmoot_sociocracy.meetings.planning import put_back

    put_back(session, key)
    tell_coming(session, key, _("It takes place as it was planned."))


@click.command(help=_("Draw up the agenda of a circle's next meeting, or of one that begins now."))
@CIRCLE
@click.option(
    "--key", default="", metavar="KEY", help=_("Which meeting; without it, the next that is planned.")
)
@click.option("--now", "at_once", is_flag=True, help=_("For a meeting that begins now."))
@click.option(
    "--topics", default="", metavar="3,5", help=_("Which topics; without it, what there is time for.")
)
@FORMAT
@AS_JSON
@pass_session
def draw(
    session: Session, circle: str, key: str, at_once: bool, topics: str, called: str, as_json: bool
) -> None:
    from folkmoot.api import BadData
    from folkmoot_sociocracy.circles.actions import find_circle
    from folkmoot_sociocracy.meetings.as_json import whole_row
    from folkmoot_sociocracy.meetings.planning import draw_up, next_key

    number = find_circle(session, circle).id
    wanted = [one.strip() for one in topics.split(",") if one.strip()]
    if not all(one.isdigit() for one in wanted):
        raise BadData(_("Topics are named by their numbers, like 3,5."))
    chosen = [int(one) for one in wanted] if wanted else None
    wanted_key = "" if at_once else key or next_key(session, number)
    made = draw_up(session, number, wanted_key, chosen, called)
    if as_json:
        out_json(whole_row(session, made))
        return
    say(_("Drawn up: meeting {number}. “folkmoot meeting show {number}” shows it.", number=made.id))


@click.command("give-up", help=_("Give up an agenda whose meeting has not begun; its items go back."))
@click.argument("number", type=int)
@TOLD_JSON
@pass_session
def give_up(session: Session, number: int) -> None:
    from folkmoot_sociocracy.meetings.planning import give_up as give

    give(session, number)
    told(lambda: {"number": number, "state": "given_up"}, _("Given up; its items are in the backlog."))


@click.command(help=_("List the formats of meetings, and what is wrong with those that can't be read."))
@AS_JSON
@pass_session
def formats(session: Session, as_json: bool) -> None:
    from folkmoot_sociocracy.meetings.as_json import format_row
    from folkmoot_sociocracy.meetings.formats import format_words
    from folkmoot_sociocracy.meetings.formats import formats as all_formats

    session.must("meetings.see")
    found = all_formats(session)
    if as_json:
        rows = [format_row(name, one) for name, one in found.good.items()]
        out_json({"formats": rows, "faults": found.faults})
        return
    for name, one in found.good.items():
        out(f"{name:<16} {one.title} ({format_words(one)}). {one.about}".rstrip())
    for fault in found.faults:
        say(fault)


for _command in (
    listed,
    show,
    plan,
    unplan,
    move,
    cancel,
    restore,
    draw,
    give_up,
    formats,
    *BACKLOG_COMMANDS,
    *LIVE_COMMANDS,
):
    meeting.add_command(_command)
