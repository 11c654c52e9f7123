"""`folkmoot map`: open, fill in, look back. What changes keys, exports and erases stands in `key_commands`."""

from __future__ import annotations

from typing import TYPE_CHECKING

import click

from folkmoot.api import (
    BadData,
    Call,
    Session,
    dates,
    live_alone,
    open_house_here,
    out,
    out_json,
    pass_call,
    pass_session,
    say,
)
from folkmoot_tmaps.booklet.commands import booklet
from folkmoot_tmaps.maps.asking import new_passphrase, paragraph, text
from folkmoot_tmaps.maps.key_commands import WORDS
from folkmoot_tmaps.sharing.commands import WORDS as SHARING
from folkmoot_tmaps.sharing.opening import opened
from folkmoot_tmaps.words import _

if TYPE_CHECKING:
    from folkmoot_tmaps.maps.unlocking import OpenMap
    from folkmoot_tmaps.workbook.model import Part, Prompt

AS_JSON = click.option("--json", "as_json", is_flag=True, help=_("As JSON, for scripts."))


@click.group(
    "map",
    invoke_without_command=True,
    help=_("Your care map. Without a word behind it, it opens on the screen; without a community, alone."),
)
@click.option("--alone", is_flag=True, help=_("The map on this machine alone, beside any community."))
@pass_call
@click.pass_context
def care_map(context: click.Context, call: Call, alone: bool) -> None:
    live_alone(call, "tmaps", "map", wanted=alone)
    if context.invoked_subcommand is None:
        if call.afar:
            context.invoke(show, section=None)
        else:
            open_house_here(call, "map")


@click.command(help=_("Begin a map. The recovery key that is printed is told once; keep it on paper."))
@pass_session
def begin(session: Session) -> None:
    from folkmoot_tmaps.maps import actions
    from folkmoot_tmaps.maps.key_commands import tell_recovery

    session.must("map.begin")
    tell_recovery(actions.begin(session, *new_passphrase()).recovery)


@click.command(help=_("Whether there is a map, and since when: what can be seen without opening it."))
@AS_JSON
@pass_session
def status(session: Session, as_json: bool) -> None:
    from folkmoot_tmaps.maps.model import Piece
    from folkmoot_tmaps.maps.unlocking import map_of

    session.must("map.open", session.handle)
    stored = map_of(session.store, session.handle)
    if as_json:
        parts = len(session.store.collection(Piece).find(owner=session.handle))
        begun, changed = (stored.value.begun, stored.value.changed) if stored else (None, None)
        out_json({"begun": begun, "changed": changed, "parts": parts})
    elif stored is None:
        out(_("You have not begun a map. There is no hurry; “folkmoot map begin” begins one."))
    else:
        day = dates.long_day(stored.value.changed)
        out(_("Your map is sealed. You last changed it on {day}.", day=day))


@click.command(
    "open", help=_("Print your map, or one section. It stays in your terminal until you clear it.")
)
@click.argument("section", required=False)
@pass_session
def show(session: Session, section: str | None) -> None:
    from folkmoot_tmaps.maps.exporting import text_lines

    _keys, found = opened(session)
    if section is not None:
        _known_section(found, section)
    for line in text_lines(found, section):
        out(line)


@click.command(help=_("List the questions, the easy ones first, with the names by which “write” knows them."))
@pass_session
def questions(session: Session) -> None:
    from folkmoot_tmaps.maps.rules import in_stages

    _keys, found = opened(session)
    for part, prompt in in_stages(found.workbook):
        section = found.sections.get(part.id)
        mark = "*" if section is not None and section.value_of(prompt.id) else " "
        out(f"{mark} {part.id}/{prompt.id}: {prompt.ask}")
    say(_("* has an answer."))


@click.command(
    help=_("Write an answer (SECTION/QUESTION, as “questions” lists them): the text comes from stdin.")
)
@click.argument("place")
@pass_session
def write(session: Session, place: str) -> None:
    from folkmoot_tmaps.maps.actions import save_answer

    keys, found = opened(session)
    part, prompt = _question(found, place)
    section = found.sections.get(part.id)
    _tell_question(prompt)
    save_answer(session, keys, part, prompt, text(), section.value_of(prompt.id) if section else "")
    say(_("Kept, sealed."))


@click.command(help=_("Answer one question after the other; an empty line goes on, ctrl+d ends."))
@pass_session
def fill(session: Session) -> None:
    from folkmoot_tmaps.maps.actions import pass_over, save_answer
    from folkmoot_tmaps.maps.rules import to_answer

    keys, found = opened(session)
    passed: set[tuple[str, str]] = set()
    while (coming := to_answer(found.workbook, found.sections)) is not None:
        part, prompt = coming
        if (part.id, prompt.id) in passed:
            break
        _tell_question(prompt)
        typed = paragraph()
        if typed is None:
            break
        try:
            if typed:
                found = save_answer(session, keys, part, prompt, typed, "")
            else:
                passed.add((part.id, prompt.id))
                found = pass_over(session, keys, part, prompt)
        except BadData as error:
            say(error.sentence)
    say(_("All of it is kept, sealed. Come back when you like."))


def _tell_question(prompt: Prompt) -> None:
    from folkmoot_tmaps.maps.wording import kind_words

    say("")
    for line in (prompt.ask, prompt.why, kind_words(prompt)):
        if line:
            say(line)


def _question(found: OpenMap, place: str) -> tuple[Part, Prompt]:
    section, _slash, name = place.partition("/")
    for part in found.workbook.sections:
        for prompt in part.prompts:
            if (part.id, prompt.id) == (section, name):
                return part, prompt
    raise BadData(_("There is no question “{place}”; “folkmoot map questions” lists them.", place=place))


def _known_section(found: OpenMap, section: str) -> None:
    if section not in found.sections and found.workbook.part(section) is None:
        known = ", ".join(part.id for part in found.workbook.sections)
        raise BadData(_("There is no section “{section}”; there are {known}.", section=section, known=known))


@click.command(help=_("Note that you looked at a section as a whole, and keep how it is today, sealed."))
@click.argument("section")
@pass_session
def review(session: Session, section: str) -> None:
    from folkmoot_tmaps.maps.actions import review as look_over

    keys, found = opened(session)
    _known_section(found, section)
    look_over(session, keys, section)
    say(_("Noted. How it is today is kept, for you to look back at."))


@click.command(help=_("A section as it was at its reviews, and as it is now."))
@click.argument("section")
@pass_session
def then(session: Session, section: str) -> None:
    from folkmoot_tmaps.maps.rules import differences
    from folkmoot_tmaps.maps.unlocking import snapshots

    keys, found = opened(session)
    _known_section(found, section)
    kept = snapshots(keys, found, section)
    if not kept:
        out(
            _(
                "There is nothing to look back at yet: “folkmoot map review {section}” keeps it.",
                section=section,
            )
        )
    for snapshot in kept:
        assert snapshot.taken is not None
        out(dates.long_day(snapshot.taken))
        for one in differences(snapshot, found.sections.get(section)):
            out(f"  {one.asked}")
            out(_("    then: {text}", text=one.then.replace("\n", " / ") or "-"))
            if one.now != one.then:
                out(_("    now:  {text}", text=one.now.replace("\n", " / ") or "-"))


@click.command(help=_("The workbooks there are."))
@AS_JSON
@pass_session
def workbooks(session: Session, as_json: bool) -> None:
    from folkmoot_tmaps.workbook.files import workbooks as all_workbooks

    session.must("map.begin")
    found = all_workbooks(session)
    if as_json:
        rows = [
            {"name": name, "title": one.title, "about": one.about, "licence": one.licence}
            for name, one in found.good.items()
        ]
        out_json({"workbooks": rows, "faults": found.faults})
        return
    for name, one in found.good.items():
        out(f"{name}: {one.title}. {one.about}")
    for fault in found.faults:
        say(fault)


@click.command(help=_("Follow another workbook: by its name, or a TOML file of your own (kept sealed)."))
@click.argument("name_or_file")
@pass_session
def workbook(session: Session, name_or_file: str) -> None:
    from pathlib import Path

    from folkmoot_tmaps.maps.actions import follow_own_workbook, follow_workbook
    from folkmoot_tmaps.workbook.files import brought

    own = None
    if name_or_file.endswith(".toml") and not session.remote:
        own = brought(Path(name_or_file).read_bytes(), name_or_file)
    keys, _found = opened(session)
    if name_or_file == "-":
        own = brought(text().encode(), "-")
    if own is not None:
        follow_own_workbook(session, keys, own)
    else:
        follow_workbook(session, keys, name_or_file)
    say(_("Your map follows it. Answers stay with the questions they were given to."))


for word in (
    begin,
    status,
    show,
    questions,
    write,
    fill,
    review,
    then,
    workbooks,
    workbook,
    booklet,
    *SHARING,
    *WORDS,
):
    care_map.add_command(word)
