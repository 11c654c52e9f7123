"""Opening a community for one person: store, account, clock, zone and language become a session."""

from __future__ import annotations

import os
from collections.abc import Callable, Iterable, Iterator, Mapping
from contextlib import contextmanager
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING, Literal

from folkmoot.contributions import Collection
from folkmoot.door import kept
from folkmoot.errors import NotFound
from folkmoot.session import Account, Community, Keeping, Session
from folkmoot.words import _, language_of_environment, speak

if TYPE_CHECKING:
    from folkmoot.plugins import House
    from folkmoot.store import Store

Durability = Literal["commit", "interval", "none"]
FILE = "community.json"
PATIENCE = 2.0  # seconds to wait while somebody else writes: longer, and a screen seems dead
HOST_COLLECTIONS = (
    Collection("folkmoot.communities", Community),
    Collection("folkmoot.keeping", Keeping),
    Collection("folkmoot.accounts", Account, indexes=("handle",), owner="handle"),
    *kept.COLLECTIONS,
)


def system_clock() -> datetime:
    """The host's clock, aware and in UTC: read here and nowhere else."""
    return datetime.now(UTC)


def store_file(wanted: str | None) -> Path:
    """The store's file for a `--store PATH` (a folder or a `.json` file), or in the user's data folder."""
    if wanted is None:
        from platformdirs import user_data_path

        return user_data_path("folkmoot", appauthor=False) / FILE
    path = Path(wanted).expanduser()
    return path if path.suffix == ".json" and not _is_folder(path) else path / FILE


def _is_folder(path: Path) -> bool:
    try:
        return path.is_dir()
    except OSError:  # it may not be looked at: opening says so, in a sentence
        return False


def all_collections(house: House) -> Iterable[Collection]:
    """What the host and its plugins keep."""
    return (*HOST_COLLECTIONS, *house.collections())


@contextmanager
def session_at(
    house: House,
    path: Path,
    *,
    handle: str | None = None,
    now: Callable[[], datetime] = system_clock,
    environ: Mapping[str, str] = os.environ,
    plain: bool = False,
    durability: Durability = "commit",
    key: str = "",
) -> Iterator[Session]:
    """A session at a store. Without a handle it is the first account's. Raises: StoreError, NotFound."""
    from folkmoot.store import open_store

    with open_store(
        path, all_collections(house), clock=now, durability=durability, patience=PATIENCE
    ) as store:
        account = _account(store, handle)
        yield session_of(house, store, account, now=now, environ=environ, plain=plain, key=key)


def session_in(
    house: House,
    store: Store,
    *,
    handle: str | None,
    now: Callable[[], datetime],
    environ: Mapping[str, str],
    plain: bool = False,
) -> Session:
    """A session in an open store, by handle: without one it is the first account's. Raises: NotFound."""
    return session_of(house, store, _account(store, handle), now=now, environ=environ, plain=plain)


def session_of(
    house: House,
    store: Store,
    account: Account | None,
    *,
    now: Callable[[], datetime],
    environ: Mapping[str, str],
    plain: bool = False,
    key: str = "",
) -> Session:
    """The session of an account, or of nobody; from here on the person's language is spoken."""
    language = (account.language if account else "") or language_of_environment(environ)
    speak(language)
    communities = store.collection(Community).all()
    community = (
        communities[0].value if communities else Community(name=_("A house without a name"), zone="UTC")
    )
    return Session(account, store, house, community, now, language, plain, key)


def _account(store: Store, handle: str | None) -> Account | None:
    accounts = store.collection(Account)
    if handle is None:
        everyone = accounts.all()
        return everyone[0].value if everyone else None
    stored = accounts.first(handle=handle)
    if stored is None:
        raise NotFound(_("Nobody here has the handle “{handle}”.", handle=handle))
    return stored.value
