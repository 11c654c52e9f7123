"""Plain documents: what JSON can hold and give back unchanged, and how two of them differ."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import UTC, datetime
from math import isfinite
from typing import Any

import msgspec

from folkmoot.contributions import Document
from folkmoot.store.engine import REVISION, Kind, Op, Record
from folkmoot.store.errors import NotStorable, not_storable
from folkmoot.words import _


def plain(value: object, collection: str) -> Any:
    """A value as new dicts, lists, strings, numbers, booleans and None. Raises: BadData."""
    try:
        builtins = msgspec.to_builtins(value, str_keys=True)
    except (TypeError, ValueError, OverflowError, RecursionError) as error:
        raise not_storable(collection, "", str(error)) from error
    try:
        back = _decode(_encode(builtins))
    except (ValueError, OverflowError, RecursionError, msgspec.MsgspecError):
        back = None
    if back == builtins:  # what JSON gives back as it was holds nothing that it can't: the quick way to know
        return back
    try:
        return _checked(builtins, collection, "")
    except NotStorable:
        raise
    except (TypeError, ValueError, OverflowError, RecursionError) as error:
        raise not_storable(collection, "", str(error)) from error


_encode, _decode = msgspec.json.Encoder().encode, msgspec.json.Decoder().decode


def _checked(value: Any, collection: str, where: str) -> Any:
    kind = type(value)
    if kind is str:
        if not value.isascii() and _has_surrogate(value):
            raise not_storable(collection, where, _("it holds half a character"))
        return value
    if value is None or kind is bool or kind is int:
        return value
    if kind is float:
        if not isfinite(value):
            raise not_storable(collection, where, _("it is not a number"))
        return value
    if isinstance(value, Mapping):
        return {
            _checked(key, collection, where): _checked(
                part, collection, f"{where}.{key}" if where else str(key)
            )
            for key, part in value.items()
        }
    return [_checked(part, collection, f"{where}[{number}]") for number, part in enumerate(value)]


def _has_surrogate(text: str) -> bool:
    try:
        text.encode("utf-8")
    except UnicodeEncodeError:
        return True
    return False


def copied(value: Any) -> Any:
    """A copy of a plain value that shares nothing with it."""
    if isinstance(value, dict):
        return {key: copied(part) for key, part in value.items()}
    return [copied(part) for part in value] if isinstance(value, list) else value


def same(one: Any, other: Any) -> bool:
    """Whether two plain values are written alike: True is not 1, and 1 is not 1.0."""
    if one is other:
        return True
    if type(one) is not type(other):
        return False
    if isinstance(one, dict):
        return one.keys() == other.keys() and all(same(part, other[key]) for key, part in one.items())
    if isinstance(one, list):
        return len(one) == len(other) and all(map(same, one, other))
    return bool(one == other)


def without_revision(document: Mapping[str, Any]) -> Document:
    """The document's own fields."""
    return {name: part for name, part in document.items() if name != REVISION}


def changed_fields(before: Document, after: Document) -> tuple[Document, Document]:
    """Of two documents the top-level fields in which they differ."""
    return (
        {name: part for name, part in before.items() if name not in after or not same(part, after[name])},
        {name: part for name, part in after.items() if name not in before or not same(part, before[name])},
    )


def difference(
    table: str, doc_id: int, before: Document | None, after: Document | None, private: bool
) -> Op | None:
    """What turns one state of a document into another; None if nothing does."""
    if before is None and after is None:
        return None
    if before is None or after is None:
        kind: Kind = "added" if before is None else "removed"
        return Op(table, doc_id, kind, without_revision(before or {}), without_revision(after or {}), private)
    if before is after:
        return None
    old, new = changed_fields(without_revision(before), without_revision(after))
    return Op(table, doc_id, "changed", old, new, private) if old or new else None


def result(document: Document | None, op: Op, seq: int) -> Document | None:
    """A document after an operation whose content is known; None where it was removed."""
    if op.kind == "removed":
        return None
    gone, new = op.before or {}, op.after or {}
    kept = {name: part for name, part in (document or {}).items() if name not in gone or name in new}
    return {**without_revision(kept), **new, REVISION: seq}


def owned(
    tables: Mapping[str, Mapping[int, Document]],
    records: Iterable[Record],
    owners: Mapping[str, str],
    account: str,
) -> set[tuple[str, int]]:
    """Table and id of every document that is, or by the records ever was, the account's own."""
    found = {
        (name, doc_id)
        for name, owner in owners.items()
        for doc_id, document in tables.get(name, {}).items()
        if belongs(document, owner, account)
    }
    for record in records:
        for op in record.ops:
            owner = owners.get(op.table)
            if owner and any(belongs(part, owner, account) for part in (op.before, op.after) if part):
                found.add((op.table, op.id))
    return found


def belongs(document: Mapping[str, Any], owner: str, account: str) -> bool:
    """Whether the document's owner field holds the account."""
    return owner in document and str(document[owner]) == account


def in_utc(moment: datetime) -> datetime:
    """An aware instant in UTC. Raises: ValueError for a naive one."""
    if moment.tzinfo is None:
        raise ValueError("an instant needs its time zone")
    return moment.astimezone(UTC)
