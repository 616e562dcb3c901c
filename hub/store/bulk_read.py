"""Reading all resources of a type in small windows, for exports (DESIGN D16, D21).

A window is bounded by the rows that it looks at, not by those that it gives: whoever may see little of a large
database costs no more for each window than whoever may see all of it. Without `since` windows go by key, which never
changes; with it by the time of the last change, in which a resource only moves to the end.
"""
# ruff: noqa: S608  SQL is put together from the store's own names; values are always bound.

from collections.abc import Sequence
from typing import Final, NamedTuple

from hub.store.database import RESOURCE_COLUMNS
from hub.store.port import StoredResource, Visibility
from hub.store.queries import Queries

ROWS: Final = 500
LATE: Final = 120_000_000
"""A transaction ends at most so long after the time that it puts into its rows: its statements are cut off before."""


class Place(NamedTuple):
    """Behind this row the next window begins."""

    updated: int = -1
    key: int = -1


class Window(NamedTuple):
    """What was found, and where to go on; None at the end of the type."""

    resources: tuple[StoredResource, ...]
    next: Place | None


class Since(NamedTuple):
    """What counts as changed: by time, or when the moment is one of a job of ours, by what its reader may have missed.

    `horizon` 0 means that only the time is known.
    """

    at: int = 0
    horizon: int = 0

    @property
    def low(self) -> int:
        """Nothing that was changed before this can count."""
        return self.at - LATE if self.horizon else self.at


def read_window(
    database: Queries,
    resource_type: str,
    place: Place,
    *,
    since: Since | None,
    visibility: Visibility,
    deleted: bool = False,
    of_patients: bool = False,
) -> Window:
    """The visible resources of the next rows of a type; with `of_patients` only what stands in a Patient's record."""
    dialect = database.dialect
    values = {
        "type": database.type_numbers[resource_type], "updated": place.updated, "key": place.key,
        "me": visibility.member, "now": database.clock.now(), "deleted": int(deleted),
    }  # fmt: skip
    if since is None:
        order, index, behind = "r.key", "resource_type", "r.key > :key"
        until = "r.key <= :last_key"
    else:
        order, index, behind = "r.updated, r.key", "resource_updated", "(r.updated, r.key) > (:updated, :key)"
        until = "(r.updated, r.key) <= (:last_updated, :last_key)"
        values["updated"] = max(place.updated, since.low - 1)
    rows = f"FROM resource r{dialect.hint(index)} WHERE r.type = :type AND {behind}"
    last = database.rows(f"SELECT r.updated, r.key {rows} ORDER BY {order} LIMIT 1 OFFSET {ROWS - 1}", values)
    where = ["r.deleted = :deleted", database.predicates.visible("r", visibility)]
    if of_patients:
        where.append(f"(r.patient <> '' OR r.type = {database.type_numbers['Patient']})")
    if since is not None and since.horizon:
        values |= {"since": since.at, "horizon": since.horizon}
        where.append(
            "(r.updated >= :since OR EXISTS (SELECT 1 FROM resource_history h WHERE h.key = r.key "
            f"AND h.version = r.version AND {dialect.order('h')} >= :horizon))"
        )
    if last:
        values |= {"last_updated": int(last[0][0]), "last_key": int(last[0][1])}
        where.append(until)
    found = database.rows(f"SELECT {RESOURCE_COLUMNS} {rows} AND {' AND '.join(where)} ORDER BY {order}", values)
    resources = tuple([database.row_to_resource(row) for row in found])
    return Window(resources, Place(int(last[0][0]), int(last[0][1])) if last else None)


def changed_of(database: Queries, found: Sequence[StoredResource], since: Since) -> tuple[StoredResource, ...]:
    """Those of resources of one type that count as changed."""
    if not since.horizon or not found:
        return tuple(one for one in found if one.updated >= since.at)
    ids = {f"id{place}": one.ref.id for place, one in enumerate(found)}
    rows = database.rows(
        "SELECT i.id FROM resource_id i CROSS JOIN resource r ON r.key = i.key CROSS JOIN resource_history h "
        "ON h.key = r.key AND h.version = r.version WHERE i.type = :type "
        f"AND i.id IN ({', '.join(f':{name}' for name in ids)}) "
        f"AND (r.updated >= :since OR {database.dialect.order('h')} >= :horizon)",
        {
            "type": database.type_numbers[found[0].ref.type], "since": since.at, "horizon": since.horizon, **ids,
        },
    )  # fmt: skip
    changed = {row[0] for row in rows}
    return tuple(one for one in found if one.ref.id in changed)
