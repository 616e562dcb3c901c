"""What an outbox row says in HL7 v2, with the receiver's own rights."""

import json
from collections.abc import AsyncIterator
from pathlib import Path

import pytest

from fhir_profiles.issue import JsonObject
from hub.delivery.document import composition_to_text
from hub.delivery.speech import control_id_of, message_for, receiver_in
from hub.store.port import Put, Ref, WriteUnit
from tests.unit.delivery.mllp_world import EYES, Alliance, alliance_with_his


@pytest.fixture
async def alliance(tmp_path: Path) -> AsyncIterator[Alliance]:
    async with alliance_with_his(tmp_path) as made:
        yield made


async def put(alliance: Alliance, *resources: JsonObject, member: int = 2) -> None:
    """Resources of the receiver's own, so that it may read them."""
    puts = tuple(
        Put(ref=Ref(str(one["resourceType"]), str(one["id"])), data=json.dumps(one).encode(), custodian=member)
        for one in resources
    )
    await alliance.store.write(WriteUnit(puts=puts), visibility=EYES)


PHYSICAL = "http://terminology.hl7.org/CodeSystem/location-physical-type"
PATIENT: JsonObject = {
    "resourceType": "Patient", "id": "p1", "name": [{"text": "钱奬"}],
    "identifier": [{"system": "https://alliance-hub.example/sid/M1/mrn", "value": "M0001"}],
}  # fmt: skip
REPORT: JsonObject = {
    "resourceType": "DiagnosticReport", "id": "r1", "status": "final", "code": {"text": "心电图报告"},
    "identifier": [{"system": "https://alliance-hub.example/sid/H1/filler", "value": "E77"}],
    "subject": {"reference": "Patient/p1"}, "conclusion": "窦性心律", "issued": "2026-03-02T08:00:00Z",
    "presentedForm": [{"contentType": "application/pdf", "data": "JVBERi0="}],
}  # fmt: skip


async def test_a_report_reaches_the_clinic_as_oru_with_its_pdf(alliance: Alliance) -> None:
    await put(alliance, PATIENT)
    await alliance.send(json.dumps(REPORT).encode(), content="application/fhir+json")

    await alliance.dispatcher.turn()

    [seen] = alliance.his.seen
    lines = seen.decode("gb18030").split("\r")
    assert lines[0].startswith("MSH|^~\\&|ALLIANCE-HUB||CIS|M1|20260302080000+0800||ORU^R01^ORU_R01|")
    assert lines[1:] == [
        "PID|1||M0001||钱奬",
        "OBR|1||E77^^https://alliance-hub.example/sid/H1/filler^URI|^心电图报告||||||||||||||||||20260302160000|||F",
        "OBX|1|TX|8251-1^Service comment^LN||窦性心律||||||F",
        "OBX|2|ED|60572-5^Report^LN||ALLIANCE-HUB^application^PDF^Base64^JVBERi0=||||||F",
    ]
    assert await alliance.states() == [("done", 1, "")]
    [entry] = [one for one in await alliance.store.audit_page(visibility=EYES) if one.interaction == "deliver"]
    assert (entry.member, entry.agent, entry.patient) == (2, "delivery:mllp", "p1")


async def test_the_place_of_a_visit_is_told_whole_however_far_it_is(alliance: Alliance) -> None:
    chain = [("b1", "bd", "2"), ("r1", "ro", "301"), ("w1", "wa", "老年科"), ("f1", "lvl", "3"), ("h1", "bu", "A")]
    places: list[JsonObject] = [
        {"resourceType": "Location", "id": key, "name": name, "mode": "instance"}
        | {"physicalType": {"coding": [{"system": PHYSICAL, "code": kind}]}}
        | ({"partOf": {"reference": f"Location/{chain[at + 1][0]}"}} if at + 1 < len(chain) else {})
        for at, (key, kind, name) in enumerate(chain)
    ]
    visit: JsonObject = {
        "resourceType": "Encounter", "id": "e1", "status": "in-progress",
        "class": {"system": "http://terminology.hl7.org/CodeSystem/v3-ActCode", "code": "IMP"},
        "subject": {"reference": "Patient/p1"},
        "location": [{"location": {"reference": "Location/b1"}, "status": "active"}],
    }  # fmt: skip
    await put(alliance, PATIENT, visit, *places)
    report = REPORT | {"encounter": {"reference": "Encounter/e1"}}
    await alliance.send(json.dumps(report).encode(), content="application/fhir+json")

    await alliance.dispatcher.turn()

    [seen] = alliance.his.seen
    [pv1] = [line for line in seen.decode("gb18030").split("\r") if line.startswith("PV1")]
    assert pv1 == "PV1|1|I|老年科^301^2^^^^A^3"


async def test_what_the_receiver_may_not_read_is_not_told(alliance: Alliance) -> None:
    await put(alliance, PATIENT, member=1)
    await alliance.send(json.dumps(REPORT).encode(), content="application/fhir+json")

    await alliance.dispatcher.turn()

    assert alliance.his.seen == []
    [(state, _, error)] = await alliance.states()
    assert (state, error[:27]) == ("failed", "ORU^R01 cannot be made: ORU")


async def test_a_decided_referral_tells_the_system_that_asked_by_rri(alliance: Alliance) -> None:
    request: JsonObject = {
        "resourceType": "ServiceRequest", "id": "s1", "status": "active", "intent": "order",
        "identifier": [{"system": "https://alliance-hub.example/sid/M1/placer", "value": "ZZ1"}],
        "subject": {"reference": "Patient/p1"},
    }  # fmt: skip
    task: JsonObject = {
        "resourceType": "Task", "id": "t1", "status": "accepted", "intent": "order",
        "focus": {"reference": "ServiceRequest/s1"}, "for": {"reference": "Patient/p1"},
        "requester": {"reference": "Organization/M1"}, "owner": {"reference": "Organization/H1"},
    }  # fmt: skip
    await put(alliance, PATIENT, request)
    await alliance.send(json.dumps(task).encode(), content="application/fhir+json")

    await alliance.dispatcher.turn()

    assert await alliance.states() == [("done", 1, "")]
    [seen] = alliance.his.seen
    lines = seen.decode("gb18030").split("\r")
    assert lines[0].split("|")[8] == "RRI^I12^RRI_I12"
    assert lines[1] == "RF1|A|||||ZZ1"
    assert [line.split("|")[1] for line in lines if line.startswith("PRD")] == ["RP", "RT"]
    assert "示范老年病医院" in lines[3]
    assert await alliance.states() == [("done", 1, "")]


DOCUMENT: JsonObject = {
    "resourceType": "Bundle", "type": "document", "timestamp": "2026-03-02T08:00:00Z",
    "identifier": {"system": "urn:ietf:rfc:3986", "value": "urn:uuid:6a0f6f0e-3d0c-4f4e-9a52-0b9a6c1d7e11"},
    "entry": [
        {"fullUrl": "urn:uuid:1", "resource": {
            "resourceType": "Composition", "id": "c1", "status": "final", "title": "转诊单",
            "type": {"coding": [{"system": "http://loinc.org", "code": "57133-1"}]},
            "date": "2026-03-02T08:00:00Z", "subject": {"reference": "urn:uuid:2"},
            "section": [{"title": "诊断", "text": {"div": "<div><p>脑梗死&amp;高血压</p></div>"}}],
        }},
        {"fullUrl": "urn:uuid:2", "resource": PATIENT},
    ],
}  # fmt: skip


async def test_a_transfer_bundle_is_delivered_as_a_document_with_its_words_and_its_bytes(alliance: Alliance) -> None:
    payload = json.dumps(DOCUMENT, ensure_ascii=False).encode()
    await alliance.send(payload, content="application/fhir+json")

    await alliance.dispatcher.turn()

    [seen] = alliance.his.seen
    lines = seen.decode("gb18030").split("\r")
    assert [line[:3] for line in lines] == ["MSH", "EVN", "PID", "PV1", "TXA", "OBX", "OBX"]
    assert lines[4].split("|")[12] == "urn:uuid:6a0f6f0e-3d0c-4f4e-9a52-0b9a6c1d7e11^^urn:ietf:rfc:3986^URI"
    assert lines[5].split("|")[5] == "转诊单\\.br\\【诊断】\\.br\\脑梗死\\T\\高血压"
    assert lines[6].split("|")[5].startswith("ALLIANCE-HUB^APPLICATION^application/fhir+json^Base64^")


async def test_a_receiver_that_wants_the_bundle_in_a_referral_needs_one_in_it(alliance: Alliance) -> None:
    alliance.receivers.carrier = "REF"
    await alliance.send(json.dumps(DOCUMENT).encode(), content="application/fhir+json")

    await alliance.dispatcher.turn()

    [(state, _, error)] = await alliance.states()
    assert (state, error[:23]) == ("failed", "REF^I12 cannot be made:")


@pytest.mark.parametrize(
    ("payload", "error"),
    [
        (b"nothing", "the payload is neither HL7 v2 nor FHIR JSON"),
        (b'{"resourceType":"Slot","id":"1"}', "no HL7 v2 message tells of a Slot"),
    ],
    ids=["no JSON", "no message"],
)
async def test_a_payload_that_cannot_be_said_fails_with_the_reason(
    alliance: Alliance, payload: bytes, error: str
) -> None:
    await alliance.send(payload, content="application/fhir+json")
    await alliance.send(payload, channel="file", content="application/fhir+json")

    await alliance.dispatcher.turn()
    await alliance.dispatcher.turn()

    assert await alliance.states() == [("failed", 1, error)] * 2


@pytest.mark.parametrize(
    ("told", "expected"),
    [
        ({"resourceType": "Task", "status": "requested", "owner": {"reference": "Organization/M1"}}, "REF^I12"),
        ({"resourceType": "Task", "status": "accepted", "owner": {"reference": "Organization/M1"}}, "REF^I13"),
        ({"resourceType": "Task", "status": "cancelled", "owner": {"reference": "Organization/M1"}}, "REF^I14"),
        ({"resourceType": "Task", "status": "rejected", "owner": {"reference": "Organization/N1"}}, "RRI^I12"),
        ({"resourceType": "Task", "status": "cancelled", "owner": {"reference": "Organization/N1"}}, "RRI^I14"),
        ({"resourceType": "Appointment", "status": "booked"}, "SIU^S12"),
        ({"resourceType": "Appointment", "status": "cancelled"}, "SIU^S15"),
        ({"resourceType": "Patient"}, "ADT^A08"),
        ({"resourceType": "Slot"}, ""),
    ],
    ids=lambda value: value if isinstance(value, str) else "",
)
def test_which_message_tells_what(told: dict[str, object], expected: str) -> None:
    assert message_for(told, "M1") == expected


def test_an_address_names_application_and_facility() -> None:
    assert receiver_in("mllp://10.0.0.1:2575/HIS%20A/H1") == ("HIS A", "H1")
    assert receiver_in("mllp://10.0.0.1:2575") == ("", "")


def test_a_control_id_is_short_and_never_empty() -> None:
    assert [control_id_of(key) for key in (0, 35, 36, 2**63 - 1)] == ["0", "Z", "10", "1Y2P0IJ32E8E7"]


def test_a_document_without_narrative_has_no_words() -> None:
    assert composition_to_text({}) == ""
