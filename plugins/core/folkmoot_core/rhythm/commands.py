"""`folkmoot moons` and `folkmoot rhythm`: the same use cases as the page, in lines, JSON and calendar files."""

from __future__ import annotations

import sys
from typing import TYPE_CHECKING

import click

from folkmoot.api import (
    LONG_TEXT,
    BadData,
    Call,
    Occurrence,
    Session,
    UsageError,
    dates,
    now,
    out,
    out_json,
    pass_session,
    read_day,
    say,
    zone,
)
from folkmoot_core.rhythm.almanac import moons_between
from folkmoot_core.rhythm.model import Moon
from folkmoot_core.rhythm.rule_commands import rule, rules
from folkmoot_core.rhythm.wording import flag_words, moon_words, status_words
from folkmoot_core.words import _

if TYPE_CHECKING:
    from folkmoot_core.rhythm.whole_summit import Summit

FROM = click.option("--from", "first", metavar="DATE", help=_("First day, like 2027-01-31 (else: today)."))
TO = click.option("--to", "last", metavar="DATE", help=_("Day after the last one (else: a year later)."))
JSON = click.option("--json", "as_json", is_flag=True, help=_("As JSON, for scripts."))


@click.command(help=_("New and full moons of a span, with the day they fall on in a time zone."))
@FROM
@TO
@click.option(
    "--zone",
    "zone_name",
    metavar="ZONE",
    help=_("Time zone, like Europe/Lisbon."),
    default="UTC",
    show_default=True,
)
@JSON
def moons(first: str | None, last: str | None, zone_name: str, as_json: bool) -> None:
    from folkmoot.api import span_of
    from folkmoot_core.rhythm.shapes import moon_shape

    span = span_of(first, last, zone_name, now().astimezone(zone(zone_name)).date())
    found = moons_between(span.start, span.end)
    if as_json:
        out_json({"zone": zone_name, "moons": [moon_shape(moon, zone_name) for moon in found]})
        return
    for moon in found:
        out(moon_line(moon, zone_name))
    say(_("Times in {zone}.", zone=zone_name))


def moon_line(moon: Moon, zone_name: str) -> str:
    """`Sat, 23 Jan 2027  01:17  full moon`, an eclipse behind it."""
    local = moon.instant.astimezone(zone(zone_name))
    return f"{dates.day_of_year(local.date()):<18} {dates.clock(local)}  {moon_words(moon)}"


@click.group(
    invoke_without_command=True,
    help=_("Gatherings and calls of a span, as lines, JSON or a calendar (iCalendar)."),
)
@FROM
@TO
@click.option(
    "--zone", "zone_name", metavar="ZONE", help=_("Show times in this zone (else: the community's).")
)
@JSON
@click.option("--ics", "as_ics", is_flag=True, help=_("As an iCalendar file."))
@click.option("--mine", is_flag=True, help=_("Only what you said yes to."))
@click.pass_context
def rhythm(
    context: click.Context,
    first: str | None,
    last: str | None,
    zone_name: str | None,
    as_json: bool,
    as_ics: bool,
    mine: bool,
) -> None:
    if context.invoked_subcommand is not None:
        return
    if as_json and as_ics:
        raise UsageError(_("Say --json or --ics, not both."))
    if zone_name:
        zone(zone_name)
    call = context.find_object(Call)
    assert call is not None
    with call.session() as session:
        _show(session, first, last, zone_name, as_json, as_ics, mine)


def _show(
    session: Session,
    first: str | None,
    last: str | None,
    zone_name: str | None,
    as_json: bool,
    as_ics: bool,
    mine: bool,
) -> None:
    from folkmoot.api import span_of
    from folkmoot_core.rhythm.calendar import place_of

    place_zone = session.community.zone
    days_in = zone_name or place_zone
    span = span_of(first, last, days_in, session.now().astimezone(zone(days_in)).date())
    moons = moons_between(span.start, span.end)  # tells where a span goes beyond the known years
    found = session.meetings(span.start, span.end)
    if mine:
        from folkmoot_core.answers.actions import said_yes_to

        found = said_yes_to(session, found)
    if as_json:
        from folkmoot_core.rhythm.shapes import rhythm_shape

        out_json(rhythm_shape(place_of(session.store), place_zone, moons, found, zone_name))
    elif as_ics:
        from folkmoot_core.rhythm.ics import calendar_file

        sys.stdout.buffer.write(calendar_file(session, found))
    else:
        for occurrence in found:
            out(occurrence_line(occurrence, days_in))
        say(_("Times in {zone}.", zone=days_in) if found else _("Nothing in this span."))


def occurrence_line(occurrence: Occurrence, zone_name: str) -> str:
    """`Fri, 22 Jan 2027  19:00  Full moon call  full-call/full-334`, with what was changed behind it."""
    local = occurrence.start.astimezone(zone(zone_name))
    parts = [
        f"{dates.day_of_year(local.date()):<18} {dates.clock(local)}  {occurrence.title:<24} {occurrence.key}"
    ]
    if occurrence.status != "confirmed":
        parts.append(status_words(occurrence))
    if occurrence.reason:
        parts.append(occurrence.reason)
    if occurrence.flag:
        parts.append(flag_words(occurrence))
    return "  ".join(parts)


@rhythm.command(help=_("Move a meeting to another day and time, by its own clock (2027-05-22T17:00)."))
@click.argument("key")
@click.argument("start", metavar="DAY-TIME")
@click.option(
    "--why", type=LONG_TEXT, default="", metavar="TEXT", help=_("The reason, for everyone to read.")
)
@pass_session
def move(session: Session, key: str, start: str, why: str) -> None:
    from folkmoot_core.rhythm.actions import move_occurrence
    from folkmoot_core.rhythm.by_calendar import summit_of
    from folkmoot_core.rhythm.summits import move_summit
    from folkmoot_core.rhythm.whole_summit import whole_of

    if whole_of(session.store, key) is None or summit_of(key):
        _told(session, move_occurrence(session, key, start, why))
        return
    day = read_day(start, session.here(session.now()).date())
    if day is None:
        raise BadData(_("A whole summit moves to a day, like 2027-05-22; each session keeps its time."))
    _tell_all(session, move_summit(session, key, day, why))


@rhythm.command(help=_("Cancel a meeting; it stays in the calendar, marked."))
@click.argument("key")
@click.option(
    "--why", type=LONG_TEXT, default="", metavar="TEXT", help=_("The reason, for everyone to read.")
)
@pass_session
def cancel(session: Session, key: str, why: str) -> None:
    from folkmoot_core.rhythm.actions import cancel_occurrence
    from folkmoot_core.rhythm.by_calendar import summit_of
    from folkmoot_core.rhythm.summits import cancel_summit
    from folkmoot_core.rhythm.whole_summit import whole_of

    if whole_of(session.store, key) is None or summit_of(key):
        _told(session, cancel_occurrence(session, key, why))
    else:
        _tell_all(session, cancel_summit(session, key, why))


@rhythm.command(help=_("Take back that a meeting was moved or cancelled."))
@click.argument("key")
@pass_session
def restore(session: Session, key: str) -> None:
    from folkmoot_core.rhythm.actions import restore_occurrence
    from folkmoot_core.rhythm.by_calendar import summit_of
    from folkmoot_core.rhythm.summits import restore_summit
    from folkmoot_core.rhythm.whole_summit import whole_of

    if whole_of(session.store, key) is None or summit_of(key):
        _told(session, restore_occurrence(session, key))
    else:
        _tell_all(session, restore_summit(session, key))


@rhythm.command(help=_("Hold the nearest of the year's gatherings on this full moon (full-338)."))
@click.argument("moon")
@pass_session
def gather(session: Session, moon: str) -> None:
    from folkmoot_core.rhythm.actions import gathering_rule, hold_gathering_on
    from folkmoot_core.rhythm.calendar import occurrence_of

    hold_gathering_on(session, moon)
    _told(session, occurrence_of(session.store, f"{gathering_rule(session).id}/{moon}"))


def _tell_all(session: Session, summit: Summit) -> None:
    for one in summit.sessions:
        _told(session, one)


def _told(session: Session, occurrence: Occurrence) -> None:
    out(occurrence_line(occurrence, session.community.zone))


rhythm.add_command(rules)
rhythm.add_command(rule)
