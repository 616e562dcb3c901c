"""Defects of more than forty kinds, one at a time, in valid resources. Each kind says what it needs and does."""

import random
from collections.abc import Callable, Iterator
from copy import deepcopy
from dataclasses import dataclass
from typing import Any

from fhir_profiles.fhirpath import Node, root_node
from fhir_profiles.fhirpath.nodes import descendants_of
from fhir_profiles.issue import JsonObject
from fhir_profiles.validate import compiled_schema

Path = tuple[str | int, ...]


@dataclass(frozen=True, slots=True)
class Kind:
    """One kind of defect: which nodes it fits, and what it makes of the JSON there.

    `change` gets the object or list that holds the node, and the node's key in it.
    """

    name: str
    fits: Callable[[Node], bool]
    change: Callable[[Any, Any], None]


@dataclass(frozen=True, slots=True)
class Mutation:
    """A broken copy of a resource, and where it was broken."""

    kind: str
    resource: JsonObject
    place: Path


def _of(*types: str) -> Callable[[Node], bool]:
    return lambda node: node.type in types and node.value is not None


def _put(value: Any) -> Callable[[Any, Any], None]:
    def change(owner: Any, key: Any) -> None:
        owner[key] = value

    return change


def _inside(name: str, value: Any) -> Callable[[Any, Any], None]:
    def change(owner: Any, key: Any) -> None:
        owner[key][name] = value

    return change


def _wrapped(owner: Any, key: Any) -> None:
    owner[key] = [owner[key]]


def _is_complex(node: Node) -> bool:
    return isinstance(node.value, dict) and "resourceType" not in node.value


def _is_single(node: Node) -> bool:
    return _is_complex(node) and isinstance(node.place[-1], str)


def _is_listed(node: Node) -> bool:
    return isinstance(node.place[-1], int)


_TEXTS = ("string", "markdown")
_URIS = ("uri", "url", "canonical", "oid", "uuid")
_TIMES = ("date", "dateTime", "instant")
_INTEGERS = ("integer", "unsignedInt", "positiveInt")

KINDS: tuple[Kind, ...] = (
    Kind("unknown element", _is_complex, _inside("unbekannt", "x")),
    Kind("unknown extension beside nothing", _is_complex, _inside("_unbekannt", {"id": "x"})),
    Kind("empty object", _is_complex, _put({})),
    Kind("object with an id alone", _is_complex, _put({"id": "x"})),
    Kind("object as text", _is_complex, _put("x")),
    Kind("object as number", _is_complex, _put(7)),
    Kind("object as true", _is_complex, _put(True)),
    Kind("object as null", _is_single, _put(None)),
    Kind("object in an array too many", _is_single, _wrapped),
    Kind("extension without url", _is_complex, _inside("extension", [{"valueString": "x"}])),
    Kind("extension without content", _is_complex, _inside("extension", [{"url": "http://a"}])),
    Kind("extension with two values", _is_complex,
         _inside("extension", [{"url": "http://a", "valueString": "x", "valueInteger": 1}])),
    Kind("extension with value and extensions", _is_complex,
         _inside("extension", [{"url": "http://a", "valueCode": "x", "extension": [{"url": "b", "valueCode": "x"}]}])),
    Kind("empty extensions", _is_complex, _inside("extension", [])),
    Kind("extension as an object", _is_complex, _inside("extension", {"url": "http://a", "valueCode": "x"})),
    Kind("extension of an unknown type", _is_complex, _inside("extension", [{"url": "http://a", "valueInteger64": 1}])),
    Kind("element id with a blank", _is_complex, _inside("id", "a b")),
    Kind("element id as a number", _is_complex, _inside("id", 7)),
    Kind("text as number", _of(*_TEXTS), _put(7)),
    Kind("text as object", _of(*_TEXTS), _put({"value": "x"})),
    Kind("empty text", _of(*_TEXTS), _put("")),
    Kind("blank text", _of(*_TEXTS), _put("  ")),
    Kind("control character", _of(*_TEXTS), _put("a\x07b")),
    Kind("code with blanks around", _of("code"), _put(" a")),
    Kind("code with two blanks inside", _of("code"), _put("a  b")),
    Kind("code as number", _of("code"), _put(1)),
    Kind("empty code", _of("code"), _put("")),
    Kind("uri with a blank", _of(*_URIS), _put("http://a b")),
    Kind("empty uri", _of(*_URIS), _put("")),
    Kind("uri as object", _of(*_URIS), _put({"uri": "http://a"})),
    Kind("oid that is none", _of("oid"), _put("urn:oid:9.1")),
    Kind("uuid that is none", _of("uuid"), _put("urn:uuid:1234")),
    Kind("id with an underscore", _of("id"), _put("a_b")),
    Kind("id of 65", _of("id"), _put("a" * 65)),
    Kind("boolean in quotes", _of("boolean"), _put("true")),
    Kind("boolean as number", _of("boolean"), _put(1)),
    Kind("integer in quotes", _of(*_INTEGERS), _put("1")),
    Kind("integer with a fraction", _of(*_INTEGERS), _put(1.5)),
    Kind("integer over 32 bits", _of(*_INTEGERS), _put(2**31)),
    Kind("negative where it cannot be", _of("unsignedInt", "positiveInt"), _put(-1)),
    Kind("zero where it cannot be", _of("positiveInt"), _put(0)),
    Kind("decimal in quotes", _of("decimal"), _put("1.0")),
    Kind("decimal as true", _of("decimal"), _put(True)),
    Kind("month 13", _of(*_TIMES), _put("2026-13-01")),
    Kind("30 February", _of(*_TIMES), _put("2024-02-30")),
    Kind("29 February of no leap year", _of(*_TIMES), _put("2023-02-29")),
    Kind("day with slashes", _of(*_TIMES), _put("2026/01/31")),
    Kind("time without zone", _of("dateTime", "instant"), _put("2026-01-31T08:30:00")),
    Kind("time without seconds", _of("dateTime", "instant"), _put("2026-01-31T08:30Z")),
    Kind("hour 25", _of("dateTime", "instant"), _put("2026-01-31T25:00:00Z")),
    Kind("instant without time", _of("instant"), _put("2026-01-31")),
    Kind("date with time", _of("date"), _put("2026-01-31T08:30:00Z")),
    Kind("time of day with zone", _of("time"), _put("08:30:00Z")),
    Kind("base64 that is none", _of("base64Binary"), _put("A*==")),
    Kind("narrative with script", _of("xhtml"), _put('<div xmlns="http://www.w3.org/1999/xhtml"><script/>x</div>')),
    Kind("narrative without text", _of("xhtml"), _put('<div xmlns="http://www.w3.org/1999/xhtml"></div>')),
    Kind("narrative that is not closed", _of("xhtml"), _put('<div xmlns="http://www.w3.org/1999/xhtml"><p>x</div>')),
    Kind("reference that is none", _of("Reference"), _inside("reference", "nobody")),
    Kind("reference to an unknown type", _of("Reference"), _inside("reference", "Person1/1")),
    Kind("reference to nothing contained", _of("Reference"), _inside("reference", "#nobody")),
    Kind("period that ends before it starts", _of("Period"), _put({"start": "2026-02-01", "end": "2026-01-31"})),
    Kind("quantity with a code and no system", _of("Quantity"), _put({"value": 1, "code": "kg"})),
    Kind("contact point without its system", _of("ContactPoint"), _put({"value": "1"})),
    Kind("attachment without its type", _of("Attachment"), _put({"data": "AAEC"})),
    Kind("range that runs backwards", _of("Range"),
         _put({"low": {"value": 2, "unit": "a"}, "high": {"value": 1, "unit": "a"}})),
    Kind("ratio of one number", _of("Ratio"), _put({"numerator": {"value": 1}})),
    Kind("null in an array", _is_listed, _put(None)),
    Kind("array in an array", _is_listed, _wrapped),
)  # fmt: skip
"""Kinds that hang on a node; those of whole resources are in `root_mutations`."""


def mutations(resource: JsonObject, rng: random.Random, *, most: int) -> Iterator[Mutation]:
    """Broken copies of a resource, one defect each; no more than `most`, spread over kinds."""
    nodes = [node for node in descendants_of([root_node(resource)]) if node.place and _is_plain(node.place)]
    kinds = rng.sample(KINDS, len(KINDS))
    made = 0
    for kind in kinds:
        fitting = [node for node in nodes if kind.fits(node)]
        if not fitting or made >= most:
            continue
        node = rng.choice(fitting)
        broken = deepcopy(resource)
        owner: Any = broken
        for step in node.place[:-1]:
            owner = owner[step]
        kind.change(owner, node.place[-1])
        made += 1
        yield Mutation(kind.name, broken, node.place)
    yield from root_mutations(resource)


def root_mutations(resource: JsonObject) -> Iterator[Mutation]:
    """Required elements taken out, and defects of the resource itself."""
    schema = compiled_schema(resource["resourceType"])
    for name in sorted(set(schema.get("required", ())) - {"resourceType"}):
        yield Mutation("required element missing", {key: resource[key] for key in resource if key != name}, (name,))
    for name, value, label in (
        ("resourceType", "Patientt", "unknown resource type"),
        ("id", "a b", "resource id with a blank"),
        ("meta", {"versionId": "a b"}, "version id with a blank"),
        ("implicitRules", "", "empty rules"),
        ("language", "", "empty language"),
    ):
        yield Mutation(label, {**resource, name: value}, (name,))
    if any(name == "contained" for name in schema["properties"]):
        lonely = {"resourceType": "Basic", "id": "nobody", "code": {"text": "x"}}
        deep = {**lonely, "contained": [lonely]}
        yield Mutation("contained and not referred to", {**resource, "contained": [lonely]}, ("contained",))
        yield Mutation("contained in contained", {**resource, "contained": [deep]}, ("contained",))
        yield Mutation(
            "contained of an unknown type", {**resource, "contained": [{"resourceType": "X"}]}, ("contained",)
        )


def _is_plain(place: Path) -> bool:
    """Nothing inside of extensions, ids, or nested resources: what is drawn there proves nothing new."""
    names = [step for step in place if isinstance(step, str)]
    inside = {"contained", "resource", "extension", "outcome"}
    return not inside & set(names) and not any(name.startswith("_") for name in names)
