"""The words of `folkmoot circles` about who is in a circle, who holds a role, and what circles are asked."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import click

from folkmoot.api import LONG_TEXT, Session, filled, out, out_json, pass_session, say, utc
from folkmoot_sociocracy.circles.as_json import tell_circle
from folkmoot_sociocracy.rounds.commands import as_json_option
from folkmoot_sociocracy.words import _

if TYPE_CHECKING:
    from folkmoot.api import Stored
    from folkmoot_sociocracy.links.model import Proposal


def _told(session: Session, stored: Stored[Proposal], as_json: bool) -> None:
    from folkmoot_sociocracy.links.wording import state_words

    if as_json:
        out_json(question_row(session, stored))
        return
    say(_("Question {number}: {state}", number=stored.id, state=state_words(session, stored.value)))


@click.command("join", help=_("Ask a circle to take you in."))
@click.argument("circle")
@click.option("--why", type=LONG_TEXT, default="", help=_("A few words for its members."))
@as_json_option
@pass_session
def joined_in(session: Session, circle: str, why: str, as_json: bool) -> None:
    from folkmoot_sociocracy.circles.actions import find_circle
    from folkmoot_sociocracy.links.joining import join

    stored = join(session, find_circle(session, circle).id, why)
    if stored is None and as_json:
        out_json({"number": None, "mine": False})
    elif stored is None:
        say(_("You are in it."))
    else:
        _told(session, stored, as_json)


@click.command("leave", help=_("Leave a circle; your roles in it end."))
@click.argument("circle")
@as_json_option
@pass_session
def left(session: Session, circle: str, as_json: bool) -> None:
    from folkmoot_sociocracy.circles.actions import find_circle
    from folkmoot_sociocracy.links.joining import leave

    number = find_circle(session, circle).id
    leave(session, number)
    tell_circle(session, number, as_json, _("You are no longer in it."))


@click.command(help=_("Propose somebody for a role, or (--end) ask the circle to end it."))
@click.argument("circle")
@click.argument("role")
@click.argument("handle", required=False)
@click.option("--learning", is_flag=True, help=_("A term to learn it: four to six months."))
@click.option("--months", default="0", help=_("Another term than the role has."))
@click.option("--qualifications", default="", help=_("What the role needs of a person."))
@click.option("--end", "ending", is_flag=True, help=_("End it before its term."))
@click.option("--why", type=LONG_TEXT, default="", help=_("A few words for the circle."))
@as_json_option
@pass_session
def role(
    session: Session,
    circle: str,
    role: str,
    handle: str | None,
    ending: bool,
    learning: bool,
    as_json: bool,
    **given: str,
) -> None:
    from folkmoot.api import UsageError
    from folkmoot_sociocracy.circles.actions import find_circle
    from folkmoot_sociocracy.links.actions import propose, propose_end
    from folkmoot_sociocracy.links.model import EndForm, TermForm

    number = find_circle(session, circle).id
    if ending:
        _told(
            session,
            propose_end(session, number, role, filled(EndForm, {"why": given["why"]}, _).why),
            as_json,
        )
        return
    if handle is None:
        raise UsageError(
            _("Say whom: folkmoot circles role {circle} {role} HANDLE", circle=circle, role=role)
        )
    form = filled(TermForm, {"term": "learning" if learning else "usual", **given}, _)
    _told(session, propose(session, number, role, handle, form), as_json)


@click.command("step-down", help=_("Give back a role that you hold."))
@click.argument("circle")
@click.argument("role")
@as_json_option
@pass_session
def down(session: Session, circle: str, role: str, as_json: bool) -> None:
    from folkmoot_sociocracy.circles.actions import find_circle
    from folkmoot_sociocracy.links.actions import step_down

    number = find_circle(session, circle).id
    step_down(session, number, role)
    tell_circle(session, number, as_json, _("You have stepped down. Thank you for carrying it."))


@click.command(help=_("What circles are asked just now, and what of it waits for you."))
@as_json_option
@pass_session
def asked(session: Session, as_json: bool) -> None:
    from folkmoot_sociocracy.links.asked import open_proposals, waits_for
    from folkmoot_sociocracy.links.wording import proposal_words, step_words

    found = open_proposals(session)
    if as_json:
        out_json({"questions": [question_row(session, stored) for stored in found]})
        return
    for stored in found:
        mine = _("waits for you") if waits_for(session, stored) else ""
        step = step_words(session, stored.value.steps[-1])
        out(f"{stored.id:>4}  {proposal_words(session, stored.value)} ({step})  {mine}")
    if not found:
        say(_("No circle is asked anything just now."))


def question_row(session: Session, stored: Stored[Proposal]) -> dict[str, Any]:
    """A question to a circle, or to everyone."""
    from folkmoot_sociocracy.links.asked import may_read_reasons, waits_for
    from folkmoot_sociocracy.links.deciding import hearing

    heard, proposal = hearing(session, stored), stored.value
    reads = may_read_reasons(session, heard)
    return {
        "number": stored.id,
        "kind": proposal.kind,
        "circle": proposal.circle,
        "role": proposal.role,
        "account": proposal.account,
        "months": proposal.months,
        "learning": proposal.learning,
        "why": proposal.why,
        "by": proposal.by,
        "at": utc(proposal.at),
        "steps": [
            {
                "circle": step.circle,
                "what": step.what,
                "outcome": step.outcome,
                "until": utc(step.until) if step.until else None,
            }
            for step in proposal.steps
        ],
        "heard": [
            {"account": one.account, "says": one.says, "because": one.because if reads else ""}
            for one in heard.voices.values()
        ],
        "waiting": heard.waiting,
        "mine": waits_for(session, stored),
    }


@click.command("say", help=_("Say yes or no to a question; no says which aim it would harm."))
@click.argument("number", type=int)
@click.argument("says", type=click.Choice(["yes", "no"]))
@click.option("--because", type=LONG_TEXT, default="", help=_("Which aim it would harm, and how."))
@as_json_option
@pass_session
def spoken(session: Session, number: int, says: str, because: str, as_json: bool) -> None:
    from folkmoot_sociocracy.links.deciding import give_voice

    _told(session, give_voice(session, number, says, because), as_json)  # type: ignore[arg-type]


@click.command("finish", help=_("Close a question for which nobody is waited any more."))
@click.argument("number", type=int)
@as_json_option
@pass_session
def finished(session: Session, number: int, as_json: bool) -> None:
    from folkmoot_sociocracy.links.deciding import finish

    _told(session, finish(session, number), as_json)


@click.command("withdraw", help=_("Take back a question that you asked."))
@click.argument("number", type=int)
@as_json_option
@pass_session
def withdrawn(session: Session, number: int, as_json: bool) -> None:
    from folkmoot_sociocracy.links.deciding import proposal_of, withdraw

    withdraw(session, number)
    if as_json:
        out_json(question_row(session, proposal_of(session, number)))
    else:
        say(_("Taken back."))


LINK_COMMANDS = (joined_in, left, role, down, asked, spoken, finished, withdrawn)
