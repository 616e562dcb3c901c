import base64

import pytest

from tests.unit.adapters.hl7v2.messages import PID, convert, entry, msh, problems, resource, resources, segment

ORC = "ORC|NW|P1||G1|||||20260301090000|||D1^李医生"


@pytest.mark.parametrize("kind", ["ORM^O01", "OML^O21", "OMG^O19"])
def test_an_order_is_a_request_with_specimen_and_reason(kind: str) -> None:
    found = convert(
        msh(kind), PID, ORC, "OBR|1|P1||24323-8^生化^LN|S", "DG1|1||I10^x^I10", "SPM|1|S1||SER^血清^HL70487"
    )

    request = resource(found, "ServiceRequest")
    assert (request["status"], request["intent"], request["priority"]) == ("active", "order", "stat")
    assert (request["authoredOn"], request["requester"]["display"]) == ("2026-03-01T09:00:00+08:00", "李医生")
    assert request["requisition"]["value"] == "G1"
    assert request["specimen"] == [{"reference": entry(found, "Specimen").full_url}]
    assert request["reasonReference"] == [{"reference": entry(found, "Condition").full_url}]


@pytest.mark.parametrize(
    ("orc", "status"),
    [
        ("ORC|NW|P1", "active"),
        ("ORC|CA|P1", "active"),
        ("ORC|OC|P1", "revoked"),
        ("ORC|OH|P1", "on-hold"),
        ("ORC|SC|P1|||CM", "completed"),
        ("ORC|CA|P1|||CA", "revoked"),
        ("ORC|UX|P1", "unknown"),
    ],
)
def test_the_order_status_goes_before_the_order_control(orc: str, status: str) -> None:
    assert resource(convert(msh("ORM^O01"), PID, orc, "OBR|1|P1||A^a"), "ServiceRequest")["status"] == status


def test_a_medicine_order_has_dose_route_and_refills() -> None:
    found = convert(
        msh("RDE^O11"), PID, ORC, "RXE||A10BA02^二甲双胍^ATC|0.5||g||^饭后服用|||30|片|2", "RXR|PO^口服^HL70162"
    )

    request = resource(found, "MedicationRequest")
    assert request["medicationCodeableConcept"]["coding"][0]["system"] == "http://www.whocc.no/atc"
    assert request["dosageInstruction"][0]["text"] == "饭后服用"
    assert request["dosageInstruction"][0]["route"]["text"] == "口服"
    assert request["dispenseRequest"] == {"quantity": {"value": 30, "unit": "片"}, "numberOfRepeatsAllowed": 2}


@pytest.mark.parametrize(
    ("rxa", "status"),
    [("|CP", "completed"), ("|RE", "not-done"), ("|NA", "not-done"), ("|", "completed"), ("|CP|D", "entered-in-error")],
)
def test_an_immunization_has_a_status_and_a_time(rxa: str, status: str) -> None:
    found = convert(
        msh("VXU^V04"), PID, "ORC|RE||F1", f"RXA|0|1|20260301||88^流感疫苗^CVX|0.5|mL{'|' * 8}L77|||||{rxa[1:]}"
    )

    immunization = resource(found, "Immunization")
    assert (immunization["status"], immunization["occurrenceDateTime"]) == (status, "2026-03-01")
    assert (immunization["lotNumber"], entry(found, "Immunization").url.endswith("/filler|F1")) == ("L77", True)


def test_observations_of_an_immunization_are_part_of_it() -> None:
    found = convert(msh("VXU^V04"), PID, "ORC|RE||F1", "RXA|0|1|20260301||88^流感疫苗^CVX", "OBX|1|ST|X^y||z||||||F")

    assert resource(found, "Observation")["partOf"] == [{"reference": entry(found, "Immunization").full_url}]


@pytest.mark.parametrize(
    ("event", "status"),
    [("S12", "booked"), ("S15", "cancelled"), ("S17", "entered-in-error"), ("S26", "noshow")],
)
def test_the_event_decides_the_status_of_an_appointment(event: str, status: str) -> None:
    found = convert(
        msh(f"SIU^{event}"),
        "SCH|P1|F1|||||^复诊||30|MIN|^^^20260305090000",
        PID,
        "RGS|1",
        "AIP|1||D1^李医生",
        "AIL|1||门诊",
    )

    appointment = resource(found, "Appointment")
    assert appointment["status"] == status
    assert (appointment["start"], appointment["end"]) == ("2026-03-05T09:00:00+08:00", "2026-03-05T09:30:00+08:00")
    assert len(appointment["participant"]) == 3


def test_an_appointment_without_times_is_proposed() -> None:
    found = convert(msh("SIU^S12"), "SCH|P1", PID)

    assert resource(found, "Appointment")["status"] == "proposed"
    assert ("warning", "SCH-11") in problems(found)


@pytest.mark.parametrize(
    ("sch", "ais", "listed"), [({1: "P1", 25: "Booked"}, {}, "SCH-25"), ({1: "P1"}, {10: "Booked"}, "AIS-10")]
)
def test_a_status_that_fhir_does_not_allow_without_times_is_listed_as_left(
    sch: dict[int, str], ais: dict[int, str], listed: str
) -> None:
    found = convert(msh("SIU^S12"), segment("SCH", sch), PID, segment("AIS", ais | {3: "^复诊"}))

    assert resource(found, "Appointment")["status"] == "proposed"
    assert [issue.expression for issue in found.residue if issue.code == "not-supported"] == [listed]


def test_a_document_carries_its_text() -> None:
    found = convert(
        msh("MDM^T02"),
        PID,
        "TXA|1|DS^出院小结||||20260310120000|||D1^李医生|||DOC1|||||AU||AV",
        "OBX|1|TX|||第一行",
        "OBX|2|TX|||第二行",
    )

    document = resource(found, "DocumentReference")
    assert (document["status"], document["docStatus"]) == ("current", "final")
    assert document["masterIdentifier"]["value"] == "DOC1"
    assert base64.b64decode(document["content"][0]["attachment"]["data"]).decode() == "第一行\n第二行"
    assert resources(found, "Observation") == []


def test_a_replacing_document_names_the_one_before() -> None:
    found = convert(msh("MDM^T10"), PID, "TXA|1|DS||||||||||DOC2|DOC1", "OBX|1|TX|||x")

    assert resource(found, "DocumentReference")["relatesTo"][0]["target"]["identifier"]["value"] == "DOC1"


@pytest.mark.parametrize(("kind", "place"), [("MDM^T02", "TXA"), ("SIU^S12", "SCH")])
def test_a_message_without_its_core_keeps_the_patient_and_says_so(kind: str, place: str) -> None:
    found = convert(msh(kind), PID)

    assert ("warning", place) in problems(found)
    assert resource(found, "Patient")["name"] == [{"text": "钱阿婆"}]


@pytest.mark.parametrize(
    ("event", "prb", "status"),
    [
        ("PC1", "PRB|AD|20260301|I10^高血压^I10|PR1", "active"),
        ("PC2", "PRB|UP|20260301|I10^高血压^I10|PR1|||||20260302", "resolved"),
    ],
)
def test_a_problem_is_a_condition_of_the_problem_list(event: str, prb: str, status: str) -> None:
    condition = resource(convert(msh(f"PPR^{event}"), PID, prb), "Condition")

    assert condition["clinicalStatus"]["coding"][0]["code"] == status
    assert condition["category"][0]["coding"][0]["code"] == "problem-list-item"


def test_a_deleted_problem_is_entered_in_error() -> None:
    condition = resource(convert(msh("PPR^PC3"), PID, "PRB|DE|20260301|I10^高血压^I10|PR1"), "Condition")

    assert condition["verificationStatus"]["coding"][0]["code"] == "entered-in-error"


def test_vaccines_that_share_a_placeholder_number_do_not_overwrite_each_other() -> None:
    found = convert(
        msh("VXU^V04"),
        PID,
        "ORC|RE||9999",
        "RXA|0|1|20260301||88^流感疫苗^CVX",
        "ORC|RE||9999",
        "RXA|0|1|20260201||33^肺炎疫苗^CVX",
    )

    given = resources(found, "Immunization")
    assert [item["occurrenceDateTime"] for item in given] == ["2026-03-01", "2026-02-01"]
    assert [item["identifier"][-1]["value"] for item in given] == ["9999", "9999"]
    assert given[0]["identifier"][0] != given[1]["identifier"][0]
