"""What the reading desk refuses, and how a reading follows its recording, over HTTP."""

import asyncio
from collections.abc import AsyncIterator
from dataclasses import replace
from pathlib import Path
from typing import Any

import httpx2
import pytest

from hub.diagnostics.desk import Readings
from hub.errors import ConflictError, ForbiddenError, RuleError
from hub.store.admin import Endpoint
from hub.store.port import Visibility
from tests.builders import BASE_URL, Alliance, patient, small_alliance

MDC = "urn:oid:2.16.840.1.113883.6.24"


@pytest.fixture
async def alliance(tmp_path: Path) -> AsyncIterator[Alliance]:
    async with small_alliance(tmp_path) as found:
        yield found


def ecg(patient_id: str, *, samples: str = "1 2 3 4", **more: Any) -> dict[str, Any]:
    """A recording of one lead with four samples."""
    wave = {"origin": {"value": 0, "unit": "uV"}, "period": 2, "dimensions": 1, "data": samples}
    return {
        "resourceType": "Observation",
        "status": "final",
        "code": {"coding": [{"system": MDC, "code": "131328"}]},
        "subject": {"reference": f"Patient/{patient_id}"},
        "effectiveDateTime": "2026-03-02T08:30:00+08:00",
        "component": [{"code": {"coding": [{"system": MDC, "code": "131329"}]}, "valueSampledData": wave}],
    } | more


def report_on(recording: dict[str, Any], **more: Any) -> dict[str, Any]:
    return {
        "resourceType": "DiagnosticReport",
        "status": "final",
        "code": {"text": "心电图诊断报告"},
        "subject": recording["subject"],
        "result": [{"reference": f"Observation/{recording['id']}"}],
        "conclusion": "窦性心律",
    } | more


async def post(alliance: Alliance, code: str, resource: dict[str, Any]) -> dict[str, Any]:
    answer = await alliance.as_member(code).post(f"/fhir/{resource['resourceType']}", json=resource)
    assert answer.status_code == 201, answer.text
    stored: dict[str, Any] = answer.json()
    return stored


async def put(alliance: Alliance, code: str, resource: dict[str, Any]) -> httpx2.Response:
    sent = {name: value for name, value in resource.items() if name != "meta"}
    return await alliance.as_member(code).put(f"/fhir/{sent['resourceType']}/{sent['id']}", json=sent)


async def found(alliance: Alliance, code: str, query: str) -> list[dict[str, Any]]:
    answer = await alliance.as_member(code).get(f"/fhir/{query}")
    assert answer.status_code == 200, answer.text
    return [entry["resource"] for entry in answer.json().get("entry", [])]


async def status_of(alliance: Alliance, code: str, path: str) -> int:
    return (await alliance.as_member(code).get(f"/fhir/{path}")).status_code


async def recorded(alliance: Alliance, **more: Any) -> tuple[dict[str, Any], dict[str, Any]]:
    """A recording of the clinic, and its Task as the lead hospital sees it."""
    elder = await post(alliance, "M1", patient())
    recording = await post(alliance, "M1", ecg(elder["id"], **more))
    [task] = await found(alliance, "H1", "Task")
    return recording, task


def claim_by(task: dict[str, Any], name: str) -> dict[str, Any]:
    return task | {"status": "in-progress", "owner": {"reference": "Organization/H1", "display": name}}


async def test_a_report_about_another_patient_is_refused_and_nothing_of_it_is_stored(alliance: Alliance) -> None:
    recording, _ = await recorded(alliance)
    other = await post(alliance, "H1", patient(family="李"))

    for subject in ({"reference": f"Patient/{other['id']}"}, {"display": "张"}):
        answer = await alliance.as_member("H1").post(
            "/fhir/DiagnosticReport", json=report_on(recording, subject=subject)
        )
        assert answer.status_code == 422

    assert [task["status"] for task in await found(alliance, "H1", "Task")] == ["requested"]
    assert (await found(alliance, "H1", "DiagnosticReport"), await found(alliance, "H1", "Provenance")) == ([], [])


async def test_a_reading_follows_a_corrected_patient_and_the_report_names_the_right_one(alliance: Alliance) -> None:
    recording, task = await recorded(alliance)
    right = await post(alliance, "M1", patient(family="李"))

    await put(alliance, "M1", recording | {"subject": {"reference": f"Patient/{right['id']}"}})

    [followed] = await found(alliance, "H1", "Task")
    assert (followed["id"], followed["for"]["reference"]) == (task["id"], f"Patient/{right['id']}")
    assert await status_of(alliance, "H1", f"Patient/{right['id']}") == 200
    assert await status_of(alliance, "H1", recording["subject"]["reference"]) == 404
    desk = Readings(alliance.hub.store, clock=alliance.hub.clock)
    ref = await desk.report(task["id"], replace(alliance.principal("H1"), display="林"), conclusion="房颤")
    [report] = await found(alliance, "M1", "DiagnosticReport")
    assert (report["id"], report["subject"]["reference"]) == (ref.id, f"Patient/{right['id']}")


@pytest.mark.parametrize("what", ["patient", "samples"])
async def test_a_recording_that_changes_after_its_report_is_read_anew(alliance: Alliance, what: str) -> None:
    recording, first = await recorded(alliance)
    await post(alliance, "H1", report_on(recording))
    right = await post(alliance, "M1", patient(family="李"))
    old = recording["subject"]["reference"].split("/")[1]
    changed = ecg(right["id"]) if what == "patient" else ecg(old, samples="9 9 9 9")

    await put(alliance, "M1", changed | {"id": recording["id"], "status": "corrected"})

    tasks = {task["id"]: task for task in await found(alliance, "H1", "Task")}
    assert sorted(task["status"] for task in tasks.values()) == ["completed", "requested"]
    assert tasks.pop(first["id"])["status"] == "completed"
    [second] = tasks.values()
    assert second["for"] == changed["subject"]
    assert await status_of(alliance, "H1", f"Patient/{old}") == (404 if what == "patient" else 200)


async def test_a_recording_entered_in_error_leaves_the_worklist_and_is_not_reported(
    alliance: Alliance,
) -> None:
    recording, _ = await recorded(alliance)
    withdrawn = {name: value for name, value in recording.items() if name != "component"}
    assert (await put(alliance, "M1", withdrawn | {"status": "entered-in-error"})).status_code == 200

    assert [task["status"] for task in await found(alliance, "H1", "Task")] == ["cancelled"]
    refused = await alliance.as_member("H1").post("/fhir/DiagnosticReport", json=report_on(recording))
    assert refused.status_code == 409


@pytest.mark.parametrize(
    "changed",
    [
        {"code": {"text": "x"}, "status": "completed"},
        {"requester": {"reference": "Organization/N2"}},
        {"owner": {"reference": "Organization/M1"}},
        {"priority": "stat"},
        {"for": {"reference": "Patient/other"}},
        {"input": []},
        {"focus": {"reference": "Observation/other"}},
        {"restriction": {}},
    ],
)
async def test_what_the_recording_decides_no_client_changes(alliance: Alliance, changed: dict[str, Any]) -> None:
    _, task = await recorded(alliance)

    for code in ("M1", "H1"):
        assert (await put(alliance, code, task | changed)).status_code == 422

    assert await found(alliance, "H1", "Task") == [task]


async def test_the_owner_claims_and_the_requester_cancels_and_neither_deletes(alliance: Alliance) -> None:
    _, task = await recorded(alliance)

    assert (await put(alliance, "M1", claim_by(task, "A"))).status_code == 403
    assert (await put(alliance, "H1", task | {"status": "cancelled"})).status_code == 403
    for code in ("M1", "H1"):
        assert (await alliance.as_member(code).delete(f"/fhir/Task/{task['id']}")).status_code == 422
    assert (await put(alliance, "H1", claim_by(task, "A"))).json()["businessStatus"]["coding"][0]["code"] == "reading"
    assert (await put(alliance, "H1", claim_by(task, "B"))).status_code == 409
    released = (await put(alliance, "H1", claim_by(task, "A") | {"status": "requested"})).json()
    assert released["owner"] == {"reference": "Organization/H1"}
    assert (await put(alliance, "H1", claim_by(task, "B"))).status_code == 200
    assert (await put(alliance, "H1", claim_by(task, "B") | {"status": "requested"})).status_code == 200
    assert (await put(alliance, "M1", task | {"status": "cancelled"})).status_code == 200


async def test_of_two_claims_at_once_one_gets_409(alliance: Alliance) -> None:
    _, task = await recorded(alliance)

    answers = await asyncio.gather(*(put(alliance, "H1", claim_by(task, name)) for name in ("A", "B")))

    assert sorted(answer.status_code for answer in answers) == [200, 409]


async def test_at_the_desk_another_member_and_another_account_of_the_same_name_are_refused(alliance: Alliance) -> None:
    _, task = await recorded(alliance)
    desk = Readings(alliance.hub.store, clock=alliance.hub.clock)
    first = replace(alliance.principal("H1"), agent="user:wang1", display="王伟", roles=frozenset({"reader"}))
    namesake = replace(first, agent="user:wang2")

    with pytest.raises(ForbiddenError):
        await desk.claim(task["id"], replace(alliance.principal("M1"), display="王伟"))
    await desk.claim(task["id"], first)

    with pytest.raises(ConflictError):
        await desk.claim(task["id"], namesake)
    with pytest.raises(ConflictError):
        await desk.report(task["id"], namesake, conclusion="窦性心律")
    with pytest.raises(ForbiddenError):
        await desk.report(task["id"], replace(alliance.principal("M1"), display="王伟"), conclusion="窦性心律")
    await desk.report(task["id"], first, conclusion="窦性心律")


async def test_a_reading_is_as_urgent_as_the_order_that_was_sent_before(alliance: Alliance) -> None:
    elder = await post(alliance, "M1", patient())
    order = {"resourceType": "ServiceRequest", "status": "active", "intent": "order", "priority": "stat"}
    stored = await post(alliance, "M1", order | {"subject": {"reference": f"Patient/{elder['id']}"}})
    recording = await post(alliance, "M1", ecg(elder["id"], basedOn=[{"reference": f"ServiceRequest/{stored['id']}"}]))
    [task] = await found(alliance, "H1", "Task")
    assert task["priority"] == "stat"

    by_order = report_on(recording, basedOn=[task["focus"]])
    del by_order["result"]
    report = await post(alliance, "H1", by_order)

    assert [item["status"] for item in await found(alliance, "M1", "Task")] == ["completed"]
    assert await status_of(alliance, "M1", f"DiagnosticReport/{report['id']}") == 200


async def test_absolute_references_to_this_hub_count(alliance: Alliance) -> None:
    elder = await post(alliance, "M1", patient())
    subject = {"reference": f"{BASE_URL}/fhir/Patient/{elder['id']}"}
    recording = await post(alliance, "M1", ecg(elder["id"], subject=subject))

    result = [{"reference": f"{BASE_URL}/fhir/Observation/{recording['id']}"}]
    await post(alliance, "H1", report_on(recording, result=result))

    [task] = await found(alliance, "H1", "Task")
    assert (task["status"], task["for"]["reference"]) == ("completed", f"Patient/{elder['id']}")
    assert await status_of(alliance, "H1", f"Patient/{elder['id']}") == 200


async def test_a_recording_that_its_sender_numbers_can_be_read(alliance: Alliance) -> None:
    elder = await post(alliance, "M1", patient())

    assert (await put(alliance, "M1", ecg(elder["id"]) | {"id": "ecg-1"})).status_code == 201

    assert await status_of(alliance, "H1", "Observation/ecg-1") == 200


async def test_each_version_after_the_final_one_is_signed_and_sent_once(alliance: Alliance) -> None:
    for address in ("http://127.0.0.1:9/a", "http://127.0.0.1:9/b"):
        alliance.hub.admin.add_endpoint(Endpoint(member=alliance.number("M1"), channel="rest-hook", address=address))
    recording, _ = await recorded(alliance)
    report = report_on(recording) | {"id": "rep1"}

    for status in ("final", "final", "amended", "entered-in-error"):
        assert (await put(alliance, "H1", report | {"status": status})).status_code in {200, 201}

    signed = await found(alliance, "M1", "Provenance?target=DiagnosticReport/rep1")
    targets = sorted(item["target"][0]["reference"] for item in signed)
    assert targets == [f"DiagnosticReport/rep1/_history/{version}" for version in (1, 2, 3)]
    rows = await alliance.hub.store.outbound_page(visibility=Visibility(alliance.number("M1")))
    assert (len(rows), len({row.ordering for row in rows})) == (6, 2)


async def test_a_clinic_that_takes_the_reading_over_gets_no_signature(alliance: Alliance) -> None:
    recording, task = await recorded(alliance)

    await post(alliance, "M1", report_on(recording))

    assert [item["status"] for item in await found(alliance, "H1", "Task")] == ["requested"]
    assert await found(alliance, "M1", "Provenance") == []
    desk = Readings(alliance.hub.store, clock=alliance.hub.clock)
    with pytest.raises(RuleError):
        await desk.report(task["id"], replace(alliance.principal("H1"), display="A"), conclusion="")


async def test_the_leads_own_recording_may_come_with_its_report(alliance: Alliance) -> None:
    elder = await post(alliance, "H1", patient())
    recording = ecg(elder["id"]) | {"id": "own-1"}
    entries = [
        {"resource": recording, "request": {"method": "PUT", "url": "Observation/own-1"}},
        {"resource": report_on(recording), "request": {"method": "POST", "url": "DiagnosticReport"}},
    ]

    answer = await alliance.as_member("H1").post(
        "/fhir", json={"resourceType": "Bundle", "type": "transaction", "entry": entries}
    )

    assert answer.status_code == 200, answer.text
    assert [task["status"] for task in await found(alliance, "H1", "Task")] == ["completed"]


async def test_a_recording_of_many_samples_is_read_and_a_large_result_is_not(alliance: Alliance) -> None:
    elder = await post(alliance, "M1", patient())
    await post(alliance, "M1", ecg(elder["id"], samples="1 2 3 4 " * 40_000))
    text = {"code": {"text": "大结果"}, "component": [], "valueString": "11524-6 131328 " * 40_000}
    large = {name: value for name, value in (ecg(elder["id"]) | text).items() if value}
    await post(alliance, "M1", large)

    tasks = await found(alliance, "H1", "Task?status=requested")

    assert len(tasks) == 1
