"""Patient/$merge and Patient/$undo-merge over HTTP: the way in, the way back, and what both refuse."""

import json
from collections.abc import AsyncIterator
from contextlib import ExitStack
from pathlib import Path
from typing import Any

import pytest

from hub.store.admin import Client
from tests.builders import Alliance, small_alliance
from tests.postgres_server import fresh_database

HL7 = {"Content-Type": "application/hl7-v2"}
MRN = "https://alliance-hub.example/sid/H1/mrn"


@pytest.fixture(params=["postgres", "sqlite"])
async def alliance(request: pytest.FixtureRequest, tmp_path: Path) -> AsyncIterator[Alliance]:
    with ExitStack() as stack:
        changed: dict[str, Any] = {"db": stack.enter_context(fresh_database())} if request.param == "postgres" else {}
        async with small_alliance(tmp_path, **changed) as made:
            yield made


def admission(minute: int, number: str, visit: str, *, sex: str = "F", name: str = "钱阿婆") -> bytes:
    time = f"202603020900{minute:02}"
    return (
        f"MSH|^~\\&|HIS|H1|HUB|ALLIANCE|{time}||ADT^A01|{minute}|P|2.5.1||||||UNICODE UTF-8\rEVN|A01|{time}\r"
        f"PID|1||{number}^^^^MR||{name}||19411103|{sex}\r"
        f"PV1|1|I|W3^301^2||||||||||||||||{visit}|||||||||||||||||||||||||{time}\r"
    ).encode()


async def send(alliance: Alliance, *messages: bytes) -> None:
    for message in messages:
        answer = await alliance.as_member("H1").post("/ingest/hl7v2", content=message, headers=HL7)
        assert "MSA|AA" in answer.text, answer.text


async def patient(alliance: Alliance, number: str) -> dict[str, Any]:
    """The Patient with this as its own number."""
    answer = await alliance.as_member("H1").get(f"/fhir/Patient?identifier={MRN}|{number}")
    found = [entry["resource"] for entry in answer.json()["entry"]]
    return next(one for one in found if any(n["value"] == number and n.get("use") != "old" for n in one["identifier"]))


async def call(alliance: Alliance, operation: str, *, code: str = "H1", **given: str) -> Any:
    parameters = [
        {"name": "preview", "valueBoolean": True}
        if name == "preview"
        else {"name": "reason", "valueString": value}
        if name == "reason"
        else {"name": f"{name}-patient", "valueReference": {"reference": value}}
        for name, value in given.items()
    ]
    body = {"resourceType": "Parameters", "parameter": parameters}
    return await alliance.as_member(code).post(f"/fhir/Patient/${operation}", json=body)


async def two(alliance: Alliance) -> tuple[str, str]:
    await send(alliance, admission(1, "A", "V1"), admission(2, "B", "V2"))
    old, survivor = await patient(alliance, "A"), await patient(alliance, "B")
    return f"Patient/{old['id']}", f"Patient/{survivor['id']}"


async def test_two_people_are_refused_with_words(alliance: Alliance) -> None:
    await send(alliance, admission(1, "A", "V1"), admission(2, "B", "V2", sex="M", name="周大爷"))
    ids = [(await patient(alliance, number))["id"] for number in ("A", "B")]

    answer = await call(alliance, "merge", source=f"Patient/{ids[0]}", target=f"Patient/{ids[1]}")

    assert answer.status_code == 422
    assert "they differ in sex" in answer.json()["issue"][0]["diagnostics"]
    assert "link" not in await patient(alliance, "A")


@pytest.mark.parametrize(
    ("given", "status"),
    [
        ({"source": "Patient/x", "target": "Patient/x"}, 400),
        ({"source": "Patient/nobody", "target": "Patient/x"}, 404),
        ({"source": "Group/1", "target": "Patient/x"}, 400),
        ({"target": "Patient/x"}, 400),
        ({"source": "http://evil.example/fhir/Patient/x", "target": "Patient/x"}, 400),
    ],
)
async def test_what_names_no_two_patients_is_refused(alliance: Alliance, given: dict[str, str], status: int) -> None:
    assert (await call(alliance, "merge", **given)).status_code == status


async def test_another_member_neither_merges_nor_parts_them(alliance: Alliance) -> None:
    source, target = await two(alliance)

    refused = await call(alliance, "merge", code="N1", source=source, target=target)
    await call(alliance, "merge", source=source, target=target)
    undone = await call(alliance, "undo-merge", code="N1", source=source)

    assert (refused.status_code, undone.status_code) == (404, 404)


async def test_a_preview_writes_nothing(alliance: Alliance) -> None:
    source, target = await two(alliance)
    before = await patient(alliance, "B")

    answer = await call(alliance, "merge", source=source, target=target, preview="true")

    words = answer.json()["parameter"][0]["resource"]["issue"][0]["diagnostics"]
    assert words.startswith("Preview, nothing was written")
    assert await patient(alliance, "B") == before


async def test_a_merge_links_both_and_is_audited_with_provenance(alliance: Alliance) -> None:
    source, target = await two(alliance)

    answer = await call(alliance, "merge", source=source, target=target, reason="同一人")

    record = (await alliance.as_member("H1").get(f"/fhir/{source}")).json()
    assert answer.status_code == 200, answer.text
    assert record["link"] == [{"other": {"reference": target}, "type": "replaced-by"}]
    assert record["active"] is False
    found = (await alliance.as_member("H1").get(f"/fhir/Provenance?target={source}&_count=50")).json()
    (provenance,) = [
        entry["resource"] for entry in found["entry"] if entry["resource"]["activity"]["coding"][0]["code"] == "merge"
    ]
    assert provenance["reason"] == [{"text": "同一人"}]
    audit = (await alliance.as_member("H1").get(f"/fhir/AuditEvent?patient={target}")).text
    assert "$merge" in audit
    everything = (await alliance.as_member("H1").get(f"/fhir/{source}/$everything")).json()
    visits = [one["resource"] for one in everything["entry"] if one["resource"]["resourceType"] == "Encounter"]
    assert len(visits) == 2


async def test_a_merged_record_is_not_merged_again_and_a_single_one_not_parted(alliance: Alliance) -> None:
    source, target = await two(alliance)

    single = await call(alliance, "undo-merge", source=source)
    await call(alliance, "merge", source=source, target=target)
    again = await call(alliance, "merge", source=source, target=target)

    assert (single.status_code, again.status_code) == (409, 409)


async def test_an_undone_merge_gives_back_what_came_by_the_old_number_and_stays_undone(alliance: Alliance) -> None:
    source, target = await two(alliance)
    before = (await alliance.as_member("H1").get(f"/fhir/{source}")).json()
    merge = admission(5, "B", "V2").replace(b"ADT^A01", b"ADT^A40").replace(b"PV1|1|I|", b"MRG|A^^^^MR\rPV1|1|I|")
    later = admission(9, "A", "V9")
    await send(alliance, merge, later)
    landed = (await alliance.as_member("H1").get("/fhir/Encounter?identifier=V9")).json()["entry"][0]["resource"]

    answer = await call(alliance, "undo-merge", source=source)
    await send(alliance, merge.replace(b"|5|P|", b"|55|P|"))

    after = (await alliance.as_member("H1").get(f"/fhir/{source}")).json()
    survivor = (await alliance.as_member("H1").get(f"/fhir/{target}")).json()
    visit = (await alliance.as_member("H1").get("/fhir/Encounter?identifier=V9")).json()["entry"][0]["resource"]
    assert answer.status_code == 200, answer.text
    assert (landed["subject"]["reference"], visit["subject"]["reference"]) == (target, source)
    assert (after["identifier"], "link" in after, "active" in after) == (before["identifier"], False, False)
    assert ([number["value"] for number in survivor["identifier"]], "link" in survivor) == (["B"], False)
    everything = (await alliance.as_member("H1").get(f"/fhir/{target}/$everything")).json()
    assert [one["resource"]["id"] for one in everything["entry"] if one["resource"]["resourceType"] == "Patient"] == [
        survivor["id"]
    ]


@pytest.mark.parametrize("operation", ["merge", "undo-merge"])
async def test_who_may_only_change_patients_is_shown_none(alliance: Alliance, operation: str) -> None:
    jwks = json.dumps({"keys": [alliance.hub.keys.public_jwk("client-writer")]})
    alliance.hub.admin.add_client(
        Client(id="writer", member=alliance.number("H1"), scopes="system/Patient.u", jwks=jwks)
    )
    source, target = await two(alliance)
    named = {"source": source, "target": target}
    parameters: list[dict[str, Any]] = [
        {"name": f"{one}-patient", "valueReference": {"reference": ref}} for one, ref in named.items()
    ]
    parameters.append({"name": "preview", "valueBoolean": True})

    answer = await alliance.as_client("writer").post(
        f"/fhir/Patient/${operation}", json={"resourceType": "Parameters", "parameter": parameters}
    )

    assert (answer.status_code, "system/Patient.r" in answer.text, "钱阿婆" in answer.text) == (403, True, False)


async def test_a_condition_looks_into_no_type_that_the_caller_may_not_search(alliance: Alliance) -> None:
    jwks = json.dumps({"keys": [alliance.hub.keys.public_jwk("client-maker")]})
    alliance.hub.admin.add_client(
        Client(id="maker", member=alliance.number("H1"), scopes="system/Patient.c", jwks=jwks)
    )

    answer = await alliance.as_client("maker").post(
        "/fhir/Patient", json={"resourceType": "Patient"}, headers={"If-None-Exist": "_has:Observation:patient:code=1"}
    )

    assert (answer.status_code, "system/Observation.s" in answer.text) == (403, True)
