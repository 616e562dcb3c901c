"""Schema upgrades by alembic: expand, backfill, contract, one revision at a time.

A new file needs none of this (`hub.store.schema`); `hub db upgrade` brings an older one to HEAD.
"""

from pathlib import Path

from sqlalchemy import create_engine
from sqlalchemy.pool import NullPool

from hub.store.schema import HEAD, REVISIONS, connect, ensure_schema, revision_of


def make_newest(path: Path) -> None:
    """Bring a file to HEAD, or make it; the caller holds the writer lock. Raises ConflictError for a newer one."""
    connection = connect(path)
    try:
        if revision_of(connection) in REVISIONS[:-1]:
            upgrade(path)
        ensure_schema(connection)
    finally:
        connection.close()


def upgrade(path: Path, *, to: str = HEAD) -> None:
    """Bring the database file to a revision; the caller holds the writer lock."""
    from alembic import command
    from alembic.config import Config

    config = Config()
    config.set_main_option("script_location", str(Path(__file__).parent / "migrations"))
    engine = create_engine(f"sqlite:///{path}", poolclass=NullPool)
    with engine.begin() as connection:
        config.attributes["connection"] = connection
        command.upgrade(config, to)
    engine.dispose()
