"""`folkmoot groups`: all that the pages do, in lines and JSON."""

from __future__ import annotations

from datetime import date

import click

from folkmoot.api import (
    LONG_TEXT,
    BadData,
    Call,
    Session,
    Stored,
    UsageError,
    dates,
    filled,
    out,
    out_json,
    pass_session,
    say,
)
from folkmoot_core.groups.model import Group
from folkmoot_core.words import _

JSON = click.option("--json", "as_json", is_flag=True, help=_("As JSON, for scripts."))
NUMBER = click.argument("number", type=int, metavar="ID")
DAY = click.argument("day", metavar="DAY")
WHY = click.option(
    "--why", "reason", type=LONG_TEXT, default="", metavar="TEXT", help=_("A few words on why.")
)


@click.group(
    invoke_without_command=True,
    help=_("Home groups and working groups: list, begin, join, note, split, close."),
)
@JSON
@click.pass_context
def groups(context: click.Context, as_json: bool) -> None:
    if context.invoked_subcommand is not None:
        return
    call = context.find_object(Call)
    assert call is not None
    with call.session() as session:
        _list(session, as_json)


def _list(session: Session, as_json: bool) -> None:
    from folkmoot_core.groups.kept import closed_with, open_groups, without_group
    from folkmoot_core.groups.shapes import group_shape

    session.must("groups.see")
    found = [*open_groups(session.store), *closed_with(session.store, session.handle)]
    count = len(without_group(session))
    if as_json:
        out_json({"groups": [group_shape(session, one) for one in found], "without": count})
        return
    for one in found:
        out(_line(session, one))
    if not found:
        say(_("There are no groups yet. “folkmoot groups new NAME” begins one."))
    say(_("Without a home group: {count}. “folkmoot groups without” lists them.", count=count))


def _line(session: Session, stored: Stored[Group]) -> str:
    from folkmoot_core.groups.calendar import next_pulses
    from folkmoot_core.groups.kept import people_in, today_there
    from folkmoot_core.groups.wording import end_words, kind_words, people_words, pulse_line

    people = people_in(session.store, stored.id)
    coming = next_pulses(session, stored) if stored.value.closed is None else []
    said = [kind_words(stored), people_words(len(people)), stored.value.focus]
    if session.handle in people:
        said.insert(0, _("yours"))
    said += [pulse_line(session, item) for item in coming]
    said.append(end_words(stored.value, today_there(session, stored.value)))
    told = ", ".join(part for part in said if part)
    return f"{stored.id:>4}  {stored.value.name:<24} {told}"


@click.command(help=_("One group: its people, its meetings; to its people, who would like to join."))
@NUMBER
@JSON
@pass_session
def show(session: Session, number: int, as_json: bool) -> None:
    from folkmoot_core.groups.about import rows_of
    from folkmoot_core.groups.kept import group_of
    from folkmoot_core.groups.shapes import group_whole

    session.must("groups.see")
    stored = group_of(session.store, number)
    if as_json:
        out_json(group_whole(session, stored))
        return
    for label, value in rows_of(session, stored):
        out(f"{label:<12} {value}")


@click.command(help=_("Begin a home group, with yourself in it."))
@click.argument("name")
@click.option("--focus", default="", help=_("What it is about."))
@click.option("--pulse", "every", default="weekly", help=_("weekly, fortnightly or monthly."))
@click.option("--on", "weekday", default="3", metavar="1-7", help=_("Weekday, Monday 1."))
@click.option("--at", default="19:00", help=_("Time of day by the group's clock."))
@click.option("--zone", default=None, help=_("The group's time zone (else: yours)."))
@click.option("--from", "first", default="", metavar="DATE", help=_("From which day on (else: now)."))
@click.option("--minutes", default="90", help=_("How long it meets."))
@pass_session
def new(session: Session, zone: str | None, **typed: str) -> None:
    from folkmoot_core.groups.actions import begin_home
    from folkmoot_core.groups.forms import HomeForm

    made = begin_home(session, filled(HomeForm, {**typed, "zone": zone or session.zone_name}, _))
    say(_("{name} has begun, with you in it: group {number}.", name=made.value.name, number=made.id))
    out(str(made.id))


@click.command(help=_("Change a group; what you don't name stays."))
@NUMBER
@click.option("--name", help=_("Its name."))
@click.option("--focus", help=_("What it is about; of a working group, its purpose."))
@click.option("--pulse", "every", help=_("weekly, fortnightly or monthly."))
@click.option("--on", "weekday", metavar="1-7", help=_("Weekday, Monday 1."))
@click.option("--at", help=_("Time of day by the group's clock."))
@click.option("--zone", help=_("The group's time zone."))
@click.option("--from", "first", metavar="DATE", help=_("From which day on."))
@click.option("--minutes", help=_("How long it meets."))
@click.option("--until", metavar="DATE", help=_("When a working group ends."))
@pass_session
def edit(session: Session, number: int, **typed: str | None) -> None:
    from folkmoot_core.groups import actions, forms
    from folkmoot_core.groups.kept import group_of

    group = group_of(session.store, number).value
    home = group.kind == "home"
    form = forms.home_form(group) if home else forms.working_form(group)
    known = {name: str(getattr(form, name)) for name in form.__struct_fields__}
    given = {name: value for name, value in typed.items() if value is not None}
    if odd := sorted(given.keys() - known.keys()):
        raise UsageError(_("This group has no “{field}”.", field=odd[0]))
    if home:
        actions.change_home(session, number, filled(forms.HomeForm, {**known, **given}, _), group)
    else:
        actions.change_working(session, number, filled(forms.WorkingForm, {**known, **given}, _), group)
    say(_("Kept."))


@click.command(help=_("Begin a working group, with yourself in it; or let one go on until another day."))
@click.argument("name", required=False)
@click.option("--purpose", "focus", default="", help=_("What will be there when it is done."))
@click.option("--until", default="", metavar="DATE", help=_("When it ends."))
@click.option("--renew", "number", type=int, metavar="ID", help=_("Let this one go on until then."))
@pass_session
def working(session: Session, name: str | None, focus: str, until: str, number: int | None) -> None:
    from folkmoot_core.groups.actions import begin_working
    from folkmoot_core.groups.ending import renew
    from folkmoot_core.groups.forms import WorkingForm

    if number is not None:
        group = renew(session, number, until)
        assert group.until is not None
        say(_("{name} goes on until {day}.", name=group.name, day=dates.day_of_year(group.until)))
        return
    if not name:
        raise UsageError(_("Say what it is called: folkmoot groups working NAME --purpose … --until …"))
    made = begin_working(session, filled(WorkingForm, {"name": name, "focus": focus, "until": until}, _))
    say(_("{name} has begun, with you in it: group {number}.", name=made.value.name, number=made.id))
    out(str(made.id))


@click.command(help=_("Read a group's notes, or write one; only its people can."))
@NUMBER
@click.argument("text", type=LONG_TEXT, required=False)
@click.option("--remove", "note", type=int, metavar="NOTE", help=_("Take a note of yours away."))
@JSON
@pass_session
def note(session: Session, number: int, text: str | None, note: int | None, as_json: bool) -> None:
    from folkmoot_core.groups.notes import add_note, notes_of, remove_note
    from folkmoot_core.groups.shapes import note_shape

    if note is not None:
        remove_note(session, note)
        say(_("Taken away."))
    elif text is not None:
        add_note(session, number, text)
        say(_("Noted, for this group alone."))
    elif as_json:
        out_json({"notes": [note_shape(one) for one in notes_of(session, number)]})
    else:
        for one in notes_of(session, number):
            on = dates.day_of_year(session.here(one.value.at).date())
            out(f"{one.id:>4}  {on}  {one.value.author}: {one.value.text}")


@click.command(help=_("Note that the group looked back, with what you keep of it or nothing."))
@NUMBER
@click.option(
    "--note", "text", type=LONG_TEXT, default="", help=_("What you keep of it, for the group alone.")
)
@pass_session
def retro(session: Session, number: int, text: str) -> None:
    from folkmoot_core.groups.notes import look_back
    from folkmoot_core.groups.rules import looks_back_on

    day = dates.day_of_year(looks_back_on(look_back(session, number, text)))
    say(_("Noted. The next look back is due on {day}.", day=day))


@click.command(help=_("Move one meeting, by the day it was meant for; or put it back."))
@NUMBER
@DAY
@click.option(
    "--to", "start", metavar="TIME", help=_("Where to, like “2027-05-22 17:00”, by the group's clock.")
)
@click.option("--back", is_flag=True, help=_("Let it take place as the pulse has it."))
@WHY
@pass_session
def move(session: Session, number: int, day: str, start: str | None, back: bool, reason: str) -> None:
    from folkmoot_core.groups.moves import move_pulse, put_back

    if back:
        put_back(session, number, a_day(day))
        say(_("It takes place as the pulse has it."))
        return
    if start is None:
        raise UsageError(_("Say where to with --to, or --back."))
    item = move_pulse(session, number, a_day(day), start, reason)
    local = session.here(item.start)
    say(_("Moved to {day} {time}.", day=dates.day(local.date()), time=dates.clock(local)))


@click.command(help=_("Skip one meeting, by the day it was meant for."))
@NUMBER
@DAY
@WHY
@pass_session
def skip(session: Session, number: int, day: str, reason: str) -> None:
    from folkmoot_core.groups.moves import skip_pulse

    skip_pulse(session, number, a_day(day), reason)
    say(_("Skipped. It stays in the calendar, marked."))


def a_day(typed: str) -> date:
    """A day as it is typed. Raises: BadData."""
    try:
        return date.fromisoformat(typed)
    except ValueError:
        raise BadData(_("“{typed}” is not a day like 2027-05-22.", typed=typed)) from None


def _all() -> None:
    from folkmoot_core.groups.people_commands import COMMANDS

    for command in (show, new, edit, working, note, retro, move, skip, *COMMANDS):
        groups.add_command(command)


_all()
