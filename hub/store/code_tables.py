"""Code tables that a user loaded, durable in the installation's database and shared by every node of it.

A table is compressed bytes in parts of half a megabyte. It is written part by part as `loading` and becomes `active`,
and the one it replaces `superseded`, in one small transaction at the end: nothing is half loaded, and no writer waits
for a million rows. `Terminologies` is what a running hub asks: the package's terminology and the active tables, read
again in a thread when another process has loaded one.
"""

import asyncio
import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from hashlib import sha256
from typing import Final

from sqlalchemy import Engine, Table, delete, func, insert, select, update
from sqlmodel import SQLModel

from hub.clock import Clock
from hub.store.admin import AdminStore
from hub.store.admin_tables import CodeTablePartRow, CodeTableRow
from terminology.code_table import CodeTable
from terminology.definitions import MapDefinition, ValueSetDefinition
from terminology.fhir_json import resource_to_map, resource_to_value_set
from terminology.membership import ancestors, codes_of, descendants
from terminology.registry import Loaded, Registry, package_registry

_PART: Final = 512 * 1024
_SECONDS: Final = 1.0
"""How late a table that another process loaded may be seen."""

_STALE: Final = 3_600_000_000
"""After this many microseconds a table that is still `loading` was given up."""


@dataclass(frozen=True, slots=True)
class StoredTable:
    """What is known of a stored table without its content."""

    number: int
    kind: str
    url: str
    version: str
    name: str
    title: str
    digest: str
    rows: int
    loaded: int


class CodeTables:
    """The tables `code_table` and `code_table_part`."""

    def __init__(self, engine: Engine, *, clock: Clock) -> None:
        self._engine = engine
        self._clock = clock

    @classmethod
    def of(cls, admin: AdminStore, *, clock: Clock) -> "CodeTables":
        """Those in the database of the administration tables."""
        return cls(admin.engine, clock=clock)

    def active(self) -> tuple[StoredTable, ...]:
        """The tables in force, in the order of loading."""
        columns = [_TABLE.c[name] for name in StoredTable.__slots__]
        statement = select(*columns).where(_TABLE.c.state == "active").order_by(_TABLE.c.number)
        with self._engine.connect() as connection:
            return tuple(StoredTable(**row) for row in connection.execute(statement).mappings())

    def newest(self) -> tuple[int, int]:
        """The largest number and the count of the tables in force: changes whenever they do."""
        statement = select(func.coalesce(func.max(_TABLE.c.number), 0), func.count()).where(_TABLE.c.state == "active")
        with self._engine.connect() as connection:
            largest, count = connection.execute(statement).one()
        return int(largest), int(count)

    def content(self, number: int) -> bytes:
        """The content of one table."""
        statement = select(_PART_TABLE.c.content).where(_PART_TABLE.c.code_table == number).order_by(_PART_TABLE.c.part)
        with self._engine.connect() as connection:
            return b"".join(bytes(part) for part in connection.execute(statement).scalars())

    def add(self, kind: str, loaded: Loaded, content: bytes) -> StoredTable:
        """Store one table; see `add_all`."""
        return self.add_all([(kind, loaded, content)])[0]

    def add_all(self, taken: Sequence[tuple[str, Loaded, bytes]]) -> list[StoredTable]:
        """Store tables (kind, value, content) and put all of them in force together. Durable on return.

        Each takes the place of the one with its URL and version; the same content again changes nothing.
        """
        in_force = {(one.kind, one.url, one.version, one.digest): one for one in self.active()}
        stored = [self._write(kind, loaded, content, in_force) for kind, loaded, content in taken]
        new = [one for one in stored if one not in in_force.values()]
        with self._engine.begin() as connection:
            for one in new:
                same = (_TABLE.c.kind == one.kind) & (_TABLE.c.url == one.url) & (_TABLE.c.version == one.version)
                connection.execute(update(_TABLE).where(same, _TABLE.c.state == "active").values(state="superseded"))
                connection.execute(update(_TABLE).where(_TABLE.c.number == one.number).values(state="active"))
        self.sweep()
        return stored

    def _write(
        self, kind: str, loaded: Loaded, content: bytes, in_force: Mapping[tuple[str, str, str, str], StoredTable]
    ) -> StoredTable:
        """Write a table that is not in force yet, part by part."""
        url, version, name, title, rows = _named(loaded)
        digest = sha256(content).hexdigest()
        known = in_force.get((kind, url, version, digest))
        if known is not None:
            return known
        now = self._clock.now()
        row = {
            "kind": kind, "url": url, "version": version, "name": name, "title": title, "digest": digest,
            "rows": rows, "state": "loading", "loaded": now, "head": json.dumps({"format": 1}),
        }  # fmt: skip
        with self._engine.begin() as connection:
            key = connection.execute(insert(_TABLE).values(row)).inserted_primary_key
        assert key is not None
        number = int(key[0])
        for part, start in enumerate(range(0, len(content), _PART)):
            values = {"code_table": number, "part": part, "content": content[start : start + _PART]}
            with self._engine.begin() as connection:
                connection.execute(insert(_PART_TABLE).values(values))
        return StoredTable(number, kind, url, version, name, title, digest, rows, now)

    def remove(self, url: str, version: str) -> int:
        """Take one version of a URL, or without one all versions, out of force; the result is how many."""
        which = (_TABLE.c.url == url) & (_TABLE.c.state == "active")
        if version:
            which &= _TABLE.c.version == version
        with self._engine.begin() as connection:
            count = connection.execute(update(_TABLE).where(which).values(state="superseded")).rowcount
        self.sweep()
        return int(count)

    def sweep(self) -> None:
        """Delete what is no longer in force, and what a load that was cut off left behind."""
        old = (_TABLE.c.state == "loading") & (_TABLE.c.loaded < self._clock.now() - _STALE)
        statement = select(_TABLE.c.number).where((_TABLE.c.state == "superseded") | old)
        with self._engine.begin() as connection:
            for number in connection.execute(statement).scalars().all():
                connection.execute(delete(_PART_TABLE).where(_PART_TABLE.c.code_table == number))
                connection.execute(delete(_TABLE).where(_TABLE.c.number == number))


class Terminologies:
    """The terminology of a running hub. `registry` never changes once given out; `current` looks for a newer one."""

    def __init__(self, tables: CodeTables, clock: Clock) -> None:
        self.tables = tables
        self._clock = clock
        self._seen = (0, 0)
        self._next_look = 0.0
        self._reading = asyncio.Lock()
        self.registry: Registry = package_registry()

    async def current(self) -> Registry:
        """The registry with every table that is in force, at most a second late."""
        if self._clock.monotonic() >= self._next_look:
            async with self._reading:
                if self._clock.monotonic() >= self._next_look:
                    await asyncio.to_thread(self.refresh)
        return self.registry

    def refresh(self) -> None:
        """Read the tables again when they changed. Blocks; a large table takes tenths of a second."""
        newest = self.tables.newest()
        if newest != self._seen:
            stored = self.tables.active()
            self.registry = Registry([open_table(one.kind, self.tables.content(one.number)) for one in stored])
            self._seen = newest
        self._next_look = self._clock.monotonic() + _SECONDS

    # What the search engine asks (`TokenTerminology`)

    def codes_of(self, value_set_url: str) -> frozenset[tuple[str, str]] | None:
        """(system, code) of every member; None for a value set that is unknown or cannot be enumerated."""
        return codes_of(value_set_url, self.registry)

    def descendants(self, system: str, code: str) -> Sequence[str]:
        """The code and those below it."""
        return descendants(system, code, self.registry)

    def ancestors(self, system: str, code: str) -> Sequence[str]:
        """The code and those above it."""
        return ancestors(system, code, self.registry)


def open_table(kind: str, content: bytes) -> Loaded:
    """A stored table as a value."""
    if kind == "code-system":
        return CodeTable.from_bytes(content)
    resource = json.loads(content)
    return resource_to_value_set(resource) if kind == "value-set" else resource_to_map(resource)


def _named(loaded: Loaded) -> tuple[str, str, str, str, int]:
    """URL, version, name, title and size."""
    if isinstance(loaded, CodeTable):
        head = loaded.head
        return head.url, head.version, head.name, head.title, len(loaded)
    if isinstance(loaded, ValueSetDefinition):
        return loaded.url, loaded.version, loaded.name, loaded.title, len(loaded.compose.get("include", ()))
    assert isinstance(loaded, MapDefinition)
    return loaded.url, loaded.version, loaded.name, loaded.title, sum(len(one.targets) for one in loaded.groups)


def _table(model: type[SQLModel]) -> Table:
    table: Table = model.__table__  # type: ignore[attr-defined]  # SQLModel gives it to every table class
    return table


_TABLE, _PART_TABLE = _table(CodeTableRow), _table(CodeTablePartRow)
