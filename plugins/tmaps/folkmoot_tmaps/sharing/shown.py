"""What readers see of a section: the same in the preview and at the reader."""

from __future__ import annotations

from folkmoot_tmaps.maps.model import Answer, Section
from folkmoot_tmaps.maps.rules import asked_in
from folkmoot_tmaps.maps.wording import scale_words, value_lines
from folkmoot_tmaps.workbook.model import Part, Prompt


def as_read(part: Part | None, section: Section) -> tuple[Answer, ...]:
    """A section as its readers see it: questions with an answer, in their order; a scale in words, nothing else."""
    found = []
    for one in asked_in(part, section):
        if not one.value:
            continue
        kind, value = one.prompt.kind, one.value
        if kind == "scale":
            kind, value = "text", scale_words(one.prompt, one.value)
        found.append(Answer(prompt=one.prompt.id, asked=one.before or one.prompt.ask, kind=kind, value=value))
    return tuple(found)


def reading_lines(answers: tuple[Answer, ...]) -> list[tuple[str, list[str]]]:
    """What readers see, as questions with the lines of their answers."""
    found = []
    for one in answers:
        prompt = Prompt(id=one.prompt, ask=one.asked, why="", kind=one.kind)
        found.append((one.asked, value_lines(prompt, one.value)))
    return found
