"""A map in words: the same on the screen and by commands."""

from __future__ import annotations

import datetime

from folkmoot.api import dates
from folkmoot_tmaps.maps.rules import Progress, people_in
from folkmoot_tmaps.words import _, ngettext
from folkmoot_tmaps.workbook.model import Prompt


def value_lines(prompt: Prompt, value: str) -> list[str]:
    """An answer as lines."""
    if prompt.kind == "scale":
        return [scale_words(prompt, value)]
    if prompt.kind == "date":
        return [day_words(value)]
    if prompt.kind == "people":
        return [person_words(person.name, person.what, person.state) for person in people_in(value)]
    if prompt.kind == "list":
        return [f"- {line.strip().removeprefix('- ')}" for line in value.splitlines() if line.strip()]
    return value.splitlines()


def scale_words(prompt: Prompt, value: str) -> str:
    """`3 of 1 (shaky) to 5 (firm)`."""
    return _(
        "{value} of {least} ({low}) to {most} ({high})",
        value=value,
        least=prompt.least,
        low=prompt.low,
        most=prompt.most,
        high=prompt.high,
    )


def day_words(value: str) -> str:
    """A day that was kept as `2027-03-24`."""
    try:
        return dates.long_day(datetime.date.fromisoformat(value))
    except ValueError:
        return value


def person_words(name: str, what: str, state: str) -> str:
    """`Rosa: sits with me (agreed)`."""
    said = f"{name}: {what}" if what else name
    words = {"agreed": _("agreed"), "asked": _("asked, no answer yet"), "": _("not asked yet")}
    return f"- {said} ({words[state]})"


def kind_words(prompt: Prompt) -> str:
    """How an answer is typed."""
    if prompt.kind == "list":
        return _("One thing a line.")
    if prompt.kind == "people":
        return _("One person a line, like: Rosa: sits with me (agreed). Or (asked), or nothing.")
    if prompt.kind == "scale":
        return _(
            "A number from {least} ({low}) to {most} ({high}).",
            least=prompt.least,
            low=prompt.low,
            most=prompt.most,
            high=prompt.high,
        )
    if prompt.kind == "date":
        return _("A day, like 24 March.")
    return ""


def progress_words(progress: Progress) -> str:
    """How far a section is, without a mark."""
    if not progress.answered:
        return _("not begun")
    answered = ngettext("{count} answer", "{count} answers", progress.answered)
    if progress.left:
        return answered
    return _("{answers}, whole", answers=answered)
