"""The store of a community: typed collections, transactions, history. Everything above imports from here."""

from folkmoot.store.engine import Durability, Kind
from folkmoot.store.errors import (
    CannotUndo,
    Conflict,
    CorruptStore,
    DiskFull,
    MigrationFailed,
    NoStore,
    NotDurable,
    ReadOnlyStore,
    SchemaTooNew,
    StoreBusy,
    StoreExists,
    StoreUnreadable,
    TransactionAborted,
)
from folkmoot.store.history import Change, HistoryEntry
from folkmoot.store.opening import copies, open_store, set_aside, traces, unmake
from folkmoot.store.store import Store
from folkmoot.store.transaction import Transaction
from folkmoot.store.typed import Reader, Stored, TypedCollection

__all__ = [
    "CannotUndo",
    "Change",
    "Conflict",
    "CorruptStore",
    "DiskFull",
    "Durability",
    "HistoryEntry",
    "Kind",
    "MigrationFailed",
    "NoStore",
    "NotDurable",
    "ReadOnlyStore",
    "Reader",
    "SchemaTooNew",
    "Store",
    "StoreBusy",
    "StoreExists",
    "StoreUnreadable",
    "Stored",
    "Transaction",
    "TransactionAborted",
    "TypedCollection",
    "copies",
    "open_store",
    "set_aside",
    "traces",
    "unmake",
]
