"""The first entry of a document or a message, searched through `composition` and `message` of its Bundle.

https://hl7.org/fhir/R4/bundle.html#search, https://hl7.org/fhir/R4/search.html#chaining. What they name stands inside
the Bundle and is no resource of its own, so a chain into it has nowhere to lead: what the Composition or MessageHeader
is found by are index rows of its Bundle, under numbers of their own. So who may see the Bundle finds it, and nobody
else; a Composition that is stored by itself is not meant.
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from functools import cache
from typing import Any, Final

from fhir_profiles.accessors import IndexValues, ReferenceValue, TokenValue, index_values, split_reference
from fhir_profiles.issue import JsonObject
from fhir_profiles.registry import SearchParameter, search_parameters

FIRST: Final[Mapping[str, str]] = {"composition": "Composition", "message": "MessageHeader"}
"""What each of the two parameters names. https://hl7.org/fhir/R4/bundle.html#bdl-11, #bdl-12."""

_BUNDLE: Final = "Bundle"
_INSIDE: Final = 10_000
"""What the number of a parameter counts up by where its rows are a Bundle's; the numbers of all types end far below."""

_OF_THE_STORE: Final = frozenset({"_id", "_lastUpdated"})


def bundle_values(resource: JsonObject, values: IndexValues) -> IndexValues:
    """The index values of a Bundle with those of its first entry, where that is one of the two."""
    entries = resource.get("entry", ())
    first = entries[0].get("resource", {}) if entries else {}
    if first.get("resourceType") not in FIRST.values():
        return values
    link = next(search_parameters(_BUNDLE)[name] for name, kind in FIRST.items() if kind == first["resourceType"])
    by_address = dict(_addresses(entries))
    own = index_values(_with_types(first, by_address))
    references: list[ReferenceValue] = [(inside(p), kind, target, url) for p, kind, target, url in own.references]
    references += [(link, *split_reference(name)) for name in _names_of(entries[0], first)]
    identifiers: list[TokenValue] = [(inside(p), system, value) for p, system, value in own.reference_identifiers]
    identifiers += [(link, *one) for one in _identifiers(first)]
    for p, kind, target, url in own.references:
        found = by_address.get(url or f"{kind}/{target}", {})
        identifiers += [(inside(p), *one) for one in _identifiers(found)]
    return IndexValues(
        tokens=[*values.tokens, *((inside(p), system, code) for p, system, code in own.tokens)],
        strings=[*values.strings, *((inside(p), text) for p, text in own.strings)],
        dates=[*values.dates, *((inside(p), low, high) for p, low, high in own.dates)],
        references=[*values.references, *references],
        quantities=[
            *values.quantities,
            *((inside(p), value, system, code) for p, value, system, code in own.quantities),
        ],
        uris=[*values.uris, *((inside(p), text) for p, text in own.uris)],
        texts=[*values.texts, *((inside(p), system, code, text) for p, system, code, text in own.texts)],
        composites=values.composites,
        reference_identifiers=[*values.reference_identifiers, *identifiers],
        of_types=[*values.of_types, *((inside(p), kind, value) for p, kind, value in own.of_types)],
    )


def is_first_entry(parameter: SearchParameter) -> bool:
    """Whether it is `composition` or `message` of a Bundle."""
    return parameter.resource_type == _BUNDLE and parameter.name in FIRST


@cache
def inside(parameter: SearchParameter) -> SearchParameter:
    """A parameter of a Composition or MessageHeader as its Bundle is found by it."""
    return replace(parameter, number=number_inside(parameter.number), resource_type=_BUNDLE)


def number_inside(number: int) -> int:
    """The number of index rows of a Bundle for a parameter of its first entry."""
    return number + _INSIDE


@cache
def parameters_inside(resource_type: str) -> tuple[SearchParameter, ...]:
    """All parameters that lead into a Bundle's first entry; none for other types."""
    if resource_type != _BUNDLE:
        return ()
    return tuple([inside(one) for kind in FIRST.values() for one in search_parameters(kind).values()])


def parameter_inside(link: SearchParameter, name: str) -> SearchParameter | None:
    """The parameter that `composition.name` or `message.name` asks by; None where there is none."""
    found = search_parameters(FIRST[link.name]).get(name)
    return None if found is None or name in _OF_THE_STORE else inside(found)


def _addresses(entries: Sequence[JsonObject]) -> Iterator[tuple[str, JsonObject]]:
    """What a reference within the Bundle may say, with what it leads to; a full URL counts before an id."""
    for entry in entries:
        resource = entry.get("resource", {})
        if "id" in resource:
            yield f"{resource['resourceType']}/{resource['id']}", resource
    for entry in entries:
        if "fullUrl" in entry:
            yield entry["fullUrl"], entry.get("resource", {})


def _with_types(first: JsonObject, by_address: Mapping[str, JsonObject]) -> JsonObject:
    """The resource whose references say of what type they are, where only another entry of the Bundle says it."""

    def walk(node: Any) -> Any:
        if isinstance(node, list):
            return [walk(item) for item in node]
        if not isinstance(node, dict):
            return node
        kind = by_address.get(str(node.get("reference", "")), {}).get("resourceType")
        typed = {"type": kind} if kind else {}
        return {name: walk(value) for name, value in node.items()} | typed

    made: JsonObject = walk(first)
    return made


def _names_of(entry: JsonObject, first: JsonObject) -> Iterator[str]:
    """How the first entry may be called: its full URL, and its type and id."""
    if "fullUrl" in entry:
        yield entry["fullUrl"]
    if "id" in first:
        yield f"{first['resourceType']}/{first['id']}"


def _identifiers(resource: JsonObject) -> Iterator[tuple[str, str]]:
    """System and value of each identifier."""
    given = resource.get("identifier", ())
    for one in given if isinstance(given, list) else (given,):
        if isinstance(one, dict) and "value" in one:
            yield one.get("system", ""), one["value"]
