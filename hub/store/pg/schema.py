"""The PostgreSQL database: its tables made, checked and brought to the newest revision.

An empty database gets the schema of the newest revision at once; an older one is refused with words until
`hub db upgrade` has run, and so is one that a newer hub wrote. Servers that start together wait for each other.
"""

from pathlib import Path
from typing import Final

from sqlalchemy import Connection as SyncConnection
from sqlalchemy.ext.asyncio import create_async_engine
from sqlalchemy.pool import NullPool

from fhir_profiles.registry import RESOURCE_TYPES
from hub.errors import ConflictError
from hub.store.pg.pool import Connection, connect
from hub.store.schema import HEAD, REVISIONS, statements_of

DIALECT: Final = "postgresql"

_SCHEMA_LOCK: Final = 0x416C6C69_616E6365
"""The advisory lock of whoever makes or changes the schema: `Alliance` in ASCII."""


async def ensure_schema(url: str) -> None:
    """Give an empty database its tables. Raises ConflictError when the database is of another revision."""
    connection = await connect(url)
    try:
        async with connection.transaction():
            await connection.execute("SELECT pg_advisory_xact_lock($1)", _SCHEMA_LOCK)
            found = await revision_of(connection)
            if found is None:
                for revision in REVISIONS:
                    for statement in statements_of(revision, dialect=DIALECT):
                        await connection.execute(statement)
                await connection.execute(
                    "CREATE TABLE alembic_version (version_num VARCHAR(32) NOT NULL, "
                    "CONSTRAINT alembic_version_pkc PRIMARY KEY (version_num))"
                )
                await connection.execute("INSERT INTO alembic_version VALUES ($1)", HEAD)
                found = HEAD
            if found != HEAD:
                raise ConflictError(
                    f"The database has schema revision {found or 'none'}; this hub needs {HEAD}. "
                    "Run `hub db upgrade` with this release, or start the release that wrote the database."
                )
            await _intern_types(connection)
    finally:
        await connection.close()


async def revision_of(connection: Connection) -> str | None:
    """What the database says of itself: None for an empty one, nothing for one with tables and no revision."""
    tables = {
        row[0]
        for row in await connection.fetch(
            "SELECT relname FROM pg_class WHERE relkind = 'r' AND relnamespace = current_schema()::regnamespace"
        )
    }
    if "alembic_version" not in tables:
        return "" if tables else None
    found = await connection.fetchval("SELECT version_num FROM alembic_version")
    return str(found) if found else ""


async def is_empty(url: str) -> bool:
    """Whether the database has no tables."""
    connection = await connect(url)
    try:
        return await revision_of(connection) is None
    finally:
        await connection.close()


async def make_newest(url: str) -> None:
    """Bring a database to the newest revision, or make it. Raises ConflictError for a newer one."""
    connection = await connect(url)
    try:
        await connection.execute("SELECT pg_advisory_lock($1)", _SCHEMA_LOCK)
        if await revision_of(connection) in REVISIONS[:-1]:
            await upgrade(url)
    finally:
        await connection.close()
    await ensure_schema(url)


async def upgrade(url: str, *, to: str = HEAD) -> None:
    """Bring the database to a revision by alembic, in one transaction."""
    engine = create_async_engine("postgresql+asyncpg://", async_creator=lambda: connect(url), poolclass=NullPool)
    try:
        async with engine.begin() as connection:
            await connection.run_sync(_run_alembic, to)
    finally:
        await engine.dispose()


def _run_alembic(connection: SyncConnection, to: str) -> None:
    from alembic import command
    from alembic.config import Config

    config = Config()
    config.set_main_option("script_location", str(Path(__file__).parent.parent / "migrations"))
    config.attributes["connection"] = connection
    command.upgrade(config, to)


async def _intern_types(connection: Connection) -> None:
    """A number for each resource type, the same for as long as the database lives."""
    found = {row[0] for row in await connection.fetch("SELECT text FROM term")}
    missing = sorted(RESOURCE_TYPES - found)
    if missing:
        await connection.execute("INSERT INTO term (text) SELECT unnest($1::text[])", missing)
