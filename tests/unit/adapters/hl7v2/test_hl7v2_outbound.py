"""Messages that no golden case holds: places, appointments, local codes, versions."""

from typing import Any

import pytest

from adapters.hl7v2.outbound.render import render, suitable
from adapters.hl7v2.outbound.target import Target
from adapters.port import Dialect, ExtraField
from tests.unit.adapters.hl7v2.facts import TIME

PATIENT = {
    "resourceType": "Patient", "id": "p",
    "identifier": [{"system": "https://alliance-hub.example/sid/H1/mrn", "value": "1"}],
}  # fmt: skip


def lines(message: str, *resources: dict[str, Any], target: Target | None = None) -> list[str]:
    bundle = {"resourceType": "Bundle", "entry": [{"resource": one} for one in resources]}
    made = render(bundle, message=message, target=target or Target(name="H1"), control_id="1", time=TIME)
    assert [issue.text for issue in made.issues] == []
    return made.data.decode().split("\r")[1:-1]


def test_beds_are_told_with_the_places_around_them_and_their_state() -> None:
    ward = {"resourceType": "Location", "id": "w", "name": "老年科", "physicalType": {"coding": [{"code": "wa"}]}}
    bed = {
        "resourceType": "Location", "id": "b", "name": "02", "physicalType": {"coding": [{"code": "bd"}]},
        "partOf": {"reference": "Location/w"}, "status": "inactive", "description": "靠窗",
        "operationalStatus": {"system": "http://terminology.hl7.org/CodeSystem/v2-0116", "code": "O"},
    }  # fmt: skip

    assert lines("MFN^M05", ward, bed) == [
        "MFI|LOC^Location master file^HL70175||UPD|||AL",
        "MFE|MUP|1||老年科|PL",
        "LOC|老年科||N",
        "MFE|MDL|2||老年科^^02^^^^^^靠窗|PL",
        "LOC|老年科^^02^^^^^^靠窗|靠窗|B",
        "LCH|老年科^^02^^^^^^靠窗|||BEDSTATUS|O",
    ]


def test_a_cancelled_appointment_is_told_with_its_doctor_and_place() -> None:
    appointment = {
        "resourceType": "Appointment", "status": "cancelled", "start": "2026-03-02T01:00:00Z",
        "end": "2026-03-02T01:30:00Z", "minutesDuration": 30, "serviceType": [{"text": "心电图"}],
        "identifier": [{"system": "https://alliance-hub.example/sid/H1/filler", "value": "A1"}],
        "participant": [
            {"actor": {"reference": "Patient/p"}, "status": "accepted"},
            {"actor": {"type": "Location", "display": "一诊室"}, "status": "accepted"},
            {"actor": {"display": "李医生"}, "status": "accepted"},
            {"status": "accepted"},
        ],
    }  # fmt: skip

    assert lines("SIU^S15", appointment, PATIENT) == [
        "SCH||A1|||||||30|MIN|^^^20260302090000^20260302093000||||||||||||||Cancelled",
        "PID|1||1",
        "RGS|1",
        "AIS|1||^心电图|20260302090000",
        "AIL|1||^^^^^^^^一诊室|||20260302090000",
        "AIP|1||^李医生|||20260302090000",
    ]


def test_codes_and_fields_of_the_receivers_own_are_written_in_its_words() -> None:
    dialect = Dialect(
        digest="x",
        authorities={"集团": "urn:oid:1.2.3"},
        values={"PID-8": {"女": "F", "女性": "F"}},
        concepts={"https://h1/dx": {"D9": ("I10", "http://hl7.org/fhir/sid/icd-10", "高血压")}},
        systems={"院内诊断": "https://h1/dx"},
        extras=(
            ExtraField("ZPI-2", "Patient", "https://h1/level", "decimal"),
            ExtraField("ZPI-3.2", "Patient", "https://h1/since", "date"),
            ExtraField("ZPI-4", "Patient", "https://h1/kin", "boolean"),
            ExtraField("ZPI-5", "Encounter", "https://h1/none", "string"),
        ),
    )
    patient = PATIENT | {
        "gender": "female",
        "identifier": [{"system": "urn:oid:1.2.3", "value": "7"}],
        "extension": [
            {"url": "https://h1/level", "valueDecimal": 2},
            {"url": "https://h1/since", "valueDate": "2026-03-01"},
            {"url": "https://h1/kin", "valueBoolean": True},
        ],
    }
    condition = {
        "resourceType": "Condition", "subject": {"reference": "Patient/p"},
        "code": {"coding": [{"system": "http://hl7.org/fhir/sid/icd-10", "code": "I10", "display": "高血压"}]},
    }  # fmt: skip

    told = lines("ADT^A31", patient, condition, target=Target(name="H1", dialect=dialect))

    assert told[1] == "PID|1||7^^^集团|||||女"
    assert told[3] == "DG1|1||D9^高血压^院内诊断^I10^高血压^I10|||W"
    assert told[4] == "ZPI||2|^20260301|Y"


@pytest.mark.parametrize(("version", "refused"), [("2.6", False), ("2.7", True), ("3", True)])
def test_orm_is_not_sent_to_versions_that_have_withdrawn_it(version: str, *, refused: bool) -> None:
    request = {"resourceType": "ServiceRequest", "status": "active", "intent": "order", "code": {"text": "X线"}}
    bundle = {"resourceType": "Bundle", "entry": [{"resource": one} for one in (request, PATIENT)]}

    made = render(bundle, message="ORM^O01", target=Target(version=version), control_id="1", time=TIME)

    assert made.is_refused is refused


@pytest.mark.parametrize(
    ("resources", "expected"),
    [
        ([{"resourceType": "Task", "status": "rejected"}], "RRI^I12"),
        ([{"resourceType": "Task", "status": "requested"}], "REF^I12"),
        ([PATIENT | {"link": [{"type": "replaces"}]}], "ADT^A40"),
        ([PATIENT, {"resourceType": "ServiceRequest"}], "OML^O21"),
        ([{"resourceType": "Slot"}], ""),
    ],
    ids=["decided", "asked", "merged", "ordered", "nothing"],
)
def test_the_usual_message_follows_from_what_is_told(resources: list[dict[str, Any]], expected: str) -> None:
    assert suitable({"resourceType": "Bundle", "entry": [{"resource": one} for one in resources]}) == expected


def test_several_patients_are_not_put_into_one_message() -> None:
    bundle = {"resourceType": "Bundle", "entry": [{"resource": PATIENT}, {"resource": PATIENT | {"id": "q"}}]}

    made = render(bundle, message="ADT^A08", target=Target(), control_id="1", time=TIME)

    assert [issue.expression for issue in made.issues] == ["Patient"]


def test_a_blood_pressure_is_told_line_by_line() -> None:
    pressure = {
        "resourceType": "Observation", "status": "final", "code": {"coding": [{"code": "85354-9"}]},
        "subject": {"reference": "Patient/p"},
        "component": [
            {"code": {"coding": [{"code": "8480-6"}]}, "valueQuantity": {"value": 138, "unit": "mmHg"}},
            {"code": {"coding": [{"code": "8462-4"}]}, "valueQuantity": {"value": 80, "unit": "mmHg"}},
        ],
    }  # fmt: skip

    assert lines("ORU^R01", pressure, PATIENT)[1:] == [
        "OBR|1|||^Observations|||||||||||||||||||||F",
        "OBX|1||85354-9||||||||F",
        "OBX|2|NM|8480-6|1.1|138|mmHg|||||F",
        "OBX|3|NM|8462-4|1.2|80|mmHg|||||F",
    ]


def doctors_told(
    full_url: str, reference: str, *, asked_at: str = "https://hub.example/fhir/Appointment/a"
) -> list[str]:
    """The names in the AIP lines of an appointment whose doctor is named by a reference."""
    doctor = {"resourceType": "Practitioner", "id": "1", "name": [{"text": "李医生"}]}
    appointment = {
        "resourceType": "Appointment", "id": "a", "status": "booked",
        "identifier": [{"system": "https://alliance-hub.example/sid/H1/filler", "value": "A1"}],
        "participant": [{"actor": {"reference": reference}, "status": "accepted"}],
    }  # fmt: skip
    entries = [{"fullUrl": asked_at, "resource": appointment}, {"fullUrl": full_url, "resource": doctor}]
    bundle = {"resourceType": "Bundle", "entry": [*entries, {"resource": PATIENT}]}
    made = render(bundle, message="SIU^S12", target=Target(name="H1"), control_id="1", time=TIME)
    told = [line.split("|") for line in made.data.decode().split("\r") if line.startswith("AIP")]
    return [fields[3] for fields in told if len(fields) > 3]


@pytest.mark.parametrize(
    ("full_url", "reference"),
    [
        ("https://hub.example/fhir/Practitioner/1", "https://elsewhere.example/fhir/Practitioner/1"),
        ("https://elsewhere.example/fhir/Practitioner/1", "https://hub.example/fhir/Practitioner/1"),
        ("https://elsewhere.example/fhir/Practitioner/1", "Practitioner/1"),
        ("", "https://elsewhere.example/fhir/Practitioner/1"),
    ],
)
def test_a_reference_to_a_stranger_is_not_taken_for_one_of_ours_with_the_same_number(
    full_url: str, reference: str
) -> None:
    assert doctors_told(full_url, reference) == []


@pytest.mark.parametrize(
    ("full_url", "reference"),
    [
        ("https://hub.example/fhir/Practitioner/1", "Practitioner/1"),
        ("https://hub.example/fhir/Practitioner/1", "Practitioner/1/_history/3"),
        ("https://hub.example/fhir/Practitioner/1", "https://hub.example/fhir/Practitioner/1"),
        ("urn:uuid:0b9c8ad7-6c5b-4a39-8a1f-5d0f5d2a7c01", "urn:uuid:0b9c8ad7-6c5b-4a39-8a1f-5d0f5d2a7c01"),
        ("urn:uuid:0b9c8ad7-6c5b-4a39-8a1f-5d0f5d2a7c01", "Practitioner/1"),
        ("", "Practitioner/1"),
    ],
)
def test_a_reference_leads_to_the_resource_that_it_names(full_url: str, reference: str) -> None:
    assert doctors_told(full_url, reference) == ["^李医生"]


def test_a_relative_reference_of_a_resource_without_an_address_leads_to_the_one_of_that_number() -> None:
    asked_at = "urn:uuid:0b9c8ad7-6c5b-4a39-8a1f-5d0f5d2a7c02"

    assert doctors_told("https://hub.example/fhir/Practitioner/1", "Practitioner/1", asked_at=asked_at) == ["^李医生"]


def sick() -> list[dict[str, Any]]:
    """What hangs on the patient, and an observation that no report holds beside one that has a report."""
    whose = {"reference": "Patient/p"}
    seen = {"resourceType": "Observation", "status": "final", "subject": whose}
    return [
        PATIENT,
        {"resourceType": "RelatedPerson", "id": "r", "patient": whose, "name": [{"text": "周小芳"}]},
        {"resourceType": "AllergyIntolerance", "id": "a", "patient": whose, "code": {"text": "青霉素"}},
        {"resourceType": "Condition", "id": "c", "subject": whose, "code": {"text": "肺炎"}},
        {"resourceType": "Coverage", "id": "i", "status": "active", "beneficiary": whose, "payor": [{"display": "医"}]},
        seen | {"id": "o1", "code": {"text": "血钾"}, "valueString": "4.1"},
        seen | {"id": "o2", "code": {"text": "体温"}, "valueString": "36.6"},
    ]  # fmt: skip


def test_a_referral_has_insurance_diagnoses_and_allergies_in_this_order_and_each_result_under_its_own_obr() -> None:
    request = {
        "resourceType": "ServiceRequest", "status": "active", "intent": "order", "subject": {"reference": "Patient/p"},
        "identifier": [{"system": "https://alliance-hub.example/sid/referral", "value": "R1"}],
        "requester": {"display": "示范老年病医院"},
    }  # fmt: skip
    report = {
        "resourceType": "DiagnosticReport", "status": "final", "code": {"text": "生化"},
        "subject": {"reference": "Patient/p"}, "result": [{"reference": "Observation/o1"}],
    }  # fmt: skip

    said = lines("REF^I12", request, report, *sick())

    assert [line[:3] for line in said] == [
        "RF1", "PRD", "PID", "NK1", "IN1", "DG1", "AL1", "OBR", "OBX", "OBR", "OBX",
    ]  # fmt: skip
    assert said[-2:] == ["OBR|2|||^Observations|||||||||||||||||||||F", "OBX|1|ST|^体温||36.6||||||F"]


@pytest.mark.parametrize("message", ["ORM^O01", "OML^O21"])
def test_an_order_has_what_hangs_on_the_patient_before_it_and_its_diagnoses_behind_its_obr(message: str) -> None:
    request = {
        "resourceType": "ServiceRequest", "status": "active", "intent": "order", "subject": {"reference": "Patient/p"},
        "identifier": [{"system": "https://alliance-hub.example/sid/H1/placer", "value": "P1"}],
        "code": {"text": "胸片"}, "note": [{"text": "咳嗽"}], "supportingInfo": [{"reference": "Observation/o1"}],
    }  # fmt: skip

    said = lines(message, request, *sick())

    assert [line[:3] for line in said] == ["PID", "NK1", "IN1", "AL1", "ORC", "OBR", "NTE", "DG1", "OBX"]


@pytest.mark.parametrize(("kind", "code"), [("application/pdf", "AP"), ("text/plain", "TX")])
def test_a_document_says_in_txa_whether_its_content_is_text(kind: str, code: str) -> None:
    document = {
        "resourceType": "DocumentReference", "status": "current", "subject": {"reference": "Patient/p"},
        "masterIdentifier": {"system": "urn:x", "value": "D1"},
        "content": [{"attachment": {"contentType": kind, "data": "JVBERi0xLjQK"}}],
    }  # fmt: skip

    [txa] = [line.split("|") for line in lines("MDM^T02", document, PATIENT) if line.startswith("TXA")]

    assert txa[3] == code
