"""A home's gateway at the door: readings over HTTP and through the watched folder, stored once, found by search."""

import json
from collections.abc import AsyncIterator
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from hub.listeners.folder import FolderWatcher
from tests.builders import Alliance, small_alliance

AT = "2026-03-02T08:05:00+08:00"
LIST = "姓名,编号,性别,出生日期\n张秀英,R001,女,1941-05-03\n"


@pytest.fixture
async def alliance(tmp_path: Path) -> AsyncIterator[Alliance]:
    async with small_alliance(tmp_path, body_limit=200_000) as made:
        yield made


def file_of(*readings: dict[str, Any]) -> bytes:
    return json.dumps({"gateway": {"id": "GW-1"}, "observations": list(readings)}, ensure_ascii=False).encode()


def reading(number: str, **members: Any) -> dict[str, Any]:
    return {"id": number, "device": "W-1", "resident": "R001", "time": AT, **members}


async def count(alliance: Alliance, query: str, *, member: str = "N1") -> int:
    found = (await alliance.as_member(member).get(f"/fhir/{query}")).json()
    return len(found.get("entry", []))


async def test_readings_are_stored_once_under_the_resident_of_the_homes_list(alliance: Alliance) -> None:
    home = alliance.as_member("N1")
    await home.post("/ingest/care-home", content=LIST.encode())

    first = await home.post("/ingest/device", content=file_of(reading("1", hr=72), reading("2", kind="fall")))
    again = await home.post("/ingest/device", content=file_of(reading("1", hr=72), reading("2", kind="fall")))
    later = await home.post("/ingest/device", content=file_of(reading("2", kind="fall"), reading("3", spo2=96)))

    assert [answer.headers["x-hub-state"] for answer in (first, again, later)] == ["stored", "duplicate", "stored"]
    assert [issue["severity"] for issue in first.json()["issue"]] == ["information"]
    assert await count(alliance, "Patient") == 1
    assert await count(alliance, "Device") == 2
    assert await count(alliance, "Observation?subject:Patient.identifier=R001") == 3
    assert await count(alliance, "Observation?category=device-alarm") == 1
    assert await count(alliance, "Observation?device:Device.identifier=W-1") == 3


async def test_a_number_that_the_list_lacks_is_told_and_a_reading_is_never_lost(alliance: Alliance) -> None:
    home = alliance.as_member("N1")

    unknown = await home.post("/ingest/device", content=file_of(reading("1", hr=72)))
    nobody = await home.post("/ingest/device", content=file_of(reading("2", resident="", hr=400)))

    assert [issue["expression"] for issue in unknown.json()["issue"][1:]] == [["reading 1 resident"]]
    assert [issue["expression"] for issue in nobody.json()["issue"][1:]] == [["reading 1 resident"], ["reading 1 hr"]]
    assert await count(alliance, "Observation") == 2
    assert await count(alliance, "Observation?code=8867-4&value-quantity=gt0") == 1


async def test_a_bad_reading_costs_no_other_and_is_named(alliance: Alliance) -> None:
    answer = await alliance.as_member("N1").post(
        "/ingest/device",
        content=b'{"deviceId":"W-1","hr":\n{"deviceId":"W-1","elderId":"R1","hr":60,"ts":1772409900}\n',
    )

    issues = answer.json()["issue"]
    assert (answer.status_code, answer.headers["x-hub-state"]) == (200, "stored")
    assert issues[0]["diagnostics"].startswith("已入库 1 行，退回 1 行")
    assert [(issue["severity"], issue["expression"]) for issue in issues[1:2]] == [("error", ["reading 1 reading"])]


async def test_the_wrong_caller_the_wrong_type_and_a_huge_body_are_refused(alliance: Alliance) -> None:
    content = file_of(reading("1", hr=72))
    home = alliance.as_member("N1")

    answers = [
        await alliance.as_nobody().post("/ingest/device", content=content),
        await alliance.as_client("engineer").post("/ingest/device", content=content),
        await home.post("/ingest/device", content=b"x" * 200_001),
        await home.post("/ingest/device", content=content, headers={"Content-Encoding": "gzip"}),
        await home.post("/ingest/device", content=b"<xml/>"),
        await home.post("/ingest/device", content=b""),
    ]

    assert [answer.status_code for answer in answers] == [401, 403, 413, 415, 422, 422]
    assert {answer.json()["resourceType"] for answer in answers} == {"OperationOutcome"}
    assert await count(alliance, "Observation") == 0


async def test_a_preview_stores_nothing(alliance: Alliance) -> None:
    home = alliance.as_member("N1")

    answer = await home.post("/ingest/device/preview", content=file_of(reading("1", temp=98.6)))

    assert answer.status_code == 200
    assert await count(alliance, "Observation") == 0


async def test_two_homes_may_number_their_devices_alike_and_see_their_own(alliance: Alliance) -> None:
    for code in ("N1", "N2"):
        await alliance.as_member(code).post("/ingest/device", content=file_of(reading("1", hr=72)))

    assert [await count(alliance, "Observation", member=code) for code in ("N1", "N2")] == [1, 1]


async def test_a_file_in_the_watched_folder_is_recognised_and_answered_beside_it(
    alliance: Alliance, tmp_path: Path
) -> None:
    inbox = tmp_path / "in" / "N1"
    inbox.mkdir(parents=True)
    (inbox / "gw.json").write_bytes(file_of(reading("1", hr=72)))
    settings = replace(alliance.hub.settings, folder="in", folder_settle_seconds=0.0)
    watcher = FolderWatcher(alliance.hub.ingest, alliance.hub.admin, settings)

    assert await watcher.look() == 1

    answer = json.loads((inbox / "done" / "gw.json.ack").read_bytes())
    assert answer["issue"][0]["diagnostics"].startswith("已入库 1 行，退回 0 行")
    assert await count(alliance, "Observation") == 1
