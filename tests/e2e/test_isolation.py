"""No byte of one member's records reaches another that they were not shared with (DESIGN D9).

Three members store the same kinds of resources, each with a canary word of its own. Then each asks in
every way there is, and no answer may hold a canary or an id of another. Types come from the
CapabilityStatement, so that a new one joins by itself.
"""

import asyncio
import json
from collections.abc import AsyncIterator, Iterator
from pathlib import Path
from typing import Any
from urllib.parse import urlencode

import httpx2
import pytest

from hub.api.published import TYPES
from hub.store.port import SHARED_TYPES, Grant, Ref, WriteUnit, system
from tests.builders import Alliance, observation, patient, small_alliance

JSON = {"Content-Type": "application/fhir+json"}
MEMBERS = ("H1", "N1", "N2")
CANARY = {"H1": "kestrel7301", "N1": "heron7302", "N2": "plover7303"}
SYSTEM = "https://alliance-hub.example/sid/shared"

ACTIVE = {"coding": [{"system": "http://terminology.hl7.org/CodeSystem/allergyintolerance-clinical", "code": "active"}]}


def code(text: str = "x") -> dict[str, Any]:
    return {"coding": [{"system": "https://alliance-hub.example/fhir/CodeSystem/test", "code": "same"}], "text": text}


def resources_of(member: str) -> Iterator[dict[str, Any]]:
    """One of each type that the mission names, all about one patient, with the same values in every member's."""
    word = CANARY[member]
    subject = {"reference": f"Patient/patient-{word}"}
    own = {"identifier": [{"system": SYSTEM, "value": "same"}, {"system": SYSTEM, "value": word}]}
    period = {"start": "2026-03-01T08:00:00+08:00"}
    yield patient(family=word) | own | {"id": f"patient-{word}"}
    yield observation(f"patient-{word}", note=[{"text": word}]) | own
    yield from clinical_resources(word, subject, period)
    yield from other_resources(word, subject)


def clinical_resources(word: str, subject: dict[str, Any], period: dict[str, Any]) -> Iterator[dict[str, Any]]:
    yield from (
        {
            "resourceType": "Encounter",
            "status": "finished",
            "class": {"code": "IMP"},
            "subject": subject,
            "period": period,
            "reasonCode": [code(word)],
        },
        {"resourceType": "Condition", "subject": subject, "code": code(word)},
        {"resourceType": "AllergyIntolerance", "patient": subject, "code": code(word), "clinicalStatus": ACTIVE},
        {"resourceType": "Procedure", "status": "completed", "subject": subject, "code": code(word)},
        {"resourceType": "Immunization", "status": "completed", "vaccineCode": code(word), "patient": subject}
        | {"occurrenceString": "2026"},
        {
            "resourceType": "MedicationRequest",
            "status": "active",
            "intent": "order",
            "medicationCodeableConcept": code(word),
            "subject": subject,
        },
        {
            "resourceType": "MedicationStatement",
            "status": "active",
            "medicationCodeableConcept": code(word),
            "subject": subject,
        },
        {"resourceType": "ServiceRequest", "status": "active", "intent": "order", "subject": subject}
        | {"code": code(word)},
        {"resourceType": "Task", "status": "requested", "intent": "order", "for": subject, "description": word},
        {"resourceType": "DiagnosticReport", "status": "final", "code": code(word), "subject": subject},
        {"resourceType": "ImagingStudy", "status": "available", "subject": subject, "description": word},
    )


def other_resources(word: str, subject: dict[str, Any]) -> Iterator[dict[str, Any]]:
    yield from (
        {"resourceType": "CarePlan", "status": "active", "intent": "plan", "subject": subject, "title": word},
        {"resourceType": "CareTeam", "status": "active", "subject": subject, "name": word},
        {"resourceType": "Goal", "lifecycleStatus": "active", "description": code(word), "subject": subject},
        {"resourceType": "Consent", "status": "active", "scope": code(), "category": [code()], "patient": subject}
        | {"policyRule": code(word)},
        {"resourceType": "QuestionnaireResponse", "status": "completed", "subject": subject}
        | {"item": [{"linkId": "1", "answer": [{"valueString": word}]}]},
        {"resourceType": "Communication", "status": "completed", "subject": subject, "note": [{"text": word}]},
        {"resourceType": "DocumentReference", "status": "current", "subject": subject, "description": word}
        | {"content": [{"attachment": {"title": word}}]},
        {"resourceType": "Flag", "status": "active", "code": code(word), "subject": subject},
        {"resourceType": "RelatedPerson", "patient": subject, "name": [{"text": word}]},
        {"resourceType": "Device", "patient": subject, "note": [{"text": word}]},
        {"resourceType": "Coverage", "status": "active", "beneficiary": subject, "payor": [{"display": word}]},
        {"resourceType": "Appointment", "status": "proposed", "description": word}
        | {"participant": [{"actor": subject, "status": "accepted"}]},
        {"resourceType": "Composition", "status": "final", "type": code(), "date": "2026-03-01", "title": word}
        | {"author": [{"display": word}], "subject": subject},
        {"resourceType": "List", "status": "current", "mode": "working", "title": word, "subject": subject},
        {"resourceType": "Binary", "contentType": "text/plain", "data": "a2V5"} | {"id": f"binary-{word}"},
        {"resourceType": "Bundle", "type": "collection", "identifier": {"system": SYSTEM, "value": word}},
    )


@pytest.fixture
async def alliance(tmp_path: Path) -> AsyncIterator[Alliance]:
    async with small_alliance(tmp_path) as made:
        yield made


async def fill(alliance: Alliance) -> dict[str, list[tuple[str, str]]]:
    """Store everybody's resources; (type, id) of each member's."""
    found: dict[str, list[tuple[str, str]]] = {member: [] for member in MEMBERS}
    for member in MEMBERS:
        client = alliance.as_member(member)
        for resource in resources_of(member):
            kind = resource["resourceType"]
            if "id" in resource:
                answer = await client.put(f"/fhir/{kind}/{resource['id']}", json=resource, headers=JSON)
            else:
                answer = await client.post(f"/fhir/{kind}", json=resource, headers=JSON)
            assert answer.status_code == 201, (kind, answer.text)
            found[member].append((kind, answer.json()["id"]))
    return found


def foreign(stored: dict[str, list[tuple[str, str]]], member: str) -> list[tuple[str, str]]:
    return [one for other, own in stored.items() if other != member for one in own]


def leaks(answer: httpx2.Response, member: str, stored: dict[str, list[tuple[str, str]]], asked: str) -> list[str]:
    """Canaries and ids of others in an answer, but for what the caller said itself."""
    text = answer.text + str(answer.headers)
    words = [CANARY[other] for other in MEMBERS if other != member]
    words += [identifier for _, identifier in foreign(stored, member)]
    return [word for word in words if word in text and word not in asked]


async def test_a_foreign_resource_is_as_unknown_as_one_that_is_not_there(alliance: Alliance) -> None:
    stored = await fill(alliance)
    ways = [("GET", ""), ("HEAD", ""), ("GET", "/_history/1"), ("GET", "/_history"), ("DELETE", "")]
    for member in MEMBERS:
        client = alliance.as_member(member)
        absent = {
            (kind, way): await client.request(way[0], f"/fhir/{kind}/nothing-here{way[1]}")
            for kind in {kind for kind, _ in foreign(stored, member)}
            for way in ways
        }
        for kind, identifier in foreign(stored, member):
            answers = await asyncio.gather(
                *(client.request(method, f"/fhir/{kind}/{identifier}{tail}") for method, tail in ways)
            )
            for way, asked in zip(ways, answers, strict=True):
                assert (asked.status_code, asked.content) == (404, absent[kind, way].content), (way, kind)
                assert sorted(asked.headers) == sorted(absent[kind, way].headers)


async def test_a_foreign_resource_cannot_be_changed_or_replaced(alliance: Alliance) -> None:
    stored = await fill(alliance)
    kinds = {resource["resourceType"]: resource for resource in resources_of("N2")}
    client = alliance.as_member("N2")
    for kind, identifier in foreign(stored, "N2"):
        body = kinds[kind] | {"id": identifier}
        for headers in (JSON, JSON | {"If-Match": 'W/"1"'}, JSON | {"If-None-Match": "*"}):
            answer = await client.put(f"/fhir/{kind}/{identifier}", json=body, headers=headers)
            assert answer.status_code in {404, 412}, (kind, answer.text)
            assert leaks(answer, "N2", stored, identifier) == []
        entry = {"resource": body, "request": {"method": "PUT", "url": f"{kind}/{identifier}"}}
        sent = {"resourceType": "Bundle", "type": "transaction", "entry": [entry]}
        answer = await client.post("/fhir", json=sent, headers=JSON)
        assert answer.status_code in {404, 412}, (kind, answer.text)

    for member in ("H1", "N1"):
        for kind, identifier in stored[member]:
            kept = await alliance.as_member(member).get(f"/fhir/{kind}/{identifier}")
            assert (kept.status_code, kept.headers["ETag"]) == (200, 'W/"1"')


def searches(kind: str) -> list[tuple[tuple[str, str], ...]]:
    """Ways to ask for resources of a type, each of which meets every member's."""
    found: list[tuple[tuple[str, str], ...]] = [
        (),
        (("_summary", "count"),),
        (("_total", "accurate"), ("_count", "1")),
        (("_lastUpdated", "gt2020-01-01"),),
        (("_sort", "-_lastUpdated"),),
        (("identifier", f"{SYSTEM}|same"),),
        (("code", "same"),),
        (("date", "gt2000"),),
        (("status", "active,final,completed,requested,finished"),),
        (("patient.gender", "female"),),
        (("subject:Patient.birthdate", "1941-05-03"),),
        (("_has:Observation:patient:code", "29463-7"),),
        (("_include", f"{kind}:patient"), ("_include", f"{kind}:subject"), ("_include", f"{kind}:*")),
        (("_revinclude", "Observation:subject"), ("_revinclude", "Provenance:target")),
    ]
    return found


async def test_no_search_of_any_type_shows_or_counts_what_is_foreign(alliance: Alliance) -> None:
    published = {
        kind: (await alliance.as_member("N2").get(f"/fhir/{kind}?_summary=count")).json()["total"] for kind in TYPES
    }
    stored = await fill(alliance)
    statement = (await alliance.as_nobody().get("/fhir/metadata")).json()
    kinds = [one["type"] for one in statement["rest"][0]["resource"] if one["type"] != "AuditEvent"]
    for member in MEMBERS:
        client = alliance.as_member(member)
        own = [kind for kind, _ in stored[member]]
        for kind in kinds:
            asks = [urlencode(pairs) for pairs in (searches(kind) if kind in own else [(), (("_summary", "count"),)])]
            answers = await asyncio.gather(*(client.get(f"/fhir/{kind}?{asked}") for asked in asks))
            for asked, answer in zip(asks, answers, strict=True):
                assert leaks(answer, member, stored, asked) == [], (kind, asked)
                if answer.status_code == 200 and "total" in answer.json():
                    assert answer.json()["total"] <= own.count(kind) + published.get(kind, 0), (kind, asked)


async def test_no_foreign_value_can_be_guessed_by_asking(alliance: Alliance) -> None:
    stored = await fill(alliance)
    client = alliance.as_member("N2")
    word, there = CANARY["H1"], f"patient-{CANARY['H1']}"
    absent, nothing = "nothing1234", "patient-nothing1234"

    def questions(value: str, identifier: str) -> list[str]:
        return [
            f"Patient?identifier={SYSTEM}|{value}",
            f"Patient?family={value}",
            f"Patient?name:contains={value}",
            f"Patient?_id={identifier}",
            f"Observation?patient={identifier}",
            f"Observation?subject:Patient.family={value}",
            f"Observation?patient.identifier={SYSTEM}|{value}",
            f"Task?patient=Patient/{identifier}&_summary=count",
            f"Condition?subject=Patient/{identifier}&_include=Condition:subject",
            f"Observation?_id={identifier}&_revinclude=Observation:subject",
            f"Patient?_has:Condition:patient:identifier={value}",
            f"Patient/{identifier}/_history",
        ]

    for real, unreal in zip(questions(word, there), questions(absent, nothing), strict=True):
        asked = await client.get(f"/fhir/{real}")
        control = await client.get(f"/fhir/{unreal}")
        assert asked.status_code == control.status_code
        assert asked.text.replace(word, absent) == control.text.replace(word, absent), real
        assert leaks(asked, "N2", stored, real) == []


async def test_history_of_a_type_and_of_everything_holds_the_own_alone(alliance: Alliance) -> None:
    stored = await fill(alliance)
    for member in MEMBERS:
        for path in ("/fhir/_history", "/fhir/Patient/_history", "/fhir/Observation/_history"):
            url, pages = f"{path}?_count=7", 0
            while url:
                answer = await alliance.as_member(member).get(url)
                assert leaks(answer, member, stored, "") == [], path
                url = next((link["url"] for link in answer.json()["link"] if link["relation"] == "next"), "")
                pages += 1
            assert pages >= 1


async def test_a_condition_is_not_met_by_what_is_foreign(alliance: Alliance) -> None:
    stored = await fill(alliance)
    client = alliance.as_member("N2")
    condition = f"identifier={SYSTEM}|{CANARY['H1']}"
    own = patient() | {"identifier": [{"system": SYSTEM, "value": CANARY["H1"]}]}

    created = await client.post("/fhir/Patient", json=own, headers=JSON | {"If-None-Exist": condition})
    deleted = await client.delete(f"/fhir/Patient?{condition}")
    updated = await client.put(f"/fhir/Patient?{condition}", json=own, headers=JSON)

    assert (created.status_code, deleted.status_code, updated.status_code) == (201, 204, 201)
    kept = await alliance.as_member("H1").get(f"/fhir/Patient/patient-{CANARY['H1']}")
    assert kept.headers["ETag"] == 'W/"1"'
    for answer in (created, deleted, updated):
        assert leaks(answer, "N2", stored, condition) == []
    assert (await client.get(f"/fhir/{created.headers['Location'].split('/fhir/')[1]}")).status_code == 200


async def test_a_cursor_of_another_member_shows_nothing_of_its_own(alliance: Alliance) -> None:
    stored = await fill(alliance)
    page = (await alliance.as_member("H1").get("/fhir/_history?_count=2")).json()
    link = next(link["url"] for link in page["link"] if link["relation"] == "next")

    answer = await alliance.as_member("N2").get(link)

    assert leaks(answer, "N2", stored, link) == []


async def test_a_grant_opens_what_it_names_and_closes_again(alliance: Alliance) -> None:
    stored = await fill(alliance)
    client = alliance.as_member("N2")
    ref = Ref("Patient", f"patient-{CANARY['H1']}")
    grant = Grant(member=alliance.number("N2"), target=ref, because="ServiceRequest/r1", compartment=True)

    await alliance.hub.store.write(WriteUnit(grants=(grant,)), visibility=system("test"))
    opened = [(await client.get(f"/fhir/{kind}/{identifier}")).status_code for kind, identifier in stored["H1"]]
    other = await client.get(f"/fhir/Patient/patient-{CANARY['N1']}")
    changed = await client.put(f"/fhir/{ref}", json=patient(id=ref.id), headers=JSON)

    in_record = [kind not in {"Binary", "Bundle", "Device"} for kind, _ in stored["H1"]]
    assert [status == 200 for status in opened] == in_record
    assert (other.status_code, changed.status_code) == (404, 403)


async def test_the_directory_is_read_by_all_and_changed_by_its_owner(alliance: Alliance) -> None:
    ward = {"resourceType": "Location", "status": "active", "name": "示范病区"}
    made = (await alliance.as_member("H1").post("/fhir/Location", json=ward, headers=JSON)).json()

    read = await alliance.as_member("N2").get(f"/fhir/Location/{made['id']}")
    changed = await alliance.as_member("N2").put(
        f"/fhir/Location/{made['id']}", json=ward | {"id": made["id"]}, headers=JSON
    )

    assert "Location" in SHARED_TYPES
    assert (read.status_code, changed.status_code) == (200, 403)


async def test_no_canary_is_in_the_log_or_in_the_metrics(alliance: Alliance, caplog: pytest.LogCaptureFixture) -> None:
    await fill(alliance)
    for word in CANARY.values():
        await alliance.as_member("N2").get(f"/fhir/Patient/patient-{word}")
        await alliance.as_member("N2").get(f"/fhir/Patient?family={word}&_count=x")

    metrics = (await alliance.as_nobody().get("/metrics")).text
    said = json.dumps([record.__dict__ for record in caplog.records], default=str) + metrics

    assert [word for word in CANARY.values() if word in said] == []
