"""What the record holds of a care map: age files, and nothing of what they say.

What can be seen: who has a map, how many parts it has, their rough size, and days. `Section`, `Index` and the others
below stand inside the age files only.
"""

from __future__ import annotations

import datetime
from typing import Literal

import msgspec

from folkmoot_tmaps.sealing.model import Box, Inside
from folkmoot_tmaps.workbook.model import PromptKind, Workbook

INDEX = "index"  # the label of the list of all parts


class CareMap(msgspec.Struct, frozen=True, kw_only=True):
    """A map: `owner` is a handle, `begun` and `changed` are days. `salt` (hexadecimal) goes with the passphrase.

    `keyring` is an age file that the passphrase or the recovery key opens; `public` the recipient to which others
    seal for the owner; `generation` how often all was made anew; `index` the sealed list of parts.
    """

    owner: str
    begun: datetime.date
    changed: datetime.date
    salt: str
    keyring: str
    public: str
    generation: int
    index: Box


class Piece(msgspec.Struct, frozen=True, kw_only=True):
    """A sealed part of a map, under a label that says nothing: which part it is stands in the index."""

    owner: str
    label: str
    box: Box
    day: datetime.date


class Letter(msgspec.Struct, frozen=True, kw_only=True):
    """Something sealed for others, under a label that says nothing: for whom, and what, can be read in it alone."""

    owner: str
    label: str
    box: Box
    day: datetime.date


# -- inside the age files ---------------------------------------------------------------------------------------------


class Answer(msgspec.Struct, frozen=True, kw_only=True):
    """What somebody answered, with the question as it was asked then."""

    prompt: str
    asked: str
    kind: PromptKind
    value: str


class Section(Inside, frozen=True, kw_only=True):
    """A section of a map. `section` is its id in the workbook; `taken` the day of a snapshot (None: the present).

    `skipped` are prompts that were passed over. `reviewed` is the day on which it was last looked at as a whole.
    """

    section: str
    title: str
    answers: tuple[Answer, ...] = ()
    skipped: tuple[str, ...] = ()
    reviewed: datetime.date | None = None
    taken: datetime.date | None = None

    def value_of(self, prompt: str) -> str:
        """What was answered; empty where nothing was."""
        return next((one.value for one in self.answers if one.prompt == prompt), "")


class OwnWorkbook(Inside, frozen=True, kw_only=True):
    """A workbook that the owner brought."""

    workbook: Workbook


class Draft(Inside, frozen=True, kw_only=True):
    """What somebody is typing. `before` is what the answer was when they began."""

    section: str
    prompt: str
    value: str
    before: str


PartKind = Literal["section", "snapshot", "workbook"]


class Known(msgspec.Struct, frozen=True, kw_only=True):
    """Somebody's public key as it was at first, or when the numbers were last `compared`."""

    handle: str
    public: str
    compared: datetime.date | None = None


class Grant(msgspec.Struct, frozen=True, kw_only=True):
    """That somebody may read a section (`of`, its id in the workbook), since when."""

    of: str
    reader: str
    since: datetime.date


class Sent(msgspec.Struct, frozen=True, kw_only=True):
    """A letter that stands for others: a section (`of`) for its readers, or to one that their section was `read`.

    `version` is that of the letter; of a `read` one, `about` is the version that was read. `digest` (SHA-256 of the
    age file) tells whether it still stands as it was sealed.
    """

    kind: Literal["section", "read"]
    of: str
    to: tuple[str, ...]
    label: str
    version: int
    about: int = 0
    digest: str = ""
    day: datetime.date


class Listed(msgspec.Struct, frozen=True, kw_only=True):
    """A part in the index."""

    label: str
    kind: PartKind
    version: int
    of: str = ""
    title: str = ""
    day: datetime.date | None = None


class Index(Inside, frozen=True, kw_only=True):
    """All parts of a map, and the workbook it follows (empty: the one the owner brought).

    `known` are people with whom something is shared, in either direction; `grants` say who may read what, and `sent`
    which letters stand for that.
    """

    workbook: str
    parts: tuple[Listed, ...] = ()
    known: tuple[Known, ...] = ()
    grants: tuple[Grant, ...] = ()
    sent: tuple[Sent, ...] = ()

    def known_key(self, handle: str) -> Known | None:
        """Somebody's key as it is known."""
        return next((one for one in self.known if one.handle == handle), None)

    def readers_of(self, section: str) -> tuple[str, ...]:
        """Who may read a section, by handle."""
        return tuple(sorted(one.reader for one in self.grants if one.of == section))

    def listed(self, kind: PartKind, of: str = "") -> tuple[Listed, ...]:
        """The parts of a kind, of one section where it is named."""
        return tuple(one for one in self.parts if one.kind == kind and (not of or one.of == of))
