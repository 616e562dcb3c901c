"""StructureDefinitions to schemas, on a type of our own: what the schema takes and what it refuses."""

from typing import Any

import jsonschema_rs
import pytest

from fhir_profiles.compile.definitions import ElementModel, Model, TypeRef
from fhir_profiles.compile.schema import SchemaWriter
from fhir_profiles.compile.value_sets import Terminology
from fhir_profiles.issue import JsonObject

_MANY = (
    *("string", "boolean", "integer", "decimal", "date", "time", "uri", "code", "id", "oid", "uuid", "url", "instant"),
    *("dateTime", "markdown", "canonical", "positiveInt", "unsignedInt", "base64Binary", "Coding", "Reference"),
)


def _element(path: str, *kinds: str, low: int = 0, is_array: bool = False, **more: Any) -> ElementModel:
    types = tuple(TypeRef(kind) for kind in kinds)
    return ElementModel(path.rpartition(".")[2], path, low, is_array=is_array, types=types, **more)


_ELEMENTS = (
    _element("Thing.id", "resource-id"),
    _element("Thing.name", "string", low=1, is_array=True),
    _element("Thing.alias", "string"),
    _element("Thing.when[x]", "date", "Period", low=1),
    _element("Thing.open[x]", *_MANY),
    _element("Thing.status", "code", value_set="http://a/status"),
    _element("Thing.language", "code", value_set="http://a/unknown"),
    _element("Thing.kind", "CodeableConcept", value_set="http://a/status"),
    _element("Thing.reason", "CodeableConcept", value_set="http://a/unknown"),
    _element("Thing.unit", "Coding", value_set="http://a/status"),
    _element("Thing.part", "BackboneElement", is_array=True),
    ElementModel(
        "owner", "Thing.owner", 0, is_array=False, types=(TypeRef("Reference", ("Person", "Thing")),)
    ),
)  # fmt: skip

MODEL = Model(
    elements={
        "Thing": _ELEMENTS,
        "Thing.part": (
            _element("Thing.part.id", "element-id"),
            _element("Thing.part.figure", "decimal"),
            _element("Thing.part.part", is_array=True, content="Thing.part"),
        ),
        "Period": (_element("Period.id", "element-id"), _element("Period.start", "dateTime")),
        "Coding": (_element("Coding.system", "uri"), _element("Coding.code", "code")),
        "CodeableConcept": (
            _element("CodeableConcept.coding", "Coding", is_array=True),
            _element("CodeableConcept.text", "string"),
        ),
        "Reference": (_element("Reference.reference", "string"), _element("Reference.display", "string")),
        "Extension": (_element("Extension.url", "uri", low=1), _element("Extension.value[x]", "string", "boolean")),
    },
    resources=("Person", "Thing"),
    datatypes=("CodeableConcept", "Coding", "Extension", "Period", "Reference"),
    primitives=frozenset(_MANY[:-2]),
)
TERMINOLOGY = Terminology(
    {},
    {
        "http://a/status": {
            "compose": {"include": [{"system": "http://s", "concept": [{"code": "new"}, {"code": "old"}]}]}
        }
    },
)


@pytest.fixture(scope="module")
def writer() -> SchemaWriter:
    return SchemaWriter(MODEL, TERMINOLOGY)


@pytest.fixture(scope="module")
def validator(writer: SchemaWriter) -> jsonschema_rs.Draft4Validator:
    shared = dict(writer.datatypes())
    schema = writer.resource("Thing")
    return jsonschema_rs.Draft4Validator({**schema, "definitions": {**shared, **schema["definitions"]}})


def _thing(**more: Any) -> JsonObject:
    return {"resourceType": "Thing", "name": ["a"], "whenDate": "2026-11-22"} | more


@pytest.mark.parametrize(
    "more",
    [
        {},
        {"id": "a-1"},
        {"name": ["a", None], "_name": [None, {"id": "x"}]},
        {"alias": "b", "_alias": {"extension": [{"url": "http://e", "valueString": "x"}]}},
        {"status": "new"},
        {"language": "zz"},
        {"kind": {"coding": [{"system": "http://other", "code": "x"}, {"system": "http://s", "code": "old"}]}},
        {"reason": {"text": "any"}},
        {"unit": {"code": "any"}},
        {"openString": "a", "_openString": {"id": "x"}},
        {"openReference": {"reference": "urn:uuid:0b1f1f4e-1111-4111-8111-000000000000"}},
        {"part": [{"part": [{"figure": 1.5}]}]},
        {"owner": {"reference": "Person/1/_history/2"}},
        {"owner": {"reference": "#p"}},
        {"owner": {"reference": "Thing?name=a"}},
        {"owner": {"display": "somebody"}},
    ],
)
def test_what_the_definition_allows_is_accepted(validator: jsonschema_rs.Draft4Validator, more: JsonObject) -> None:
    assert validator.is_valid(_thing(**more))


@pytest.mark.parametrize(
    "resource",
    [
        {"resourceType": "Thing", "name": ["a"]},
        {"resourceType": "Thing", "whenDate": "2026-11-22"},
        {"resourceType": "Other", "name": ["a"], "whenDate": "2026-11-22"},
        _thing(unknown=1),
        _thing(name=[]),
        _thing(name="a"),
        _thing(whenDate="2026-02-30"),
        _thing(whenPeriod={"start": "2026-11-22"}),
        _thing(whenPeriod={"id": "x"}) | {"whenDate": None},
        _thing(openString="a", openBoolean=True),
        _thing(openString="a", openReference={"display": "x"}),
        _thing(status="lost"),
        _thing(kind={"coding": [{"system": "http://s", "code": "lost"}]}),
        _thing(kind={"text": "new"}),
        _thing(part=[{"id": "alone"}]),
        _thing(part=[{}]),
        _thing(part=[{"part": [{"figure": "1.5"}]}]),
        _thing(owner={"reference": "Elsewhere/1"}),
        _thing(alias="b", _alias={"extension": [{"url": "http://e"}]}),
        _thing(alias="b", _alias={"extension": [{"url": "http://e", "valueString": "x", "valueBoolean": True}]}),
        _thing(_alias={}),
    ],
)
def test_what_the_definition_does_not_allow_is_refused(
    validator: jsonschema_rs.Draft4Validator, resource: JsonObject
) -> None:
    assert not validator.is_valid(resource)


def test_bindings_that_cannot_be_enumerated_are_listed(
    writer: SchemaWriter, validator: jsonschema_rs.Draft4Validator
) -> None:
    assert validator.is_valid(_thing())
    assert writer.unchecked == {
        ("Thing.language", "http://a/unknown"), ("Thing.reason", "http://a/unknown"), ("Thing.unit", "http://a/status"),
    }  # fmt: skip
