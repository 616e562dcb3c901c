"""Remote reading over HTTP: a clinic records, the lead hospital reads and signs, the clinic finds the report."""

import base64
import json
from collections.abc import AsyncIterator
from importlib.resources import files
from pathlib import Path
from typing import Any

import httpx2
import pytest

from hub.auth.principal import Principal
from hub.diagnostics.desk import Readings
from hub.diagnostics.reading import TASK_SYSTEM
from hub.errors import ConflictError, RuleError
from hub.keys import KeyFaultError, verify_detached
from tests.builders import Alliance, small_alliance

ECG = (files("pydicom") / "data" / "test_files" / "waveform_ecg.dcm").read_bytes()


@pytest.fixture
async def alliance(tmp_path: Path) -> AsyncIterator[Alliance]:
    async with small_alliance(tmp_path) as found:
        yield found


def person(alliance: Alliance, name: str, *, role: str) -> Principal:
    return Principal(
        agent=f"user:{name}",
        member=alliance.number("H1"),
        member_code="H1",
        roles=frozenset({role}),
        display=name,
    )


async def record(alliance: Alliance) -> dict[str, Any]:
    """A clinic posts a recording; the reading Task as the lead hospital sees it."""
    headers = {"Content-Type": "application/dicom"}
    posted = await alliance.as_member("M1").post("/ingest/ecg", content=ECG, headers=headers)
    assert posted.status_code == 200, posted.text
    return (await found(alliance.as_member("H1"), f"Task?code={TASK_SYSTEM}|read-ecg"))[0]


async def found(caller: httpx2.AsyncClient, query: str) -> list[dict[str, Any]]:
    answer = await caller.get(f"/fhir/{query}")
    assert answer.status_code == 200, answer.text
    return [entry["resource"] for entry in answer.json().get("entry", [])]


def report_on(task: dict[str, Any], **changed: Any) -> dict[str, Any]:
    return {
        "resourceType": "DiagnosticReport",
        "status": "final",
        "code": {"text": "心电图诊断报告"},
        "basedOn": [task["focus"]],
        "subject": task["for"],
        "result": [task["input"][0]["valueReference"]],
        "resultsInterpreter": [{"reference": "Organization/H1", "display": "林读图"}],
        "conclusion": "窦性心律",
    } | changed


async def test_a_recording_opens_one_task_for_the_lead_hospital_and_a_resend_none(
    alliance: Alliance,
) -> None:
    task = await record(alliance)
    await record(alliance)

    tasks = await found(alliance.as_member("H1"), "Task")
    assert [(item["id"], item["status"], item["requester"]["reference"]) for item in tasks] == [
        (task["id"], "requested", "Organization/M1")
    ]


async def test_the_reader_sees_what_the_recording_names_and_no_other_member_sees_anything(alliance: Alliance) -> None:
    task = await record(alliance)

    for kind in ("Patient", "Observation", "ServiceRequest", "DocumentReference"):
        assert len(await found(alliance.as_member("H1"), kind)) == 1
        assert await found(alliance.as_member("N1"), kind) == []
    assert (await alliance.as_member("N1").get(f"/fhir/Task/{task['id']}")).status_code == 404


async def test_a_signed_report_closes_the_task_and_the_clinic_finds_it(alliance: Alliance) -> None:
    task = await record(alliance)

    signed = await alliance.as_member("H1").post("/fhir/DiagnosticReport", json=report_on(task))

    assert signed.status_code == 201, signed.text
    reports = await found(alliance.as_member("M1"), "DiagnosticReport?status=final")
    assert [item["conclusion"] for item in reports] == ["窦性心律"]
    closed = (await alliance.as_member("M1").get(f"/fhir/Task/{task['id']}")).json()
    assert closed["status"] == "completed"
    assert closed["output"][0]["valueReference"]["reference"] == f"DiagnosticReport/{reports[0]['id']}"


def rebuilt(served: bytes) -> bytes:
    """The signed bytes as an outsider makes them, by docs/adapters/ecg.md, without anything of the hub."""
    report = json.loads(served)
    report.pop("meta")
    return json.dumps(report, ensure_ascii=False, separators=(",", ":")).encode()


async def test_an_outsider_checks_the_signature_on_the_report_as_it_is_served(alliance: Alliance) -> None:
    task = await record(alliance)
    sent = json.dumps({"id": "x"} | report_on(task, conclusion=' 窦性"心律\n'), indent=2)
    posted = await alliance.as_member("H1").post(
        "/fhir/DiagnosticReport", content=sent, headers={"Content-Type": "application/fhir+json"}
    )
    assert posted.status_code == 201, posted.text
    clinic = alliance.as_member("M1")
    report = (await found(clinic, "DiagnosticReport"))[0]

    provenance = (await found(clinic, f"Provenance?target=DiagnosticReport/{report['id']}"))[0]

    served = (await clinic.get(f"/fhir/DiagnosticReport/{report['id']}")).content
    jws = base64.b64decode(provenance["signature"][0]["data"]).decode()
    key = alliance.hub.keys.public_jwk("member-H1")
    assert verify_detached(jws, rebuilt(served), trusted=[key]).signer == "member-H1"
    for other in (served.replace(b"final", b"amended"), served.replace(report["id"].encode(), b"another")):
        with pytest.raises(KeyFaultError):
            verify_detached(jws, rebuilt(other), trusted=[key])


async def test_a_member_that_was_not_asked_cannot_close_a_reading(alliance: Alliance) -> None:
    task = await record(alliance)

    await alliance.as_member("N1").post("/fhir/DiagnosticReport", json=report_on(task))

    still = (await alliance.as_member("H1").get(f"/fhir/Task/{task['id']}")).json()
    assert still["status"] == "requested"
    assert await found(alliance.as_member("M1"), "DiagnosticReport") == []


async def test_a_recording_that_names_another_members_elder_does_not_open_that_elder(alliance: Alliance) -> None:
    made = await alliance.as_member("N1").post(
        "/fhir/Patient", json={"resourceType": "Patient", "name": [{"text": "周阿婆 canary"}]}
    )
    elder = made.headers["location"].split("/_history")[0].split("/")[-1]
    await record(alliance)
    template = (await found(alliance.as_member("M1"), "Observation"))[0]
    template["subject"] = {"reference": f"Patient/{elder}"}
    for name in ("id", "meta", "identifier", "basedOn", "derivedFrom"):
        template.pop(name, None)

    forged = await alliance.as_member("M1").post("/fhir/Observation", json=template)

    assert forged.status_code == 201
    assert (await alliance.as_member("H1").get(f"/fhir/Patient/{elder}")).status_code == 404
    patients = await alliance.as_member("H1").get("/fhir/Patient")
    assert "canary" not in patients.text


async def test_two_readers_claim_at_once_and_one_is_told(alliance: Alliance) -> None:
    task = await record(alliance)
    desk = Readings(alliance.hub.store, clock=alliance.hub.clock)
    first = person(alliance, "lin", role="reader")
    second = person(alliance, "wu", role="reader")

    await desk.claim(task["id"], first)

    with pytest.raises(ConflictError):
        await desk.claim(task["id"], second)
    assert (await desk.find(task["id"], first)).task["status"] == "in-progress"


async def test_a_report_without_a_conclusion_and_one_by_who_is_no_reader_are_refused(alliance: Alliance) -> None:
    task = await record(alliance)
    desk = Readings(alliance.hub.store, clock=alliance.hub.clock)
    reader = person(alliance, "lin", role="reader")
    nurse = person(alliance, "wu", role="nurse")

    with pytest.raises(RuleError):
        await desk.report(task["id"], reader, conclusion=" ")
    with pytest.raises(RuleError):
        await desk.report(task["id"], nurse, conclusion="窦性心律")

    assert (await desk.find(task["id"], reader)).task["status"] == "requested"


async def test_a_reading_is_not_completed_without_a_report(alliance: Alliance) -> None:
    task = await record(alliance)

    answer = await alliance.as_member("H1").put(f"/fhir/Task/{task['id']}", json=task | {"status": "completed"})

    assert answer.status_code == 422
    assert "final DiagnosticReport" in answer.text
