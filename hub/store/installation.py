"""Opens the database that the settings name: the embedded file in `data`, or the PostgreSQL server in `db`."""

import asyncio
from collections.abc import AsyncIterator, Sequence
from contextlib import asynccontextmanager
from pathlib import Path
from typing import Final, Protocol

from hub.clock import Clock
from hub.errors import NotFoundError
from hub.keys import Keys
from hub.settings import Settings
from hub.store.admin import AdminStore
from hub.store.port import Engine, Visibility
from hub.store.query import SearchQuery
from hub.store.reindex import Reindexing, note_definitions
from hub.store.search.explain import Explanation
from hub.store.snapshot import Reading, Snapshot
from hub.store.sqlite import SqliteStore

DATABASE: Final = "hub.db"
"""The file of the embedded database in the data folder."""


class SqlEngine(Engine, Reindexing, Protocol):
    """An engine on a database: all but the tests' fake."""

    async def explain(self, query: SearchQuery, *, visibility: Visibility) -> Explanation:
        """How a search is answered."""
        ...


async def open_database(settings: Settings, *, keys: Keys, clock: Clock) -> tuple[SqlEngine, AdminStore]:
    """The store and the administration; what is new is made, and what a reindex has to do is noted.

    Raises ConflictError for a schema of another release and for an embedded file that another server has,
    OverloadError when the server is not there.
    """
    if settings.db:
        from hub.store.postgres import PostgresStore
        from hub.store.postgres_admin import open_postgres_admin

        server = await PostgresStore.open(settings.db, keys=keys, clock=clock)
        await note_definitions(server, clock)
        return server, open_postgres_admin(settings.db, clock=clock)
    path = settings.data / DATABASE
    store = SqliteStore.open(path, keys=keys, clock=clock)
    await note_definitions(store, clock)
    return store, AdminStore.open(path, clock=clock)


@asynccontextmanager
async def open_reading(
    settings: Settings, *, keys: Keys, clock: Clock, types: Sequence[str]
) -> AsyncIterator[tuple[Reading, AdminStore]]:
    """The store and the administration to be looked over, beside a running server; `types` are those searched.

    An embedded file is read as it is at this moment and nothing is written to it; of a PostgreSQL server this is a
    node as any other. Raises NotFoundError when there is no installation, ConflictError for one of another release.
    """
    if settings.db:
        engine, tables = await open_database(settings, keys=keys, clock=clock)
        try:
            yield engine, tables
        finally:
            tables.close()
            await engine.close()
        return
    path = settings.data / DATABASE
    if not path.exists():
        raise _not_found(str(settings.data))
    snapshot = Snapshot.open(path, keys=keys, clock=clock, types=types)
    admin = AdminStore.reading(path, clock=clock)
    try:
        yield snapshot, admin
    finally:
        admin.close()
        snapshot.close()


def open_administration(settings: Settings, *, clock: Clock, new: bool = False) -> AdminStore:
    """The administration alone, beside a running server; with `new` what is not there is made.

    Raises NotFoundError when there is no installation.
    """
    if settings.db:
        from hub.store.pg.schema import ensure_schema, is_empty
        from hub.store.postgres_admin import open_postgres_admin

        if not new and asyncio.run(is_empty(settings.db)):
            raise _not_found("The database in HUB_DB")
        asyncio.run(ensure_schema(settings.db))
        return open_postgres_admin(settings.db, clock=clock)
    path = settings.data / DATABASE
    if not new and not path.exists():
        raise _not_found(str(settings.data))
    return AdminStore.open(path, clock=clock)


def describe(settings: Settings) -> str:
    """Where the data is, in words without a password."""
    return without_password(settings.db) if settings.db else str(Path(settings.data) / DATABASE)


def without_password(url: str) -> str:
    """A database URL as it may be shown."""
    before, at, after = url.rpartition("@")
    scheme, slashes, user = before.partition("://")
    return f"{scheme}{slashes}{user.partition(':')[0]}{at}{after}" if at else url


def _not_found(place: str) -> NotFoundError:
    return NotFoundError(
        f"{place} holds no installation; name it with --data or HUB_DATA, or --db or HUB_DB, "
        "or make one with `hub db upgrade` or `hub serve`."
    )
