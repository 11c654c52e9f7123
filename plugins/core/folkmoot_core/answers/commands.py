"""`folkmoot answer`."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING

import click

from folkmoot.api import LONG_TEXT, Session, UsageError, dates, out, out_json, pass_session, say, utc
from folkmoot_core.answers.wording import mine_words, says_words, tally_words
from folkmoot_core.words import _

if TYPE_CHECKING:
    from folkmoot_core.answers.actions import Coming

LISTED = timedelta(days=60)


@click.command(help=_("Say whether you come to a meeting; without one, list those to come."))
@click.argument("key", required=False)
@click.argument("says", type=click.Choice(["yes", "no", "maybe"]), required=False)
@click.option("--note", type=LONG_TEXT, help=_("A few words for those who come."))
@click.option("--host/--no-host", "hosting", default=None, help=_("Host it, or no longer."))
@click.option("--all", "every", is_flag=True, help=_("List all of the next 400 days, not only 60."))
@click.option("--back", is_flag=True, help=_("Take your answer back."))
@click.option("--json", "as_json", is_flag=True, help=_("As JSON, for scripts."))
@pass_session
def answer(
    session: Session,
    key: str | None,
    says: str | None,
    note: str | None,
    hosting: bool | None,
    every: bool,
    back: bool,
    as_json: bool,
) -> None:
    from folkmoot_core.answers import actions

    if key is None:
        _list(session, actions.coming(session, actions.AHEAD if every else LISTED), as_json)
        if not as_json and not every:
            say(_("The next 60 days; --all lists what is further ahead."))
        return
    if back:
        actions.take_back(session, key)
        say(_("Taken back."))
    elif hosting is not None:
        found = actions.host(session, key, hosting)
        say(_("You host it.") if found.hosts else _("You host it no longer."))
    elif says in ("yes", "no", "maybe"):
        actions.give_answer(session, key, says, note)  # type: ignore[arg-type]
        say(_("Kept: {says}.", says=says_words(says)))  # type: ignore[arg-type]
    else:
        raise UsageError(_("Say yes, no or maybe behind the meeting: folkmoot answer {key} yes", key=key))


def _list(session: Session, found: list[Coming], as_json: bool) -> None:
    if as_json:
        out_json({"meetings": [_row(one) for one in found]})
        return
    for one in found:
        local = session.here(one.occurrence.start)
        when = f"{dates.day_of_year(local.date()):<18} {dates.clock(local)}"
        said = "  ".join(part for part in (mine_words(one.mine), tally_words(one.tally)) if part)
        out(f"{when}  {one.occurrence.title:<22} {one.occurrence.key:<24} {said}")


def _row(one: Coming) -> dict[str, object]:
    return {
        "key": one.occurrence.key,
        "title": one.occurrence.title,
        "start": utc(one.occurrence.start),
        "mine": one.mine.says if one.mine else None,
        "note": one.mine.note if one.mine else "",
        "yes": list(one.tally.yes),
        "maybe": list(one.tally.maybe),
        "no": list(one.tally.no),
        "hosts": list(one.tally.hosts),
    }
