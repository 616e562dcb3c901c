"""Index values with names, for tests: the accessors give plain tuples, which cost half as much to make."""

from decimal import Decimal
from typing import Any, NamedTuple

from fhir_profiles.accessors import Bounded, Ranged, index_values
from fhir_profiles.issue import JsonObject
from fhir_profiles.registry import SearchParameter
from hub.store.search.first_entry import bundle_values


class TokenValue(NamedTuple):
    parameter: SearchParameter
    system: str
    code: str


class StringValue(NamedTuple):
    parameter: SearchParameter
    text: str


class DateValue(NamedTuple):
    parameter: SearchParameter
    low_micros: int
    high_micros: int


class ReferenceValue(NamedTuple):
    parameter: SearchParameter
    type: str
    id: str
    url: str


class QuantityValue(NamedTuple):
    parameter: SearchParameter
    value: Decimal | Bounded | Ranged
    system: str
    code: str


class TextValue(NamedTuple):
    parameter: SearchParameter
    system: str
    code: str
    text: str


class CompositeValue(NamedTuple):
    parameter: SearchParameter
    parts: tuple[Any, ...]


class NamedValues(NamedTuple):
    """`fhir_profiles.index_values.IndexValues` with a class for each kind."""

    tokens: tuple[TokenValue, ...] = ()
    strings: tuple[StringValue, ...] = ()
    dates: tuple[DateValue, ...] = ()
    references: tuple[ReferenceValue, ...] = ()
    quantities: tuple[QuantityValue, ...] = ()
    uris: tuple[StringValue, ...] = ()
    texts: tuple[TextValue, ...] = ()
    composites: tuple[CompositeValue, ...] = ()
    reference_identifiers: tuple[TokenValue, ...] = ()
    of_types: tuple[TokenValue, ...] = ()


def named_values(resource: JsonObject) -> NamedValues:
    """What `index_values` gives of a resource, with names; numbers as Decimal."""
    found = index_values(resource)
    if resource["resourceType"] == "Bundle":
        found = bundle_values(resource, found)
    return NamedValues(
        tokens=tuple(TokenValue(*row) for row in found.tokens),
        strings=tuple(StringValue(*row) for row in found.strings),
        dates=tuple(DateValue(*row) for row in found.dates),
        references=tuple(ReferenceValue(*row) for row in found.references),
        quantities=tuple(QuantityValue(row[0], _number(row[1]), *row[2:]) for row in found.quantities),
        uris=tuple(StringValue(*row) for row in found.uris),
        texts=tuple(TextValue(*row) for row in found.texts),
        composites=tuple(CompositeValue(*row) for row in found.composites),
        reference_identifiers=tuple(TokenValue(*row) for row in found.reference_identifiers),
        of_types=tuple(TokenValue(*row) for row in found.of_types),
    )


def _number(value: Any) -> Decimal | Bounded | Ranged:
    return value if isinstance(value, (Bounded, Ranged)) else Decimal(str(value))
