"""What a workbook's file holds (`workbooks/NAME.toml`): stages, sections, and prompts with why each is asked."""

from __future__ import annotations

from typing import Annotated, Literal

import msgspec
from msgspec import Meta

PromptKind = Literal["text", "list", "people", "scale", "date"]
Id = Annotated[str, Meta(pattern=r"^[a-z][a-z0-9-]{0,39}$")]
Title = Annotated[str, Meta(min_length=1, max_length=60)]
Line = Annotated[str, Meta(max_length=300)]
Stage = Annotated[int, Meta(ge=1, le=5)]


class Prompt(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """One question: `ask` and `why` as they are read, `stage` when it is asked (1 first).

    A scale goes from `least` to `most`; `low` and `high` say what its ends mean.
    """

    id: Id
    kind: PromptKind = "text"
    ask: Annotated[str, Meta(min_length=1, max_length=200)]
    why: Line
    stage: Stage = 1
    least: Annotated[int, Meta(ge=0, le=9)] = 1
    most: Annotated[int, Meta(ge=1, le=9)] = 5
    low: Title = "least"
    high: Title = "most"

    def __post_init__(self) -> None:
        if self.least >= self.most:
            raise ValueError(f"least is {self.least}, and most only {self.most}")


class Part(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """A section of a map. `heavy` marks the one for heavy days: an open map begins there, once it holds something."""

    id: Id
    title: Title
    about: Line = ""
    heavy: bool = False
    prompts: Annotated[tuple[Prompt, ...], Meta(min_length=1, max_length=40)]

    def __post_init__(self) -> None:
        _once("prompt", [prompt.id for prompt in self.prompts])


class Workbook(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """A workbook. `stages` says what each stage is good for, the easiest first. Raises: ValueError."""

    version: Literal[1]
    licence: Title
    title: Title
    about: Line = ""
    stages: Annotated[tuple[Line, ...], Meta(max_length=5)] = ()
    sections: Annotated[tuple[Part, ...], Meta(min_length=1, max_length=20)]

    def __post_init__(self) -> None:
        _once("section", [part.id for part in self.sections])

    def part(self, section: str) -> Part | None:
        """A section by its id."""
        return next((part for part in self.sections if part.id == section), None)


def _once(what: str, ids: list[str]) -> None:
    for one in ids:
        if ids.count(one) > 1:
            raise ValueError(f"two {what}s have the id {one}")
