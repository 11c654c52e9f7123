"""What a format's file holds (`clinic/NAME.toml`): steps and minutes, and its words in other languages."""

from __future__ import annotations

from typing import Annotated, Literal

import msgspec
from msgspec import Meta

Brings = Literal["one", "everyone", "nobody"]
Name = Annotated[str, Meta(min_length=1, max_length=40)]
Line = Annotated[str, Meta(max_length=300)]
Who = Annotated[str, Meta(max_length=80)]
Size = Annotated[int, Meta(ge=2, le=12)]


class FormatStep(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """One step: what it is called, how long, what happens, who speaks. `goes_on`: to the next one by itself."""

    name: Name
    minutes: Annotated[int, Meta(ge=1, le=240)]
    says: Line = ""
    who: Who = ""
    goes_on: bool = False


class StepWords(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """A step's words in another language."""

    name: Name
    says: Line = ""
    who: Who = ""


class FormatWords(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """A format's words in another language, step by step."""

    title: Name
    about: Line = ""
    steps: tuple[StepWords, ...]


class Format(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """A way to hold a clinic. Groups have from `least` to `most` people. Raises: ValueError, where it can't be."""

    version: Literal[1]
    licence: Name
    title: Name
    about: Line = ""
    least: Size = 3
    most: Size = 5
    brings: Brings = "one"
    steps: Annotated[tuple[FormatStep, ...], Meta(min_length=1, max_length=30)]
    words: dict[Annotated[str, Meta(pattern="^[a-z]{2,3}$")], FormatWords] = {}

    def __post_init__(self) -> None:
        if self.least > self.most:
            raise ValueError(f"least is {self.least}, and most only {self.most}")
        for language, words in self.words.items():
            if len(words.steps) != len(self.steps):
                raise ValueError(
                    f"words.{language} has {len(words.steps)} steps, and there are {len(self.steps)}"
                )
