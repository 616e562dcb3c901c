"""A PostgreSQL server of the tests' own, and a fresh database in it for each test that asks.

The server refuses to run as root, so it runs as a user without rights then; it listens on a Unix socket alone. Its
disk is not waited for: tests of durability start one that does with `safe=True`. Its files are where those of the
tests are (tests/conftest.py): a database is copied there in half of the processor time.
"""

import asyncio
import atexit
import itertools
import os
import pwd
import shutil
import subprocess
import tempfile
import time
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from pathlib import Path

import asyncpg
import pytest

from hub.store.pg.schema import ensure_schema

_USERS = ("postgres", "nobody")
_SECONDS = 60.0


def binaries() -> Path | None:
    """The folder with `initdb` and `postgres`, of the newest release that the machine has."""
    found = shutil.which("initdb")
    if found and (Path(found).resolve().parent / "postgres").exists():
        return Path(found).resolve().parent
    folders = [one.parent for one in Path("/usr/lib/postgresql").glob("*/bin/initdb")]
    return max(folders, key=lambda folder: int(folder.parent.name)) if folders else None


def require_binaries() -> Path:
    """The folder; where the machine has none, the test is skipped, or fails when HUB_TEST_REQUIRE names postgres."""
    found = binaries()
    if found is None:
        if "postgres" in os.environ.get("HUB_TEST_REQUIRE", ""):
            pytest.fail("HUB_TEST_REQUIRE asks for PostgreSQL, and its server programs are missing")
        pytest.skip("needs PostgreSQL: apt install postgresql")  # on a laptop alone: the gate fails here, see above
    return found


class PostgresServer:
    """One cluster in a folder of its own. `kill` and `start` may be repeated on the same data."""

    def __init__(self, folder: Path, *, safe: bool = False) -> None:
        self._bin = require_binaries()
        self.folder = folder
        self._safe = safe
        self._user = next((name for name in _USERS if _exists(name)), None) if os.geteuid() == 0 else None
        self._numbers = itertools.count(1)
        self.process: subprocess.Popen[bytes] | None = None
        folder.mkdir(exist_ok=True)
        if self._user:
            folder.chmod(0o755)
            shutil.chown(folder, self._user)
        self._run("initdb", "-D", str(folder / "data"), "-A", "trust", "-U", "hub", "-E", "UTF8", "--locale=C", "-N")

    def url(self, database: str = "postgres") -> str:
        """Where a database is."""
        return f"postgresql://hub@/{database}?host={self.folder}"

    def start(self) -> None:
        """Start it and wait until it answers."""
        settings = ["max_connections=200", "deadlock_timeout=100ms", "listen_addresses=", "autovacuum_naptime=5s"]
        if not self._safe:
            settings += ["fsync=off", "full_page_writes=off", "max_wal_size=128MB"]
        options = [word for setting in settings for word in ("-c", setting)]
        with (self.folder / "log").open("ab") as log:
            self.process = subprocess.Popen(
                [self._bin / "postgres", "-D", self.folder / "data", "-k", self.folder, *options],
                stdout=log, stderr=log, cwd=self.folder, user=self._user, group=_group(self._user),
                extra_groups=[] if self._user else None,
            )  # fmt: skip
        until = time.monotonic() + _SECONDS
        while True:
            try:
                self.execute("SELECT 1")
            except (OSError, asyncpg.PostgresError):
                assert self.process.poll() is None, (self.folder / "log").read_text()[-2000:]
                assert time.monotonic() < until, "PostgreSQL did not get ready"
                time.sleep(0.02)
            else:
                return

    def stop(self) -> None:
        """Stop it at once, in order ("fast")."""
        if self.process is not None and self.process.poll() is None:
            self.process.send_signal(2)
            self.process.wait(timeout=30)

    def kill(self) -> None:
        """End it as a crash does ("immediate"): no checkpoint, recovery at the next start."""
        assert self.process is not None
        self.process.send_signal(3)
        self.process.wait(timeout=30)

    def new_database(self) -> str:
        """The URL of a new, empty database."""
        name = f"hub{next(self._numbers)}"
        self.execute(f"CREATE DATABASE {name}")
        return self.url(name)

    def copy_database(self, template: str) -> str:
        """The URL of a copy of a database that nobody uses."""
        name = f"hub{next(self._numbers)}"
        self.execute(f"CREATE DATABASE {name} TEMPLATE {_name_of(template)}")
        return self.url(name)

    def drop_database(self, url: str) -> None:
        """Let a database go, whoever is still connected."""
        self.execute(f"DROP DATABASE IF EXISTS {_name_of(url)} WITH (FORCE)")

    def execute(self, sql: str, database: str = "postgres") -> None:
        """One statement."""

        async def once() -> None:
            connection = await asyncpg.connect(self.url(database), timeout=10)
            try:
                await connection.execute(sql)
            finally:
                await connection.close()

        with ThreadPoolExecutor(1) as thread:  # a test may have an event loop of its own in this one
            thread.submit(asyncio.run, once()).result()

    def _run(self, program: str, *arguments: str) -> None:
        subprocess.run(
            [self._bin / program, *arguments], check=True, capture_output=True, user=self._user,
            group=_group(self._user), extra_groups=[] if self._user else None, cwd=self.folder,
        )  # fmt: skip


_shared: list[PostgresServer] = []
_template: list[str] = []


def shared_server() -> PostgresServer:
    """The one server of this test process, started when it is first asked for and stopped at the end."""
    if not _shared:
        folder = Path(tempfile.mkdtemp(prefix="hub-postgres-", dir=os.environ.get("PYTEST_DEBUG_TEMPROOT")))
        server = PostgresServer(folder)
        server.start()
        _shared.append(server)
        atexit.register(_stop, server, folder)
    return _shared[0]


@contextmanager
def fresh_database() -> Iterator[str]:
    """The URL of a database with the hub's tables, dropped at the end: a copy of one that was made once."""
    server = shared_server()
    if not _template:
        url = server.new_database()
        with ThreadPoolExecutor(1) as thread:
            thread.submit(asyncio.run, ensure_schema(url)).result()
        _template.append(url)
    url = server.copy_database(_template[0])
    try:
        yield url
    finally:
        server.drop_database(url)


def _stop(server: PostgresServer, folder: Path) -> None:
    server.stop()
    shutil.rmtree(folder, ignore_errors=True)


def _name_of(url: str) -> str:
    return url.partition("@/")[2].partition("?")[0]


def _exists(user: str) -> bool:
    try:
        pwd.getpwnam(user)
    except KeyError:
        return False
    return True


def _group(user: str | None) -> int | None:
    return pwd.getpwnam(user).pw_gid if user else None
