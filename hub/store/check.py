"""Whether a database is whole: what `hub db check` proves on both engines.

History is dense (versions 1 to n of every resource, the last one current), identifiers and directory entries lead to
resources that are there, and the index rows of each current resource are those that its stored bytes give.
"""
# ruff: noqa: S608  SQL is put together from the store's own names; values are always bound.

from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Final

from fhir_profiles.json_text import join
from hub.clock import Clock
from hub.keys import Keys
from hub.store.database import Database
from hub.store.port import Put, Ref
from hub.store.prepare import IndexRows, prepare_put
from hub.store.tables import METADATA
from hub.store.terms import Terms
from hub.store.write_rows import INDEX_TABLES

_PAGE: Final = 500

_COUNTS: Final = (
    (
        "resources without a directory entry",
        (
            "SELECT count(*) FROM resource r WHERE NOT EXISTS "
            "(SELECT 1 FROM resource_id i WHERE i.type = r.type AND i.id = r.id AND i.key = r.key)"
        ),
    ),
    (
        "directory entries that lead nowhere",
        "SELECT count(*) FROM resource_id i WHERE NOT EXISTS (SELECT 1 FROM resource r WHERE r.key = i.key)",
    ),
    (
        "histories with a gap, or that do not end with the current version",
        (
            "SELECT count(*) FROM (SELECT r.key FROM resource r JOIN resource_history h ON h.key = r.key "
            "GROUP BY r.key, r.version HAVING count(*) <> r.version OR max(h.version) <> r.version "
            "OR min(h.version) <> 1) x"
        ),
    ),
    (
        "resources without history",
        (
            "SELECT count(*) FROM resource r WHERE NOT EXISTS "
            "(SELECT 1 FROM resource_history h WHERE h.key = r.key AND h.version = r.version)"
        ),
    ),
    (
        "versions of resources that are not there",
        "SELECT count(*) FROM resource_history h WHERE NOT EXISTS (SELECT 1 FROM resource r WHERE r.key = h.key)",
    ),
    (
        "claimed identifiers of resources that are deleted or not there",
        (
            "SELECT count(*) FROM identifier_key k WHERE NOT EXISTS "
            "(SELECT 1 FROM resource r WHERE r.key = k.key AND r.deleted = 0)"
        ),
    ),
)

_CURRENT: Final = (
    "SELECT r.key, r.type, r.id, r.deleted, r.meta, r.body FROM resource r WHERE r.key > :after ORDER BY r.key "
    f"LIMIT {_PAGE}"
)


Ask = Callable[[str, dict[str, Any]], list[tuple[Any, ...]]]
"""Gives all rows of a statement, always of the same snapshot."""


@dataclass(frozen=True, slots=True)
class Soundness:
    """What a check found: how many resources were read, and what is wrong, in words."""

    resources: int
    faults: tuple[str, ...]
    waits: bool = False
    """Whether all that is wrong are index rows that a reindex makes again."""


def check_file(path: Path, *, keys: Keys, clock: Clock) -> Soundness:
    """Read a whole embedded database; it may be in use. Raises ConflictError for another schema revision."""
    database = Database.open(path, keys=keys, clock=clock, node=0)
    try:
        connection = database.writer
        found = [str(row[0]) for row in connection.execute("PRAGMA integrity_check(20)")]
        if found != ["ok"]:
            return Soundness(0, (f"the file is damaged ({'; '.join(found)})",))
        connection.execute("BEGIN")
        return check(database, lambda sql, names: connection.execute(sql, names).fetchall())
    finally:
        database.close()


async def check_server(url: str, *, keys: Keys, clock: Clock) -> Soundness:
    """Read a whole PostgreSQL database; it may be in use. Raises ConflictError for another schema revision."""
    from hub.store.pg import bridge
    from hub.store.pg.database import read_terms
    from hub.store.pg.pool import connect
    from hub.store.pg.schema import ensure_schema

    await ensure_schema(url)
    connection = await connect(url)
    try:
        await connection.execute("BEGIN ISOLATION LEVEL REPEATABLE READ READ ONLY")
        database = (await read_terms(connection, keys=keys, clock=clock)).on(connection)
        return await bridge.run(lambda: check(database, database.rows))
    finally:
        await connection.close()


def check(terms: Terms, ask: Ask) -> Soundness:
    """Read everything that `ask` shows."""
    faults = [f"{count} {words}" for words, sql in _COUNTS if (count := int(ask(sql, {})[0][0]))]
    resources = 0
    wrong: list[str] = []
    after = 0
    while page := ask(_CURRENT, {"after": after}):
        resources += len(page)
        wrong += _wrong_index(terms, ask, page)
        after = page[-1][0]
    waits = not faults and bool(wrong) and bool(ask("SELECT 1 FROM index_state WHERE waiting <> '' LIMIT 1", {}))
    if wrong:
        faults.append(f"{len(wrong)} resources whose index rows differ from their bytes ({', '.join(wrong[:5])})")
    return Soundness(resources, tuple(faults), waits)


def _wrong_index(terms: Terms, ask: Ask, page: list[tuple[Any, ...]]) -> list[str]:
    """The resources of a page with other index rows than their bytes give; rows are told apart by primary key."""
    stored: dict[tuple[int, str], set[tuple[Any, ...]]] = {}
    span = {"first": page[0][0], "last": page[-1][0]}
    for table in INDEX_TABLES:
        columns = [column.name for column in METADATA.tables[table.name].columns]
        place = columns.index("key")
        sql = f"SELECT {', '.join(columns)} FROM {table.name} WHERE key BETWEEN :first AND :last"
        for row in ask(sql, span):
            stored.setdefault((row[place], table.name), set()).add(tuple(row[: table.leading]))
    wrong = []
    for key, kind, resource_id, deleted, meta, body in page:
        ref = Ref(terms.type_names[kind], resource_id)
        index = IndexRows() if deleted else prepare_put(terms, Put(ref, join(ref.type, ref.id, meta, body))).index
        for table in INDEX_TABLES:
            wanted = {tuple(row[: table.leading]) for row in table.rows(key, index)}
            if stored.get((key, table.name), set()) != wanted:
                wrong.append(f"{ref} in {table.name}")
                break
    return wrong
