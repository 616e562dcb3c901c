"""The administration store on PostgreSQL: the same tables and the same `AdminStore`, over the network."""

from typing import cast

from sqlalchemy import Engine

from hub.clock import Clock
from hub.store.admin import AdminStore
from hub.store.pg.admin_engine import PgAdminEngine


def open_postgres_admin(url: str, *, clock: Clock) -> AdminStore:
    """The administration of the database at `url`, whose tables are there."""
    engine = PgAdminEngine(url)
    return AdminStore(cast("Engine", engine), clock=clock, fetch=engine.fetch)
