"""What a format's file holds (`meetings/NAME.toml`): the frame of a meeting, and its words in other languages."""

from __future__ import annotations

from typing import Annotated, Literal

import msgspec
from msgspec import Meta

FrameKind = Literal["check_in", "admin", "agenda", "items", "backlog", "check_out", "other"]
Name = Annotated[str, Meta(min_length=1, max_length=40)]
Called = Annotated[str, Meta(max_length=40)]
Says = Annotated[str, Meta(max_length=300)]


class FrameStep(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """One step of the frame; at `items` stands what is taken from the backlog. Raises: ValueError."""

    kind: FrameKind
    minutes: Annotated[int, Meta(ge=0, le=240)] = 0
    name: Called = ""
    says: Says = ""
    round: bool = False

    def __post_init__(self) -> None:
        if self.kind == "items" and (self.minutes or self.name or self.says):
            raise ValueError("items have no minutes, name or says of their own: each brings them along")
        if self.kind != "items" and not self.minutes:
            raise ValueError("minutes are missing: how long the step takes")
        if self.kind == "other" and not self.name:
            raise ValueError("name is missing: what the step is called")
        if self.kind != "other" and self.round:
            raise ValueError("round is for other steps: the rest begin with their own, where they have one")


class FrameWords(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """A step's words in another language."""

    name: Called = ""
    says: Says = ""


class FormatWords(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """A format's words in another language; the steps may be left out where they have no words of their own."""

    title: Name
    about: Says = ""
    steps: tuple[FrameWords, ...] = ()


class Format(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """A way to meet. `minutes` is how long a meeting is, `hours` how long its minutes wait. Raises: ValueError."""

    version: Literal[1]
    licence: Name
    title: Name
    about: Says = ""
    minutes: Annotated[int, Meta(ge=15, le=600)] = 90
    hours: Annotated[int, Meta(ge=1, le=720)] = 48
    steps: Annotated[tuple[FrameStep, ...], Meta(min_length=3, max_length=20)]
    words: dict[Annotated[str, Meta(pattern="^[a-z]{2,3}$")], FormatWords] = {}

    def __post_init__(self) -> None:
        seen: list[FrameKind] = []
        for place, step in enumerate(self.steps):
            if step.kind != "other" and step.kind in seen:
                raise ValueError(f"steps[{place}].kind: {step.kind} stands there twice")
            if step.kind == "items" and "agenda" not in seen:
                raise ValueError(
                    f"steps[{place}].kind: agenda comes before items, so that all consent to them"
                )
            seen.append(step.kind)
        if "items" not in seen:
            raise ValueError("steps: items are missing, for what the circle talks about")
        if seen[-1] != "check_out":
            raise ValueError(f"steps[{len(seen) - 1}].kind: the last step is check_out")
        for language, words in self.words.items():
            if words.steps and len(words.steps) != len(self.steps):
                raise ValueError(
                    f"words.{language}: it has {len(words.steps)} steps, and there are {len(self.steps)}"
                )

    @property
    def frame(self) -> int:
        """The minutes of a meeting that are not its items'."""
        return sum(step.minutes for step in self.steps)


USUAL = Format(
    version=1,
    licence="CC0-1.0",
    title="Circle meeting",
    steps=(
        FrameStep(kind="check_in", minutes=5),
        FrameStep(kind="admin", minutes=1),
        FrameStep(kind="agenda", minutes=1),
        FrameStep(kind="items"),
        FrameStep(kind="backlog", minutes=2),
        FrameStep(kind="check_out", minutes=5),
    ),
)
