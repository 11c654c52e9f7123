"""What is being typed, sealed, among the drafts of the person: a lost connection costs nothing, and tells nothing."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import TYPE_CHECKING

import msgspec

from folkmoot_tmaps.maps.model import Draft
from folkmoot_tmaps.sealing.boxes import seal, unseal
from folkmoot_tmaps.sealing.keys import Keys
from folkmoot_tmaps.sealing.model import Box, Tampered
from folkmoot_tmaps.sealing.rules import name_of

if TYPE_CHECKING:
    from folkmoot.shell.app import Shell

BEGIN = "map-"
CHUNK = 10_000  # letters of a field in the file of drafts


def keep_draft(shell: Shell, keys: Keys, section: str, prompt: str, value: str, before: str) -> None:
    """Hold on to what is typed as an answer."""
    name = draft_name(keys, section, prompt)
    draft = Draft(
        owner=keys.owner, label=name, version=0, section=section, prompt=prompt, value=value, before=before
    )
    text = msgspec.json.encode(seal(keys, draft)).decode()
    fields = {
        f"{place:04}": text[place * CHUNK : (place + 1) * CHUNK] for place in range(-(-len(text) // CHUNK))
    }
    shell.drafts.keep(name, fields)


def drop_draft(shell: Shell, keys: Keys, section: str, prompt: str) -> None:
    """Let go of what was typed: it is kept, or taken back."""
    shell.drafts.pop(draft_name(keys, section, prompt), None)


def drop_drafts(shell: Shell) -> None:
    """Let go of all that was typed into a map."""
    for name in [name for name in shell.drafts if name.startswith(BEGIN)]:
        del shell.drafts[name]


def drafts_in(drafts: Mapping[str, Mapping[str, str]], keys: Keys) -> Iterator[Draft]:
    """What was typed and not kept; what these keys did not seal is left alone."""
    for name, fields in list(drafts.items()):
        if not name.startswith(BEGIN):
            continue
        try:
            box = msgspec.json.decode("".join(fields[key] for key in sorted(fields)), type=Box)
            yield unseal(keys, name, box, Draft)
        except (Tampered, msgspec.MsgspecError):
            continue


def draft_name(keys: Keys, section: str, prompt: str) -> str:
    """Under which name it is kept: it does not tell which question it is."""
    return BEGIN + name_of(keys.mac, section, prompt)
