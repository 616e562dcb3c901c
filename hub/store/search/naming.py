"""Several searches by one reference in one statement: a record with all its types, and what a second member sees of it.

Each part gives the newest visible resources of a type whose parameter names the target, as a search by that parameter
alone does, up to its count. Where an index waits for a reindex, that part is searched the long way.
"""
# ruff: noqa: S608  SQL is put together from the store's own names; values are always bound.

from collections.abc import Sequence
from functools import cache, lru_cache
from typing import Any, Final, NamedTuple

from fhir_profiles.registry import RESOURCE_TYPES, search_parameters
from hub.errors import BadSearchError
from hub.store.database import RESOURCE_COLUMNS
from hub.store.port import BY_ID, Naming, Ref, StoredResource, Visibility, Witnessed
from hub.store.queries import Queries
from hub.store.query import Criterion, SearchQuery, SearchValue
from hub.store.search.derived import derived
from hub.store.search.plan import search
from hub.store.visibility import Predicates

Rows = Sequence[Sequence[Any]]

_ROWS: Final = (
    "SELECT x.key AS key FROM index_reference x WHERE x.parameter = {parameter} "
    "AND x.target_id = :t{place} AND x.target_type = :k{place}"
)
_ROWS_BY_ID: Final = "SELECT x.key AS key FROM resource_id x WHERE x.type = :k{place} AND x.id = :t{place}"
_BY_ID: Final = 0

_PLACE: Final = 10
"""The column that says of which part a row is; the key and what the second member sees stand behind it."""


class Part(NamedTuple):
    """What is asked of the index: rows of a parameter's number that name the target, of resources of a type."""

    parameter: int
    target: str
    target_type: int
    type: int
    most: int


def find_each(
    database: Queries, wanted: Sequence[Naming], *, visibility: Visibility, also: Visibility | None
) -> Witnessed:
    """What each of `wanted` finds, and which of all these `also` sees too. Raises BadSearchError."""
    if not wanted:
        return Witnessed((), frozenset())
    parts = [part_of(database, one) for one in wanted]
    if not is_whole(database, parts):
        return _one_by_one(database, wanted, visibility=visibility, also=also)
    sql, values = statement(database, parts, visibility=visibility, also=also)
    return witnessed(database, len(parts), database.rows(sql, values))


def is_whole(database: Queries, parts: Sequence[Part]) -> bool:
    """Whether the index of every type is whole."""
    incomplete, now = database.incomplete, database.clock.monotonic()
    kinds = {part.type for part in parts}
    if not all(incomplete.is_whole(now, kind) for kind in kinds):  # not looked at for a second, or waiting
        return all(incomplete.of_type(database, kind) is None for kind in kinds)
    return True


def part_of(database: Queries, one: Naming) -> Part:
    """The numbers of a search. Raises BadSearchError for a type or a parameter that is no reference."""
    types = database.type_numbers
    number, kind = _numbers_of(one.type, one.parameter, one.target.type)
    return Part(number, one.target.id, types.get(kind, -1), types[one.type], one.most)


@cache
def _numbers_of(resource_type: str, name: str, kind: str) -> tuple[int, str]:
    """The number of the parameter in the index, and the type that it may name."""
    if name == BY_ID:
        return _BY_ID, kind if kind == resource_type else ""
    parameter = search_parameters(resource_type).get(name) if resource_type in RESOURCE_TYPES else None
    if parameter is None or parameter.type != "reference":
        raise BadSearchError(f"{resource_type}.{name} is no reference that is searched by.")
    source = derived(parameter)
    if source is None:
        return parameter.number, kind
    return source.numbers[0], kind if kind == "Patient" or not source.only_patients else ""


def statement(
    database: Queries, parts: Sequence[Part], *, visibility: Visibility, also: Visibility | None
) -> tuple[str, dict[str, Any]]:
    """One statement for the parts, in the database's own words, with its values."""
    targets = list(dict.fromkeys((part.target, part.target_type) for part in parts))
    shape = tuple([
        (part.parameter, targets.index((part.target, part.target_type)), part.type, part.most) for part in parts
    ])  # fmt: skip
    values: dict[str, Any] = {f"t{place}": target for place, (target, _) in enumerate(targets)}
    values |= {f"k{place}": kind for place, (_, kind) in enumerate(targets)}
    values |= {"me": visibility.member, "now": database.clock.now()}
    if also is not None:
        values["also"] = also.member
    first = database.dialect.first("{rows}", ordered=True)
    text = _text(database.predicates, first, shape, is_system=visibility.is_system, flagged=also is not None)
    return text, values


@lru_cache(maxsize=256)
def _text(
    predicates: Predicates, first: str, shape: tuple[tuple[int, int, int, int], ...], *, is_system: bool,
    flagged: bool,
) -> str:  # fmt: skip
    visible = "1 = 1" if is_system else predicates.of_members("r")
    flag = f"CASE WHEN {predicates.of_members('r').replace(':me', ':also')} THEN 1 ELSE 0 END" if flagged else "0"
    parts = []
    for place, (parameter, target, kind, most) in enumerate(shape):
        keys = first.format(rows=_ROWS_BY_ID if parameter == _BY_ID else _ROWS).format(
            parameter=parameter, place=target
        )
        parts.append(
            f"SELECT * FROM (SELECT {RESOURCE_COLUMNS}, {place} AS place, r.key AS key, {flag} AS seen "
            f"FROM ({keys}) d CROSS JOIN resource r ON r.key = d.key WHERE r.type = {kind} AND r.deleted = 0 "
            f"AND {visible} ORDER BY d.key DESC LIMIT {most}) p{place}"
        )
    return " UNION ALL ".join(parts)


def witnessed(database: Queries, parts: int, rows: Rows) -> Witnessed:
    """The rows of the statement as what each part found, newest first."""
    found: list[list[tuple[int, StoredResource]]] = [[] for _ in range(parts)]
    seen: set[Ref] = set()
    for row in rows:
        resource = database.row_to_resource(row)
        found[row[_PLACE]].append((-row[_PLACE + 1], resource))
        if row[_PLACE + 2]:
            seen.add(resource.ref)
    return Witnessed(tuple([_newest_first(part) for part in found]), frozenset(seen))


def _newest_first(part: list[tuple[int, StoredResource]]) -> tuple[StoredResource, ...]:
    part.sort(key=lambda one: one[0])  # as they come already; no database promises it of a union
    return tuple([resource for _, resource in part])


def _one_by_one(
    database: Queries, wanted: Sequence[Naming], *, visibility: Visibility, also: Visibility | None
) -> Witnessed:
    found = tuple([search(database, naming_to_query(one), visibility=visibility).resources for one in wanted])
    refs = {one.ref for part in found for one in part}
    return Witnessed(found, frozenset(ref for ref in refs if also is not None and _sees(database, ref, also)))


def naming_to_query(one: Naming) -> SearchQuery:
    """The same search for the long way."""
    if one.parameter == BY_ID:
        return SearchQuery(
            type=one.type, ids=(one.target.id,) if one.target.type == one.type else ("",), count=one.most
        )
    criterion = Criterion(parameter=search_parameters(one.type)[one.parameter], values=(SearchValue(str(one.target)),))
    return SearchQuery(type=one.type, criteria=(criterion,), count=one.most)


def _sees(database: Queries, ref: Ref, eyes: Visibility) -> bool:
    rows = database.rows(
        "SELECT 1 FROM resource_id i CROSS JOIN resource r ON r.key = i.key WHERE i.type = :type AND i.id = :id "
        f"AND {database.predicates.visible('r', eyes)}",
        {"type": database.type_numbers[ref.type], "id": ref.id, "me": eyes.member, "now": database.clock.now()},
    )
    return bool(rows)
