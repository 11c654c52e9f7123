"""`folkmoot propose`: bring a proposal to a circle, restate it, lead it from step to step."""

from __future__ import annotations

from collections.abc import Mapping
from textwrap import wrap
from typing import TYPE_CHECKING

import click

from folkmoot.api import LONG_TEXT, Session, filled, out, out_json, pass_session, say
from folkmoot_sociocracy.rounds.commands import Room, add_withdraw, as_json_option, number
from folkmoot_sociocracy.words import _

if TYPE_CHECKING:
    from folkmoot_sociocracy.consent.model import Proposal, VersionForm


ROOM = Room("consent")
WIDE = 80  # columns: a difference is read, so it breaks between words


@click.group(invoke_without_command=True, help=_("Proposals: list, bring one, change it, lead it."))
@as_json_option
@click.option("--past", is_flag=True, help=_("Those decided or withdrawn in the last year as well."))
@click.pass_context
def propose(context: click.Context, as_json: bool, past: bool) -> None:
    if context.invoked_subcommand is None:
        context.invoke(listed, as_json=as_json, past=past)


@click.command("list", help=_("List the proposals on their way."))
@as_json_option
@click.option("--past", is_flag=True, help=_("Those decided or withdrawn in the last year as well."))
@pass_session
def listed(session: Session, as_json: bool, past: bool) -> None:
    from folkmoot_sociocracy.consent.as_json import row
    from folkmoot_sociocracy.consent.reading import ended_proposals, open_proposals
    from folkmoot_sociocracy.consent.wording import phase_word
    from folkmoot_sociocracy.rounds.reading import YEAR

    session.must("proposals.see")
    found = open_proposals(session)
    if past:
        found += ended_proposals(session, session.now() - YEAR)
    if as_json:
        out_json({"proposals": [row(session, one) for one in found]})
        return
    for one in found:
        out(f"{one.id:>4}  {phase_word(one.value.phase):<14} {one.value.title}")
    if not found:
        say(_("No proposal is on its way. “folkmoot propose new” brings one."))


@click.command(help=_("Bring a proposal to a circle."))
@click.option("--circle", required=True, help=_("The circle: its name or number."))
@click.option("--title", required=True, help=_("A short title."))
@click.option(
    "--need", type=LONG_TEXT, required=True, help=_("What is the matter, and what would be better.")
)
@click.option("--text", type=LONG_TEXT, required=True, help=_("What is proposed."))
@click.option("--until", help=_("The last day on which it counts; else for a year."))
@click.option("--review", help=_("When you look at it again; else half way."))
@click.option("--straight", is_flag=True, help=_("Begin with the consent round, without questions."))
@click.option("--by", "by_day", help=_("In writing, between meetings: the last day of the first round."))
@as_json_option
@pass_session
def new(
    session: Session,
    circle: str,
    until: str | None,
    review: str | None,
    straight: bool,
    by_day: str | None,
    as_json: bool,
    **words: str,
) -> None:
    from folkmoot_sociocracy.circles.actions import find_circle
    from folkmoot_sociocracy.consent.actions import open_proposal
    from folkmoot_sociocracy.consent.as_json import row
    from folkmoot_sociocracy.consent.model import ProposalForm
    from folkmoot_sociocracy.consent.reading import usual_days

    last, again = usual_days(session)
    answers = {
        **words,
        "until": until or last.isoformat(),
        "review": review or min(again.isoformat(), until or again.isoformat()),
        "begins": "consent" if straight else "questions",
        "by": by_day or "",
    }
    stored = open_proposal(session, find_circle(session, circle).id, filled(ProposalForm, answers, _))
    if as_json:
        out_json(row(session, stored))
        return
    say(_("Proposal {number} is with the circle.", number=stored.id))


@click.command(help=_("Read one proposal: text, rounds, whose turn it is, what you can do."))
@number
@as_json_option
@pass_session
def show(session: Session, number: int, as_json: bool) -> None:
    from folkmoot_sociocracy.consent.as_json import row
    from folkmoot_sociocracy.consent.detail import lines_of
    from folkmoot_sociocracy.consent.reading import proposal_of

    stored = proposal_of(session, number)
    if as_json:
        out_json(row(session, stored))
        return
    for label, text in lines_of(session, stored.value):
        out(f"{label:<15} {text}" if label else f"  {text}".rstrip())


@click.command(help=_("What changed between two versions; without numbers, with the last one."))
@number
@click.option("--from", "first", type=int, help=_("The older version."))
@click.option("--to", "second", type=int, help=_("The newer version."))
@as_json_option
@pass_session
def diff(session: Session, number: int, first: int | None, second: int | None, as_json: bool) -> None:
    from folkmoot_sociocracy.consent.reading import proposal_of, two_versions
    from folkmoot_sociocracy.consent.shaping import difference
    from folkmoot_sociocracy.consent.wording import plain_difference, term_difference

    older, newer = two_versions(proposal_of(session, number).value, first, second)
    pieces = difference(older.text, newer.text)
    if as_json:
        out_json({"pieces": [{"kind": kind, "text": text} for kind, text in pieces]})
        return
    for line in wrap(plain_difference(pieces), WIDE):
        out(line)
    for line in term_difference(older, newer):
        out(line)


@click.command(help=_("Write a new version, once questions and reactions were heard."))
@number
@click.option("--text", type=LONG_TEXT, help=_("The new text; else it stays."))
@click.option("--until", help=_("The last day on which it counts."))
@click.option("--review", help=_("When you look at it again."))
@click.option("--note", type=LONG_TEXT, default="", help=_("What changed, in a few words."))
@as_json_option
@pass_session
def restate(session: Session, number: int, as_json: bool, **given: str | None) -> None:
    from folkmoot_sociocracy.consent import actions
    from folkmoot_sociocracy.consent.reading import proposal_of

    proposal = proposal_of(session, number).value
    actions.restate(session, number, version_form(proposal, given), len(proposal.versions))
    ROOM.tell(session, number, as_json, _("Kept as version {number}.", number=len(proposal.versions) + 1))


def version_form(proposal: Proposal, given: Mapping[str, str | None]) -> VersionForm:
    """A new version from what was named on the command line; what was not named stays. Raises: NotFitting."""
    from folkmoot_sociocracy.consent.model import VersionForm

    last = proposal.text
    before = {"text": last.text, "until": last.until.isoformat(), "review": last.review.isoformat()}
    answers = {**before, **{name: value for name, value in given.items() if value is not None}}
    if not given.get("review"):
        answers["review"] = min(answers["review"], answers["until"])
    return filled(VersionForm, answers, _)


for command in (listed, new, show, diff, restate):
    propose.add_command(command)
add_withdraw(propose, ROOM)
