"""`folkmoot logbook` and `folkmoot mission`."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import click

from folkmoot.api import LONG_TEXT, Session, filled, out, out_json, pass_session, say
from folkmoot_sociocracy.logbook.model import EndForm, Mission, PolicyForm, ReviewForm, WordsForm
from folkmoot_sociocracy.rounds.commands import as_json_option
from folkmoot_sociocracy.words import _

if TYPE_CHECKING:
    from folkmoot.api import Stored
    from folkmoot_sociocracy.logbook.model import Entry


class OrCircle(click.Group):
    """Words, and where a word is none of them, a circle whose logbook is wanted."""

    def resolve_command(
        self, ctx: click.Context, args: list[str]
    ) -> tuple[str | None, click.Command | None, list[str]]:
        if args and args[0] not in self.commands:
            args = ["show", *args]
        return super().resolve_command(ctx, args)


_MARKDOWN = click.option(
    "--markdown", "as_markdown", is_flag=True, help=_("As Markdown, to be kept elsewhere.")
)


@click.group(
    cls=OrCircle,
    invoke_without_command=True,
    subcommand_metavar="[CIRCLE | COMMAND]",
    help=_("What circles decided, until when, and when they look at it again."),
)
@_MARKDOWN
@as_json_option
@click.pass_context
def logbook(context: click.Context, as_json: bool, as_markdown: bool) -> None:
    if context.invoked_subcommand is None:
        context.invoke(show, as_json=as_json, as_markdown=as_markdown)


@click.command(help=_("The logbook of a circle, or of all: policies, roles, what is past."))
@click.argument("circle", required=False)
@_MARKDOWN
@as_json_option
@click.pass_context
def show(context: click.Context, circle: str | None, as_json: bool, as_markdown: bool) -> None:
    before = context.parent.params if context.parent is not None else {}  # the options may stand in front
    as_json, as_markdown = (
        as_json or bool(before.get("as_json")),
        as_markdown or bool(before.get("as_markdown")),
    )
    context.invoke(_shown, circle=circle, as_json=as_json, as_markdown=as_markdown)


@pass_session
def _shown(session: Session, circle: str | None, as_json: bool, as_markdown: bool) -> None:
    from folkmoot_sociocracy.circles.actions import all_circles
    from folkmoot_sociocracy.circles.rules import as_tree
    from folkmoot_sociocracy.logbook.actions import entries, find_any_circle

    wanted = find_any_circle(session, circle) if circle else None
    if as_json:
        out_json(_as_data(session, wanted.id if wanted else None))
    elif as_markdown:
        numbers = [n for _depth, n, _circle in as_tree(all_circles(session.store))]
        for number in [wanted.id] if wanted else numbers:
            _markdown(session, number)
    else:
        _in_lines(session, wanted.id if wanted else None)
        if not entries(session, wanted.id if wanted else None):
            say(_("Nothing is written in it yet."))


def _markdown(session: Session, number: int) -> None:
    from folkmoot_sociocracy.circles.model import Circle
    from folkmoot_sociocracy.logbook.actions import entries
    from folkmoot_sociocracy.logbook.wording import markdown

    for line in markdown(session, session.store.collection(Circle).get(number), entries(session, number)):
        out(line)


def _as_data(session: Session, circle: int | None) -> dict[str, Any]:
    from folkmoot_sociocracy.circles.actions import today
    from folkmoot_sociocracy.circles.model import Holder
    from folkmoot_sociocracy.circles.rules import holds
    from folkmoot_sociocracy.logbook.actions import entries

    on = today(session)
    holders = session.store.collection(Holder)
    found = holders.all() if circle is None else holders.find(circle=circle)
    return {
        "policies": [_policy(session, one) for one in entries(session, circle)],
        "roles": [
            {
                "circle": one.value.circle,
                "role": one.value.role,
                "account": one.value.account,
                "since": one.value.since.isoformat(),
                "until": one.value.until.isoformat(),
                "learning": one.value.learning,
                "held": holds(one.value, on),
                "by": one.value.by,
                "proposal": one.value.proposal,
                "qualifications": one.value.qualifications,
                "ended": _day(one.value.ended),
                "ended_why": one.value.ended_why,
            }
            for one in found
        ],
    }


def _policy(session: Session, stored: Stored[Entry]) -> dict[str, Any]:
    from folkmoot_sociocracy.circles.actions import today
    from folkmoot_sociocracy.logbook.rules import standing

    entry = stored.value
    return {
        "number": stored.id,
        "circle": entry.circle,
        "title": entry.title,
        "text": entry.text,
        "standing": standing(entry, today(session)),
        "decided": entry.decided.isoformat(),
        "by": entry.by,
        "until": _day(entry.until),
        "review": _day(entry.review),
        "reviewed": _day(entry.reviewed),
        "proposal": entry.proposal,
        "ended": _day(entry.ended),
        "ended_why": entry.ended_why,
    }


def _told(session: Session, stored: Stored[Entry], as_json: bool, said: str) -> None:
    """After a policy was written or changed."""
    if as_json:
        out_json(_policy(session, stored))
    else:
        say(said)


def _day(day: Any) -> str | None:
    return day.isoformat() if day is not None else None


def _in_lines(session: Session, circle: int | None) -> None:
    from folkmoot_sociocracy.circles.actions import today
    from folkmoot_sociocracy.links.wording import circle_name
    from folkmoot_sociocracy.logbook.actions import entries
    from folkmoot_sociocracy.logbook.wording import holder_line, split_holders, standing_words

    for one in entries(session, circle):
        where = f"{circle_name(session, one.value.circle)}: " if circle is None else ""
        out(f"{one.id:>4}  {where}{one.value.title} ({standing_words(one.value, today(session))})")
        if circle is not None:
            for line in one.value.text.splitlines():
                out(f"      {line}")
    if circle is not None:
        now, past = split_holders(session, circle)
        for held in (*now, *past):
            out(f"      {holder_line(session, held)}")


@click.command(help=_("Write down what a circle decided."))
@click.argument("circle")
@click.option("--title", default="", help=_("What the policy is called."))
@click.option("--text", type=LONG_TEXT, default="", help=_("What holds."))
@click.option("--by", default="", help=_("How it was decided."))
@click.option("--decided", default="", metavar="DAY", help=_("When; today where nothing is said."))
@click.option("--review", default="", metavar="DAY", help=_("When it is looked at again."))
@click.option("--until", default="", metavar="DAY", help=_("Its last day."))
@as_json_option
@pass_session
def add(session: Session, circle: str, as_json: bool, **given: str) -> None:
    from folkmoot_sociocracy.circles.actions import find_circle
    from folkmoot_sociocracy.logbook.actions import add_policy

    stored = add_policy(session, find_circle(session, circle).id, filled(PolicyForm, given, _))
    _told(session, stored, as_json, _("Kept: policy {number}.", number=stored.id))


@click.command(help=_("Correct how a policy is written down; what you don't name stays."))
@click.argument("number", type=int)
@click.option("--title", help=_("What the policy is called."))
@click.option("--text", type=LONG_TEXT, help=_("What holds."))
@click.option("--by", help=_("How it was decided."))
@as_json_option
@pass_session
def edit(session: Session, number: int, as_json: bool, **given: str | None) -> None:
    from folkmoot_sociocracy.logbook.actions import correct, entry_of

    seen = entry_of(session, number).value
    kept = {name: str(getattr(seen, name)) for name in WordsForm.__struct_fields__}
    named = {name: value for name, value in given.items() if value is not None}
    stored = correct(session, number, filled(WordsForm, {**kept, **named}, _), seen)
    _told(session, stored, as_json, _("Kept."))


@click.command("review", help=_("The circle looked at a policy, and leaves it as it is."))
@click.argument("number", type=int)
@click.option("--next", "review", default="", metavar="DAY", help=_("When it is looked at again."))
@as_json_option
@pass_session
def looked_at(session: Session, number: int, review: str, as_json: bool) -> None:
    from folkmoot.api import dates
    from folkmoot_sociocracy.logbook import actions

    form = filled(ReviewForm, {"review": review}, _)
    stored = actions.review(session, number, actions.day_of(form.review))
    assert stored.value.review is not None
    said = _("Kept. It is looked at again on {day}.", day=dates.day_of_year(stored.value.review))
    _told(session, stored, as_json, said)


@click.command("end", help=_("End a policy; it stays to be read."))
@click.argument("number", type=int)
@click.option("--why", type=LONG_TEXT, default="", help=_("Who decided that, and what holds instead."))
@as_json_option
@pass_session
def ended(session: Session, number: int, why: str, as_json: bool) -> None:
    from folkmoot_sociocracy.logbook.actions import end

    stored = end(session, number, filled(EndForm, {"why": why}, _).why)
    _told(session, stored, as_json, _("Ended. It stays to be read."))


for command in (show, add, edit, looked_at, ended):
    logbook.add_command(command)


@click.command(help=_("What we are here for; with words, propose them: everyone is asked."))
@click.option("--vision", type=LONG_TEXT, help=_("How the world is when we are done."))
@click.option("--mission", "what", type=LONG_TEXT, help=_("What we do towards it."))
@click.option("--aims", type=LONG_TEXT, help=_("What we bring about, for whom."))
@as_json_option
@pass_session
def mission(session: Session, vision: str | None, what: str | None, aims: str | None, as_json: bool) -> None:
    from folkmoot_sociocracy.links.commands import question_row
    from folkmoot_sociocracy.links.wording import state_words
    from folkmoot_sociocracy.logbook import mission as missions

    given = {"vision": vision, "mission": what, "aims": aims}
    named = {name: value for name, value in given.items() if value is not None}
    if named:
        before = missions.last_written(session)
        kept = {name: getattr(before, name) for name in given} if before else {}
        stored = missions.propose_mission(session, filled(Mission, {**kept, **named}, _))
        if as_json:
            out_json(question_row(session, stored))
        else:
            say(_("Question {number}: {state}", number=stored.id, state=state_words(session, stored.value)))
        return
    session.must("circles.see")
    stands, asked = missions.mission(session), missions.asked_mission(session)
    if as_json:
        out_json(
            {
                "mission": _parts(stands.value) if stands else None,
                "asked": {"number": asked[0].id, **_parts(asked[1])} if asked else None,
            }
        )
        return
    _mission_lines(stands.value if stands else None, asked)


def _parts(written: Mission) -> dict[str, Any]:
    return {
        "vision": written.vision,
        "mission": written.mission,
        "aims": written.aims,
        "decided": _day(written.decided),
        "by": written.by,
    }


def _mission_lines(stands: Mission | None, asked: Any) -> None:
    from folkmoot_sociocracy.logbook.wording import adopted_words, mission_rows

    if stands is not None:
        for label, value in mission_rows(stands):
            out(f"{label:<10} {value}")
        out(adopted_words(stands))
    else:
        say(_("There is no mission yet. Anybody proposes one, and everyone is asked."))
    if asked is not None:
        say(_("Everyone is asked about other words (question {number}).", number=asked[0].id))
        for label, value in mission_rows(asked[1]):
            out(f"{label:<10} {value}")
