"""What is accepted and what is refused, one mutation of a valid resource at a time."""

from copy import deepcopy
from decimal import Decimal
from typing import Any

import orjson
import pytest

from fhir_profiles.issue import Issue, JsonObject
from fhir_profiles.json_text import parse
from fhir_profiles.registry import RESOURCE_TYPES
from fhir_profiles.validate import MAX_ISSUES, compiled_schema, prepare, validate, validate_bytes
from tests.unit.fhir_profiles.samples import DIV, sample

PATIENT: JsonObject = {
    "resourceType": "Patient",
    "id": "p1",
    "meta": {"versionId": "1", "lastUpdated": "2026-01-31T08:30:00.123+08:00"},
    "text": {"status": "generated", "div": DIV},
    "identifier": [{"use": "official", "system": "urn:oid:2.16.156.10011.1.3", "value": "110101194002290017"}],
    "active": True,
    "name": [{"use": "official", "text": "王秀英", "family": "王", "given": ["秀英"]}],
    "telecom": [{"system": "phone", "value": "13800000000", "rank": 1}],
    "gender": "female",
    "birthDate": "1940-02-29",
    "address": [{"use": "home", "line": ["示范路1号"], "period": {"start": "2020-01"}}],
    "contact": [{"name": {"text": "王强"}}],
    "communication": [{"language": {"text": "普通话"}}],
    "link": [{"other": {"reference": "Patient/p2"}, "type": "seealso"}],
}
OBSERVATION: JsonObject = {
    "resourceType": "Observation",
    "status": "final",
    "code": {"coding": [{"system": "http://loinc.org", "code": "29463-7"}]},
    "subject": {"reference": "Patient/p1"},
    "effectiveDateTime": "2026-01-31T08:30:00+08:00",
    "valueQuantity": {"value": Decimal("72.50"), "unit": "kg"},
}
ATTACHMENT = {"resourceType": "Binary", "contentType": "text/plain", "data": "AAEC"}

REFUSED: list[tuple[str, JsonObject, str, Any, str, str]] = [
    # name, resource, element, new value, issue code, expression
    ("unknown element", PATIENT, "birthDay", "1940", "structure", "Patient.birthDay"),
    ("unknown nested element", PATIENT, "contact", [{"nam": {}}], "structure", "Patient.contact[0].nam"),
    ("object where an array is due", PATIENT, "name", {"text": "a"}, "structure", "Patient.name"),
    ("array where an object is due", PATIENT, "maritalStatus", [{"text": "a"}], "structure", "Patient.maritalStatus"),
    ("text where an object is due", PATIENT, "maritalStatus", "M", "structure", "Patient.maritalStatus"),
    ("required complex element missing", OBSERVATION, "code", ..., "required", "Observation.code"),
    ("required primitive missing", OBSERVATION, "status", ..., "required", "Observation"),
    ("required nested element missing", PATIENT, "communication", [{"preferred": True}], "required",
     "Patient.communication[0].language"),
    ("two types of one choice", OBSERVATION, "valueString", "a", "structure", "Observation.valueQuantity"),
    ("a choice and the extension of another", OBSERVATION, "_valueString",
     {"extension": [{"url": "http://a", "valueCode": "x"}]}, "structure", "Observation.valueQuantity"),
    ("type that the choice lacks", OBSERVATION, "valueUri", "http://a", "structure", "Observation.valueUri"),
    ("code outside of the value set", PATIENT, "gender", "xyz", "code-invalid", "Patient.gender"),
    ("status outside of the value set", OBSERVATION, "status", "done", "code-invalid", "Observation.status"),
    ("nested code outside of the value set", PATIENT, "name", [{"use": "x", "text": "a"}], "code-invalid",
     "Patient.name[0].use"),
    ("id over 64", PATIENT, "id", "a" * 65, "value", "Patient.id"),
    ("id with a blank", PATIENT, "id", "a b", "value", "Patient.id"),
    ("empty id", PATIENT, "id", "", "value", "Patient.id"),
    ("uri with a blank", PATIENT, "implicitRules", "http://a b", "value", "Patient.implicitRules"),
    ("no base64", ATTACHMENT, "data", "AAE", "value", "Binary.data"),
    ("day that the calendar lacks", PATIENT, "birthDate", "1941-02-29", "value", "Patient.birthDate"),
    ("leap day of a century", PATIENT, "birthDate", "1900-02-29", "value", "Patient.birthDate"),
    ("31 April", PATIENT, "birthDate", "1940-04-31", "value", "Patient.birthDate"),
    ("month 13", PATIENT, "birthDate", "1940-13", "value", "Patient.birthDate"),
    ("date with slashes", PATIENT, "birthDate", "1940/02/29", "value", "Patient.birthDate"),
    ("date with a time", PATIENT, "birthDate", "1940-02-28T00:00:00Z", "value", "Patient.birthDate"),
    ("time without a zone", OBSERVATION, "effectiveDateTime", "2026-01-31T08:30:00", "value",
     "Observation.effectiveDateTime"),
    ("time without seconds", OBSERVATION, "effectiveDateTime", "2026-01-31T08:30Z", "value",
     "Observation.effectiveDateTime"),
    ("hour 24", OBSERVATION, "effectiveDateTime", "2026-01-31T24:00:00Z", "value", "Observation.effectiveDateTime"),
    ("instant without a time", OBSERVATION, "issued", "2026-01-31", "value", "Observation.issued"),
    ("null", PATIENT, "gender", None, "code-invalid", "Patient.gender"),
    ("null for an object", PATIENT, "maritalStatus", None, "structure", "Patient.maritalStatus"),
    ("null in an array", PATIENT, "name", [None], "structure", "Patient.name[0]"),
    ("null without its extension", PATIENT, "name", [{"given": ["a", None]}], "structure", "Patient.name[0].given[1]"),
    ("empty array", PATIENT, "identifier", [], "structure", "Patient.identifier"),
    ("empty object", PATIENT, "maritalStatus", {}, "structure", "Patient.maritalStatus"),
    ("empty string", PATIENT, "name", [{"text": ""}], "value", "Patient.name[0].text"),
    ("blank string", PATIENT, "name", [{"text": " \t"}], "value", "Patient.name[0].text"),
    ("control character", PATIENT, "name", [{"text": "a\x0b"}], "value", "Patient.name[0].text"),
    ("boolean in quotes", PATIENT, "active", "true", "value", "Patient.active"),
    ("boolean as a number", PATIENT, "active", 1, "value", "Patient.active"),
    ("integer in quotes", PATIENT, "multipleBirthInteger", "1", "value", "Patient.multipleBirthInteger"),
    ("integer with a fraction", PATIENT, "multipleBirthInteger", Decimal("1.0"), "value",
     "Patient.multipleBirthInteger"),
    ("integer over 32 bits", PATIENT, "multipleBirthInteger", 2**31, "value", "Patient.multipleBirthInteger"),
    ("positiveInt 0", PATIENT, "telecom", [{"rank": 0}], "value", "Patient.telecom[0].rank"),
    ("decimal in quotes", OBSERVATION, "valueQuantity", {"value": "72.5"}, "value",
     "Observation.valueQuantity.value"),
    ("number for a string", PATIENT, "name", [{"text": 7}], "value", "Patient.name[0].text"),
    ("extension without its url", PATIENT, "extension", [{"valueString": "a"}], "required",
     "Patient.extension[0].url"),
    ("extension of a primitive as a text", PATIENT, "_birthDate", "a", "value", "Patient._birthDate"),
    ("arrays of different length", PATIENT, "name", [{"given": ["a", "b"], "_given": [{"id": "x"}]}], "structure",
     "Patient.name[0]._given"),
    ("reference to a wrong type", OBSERVATION, "subject", {"reference": "Observation/1"}, "value",
     "Observation.subject.reference"),
    ("reference that is none", OBSERVATION, "subject", {"reference": "p1"}, "value", "Observation.subject.reference"),
    ("reference to an unknown type", OBSERVATION, "focus", [{"reference": "patient/p1"}], "value",
     "Observation.focus[0].reference"),
    ("comparator in a SimpleQuantity", OBSERVATION, "referenceRange", [{"low": {"value": 1, "comparator": "<"}}],
     "structure", "Observation.referenceRange[0].low.comparator"),
    ("script in the narrative", PATIENT, "text",
     {"status": "generated", "div": DIV.replace("<p>", "<script>x</script><p>")}, "invariant", "Patient.text.div"),
    ("contained resource of its own shape", PATIENT, "contained",
     [{"resourceType": "Basic", "subject": {"reference": "#"}}], "required", "Patient.contained[0].code"),
    ("contained in contained", PATIENT, "contained",
     [{"resourceType": "Basic", "code": {"text": "a"}, "subject": {"reference": "#"},
       "contained": [{"resourceType": "Basic", "code": {"text": "a"}, "subject": {"reference": "#"}}]}],
     "invariant", "Patient"),
    ("an element with an id alone", PATIENT, "maritalStatus", {"id": "a"}, "structure", "Patient.maritalStatus"),
    ("a primitive with an id alone", PATIENT, "name", [{"given": ["a", None], "_given": [None, {"id": "x"}]}],
     "invariant", "Patient.name[0]._given[1]"),
    ("a link to nothing that is contained", OBSERVATION, "subject", {"reference": "#p"}, "invariant",
     "Observation.subject"),
    ("an end before the start", PATIENT, "address", [{"text": "a", "period": {"start": "2020-02", "end": "2020-01"}}],
     "invariant", "Patient.address[0].period"),
    ("a contact that names nobody", PATIENT, "contact", [{"gender": "male"}], "invariant", "Patient.contact[0]"),
    ("a value and a reason why there is none", OBSERVATION, "dataAbsentReason", {"text": "a"}, "invariant",
     "Observation"),
    ("an extension with a value and extensions", PATIENT, "extension",
     [{"url": "http://a", "valueCode": "x", "extension": [{"url": "b", "valueCode": "x"}]}], "structure",
     "Patient.extension[0]"),
    ("an extension with nothing", PATIENT, "extension", [{"url": "http://a"}], "structure", "Patient.extension[0]"),
    ("a period in an extension that ends before its start", PATIENT, "extension",
     [{"url": "http://a", "valuePeriod": {"start": "2020-02", "end": "2020-01"}}], "invariant",
     "Patient.extension[0].valuePeriod"),
    ("a contained resource that nothing refers to", PATIENT, "contained",
     [{"resourceType": "Basic", "id": "x", "code": {"text": "a"}}], "invariant", "Patient"),
]  # fmt: skip


@pytest.mark.parametrize(
    ("resource", "element", "value", "code", "expression"),
    [row[1:] for row in REFUSED],
    ids=[row[0] for row in REFUSED],
)
def test_a_broken_resource_is_refused_once_with_its_place(
    resource: JsonObject, element: str, value: Any, code: str, expression: str
) -> None:
    broken = deepcopy(resource)
    if value is ...:
        del broken[element]
    else:
        broken[element] = value

    assert [(found.severity, found.code, found.expression) for found in validate(broken)] == [
        ("error", code, expression)
    ]


ACCEPTED: list[tuple[str, JsonObject, str, Any]] = [
    ("nothing changed", PATIENT, "id", "p1"),
    ("id of 64", PATIENT, "id", "a" * 64),
    ("year alone", PATIENT, "birthDate", "1940"),
    ("year and month", PATIENT, "birthDate", "1940-02"),
    ("leap day of the year 2000", PATIENT, "birthDate", "2000-02-29"),
    ("leap second", OBSERVATION, "effectiveDateTime", "2016-12-31T23:59:60Z"),
    ("fraction of a second", OBSERVATION, "issued", "2026-01-31T08:30:00.123456789+08:00"),
    ("extension of a primitive", PATIENT, "_birthDate", {"extension": [{"url": "http://a", "valueCode": "x"}]}),
    ("null padding", PATIENT, "name",
     [{"given": ["a", None], "_given": [None, {"extension": [{"url": "http://a", "valueCode": "x"}]}]}]),
    ("nested extension", PATIENT, "extension", [{"url": "http://a", "extension": [{"url": "b", "valueInteger": 1}]}]),
    ("urn reference", OBSERVATION, "subject", {"reference": "urn:uuid:c757873d-ec9a-4326-a141-556f43239520"}),
    ("absolute reference", OBSERVATION, "subject", {"reference": "https://a.example/fhir/Patient/1/_history/2"}),
    ("reference to the container", OBSERVATION, "subject", {"reference": "#"}),
    ("start and end of unlike precision", PATIENT, "address",
     [{"text": "a", "period": {"start": "2020-01-31T10:00:00Z", "end": "2020-01-31"}}]),
    ("start and end in unlike zones", PATIENT, "address",
     [{"text": "a", "period": {"start": "2020-01-31T10:00:00+08:00", "end": "2020-01-31T03:00:00Z"}}]),
    ("conditional reference", OBSERVATION, "subject", {"reference": "Patient?identifier=a|b"}),
    ("logical reference", OBSERVATION, "subject", {"identifier": {"value": "a"}}),
    ("exponent", OBSERVATION, "valueQuantity", {"value": Decimal("1E+2")}),
    ("line breaks in text", PATIENT, "name", [{"text": "a\r\n\tb"}]),
]  # fmt: skip


@pytest.mark.parametrize(
    ("resource", "element", "value"), [row[1:] for row in ACCEPTED], ids=[row[0] for row in ACCEPTED]
)
def test_what_r4_allows_is_accepted(resource: JsonObject, element: str, value: Any) -> None:
    assert validate({**resource, element: value}) == []


def test_a_required_primitive_may_be_an_extension_alone() -> None:
    absent = {"url": "http://hl7.org/fhir/StructureDefinition/data-absent-reason", "valueCode": "unknown"}
    resource = {name: value for name, value in OBSERVATION.items() if name != "status"}

    assert validate({**resource, "_status": {"extension": [absent]}}) == []


def test_an_issue_says_what_was_expected_and_where() -> None:
    data = b'{"resourceType": "Patient",\n  "gendr": "male",\n  "birthDate": "29.02.1940"}'

    resource, issues = validate_bytes(data)

    assert resource == {"resourceType": "Patient", "gendr": "male", "birthDate": "29.02.1940"}
    assert sorted(issues, key=lambda issue: issue.line or 0) == [
        Issue(
            severity="error",
            code="structure",
            text="Patient of FHIR R4 has no element gendr; did you mean gender?",
            expression="Patient.gendr",
            line=2,
            column=3,
        ),
        Issue(
            severity="error",
            code="value",
            text="birthDate is not a FHIR date; expected a day of the calendar as in 2026-01-31, or 2026-01, or 2026.",
            expression="Patient.birthDate",
            line=3,
            column=3,
        ),
    ]


def test_bytes_that_are_no_json_give_one_fatal_issue() -> None:
    resource, issues = validate_bytes(b'{"resourceType":')

    assert resource == {}
    assert [(issue.severity, issue.line, issue.column) for issue in issues] == [("fatal", 1, 17)]


@pytest.mark.parametrize("resource_type", ["Patiént", "patient", "DomainResource", "", 7, None, ["Patient"]])
def test_an_unknown_type_gives_one_clear_error(resource_type: Any) -> None:
    [issue] = validate({"resourceType": resource_type, "x": None})

    assert (issue.code, issue.expression) == ("structure", "resourceType")


def test_no_more_than_a_hundred_issues_are_said() -> None:
    broken = {**PATIENT, "name": [{"use": "x"}] * 500}

    assert len(validate(broken)) == MAX_ISSUES


@pytest.mark.parametrize(
    "extension",
    [
        {"url": "http://a", "valueString": "a", "valueInteger": 1},
        {"url": "http://a", "valueInteger": 1, "_valueString": {"extension": [{"url": "b", "valueCode": "x"}]}},
        {"url": "http://a", "id": "x", "valueQuantity": {"value": 1}, "valueDate": "2026"},
    ],
)
def test_an_extension_has_one_value(extension: JsonObject) -> None:
    [issue] = validate({**PATIENT, "extension": [extension]})

    assert (issue.code, issue.expression, issue.text) == (
        "structure",
        "Patient.extension[0]",
        "value[x] stands with more than one type; expected only one of them.",
    )


@pytest.mark.parametrize(
    "extension",
    [
        {"url": "http://a", "id": "x", "valueString": "a", "_valueString": {"id": "a"}},
        {"url": "http://a", "valueMeta": {"tag": [{"code": "a"}]}},
        {"url": "http://a", "id": "x", "extension": [{"url": "b", "valueAddress": {"text": "a"}}]},
    ],
)
def test_an_extension_may_have_an_id_and_the_extension_of_its_value(extension: JsonObject) -> None:
    assert validate({**PATIENT, "extension": [extension]}) == []


def test_concepts_need_a_coding_of_their_required_value_set() -> None:
    condition: JsonObject = {"resourceType": "Condition", "subject": {"reference": "Patient/1"}}
    active = {"system": "http://terminology.hl7.org/CodeSystem/condition-clinical", "code": "active"}
    local = {"system": "http://a", "code": "在治"}

    assert validate({**condition, "clinicalStatus": {"coding": [local, active]}}) == []
    for concept in ({"coding": [local]}, {"text": "active"}, {"coding": [{"code": "active"}]}):
        [issue] = validate({**condition, "clinicalStatus": concept})
        assert (issue.code, issue.expression) == ("code-invalid", "Condition.clinicalStatus")


def test_each_entry_of_a_bundle_is_checked_as_its_own_type() -> None:
    bundle = {
        "resourceType": "Bundle",
        "type": "transaction",
        "entry": [
            {
                "fullUrl": "urn:uuid:1",
                "resource": {**PATIENT, "gender": "x"},
                "request": {"method": "POST", "url": "Patient"},
            },
            {"fullUrl": "urn:uuid:1", "resource": OBSERVATION},
            {
                "fullUrl": "http://a/Patient/1/_history/1",
                "resource": {"resourceType": "X"},
                "request": {"method": "PUT"},
            },
        ],
    }

    found = validate_bytes(orjson.dumps(bundle, default=str, option=orjson.OPT_INDENT_2))[1]

    assert sorted((issue.code, issue.expression) for issue in found) == [
        ("code-invalid", "Bundle.entry[0].resource.gender"),
        ("invariant", "Bundle.entry[1].fullUrl"),
        ("invariant", "Bundle.entry[2].fullUrl"),
        ("required", "Bundle.entry[1]"),
        ("required", "Bundle.entry[2].request"),
        ("structure", "Bundle.entry[2].resource.resourceType"),
        ("value", "Bundle.entry[1].resource.valueQuantity.value"),
    ]
    assert all(issue.line for issue in found)


def test_resources_inside_of_parameters_are_checked() -> None:
    broken = {"resourceType": "Observation", "status": "final"}
    parameters = {
        "resourceType": "Parameters",
        "parameter": [{"name": "fact", "resource": broken}, {"name": "x", "part": [{"name": "y", "resource": broken}]}],
    }

    assert [issue.expression for issue in validate(parameters)] == [
        "Parameters.parameter[0].resource.code",
        "Parameters.parameter[1].part[0].resource.code",
    ]


def test_decimals_of_the_strict_parser_are_numbers() -> None:
    data = b'{"resourceType":"Observation","status":"final","code":{"text":"a"},"valueQuantity":{"value":72.50}}'

    assert validate(parse(data)) == []


def test_schemas_are_compiled_on_demand_and_unknown_ones_refused() -> None:
    prepare(["Slot"])

    assert compiled_schema("Slot")["properties"]["resourceType"] == {"enum": ["Slot"]}
    with pytest.raises(KeyError):
        compiled_schema("../Slot")


@pytest.mark.parametrize("resource_type", sorted(RESOURCE_TYPES))
def test_every_type_accepts_what_its_definition_allows(resource_type: str) -> None:
    for seed in range(3):
        assert validate(sample(resource_type, seed)) == []


_ORGANIZATION = {"resourceType": "Organization", "name": "示范"}
_ENABLED = {"question": "2", "operator": "exists", "answerBoolean": True}


@pytest.mark.parametrize(
    ("resource", "expression", "key"),
    [
        ({"resourceType": "Patient", "contained": [_ORGANIZATION]}, "Patient", "dom-3"),
        (
            {
                "resourceType": "Questionnaire", "status": "active",
                "item": [{"linkId": "1", "type": "string", "enableWhen": [_ENABLED, _ENABLED]}],
            },
            "Questionnaire.item[0]", "que-12",
        ),
        (
            {
                "resourceType": "Questionnaire", "status": "active",
                "item": [{"linkId": "1", "type": "string", "initial": [{"valueString": "a"}, {"valueString": "b"}]}],
            },
            "Questionnaire.item[0]", "que-13",
        ),
        (
            {
                "resourceType": "ValueSet", "status": "active",
                "expansion": {"timestamp": "2026-01-01T00:00:00Z", "contains": [{"display": "a"}]},
            },
            "ValueSet.expansion.contains[0]", "vsd-9",
        ),
    ],
    ids=["dom-3", "que-12", "que-13", "vsd-9"],
)  # fmt: skip
def test_what_the_words_of_an_invariant_forbid_is_refused_where_its_expression_is_empty(
    resource: JsonObject, expression: str, key: str
) -> None:
    found = [(one.expression, one.text.partition(" ")[0]) for one in validate(resource)]

    assert found == [(expression, key)]


def test_a_contained_resource_without_an_id_may_refer_to_its_container() -> None:
    inner = {"resourceType": "Observation", "status": "final", "code": {"text": "a"}, "subject": {"reference": "#"}}

    assert validate({"resourceType": "Patient", "contained": [inner]}) == []
