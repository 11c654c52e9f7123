"""Lifting documents to the version their plugin knows, and leaving alone what is newer."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

import msgspec

from folkmoot.contributions import Collection, Document
from folkmoot.errors import CONTAINED
from folkmoot.store.documents import copied, plain, without_revision
from folkmoot.store.engine import REVISION, View
from folkmoot.store.errors import MigrationFailed, SchemaTooNew
from folkmoot.store.transaction import Overlay
from folkmoot.words import _


def refuse_newer(view: View, collections: Iterable[Collection]) -> None:
    """See that no collection was written by a newer plugin. Raises: SchemaTooNew."""
    for collection in collections:
        found = view.versions.get(collection.name, 0)
        if found > collection.version:
            raise SchemaTooNew(collection.name, found, collection.version)


def older(view: View, collections: Iterable[Collection]) -> list[Collection]:
    """Collections whose documents have an older version; documents of no known version have the first."""
    return [
        collection
        for collection in collections
        if view.table(collection.name) and view.versions.get(collection.name, 1) < collection.version
    ]


def lifted(view: View, collections: Iterable[Collection], seq: int | None = None) -> Overlay:
    """The moment with all documents in the version of their collections.

    With `seq` the lifted documents get it as their revision. Raises: MigrationFailed.
    """
    overlay = Overlay(view)
    for collection in older(view, collections):
        for doc_id, document in _lifted(view, collection):
            revision = document.get(REVISION, 0) if seq is None else seq
            after = {**without_revision(document), REVISION: revision}
            overlay.put(collection.name, doc_id, after)
    return overlay


def _lifted(view: View, collection: Collection) -> Iterator[tuple[int, Document]]:
    found = view.versions.get(collection.name, 1)
    for doc_id, stored in view.table(collection.name).items():
        document = without_revision(copied(stored))
        for version in range(found + 1, collection.version + 1):
            document = _step(document, collection, version)
        try:
            msgspec.convert(document, collection.type, str_keys=True)
        except msgspec.ValidationError as error:
            raise MigrationFailed(collection.name, collection.version, f"{doc_id}: {error}") from error
        yield doc_id, {**document, REVISION: stored.get(REVISION, 0)}


def _step(document: Document, collection: Collection, version: int) -> Document:
    step = collection.migrations.get(version)
    if step is None:
        raise MigrationFailed(collection.name, version, _("its plugin brings no step to this version"))
    try:
        made: Document = plain(step(document), collection.name)
    except CONTAINED as error:  # whatever a plugin's function raises, the store stays as it was
        raise MigrationFailed(collection.name, version, f"{type(error).__name__}: {error}") from error
    return made
