"""Transactions and batches over HTTP. https://hl7.org/fhir/R4/http.html#transaction."""

from collections.abc import AsyncIterator
from contextlib import ExitStack
from pathlib import Path
from typing import Any

import httpx2
import pytest

from tests.builders import Alliance, observation, patient, small_alliance
from tests.postgres_server import fresh_database

JSON = {"Content-Type": "application/fhir+json"}
MRN = "https://alliance-hub.example/sid/H1/mrn"
NEW = "urn:uuid:0a1b2c3d-0000-4000-8000-000000000001"


@pytest.fixture(params=["postgres", "sqlite"])
async def alliance(request: pytest.FixtureRequest, tmp_path: Path) -> AsyncIterator[Alliance]:
    with ExitStack() as stack:
        changed: dict[str, Any] = {"db": stack.enter_context(fresh_database())} if request.param == "postgres" else {}
        async with small_alliance(tmp_path, **changed) as made:
            yield made


@pytest.fixture
def hospital(alliance: Alliance) -> httpx2.AsyncClient:
    return alliance.as_member("H1")


def entry(method: str, url: str, resource: dict[str, Any] | None = None, **more: Any) -> dict[str, Any]:
    request = {"method": method, "url": url} | {name: more.pop(name) for name in list(more) if name.startswith("if")}
    found: dict[str, Any] = {"request": request} | more
    return found | ({"resource": resource} if resource is not None else {})


def bundle(*entries: dict[str, Any], kind: str = "transaction") -> dict[str, Any]:
    return {"resourceType": "Bundle", "type": kind, "entry": list(entries)}


def weight(subject: str, **more: Any) -> dict[str, Any]:
    return observation("x", **more) | {"subject": {"reference": subject}}


async def count_of(client: httpx2.AsyncClient, resource_type: str) -> int:
    found: int = (await client.get(f"/fhir/{resource_type}?_summary=count")).json()["total"]
    return found


async def test_a_transaction_is_stored_whole_and_its_links_are_joined(hospital: httpx2.AsyncClient) -> None:
    sent = bundle(entry("POST", "Observation", weight(NEW)), entry("POST", "Patient", patient(), fullUrl=NEW))

    answer = await hospital.post("/fhir", json=sent, headers=JSON)

    assert answer.status_code == 200
    done = answer.json()
    assert (done["type"], [one["response"]["status"] for one in done["entry"]]) == (
        "transaction-response",
        ["201 Created", "201 Created"],
    )
    places = [one["response"]["location"].removeprefix("http://hub.test") for one in done["entry"]]
    stored = (await hospital.get(places[0])).json()
    assert f"/fhir/{stored['subject']['reference']}/_history/1" == places[1]


async def test_the_resources_of_a_bundle_are_stored_byte_for_byte(hospital: httpx2.AsyncClient) -> None:
    body = (
        b'{"resourceType":"Bundle","type":"%b","entry":[{"resource":'
        b'{"resourceType":"Basic",\n "code" : {"text":"\\u5f20"}},"request":{"method":"POST","url":"Basic"}}]}'
    )

    places = []
    for kind in (b"transaction", b"batch"):
        answer = await hospital.post("/fhir", content=body % kind, headers=JSON)
        places.append(answer.json()["entry"][0]["response"]["location"].split("/_history")[0])
    found = [(await hospital.get(place)).content for place in places]

    assert [b',\n "code" : {"text":"\\u5f20"}}' in one for one in found] == [True, True]


async def test_a_bundle_that_is_no_json_is_refused_with_the_place(hospital: httpx2.AsyncClient) -> None:
    answer = await hospital.post("/fhir", content=b'{"resourceType":"Bundle",\n"entry":[{"resource":}]}', headers=JSON)

    assert answer.status_code == 400
    assert answer.json()["issue"][0]["diagnostics"] == "Not JSON: Expecting value; expected one JSON object."
    assert [one["valueInteger"] for one in answer.json()["issue"][0]["extension"]] == [2, 22]


async def test_a_transaction_with_one_bad_entry_stores_nothing(hospital: httpx2.AsyncClient) -> None:
    sent = bundle(entry("POST", "Patient", patient()), entry("POST", "Patient", patient(gender="xyz")))

    answer = await hospital.post("/fhir", json=sent, headers=JSON)

    assert answer.status_code == 422
    assert answer.json()["issue"][0]["expression"] == ["Bundle.entry[1].resource.gender"]
    assert await count_of(hospital, "Patient") == 0


async def test_a_transaction_that_meets_a_changed_version_stores_nothing(hospital: httpx2.AsyncClient) -> None:
    made = (await hospital.post("/fhir/Patient", json=patient(), headers=JSON)).json()
    url = f"Patient/{made['id']}"
    sent = bundle(entry("POST", "Observation", weight(url)), entry("PUT", url, patient(id=made["id"]), ifMatch='W/"7"'))

    answer = await hospital.post("/fhir", json=sent, headers=JSON)

    assert answer.status_code == 412
    assert answer.json()["issue"][0]["expression"] == ["Bundle.entry[1]"]
    assert await count_of(hospital, "Observation") == 0


async def test_a_conditional_create_in_a_transaction_finds_what_is_there(hospital: httpx2.AsyncClient) -> None:
    made = (await hospital.post("/fhir/Patient", json=patient(identifier="9"), headers=JSON)).json()
    sent = bundle(
        entry("POST", "Patient", patient(identifier="9"), fullUrl=NEW, ifNoneExist=f"identifier={MRN}|9"),
        entry("POST", "Observation", weight(NEW)),
    )

    answer = (await hospital.post("/fhir", json=sent, headers=JSON)).json()

    assert [one["response"]["status"] for one in answer["entry"]] == ["200 OK", "201 Created"]
    found = (await hospital.get(f"/fhir/Observation?subject=Patient/{made['id']}")).json()
    assert len(found["entry"]) == 1


async def test_a_transaction_may_read_what_it_has_written(hospital: httpx2.AsyncClient) -> None:
    sent = bundle(entry("GET", "Patient?gender=female"), entry("PUT", "Patient/p1", patient(id="p1")))

    answer = (await hospital.post("/fhir", json=sent, headers=JSON)).json()

    assert answer["entry"][0]["resource"]["entry"][0]["resource"]["id"] == "p1"
    assert answer["entry"][1]["response"]["status"] == "201 Created"


@pytest.mark.parametrize(
    ("url", "status"),
    [
        ("Patient/nobody", 404), ("Patient/gone", 410), ("Patient?name:bogus=x", 400),
        ("Patient/p1", 200), ("Patient/here", 200), ("Patient?colour=red", 200), ("Patient/p1/_history", 200),
        ("Patient/$meta", 200), ("metadata", 200), ("AuditEvent/1", 200),
    ],
)  # fmt: skip
@pytest.mark.parametrize("method", ["GET", "HEAD"])
async def test_a_transaction_that_cannot_read_what_it_asks_for_stores_nothing(
    hospital: httpx2.AsyncClient, method: str, url: str, status: int
) -> None:
    for name in ("here", "gone"):
        await hospital.put(f"/fhir/Patient/{name}", json=patient(id=name), headers=JSON)
    await hospital.delete("/fhir/Patient/gone")
    sent = bundle(entry("PUT", "Patient/p1", patient(id="p1")), entry(method, url))

    answer = await hospital.post("/fhir", json=sent, headers=JSON)

    assert answer.status_code == status
    assert await count_of(hospital, "Patient") == (2 if status == 200 else 1)
    assert status == 200 or answer.json()["issue"][0]["expression"] == ["Bundle.entry[1]"]


def seen(subject: str) -> dict[str, Any]:
    return {
        "resourceType": "Observation", "id": "o1", "status": "final", "code": {"text": "a"},
        "subject": {"reference": subject},
    }  # fmt: skip


async def test_a_conditional_reference_is_resolved_after_the_writes(hospital: httpx2.AsyncClient) -> None:
    numbered = patient(id="p1", identifier="1")
    link = f"Patient?identifier={numbered['identifier'][0]['system']}|1"
    sent = bundle(entry("PUT", "Observation/o1", seen(link)), entry("PUT", "Patient/p1", numbered))

    created = await hospital.post("/fhir", json=sent, headers=JSON)
    stored = (await hospital.get("/fhir/Observation/o1")).json()
    again = await hospital.post("/fhir", json=sent, headers=JSON)
    gone = bundle(entry("PUT", "Observation/o1", seen(link)), entry("DELETE", "Patient/p1"))
    refused = await hospital.post("/fhir", json=gone, headers=JSON)
    other = bundle(entry("PUT", "Observation/o1", seen(f"{link}2")), entry("PUT", "Patient/p1", numbered))
    unmet = await hospital.post("/fhir", json=other, headers=JSON)

    assert [one.status_code for one in (created, again, refused, unmet)] == [200, 200, 412, 412], created.text
    assert stored["subject"] == {"reference": "Patient/p1"}


@pytest.mark.parametrize("is_there", [True, False])
async def test_what_one_entry_deletes_no_other_writes(hospital: httpx2.AsyncClient, *, is_there: bool) -> None:
    if is_there:
        await hospital.put("/fhir/Patient/p1", json=patient(id="p1"), headers=JSON)
    sent = bundle(entry("PUT", "Patient/p1", patient(id="p1", gender="male")), entry("DELETE", "Patient/p1"))

    answer = await hospital.post("/fhir", json=sent, headers=JSON)

    assert (answer.status_code, await count_of(hospital, "Patient")) == (400, int(is_there))
    assert "Patient/p1 is changed by two entries" in answer.text


@pytest.mark.parametrize("method", ["POST", "PUT"])
async def test_an_absolute_address_of_an_entry_is_refused_in_words(hospital: httpx2.AsyncClient, method: str) -> None:
    address = "http://hub.test/fhir/Patient" + ("/p1" if method == "PUT" else "")

    answer = await hospital.post("/fhir", json=bundle(entry(method, address, patient(id="p1"))), headers=JSON)

    assert answer.status_code == 400
    assert "expected it relative, as Patient/1" in answer.json()["issue"][0]["diagnostics"]


@pytest.mark.parametrize("kind", ["transaction", "batch"])
async def test_an_entry_that_is_only_to_create_changes_nothing_that_is_there(
    hospital: httpx2.AsyncClient, kind: str
) -> None:
    await hospital.put("/fhir/Patient/p1", json=patient(id="p1"), headers=JSON)
    new, old = (entry("PUT", f"Patient/{name}", patient(id=name, gender="male")) for name in ("p2", "p1"))
    for one in (new, old):
        one["request"]["ifNoneMatch"] = "*"

    created = (await hospital.post("/fhir", json=bundle(new, kind=kind), headers=JSON)).json()
    answer = await hospital.post("/fhir", json=bundle(old, kind=kind), headers=JSON)

    assert created["entry"][0]["response"]["status"] == "201 Created"
    refused = answer.json()["entry"][0]["response"]["status"] if kind == "batch" else str(answer.status_code)
    assert refused.startswith("412")
    assert (await hospital.get("/fhir/Patient/p1")).json()["gender"] == "female"


async def test_prefer_chooses_whether_the_stored_resources_come_back(hospital: httpx2.AsyncClient) -> None:
    sent = bundle(entry("PUT", "Patient/p1", patient(id="p1")))

    bare = (await hospital.post("/fhir", json=sent, headers=JSON)).json()
    full = (await hospital.post("/fhir", json=sent, headers=JSON | {"Prefer": "return=representation"})).json()

    assert ("resource" in bare["entry"][0], full["entry"][0]["resource"]["id"]) == (False, "p1")


async def test_the_entries_of_a_batch_stand_for_themselves(hospital: httpx2.AsyncClient) -> None:
    sent = bundle(
        entry("POST", "Patient", patient()),
        entry("POST", "Patient", patient(gender="xyz")),
        entry("GET", "Patient/nobody"),
        entry("GET", "Patient?colour=red&_count=1"),
        entry("DELETE", "Patient/nobody"),
        entry("PUT", "AuditEvent/1", {"resourceType": "AuditEvent", "id": "1"}),
        kind="batch",
    )

    answer = (await hospital.post("/fhir", json=sent, headers=JSON)).json()

    assert answer["type"] == "batch-response"
    assert [one["response"]["status"][:3] for one in answer["entry"]] == ["201", "422", "404", "200", "404", "405"]
    assert answer["entry"][1]["response"]["outcome"]["issue"][0]["code"] == "code-invalid"
    assert await count_of(hospital, "Patient") == 1


@pytest.mark.parametrize(
    ("sent", "status"),
    [
        (patient(), 422),
        (bundle(kind="document"), 422),
        (bundle({"resource": patient()}), 422),
        (bundle(entry("POST", "Patient/$match", patient())), 400),
        (bundle(entry("PATCH", "Patient/1", patient(id="1"))), 400),
        (bundle(entry("DELETE", "AuditEvent/1")), 405),
        (bundle(*[entry("GET", "Patient/1")] * 5001), 400),
    ],
)
async def test_a_bundle_that_is_no_transaction_is_refused(
    hospital: httpx2.AsyncClient, sent: dict[str, Any], status: int
) -> None:
    answer = await hospital.post("/fhir", json=sent, headers=JSON)

    assert (answer.status_code, answer.json()["resourceType"]) == (status, "OperationOutcome")


async def test_a_transaction_needs_the_scope_of_each_entry(alliance: Alliance) -> None:
    sent = bundle(entry("POST", "Patient", patient()))

    answer = await alliance.as_client("engineer").post("/fhir", json=sent, headers=JSON)

    assert answer.status_code == 403
    assert answer.json()["issue"][0]["expression"] == ["Bundle.entry[0]"]


async def test_each_resource_of_a_transaction_leaves_an_audit_entry(hospital: httpx2.AsyncClient) -> None:
    sent = bundle(entry("POST", "Patient", patient(), fullUrl=NEW), entry("POST", "Observation", weight(NEW)))
    done = (await hospital.post("/fhir", json=sent, headers=JSON)).json()
    patient_id = done["entry"][0]["response"]["location"].split("/")[-3]

    events = (await hospital.get(f"/fhir/AuditEvent?patient={patient_id}")).json()["entry"]

    assert sorted(event["resource"]["entity"][-1]["what"]["reference"].split("/")[0] for event in events) == [
        "Observation",
        "Patient",
    ]


async def test_a_patient_named_by_our_own_address_stands_in_the_audit_entries(hospital: httpx2.AsyncClient) -> None:
    created = await hospital.post("/fhir/Patient", json=patient(), headers=JSON)
    address = created.headers["location"].partition("/_history")[0]
    about = observation("x") | {"subject": {"reference": address}}
    for path, sent in (("Observation", about), ("", bundle(entry("POST", "Observation", about)))):
        assert (await hospital.post(f"/fhir/{path}".rstrip("/"), json=sent, headers=JSON)).status_code in {200, 201}

    events = (await hospital.get(f"/fhir/AuditEvent?patient={address.rpartition('/')[2]}")).json()["entry"]

    named = [event["resource"]["entity"][-1]["what"]["reference"].split("/")[0] for event in events]
    assert sorted(named) == ["Observation", "Observation", "Patient"]


async def test_a_conditional_create_never_counts_on_what_the_same_transaction_deletes(
    hospital: httpx2.AsyncClient,
) -> None:
    known = patient(id="p1", identifier="1")
    number = f"identifier={known['identifier'][0]['system']}|1"
    await hospital.put("/fhir/Patient/p1", json=known, headers=JSON)
    create = entry("POST", "Patient", patient(identifier="1"), ifNoneExist=number)

    answers = [
        await hospital.post("/fhir", json=bundle(create, gone), headers=JSON)
        for gone in (entry("DELETE", "Patient/p1"), entry("DELETE", f"Patient?{number}"))
    ]

    assert [one.status_code for one in answers] == [400, 400]
    assert "Patient/p1 is changed by two entries" in answers[0].text
    assert (await hospital.get("/fhir/Patient/p1")).status_code == 200


async def test_a_conditional_reference_is_met_by_what_is_written_and_not_by_what_was_sent_or_was_there(
    hospital: httpx2.AsyncClient,
) -> None:
    first, second = patient(id="p1", identifier="1"), patient(id="p2", identifier="2")
    link = f"Patient?identifier={first['identifier'][0]['system']}|"
    await hospital.put("/fhir/Patient/p1", json=first, headers=JSON)
    await hospital.put("/fhir/Patient/p2", json=second, headers=JSON)
    both = patient(identifier="1")
    both["identifier"] += patient(identifier="3")["identifier"]
    not_stored = entry("POST", "Patient", both, ifNoneExist=f"{link}1".partition("?")[2])
    renamed = entry("PUT", "Patient/p2", patient(id="p2", identifier="4"))

    sent_only = await hospital.post("/fhir", json=bundle(not_stored, entry("PUT", "Observation/o1", seen(f"{link}3"))))
    was_there = await hospital.post("/fhir", json=bundle(renamed, entry("PUT", "Observation/o1", seen(f"{link}2"))))
    is_there = await hospital.post("/fhir", json=bundle(renamed, entry("PUT", "Observation/o1", seen(f"{link}4"))))

    assert [one.status_code for one in (sent_only, was_there, is_there)] == [412, 412, 200]
    assert (await hospital.get("/fhir/Observation/o1")).json()["subject"] == {"reference": "Patient/p2"}


async def test_a_conditional_update_with_another_id_in_its_resource_is_refused(hospital: httpx2.AsyncClient) -> None:
    await hospital.put("/fhir/Patient/p1", json=patient(id="p1", identifier="1"), headers=JSON)
    await hospital.put("/fhir/Patient/p2", json=patient(id="p2", identifier="2"), headers=JSON)
    number = f"identifier={patient(identifier='1')['identifier'][0]['system']}|1"

    answer = await hospital.post(
        "/fhir", json=bundle(entry("PUT", f"Patient?{number}", patient(id="p2", identifier="1"))), headers=JSON
    )

    assert answer.status_code == 400, answer.text
