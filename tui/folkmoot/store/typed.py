"""Collections as typed values: what a page or a use case reads."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from enum import Enum
from functools import cache, cached_property
from pathlib import Path
from typing import Any, Generic, Protocol, TypeVar

import msgspec
from msgspec import NODEFAULT
from msgspec.structs import FieldInfo, fields

from folkmoot.contributions import Collection, Document
from folkmoot.errors import NotFound
from folkmoot.store.documents import plain
from folkmoot.store.engine import REVISION, View
from folkmoot.store.errors import CorruptStore, field_of, not_storable
from folkmoot.words import _

T = TypeVar("T", bound=msgspec.Struct)
V_co = TypeVar("V_co", covariant=True)


@dataclass(frozen=True, slots=True)
class Stored(Generic[V_co]):
    """A document as it was read: its id, the seq of its last change, and its value."""

    id: int
    rev: int
    value: V_co


class Reader(Protocol):
    """Whatever can be read from: a store, a moment of it, a transaction."""

    @property
    def seq(self) -> int:
        """The transaction up to which this reader sees; in a transaction, the number it will have."""

    def collection(self, model: type[T], /) -> TypedCollection[T]:
        """The documents of a type. Raises: TypeError where no open collection has it."""


class Shape(Generic[T]):
    """How values of a type stand as documents of a collection."""

    def __init__(self, collection: Collection, model: type[T]) -> None:
        self.name = collection.name
        self.model = model
        self.private = collection.private
        self.indexes = frozenset(collection.indexes)
        self.encoded = dict(zip(model.__struct_fields__, model.__struct_encode_fields__, strict=True))
        self._known = {*self.encoded.values(), model.__struct_config__.tag_field}
        self._decode = msgspec.json.Decoder(model).decode
        self._values: dict[int, tuple[Document, Stored[T]]] = {}
        if model.__struct_config__.array_like or REVISION in self._known or self.name.startswith("_"):
            raise TypeError(
                f"{collection.name}: {model.__name__} can't be stored as a JSON object of its fields"
            )
        for name in (*collection.indexes, *filter(None, [collection.owner])):
            if name not in self.encoded:
                raise TypeError(f"{collection.name}: {model.__name__} has no field {name!r}")

    @cached_property
    def absent(self) -> Mapping[str, object]:
        """What an index takes each field for where it is missing."""
        return {one.name: _absent(one) for one in _fields(self.model)}

    @cached_property
    def _unordered(self) -> bool:
        return any("set" in str(one.type) for one in _fields(self.model))

    def document(self, value: T, over: Document | None = None) -> Document:
        """The document of a value, with what `over` holds that this type doesn't know. Raises: BadData.

        Whether it can be read again is for `check` to say.
        """
        made: Document = plain(value, self.name)
        for name, encoded in self.encoded.items():
            if isinstance(getattr(value, name), set | frozenset):
                made[encoded] = sorted(made[encoded], key=repr)
        return {**self._unknown(over or {}), **made}

    def written(self, value: T, over: Document | None) -> tuple[Document, T]:
        """The document of a value, and the value as it will be read. Raises: BadData.

        What JSON gives back equal needs no look at its parts: the quick way, and the common one.
        """
        try:
            data = _encode(value)
            back = self._decode(data)
            if back == value and not self._unordered:
                return {**self._unknown(over or {}), **_plain(data)}, back
        except (ValueError, OverflowError, TypeError, msgspec.MsgspecError):
            pass  # said below, with the field's name
        made = self.document(value, over)
        self.check(made)
        return made, self.value(made)

    def check(self, document: Document) -> None:
        """See that a document can be read again. Raises: BadData."""
        try:
            self.value(document)
        except msgspec.ValidationError as error:
            raise not_storable(self.name, field_of(str(error)), _reason(error)) from error

    def value(self, document: Document) -> T:
        """The value of a document. Raises: msgspec.ValidationError."""
        known = {name: part for name, part in document.items() if name in self._known}
        return msgspec.convert(known, self.model, str_keys=True)

    def stored(self, doc_id: int, document: Document) -> Stored[T]:
        """A document as it is handed out; converted once, unless its value could be changed by a reader.

        Raises: msgspec.ValidationError.
        """
        kept = self._values.get(doc_id)
        if kept is not None and (kept[0] is document or kept[0] == document):
            return kept[1]
        made = Stored(doc_id, document.get(REVISION, 0), self.value(document))
        if _fixed(made.value):
            self._values[doc_id] = (document, made)
        return made

    def forget(self) -> None:
        """Drop the values that were kept."""
        self._values.clear()

    def _unknown(self, document: Document) -> Document:
        return {name: part for name, part in document.items() if name not in self._known and name != REVISION}


# Looking at the fields of a type costs more than reading a hundred of its documents: only where it is needed, once.
_fields = cache(fields)
_encode: Callable[[object], bytes] = msgspec.json.Encoder().encode
_plain: Callable[[bytes], Document] = msgspec.json.Decoder().decode


def _absent(field: FieldInfo) -> object:
    """What an index takes a missing field for; Ellipsis for what no index holds."""
    default = field.default
    if default is NODEFAULT and field.default_factory is not NODEFAULT:
        default = field.default_factory()
    value = default.value if isinstance(default, Enum) else default
    return value if _indexable(value) else ...


def _indexable(value: object) -> bool:
    return value is None or isinstance(value, str | int)


def _fixed(value: object) -> bool:
    try:
        hash(value)
    except TypeError:
        return False
    return True


def _reason(error: msgspec.ValidationError) -> str:
    return str(error).split(" - at ")[0]


class Shapes:
    """The shapes of all open collections, by type and by name. Raises: TypeError for what can't be stored."""

    def __init__(self, collections: Iterable[Collection]) -> None:
        self._by_type: dict[type[msgspec.Struct], Shape[Any]] = {}
        self.by_name: dict[str, Shape[Any]] = {}
        for collection in collections:
            if collection.type in self._by_type or collection.name in self.by_name:
                raise TypeError(f"{collection.name}: this collection or its type was handed over twice")
            shape = Shape(collection, collection.type)
            self._by_type[collection.type] = self.by_name[collection.name] = shape

    def of(self, model: type[T]) -> Shape[T]:
        """The shape of a type. Raises: TypeError."""
        try:
            return self._by_type[model]
        except KeyError:
            raise TypeError(f"no open collection holds {model.__name__}; is its plugin loaded?") from None


class TypedCollection(Generic[T]):
    """The documents of one type. Each call sees one moment; lists are in the order of ids."""

    def __init__(self, shape: Shape[T], moment: Callable[[], View], place: Path) -> None:
        self._shape = shape
        self._moment = moment
        self._place = place

    @property
    def name(self) -> str:
        """The name it is stored under."""
        return self._shape.name

    def get(self, doc_id: int) -> Stored[T]:
        """One document. Raises: NotFound, CorruptStore."""
        document = self._moment().table(self.name).get(doc_id)
        if document is None:
            raise NotFound(
                _(
                    "There is no {collection} with the number {id}; perhaps it was removed.",
                    collection=self.name,
                    id=doc_id,
                )
            )
        return self._stored(doc_id, document)

    def all(self) -> list[Stored[T]]:
        """Every document. Raises: CorruptStore."""
        documents = self._moment().table(self.name)
        return [self._stored(doc_id, documents[doc_id]) for doc_id in sorted(documents)]

    def count(self) -> int:
        """How many there are."""
        return len(self._moment().table(self.name))

    def where(self, predicate: Callable[[T], bool]) -> list[Stored[T]]:
        """Those whose value the predicate accepts. Raises: CorruptStore."""
        return [stored for stored in self.all() if predicate(stored.value)]

    def find(self, **fields: object) -> list[Stored[T]]:
        """Those whose fields equal what is given; quick where a field is indexed.

        Raises: TypeError for a field that the type doesn't have; CorruptStore.
        """
        return list(self._found(fields))

    def first(self, **fields: object) -> Stored[T] | None:
        """The one with the lowest id of what `find` finds. Raises: as `find`."""
        return next(self._found(fields), None)

    def _found(self, wanted: dict[str, object]) -> Iterator[Stored[T]]:
        unknown = sorted(name for name in wanted if name not in self._shape.encoded)
        if unknown:
            raise TypeError(f"{self._shape.model.__name__} has no field {unknown[0]!r}")
        view = self._moment()
        documents = view.table(self.name)
        for doc_id in sorted(self._candidates(view, wanted)):
            stored = self._stored(doc_id, documents[doc_id])
            if all(getattr(stored.value, name) == value for name, value in wanted.items()):
                yield stored

    def _candidates(self, view: View, wanted: dict[str, object]) -> Iterable[int]:
        best: Sequence[int] | None = None
        for name in self._shape.indexes & wanted.keys():
            value = wanted[name].value if isinstance(wanted[name], Enum) else wanted[name]  # type: ignore[attr-defined]
            if _indexable(value):
                found = view.lookup(self.name, self._shape.encoded[name], value, self._shape.absent[name])
                best = found if best is None or len(found) < len(best) else best
        return view.table(self.name) if best is None else best

    def _stored(self, doc_id: int, document: Document) -> Stored[T]:
        try:
            return self._shape.stored(doc_id, document)
        except msgspec.ValidationError as error:
            where = _(
                "{collection} {id}, field {field}: {reason}",
                collection=self.name,
                id=doc_id,
                field=field_of(str(error)) or "?",
                reason=_reason(error),
            )
            raise CorruptStore(self._place, where) from error


class Moment:
    """A `Reader` of one moment, whatever others write."""

    def __init__(self, view: View, shapes: Shapes, place: Path) -> None:
        self._view = view
        self._shapes = shapes
        self._place = place

    @property
    def seq(self) -> int:
        """The last transaction that this moment has seen."""
        return self._view.seq

    def collection(self, model: type[T], /) -> TypedCollection[T]:
        """The documents of a type at this moment. Raises: TypeError."""
        return TypedCollection(self._shapes.of(model), lambda: self._view, self._place)
