"""`_include` and `_revinclude`. https://hl7.org/fhir/R4/search.html#include.

What comes along must be visible itself: a link from a visible resource opens nothing.
"""
# ruff: noqa: S608  SQL is put together from the store's own names; values are always bound.

from collections.abc import Iterator, Mapping, Sequence
from typing import Any, Final

from hub.errors import TooCostlyError
from hub.store.database import RESOURCE_COLUMNS
from hub.store.port import Ref, StoredResource, Visibility
from hub.store.queries import Queries
from hub.store.query import Include
from hub.store.search.derived import rows_of

_MOST: Final = 1000

Keyed = tuple[int, StoredResource]
"""A resource with its key."""


def included(
    database: Queries, matches: Sequence[Keyed], includes: Sequence[Include], *, visibility: Visibility
) -> list[StoredResource]:
    """What comes along with the matches, once each, newest first. Raises TooCostlyError over 1,000.

    What came along brings more by the includes that iterate, until nothing new comes.
    """
    known = {resource.ref for _, resource in matches}
    found: dict[Ref, Keyed] = {}
    around: Sequence[Keyed] = matches
    asked = includes
    while around:
        new: dict[Ref, Keyed] = {}
        for group in _together(asked):
            for keyed in _one_step(database, around, group, visibility=visibility, most=_MOST + 1 - len(found)):
                if keyed[1].ref not in known:
                    known.add(keyed[1].ref)
                    new[keyed[1].ref] = keyed
            if len(found) + len(new) > _MOST:
                raise TooCostlyError(
                    f"More than {_MOST:,} resources would come along; expected fewer. Use a smaller _count, or leave "
                    "_include and _revinclude out and search for them page by page."
                )
        found |= new
        around = list(new.values())
        asked = [include for include in includes if include.iterate]
    return [resource for _, resource in found.values()]


def _together(includes: Sequence[Include]) -> list[list[Include]]:
    """Includes that one statement answers: those of `_revinclude=*` together, each other one alone."""
    wide = [include for include in includes if include.any_source]
    return [*([include] for include in includes if not include.any_source), *([wide] if wide else [])]


def _links(group: Sequence[Include], kind: str, type_numbers: Mapping[str, int]) -> str:
    """The condition on rows of the index that they are of these includes; "" where none may point to this type.

    The index has none led by the target alone, so the parameters that may lead there are named.
    """
    if not group[0].any_source:
        return rows_of(group[0].parameter, "l", type_numbers)
    numbers = {one.parameter.number for one in group if not one.parameter.targets or kind in one.parameter.targets}
    return f"l.parameter IN ({', '.join(map(str, sorted(numbers)))})" if numbers else ""


def _one_step(
    database: Queries, around: Sequence[Keyed], group: Sequence[Include], *, visibility: Visibility, most: int
) -> Iterator[Keyed]:
    """What one include, or those of `_revinclude=*` together, bring to these resources."""
    include = group[0]
    names: dict[str, Any] = {
        "target": database.type_numbers.get(include.target, 0), "me": visibility.member, "now": database.clock.now(),
        "most": most,
    }  # fmt: skip
    kinds: dict[str, list[Keyed]] = {}
    for keyed in around:
        kinds.setdefault(keyed[1].ref.type, []).append(keyed)
    for kind, some in kinds.items():
        links = _links(group, kind, database.type_numbers)
        if include.reverse and links and include.target in {"", kind}:
            names["type"] = database.type_numbers[kind]
            names |= {f"id{place}": resource.ref.id for place, (_, resource) in enumerate(some)}
            ids = ", ".join(f":id{place}" for place in range(len(some)))
            keys = (
                f"SELECT l.key FROM index_reference l WHERE {links} AND l.target_id IN ({ids}) "
                "AND l.target_type = :type"
            )
        elif not include.reverse and kind == include.source:
            ours = ", ".join(str(key) for key, _ in some)
            keys = (
                f"SELECT i.key FROM index_reference l{database.dialect.hint('reference_resource')} "
                "CROSS JOIN resource_id i ON i.type = l.target_type AND i.id = l.target_id "
                f"WHERE l.key IN ({ours}) AND {links} AND (:target = 0 OR l.target_type = :target)"
            )
        else:
            continue
        for row in database.rows(
            f"SELECT {RESOURCE_COLUMNS}, r.key FROM resource r WHERE r.key IN ({keys}) AND r.deleted = 0 "
            f"AND {database.predicates.visible('r', visibility)} ORDER BY r.key DESC LIMIT :most",
            names,
        ):
            yield row[-1], database.row_to_resource(row)
