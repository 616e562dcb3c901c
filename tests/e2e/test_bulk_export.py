"""Bulk export through the door: complete, in steps, resumed, on both engines."""

import asyncio
from collections.abc import AsyncIterator
from datetime import UTC, datetime
from pathlib import Path

import httpx2
import pytest

from hub.bulk import exports
from hub.clock import FrozenClock
from tests.builders import Alliance, observation, patient, small_alliance
from tests.e2e.bulk_world import ASYNC, begin, lines_of, post, refs, whole, work
from tests.postgres_server import fresh_database

START = datetime(2026, 11, 22, 1, 0, tzinfo=UTC)


@pytest.fixture
def clock() -> FrozenClock:
    return FrozenClock(START)


@pytest.fixture(params=["sqlite", "postgres"])
async def alliance(request: pytest.FixtureRequest, tmp_path: Path, clock: FrozenClock) -> AsyncIterator[Alliance]:
    if request.param == "sqlite":
        async with small_alliance(tmp_path, clock=clock) as found:
            yield found
        return
    with fresh_database() as url:
        async with small_alliance(tmp_path, clock=clock, db=url) as found:
            yield found


@pytest.fixture
async def small(tmp_path: Path, clock: FrozenClock) -> AsyncIterator[Alliance]:
    async with small_alliance(tmp_path, clock=clock) as found:
        yield found


async def test_an_export_says_how_far_it_is_and_then_holds_all_that_the_member_may_see(alliance: Alliance) -> None:
    mine = await post(alliance, patient(given="秀英\n"))
    weight = await post(alliance, observation(mine))
    theirs = await post(alliance, patient(), member="N1")

    where = await begin(alliance, "$export")
    waiting = await alliance.as_member("H1").get(where)
    await work(alliance)
    done = await alliance.as_member("H1").get(where)

    assert (waiting.status_code, waiting.headers["x-progress"], waiting.headers["retry-after"]) == (
        202,
        "waits for its turn",
        "5",
    )
    manifest = done.json()
    assert {name: value for name, value in manifest.items() if name != "output"} == {
        "transactionTime": "2026-11-22T01:00:00.000Z",
        "request": "http://hub.test/fhir/$export",
        "requiresAccessToken": True,
        "deleted": [],
        "error": [],
    }
    assert done.headers["expires"] == "Mon, 23 Nov 2026 01:00:00 GMT"
    found = await lines_of(alliance, manifest["output"])
    assert refs(found) == sorted([f"Patient/{mine}", f"Observation/{weight}"])
    assert f"Patient/{theirs}" not in refs(found)
    assert next(one for one in found if one["resourceType"] == "Patient")["name"][0]["given"] == ["秀英\n"]


async def test_two_exports_in_a_row_both_hold_everything(alliance: Alliance) -> None:
    elder = await post(alliance, patient())
    expected = sorted([f"Patient/{elder}", *[f"Observation/{await post(alliance, observation(elder))}" for _ in "abc"]])

    first, second = await whole(alliance, "$export"), await whole(alliance, "$export")

    assert refs(await lines_of(alliance, first["output"])) == expected
    assert refs(await lines_of(alliance, second["output"])) == expected


async def test_since_the_last_export_gives_what_changed_and_what_was_deleted(
    alliance: Alliance, clock: FrozenClock
) -> None:
    caller = alliance.as_member("H1")
    stays, changes, goes = [await post(alliance, patient()) for _ in "abc"]
    secret = await post(alliance, patient(), member="N2")
    clock.advance(seconds=60)
    first = await whole(alliance, "$export?_type=Patient")
    clock.advance(seconds=60)
    changed = {**(await caller.get(f"/fhir/Patient/{changes}")).json(), "active": True}
    assert (await caller.put(f"/fhir/Patient/{changes}", json=changed)).status_code == 200
    assert (await caller.delete(f"/fhir/Patient/{goes}")).status_code in {200, 204}
    assert (await alliance.as_member("N2").delete(f"/fhir/Patient/{secret}")).status_code in {200, 204}
    new = await post(alliance, patient())

    since = first["transactionTime"]
    second = await whole(alliance, f"$export?_type=Patient&_since={since}")
    filtered = await whole(alliance, f"$export?_typeFilter=Patient%3Fgender%3Dfemale&_type=Patient&_since={since}")
    by_time = await whole(alliance, "$export?_type=Patient&_since=2026-11-22T09:01:30%2B08:00")

    assert refs(await lines_of(alliance, first["output"])) == refs(
        [{"resourceType": "Patient", "id": one} for one in (stays, changes, goes)]
    )
    for manifest in (second, filtered, by_time):
        assert refs(await lines_of(alliance, manifest["output"])) == sorted([f"Patient/{changes}", f"Patient/{new}"])
        assert await lines_of(alliance, manifest["deleted"]) == [
            {
                "resourceType": "Bundle",
                "type": "transaction",
                "entry": [{"request": {"method": "DELETE", "url": f"Patient/{goes}"}}],
            }
        ]


async def test_what_is_written_in_the_moment_of_an_export_is_in_the_next_one(
    alliance: Alliance, clock: FrozenClock
) -> None:
    manifest = await whole(alliance, "$export?_type=Patient")
    late = await post(alliance, patient())  # at the same microsecond, behind the horizon
    clock.move_to(datetime(2026, 11, 22, 0, 59, 30, tzinfo=UTC))  # a node whose clock is slow
    slow = await post(alliance, patient())
    clock.move_to(datetime(2026, 11, 22, 1, 5, tzinfo=UTC))

    following = await whole(alliance, f"$export?_type=Patient&_since={manifest['transactionTime']}")

    assert refs(await lines_of(alliance, following["output"])) == sorted([f"Patient/{late}", f"Patient/{slow}"])


async def test_patient_level_holds_records_and_group_level_those_of_its_members(
    alliance: Alliance, clock: FrozenClock
) -> None:
    one, two = await post(alliance, patient()), await post(alliance, patient())
    first, second = await post(alliance, observation(one)), await post(alliance, observation(two))
    await post(alliance, {"resourceType": "Location", "name": "病房"})
    group = await post(
        alliance,
        {
            "resourceType": "Group",
            "type": "person",
            "actual": True,
            "member": [
                {"entity": {"reference": f"Patient/{one}"}},
                {"entity": {"reference": f"Patient/{two}"}, "inactive": True},
                {"entity": {"reference": "Practitioner/x"}},
            ],
        },
    )
    empty = await post(alliance, {"resourceType": "Group", "type": "person", "actual": True})

    async def found(path: str) -> list[str]:
        return refs(await lines_of(alliance, (await whole(alliance, path))["output"]))

    assert await found("Patient/$export") == sorted(
        [f"Patient/{one}", f"Patient/{two}", f"Observation/{first}", f"Observation/{second}"]
    )
    both = await whole(alliance, f"Patient/$export?patient=Patient/{two}&patient={one}&_type=Patient,Observation")
    assert [(file["type"], file["count"]) for file in both["output"]] == [("Observation", 2), ("Patient", 2)]
    assert await found(f"Patient/$export?patient=Patient/{two}") == sorted([f"Patient/{two}", f"Observation/{second}"])
    assert await found(f"Group/{group}/$export") == sorted(
        [
            f"Patient/{one}",
            f"Observation/{first}",
            f"Group/{group}",
        ]  # it names the Patient, so it is in its compartment
    )
    assert await found(f"Group/{empty}/$export") == []
    assert (await alliance.as_member("N1").get(f"/fhir/Group/{group}/$export", headers=ASYNC)).status_code == 404
    assert (await alliance.as_member("H1").get("/fhir/Group/$export", headers=ASYNC)).status_code == 404
    assert (await alliance.as_member("H1").get(f"/fhir/Patient/{one}/$export", headers=ASYNC)).status_code == 404
    clock.advance(seconds=1)
    assert (await alliance.as_member("H1").delete(f"/fhir/Observation/{first}")).status_code in {200, 204}
    assert (await alliance.as_member("H1").delete(f"/fhir/Observation/{second}")).status_code in {200, 204}
    later = await whole(alliance, f"Group/{group}/$export?_since=2026-11-22T01:00:01Z")
    deleted = [one["entry"][0]["request"]["url"] for one in await lines_of(alliance, later["deleted"])]
    assert deleted == [f"Observation/{first}"]


async def test_filters_of_one_type_are_joined_and_give_each_resource_once(alliance: Alliance) -> None:
    elder = await post(alliance, patient())
    heavy = await post(alliance, observation(elder, value=90.5))
    pulse = await post(alliance, observation(elder, code="8867-4"))
    await post(alliance, observation(elder, code="8310-5"))

    manifest = await whole(
        alliance,
        "$export?_type=Observation,Patient&_typeFilter=Observation%3Fcode%3D29463-7,Observation%3Fcode%3D29463-7"
        "%2C8867-4&_typeFilter=Observation%3Fcode%3Dnone",
    )
    at_patient_level = await whole(
        alliance, "Patient/$export?_type=Observation&_typeFilter=Observation%3Fcode%3D8867-4"
    )

    assert refs(await lines_of(alliance, manifest["output"])) == sorted(
        [f"Patient/{elder}", f"Observation/{heavy}", f"Observation/{pulse}"]
    )
    assert refs(await lines_of(alliance, at_patient_level["output"])) == [f"Observation/{pulse}"]


async def test_an_export_goes_on_after_a_crash_and_holds_each_resource_once(
    alliance: Alliance, clock: FrozenClock, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(exports, "FILE_BYTES", 1)
    monkeypatch.setattr("hub.store.bulk_read.ROWS", 2)
    monkeypatch.setattr("hub.bulk.sections.PAGE", 2)
    elder = await post(alliance, patient())
    expected = sorted([f"Observation/{await post(alliance, observation(elder))}" for _ in range(7)])
    where = await begin(alliance, "$export?_type=Observation")
    filtered = await begin(alliance, "$export?_type=Observation&_typeFilter=Observation%3Fstatus%3Dfinal")
    for _ in range(6):
        assert await alliance.hub.exports.turn()
    # a worker takes the job and is killed; its lease ends, and another goes on; the first wakes up and counts no more
    jobs = alliance.hub.exports._jobs
    dead = await jobs.lease("export", now=clock.now(), until=clock.now() + 60_000_000)
    assert dead is not None
    clock.advance(seconds=61)

    await work(alliance)
    late = await jobs.advance(dead, files=())

    caller = alliance.as_member("H1")
    for place in (where, filtered):
        manifest = (await caller.get(place)).json()
        assert len(manifest["output"]) == 4
        assert refs(await lines_of(alliance, manifest["output"])) == expected
    assert late is False


async def test_the_server_works_exports_off_beside_its_doors(small: Alliance) -> None:
    elder = await post(small, patient())
    task = asyncio.create_task(exports.run(small.hub))
    where = await begin(small, "$export?_type=Patient")
    answer: httpx2.Response | None = None
    for _ in range(100):
        answer = await small.as_member("H1").get(where)
        if answer.status_code == 200:
            break
        await asyncio.sleep(0.05)
    small.hub.exports.stop()
    await task

    assert answer is not None
    assert refs(await lines_of(small, answer.json()["output"])) == [f"Patient/{elder}"]
