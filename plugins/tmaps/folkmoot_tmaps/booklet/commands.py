"""`folkmoot map booklet`: the map on paper, streamed to whoever asks; nothing of it stays on the host."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import TYPE_CHECKING

import click

from folkmoot.api import BadData, CannotCreate, Session, out_bytes, pass_session, say
from folkmoot_tmaps.maps.asking import opening_secret
from folkmoot_tmaps.words import _

if TYPE_CHECKING:
    from folkmoot_tmaps.booklet.actions import Format, Shape

STDOUT = "-"


@click.command(
    help=_("Your map to print: a booklet to fold (A5 on A4), or a card. Over ssh: map booklet > mine.pdf")
)
@click.option(
    "--to", default=STDOUT, metavar="FILE", help=_("Where to; - is stdout, and the only one over ssh.")
)
@click.option(
    "--format",
    "form",
    type=click.Choice(["pdf", "markdown"]),
    default="pdf",
    help=_("As PDF, or as text in Markdown."),
)
@click.option("--card", "as_card", is_flag=True, help=_("One small page (A6): what helps when it is heavy."))
@click.option("--pages", "one_by_one", is_flag=True, help=_("A5 pages one by one, not for folding."))
@pass_session
def booklet(session: Session, to: str, form: Format, as_card: bool, one_by_one: bool) -> None:
    from folkmoot_tmaps.booklet.actions import printed
    from folkmoot_tmaps.maps.unlocking import own_map, read_map, unlock
    from folkmoot_tmaps.sealing.wording import advice

    own_map(session)
    _refuse_nowhere(session, to, form)
    opened = read_map(session, unlock(session, opening_secret()))
    for said in (*opened.faults, *([advice()] if opened.faults else [])):
        say(said)
    shape: Shape = "card" if as_card else "pages" if one_by_one else "booklet"
    made = printed(session, opened, shape, form)
    _hand_out(made.data, to)
    for note in made.notes:
        say(note)
    if shape == "booklet" and form == "pdf":
        say(_("Print on both sides, turned over at the short edge; fold in the middle."))


def _refuse_nowhere(session: Session, to: str, form: Format) -> None:
    """Before a passphrase is asked for: a place that can't be. Raises: BadData."""
    if to != STDOUT and session.remote:
        raise BadData(
            _("Over ssh it goes to stdout, and stays nowhere here: ssh HOST map booklet > mine.pdf")
        )
    if to == STDOUT and form == "pdf" and sys.stdout is not None and sys.stdout.isatty():
        raise BadData(
            _("A PDF is no text for a terminal. Without -t, into a file: ssh HOST map booklet > mine.pdf")
            if session.remote
            else _("A PDF is no text for a terminal. Name a file: folkmoot map booklet --to mine.pdf")
        )


def _hand_out(data: bytes, to: str) -> None:
    if to == STDOUT:
        out_bytes(data)
        return
    try:
        with Path(to).open("xb") as made:
            Path(to).chmod(0o600)
            made.write(data)
    except FileExistsError:
        raise CannotCreate(_("{file} is there already. Nothing was written over it.", file=to)) from None
    except OSError as error:
        raise CannotCreate(
            _("{file} can't be written: {error}", file=to, error=error.strerror or "")
        ) from None
    say(_("It is in {file}. Whoever has this file can read it: print it, then delete it.", file=to))
