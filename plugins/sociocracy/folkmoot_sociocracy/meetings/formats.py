"""The ways to meet that there are: data files, the shipped ones and a community's own, in the reader's language."""

from __future__ import annotations

from typing import NamedTuple

from msgspec.structs import replace as evolve

from folkmoot.api import BadData, Session, all_own_data, data_names, language, read_own_data
from folkmoot_sociocracy.meetings.shapes import Format
from folkmoot_sociocracy.words import _, ngettext

FOLDER = "meetings"
USUAL = "circle-meeting"


class Formats(NamedTuple):
    """The formats that can be read, by name; and of the others, what is wrong with them."""

    good: dict[str, Format]
    faults: list[str]


def formats(session: Session) -> Formats:
    """All formats, the usual one first. A file that can't be read is no obstacle to the others."""
    found, faults = all_own_data(session, FOLDER, Format, USUAL)
    return Formats({name: _said(one) for name, one in found.items()}, faults)


def format_of(session: Session, name: str) -> Format:
    """One format; without a name the usual one. Raises: BadData where there is none; Misconfigured."""
    file = f"{FOLDER}/{name or USUAL}.toml"
    if file not in data_names(session, FOLDER):
        raise BadData(
            _("There is no format “{name}”. “folkmoot meeting formats” lists those there are.", name=name)
        )
    return _said(read_own_data(session, file, Format))


def format_words(found: Format) -> str:
    """How long a meeting of this format is, and how long its minutes wait."""
    hours = ngettext("minutes count after {count} hour", "minutes count after {count} hours", found.hours)
    return _("{count} min, {hours}", count=found.minutes, hours=hours)


def _said(found: Format) -> Format:
    """A format in the reader's language, where it has words in it."""
    words = found.words.get(language().split("_")[0])
    if words is None:
        return found
    steps = found.steps
    if words.steps:
        steps = tuple(
            evolve(step, name=said.name or step.name, says=said.says or step.says)
            for step, said in zip(found.steps, words.steps, strict=True)
        )
    return evolve(found, title=words.title, about=words.about, steps=steps, words={})
