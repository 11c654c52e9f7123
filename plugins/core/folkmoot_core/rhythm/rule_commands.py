"""`folkmoot rhythm rules` and `rhythm rule`: rules by the moon and by the calendar, and the sessions of a summit."""

from __future__ import annotations

from collections.abc import Callable
from functools import reduce
from typing import Any, get_args

import click

from folkmoot.api import Session, UsageError, out, out_json, pass_session, say
from folkmoot_core.rhythm.model import Anchor, Kind
from folkmoot_core.words import _

CHANGE = "="  # the word behind which `rhythm rule RULE` stands: no rule can be called so
JSON = click.option("--json", "as_json", is_flag=True, help=_("As JSON, for scripts."))


class RuleGroup(click.Group):
    """`rule add …` and `rule session …`; any other word is a rule's name: `rule full-call --time 20:00`."""

    def parse_args(self, ctx: click.Context, args: list[str]) -> list[str]:
        if args and args[0] not in (*self.commands, *ctx.help_option_names):
            args = [CHANGE, *args]
        return super().parse_args(ctx, args)

    def resolve_command(
        self, ctx: click.Context, args: list[str]
    ) -> tuple[str | None, click.Command | None, list[str]]:
        name, command, rest = super().resolve_command(ctx, args)
        return ("" if name == CHANGE else name), command, rest

    def list_commands(self, ctx: click.Context) -> list[str]:
        return [name for name in super().list_commands(ctx) if name != CHANGE]


def with_options(*options: Callable[[Any], Any]) -> Callable[[Any], Any]:
    """Several options at once, in the order in which help lists them."""
    return lambda function: reduce(lambda done, option: option(done), reversed(options), function)


OPTIONS = with_options(
    click.option("--kind", type=click.Choice(get_args(Kind)), help=_("What kind of meeting it is.")),
    click.option("--title", metavar="TEXT", help=_("What the meeting is called.")),
    click.option(
        "--time", "--at", "local_time", metavar="HH:MM", help=_("Start, by the clocks of its zone.")
    ),
    click.option("--zone", metavar="ZONE", help=_("The zone whose clocks count.")),
    click.option("--minutes", "duration_minutes", type=int, help=_("How long it lasts.")),
    click.option("--phase", type=click.Choice(["full", "new"]), help=_("On full or on new moons.")),
    click.option(
        "--weekdays",
        metavar="DAYS",
        help=_("ISO weekdays, Monday 1 to Sunday 7, like 5 or 6,7; or “any”."),
    ),
    click.option(
        "--window", "window_days", type=int, help=_("How many days from the moon at most (0 to 14).")
    ),
    click.option(
        "--anchor",
        type=click.Choice(get_args(Anchor)),
        help=_("The start nearest the moon, the moon's date, or the instant itself."),
    ),
    click.option(
        "--no-match", type=click.Choice(["nearest", "skip"]), help=_("What to do where no weekday fits.")
    ),
    click.option("--round", "round_minutes", type=int, help=_("Minutes to which the instant is rounded.")),
    click.option(
        "--targets",
        metavar="DAYS",
        help=_("Only moons nearest these month-days, like 03-20,09-22; or “any”."),
    ),
    click.option("--weekly", metavar="DAY", help=_("By the calendar: each week on this day, like SU.")),
    click.option("--fortnightly", metavar="DAY", help=_("Each second week on this day.")),
    click.option(
        "--monthly", metavar="DAY", help=_("Each month on the second Sunday (2SU), last Friday (-1FR) or 31.")
    ),
    click.option("--quarterly", metavar="DAY", help=_("As --monthly, in --months only.")),
    click.option("--months", metavar="MONTHS", help=_("For --quarterly, like 3,6,9,12.")),
    click.option("--first", metavar="DATE", help=_("The day from which it counts, like 2027-03-01.")),
)


@click.command(help=_("List the rules that hang meetings on moons, and those by the calendar."))
@JSON
@pass_session
def rules(session: Session, as_json: bool) -> None:
    import msgspec

    from folkmoot_core.rhythm.model import CalendarRule, MoonRule
    from folkmoot_core.rhythm.rule_actions import all_rules
    from folkmoot_core.rhythm.rule_words import rule_sentence, session_sentence

    found = all_rules(session.store)
    if as_json:
        by_moon = [msgspec.to_builtins(rule) for rule in found if isinstance(rule, MoonRule)]
        by_day = [msgspec.to_builtins(rule) for rule in found if isinstance(rule, CalendarRule)]
        out_json({"rules": by_moon, "calendar_rules": by_day})
        return
    for one in found:
        out(_rule_line(one.id, one.title, rule_sentence(one)))
        for held in one.sessions if isinstance(one, CalendarRule) else ():
            out(f"  {one.id}/{held.id}: {session_sentence(held)}")


@click.group(
    "rule",
    cls=RuleGroup,
    help=_(
        "Change a rule by its name (folkmoot rhythm rule full-call --time 20:00), add one, or a summit's sessions."
    ),
)
def rule() -> None:
    """The words behind `rhythm rule`."""


@rule.command(CHANGE, hidden=True, help=_("Change a rule: its time, days, length. Or take it away."))
@click.argument("rule_id", metavar="RULE")
@click.option("--new", is_flag=True, help=_("Add this rule."))
@click.option("--remove", is_flag=True, help=_("Take this rule away, and its meetings with it."))
@OPTIONS
@pass_session
def change(session: Session, rule_id: str, new: bool, remove: bool, **given: Any) -> None:
    from folkmoot_core.rhythm import rule_actions
    from folkmoot_core.rhythm.rule_options import fields_given

    if remove and (new or any(value is not None for value in given.values())):
        raise UsageError(_("--remove goes alone."))
    if remove:
        say(_("Taken away: {rule}", rule=rule_actions.remove_rule(session, rule_id).id))
        return
    if new:
        _add(session, rule_id, given, "")
        return
    there = rule_actions.rule_of(session.store, rule_id).value
    about = fields_given(given, type(there), getattr(there, "first", session.now().date()))
    if not about:
        raise UsageError(
            _("Say what to change; “folkmoot rhythm rule {rule} --help” lists it.", rule=rule_id)
        )
    _say(rule_actions.change_rule(session, rule_id, about))


@rule.command(help=_("Add a rule: by the moon (--phase) or by the calendar (--weekly, --monthly …)."))
@click.argument("rule_id", metavar="RULE")
@click.option(
    "--restorative",
    "usual",
    flag_value="restorative",
    help=_("A restorative gathering every month, for members only."),
)
@click.option(
    "--summit", "usual", flag_value="summit", help=_("A summit every quarter, with three sessions.")
)
@OPTIONS
@pass_session
def add(session: Session, rule_id: str, usual: str | None, **given: Any) -> None:
    _add(session, rule_id, given, usual or "")


def _add(session: Session, rule_id: str, given: dict[str, Any], usual: str) -> None:
    from folkmoot_core.rhythm import rule_actions, suggestions
    from folkmoot_core.rhythm.model import CalendarRule, MoonRule
    from folkmoot_core.rhythm.rule_options import fields_given, is_by_calendar

    if not usual and not is_by_calendar(given):
        about = fields_given(given, MoonRule, session.now().date())
        _say(rule_actions.add_rule(session, rule_id, about))
        return
    suggested = {
        "restorative": suggestions.restorative,
        "summit": suggestions.summit,
    }.get(usual, lambda _session: {})(session)
    about = {**suggested, **fields_given(given, CalendarRule, session.now().date())}
    if "recurrence" not in about:
        raise UsageError(_("Say how often: --weekly, --fortnightly, --monthly or --quarterly."))
    _say(rule_actions.add_calendar_rule(session, rule_id, about))


@rule.command("session", help=_("The sessions of a summit: add, change or remove one."))
@click.argument("rule_id", metavar="RULE")
@click.argument("act", type=click.Choice(["add", "change", "remove"]))
@click.argument("session_id", metavar="SESSION")
@click.option("--title", metavar="TEXT", help=_("What the session is called."))
@click.option("--day", type=int, help=_("On which day of the summit; 1 is the first."))
@click.option("--at", "--time", "local_time", metavar="HH:MM", help=_("Start, by the clocks of its zone."))
@click.option("--zone", metavar="ZONE", help=_("The zone whose clocks count."))
@click.option("--minutes", "duration_minutes", type=int, help=_("How long it lasts."))
@pass_session
def summit_session(session: Session, rule_id: str, act: str, session_id: str, **given: Any) -> None:
    from folkmoot_core.rhythm import session_actions
    from folkmoot_core.rhythm.rule_words import session_sentence

    about = {name: value for name, value in given.items() if value is not None}
    if act == "remove":
        if about:
            raise UsageError(_("--remove goes alone."))
        gone = session_actions.remove_session(session, rule_id, session_id)
        say(_("Taken away: {rule}", rule=gone.id))
        return
    if act == "change" and not about:
        raise UsageError(_("Say what to change: --title, --day, --at, --zone or --minutes."))
    do = session_actions.add_session if act == "add" else session_actions.change_session
    out(session_sentence(do(session, rule_id, session_id, about)))


def _say(found: Any) -> None:
    from folkmoot_core.rhythm.rule_words import rule_sentence, session_sentence

    out(_rule_line(found.id, found.title, rule_sentence(found)))
    for held in getattr(found, "sessions", ()):
        out(f"  {found.id}/{held.id}: {session_sentence(held)}")


def _rule_line(rule_id: str, title: str, sentence: str) -> str:
    return f"{rule_id:<12} {title}: {sentence}" if title else f"{rule_id:<12} {sentence}"
