"""The rules of filling in a map: what is asked next, what an answer holds, what is different from then."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from datetime import date
from typing import Literal, NamedTuple

from msgspec.structs import replace as evolve

from folkmoot_tmaps.maps.model import Answer, Section
from folkmoot_tmaps.workbook.model import Part, Prompt, Workbook

LONGEST = 10_000  # letters of an answer
STATES = ("agreed", "asked")
State = Literal["agreed", "asked", ""]


class Asked(NamedTuple):
    """A question of a section as it stands now, with its answer. `gone`: the workbook asks it no longer.

    `before` is how it was asked when it was answered, where that was in other words.
    """

    prompt: Prompt
    value: str
    gone: bool = False
    before: str = ""


class Person(NamedTuple):
    """One of somebody's people: for what, and whether they were asked and agreed."""

    name: str
    what: str
    state: State


class Progress(NamedTuple):
    """How many questions of a section are answered, and how many are not, passed over ones left out."""

    answered: int
    left: int


def asked_in(part: Part | None, section: Section | None) -> tuple[Asked, ...]:
    """The questions of a section with their answers: those of the workbook, then answers that it left behind."""
    answers = {one.prompt: one for one in (section.answers if section else ())}
    found = []
    for prompt in part.prompts if part else ():
        answer = answers.pop(prompt.id, None)
        if answer is not None and answer.kind != prompt.kind and prompt.kind in ("scale", "date"):
            answers[prompt.id] = (
                answer  # words don't fit on a scale: they stay with the question they answered
            )
            answer = None
        before = answer.asked if answer is not None and answer.asked != prompt.ask else ""
        found.append(Asked(prompt, answer.value if answer else "", before=before))
    for answer in answers.values():
        if answer.value:
            kind = answer.kind if answer.kind in ("text", "list", "people") else "text"
            old = Prompt(id=answer.prompt, kind=kind, ask=answer.asked, why="")
            found.append(Asked(old, answer.value, gone=True))
    return tuple(found)


def progress_of(part: Part | None, section: Section | None) -> Progress:
    """How far a section is. Nobody is behind."""
    asked = asked_in(part, section)
    skipped = section.skipped if section else ()
    answered = sum(1 for one in asked if one.value)
    return Progress(answered, sum(1 for one in asked if not one.value and one.prompt.id not in skipped))


def in_stages(workbook: Workbook) -> Iterator[tuple[Part, Prompt]]:
    """Every question in the order of asking: the easy ones of all sections first."""
    stages = sorted({prompt.stage for part in workbook.sections for prompt in part.prompts})
    for stage in stages:
        for part in workbook.sections:
            yield from ((part, prompt) for prompt in part.prompts if prompt.stage == stage)


def to_answer(workbook: Workbook, sections: Mapping[str, Section]) -> tuple[Part, Prompt] | None:
    """The question that comes next: the first that has no answer, those that were passed over at the end."""
    passed = None
    for part, prompt in in_stages(workbook):
        section = sections.get(part.id)
        if section is not None and section.value_of(prompt.id):
            continue
        if section is None or prompt.id not in section.skipped:
            return part, prompt
        passed = passed or (part, prompt)
    return passed


def beside(workbook: Workbook, section: str, prompt: str, by: int) -> tuple[Part, Prompt] | None:
    """The question that is asked so many after another one (before it, where `by` is below zero)."""
    order = list(in_stages(workbook))
    places = [place for place, (part, one) in enumerate(order) if (part.id, one.id) == (section, prompt)]
    if not places or not 0 <= places[0] + by < len(order):
        return None
    return order[places[0] + by]


def with_answer(section: Section, prompt: Prompt, value: str) -> Section:
    """A section with an answer in place of an earlier one; an empty one takes it away."""
    answer = Answer(prompt=prompt.id, asked=prompt.ask, kind=prompt.kind, value=value)
    ids = [one.prompt for one in section.answers]
    if prompt.id in ids:
        answers = tuple(answer if one.prompt == prompt.id else one for one in section.answers)
    else:
        answers = (*section.answers, answer)
    answers = tuple(one for one in answers if one.value)
    skipped = tuple(one for one in section.skipped if one != prompt.id or not value)
    return evolve(section, answers=answers, skipped=skipped)


def skipping(section: Section, prompt: str) -> Section:
    """A section in which a question was passed over."""
    return section if prompt in section.skipped else evolve(section, skipped=(*section.skipped, prompt))


def people_in(value: str) -> list[Person]:
    """The people of an answer, one a line: `Rosa: sits with me (agreed)`. Whatever else stands there is kept."""
    found = []
    for line in value.splitlines():
        if not line.strip():
            continue
        match = re.search(rf"\s*\(({'|'.join(STATES)})\)\s*$", line, re.IGNORECASE)
        rest = line[: match.start()] if match else line
        name, _colon, what = rest.partition(":")
        state: State = "" if match is None else "agreed" if match[1].lower() == "agreed" else "asked"
        found.append(Person(name.strip(), what.strip(), state))
    return found


def on_scale(prompt: Prompt, typed: str) -> int | None:
    """The number of a scale that was typed; None where it is not on it."""
    number = int(typed) if typed.isascii() and typed.isdigit() and len(typed) == 1 else None
    return number if number is not None and prompt.least <= number <= prompt.most else None


class Difference(NamedTuple):
    """A question, what was answered then, and what stands there now."""

    asked: str
    then: str
    now: str


def differences(then: Section, now: Section | None) -> list[Difference]:
    """Then and now, question by question; those that neither answers are left out."""
    after = {one.prompt: one for one in (now.answers if now else ())}
    found = []
    for old in then.answers:
        new = after.pop(old.prompt, None)
        found.append(Difference(new.asked if new else old.asked, old.value, new.value if new else ""))
    found += [Difference(new.asked, "", new.value) for new in after.values()]
    return found


def latest_day(days: Sequence[date | None]) -> date | None:
    """The latest of some days."""
    return max((day for day in days if day is not None), default=None)
