"""`folkmoot meeting`: what is done while a meeting goes on, and with its minutes afterwards."""

from __future__ import annotations

import click

from folkmoot.api import LONG_TEXT, Session, pass_session
from folkmoot_sociocracy.meetings.told_commands import TOLD_JSON, tell_meeting
from folkmoot_sociocracy.words import _

NUMBER = click.argument("number", type=int)
TEXT = click.argument("text", type=LONG_TEXT)
OF = click.option("--of", default="", metavar="HANDLE", help=_("Noting it for somebody in the room."))


@click.command("open", help=_("Open a meeting; you facilitate it."))
@NUMBER
@TOLD_JSON
@pass_session
def open_it(session: Session, number: int) -> None:
    from folkmoot_sociocracy.meetings.actions import open_meeting

    open_meeting(session, number)
    tell_meeting(session, number)


@click.command("in", help=_("Come into a meeting."))
@NUMBER
@OF
@TOLD_JSON
@pass_session
def come(session: Session, number: int, of: str) -> None:
    from folkmoot_sociocracy.meetings.actions import come_in

    come_in(session, number, of)
    tell_meeting(session, number)


@click.command("out", help=_("Go out of a meeting."))
@NUMBER
@OF
@TOLD_JSON
@pass_session
def leave(session: Session, number: int, of: str) -> None:
    from folkmoot_sociocracy.meetings.actions import go

    go(session, number, of)
    tell_meeting(session, number, _("Noted. “folkmoot meeting in {number}” comes back.", number=number))


@click.command(help=_("Facilitate from here on, or write the minutes; all see it."))
@NUMBER
@click.argument("role", type=click.Choice(["facilitator", "secretary"]))
@TOLD_JSON
@pass_session
def take(session: Session, number: int, role: str) -> None:
    from folkmoot_sociocracy.meetings.deciding import take_over

    take_over(session, number, role)  # type: ignore[arg-type]
    tell_meeting(session, number)


@click.command("on", help=_("Lead on to the next step; at the last one, end the meeting."))
@NUMBER
@click.option("--early", is_flag=True, help=_("To the check-out; what is left comes back next time."))
@TOLD_JSON
@pass_session
def go_on(session: Session, number: int, early: bool) -> None:
    from folkmoot_sociocracy.meetings.deciding import press

    press(session, number, "next", early=early)
    tell_meeting(session, number)


@click.command(help=_("Set the clock: pause, on, extend (two minutes more), or back a step."))
@NUMBER
@click.argument("did", type=click.Choice(["pause", "on", "extend", "back"]))
@TOLD_JSON
@pass_session
def clock(session: Session, number: int, did: str) -> None:
    from folkmoot_sociocracy.meetings.deciding import press

    press(session, number, did)  # type: ignore[arg-type]
    tell_meeting(session, number)


@click.command("round", help=_("Begin a round."))
@NUMBER
@click.argument(
    "kind",
    type=click.Choice(["open", "questions", "reactions", "check_in", "check_out", "agenda"]),
    default="open",
)
@TOLD_JSON
@pass_session
def begin(session: Session, number: int, kind: str) -> None:
    from folkmoot_sociocracy.meetings.actions import begin_round

    begin_round(session, number, kind)  # type: ignore[arg-type]
    tell_meeting(session, number)


@click.command("speak", help=_("Be heard in a round, with a few words or none."))
@NUMBER
@click.argument("text", default="")
@click.option("--content", default="", help=_("At the check-out: what we did."))
@click.option("--process", default="", help=_("At the check-out: how we did it."))
@click.option("--relations", default="", help=_("At the check-out: how it was with each other."))
@OF
@TOLD_JSON
@pass_session
def speak(
    session: Session, number: int, text: str, content: str, process: str, relations: str, of: str
) -> None:
    from folkmoot_sociocracy.meetings.actions import speak as be_heard

    be_heard(session, number, "spoke", text, parts=(content, process, relations), of=of)
    tell_meeting(session, number)


@click.command("pass", help=_("Pass on in a round."))
@NUMBER
@OF
@TOLD_JSON
@pass_session
def pass_on(session: Session, number: int, of: str) -> None:
    from folkmoot_sociocracy.meetings.actions import speak as be_heard

    be_heard(session, number, "passed", of=of)
    tell_meeting(session, number)


@click.command(help=_("Be heard at the end of the round."))
@NUMBER
@OF
@TOLD_JSON
@pass_session
def later(session: Session, number: int, of: str) -> None:
    from folkmoot_sociocracy.meetings.actions import speak_later

    speak_later(session, number, of)
    tell_meeting(session, number)


@click.command(help=_("Note that somebody is out of the room; they are heard when they are back."))
@NUMBER
@click.argument("handle")
@TOLD_JSON
@pass_session
def away(session: Session, number: int, handle: str) -> None:
    from folkmoot_sociocracy.meetings.actions import speak as be_heard

    be_heard(session, number, "away", of=handle)
    tell_meeting(session, number)


@click.command(help=_("Consent to the agenda."))
@NUMBER
@OF
@TOLD_JSON
@pass_session
def consent(session: Session, number: int, of: str) -> None:
    from folkmoot_sociocracy.meetings.actions import speak as be_heard

    be_heard(session, number, "consent", of=of)
    tell_meeting(session, number)


@click.command("object", help=_("Object to the agenda; once it is over, to the minutes."))
@NUMBER
@TEXT
@OF
@TOLD_JSON
@pass_session
def object_to(session: Session, number: int, text: str, of: str) -> None:
    from folkmoot_sociocracy.meetings.actions import object_to_minutes
    from folkmoot_sociocracy.meetings.actions import speak as be_heard
    from folkmoot_sociocracy.meetings.reading import meeting_of

    if meeting_of(session, number).value.closed:
        object_to_minutes(session, number, text)
    else:
        be_heard(session, number, "objection", text, of=of)
    tell_meeting(session, number)


@click.command(help=_("Write a line into the minutes."))
@NUMBER
@TEXT
@click.option("--kind", type=click.Choice(["note", "outcome", "todo"]), default="note", help=_("What it is."))
@click.option("--step", type=int, help=_("About which step (its id); without it, the one of now."))
@TOLD_JSON
@pass_session
def write(session: Session, number: int, text: str, kind: str, step: int | None) -> None:
    from folkmoot_sociocracy.meetings.writing import write_down

    made = write_down(session, number, text, kind, step)  # type: ignore[arg-type]
    tell_meeting(session, number, _("It stands in the minutes (line {number}).", number=made.id))


@click.command(help=_("Correct a line of the minutes."))
@NUMBER
@click.argument("line", type=int)
@TEXT
@TOLD_JSON
@pass_session
def correct(session: Session, number: int, line: int, text: str) -> None:
    from folkmoot_sociocracy.meetings.writing import correct as correct_line

    correct_line(session, number, line, text)
    tell_meeting(session, number, _("Kept."))


@click.command(help=_("Take a line of your own out of the minutes."))
@NUMBER
@click.argument("line", type=int)
@TOLD_JSON
@pass_session
def strike(session: Session, number: int, line: int) -> None:
    from folkmoot_sociocracy.meetings.writing import strike as strike_line

    strike_line(session, number, line)
    tell_meeting(session, number, _("Taken out."))


@click.command("hand-out", help=_("Hand minutes out again, after an objection."))
@NUMBER
@TOLD_JSON
@pass_session
def hand_out(session: Session, number: int) -> None:
    from folkmoot_sociocracy.meetings.actions import hand_out as hand

    hand(session, number)
    tell_meeting(session, number)


@click.command("decide", help=_("Let a proposal or selection decide the item of now: proposal/3."))
@NUMBER
@click.argument("link")
@TOLD_JSON
@pass_session
def decide(session: Session, number: int, link: str) -> None:
    from folkmoot_sociocracy.meetings.deciding import decide_by

    decide_by(session, number, link)
    tell_meeting(session, number)


@click.command("again", help=_("The item of now comes back next time; or not, if it would."))
@NUMBER
@TOLD_JSON
@pass_session
def again(session: Session, number: int) -> None:
    from folkmoot_sociocracy.meetings.actions import keep_for_next

    comes = keep_for_next(session, number).value.now_at.again
    tell_meeting(session, number, _("It comes back next time.") if comes else _("It is done today."))


LIVE_COMMANDS = (
    open_it,
    come,
    leave,
    take,
    go_on,
    clock,
    begin,
    speak,
    pass_on,
    later,
    away,
    consent,
    object_to,
    write,
    correct,
    strike,
    hand_out,
    decide,
    again,
)
