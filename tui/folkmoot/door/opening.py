"""Opening a community for one person: store, account, clock, zone and language become a session."""

from __future__ import annotations

import os
from collections.abc import Callable, Iterable, Iterator, Mapping
from contextlib import contextmanager
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING, Any, Literal

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


def opened(house: House, path: Path, **options: Any) -> Store:
    """The store with what the house keeps in it. A stranger's plugin whose documents don't fit is left out.

    Raises: as `open_store`.
    """
    from folkmoot.errors import described
    from folkmoot.store import MigrationFailed, SchemaTooNew, open_store

    while True:
        try:
            return open_store(path, all_collections(house), **options)
        except MigrationFailed as error:
            why = described(error.__cause__) if error.__cause__ else error.reason
            said = _(
                "Its documents “{collection}” could not be lifted to version {version} ({why}). They stay as they "
                "are, and come back with a plugin that can.",
                collection=error.collection,
                version=error.version,
                why=why,
            )
            if not house.leave_out_owner(error.collection, said):
                raise
        except SchemaTooNew as error:
            said = _(
                "Its documents “{collection}” were written by a newer version of it ({found}; this one knows "
                "{known}). They stay as they are. Bring the newer one back.",
                collection=error.what,
                found=error.found,
                known=error.known,
            )
            if not house.leave_out_owner(error.what, said):
                raise


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
    from folkmoot.door.faults_met import listen

    with opened(house, path, clock=now, durability=durability, patience=PATIENCE) as store:
        listen(house, path, now)
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
