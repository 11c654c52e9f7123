"""`folkmoot map …`: share a section, take it back, read what others share, compare numbers; and the card."""

from __future__ import annotations

from typing import TYPE_CHECKING

import click

from folkmoot.api import BadData, NotFound, Session, out, pass_session, say
from folkmoot_tmaps.sharing.opening import opened
from folkmoot_tmaps.words import _

if TYPE_CHECKING:
    from folkmoot_tmaps.maps.unlocking import OpenMap
    from folkmoot_tmaps.sealing.keys import Keys
    from folkmoot_tmaps.sharing.receiving import Inbox


@click.command(help=_("The card for heavy days: what you do first, please do, please don't, your people."))
@pass_session
def card(session: Session) -> None:
    from folkmoot_tmaps.looking.card import card_of, empty_card

    _keys, found = opened(session)
    questions = card_of(found)
    if not questions:
        out(empty_card(found))
    _print(questions)


@click.command(help=_("Let people read a section (their handles), or a group of yours, after a preview."))
@click.argument("section")
@click.argument("readers", nargs=-1)
@click.option("--group", "groups", multiple=True, help=_("A group by name: those who are in it now."))
@click.option("--yes", is_flag=True, help=_("Don't ask."))
@pass_session
def share(
    session: Session, section: str, readers: tuple[str, ...], groups: tuple[str, ...], yes: bool
) -> None:
    from folkmoot_tmaps.sharing import actions
    from folkmoot_tmaps.sharing.sending import is_here, name_of
    from folkmoot_tmaps.sharing.shown import reading_lines
    from folkmoot_tmaps.sharing.wording import live_words, may_keep, shared_words

    keys, found = opened(session)
    handles = _chosen(session, readers, groups)
    for one in handles:
        if not is_here(session.store, one):
            raise NotFound(_("There is nobody here called “{handle}”. Nothing was shared.", handle=one))
    title = _title(found, section)
    shown = actions.preview(found, section)
    names = ", ".join(name_of(session.store, one) for one in handles)
    say(_("This is all they see of “{title}” ({names}):", title=title, names=names))
    _print(reading_lines(shown))
    say(f"{live_words()} {may_keep()}")
    if not yes and not click.confirm(_("Share it with them"), err=True):
        say(_("Nothing was shared."))
        return
    now = actions.share(session, keys, section, handles, shown)
    rows = [
        one for one in actions.who_reads(session, now) if one.section == section and one.reader in handles
    ]
    say(shared_words(title, rows))


def _chosen(session: Session, readers: tuple[str, ...], groups: tuple[str, ...]) -> list[str]:
    from folkmoot_tmaps.sharing.actions import groups_to_choose

    found = list(readers)
    known = groups_to_choose(session)
    for name in groups:
        matching = [one for one in known if name.casefold() in (one.name.casefold(), one.key)]
        if not matching:
            names = ", ".join(one.name for one in known) or "-"
            raise BadData(
                _("You are in no group called “{name}”; there are: {names}.", name=name, names=names)
            )
        found += matching[0].handles
    if not found:
        raise BadData(_("Say with whom: handles, or --group NAME. Nothing was shared."))
    return list(dict.fromkeys(found))


@click.command(
    help=_("Take back what somebody may read: a section, or all. What they read, they may remember.")
)
@click.argument("reader")
@click.argument("section", required=False)
@pass_session
def revoke(session: Session, reader: str, section: str | None) -> None:
    from folkmoot_tmaps.sharing import actions
    from folkmoot_tmaps.sharing.sending import name_of
    from folkmoot_tmaps.sharing.wording import may_keep

    keys, _found = opened(session)
    actions.revoke(session, keys, reader, section)
    name = name_of(session.store, reader)
    say(_("Taken back: {name} gets nothing of it any more.", name=name) + " " + may_keep())


@click.command(help=_("Who can read what of your map."))
@pass_session
def readers(session: Session) -> None:
    from folkmoot_tmaps.sharing import actions
    from folkmoot_tmaps.sharing.wording import reading_words

    keys, found = opened(session)
    box = _inbox(session, keys)
    rows = actions.who_reads(session, found)
    if not rows:
        out(_("Nobody reads anything of yours."))
    for one in rows:
        said = reading_words(one, box.read_by(one.reader, one.section))
        out(f"{one.section}: {one.title}: {one.name} ({one.reader}): {said}")


@click.command(help=_("What others share with you: a list, or what one person (OWNER) lets you read."))
@click.argument("owner", required=False)
@click.argument("section", required=False)
@pass_session
def shared(session: Session, owner: str | None, section: str | None) -> None:
    from folkmoot_tmaps.sharing.shown import reading_lines

    keys, _found = opened(session)
    box = _inbox(session, keys)
    if owner is None:
        if not box.received:
            out(_("Nobody shares anything with you just now."))
        for one in box.received:
            out(f"{one.owner}/{one.section}: {one.name}: {one.title}")
        return
    found = [one for one in box.received if one.owner == owner and section in (None, one.section)]
    if not found:
        raise NotFound(
            _("There is nothing of theirs for you here. “folkmoot map shared” lists what there is.")
        )
    for number, one in enumerate(found):
        if number:
            out("")
        out(f"{one.name}: {one.title}".upper())
        _print(reading_lines(one.answers))


@click.command(help=_("Let somebody know that you have read what they shared; again: take that back."))
@click.argument("owner")
@click.argument("section")
@pass_session
def noted(session: Session, owner: str, section: str) -> None:
    from folkmoot_tmaps.sharing.actions import note_read

    keys, _found = opened(session)
    one = _inbox(session, keys).of(owner, section)
    if one is None:
        raise NotFound(
            _("There is nothing of theirs for you here. “folkmoot map shared” lists what there is.")
        )
    if note_read(session, keys, one):
        say(_("{name} can see that you have read it.", name=one.name))
    else:
        say(_("Taken back: {name} no longer sees that you have read it.", name=one.name))


@click.command(help=_("The numbers to compare with somebody; --same notes that they are the same at both."))
@click.argument("person")
@click.option("--same", help=_("The numbers that they read to you."))
@pass_session
def numbers(session: Session, person: str, same: str | None) -> None:
    from folkmoot_tmaps.sharing import actions
    from folkmoot_tmaps.sharing.sending import name_of
    from folkmoot_tmaps.sharing.wording import numbers_words

    keys, _found = opened(session)
    name = name_of(session.store, person)
    found = actions.numbers(session, keys, person)
    if same is None:
        out(found)
        say(numbers_words(name))
        return
    if "".join(same.split()) != "".join(found.split()):
        raise BadData(_("Those are not the numbers here. Nothing was noted; read them to each other again."))
    actions.compare(session, keys, person, found)
    say(_("Noted: you compared the numbers with {name}.", name=name))


def _inbox(session: Session, keys: Keys) -> Inbox:
    from folkmoot_tmaps.sharing.receiving import inbox

    found = inbox(session, keys)
    for note in found.notes:
        say(note)
    return found


def _title(found: OpenMap, section: str) -> str:
    listed = found.index.listed("section", section)
    part = found.workbook.part(section)
    if not listed and part is None:
        known = ", ".join(one.id for one in found.workbook.sections)
        raise BadData(_("There is no section “{section}”; there are {known}.", section=section, known=known))
    return listed[0].title if listed else part.title if part else section


def _print(questions: list[tuple[str, list[str]]]) -> None:
    for number, (asked, lines) in enumerate(questions):
        if number:
            out("")
        out(asked)
        for line in lines:
            out(f"  {line}")


WORDS = (card, share, revoke, readers, shared, noted, numbers)
