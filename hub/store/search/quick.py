"""The commonest searches on a short way: one code with its system, or one reference, newest first.

The statements of two such searches differ in their values alone, so that the text is made once, and PostgreSQL is
asked without the detour of `hub.store.pg.bridge`. What comes is what `SearchPlan` gives; a test compares them.
"""
# ruff: noqa: S608  SQL is put together from the store's own names; values are always bound.

from functools import lru_cache
from typing import Any, NamedTuple

from fhir_profiles.accessors import split_reference
from hub.store.database import RESOURCE_COLUMNS
from hub.store.numbers import hash64
from hub.store.port import Page, Visibility
from hub.store.queries import Queries
from hub.store.query import Criterion, SearchQuery
from hub.store.search.columns import COLUMNS
from hub.store.search.cursor import bound_to, seal_cursor
from hub.store.search.derived import derived
from hub.store.search.token import code_hash


class Quick(NamedTuple):
    """A statement whose last column is the key, with its values."""

    sql: str
    values: dict[str, Any]


def quick(database: Queries, query: SearchQuery, *, visibility: Visibility) -> Quick | None:
    """The one statement that answers the search; None when it needs a plan."""
    if len(query.criteria) != 1 or query.filters or not query.count or query.total != "none" or query.custodian:
        return None
    if query.ids or query.updated or query.includes or query.sort or query.cursor or query.lists or query.compartment:
        return None
    criterion = query.criteria[0]
    if not isinstance(criterion, Criterion) or criterion.modifier or len(criterion.values) != 1:
        return None
    kind = database.type_numbers.get(query.type, 0)
    if not database.incomplete.is_whole(database.clock.monotonic(), kind):
        return None
    found = _rows_of_token(database, criterion) or _rows_of_reference(database, criterion)
    if found is None:
        return None
    rows, values = found
    visible = database.predicates.visible("r", visibility)
    values |= {"type": kind, "me": visibility.member, "now": database.clock.now()}
    keys = database.dialect.first(f"SELECT x.key AS key FROM {rows}", ordered=True)
    return Quick(_text(keys, visible, query.count + 1), values)


def quick_page(database: Queries, query: SearchQuery, rows: list[tuple[Any, ...]], *, visibility: Visibility) -> Page:
    """The page that the rows of the statement are."""
    cursor = ""
    if len(rows) > query.count:
        rows = rows[: query.count]
        cursor = seal_cursor(database.keys, [rows[-1][-1]], bound_to=bound_to(query, visibility.member))
    resources = tuple([database.row_to_resource(row) for row in rows])
    return Page(resources=resources, included=(False,) * len(rows), cursor=cursor)


def _rows_of_token(database: Queries, criterion: Criterion) -> tuple[str, dict[str, Any]] | None:
    parameter = criterion.parameter
    system, bar, code = criterion.values[0].text.rpartition("|")
    if parameter.type != "token" or not bar or not code or parameter.name in COLUMNS or derived(parameter) is not None:
        return None
    rows = f"index_token x WHERE x.parameter = {parameter.number} AND x.code = :code AND x.system = :system"
    return rows, {"code": code_hash(database, parameter.name, code), "system": hash64(system)}


def _rows_of_reference(database: Queries, criterion: Criterion) -> tuple[str, dict[str, Any]] | None:
    parameter = criterion.parameter
    if parameter.type != "reference":
        return None
    kind, target, url = split_reference(criterion.values[0].text)
    source = derived(parameter)
    if not kind or (source is not None and source.only_patients and kind != "Patient"):
        return None
    target, kind = database.target_of(kind, target, url)
    number = source.numbers[0] if source is not None else parameter.number
    rows = f"index_reference x WHERE x.parameter = {number} AND x.target_id = :target AND x.target_type = :kind"
    return rows, {"target": target, "kind": database.type_numbers.get(kind, -1)}


@lru_cache(maxsize=1024)
def _text(keys: str, visible: str, most: int) -> str:
    return (
        f"SELECT {RESOURCE_COLUMNS}, r.key FROM ({keys}) d CROSS JOIN resource r ON r.key = d.key "
        f"WHERE r.type = :type AND r.deleted = 0 AND {visible} ORDER BY d.key DESC LIMIT {most}"
    )
