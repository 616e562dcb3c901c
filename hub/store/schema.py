"""The database file: made, checked and locked.

A new file gets the schema of the newest revision at once; an older one is refused with words until
`hub db upgrade` has run, and so is one that a newer hub wrote.
"""

import fcntl
import os
import sqlite3
from pathlib import Path
from typing import Final
from urllib.parse import quote

from hub.errors import ConflictError

REVISIONS: Final = ("0001", "0002", "0003", "0004", "0005", "0006")
"""What a new file is made of, in order."""

HEAD: Final = REVISIONS[-1]
"""The revision that this hub reads and writes."""

_SCRIPTS = Path(__file__).parent / "migrations" / "scripts"


def connect(path: Path) -> sqlite3.Connection:
    """A connection in WAL mode whose commits are on the disk when they return."""
    connection = sqlite3.connect(path, isolation_level=None, check_same_thread=False, cached_statements=512)
    for pragma in (
        "journal_mode=WAL", "synchronous=FULL", "foreign_keys=ON", "busy_timeout=5000", "temp_store=MEMORY",
        "cache_size=-32768", "wal_autocheckpoint=4000",
    ):  # fmt: skip
        connection.execute(f"PRAGMA {pragma}").close()
    return connection


def url_of_reading(path: Path) -> str:
    """The address of a database file that SQLite then opens to read only."""
    return f"file:{quote(str(path))}?mode=ro"


def statements_of(revision: str, *, dialect: str) -> list[str]:
    """The statements of one revision, from its script."""
    script = (_SCRIPTS / f"{revision}_{dialect}.sql").read_text(encoding="utf-8")
    return [statement for statement in script.split(";\n") if statement.strip()]


def ensure_schema(connection: sqlite3.Connection) -> None:
    """Give a new file its tables. Raises ConflictError when the file is of another revision."""
    if revision_of(connection) is None:
        connection.execute("BEGIN IMMEDIATE")
        if revision_of(connection) is None:
            for revision in REVISIONS:
                for statement in statements_of(revision, dialect="sqlite"):
                    connection.execute(statement)
            connection.execute("CREATE TABLE alembic_version (version_num VARCHAR(32) NOT NULL PRIMARY KEY)")
            connection.execute("INSERT INTO alembic_version VALUES (?)", (HEAD,))
        connection.execute("COMMIT")
    refuse_other_revision(connection)


def refuse_other_revision(connection: sqlite3.Connection) -> None:
    """Raises ConflictError when the file is not of the revision that this hub reads and writes."""
    found = revision_of(connection)
    if found != HEAD:
        raise ConflictError(
            f"The database has schema revision {found or 'none'}; this hub needs {HEAD}. "
            "Run `hub db upgrade` with this release, or start the release that wrote the file."
        )


def revision_of(connection: sqlite3.Connection) -> str | None:
    """What the file says of itself: None for a new file, nothing for one with tables and no revision."""
    tables = {row[0] for row in connection.execute("SELECT name FROM sqlite_master WHERE type = 'table'")}
    if "alembic_version" not in tables:
        return "" if tables else None
    row = connection.execute("SELECT version_num FROM alembic_version").fetchone()
    return str(row[0]) if row else ""


class WriterLock:
    """Held by the one process that may write resources to a database file; the kernel frees it when that ends."""

    def __init__(self, path: Path) -> None:
        self._file = os.open(path.with_name(f"{path.name}.lock"), os.O_RDWR | os.O_CREAT, 0o600)
        try:
            fcntl.flock(self._file, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError as err:
            os.close(self._file)
            raise ConflictError(
                f"Another hub server uses {path}; expected to be the only one. "
                "Stop it first, or give this one another folder with --data."
            ) from err

    def release(self) -> None:
        """Let another process have it."""
        os.close(self._file)
