"""Functions on whole collections: existence, filtering, parts, sets.

https://hl7.org/fhirpath/N1/#existence to #combining.
"""

from fhir_profiles.fhirpath.engine import (
    Scope,
    as_collection,
    contains_item,
    distinct,
    single,
    single_integer,
    truth,
)
from fhir_profiles.fhirpath.functions.function import Arguments, Function, each
from fhir_profiles.fhirpath.nodes import Collection
from fhir_profiles.fhirpath.syntax import FhirPathError


def _exists(scope: Scope, items: Collection, arguments: Arguments) -> Collection:
    if not arguments:
        return [bool(items)]
    return [any(truth(found) for _, found in each(scope, items, arguments[0]))]


def _all(scope: Scope, items: Collection, arguments: Arguments) -> Collection:
    return [all(truth(found) for _, found in each(scope, items, arguments[0]))]


def _booleans(items: Collection) -> list[bool]:
    found = [single([item]) for item in items]
    if any(not isinstance(value, bool) for value in found):
        raise FhirPathError("An item is not true or false; expected booleans.")
    return found


def _where(scope: Scope, items: Collection, arguments: Arguments) -> Collection:
    return [item for item, found in each(scope, items, arguments[0]) if truth(found)]


def _select(scope: Scope, items: Collection, arguments: Arguments) -> Collection:
    return [one for _, found in each(scope, items, arguments[0]) for one in found]


def _repeat(scope: Scope, items: Collection, arguments: Arguments) -> Collection:
    found: Collection = []
    waiting = list(items)
    while waiting:
        more: Collection = []
        for _, children in each(scope, waiting, arguments[0]):
            more += [child for child in children if not contains_item([*found, *more], child)]
        found += more
        waiting = more
    return found


def _aggregate(scope: Scope, items: Collection, arguments: Arguments) -> Collection:
    scope.env.spend(len(items))
    total = arguments[1](scope) if len(arguments) > 1 else []
    for index, item in enumerate(items):
        total = arguments[0](scope.inner(item, index, total))
    return total


def _single(_scope: Scope, items: Collection, _arguments: Arguments) -> Collection:
    if len(items) > 1:
        raise FhirPathError("single() has more than one item before it.")
    return items


def _skip(scope: Scope, items: Collection, arguments: Arguments) -> Collection:
    count = single_integer(arguments[0](scope))
    return items if count is None or count <= 0 else items[count:]


def _take(scope: Scope, items: Collection, arguments: Arguments) -> Collection:
    count = single_integer(arguments[0](scope))
    return [] if count is None or count <= 0 else items[:count]


def _intersect(scope: Scope, items: Collection, arguments: Arguments) -> Collection:
    other = arguments[0](scope)
    scope.env.spend(len(items) * len(other))
    return distinct([item for item in items if contains_item(other, item)])


def _exclude(scope: Scope, items: Collection, arguments: Arguments) -> Collection:
    other = arguments[0](scope)
    scope.env.spend(len(items) * len(other))
    return [item for item in items if not contains_item(other, item)]


def _subset_of(scope: Scope, items: Collection, arguments: Arguments) -> Collection:
    other = arguments[0](scope)
    scope.env.spend(len(items) * len(other))
    return [all(contains_item(other, item) for item in items)]


def _superset_of(scope: Scope, items: Collection, arguments: Arguments) -> Collection:
    other = arguments[0](scope)
    scope.env.spend(len(items) * len(other))
    return [all(contains_item(items, item) for item in other)]


def _is_distinct(_scope: Scope, items: Collection, _arguments: Arguments) -> Collection:
    return [len(distinct(items)) == len(items)]


def _not(_scope: Scope, items: Collection, _arguments: Arguments) -> Collection:
    found = truth(items)
    return [] if found is None else [not found]


def _iif(scope: Scope, items: Collection, arguments: Arguments) -> Collection:
    """Its arguments see the items before the dot as `$this`, as ctm-1 needs it."""
    inner = Scope(items, scope.env, scope.index, scope.total) if items else Scope([], scope.env)
    if truth(arguments[0](inner)):
        return arguments[1](inner)
    return arguments[2](inner) if len(arguments) > 2 else []


FUNCTIONS: dict[str, Function] = {
    "empty": Function(lambda _s, items, _a: [not items]),
    "exists": Function(_exists, 0, 1),
    "all": Function(_all, 1, 1),
    "allTrue": Function(lambda _s, items, _a: [all(_booleans(items))]),
    "anyTrue": Function(lambda _s, items, _a: [any(_booleans(items))]),
    "allFalse": Function(lambda _s, items, _a: [not any(_booleans(items))]),
    "anyFalse": Function(lambda _s, items, _a: [not all(_booleans(items))]),
    "subsetOf": Function(_subset_of, 1, 1),
    "supersetOf": Function(_superset_of, 1, 1),
    "count": Function(lambda _s, items, _a: [len(items)]),
    "distinct": Function(lambda _s, items, _a: distinct(items)),
    "isDistinct": Function(_is_distinct),
    "where": Function(_where, 1, 1),
    "select": Function(_select, 1, 1),
    "repeat": Function(_repeat, 1, 1),
    "aggregate": Function(_aggregate, 1, 2),
    "single": Function(_single),
    "first": Function(lambda _s, items, _a: items[:1]),
    "last": Function(lambda _s, items, _a: items[-1:]),
    "tail": Function(lambda _s, items, _a: items[1:]),
    "skip": Function(_skip, 1, 1),
    "take": Function(_take, 1, 1),
    "intersect": Function(_intersect, 1, 1),
    "exclude": Function(_exclude, 1, 1),
    "union": Function(lambda scope, items, arguments: distinct([*items, *arguments[0](scope)]), 1, 1),
    "combine": Function(lambda scope, items, arguments: [*items, *arguments[0](scope)], 1, 1),
    "not": Function(_not),
    "iif": Function(_iif, 2, 3),
    "trace": Function(lambda _s, items, _a: items, 1, 2),
    "today": Function(lambda scope, _i, _a: as_collection(_moment(scope, "date"))),
    "now": Function(lambda scope, _i, _a: as_collection(_moment(scope, "dateTime"))),
    "timeOfDay": Function(lambda scope, _i, _a: as_collection(_moment(scope, "time"))),
}


def _moment(scope: Scope, kind: str) -> object:
    from fhir_profiles.fhirpath.values import text_to_moment

    text = scope.env.now.isoformat(timespec="milliseconds")
    shown = {"date": text[:10], "time": text[11:23]}.get(kind, text)
    return text_to_moment(shown, kind=kind)
