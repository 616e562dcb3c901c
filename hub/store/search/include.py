"""`_include` and `_revinclude`. https://hl7.org/fhir/R4/search.html#include.

What comes along must be visible itself: a link from a visible resource opens nothing.
"""
# ruff: noqa: S608  SQL is put together from the store's own names; values are always bound.

from collections.abc import Sequence
from typing import Final

from hub.errors import TooCostlyError
from hub.store.database import RESOURCE_COLUMNS
from hub.store.port import Ref, StoredResource, Visibility
from hub.store.queries import Queries
from hub.store.query import Include
from hub.store.search.derived import rows_of

_MOST: Final = 1000


def included(
    database: Queries,
    matches: Sequence[tuple[int, StoredResource]],
    includes: Sequence[Include],
    *,
    visibility: Visibility,
) -> list[StoredResource]:
    """What comes along with the matches (key and resource), once each. Raises TooCostlyError over 1,000."""
    found: dict[Ref, StoredResource] = {}
    own = {resource.ref for _, resource in matches}
    visible = database.predicates.visible("r", visibility)
    for include in includes:
        for key, resource in matches:
            if not include.reverse and include.source != resource.ref.type:
                continue
            names = {
                "key": key, "id": resource.ref.id, "type": database.type_numbers[resource.ref.type],
                "target": database.type_numbers.get(include.target, 0), "me": visibility.member,
                "now": database.clock.now(), "most": _MOST + 1 - len(found),
            }  # fmt: skip
            for row in database.rows(_statement(database, include, visible), names):
                other = database.row_to_resource(row)
                if other.ref not in own:
                    found[other.ref] = other
            if len(found) > _MOST:
                raise TooCostlyError(
                    f"More than {_MOST:,} resources would come along; expected fewer. Use a smaller _count, or leave "
                    "_include and _revinclude out and search for them page by page."
                )
    return list(found.values())


def _statement(database: Queries, include: Include, visible: str) -> str:
    links = rows_of(include.parameter, "l", database.type_numbers)
    if include.reverse:
        return (
            f"SELECT {RESOURCE_COLUMNS} FROM resource r WHERE r.key IN (SELECT l.key FROM index_reference l "
            f"WHERE {links} AND l.target_id = :id AND l.target_type = :type) "
            f"AND r.deleted = 0 AND {visible} ORDER BY r.key DESC LIMIT :most"
        )
    return (
        f"SELECT {RESOURCE_COLUMNS} FROM resource r WHERE r.key IN (SELECT i.key "
        f"FROM index_reference l{database.dialect.hint('reference_resource')} "
        "CROSS JOIN resource_id i ON i.type = l.target_type AND i.id = l.target_id "
        f"WHERE l.key = :key AND {links} AND (:target = 0 OR l.target_type = :target)) "
        f"AND r.deleted = 0 AND {visible} LIMIT :most"
    )
