"""`folkmoot meeting`: what waits in a circle's backlog."""

from __future__ import annotations

import click

from folkmoot.api import LONG_TEXT, Session, filled, out, out_json, pass_session, say, shown_value
from folkmoot_sociocracy.meetings.told_commands import TOLD_JSON, tell_meeting, tell_topic
from folkmoot_sociocracy.words import _

AS_JSON = click.option("--json", "as_json", is_flag=True, help=_("As JSON, for scripts."))
NUMBER = click.argument("number", type=int)
WANTED = click.Choice(["report", "explore", "decide"])


@click.command(help=_("What waits to be talked about, in your circles or in one."))
@click.argument("circle", required=False)
@AS_JSON
@pass_session
def backlog(session: Session, circle: str | None, as_json: bool) -> None:
    from folkmoot_sociocracy.circles.actions import find_circle
    from folkmoot_sociocracy.circles.wording import name_of
    from folkmoot_sociocracy.meetings.as_json import topic_row
    from folkmoot_sociocracy.meetings.reading import backlog_of, mine, name_of_circle
    from folkmoot_sociocracy.meetings.wording import minutes_words, wanted_word

    session.must("meetings.see")
    circles = (find_circle(session, circle).id,) if circle else mine(session)
    found = [one for number in circles for one in backlog_of(session, number)]
    if as_json:
        out_json({"topics": [topic_row(one) for one in found]})
        return
    for one in found:
        topic = one.value
        about = f": {topic.about}" if topic.about else ""
        who = name_of(session, topic.presenter)
        wanted = f"{wanted_word(topic.wanted)}, {minutes_words(topic.minutes)}, {who}"
        out(f"{one.id}  {name_of_circle(session, topic.circle)}: {topic.title} ({wanted}){about}")
    if not found:
        say(_("The backlog is empty. “folkmoot meeting add CIRCLE --title …” puts something into it."))


@click.command(help=_("Put something into a circle's backlog."))
@click.argument("circle")
@click.option("--title", required=True, metavar="TEXT", help=_("Short."))
@click.option("--wanted", type=WANTED, default="explore", help=_("What is wanted of it."))
@click.option("--presenter", default="", metavar="HANDLE", help=_("Who presents it; without it, you."))
@click.option("--minutes", default=10, help=_("How long it may take."))
@click.option("--about", type=LONG_TEXT, default="", help=_("A few words, where a document lies."))
@click.option("--link", default="", metavar="WHAT", help=_("Like proposal/3, selection/2 or policy/5."))
@AS_JSON
@pass_session
def add(
    session: Session,
    circle: str,
    title: str,
    wanted: str,
    presenter: str,
    minutes: int,
    about: str,
    link: str,
    as_json: bool,
) -> None:
    from folkmoot_sociocracy.circles.actions import find_circle
    from folkmoot_sociocracy.meetings.as_json import topic_row
    from folkmoot_sociocracy.meetings.backlog import add_topic
    from folkmoot_sociocracy.meetings.forms import TopicForm

    typed = {
        "title": title,
        "wanted": wanted,
        "presenter": presenter,
        "minutes": str(minutes),
        "about": about,
        "link": link,
    }
    made = add_topic(session, find_circle(session, circle).id, filled(TopicForm, typed, _))
    if as_json:
        out_json(topic_row(made))
        return
    say(_("It waits in the backlog (topic {number}).", number=made.id))


@click.command("edit-topic", help=_("Write a topic of a backlog anew."))
@NUMBER
@click.option("--title", metavar="TEXT", help=_("Short."))
@click.option("--wanted", type=WANTED, help=_("What is wanted of it."))
@click.option("--presenter", metavar="HANDLE", help=_("Who presents it."))
@click.option("--minutes", type=int, help=_("How long it may take."))
@click.option("--about", type=LONG_TEXT, help=_("A few words."))
@click.option("--link", metavar="WHAT", help=_("Like proposal/3."))
@TOLD_JSON
@pass_session
def edit_topic(session: Session, number: int, **given: str | int | None) -> None:
    from folkmoot_sociocracy.meetings.backlog import as_form, change_topic
    from folkmoot_sociocracy.meetings.forms import TopicForm
    from folkmoot_sociocracy.meetings.reading import topic_of

    topic = topic_of(session, number).value
    typed = {name: shown_value(value) for name, value in as_form(topic).items()}
    typed |= {name: str(value) for name, value in given.items() if value is not None}
    change_topic(session, number, filled(TopicForm, typed, _), topic)
    tell_topic(session, number, _("Kept."))


@click.command(help=_("Take a topic out of the backlog."))
@NUMBER
@click.option("--why", required=True, metavar="TEXT", help=_("Why it is not needed any more."))
@TOLD_JSON
@pass_session
def drop(session: Session, number: int, why: str) -> None:
    from folkmoot_sociocracy.meetings.backlog import drop_topic

    drop_topic(session, number, why)
    tell_topic(session, number, _("Taken out; it stays told why."))


@click.command("put-on", help=_("Put a topic on the agenda of a meeting."))
@NUMBER
@click.argument("topic", type=int)
@TOLD_JSON
@pass_session
def put_on(session: Session, number: int, topic: int) -> None:
    from folkmoot_sociocracy.meetings.actions import put_on as put

    _said(session, number, put(session, number, topic).value.change is not None)


@click.command("take-off", help=_("Take an item off an agenda, back to the backlog (the step's id)."))
@NUMBER
@click.argument("step", type=int)
@TOLD_JSON
@pass_session
def take_off(session: Session, number: int, step: int) -> None:
    from folkmoot_sociocracy.meetings.actions import take_off as take

    _said(session, number, take(session, number, step).value.change is not None)


@click.command(help=_("Move an item of an agenda earlier, or later."))
@NUMBER
@click.argument("step", type=int)
@click.argument("where", type=click.Choice(["earlier", "later"]))
@TOLD_JSON
@pass_session
def order(session: Session, number: int, step: int, where: str) -> None:
    from folkmoot_sociocracy.meetings.actions import move

    _said(
        session, number, move(session, number, step, -1 if where == "earlier" else 1).value.change is not None
    )


@click.command(help=_("Give an item of an agenda other minutes."))
@NUMBER
@click.argument("step", type=int)
@click.argument("minutes", type=click.IntRange(1, 240))
@TOLD_JSON
@pass_session
def lasts(session: Session, number: int, step: int, minutes: int) -> None:
    from folkmoot_sociocracy.meetings.actions import give_minutes

    _said(session, number, give_minutes(session, number, step, minutes).value.change is not None)


def _said(session: Session, number: int, asked: bool) -> None:
    changed = _("Changed. “folkmoot meeting show {number}” shows it.", number=number)
    said = _("The agenda has consent, so all are asked about the change now.") if asked else changed
    tell_meeting(session, number, said)


BACKLOG_COMMANDS = (backlog, add, edit_topic, drop, put_on, take_off, order, lasts)
