"""A list of the people as a file: of each what the reader may read, and no more."""

from __future__ import annotations

import os
from collections.abc import Iterator, Mapping
from pathlib import Path

from folkmoot.api import CannotCreate, NotAllowed, Session, utc
from folkmoot_core.people.actions import member_of
from folkmoot_core.people.cards import card_of, hosted_by
from folkmoot_core.people.directory import Directory
from folkmoot_core.people.model import Card
from folkmoot_core.people.rules import may_read_needs
from folkmoot_core.people.sheet import BOM, written
from folkmoot_core.words import _


def people_file(session: Session, *, bom: bool = False) -> bytes:
    """Everybody who is in, by name, in UTF-8. Raises: NotAllowed."""
    return ((BOM if bom else "") + written(_rows(session))).encode("utf-8")


def _rows(session: Session) -> Iterator[Mapping[str, str]]:
    directory = Directory(session).prepare()
    hosted = hosted_by(session)
    for account in directory.accounts:
        stored, member = card_of(session, account.handle), member_of(session, account.handle)
        card = stored.value if stored else Card(account=account.handle)
        own = account.handle == session.handle
        reads = may_read_needs(card, own=own, hosts_what_they_attend=account.handle in hosted)
        yield {
            "handle": account.handle,
            "name": account.name,
            "standing": directory.row(account).standing,
            "since": utc(member.value.since) if member else "",
            "pronouns": card.pronouns,
            "reach": card.reach,
            "languages": card.languages,
            "zone": account.zone,
            "needs": card.needs if reads else "",
        }


def new_file(session: Session, path: Path, data: bytes) -> None:
    """Write a file that is not there yet, for its owner's eyes. Raises: NotAllowed over ssh, CannotCreate."""
    if session.remote:
        raise NotAllowed(
            _(
                "Over ssh no file is written on the host. Keep it where you are: ssh … people export > people.csv"
            )
        )
    try:
        descriptor = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL | os.O_CLOEXEC, 0o600)
        with os.fdopen(descriptor, "wb") as file:
            file.write(data)
    except FileExistsError:
        raise CannotCreate(
            _("{path} is there already, and stays as it is. Name another file.", path=str(path))
        ) from None
    except OSError as error:
        reason = error.strerror or type(error).__name__
        raise CannotCreate(_("{path} can't be written: {reason}.", path=str(path), reason=reason)) from None
