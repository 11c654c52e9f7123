"""The formats there are: data files, the shipped ones and a community's own, in the reader's language."""

from __future__ import annotations

from typing import NamedTuple

from msgspec.structs import replace as evolve

from folkmoot.api import BadData, FolkmootError, Session, all_own_data, data_names, language, read_own_data
from folkmoot_core.clinic.model import Clinic
from folkmoot_core.clinic.shapes import Format, FormatStep
from folkmoot_core.words import _

FOLDER = "clinic"
USUAL = "case-clinic"


class Formats(NamedTuple):
    """The formats that can be read, by name; and of the others, what is wrong with them."""

    good: dict[str, Format]
    faults: list[str]


def formats(session: Session) -> Formats:
    """All formats, the case clinic first. A file that can't be read is no obstacle to the others."""
    found, faults = all_own_data(session, FOLDER, Format, USUAL)
    return Formats({name: _said(one) for name, one in found.items()}, faults)


def format_of(session: Session, name: str) -> Format:
    """One format. Raises: BadData where there is none of that name; Misconfigured where its file can't be read."""
    file = f"{FOLDER}/{name}.toml"
    if file not in data_names(session, FOLDER):
        raise BadData(
            _("There is no format “{name}”. “folkmoot clinic formats” lists those there are.", name=name)
        )
    return _said(read_own_data(session, file, Format))


def steps_for(session: Session, clinic: Clinic) -> tuple[FormatStep, ...]:
    """The steps of a clinic in the reader's language, where its format still has them; else as they were kept."""
    try:
        steps = format_of(session, clinic.format).steps
    except FolkmootError:
        return clinic.steps
    same = [(step.minutes, step.goes_on) for step in steps] == [
        (step.minutes, step.goes_on) for step in clinic.steps
    ]
    return steps if same else clinic.steps


def title_for(session: Session, clinic: Clinic) -> str:
    """What the format of a clinic is called."""
    try:
        return format_of(session, clinic.format).title
    except FolkmootError:
        return clinic.title


def _said(found: Format) -> Format:
    """A format in the reader's language, where it has words in it."""
    words = found.words.get(language().split("_")[0])
    if words is None:
        return found
    steps = tuple(
        evolve(step, name=said.name, says=said.says, who=said.who)
        for step, said in zip(found.steps, words.steps, strict=True)
    )
    return evolve(found, title=words.title, about=words.about, steps=steps, words={})
