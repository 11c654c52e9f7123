"""`folkmoot board`."""

from __future__ import annotations

from typing import TYPE_CHECKING

import click

from folkmoot.api import LONG_TEXT, Session, filled, out, out_json, pass_session, say, utc
from folkmoot_core.board.model import KINDS, Kind, LetterForm, NoticeForm, ThanksForm
from folkmoot_core.words import _

if TYPE_CHECKING:
    from folkmoot_core.board.reading import Opened, Row

PLURAL: dict[str, Kind] = {"offers": "offer", "requests": "request", "opportunities": "opportunity"}


@click.group(
    invoke_without_command=True, help=_("Offers, requests and opportunities: read, write, reply, thank.")
)
@click.option("--kind", type=click.Choice(list(PLURAL)), help=_("Only one kind."))
@click.option("--find", "typed", default="", metavar="TEXT", help=_("Only those that have these words."))
@click.option("--mine", is_flag=True, help=_("Your own that are up, and those you wrote about."))
@click.option("--ended", is_flag=True, help=_("Your own that ended; they can be renewed."))
@click.option("--json", "as_json", is_flag=True, help=_("As JSON, for scripts."))
@click.pass_context
def board(
    context: click.Context, kind: str | None, typed: str, mine: bool, ended: bool, as_json: bool
) -> None:
    if context.invoked_subcommand is None:
        context.invoke(listed, kind=kind, typed=typed, mine=mine, ended=ended, as_json=as_json)


@pass_session
def listed(session: Session, kind: str | None, typed: str, mine: bool, ended: bool, as_json: bool) -> None:
    """Print the notices of one view."""
    from folkmoot_core.board import reading

    if ended or mine:
        found = reading.ended(session) if ended else reading.mine(session)
        wanted = PLURAL.get(kind or "")
        found = [one for one in found if wanted is None or (one.notice and one.notice.kind == wanted)]
        found = [one for one in found if reading.has_text(one, typed)]
    else:
        found = reading.board(session, PLURAL.get(kind or ""), typed)
    if as_json:
        out_json({"notices": [_as_json(session, one) for one in found]})
        return
    for one in found:
        out(_line(session, one))
    if not found:
        say(_("Nothing here."))


def _line(session: Session, row: Row) -> str:
    from folkmoot_core.board.wording import end_words, kind_word, name_of, note_words, title_of

    if row.notice is None:
        return f"{row.number:>5}  {title_of(row)}"
    who = name_of(session, row.notice.author)
    ends = end_words(session, row.notice)
    unread = f", {note_words(session, row)}" if row.unread else ""
    return f"{row.number:>5}  {kind_word(row.notice.kind):<12} {row.notice.title} – {who}, {ends}{unread}"


def _as_json(session: Session, row: Row) -> dict[str, object]:
    from folkmoot_core.board.reading import today_there
    from folkmoot_core.board.rules import state_of

    notice = row.notice
    if notice is None:
        return {"number": row.number, "state": "gone", "unread": row.unread}
    return {
        "number": row.number,
        "kind": notice.kind,
        "title": notice.title,
        "text": notice.text,
        "where": notice.where,
        "by": notice.author,
        "written": utc(notice.written),
        "until": notice.until,
        "state": state_of(notice, today_there(session)),
        "closed_by": notice.closed_by,
        "thanked": notice.thanked,
        "word": notice.word,
        "unread": row.unread,
    }


@click.command(help=_("Read a notice, and what you and others wrote about it."))
@click.argument("number", type=int)
@click.option("--json", "as_json", is_flag=True, help=_("As JSON, for scripts; nothing counts as read."))
@pass_session
def show(session: Session, number: int, as_json: bool) -> None:
    from folkmoot_core.board import letters, reading

    found = reading.opened(session, number)
    if as_json:
        row = reading.Row(number, found.notice, len(reading.unread(session).get(number, ())))
        out_json({**_as_json(session, row), "threads": _threads_as_json(found)})
        return
    _print(session, found)
    letters.look(session, number)


def _threads_as_json(found: Opened) -> list[dict[str, object]]:
    return [
        {
            "with": thread.asker,
            "letters": [
                {"by": letter.by, "at": utc(letter.at), "text": letter.text}
                for _number, letter in thread.letters
            ],
        }
        for thread in found.threads
    ]


def _print(session: Session, found: Opened) -> None:
    from folkmoot_core.board.showing import letter_parts, notice_rows
    from folkmoot_core.board.wording import between_words

    if found.notice is not None:
        out(found.notice.title)
        for label, value in notice_rows(session, found.notice):
            out(f"{label:<10} {value}")
        if found.notice.text:
            out(found.notice.text)
    for thread in found.threads:
        out()
        out(between_words(session, thread))
        for _number, letter in thread.letters:
            who, when, text = letter_parts(session, letter)
            out(f"  {who}, {when}: {text}")


def _posting(kind: Kind, text: str) -> click.Command:
    """The command that puts up a notice of a kind."""

    @click.command(kind, help=text)
    @click.argument("title")
    @click.option("--text", type=LONG_TEXT, default="", help=_("More about it."))
    @click.option("--where", default="", help=_("Where it is, or is wanted."))
    @click.option("--until", help=_("The last day, like 2027-05-22; without it two weeks."))
    @pass_session
    def posted(session: Session, title: str, text: str, where: str, until: str | None) -> None:
        from folkmoot_core.board.actions import post, runs_until

        typed = {"title": title, "text": text, "where": where, "until": until or runs_until(session)}
        stored = post(session, kind, filled(NoticeForm, typed, _))
        say(_("It is on the board, with the number {number}.", number=stored.id))

    return posted


@click.command(help=_("Write to whoever put up a notice; or, to your own, answer who wrote."))
@click.argument("number", type=int)
@click.argument("text", type=LONG_TEXT)
@click.option("--to", default="", metavar="HANDLE", help=_("Whom you answer, where several wrote."))
@pass_session
def reply(session: Session, number: int, text: str, to: str) -> None:
    from folkmoot_core.board import letters
    from folkmoot_core.board.wording import name_of

    letter = letters.reply(session, number, filled(LetterForm, {"text": text}, _).text, to)
    say(_("{name} finds it on Today.", name=name_of(session, letter.to)))


@click.command(help=_("Put a notice up for two weeks from today."))
@click.argument("number", type=int)
@pass_session
def renew(session: Session, number: int) -> None:
    from folkmoot_core.board import actions
    from folkmoot_core.board.wording import up_says

    say(up_says(actions.renew(session, number)))


@click.command(help=_("Close your own notice with thanks; everybody reads them."))
@click.argument("number", type=int)
@click.option("--to", default="", metavar="HANDLE", help=_("Whom you thank; may be left out."))
@click.option("--word", type=LONG_TEXT, default="", help=_("A word of thanks."))
@pass_session
def thanks(session: Session, number: int, to: str, word: str) -> None:
    from folkmoot_core.board.actions import thank
    from folkmoot_core.board.wording import thanks_sentence

    say(thanks_sentence(session, thank(session, number, to, filled(ThanksForm, {"word": word}, _).word)))


@click.command(help=_("Change your own notice; what you don't name stays."))
@click.argument("number", type=int)
@click.option("--title", help=_("What it is, in a few words."))
@click.option("--text", type=LONG_TEXT, help=_("More about it."))
@click.option("--where", help=_("Where it is, or is wanted."))
@click.option("--until", help=_("The last day, like 2027-05-22."))
@pass_session
def edit(session: Session, number: int, **given: str | None) -> None:
    from folkmoot_core.board import actions
    from folkmoot_core.board.reading import notice_of

    seen = notice_of(session, number).value
    session.must("board.change", seen)
    before = {name: str(getattr(seen, name)) for name in NoticeForm.__struct_fields__}
    typed = {**before, **{name: value for name, value in given.items() if value is not None}}
    actions.edit(session, number, filled(NoticeForm, typed, _), seen)
    say(_("Kept."))


@click.command(help=_("Take a notice down: your own, or as a Partner somebody else's."))
@click.argument("number", type=int)
@click.option("--why", type=LONG_TEXT, default="", help=_("Why; whoever wrote it reads that."))
@pass_session
def down(session: Session, number: int, why: str) -> None:
    from folkmoot_core.board.actions import take_down
    from folkmoot_core.board.wording import down_says

    say(down_says(take_down(session, number, down_words(why))))


def down_words(why: str) -> str:
    """A reason as it is kept. Raises: NotFitting where it is too long."""
    from folkmoot_core.board.model import DownForm

    return filled(DownForm, {"why": why}, _).why if why.strip() else ""


TEXTS = {
    "offer": _("Offer something."),
    "request": _("Ask for something."),
    "opportunity": _("Tell of paid work or another opportunity."),
}
for command in (show, *(_posting(kind, TEXTS[kind]) for kind in KINDS), reply, renew, thanks, edit, down):
    board.add_command(command)
