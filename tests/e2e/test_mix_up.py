"""Two people are never mixed up by a number that is used again: over HTTP, as a HIS would send it."""

from collections.abc import AsyncIterator
from pathlib import Path
from typing import Any

import pytest

from tests.builders import Alliance, small_alliance

HL7 = {"Content-Type": "application/hl7-v2"}


@pytest.fixture
async def alliance(tmp_path: Path) -> AsyncIterator[Alliance]:
    async with small_alliance(tmp_path) as found:
        yield found


def admission(control: str, *, number: str, name: str, born: str, sex: str = "2", visit: str = "V1") -> bytes:
    return (
        f"MSH|^~\\&|HIS|H1|HUB|ALLIANCE|20260302090000+0800||ADT^A01^ADT_A01|{control}|P|2.5.1||||||UNICODE UTF-8\r"
        "EVN|A01|20260302090000\r"
        f"PID|1||{number}^^^H1^MR||{name}||{born}|{sex}\r"
        f"PV1|1|I|W3^301^2||||||||||||||||{visit}|||||||||||||||||||||||||20260302090000\r"
    ).encode()


async def send(alliance: Alliance, message: bytes) -> str:
    answer = await alliance.as_member("H1").post("/ingest/hl7v2", content=message, headers=HL7)
    return answer.text


async def found(alliance: Alliance, query: str) -> list[dict[str, Any]]:
    answer = await alliance.as_member("H1").get(f"/fhir/{query}")
    return [entry["resource"] for entry in answer.json().get("entry", [])]


async def test_a_visit_number_that_comes_with_another_patient_moves_nobodys_visit(alliance: Alliance) -> None:
    first = await send(alliance, admission("1", number="M1", name="钱阿婆", born="19411103"))
    second = await send(alliance, admission("2", number="M2", name="周阿婆", born="19450219"))

    assert ("MSA|AA|1" in first, "MSA|AA|2" in second) == (True, True)
    names = {patient["id"]: patient["name"][0]["text"] for patient in await found(alliance, "Patient")}
    visits = await found(alliance, "Encounter?identifier=V1")
    assert sorted(names[visit["subject"]["reference"].split("/")[1]] for visit in visits) == ["周阿婆", "钱阿婆"]
    assert "known with another patient" in second


async def test_the_message_that_follows_finds_its_own_visit_again(alliance: Alliance) -> None:
    await send(alliance, admission("1", number="M1", name="钱阿婆", born="19411103"))
    await send(alliance, admission("2", number="M2", name="周阿婆", born="19450219"))

    await send(alliance, admission("3", number="M2", name="周阿婆", born="19450219"))

    assert len(await found(alliance, "Encounter?identifier=V1")) == 2


async def test_a_record_number_used_for_quite_another_person_is_refused(alliance: Alliance) -> None:
    await send(alliance, admission("1", number="M1", name="钱阿婆", born="19411103"))

    answer = await send(alliance, admission("2", number="M1", name="李四", born="19500101", sex="1", visit="V2"))

    assert "MSA|AE|2" in answer
    assert "another person" in answer
    assert [patient["name"][0]["text"] for patient in await found(alliance, "Patient")] == ["钱阿婆"]


async def test_a_corrected_name_is_taken(alliance: Alliance) -> None:
    await send(alliance, admission("1", number="M1", name="无名氏", born=""))

    answer = await send(alliance, admission("2", number="M1", name="钱阿婆", born="19411103"))

    assert "MSA|AA|2" in answer
    assert [patient["name"][0]["text"] for patient in await found(alliance, "Patient")] == ["钱阿婆"]


async def test_two_patients_with_one_number_are_not_chosen_between(alliance: Alliance) -> None:
    twin = {
        "resourceType": "Patient",
        "identifier": [{"system": "https://alliance-hub.example/sid/H1/mrn", "value": "M1"}],
        "name": [{"text": "钱阿婆"}],
    }
    for _ in range(2):
        await alliance.as_member("H1").post("/fhir/Patient", json=twin)

    answer = await send(alliance, admission("1", number="M1", name="钱阿婆", born="19411103"))

    assert "MSA|AE|1" in answer
    assert "Two patients have this record number" in answer
