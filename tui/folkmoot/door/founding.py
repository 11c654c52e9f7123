"""Founding a community: what is asked, checked as a whole, then written."""

from __future__ import annotations

import os
import re
from collections.abc import Callable, Iterable, Mapping
from contextlib import ExitStack
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING, TypeVar

import msgspec

from folkmoot.contributions import imported
from folkmoot.door.opening import Durability, all_collections, session_in, system_clock
from folkmoot.errors import CONTAINED, FolkmootError, described
from folkmoot.forms import Field, NotFitting, fields_of, filled, shown_value
from folkmoot.session import Account, Community, Session
from folkmoot.words import Translate, _

if TYPE_CHECKING:
    from folkmoot.plugins import House

S = TypeVar("S", bound=msgspec.Struct)


@dataclass(frozen=True)
class Question:
    """One thing that founding asks: a field of a form, under its option name."""

    name: str
    field: Field
    form: type[msgspec.Struct]
    translate: Translate


def questions(house: House) -> list[Question]:
    """All that is asked, in the order of asking. A name that two forms use is asked once."""
    forms: list[tuple[type[msgspec.Struct], Translate]] = [
        (Community, _),
        *((item.form, item.translate) for _name, item in house.ask("founding")),
        (Account, _),
    ]
    asked: dict[str, Question] = {}
    for form, translate in forms:
        for field in fields_of(form):
            name = option_name(form, field.name)
            if name is not None and name not in asked:
                asked[name] = Question(name, field, form, translate)
    return list(asked.values())


def option_name(form: type[msgspec.Struct], field: str) -> str | None:
    """What a field is called among the options of `init`; None where founding doesn't ask for it."""
    if form is Account:  # the settings of a person have defaults and a page of their own
        return {"handle": "as", "name": "your_name"}.get(field)
    return field


def found(
    house: House,
    path: Path,
    answers: Mapping[str, str],
    *,
    now: Callable[[], datetime] = system_clock,
    environ: Mapping[str, str] = os.environ,
    durability: Durability = "commit",
) -> None:
    """Check all answers (text, by option name), make the store and let each plugin write its part.

    Raises: BadData naming the field; StoreExists, CannotCreate, DiskFull. Nothing is left behind on failure.
    """
    from folkmoot.store import open_store, unmake

    community = _form(Community, answers, _)
    account = _form(Account, answers, _)
    chapters = [
        (name, item, _form(item.form, answers, item.translate)) for name, item in house.ask("founding")
    ]
    collections = all_collections(house)
    with ExitStack() as undo:
        store = open_store(path, collections, durability=durability, clock=now, create=True)
        undo.callback(unmake, path)
        with store:
            with store.transaction(by=account.handle, why="founded") as tx:
                tx.add(community)
                tx.add(account)
            session = session_in(house, store, handle=account.handle, now=now, environ=environ)
            for name, founding, form in chapters:
                _write_part(house, name, founding.found, session, form)
        undo.pop_all()


def _write_part(house: House, name: str, found: str, session: Session, form: msgspec.Struct) -> None:
    """Let one plugin write what follows from its form; what it refuses is the person's to know."""
    try:
        imported(found)(session, form)
    except FolkmootError:
        raise
    except CONTAINED as error:
        house.note(name, found, _("{where} failed: {error}", where=found, error=described(error)))


def _form(form: type[S], answers: Mapping[str, str], translate: Translate) -> S:
    named = {field.name: option_name(form, field.name) for field in fields_of(form)}
    given = {field: answers[name] for field, name in named.items() if name is not None and name in answers}
    try:
        return filled(form, given, translate)
    except NotFitting as error:
        raise NotFitting(named.get(error.field) or error.field, error.sentence) from None


def suggestions(asked: Iterable[Question], answers: Mapping[str, str]) -> dict[str, str]:
    """What to propose where nothing was said yet: names that follow from what was."""
    name = answers.get("your_name") or answers.get("as", "").capitalize() or _local_user()
    proposed = {"your_name": name, "as": handle_from(name), "place": answers.get("name", "")}
    return {
        item.name: answers.get(item.name) or proposed.get(item.name) or shown_value(item.field.default)
        for item in asked
    }


def _local_user() -> str:
    import getpass

    try:
        return getpass.getuser().capitalize()
    except (OSError, KeyError):
        return ""


def handle_from(name: str) -> str:
    """A handle made of a name, for people who don't care: `Ana María` becomes `ana-maria`."""
    from folkmoot.text import to_ascii

    letters = re.sub(r"[^a-z0-9]+", "-", to_ascii(name).casefold()).strip("-")[:20].strip("-")
    return letters if re.fullmatch(r"[a-z][a-z0-9_-]{1,19}", letters) else "first"
