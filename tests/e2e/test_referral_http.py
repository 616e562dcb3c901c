"""The referral operations over HTTP, as an integration engineer calls them (docs/referral.md)."""

from collections.abc import AsyncIterator
from pathlib import Path
from typing import Any

import httpx2
import pytest

from hub.clock import FrozenClock, micros_to_datetime
from hub.referral.rules.observations import FACT_SYSTEM
from hub.transfer.verify import verify_bundle
from tests.builders import MEMBERS, Alliance, small_alliance
from tests.e2e.referral_stage import START, STEADY, UNITS

JSON = {"Content-Type": "application/fhir+json"}
CLINICAL = "http://terminology.hl7.org/CodeSystem/condition-clinical"
DIRECTION = "https://alliance-hub.example/fhir/CodeSystem/referral-direction"


@pytest.fixture
async def alliance(tmp_path: Path) -> AsyncIterator[Alliance]:
    async with small_alliance(tmp_path, clock=FrozenClock(START)) as made:
        yield made


async def post(client: httpx2.AsyncClient, path: str, body: dict[str, Any], *, expected: int = 201) -> dict[str, Any]:
    answer = await client.post(f"/fhir{path}", json=body, headers=JSON)
    assert answer.status_code == expected, answer.text
    found: dict[str, Any] = answer.json()
    return found


async def elder(alliance: Alliance) -> str:
    """A steady elder of H1, by HTTP; the Patient's id."""
    client = alliance.as_member("H1")
    patient = await post(client, "/Patient", {"resourceType": "Patient", "name": [{"text": "钱阿婆"}]})
    about = {"reference": f"Patient/{patient['id']}"}
    now = micros_to_datetime(alliance.hub.clock.now()).isoformat()
    await post(
        client,
        "/Condition",
        {
            "resourceType": "Condition",
            "clinicalStatus": {"coding": [{"system": CLINICAL, "code": "active"}]},
            "code": {"coding": [{"system": "http://hl7.org/fhir/sid/icd-10", "code": "I10"}], "text": "高血压"},
            "subject": about,
        },
    )  # fmt: skip
    for code, value in STEADY.items():
        kind = (
            {"valueString": value}
            if isinstance(value, str)
            else {
                "valueQuantity": {"value": value, "system": "http://unitsofmeasure.org", "code": UNITS.get(code, "1")}
            }
        )
        await post(
            client,
            "/Observation",
            {"resourceType": "Observation", "status": "final", "subject": about, "effectiveDateTime": now,
             "code": {"coding": [{"system": FACT_SYSTEM, "code": code}]}} | kind,
        )  # fmt: skip
    return str(patient["id"])


async def refer(alliance: Alliance, patient: str, receiver: str = "N1") -> tuple[str, str]:
    """A draft by one transaction; ids of ServiceRequest and Task."""
    bundle = {
        "resourceType": "Bundle",
        "type": "transaction",
        "entry": [
            {
                "fullUrl": "urn:uuid:6f1c0b9e-3c1e-4e7e-9a4e-000000000001",
                "request": {"method": "POST", "url": "ServiceRequest"},
                "resource": {
                    "resourceType": "ServiceRequest", "status": "draft", "intent": "order",
                    "category": [{"coding": [{"system": DIRECTION, "code": "into-home"}]}],
                    "subject": {"reference": f"Patient/{patient}"},
                    "performer": [{"reference": f"Organization/{receiver}"}],
                },
            },
            {
                "fullUrl": "urn:uuid:6f1c0b9e-3c1e-4e7e-9a4e-000000000002",
                "request": {"method": "POST", "url": "Task"},
                "resource": {
                    "resourceType": "Task", "status": "draft", "intent": "order",
                    "focus": {"reference": "urn:uuid:6f1c0b9e-3c1e-4e7e-9a4e-000000000001"},
                    "owner": {"reference": f"Organization/{receiver}"},
                },
            },
        ],
    }  # fmt: skip
    answer = await post(alliance.as_member("H1"), "/", bundle, expected=200)
    places = [entry["response"]["location"].split("/") for entry in answer["entry"]]
    ids = {place[place.index("_history") - 2]: place[place.index("_history") - 1] for place in places}
    return ids["ServiceRequest"], ids["Task"]


async def act(alliance: Alliance, code: str, task: str, event: str, *, expected: int = 200, **more: str) -> Any:
    parameter = [{"name": "event", "valueCode": event}, *({"name": k, "valueString": v} for k, v in more.items())]
    return await post(
        alliance.as_member(code),
        f"/Task/{task}/$referral-action",
        {"resourceType": "Parameters", "parameter": parameter},
        expected=expected,
    )


def state(task: dict[str, Any]) -> str:
    return str(task["businessStatus"]["coding"][0]["code"])


async def test_the_loop_by_http_ends_with_a_signed_bundle_and_a_closed_referral(alliance: Alliance) -> None:
    request, task = await refer(alliance, await elder(alliance))
    bed = await post(
        alliance.as_member("N1"),
        "/Location",
        {"resourceType": "Location", "name": "101-1", "physicalType": {"coding": [{"code": "bd"}]}, "status": "active"},
    )

    states = [
        state(await act(alliance, "H1", task, "submit")),
        state(await act(alliance, "N1", task, "open")),
        state(await act(alliance, "N1", task, "accept")),
        state(await act(alliance, "H1", task, "select")),
        state(await act(alliance, "N1", task, "reserve", bed=f"Location/{bed['id']}")),
        state(await act(alliance, "H1", task, "depart")),
    ]
    pulled = await alliance.as_member("N1").get(f"/fhir/ServiceRequest/{request}/$transfer-bundle")
    states += [
        state(await act(alliance, "N1", task, "arrive")),
        state(await act(alliance, "N1", task, "feedback", note="入住顺利")),
        state(await act(alliance, "H1", task, "acknowledge")),
    ]

    assert states == [
        "submitted", "under-review", "accepted", "selected", "reserved", "in-transit", "arrived", "feedback-sent",
        "closed",
    ]  # fmt: skip
    assert verify_bundle(pulled.content).member == "H1"
    stored = await alliance.as_member("H1").get(f"/fhir/ServiceRequest/{request}")
    assert stored.json()["status"] == "completed"


async def test_the_receiver_sees_the_patient_only_from_submission_on(alliance: Alliance) -> None:
    patient = await elder(alliance)
    _, task = await refer(alliance, patient)
    home = alliance.as_member("N1")

    assert (await home.get(f"/fhir/Patient/{patient}")).status_code == 404
    assert (await home.get(f"/fhir/Task/{task}")).status_code == 404
    await act(alliance, "H1", task, "submit")

    assert (await home.get(f"/fhir/Patient/{patient}")).status_code == 200
    assert (await home.get(f"/fhir/Task/{task}")).status_code == 200
    assert (await alliance.as_member("N2").get(f"/fhir/Patient/{patient}")).status_code == 404


async def test_a_decline_needs_a_reason_that_the_hub_knows(alliance: Alliance) -> None:
    _, task = await refer(alliance, await elder(alliance))
    await act(alliance, "H1", task, "submit")

    missing = await act(alliance, "N1", task, "decline", expected=422)
    unknown = await act(alliance, "N1", task, "decline", reason="dunno", expected=422)
    wrong = await act(alliance, "H1", task, "accept", expected=403)
    early = await act(alliance, "H1", task, "acknowledge", expected=409)

    assert "coded reason is missing" in missing["issue"][0]["diagnostics"]
    assert "no-bed" in unknown["issue"][0]["diagnostics"]
    assert "does not allow 'accept'" in wrong["issue"][0]["diagnostics"]
    assert early["issue"][0]["diagnostics"].endswith("You may now: cancel, raise, lower, died, withdraw-consent.")
    assert state(await act(alliance, "N1", task, "decline", reason="no-bed")) == "rejected"


async def test_the_actions_of_a_task_can_be_asked_for(alliance: Alliance) -> None:
    _, task = await refer(alliance, await elder(alliance))

    answer = await alliance.as_member("H1").get(f"/fhir/Task/{task}/$referral-actions")

    actions = {
        next(part["valueCode"] for part in item["part"] if part["name"] == "event"): next(
            part["valueBoolean"] for part in item["part"] if part["name"] == "allowed"
        )
        for item in answer.json()["parameter"]
        if item["name"] == "action"
    }
    assert actions == {
        "check": True, "request-override": True, "submit": True, "entered-in-error": True, "cancel": True,
        "raise": True, "lower": False, "died": True,
    }  # fmt: skip


@pytest.mark.parametrize(
    ("focus", "words"),
    [
        ("", "its focus is no ServiceRequest."),
        ("ServiceRequest/none", "Task.focus is ServiceRequest/none, which does not exist."),
        ("order", "its ServiceRequest says no direction."),
    ],
)
async def test_a_task_that_is_no_referrals_has_no_actions(alliance: Alliance, focus: str, words: str) -> None:
    caller = alliance.as_member("H1")
    order = {
        "resourceType": "ServiceRequest", "status": "active", "intent": "order",
        "subject": {"reference": f"Patient/{await elder(alliance)}"},
    }  # fmt: skip
    if focus == "order":
        focus = f"ServiceRequest/{(await post(caller, '/ServiceRequest', order))['id']}"
    task = {"resourceType": "Task", "status": "requested", "intent": "order"}
    made = await post(caller, "/Task", task | ({"focus": {"reference": focus}} if focus else {}))
    event = {"resourceType": "Parameters", "parameter": [{"name": "event", "valueCode": "accept"}]}

    asked = await caller.get(f"/fhir/Task/{made['id']}/$referral-actions")
    done = await post(caller, f"/Task/{made['id']}/$referral-action", event, expected=422)

    assert asked.status_code == 422
    for issue in (asked.json()["issue"][0], done["issue"][0]):
        assert issue["code"] == "business-rule"
        assert issue["diagnostics"].endswith(words)


async def test_the_catalogue_is_asked_without_an_effect(alliance: Alliance) -> None:
    patient = await elder(alliance)
    parameters = {
        "resourceType": "Parameters",
        "parameter": [
            {"name": "direction", "valueCode": "into-home"},
            {"name": "receiver", "valueReference": {"reference": "Organization/N2"}},
            {"name": "patient", "valueReference": {"reference": f"Patient/{patient}"}},
            {
                "name": "fact",
                "resource": {
                    "resourceType": "Observation",
                    "status": "final",
                    "code": {"coding": [{"system": FACT_SYSTEM, "code": "ability-level"}]},
                    "valueInteger": 3,
                    "effectiveDateTime": "2026-03-02T09:00:00+08:00",
                },
            },
        ],
    }

    answer = await post(alliance.as_member("H1"), "/ServiceRequest/$evaluate-referral", parameters, expected=200)

    values = {item["name"]: item for item in answer["parameter"]}
    assert (values["overall"]["valueCode"], values["advice"]["valueCode"]) == ("fail", "stay")
    failed = [
        {part["name"]: part for part in item["part"]}
        for item in answer["parameter"]
        if item["name"] == "finding" and {"name": "result", "valueCode": "fail"} in item["part"]
    ]
    assert [found["dimension"]["valueCode"] for found in failed] == ["ability"]
    assert "能力" in failed[0]["words"]["valueString"]
    found = [item for item in answer["parameter"] if item["name"] == "alternative"]
    others = [item["part"][0]["valueReference"]["reference"] for item in found]
    assert "Organization/N1" in others
    named = {item["part"][0]["valueReference"]["display"] for item in found}
    assert named == {member.name for member in MEMBERS if f"Organization/{member.code}" in others}
    assert "Organization/N2" not in others


async def test_a_bed_is_reserved_and_released_by_its_institution_alone(alliance: Alliance) -> None:
    body = {"resourceType": "Location", "name": "101-1", "physicalType": {"coding": [{"code": "bd"}]}}
    bed = await post(alliance.as_member("N1"), "/Location", body)
    path, empty = f"/Location/{bed['id']}", {"resourceType": "Parameters"}

    await post(alliance.as_member("N2"), f"{path}/$reserve", empty, expected=403)
    held = await post(alliance.as_member("N1"), f"{path}/$reserve", empty, expected=200)
    await post(alliance.as_member("N1"), f"{path}/$release", empty, expected=200)

    assert held["parameter"][1]["valueReference"]["reference"] == "Organization/N1"
    assert await alliance.hub.store.claim_of("bed", bed["id"], now=alliance.hub.clock.now()) is None
