"""Who is one person follows the Patient as it is now, by whichever door it was corrected (ADR 23)."""

from collections.abc import AsyncIterator
from pathlib import Path
from typing import Any

import pytest

from hub.store.port import Visibility
from tests.builders import Alliance, small_alliance

RESIDENT_ID = "urn:oid:2.16.156.10011.1.3"
WOMAN, OTHER_WOMAN = "330105194111030029", "310101194502190047"
EYES = Visibility(member=0, reason="test")


@pytest.fixture
async def alliance(tmp_path: Path) -> AsyncIterator[Alliance]:
    async with small_alliance(tmp_path) as found:
        yield found


def patient(number: str = WOMAN, called: str = "钱阿婆", *, born: str = "1941-11-03") -> dict[str, Any]:
    identifiers = {"identifier": [{"system": RESIDENT_ID, "value": number}]} if number else {}
    return {
        "resourceType": "Patient", **identifiers, "name": [{"text": called}], "gender": "female", "birthDate": born,
    }  # fmt: skip


async def create(alliance: Alliance, member: str, resource: dict[str, Any]) -> str:
    answer = await alliance.as_member(member).post("/fhir/Patient", json=resource)
    assert answer.status_code == 201, answer.text
    return str(answer.json()["id"])


async def put(alliance: Alliance, member: str, patient_id: str, resource: dict[str, Any]) -> None:
    answer = await alliance.as_member(member).put(f"/fhir/Patient/{patient_id}", json=resource | {"id": patient_id})
    assert answer.status_code == 200, answer.text


async def same_as(alliance: Alliance, patient_id: str) -> set[str]:
    return set(await alliance.hub.store.linked_patients(patient_id, visibility=EYES))


async def record(alliance: Alliance, member: str, patient_id: str) -> set[str]:
    answer = await alliance.as_member(member).get(f"/fhir/Patient/{patient_id}/$everything")
    assert answer.status_code == 200, answer.text
    return {
        entry["resource"]["id"] for entry in answer.json()["entry"] if entry["resource"]["resourceType"] != "Binary"
    }


@pytest.mark.parametrize(
    "corrected",
    [
        patient(OTHER_WOMAN, born="1945-02-19"),
        patient(""),
        patient(called="周阿婆"),
        patient(born="1945-02-19"),
    ],
    ids=["another number", "no number", "another name", "a birth date that the number contradicts"],
)
async def test_a_put_that_takes_the_agreement_away_unlinks(alliance: Alliance, corrected: dict[str, Any]) -> None:
    mine = await create(alliance, "H1", patient())
    theirs = await create(alliance, "N1", patient())
    third = await create(alliance, "M1", patient())
    assert await same_as(alliance, mine) == {mine, theirs, third}

    await put(alliance, "H1", mine, corrected)

    assert await same_as(alliance, mine) == {mine}
    assert await same_as(alliance, theirs) == {theirs, third}


async def test_a_put_that_corrects_the_number_links(alliance: Alliance) -> None:
    mine = await create(alliance, "H1", patient(""))
    theirs = await create(alliance, "N1", patient())
    assert await same_as(alliance, mine) == {mine}

    await put(alliance, "H1", mine, patient())

    assert await same_as(alliance, mine) == {mine, theirs}


async def test_a_link_comes_back_with_the_number(alliance: Alliance) -> None:
    mine = await create(alliance, "H1", patient())
    theirs = await create(alliance, "N1", patient())
    await put(alliance, "H1", mine, patient(""))

    await put(alliance, "H1", mine, patient())

    assert await same_as(alliance, theirs) == {mine, theirs}


async def test_a_put_of_something_else_changes_no_link(alliance: Alliance) -> None:
    mine = await create(alliance, "H1", patient())
    theirs = await create(alliance, "N1", patient())

    await put(alliance, "H1", mine, patient() | {"maritalStatus": {"text": "丧偶"}})

    assert await same_as(alliance, mine) == {mine, theirs}


async def test_a_patch_of_the_number_unlinks_too(alliance: Alliance) -> None:
    mine = await create(alliance, "H1", patient())
    theirs = await create(alliance, "N1", patient())

    answer = await alliance.as_member("H1").patch(
        f"/fhir/Patient/{mine}",
        json=[{"op": "remove", "path": "/identifier"}],
        headers={"Content-Type": "application/json-patch+json"},
    )

    assert answer.status_code == 200
    assert await same_as(alliance, theirs) == {theirs}


async def test_everything_follows_the_correction(alliance: Alliance) -> None:
    mine = await create(alliance, "H1", patient())
    again = await create(alliance, "H1", patient())
    assert await record(alliance, "H1", mine) == {mine, again}

    await put(alliance, "H1", again, patient(OTHER_WOMAN, born="1945-02-19"))

    assert await record(alliance, "H1", mine) == {mine}
    assert await record(alliance, "H1", again) == {again}


async def test_a_refused_correction_changes_no_link(alliance: Alliance) -> None:
    mine = await create(alliance, "H1", patient())
    theirs = await create(alliance, "N1", patient())

    answer = await alliance.as_member("H1").put(
        f"/fhir/Patient/{mine}", json=patient("") | {"id": mine}, headers={"If-Match": 'W/"7"'}
    )

    assert answer.status_code == 412
    assert await same_as(alliance, mine) == {mine, theirs}


async def test_a_message_that_brings_another_name_unlinks(alliance: Alliance) -> None:
    first = (
        "MSH|^~\\&|HIS|H1|HUB|ALLIANCE|20260302090000+0800||ADT^A01^ADT_A01|1|P|2.5.1||||||UNICODE UTF-8\r"
        "EVN|A01|20260302090000\r"
        f"PID|1||M1^^^H1^MR~{WOMAN}^^^^NNCHN||钱阿婆||19411103|2\rPV1|1|I\r"
    )
    renamed = first.replace("|1|P|", "|2|P|").replace("A01", "A08").replace("钱阿婆", "周阿婆").replace("0900", "1000")
    theirs = await create(alliance, "N1", patient())
    headers = {"Content-Type": "application/hl7-v2"}
    await alliance.as_member("H1").post("/ingest/hl7v2", content=first.encode(), headers=headers)
    assert len(await same_as(alliance, theirs)) == 2

    answer = await alliance.as_member("H1").post("/ingest/hl7v2", content=renamed.encode(), headers=headers)

    assert "MSA|AA|2" in answer.text
    assert await same_as(alliance, theirs) == {theirs}
