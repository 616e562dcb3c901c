"""The FHIR API over HTTP, with sign-in and audit on. https://hl7.org/fhir/R4/http.html."""

import asyncio
import json
from collections.abc import AsyncIterator
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import httpx2
import pytest

from hub.clock import FrozenClock, micros_to_instant
from tests.builders import Alliance, observation, patient, small_alliance

JSON = {"Content-Type": "application/fhir+json"}
MRN = "https://alliance-hub.example/sid/H1/mrn"


@pytest.fixture
async def alliance(tmp_path: Path) -> AsyncIterator[Alliance]:
    async with small_alliance(tmp_path) as made:
        yield made


@pytest.fixture
def hospital(alliance: Alliance) -> httpx2.AsyncClient:
    return alliance.as_member("H1")


async def stored(client: httpx2.AsyncClient, resource: dict[str, Any]) -> dict[str, Any]:
    answer = await client.post(f"/fhir/{resource['resourceType']}", json=resource, headers=JSON)
    assert answer.status_code == 201, answer.text
    found: dict[str, Any] = answer.json()
    return found


def issue_of(answer: httpx2.Response) -> tuple[str, str]:
    outcome = answer.json()
    assert outcome["resourceType"] == "OperationOutcome"
    return outcome["issue"][0]["code"], outcome["issue"][0]["diagnostics"]


# Create, read, vread


async def test_a_created_resource_is_answered_with_its_place_and_version(hospital: httpx2.AsyncClient) -> None:
    answer = await hospital.post("/fhir/Patient", json=patient(identifier="100"), headers=JSON)

    found = answer.json()
    assert answer.status_code == 201
    assert answer.headers["Location"] == f"http://hub.test/fhir/Patient/{found['id']}/_history/1"
    assert answer.headers["ETag"] == 'W/"1"'
    assert answer.headers["Last-Modified"].endswith(" GMT")
    assert found == patient(identifier="100") | {"id": found["id"], "meta": found["meta"]}
    assert found["meta"]["versionId"] == "1"


async def test_what_the_client_sent_comes_back_byte_for_byte(hospital: httpx2.AsyncClient) -> None:
    weight = observation("p1")
    body = json.dumps(weight).replace("72.5", "72.50").replace('"valueQuantity"', '\n  "valueQuantity"').encode()

    made = await hospital.post("/fhir/Observation", content=body, headers=JSON)
    read = await hospital.get(f"/fhir/Observation/{made.json()['id']}")

    assert b'\n  "valueQuantity": {"value": 72.50' in read.content
    assert read.content == made.content


async def test_the_id_and_meta_that_a_client_sends_with_a_create_are_the_hubs_to_give(
    hospital: httpx2.AsyncClient,
) -> None:
    sent = patient(id="mine", meta={"versionId": "9", "lastUpdated": "2001-01-01T00:00:00Z", "tag": [{"code": "x"}]})

    found = (await hospital.post("/fhir/Patient", json=sent, headers=JSON)).json()

    assert found["id"] != "mine"
    assert found["meta"]["versionId"] == "1"
    assert found["meta"]["lastUpdated"] > "2026"
    assert found["meta"]["tag"] == [{"code": "x"}]


async def test_each_version_can_be_read(hospital: httpx2.AsyncClient) -> None:
    made = await stored(hospital, patient())
    path = f"/fhir/Patient/{made['id']}"
    await hospital.put(path, json=patient(id=made["id"], given="秀兰"), headers=JSON)

    first = await hospital.get(f"{path}/_history/1")
    second = await hospital.get(f"{path}/_history/2")

    assert (first.json()["name"][0]["given"], first.headers["ETag"]) == (["秀英"], 'W/"1"')
    assert (second.json()["name"][0]["given"], second.headers["ETag"]) == (["秀兰"], 'W/"2"')
    assert (await hospital.get(f"{path}/_history/3")).status_code == 404
    assert (await hospital.get(f"{path}/_history/x")).status_code == 404


async def test_a_caller_who_has_the_version_gets_304_without_a_body(hospital: httpx2.AsyncClient) -> None:
    made = await stored(hospital, patient())

    answer = await hospital.get(f"/fhir/Patient/{made['id']}", headers={"If-None-Match": 'W/"1"'})

    assert (answer.status_code, answer.content, answer.headers["ETag"]) == (304, b"", 'W/"1"')


async def test_head_answers_as_get_without_the_body(hospital: httpx2.AsyncClient) -> None:
    made = await stored(hospital, patient())
    path = f"/fhir/Patient/{made['id']}"

    head, get = await hospital.head(path), await hospital.get(path)

    assert (head.status_code, head.content) == (200, b"")
    assert head.headers["Content-Length"] == str(len(get.content))
    assert head.headers["ETag"] == get.headers["ETag"]


# Update and delete


async def test_an_update_under_if_match_loses_to_nobody(hospital: httpx2.AsyncClient) -> None:
    made = await stored(hospital, patient())
    path, version_1 = f"/fhir/Patient/{made['id']}", JSON | {"If-Match": 'W/"1"'}

    won = await hospital.put(path, json=patient(id=made["id"], given="甲"), headers=version_1)
    lost = await hospital.put(path, json=patient(id=made["id"], given="乙"), headers=version_1)

    assert (won.status_code, won.headers["ETag"]) == (200, 'W/"2"')
    assert lost.status_code == 412
    assert issue_of(lost)[0] == "conflict"
    assert (await hospital.get(path)).json()["name"][0]["given"] == ["甲"]


async def test_of_twenty_updates_at_once_under_one_version_one_is_stored(hospital: httpx2.AsyncClient) -> None:
    made = await stored(hospital, patient())
    path = f"/fhir/Patient/{made['id']}"

    answers = await asyncio.gather(
        *(
            hospital.put(path, json=patient(id=made["id"], given=str(i)), headers=JSON | {"If-Match": 'W/"1"'})
            for i in range(20)
        )
    )

    assert sorted(answer.status_code for answer in answers) == [200] + [412] * 19
    assert (await hospital.get(path)).headers["ETag"] == 'W/"2"'


async def test_a_client_may_choose_the_id_with_an_update(hospital: httpx2.AsyncClient) -> None:
    answer = await hospital.put("/fhir/Patient/bed-7.b", json=patient(id="bed-7.b"), headers=JSON)

    assert (answer.status_code, answer.headers["ETag"]) == (201, 'W/"1"')
    assert (await hospital.get("/fhir/Patient/bed-7.b")).json()["id"] == "bed-7.b"


@pytest.mark.parametrize("sent", [patient(), patient(id="other")])
async def test_an_update_whose_id_differs_from_the_path_is_refused(
    hospital: httpx2.AsyncClient, sent: dict[str, Any]
) -> None:
    answer = await hospital.put("/fhir/Patient/p1", json=sent, headers=JSON)

    assert answer.status_code == 400  # http.html#update
    assert issue_of(answer) == ("value", "The id in the body is missing or differs from the path; expected the same.")
    assert (await hospital.get("/fhir/Patient/p1")).status_code == 404


async def test_a_deleted_resource_is_gone_but_its_history_stays(hospital: httpx2.AsyncClient) -> None:
    made = await stored(hospital, patient())
    path = f"/fhir/Patient/{made['id']}"

    first, again = await hospital.delete(path), await hospital.delete(path)
    read, history = await hospital.get(path), await hospital.get(f"{path}/_history")

    assert (first.status_code, again.status_code, read.status_code) == (204, 204, 410)
    assert issue_of(read)[0] == "deleted"
    assert [entry["request"]["method"] for entry in history.json()["entry"]] == ["DELETE", "POST"]


async def test_a_history_says_201_for_the_version_that_brings_back_what_was_deleted(
    hospital: httpx2.AsyncClient,
) -> None:
    path, body = "/fhir/Patient/back", {"resourceType": "Patient", "id": "back", "gender": "female"}
    first = await hospital.put(path, json=body)
    gone = await hospital.delete(path)
    again = await hospital.put(path, json=body)
    change = await hospital.put(path, json=body | {"gender": "other"})

    entries = (await hospital.get(f"{path}/_history")).json()["entry"]

    assert [one.status_code for one in (change, again, gone, first)] == [200, 201, 204, 201]
    assert [one["response"]["status"] for one in entries] == ["200", "201", "204", "201"]
    assert [one["request"]["method"] for one in entries] == ["PUT", "PUT", "DELETE", "PUT"]


async def test_history_of_a_type_pages_without_loss(hospital: httpx2.AsyncClient) -> None:
    made = [(await stored(hospital, patient(given=str(number))))["id"] for number in range(7)]
    seen: list[str] = []
    url = "/fhir/Patient/_history?_count=3"
    while url:
        page = (await hospital.get(url)).json()
        seen += [entry["resource"]["id"] for entry in page["entry"]]
        url = next((link["url"] for link in page["link"] if link["relation"] == "next"), "")

    assert seen == made[::-1]


# Conditional interactions


async def test_history_at_a_time_holds_what_was_current_then(tmp_path: Path) -> None:
    clock = FrozenClock(datetime(2026, 3, 2, 8, tzinfo=UTC))
    async with small_alliance(tmp_path, clock=clock) as alliance:
        caller = alliance.as_member("H1")
        there = await stored(caller, patient())
        times = [clock.now()]
        for family in ("李", "王"):
            clock.advance(seconds=600)
            times.append(clock.now())
            await caller.put(f"/fhir/Patient/{there['id']}", json=patient(family=family, id=there["id"]), headers=JSON)

        async def versions(at: str, path: str = f"Patient/{there['id']}") -> list[str]:
            bundle = (await caller.get(f"/fhir/{path}/_history", params={"_at": at})).json()
            return [one["resource"]["meta"]["versionId"] for one in bundle.get("entry", [])]

        assert await versions(micros_to_instant(times[0] - 1_000_000)) == []
        assert await versions(micros_to_instant(times[0] + 60_000_000)) == ["1"]
        assert await versions(micros_to_instant(times[1] + 60_000_000), "Patient") == ["2"]
        assert await versions(micros_to_instant(times[2] + 60_000_000)) == ["3"]
        assert await versions(micros_to_instant(times[2])[:4]) == ["3", "2", "1"]
        assert (await caller.get("/fhir/Patient/_history?_at=once")).status_code == 400


async def test_of_twenty_conditional_creates_at_once_exactly_one_is_stored(hospital: httpx2.AsyncClient) -> None:
    condition = JSON | {"If-None-Exist": f"identifier={MRN}|77"}

    answers = await asyncio.gather(
        *(hospital.post("/fhir/Patient", json=patient(identifier="77"), headers=condition) for _ in range(20))
    )

    assert sorted(answer.status_code for answer in answers) == [200] * 19 + [201]
    assert len({answer.json()["id"] for answer in answers}) == 1


async def test_criteria_in_the_address_of_a_create_make_no_duplicate(hospital: httpx2.AsyncClient) -> None:
    there = await stored(hospital, patient(identifier="7"))
    address = f"Patient?identifier={MRN}|7"
    request = {"method": "POST", "url": address}
    entries = [{"resource": patient(identifier="7"), "request": request}]

    alone = await hospital.post(f"/fhir/{address}", json=patient(identifier="7"), headers=JSON)
    inside = [
        await hospital.post("/fhir", json={"resourceType": "Bundle", "type": kind, "entry": entries}, headers=JSON)
        for kind in ("transaction", "batch")
    ]
    pretty = await hospital.post("/fhir/Patient?_pretty=true", json=patient(identifier="8"), headers=JSON)
    found = await hospital.get(f"/fhir/{address}")

    assert alone.status_code == 400
    assert issue_of(alone)[1] == (
        "A create has no search parameters in its address; nothing was stored. To create only what is not there yet, "
        "send them in the header If-None-Exist; to search by POST, send them to Patient/_search."
    )
    assert issue_of(inside[0])[1] == (
        "A POST has no search parameters in request.url; send those of a conditional create as ifNoneExist."
    )
    assert inside[1].json()["entry"][0]["response"]["status"] == "400 Bad Request"
    assert pretty.status_code == 201
    assert [one["resource"]["id"] for one in found.json()["entry"]] == [there["id"]]


async def test_a_condition_that_several_meet_is_refused(hospital: httpx2.AsyncClient) -> None:
    await stored(hospital, patient(given="一"))
    await stored(hospital, patient(given="二"))

    answer = await hospital.post(
        "/fhir/Patient", json=patient(), headers=JSON | {"If-None-Exist": "birthdate=1941-05-03"}
    )

    assert answer.status_code == 412


async def test_a_conditional_update_creates_and_then_updates_the_same_resource(hospital: httpx2.AsyncClient) -> None:
    url = f"/fhir/Patient?identifier={MRN}|88"

    first = await hospital.put(url, json=patient(identifier="88"), headers=JSON)
    second = await hospital.put(url, json=patient(identifier="88", given="新"), headers=JSON)

    assert (first.status_code, second.status_code) == (201, 200)
    assert first.json()["id"] == second.json()["id"]
    assert second.headers["ETag"] == 'W/"2"'


async def test_a_conditional_delete_takes_the_one_that_meets_it(hospital: httpx2.AsyncClient) -> None:
    made = await stored(hospital, patient(identifier="99"))

    answer = await hospital.delete(f"/fhir/Patient?identifier={MRN}|99")
    none = await hospital.delete(f"/fhir/Patient?identifier={MRN}|99")

    assert (answer.status_code, none.status_code) == (204, 204)
    assert (await hospital.get(f"/fhir/Patient/{made['id']}")).status_code == 410


# Search


async def test_a_search_by_identifier_finds_one_and_links_to_itself(hospital: httpx2.AsyncClient) -> None:
    made = await stored(hospital, patient(identifier="5"))
    await stored(hospital, patient(identifier="6"))

    answer = (await hospital.get(f"/fhir/Patient?identifier={MRN}|5")).json()

    assert answer["type"] == "searchset"
    assert [entry["fullUrl"] for entry in answer["entry"]] == [f"http://hub.test/fhir/Patient/{made['id']}"]
    assert answer["entry"][0]["resource"] == made
    assert answer["entry"][0]["search"] == {"mode": "match"}
    assert answer["link"] == [{"relation": "self", "url": f"http://hub.test/fhir/Patient?identifier={MRN}|5"}]


async def test_a_search_by_post_answers_as_by_get(hospital: httpx2.AsyncClient) -> None:
    await stored(hospital, patient(identifier="5"))

    by_get = await hospital.get("/fhir/Patient?birthdate=1941-05-03&gender=female")
    by_post = await hospital.post("/fhir/Patient/_search", data={"birthdate": "1941-05-03", "gender": "female"})

    assert by_post.json() == by_get.json()
    assert len(by_get.json()["entry"]) == 1


async def test_pages_of_a_search_hold_everything_once(hospital: httpx2.AsyncClient) -> None:
    made = {(await stored(hospital, patient(given=str(number))))["id"] for number in range(7)}
    seen: list[str] = []
    url = "/fhir/Patient?gender=female&_count=3"
    while url:
        page = (await hospital.get(url)).json()
        seen += [entry["resource"]["id"] for entry in page["entry"]]
        url = next((link["url"] for link in page["link"] if link["relation"] == "next"), "")

    assert (len(seen), set(seen)) == (7, made)


async def test_a_count_is_given_without_the_resources(hospital: httpx2.AsyncClient) -> None:
    for number in range(3):
        await stored(hospital, patient(given=str(number)))

    answer = (await hospital.get("/fhir/Patient?gender=female&_summary=count")).json()

    assert (answer["total"], "entry" in answer) == (3, False)


async def test_an_unknown_parameter_is_named_and_under_strict_handling_refused(hospital: httpx2.AsyncClient) -> None:
    lenient = await hospital.get("/fhir/Patient?colour=red")
    strict = await hospital.get("/fhir/Patient?colour=red", headers={"Prefer": "handling=strict"})

    outcome = next(one for one in lenient.json()["entry"] if one["search"]["mode"] == "outcome")
    assert "colour" in outcome["resource"]["issue"][0]["diagnostics"]
    assert strict.status_code == 400
    assert "colour" in issue_of(strict)[1]
