"""The commands of `folkmoot groups` about who is in which: joining, splitting, wishes, proposals."""

from __future__ import annotations

import click

from folkmoot.api import LONG_TEXT, Session, dates, filled, out, out_json, pass_session, say
from folkmoot_core.words import _

JSON = click.option("--json", "as_json", is_flag=True, help=_("As JSON, for scripts."))
NUMBER = click.argument("number", type=int, metavar="ID")


@click.command(help=_("Ask to join a home group, or accept its invitation; join a working group at once."))
@NUMBER
@click.option("--words", type=LONG_TEXT, default="", help=_("A few words for the group."))
@pass_session
def join(session: Session, number: int, words: str) -> None:
    from folkmoot_core.groups.joining import join as ask

    if ask(session, number, words):
        say(_("You are in."))
    else:
        say(_("Asked. Any of its people can say yes."))


@click.command(help=_("Leave a group, or take your asking back."))
@NUMBER
@pass_session
def leave(session: Session, number: int) -> None:
    from folkmoot_core.groups.joining import leave_group

    leave_group(session, number)
    say(_("Done."))


@click.command(
    help=_("Say yes to somebody who asked, invite somebody (--invite), or say not now (--not-now).")
)
@NUMBER
@click.argument("handle")
@click.option("--invite", "inviting", is_flag=True, help=_("Invite them, though they have not asked."))
@click.option("--not-now", "declined", is_flag=True, help=_("It can't be now."))
@click.option("--why", "reason", type=LONG_TEXT, default="", metavar="TEXT", help=_("A few words on why."))
@pass_session
def welcome(session: Session, number: int, handle: str, inviting: bool, declined: bool, reason: str) -> None:
    from folkmoot_core.groups import joining

    if declined:
        joining.not_now(session, number, handle, reason)
        say(_("Told, with your words."))
    elif (joining.invite if inviting else joining.welcome)(session, number, handle):
        say(_("{handle} is in.", handle=handle))
    elif inviting:
        say(_("Invited. It is for {handle} to say yes.", handle=handle))
    else:
        say(_("Your yes is kept. The home group that {handle} is in is asked too.", handle=handle))


@click.command(help=_("Make two groups of one: those you name begin another; notes stay with the old."))
@NUMBER
@click.argument("name")
@click.argument("going", nargs=-1, required=True, metavar="HANDLE...")
@pass_session
def split(session: Session, number: int, name: str, going: tuple[str, ...]) -> None:
    from folkmoot_core.groups.ending import split as part

    made = part(session, number, going, name)
    say(_("{name} has begun: group {number}.", name=made.value.name, number=made.id))
    out(str(made.id))


@click.command(
    help=_("Let a home group go into another: its people ask, the other's say yes by the same words.")
)
@NUMBER
@click.argument("into", type=int)
@pass_session
def merge(session: Session, number: int, into: int) -> None:
    from folkmoot_core.groups.ending import merge as together

    if together(session, number, into):
        say(_("You are one group now."))
    else:
        say(_("Asked. Any of the other group's people can say yes."))


@click.command(help=_("Close a group with a line on what came of it; its notes stay readable to its people."))
@NUMBER
@click.option("--outcome", default="", help=_("What came of it, for everybody."))
@pass_session
def close(session: Session, number: int, outcome: str) -> None:
    from folkmoot_core.groups.ending import close as end

    group = end(session, number, outcome)
    say(_("{name} is closed.", name=group.name))


@click.command(help=_("Host a group's next meeting, or no longer (--no)."))
@NUMBER
@click.option("--no", "no_longer", is_flag=True, help=_("Hand it back."))
@pass_session
def host(session: Session, number: int, no_longer: bool) -> None:
    from folkmoot_core.groups.hosting import host_next

    item = host_next(session, number, not no_longer)
    day = dates.day(session.here(item.start).date())
    said = _("You host no longer: {day}.", day=day) if no_longer else _("You host: {day}.", day=day)
    say(said)


@click.command(help=_("Who has no home group; Partners read what each wishes."))
@JSON
@pass_session
def without(session: Session, as_json: bool) -> None:
    from folkmoot_core.groups.kept import without_group
    from folkmoot_core.groups.proposals import wishes

    found = without_group(session)
    known = wishes(session) if session.may("groups.propose").allowed else {}
    if as_json:
        out_json({"without": [{"handle": one.handle, "name": one.name} for one in found]})
        return
    for one in found:
        wish = known.get(one.handle)
        said = "" if wish is None else _("not now") if wish.ready == "not_now" else wish.focus
        out(f"{one.handle:<22} {one.name:<30} {said}".rstrip())
    if not found:
        say(_("Everybody is in a home group."))


@click.command(help=_("What you wish of a home group; what you don't name stays. Partners read it."))
@click.option("--focus", help=_("What for: words with commas."))
@click.option("--pace", help=_("any, weekly, fortnightly or monthly."))
@click.option("--with", "beside", help=_("Handles of people you would like to be with."))
@click.option("--ready/--not-now", "ready", default=None, help=_("Whether you would like one now."))
@JSON
@pass_session
def wish(session: Session, ready: bool | None, as_json: bool, **typed: str | None) -> None:
    from folkmoot_core.groups.forms import WishForm
    from folkmoot_core.groups.proposals import my_wish, save_wish, wish_of

    stored = my_wish(session)
    given = {name: value for name, value in typed.items() if value is not None}
    if ready is not None:
        given["ready"] = "yes" if ready else "not_now"
    if given:
        form = wish_of(stored)
        known = {"focus": form.focus, "pace": form.pace, "beside": " ".join(form.beside), "ready": form.ready}
        save_wish(session, filled(WishForm, {**known, **given}, _))
        say(_("Kept. Partners read it when they prepare a proposal, and nobody else."))
        return
    form = wish_of(stored)
    if as_json:
        out_json({"focus": form.focus, "pace": form.pace, "beside": list(form.beside), "ready": form.ready})
    else:
        out(_("Wishes: {focus}", focus=form.focus or "-"))
        out(_("Pace: {pace}", pace=form.pace))
        out(_("Together with: {people}", people=", ".join(form.beside) or "-"))
        out(_("Ready: {ready}", ready=form.ready))


@click.command(help=_("The proposal of home groups: make it (--seed N, --of HANDLE), show, adjust, drop it."))
@click.option("--seed", type=int, metavar="N", help=_("Propose anew; the same number gives the same groups."))
@click.option("--of", "handles", multiple=True, metavar="HANDLE", help=_("Only of these people."))
@click.option(
    "--move", "moved", nargs=2, metavar="HANDLE N", help=_("Put somebody into group N; 0: into none.")
)
@click.option("--drop", "dropped", is_flag=True, help=_("Let the proposal go."))
@JSON
@pass_session
def propose(
    session: Session,
    seed: int | None,
    handles: tuple[str, ...],
    moved: tuple[str, str] | None,
    dropped: bool,
    as_json: bool,
) -> None:
    from folkmoot_core.groups import proposals
    from folkmoot_core.groups.shapes import draft_shape
    from folkmoot_core.groups.wording import why_words

    if dropped:
        proposals.drop(session)
        say(_("Let go. Nobody's group changes."))
        return
    session.must("groups.propose")
    if moved:
        proposals.place(session, moved[0], proposals.a_number(moved[1]))
    elif seed is not None or handles or proposals.is_proposed(session) is None:
        proposals.propose(session, 1 if seed is None else seed, handles or None)
    found = proposals.draft(session)
    if as_json:
        out_json(draft_shape(found))
        return
    for number, group in found.groups:
        out(f"{number:>3}  {', '.join(group.members)}")
        out(f"     {why_words(group)}")
    if found.left:
        out(_("In none: {people}", people=", ".join(found.left)))


@click.command(help=_("Begin the proposed home groups as they stand."))
@JSON
@pass_session
def begin(session: Session, as_json: bool) -> None:
    from folkmoot_core.groups.proposals import begin as begin_all
    from folkmoot_core.groups.shapes import group_shape

    made = begin_all(session)
    if as_json:
        out_json({"groups": [group_shape(session, one) for one in made]})
        return
    for one in made:
        out(f"{one.id:>4}  {one.value.name}")
    say(_("Begun. Each of them gives itself a name and a day; each person may leave."))


COMMANDS = (join, leave, welcome, split, merge, close, host, without, wish, propose, begin)
