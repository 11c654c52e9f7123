"""A map to take along: a tar file of age files, as they stand in the record, and what is needed to open them.

Nothing is opened for it, so it needs no passphrase, and over ssh nothing but age files leaves the host.
"""

from __future__ import annotations

import io
import tarfile
from pathlib import Path

import msgspec

from folkmoot.api import Session
from folkmoot_tmaps.maps.model import CareMap, Piece
from folkmoot_tmaps.maps.rules import asked_in
from folkmoot_tmaps.maps.unlocking import OpenMap, own_map
from folkmoot_tmaps.maps.wording import value_lines
from folkmoot_tmaps.sealing import rules
from folkmoot_tmaps.sealing.keys import Keys
from folkmoot_tmaps.words import _

README = """This is a care map, sealed. These files show who it belongs to, how many parts it has, and days; no more.

To have it back in folkmoot, on any machine:

    folkmoot map restore map.tar

Without folkmoot, with age (https://age-encryption.org; on Debian: apt install age), type:

    age -d -i recovery.txt keyring.age > keys.txt       recovery.txt holds your recovery key, in one line
    for part in index.age pieces/*.age; do age -d -i keys.txt "$part"; done
    rm keys.txt

With your passphrase instead of the recovery key: python3 derive.py > recovery.txt, and go on as above.
"""


class Manifest(msgspec.Struct, frozen=True, kw_only=True):
    """`map.json` of an export: the map without its age files, and the marks of its parts by label."""

    format: int
    care_map: CareMap
    pieces: tuple[Piece, ...]


def exported(session: Session) -> bytes:
    """The own map as a tar file, sealed. Raises: NotAllowed, NotFound."""
    session.must("map.export", session.handle)
    with session.store.reading() as reader:
        stored = own_map(session).value
        pieces = tuple(one.value for one in reader.collection(Piece).find(owner=session.handle))
    manifest = Manifest(format=1, care_map=stored, pieces=pieces)
    derive = Path(__file__).with_name("derive.txt").read_text("utf-8").replace("@SALT@", stored.salt)
    files = {
        "READ-ME.txt": README,
        "derive.py": derive,
        "map.json": msgspec.json.format(msgspec.json.encode(manifest), indent=1).decode(),
        "keyring.age": stored.keyring,
        "index.age": stored.index.sealed,
        **{f"pieces/{piece.label}.age": piece.box.sealed for piece in pieces},
    }
    packed = io.BytesIO()
    with tarfile.open(fileobj=packed, mode="w", format=tarfile.USTAR_FORMAT) as tar:
        for name, text in files.items():
            data = text.encode()
            about = tarfile.TarInfo(f"care-map/{name}")
            about.size, about.mode = len(data), 0o600
            tar.addfile(about, io.BytesIO(data))
    return packed.getvalue()


def exported_text(session: Session, keys: Keys, opened: OpenMap) -> bytes:
    """The whole map as a text, in one age file that the recovery key and the passphrase's key open."""
    import pyrage

    session.must("map.export", session.handle)
    recipients = [pyrage.x25519.Recipient.from_str(one) for one in (keys.by_recovery, keys.by_passphrase)]
    text = "\n".join(text_lines(opened)) + "\n"
    sealed: bytes = pyrage.encrypt(rules.padded(text.encode()), recipients, armored=True)
    return sealed


def text_lines(opened: OpenMap, only: str | None = None) -> list[str]:
    """An open map, or one section of it, as lines, without questions that nobody answered."""
    lines = []
    ids = [part.id for part in opened.workbook.sections]
    for section_id in [*ids, *(one for one in opened.sections if one not in ids)]:
        section = opened.sections.get(section_id)
        answered = [one for one in asked_in(opened.workbook.part(section_id), section) if one.value]
        if section is None or not answered or only not in (None, section_id):
            continue
        lines += ["", section.title.upper()]
        for one in answered:
            lines += [
                "",
                one.before or one.prompt.ask,
                *(f"  {line}" for line in value_lines(one.prompt, one.value)),
            ]
    return lines[1:] or [_("Nothing is written yet.")]
