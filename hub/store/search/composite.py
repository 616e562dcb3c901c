"""Composite parameters: two values that stand together. https://hl7.org/fhir/R4/search.html#composite.

Where they stand in the resource itself, which has one code and one value, the rows of its two parts say all. Where
they stand in an element that repeats, as in Observation.component, each pair is a row of its own. Composites of more
than two parts, all of them of MolecularSequence, have none.
"""

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from functools import cache, lru_cache
from typing import Any, Final, cast

from fhir_profiles.accessors import Bounded, CompositeValue, Ranged, TokenValue, split_reference
from fhir_profiles.registry import SearchParameter, search_parameters
from hub.store.numbers import hash64
from hub.store.search.bounds import CLOSED, bound_of

CompositeRow = tuple[int, int, int, int, int, int, float, int, int, str]
"""parameter, code, place, system, code2, system2, value, low, high, text."""


TargetOf = Callable[[str, str, str], tuple[str, str]]
"""`Terms.target_of`: what a reference, split in three, leads to."""


@dataclass(frozen=True, slots=True)
class Composite:
    """How a composite parameter is answered.

    `number` are its rows in `index_composite` (0: none), for the pairs in an element; `at_root` says that the resource
    itself is a pair too.
    """

    parts: tuple[SearchParameter, SearchParameter]
    at_root: bool
    number: int = 0


@cache
def composite_of(parameter: SearchParameter) -> Composite | None:
    """What a composite parameter is made of; None for another one, and for one that is not supported."""
    if parameter.type != "composite" or len(parameter.components) != 2:
        return None
    own = search_parameters(parameter.resource_type)
    defined = {one.url: one for one in own.values()}
    found = [defined.get(url) for url, _ in parameter.components]
    first, second = found
    if first is None or second is None:
        return None
    if first.type == "reference":  # R4 names relatesTo.code and relatesTo.target crosswise
        first, second = second, first
    if first.type != "token":
        return None
    bases = {part.strip() for part in parameter.expression.split("|")}
    elements = [base.partition(".")[2] for base in bases if base.startswith(f"{parameter.resource_type}.")]
    at_root = parameter.resource_type in bases
    if not elements:
        return Composite((first, second), at_root) if at_root else None
    if "." in elements[0] or second.type not in _SECOND:
        return None
    alone = own.get(f"component-{parameter.name.removeprefix('combo-')}") if at_root else parameter
    if alone is None:
        return None
    parts = tuple(own[one.name.removeprefix("combo-")] for one in (first, second)) if at_root else (first, second)
    return Composite((parts[0], parts[1]), at_root, alone.number)


@cache
def numbers_of(resource_type: str) -> frozenset[int]:
    """The numbers of a type's composites whose pairs have rows: those of elements that repeat."""
    found = (composite_of(parameter) for parameter in search_parameters(resource_type).values())
    return frozenset(one.number for one in found if one is not None and one.number)


def composite_rows(resource_type: str, values: Iterable[CompositeValue], target_of: TargetOf) -> list[CompositeRow]:
    """The rows of the pairs among a resource's values (`fhir_profiles.accessors.index_values`)."""
    numbers = numbers_of(resource_type)
    rows: list[CompositeRow] = []
    for parameter, pair in values:
        if parameter.number in numbers:
            (_, system, code), second = cast("tuple[TokenValue, tuple[Any, ...]]", pair)
            for half in _second(target_of, *second):
                rows.append((parameter.number, _hash64(code), len(rows), _hash64(system), *half, 0, ""))
    return rows


def _second(target_of: TargetOf, parameter: SearchParameter, *said: Any) -> tuple[tuple[int, int, float, int], ...]:
    """Code, system, value and its side of the other half: a token, a quantity (perhaps a bound) or a reference.

    The two ends of a Range are two rows, one after the other.
    """
    if parameter.type == "quantity":
        value, system, code = said
        unit = _hash64(code), _hash64(system)
        if isinstance(value, Ranged):
            return (*unit, float(value.low), CLOSED), (*unit, float(value.high), -CLOSED)
        return ((*unit, *(bound_of(value) if isinstance(value, Bounded) else (float(value), 0))),)
    if parameter.type == "reference":
        target, kind = target_of(*said)
        return ((hash64(target), _hash64(kind), 0.0, 0),)
    system, code = said
    return ((_hash64(code), _hash64(system), 0.0, 0),)


_hash64 = lru_cache(maxsize=65536)(hash64)
"""Codes, units and their systems come again and again."""


def reference_numbers(text: str, target_of: TargetOf) -> tuple[int, int | None]:
    """The numbers under which `Type/id`, `id` or a URL stands as the other half; None for any type."""
    kind, target, url = split_reference(text)
    if not kind and "/" not in url and ":" not in url:
        return hash64(url), None
    target, kind = target_of(kind, target, url)
    return hash64(target), hash64(kind)


_SECOND: Final = frozenset({"quantity", "token", "reference"})
"""What the other half may be, by the type of its search parameter."""
