"""Composite parameters: two values that stand together. https://hl7.org/fhir/R4/search.html#composite.

Where they stand in the resource itself, which has one code and one value, the rows of its two parts say all. Where
they stand in an element that repeats, as in Observation.component, each pair is a row of its own. Composites of more
than two parts, all of them of MolecularSequence, have none.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import cache
from typing import Any, Final

from fhir_profiles.accessors import split_reference
from fhir_profiles.index_values import split_literal
from fhir_profiles.issue import JsonObject
from fhir_profiles.registry import SearchParameter, search_parameters
from hub.store.numbers import hash64

CompositeRow = tuple[int, int, int, int, int, int, float, int, int, str]
"""parameter, code, place, system, code2, system2, value, low, high, text."""


@dataclass(frozen=True, slots=True)
class Composite:
    """How a composite parameter is answered.

    `number` are its rows in `index_composite` (0: none), for the pairs in `element`; `at_root` says that the resource
    itself is a pair too.
    """

    parts: tuple[SearchParameter, SearchParameter]
    at_root: bool
    number: int = 0
    element: str = ""
    second: str = ""


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
    return Composite(
        (parts[0], parts[1]), at_root, alone.number, elements[0], parameter.components[1][1].partition(" ")[0]
    )


@cache
def elements_of(resource_type: str) -> Mapping[str, tuple[Composite, ...]]:
    """The elements of a type whose pairs have rows, with the composites that they are rows of."""
    found: dict[str, list[Composite]] = {}
    for parameter in search_parameters(resource_type).values():
        composite = composite_of(parameter)
        if composite is not None and composite.number == parameter.number:
            found.setdefault(composite.element, []).append(composite)
    return {element: tuple(composites) for element, composites in found.items()}


def composite_rows(resource: JsonObject) -> list[CompositeRow]:
    """The rows of every pair in the resource."""
    elements = elements_of(resource["resourceType"])
    rows: list[CompositeRow] = []
    for element in elements.keys() & resource.keys():
        for item in resource[element]:
            for composite in elements[element]:
                for first in _tokens(item.get("code")):
                    for second in _seconds(item, composite):
                        rows.append((composite.number, first[0], len(rows), first[1], *second, 0, 0, ""))
    return rows


def _seconds(item: JsonObject, composite: Composite) -> Iterator[tuple[int, int, float]]:
    """Code, system and value of the other half."""
    if composite.parts[1].type == "reference":
        literal = item.get(composite.second, {})
        if "reference" in literal:
            kind, target, url = split_literal(literal)
            yield hash64(target or url), hash64(kind if target else ""), 0.0
        return
    for kind in _SECOND[composite.parts[1].type]:
        value = item.get(f"value{kind}")
        if kind == "Quantity" and value is not None and "value" in value:
            yield (
                hash64(value.get("code") or value.get("unit", "")),
                hash64(value.get("system", "")),
                float(value["value"]),
            )
        elif kind != "Quantity":
            for code, system in _tokens(value):
                yield code, system, 0.0


def _tokens(value: Any) -> Iterator[tuple[int, int]]:
    """Code and system, as numbers, of a CodeableConcept, a Coding, a code or a boolean."""
    if isinstance(value, dict):
        for coding in value.get("coding", ()) if "code" not in value else (value,):
            if "code" in coding:
                yield hash64(coding["code"]), hash64(coding.get("system", ""))
    elif isinstance(value, bool):
        yield hash64("true" if value else "false"), 0
    elif isinstance(value, str):
        yield hash64(value), 0


def reference_numbers(text: str) -> tuple[int, int | None]:
    """The numbers under which `Type/id`, `id` or a URL stands as the other half; None for any type."""
    kind, target, url = split_reference(text)
    if not kind and "/" not in url and ":" not in url:
        return hash64(url), None
    return hash64(target or url), hash64(kind if target else "")


_SECOND: Final[Mapping[str, tuple[str, ...]]] = {
    "quantity": ("Quantity",),
    "token": ("CodeableConcept", "Boolean"),
    "reference": (),
}
"""Types of `value[x]` of the other half, by the type of its search parameter."""
