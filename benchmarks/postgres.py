"""A PostgreSQL cluster for the figures that end in `.postgres`: its disk is waited for, as in service."""

import atexit
import shutil
import tempfile
from functools import lru_cache
from pathlib import Path

from tests.postgres_server import PostgresServer, binaries


def is_here() -> bool:
    """Whether the machine has PostgreSQL's server programs."""
    return binaries() is not None


def database(engine: str) -> str:
    """The URL of a new database on the one cluster of this run; "" for the embedded engine."""
    return _server().new_database() if engine == "postgres" else ""


@lru_cache(maxsize=1)
def _server() -> PostgresServer:
    folder = Path(tempfile.mkdtemp(prefix="hub-bench-postgres-"))
    server = PostgresServer(folder, safe=True)
    server.start()
    atexit.register(shutil.rmtree, folder, ignore_errors=True)
    atexit.register(server.stop)
    return server
