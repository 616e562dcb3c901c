"""The embedded file as it stands at one moment, read beside its running server (`hub catalogue dry-run`).

The file is opened read-only, without the server's lock, and all is read in one transaction of SQLite: what the server
commits meanwhile is neither seen nor held up; its log of writes (WAL) is only cut short again when this is closed.
"""
# ruff: noqa: S608  SQL is put together from the store's own names; values are always bound.

import json
import sqlite3
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Final, Protocol

from fhir_profiles.registry import RESOURCE_TYPES
from hub.clock import Clock
from hub.errors import ConflictError, NotFoundError
from hub.keys import Keys
from hub.store import access
from hub.store.addresses import SELECT_BASES
from hub.store.database import RESOURCE_COLUMNS, Database
from hub.store.port import Naming, Page, Ref, StoredResource, Visibility, Witnessed
from hub.store.query import SearchQuery
from hub.store.schema import refuse_other_revision, url_of_reading
from hub.store.search.definitions import definitions_of
from hub.store.search.naming import find_each
from hub.store.search.plan import search
from hub.store.visibility import Predicates

_MOST_STEPS: Final = 2_000_000_000
"""Steps that a read may take: nobody waits for this process but who started it."""

_ANY: Final = "SELECT 1 FROM resource r WHERE r.type = :type LIMIT 1"

_READ: Final = (
    f"SELECT {RESOURCE_COLUMNS} FROM resource_id i CROSS JOIN resource r ON r.key = i.key "
    "WHERE i.type = :type AND i.id = :id AND r.deleted = 0 AND "
)


class Reading(Protocol):
    """What looks over a whole installation ask of a store; an `Engine` gives it too."""

    async def search(self, query: SearchQuery, *, visibility: Visibility) -> Page:
        """A page of current resources."""
        ...

    async def find_each(self, wanted: Sequence[Naming], *, visibility: Visibility) -> Witnessed:
        """What each of several searches by a reference finds."""
        ...

    async def read_many(self, refs: Sequence[Ref], *, visibility: Visibility) -> Mapping[Ref, StoredResource]:
        """The current, undeleted, visible ones among `refs`."""
        ...

    async def linked_patients(self, patient: str, *, visibility: Visibility) -> Sequence[str]:
        """Ids of the visible Patients that are the same person, this one included."""
        ...


class _SnapshotDatabase(Database):
    """A database that is only read, by one connection in one transaction."""

    def __init__(self, path: Path, *, keys: Keys, clock: Clock) -> None:
        self.path, self.clock = path, clock
        self.hash_with(keys)
        try:
            connection = sqlite3.connect(url_of_reading(path), uri=True, isolation_level=None, cached_statements=512)
        except sqlite3.OperationalError as err:
            raise NotFoundError(f"{path} cannot be read: {err}. Expected the folder of an installation.") from err
        self._read_with(connection, most_steps=_MOST_STEPS)
        try:
            connection.execute("PRAGMA busy_timeout=5000").close()
            connection.execute("PRAGMA cache_size=-65536").close()
            connection.execute("BEGIN")
            refuse_other_revision(connection)
            self._name(connection)
        except BaseException:
            connection.close()
            raise

    def _name(self, connection: sqlite3.Connection) -> None:
        found = {str(text): int(number) for number, text in connection.execute("SELECT number, text FROM term")}
        strange = sorted(RESOURCE_TYPES - found.keys())  # the file has no number for them, and so nothing of them
        self.name_types(found | {name: -place for place, name in enumerate(strange, 1)})
        self.bases.update(str(row[0]) for row in connection.execute(SELECT_BASES))
        self.predicates = Predicates(self.type_numbers)

    def refuse_gaps(self, types: Sequence[str]) -> None:
        """Raises ConflictError where a search of these types would miss what is stored."""
        rows = self.rows("SELECT type, definitions, waiting FROM index_state", {})
        known = {int(number): (json.loads(definitions), waiting) for number, definitions, waiting in rows}
        gaps = []
        for name in types:
            definitions, waiting = known.get(self.type_numbers[name], ({}, ""))
            is_old = any(definitions.get(part) != digest for part, digest in definitions_of(name).items())
            if (is_old or waiting) and self.rows(_ANY, {"type": self.type_numbers[name]}):
                gaps.append(name)
        if gaps:
            raise ConflictError(
                f"The search index of {', '.join(gaps)} is not that of this release yet, so that a part of what is "
                "stored would be missed; expected a whole one. Start the server with this release, wait until "
                "`hub db check` says that nothing waits, and try again."
            )

    def close(self) -> None:
        """End the transaction and let go of the file."""
        self.reader.close()


class Snapshot:
    """`Reading` on a SQLite file of which a server may be at work."""

    def __init__(self, database: _SnapshotDatabase) -> None:
        self._database = database

    @classmethod
    def open(cls, path: Path, *, keys: Keys, clock: Clock, types: Sequence[str]) -> "Snapshot":
        """The file as it is now; `types` are those that will be searched.

        Raises NotFoundError without a file, ConflictError for a schema or an index of another release.
        """
        database = _SnapshotDatabase(path, keys=keys, clock=clock)
        try:
            database.refuse_gaps(types)
        except BaseException:
            database.close()
            raise
        return cls(database)

    def close(self) -> None:
        """Let go of the file."""
        self._database.close()

    async def search(self, query: SearchQuery, *, visibility: Visibility) -> Page:
        """See `Reading.search`."""
        return search(self._database, query, visibility=visibility)

    async def find_each(self, wanted: Sequence[Naming], *, visibility: Visibility) -> Witnessed:
        """See `Reading.find_each`."""
        return find_each(self._database, wanted, visibility=visibility, also=None)

    async def read_many(self, refs: Sequence[Ref], *, visibility: Visibility) -> Mapping[Ref, StoredResource]:
        """See `Reading.read_many`."""
        database, found = self._database, {}
        sql = _READ + database.predicates.visible("r", visibility)
        for ref in dict.fromkeys(refs):
            names = {
                "type": database.type_numbers.get(ref.type, 0), "id": ref.id, "me": visibility.member,
                "now": database.clock.now(),
            }  # fmt: skip
            row = database.row(sql, names)
            if row is not None:
                found[ref] = database.row_to_resource(row)
        return found

    async def linked_patients(self, patient: str, *, visibility: Visibility) -> Sequence[str]:
        """See `Reading.linked_patients`."""
        return access.linked_patients(self._database, patient, visibility=visibility)
