"""What $validate finds: bodies, Parameters, profiles, modes."""

import pytest

from fhir_profiles.json_text import dump
from hub.api.operations.validate import findings
from hub.errors import BadRequestError

PATIENT = {"resourceType": "Patient", "id": "p1", "text": {"status": "generated", "div": "x"}}
ELDER = "https://alliance-hub.example/fhir/StructureDefinition/elder-patient"
DIV = '<div xmlns="http://www.w3.org/1999/xhtml"><p>a</p></div>'
GOOD = {**PATIENT, "text": {"status": "generated", "div": DIV}}


def _found(resource: object, *arguments: object) -> list[tuple[str, str, str]]:
    issues = findings(dump(resource), "Patient", *arguments)  # type: ignore[arg-type]  # the rest by position
    return [(issue.severity, issue.code, issue.expression) for issue in issues]


def test_an_empty_body_is_refused() -> None:
    with pytest.raises(BadRequestError, match="The body is empty"):
        findings(b"", "Patient")


def test_bytes_that_are_no_json_give_one_fatal_issue() -> None:
    assert [issue.severity for issue in findings(b"{", "Patient")] == ["fatal"]


def test_parameters_without_the_resource_are_refused() -> None:
    with pytest.raises(BadRequestError, match="lack `resource`"):
        findings(
            dump({"resourceType": "Parameters", "parameter": [{"name": "mode", "valueCode": "create"}]}), "Patient"
        )


def test_a_mode_that_is_none_is_refused() -> None:
    with pytest.raises(BadRequestError, match="The mode is erase"):
        findings(dump(GOOD), "Patient", "", (), "erase")


def test_the_mode_profile_needs_a_profile() -> None:
    with pytest.raises(BadRequestError, match="no profile is named"):
        findings(dump(GOOD), "Patient", "", (), "profile")


def test_a_valid_resource_without_a_narrative_gets_advice() -> None:
    assert _found({"resourceType": "Patient", "id": "p1"}) == [("warning", "invariant", "Patient")]


def test_a_resource_of_another_type_is_an_error() -> None:
    assert _found({**GOOD, "resourceType": "Person"}) == [("error", "invalid", "resourceType")]


def test_an_update_under_another_id_is_an_error() -> None:
    assert _found(GOOD, "p2", (), "update") == [("error", "invalid", "Patient.id")]
    assert _found(GOOD, "p1", (), "update") == []


def test_a_profile_is_checked_where_the_base_is_right() -> None:
    assert _found(GOOD, "", (ELDER,))[0] == ("error", "required", "Patient.identifier")
    assert _found(PATIENT, "", (ELDER,)) == [("error", "invariant", "Patient.text.div")]


def test_a_profile_that_is_not_known_is_said() -> None:
    assert _found(GOOD, "", ("http://example.org/x",)) == [("error", "not-found", "Patient")]


def test_r4s_own_profile_is_met_by_what_is_valid() -> None:
    assert _found(GOOD, "", ("http://hl7.org/fhir/StructureDefinition/Patient",)) == []


def test_a_profile_of_another_type_is_an_error() -> None:
    other = "https://alliance-hub.example/fhir/StructureDefinition/bed-location"

    assert _found(GOOD, "", (other,)) == [("error", "structure", "Patient")]


def test_an_issue_inside_of_parameters_has_its_line() -> None:
    text = (
        b'{"resourceType":"Parameters","parameter":[\n{"name":"profile","valueUri":"%s"},\n{"name":"resource","resource":\n'
        b'{"resourceType":"Patient",\n"gender":"x"}}]}' % ELDER.encode()
    )

    [issue] = findings(text, "Patient")

    assert (issue.code, issue.expression, issue.line, issue.column) == ("code-invalid", "Patient.gender", 5, 1)
