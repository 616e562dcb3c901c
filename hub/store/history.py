"""FHIR history. https://www.hl7.org/fhir/R4/http.html#history.

A version is visible when the resource is visible now and was so in that version: a resource that was corrected
to another patient does not show its past to those who may see the new patient, nor its present to the old.
"""
# ruff: noqa: S608  SQL is put together from the store's own names; values are always bound.

from typing import Final

from hub.store.database import HISTORY_COLUMNS
from hub.store.port import Page, Ref, StoredResource, Visibility
from hub.store.queries import Queries
from hub.store.query import HistoryQuery
from hub.store.search.cursor import open_cursor, seal_cursor

_CREATED: Final = (
    "CASE WHEN h.version = 1 OR EXISTS (SELECT 1 FROM resource_history b WHERE b.key = h.key "
    "AND b.version = h.version - 1 AND b.deleted = 1) THEN 1 ELSE 0 END"
)
"""Whether a version made the resource: its first, or one after a deletion."""


def read_version(database: Queries, ref: Ref, version: int, *, visibility: Visibility) -> StoredResource | None:
    """One version."""
    rows = database.rows(
        f"SELECT {HISTORY_COLUMNS} FROM resource_id i CROSS JOIN resource r ON r.key = i.key "
        "CROSS JOIN resource_history h ON h.key = i.key AND h.version = :version "
        f"WHERE i.type = :type AND i.id = :id AND {_visible(database, visibility)}",
        {
            "type": database.type_numbers.get(ref.type, 0), "id": ref.id, "version": version,
            "me": visibility.member, "now": database.clock.now(),
        },
    )  # fmt: skip
    return database.row_to_resource(rows[0]) if rows else None


def history(database: Queries, query: HistoryQuery, *, visibility: Visibility) -> Page:
    """A page of versions, newest first."""
    bound = f"history|{query.type}|{query.id}|{query.since}|{query.at}|{visibility.member}"
    after = open_cursor(database.keys, query.cursor, bound_to=bound) if query.cursor else None
    where = [_visible(database, visibility)]
    if query.id:
        source = "resource_id i CROSS JOIN resource r ON r.key = i.key CROSS JOIN resource_history h ON h.key = i.key"
        where.append("i.type = :type AND i.id = :id")
        order = "h.version"
        where.append("(:after IS NULL OR h.version < :after)")
    else:
        source = "resource_history h CROSS JOIN resource r ON r.key = h.key"
        order = "h.transaction_id DESC, h.key DESC, h.version"
        where.append(
            "(:after IS NULL OR h.transaction_id < :after OR (h.transaction_id = :after "
            "AND (h.key < :after_key OR (h.key = :after_key AND h.version < :after_version))))"
        )
        if query.type:
            where.append("h.type = :type")
    if query.since is not None:
        where.append("h.updated >= :since")
        if not query.id:  # who asks on from here must not miss what commits late; one resource's versions wait in line
            where.append(database.dialect.settled("h"))
    if query.at is not None:
        where.append(
            "h.updated <= :at_end AND NOT EXISTS (SELECT 1 FROM resource_history n "
            "WHERE n.key = h.key AND n.version = h.version + 1 AND n.updated <= :at_start)"
        )
    start, end = query.at or (None, None)
    rows = database.rows(
        f"SELECT {HISTORY_COLUMNS}, h.transaction_id, h.key, h.version, {_CREATED} FROM {source} "
        f"WHERE {' AND '.join(where)} ORDER BY {order} DESC LIMIT :count",
        {
            "type": database.type_numbers.get(query.type, 0), "id": query.id, "since": query.since,
            "after": after[0] if after else None, "after_key": after[1] if after else None,
            "after_version": after[2] if after else None, "count": query.count + 1, "me": visibility.member,
            "now": database.clock.now(), "at_start": start, "at_end": end,
        },
    )  # fmt: skip
    cursor = ""
    if len(rows) > query.count:
        last = rows[query.count - 1]
        position = [last[12], 0, 0] if query.id else list(last[10:13])
        cursor = seal_cursor(database.keys, position, bound_to=bound)
    found = tuple(database.row_to_resource(row) for row in rows[: query.count])
    created = tuple([bool(row[13]) for row in rows[: query.count]])
    return Page(resources=found, included=(False,) * len(found), cursor=cursor, created=created)


def _visible(database: Queries, visibility: Visibility) -> str:
    predicates = database.predicates
    return f"{predicates.visible('r', visibility)} AND {predicates.visible('h', visibility)}"
