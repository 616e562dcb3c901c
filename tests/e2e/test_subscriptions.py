"""Subscriptions through the door: asked for, matched after the commit, told, and what happens when nobody answers."""

import asyncio
from collections.abc import AsyncIterator
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest

from hub.clock import FrozenClock
from hub.store.port import Grant, Ref, Revoke, WriteUnit, system
from hub.subscription import matcher
from tests.builders import observation, patient
from tests.e2e.subscription_world import TOPIC, World, status_of, world
from tests.postgres_server import fresh_database

CRITICAL: dict[str, Any] = {"interpretation": [{"coding": [{"code": "HH"}]}]}


@pytest.fixture
def clock() -> FrozenClock:
    return FrozenClock(datetime(2026, 11, 22, 1, 0, tzinfo=UTC))


@pytest.fixture(params=["sqlite", "postgres"])
async def here(request: pytest.FixtureRequest, tmp_path: Path, clock: FrozenClock) -> AsyncIterator[World]:
    if request.param == "sqlite":
        async with world(tmp_path, clock) as found:
            yield found
        return
    with fresh_database() as url:
        async with world(tmp_path, clock, db=url) as found:
            yield found


@pytest.fixture
async def small(tmp_path: Path, clock: FrozenClock) -> AsyncIterator[World]:
    async with world(tmp_path, clock) as found:
        yield found


async def test_r4s_own_kind_gets_each_resource_that_meets_the_criteria_in_order(here: World) -> None:
    elder = (await here.post(patient()))["id"]
    made = await here.post(here.subscription("Observation?code=8867-4"))
    await here.work()
    shown = await here.get(f"Subscription/{made['id']}")

    first = await here.post(observation(elder, code="8867-4"))
    await here.post(observation(elder, code="8310-5"))
    second = await here.post(observation(elder, code="8867-4", value=81.5))
    await here.work()

    heads = [head for head, _ in here.home.seen]
    assert (shown["status"], shown["meta"]["versionId"]) == ("active", "2")
    assert here.heard() == [first, second]
    assert b"authorization: bearer s3cret" in heads[0].lower()
    status = status_of(await here.get(f"Subscription/{made['id']}/$status"))
    assert (status["status"], status["type"], status["events-since-subscription-start"]) == (
        "active", "query-status", "2",
    )  # fmt: skip


async def test_a_topic_shakes_hands_and_then_tells_events_with_their_numbers(here: World) -> None:
    elder = (await here.post(patient()))["id"]
    other = (await here.post(patient()))["id"]
    made = await here.post(
        here.topic("critical-value", content="full-resource", filters=(f"Observation?patient={elder}",))
    )
    await here.work()
    (handshake,) = here.heard()
    assert handshake["type"] == "history"
    assert status_of(handshake) == {
        "subscription": {"reference": f"http://hub.test/fhir/Subscription/{made['id']}"},
        "topic": TOPIC + "critical-value",
        "status": "requested",
        "type": "handshake",
        "events-since-subscription-start": "0",
        "events": [],
    }

    await here.post(observation(elder))
    alarm = await here.post(observation(elder, **CRITICAL))
    await here.post(observation(other, **CRITICAL))
    await here.put({**alarm, "note": [{"text": "复核"}]})
    again = await here.put({**alarm, "valueQuantity": {"value": 99, "unit": "kg"}})
    await here.work()

    (told,) = here.heard()
    assert (status_of(told)["type"], status_of(told)["events"]) == (
        "event-notification", [("1", alarm["id"]), ("2", alarm["id"])],
    )  # fmt: skip
    assert [(entry["resource"], entry["request"]["method"]) for entry in told["entry"][1:]] == [(again, "PUT")]
    events = await here.get(f"Subscription/{made['id']}/$events?eventsSinceNumber=2&content=id-only")
    assert (status_of(events)["type"], status_of(events)["events"]) == ("query-event", [("2", alarm["id"])])
    assert [("resource" in entry, entry["fullUrl"]) for entry in events["entry"][1:]] == [
        (False, f"http://hub.test/fhir/Observation/{alarm['id']}")
    ]


async def test_an_endpoint_that_is_down_for_days_hears_everything_when_it_is_back(
    here: World, clock: FrozenClock
) -> None:
    elder = (await here.post(patient()))["id"]
    made = await here.post(here.topic("report-ready", content="empty", backport_max_count=2))
    await here.work()
    assert len(here.heard()) == 1
    report = {"resourceType": "DiagnosticReport", "status": "final", "code": {"text": "心电图"}}
    here.home.answers = ["503 Busy"] * 200
    for _ in range(5):
        await here.post({**report, "subject": {"reference": f"Patient/{elder}"}})
    for _ in range(9 * 24):
        await here.work(turns=1)
        clock.advance(seconds=3600)
        here.alliance._callers.clear()
        if len(here.home.answers) < 190:
            break
    down = await here.get(f"Subscription/{made['id']}")
    status = status_of(await here.get(f"Subscription/$status?id={made['id']}&status=error"))
    clock.advance(seconds=9 * 24 * 3600)
    here.home.answers = []
    here.heard()
    here.alliance._callers.clear()

    await here.work()

    assert (down["status"], down["error"]) == ("error", "HTTP 503")
    assert (status["status"], status["error"]) == ("error", {"text": "HTTP 503"})
    assert [[number for number, _ in status_of(one)["events"]] for one in here.heard()] == [
        ["1", "2"], ["3", "4"], ["5"],
    ]  # fmt: skip
    up = await here.get(f"Subscription/{made['id']}")
    assert (up["status"], "error" in up) == ("active", False)


async def test_a_subscriber_hears_nothing_of_what_it_may_not_see(small: World) -> None:
    theirs = (await small.post(patient(), member="N1"))["id"]
    secret = await small.post(observation(theirs, **CRITICAL), member="N1")
    made = await small.post(small.topic("critical-value"))
    plain = await small.post(small.subscription("Observation?status=final"))
    await small.work()
    small.heard()
    await small.put({**secret, "valueQuantity": {"value": 1, "unit": "kg"}}, member="N1")
    await small.work()
    unheard = small.heard()

    eyes = system("contract test")
    grant = Grant(member=small.alliance.number("H1"), target=Ref("Patient", theirs), because="r1", compartment=True)
    await small.alliance.hub.engine.write(WriteUnit(grants=(grant,)), visibility=eyes)
    await small.put({**secret, "valueQuantity": {"value": 2, "unit": "kg"}}, member="N1")
    await small.alliance.hub.matcher.turn()
    await small.alliance.hub.engine.write(WriteUnit(revokes=(Revoke(because="r1"),)), visibility=eyes)
    await small.work()

    assert unheard == []
    (told,) = small.heard()
    assert status_of(told)["subscription"]["reference"].endswith(made["id"])
    assert (status_of(told)["events"], len(told["entry"])) == ([("1", "")], 1)
    status = status_of(await small.get(f"Subscription/{plain['id']}/$status"))
    assert status["events-since-subscription-start"] == "1"
    events = await small.get(f"Subscription/{plain['id']}/$events")
    assert (status_of(events)["events"], len(events["entry"])) == ([("1", "")], 1)


async def test_another_member_sees_neither_status_nor_events(small: World) -> None:
    made = await small.post(small.subscription("Observation?status=final"))
    await small.work()
    caller = small.alliance.as_member("N1")

    alone = await caller.get(f"/fhir/Subscription/{made['id']}/$status")
    events = await caller.get(f"/fhir/Subscription/{made['id']}/$events")
    several = await caller.get(f"/fhir/Subscription/$status?id={made['id']}")
    mine = await small.get("Subscription/$status?status=active,error")
    by_post = await small.alliance.as_member("H1").post(
        "/fhir/Subscription/$status",
        json={"resourceType": "Parameters", "parameter": [{"name": "id", "valueId": made["id"]}]},
    )

    assert (alone.status_code, events.status_code, several.json()["total"]) == (404, 404, 0)
    assert (mine["total"], by_post.json()["total"]) == (1, 1)


@pytest.mark.parametrize("query", ["eventsSinceNumber=x", "eventsUntilNumber=9999999999999999999", "content=whole"])
async def test_events_that_cannot_be_asked_for_are_refused(small: World, query: str) -> None:
    made = await small.post(small.subscription("Observation?status=final"))
    await small.work()

    answer = await small.alliance.as_member("H1").get(f"/fhir/Subscription/{made['id']}/$events?{query}")

    assert answer.status_code == 400


async def test_a_channels_own_header_goes_before_the_registered_secret(small: World) -> None:
    wanted = small.topic("encounter-ended")
    wanted["channel"]["header"] = ["authorization: Bearer own", "X-Ward: 3"]
    await small.post(wanted)
    await small.work()
    stay = {"resourceType": "Encounter", "status": "in-progress", "class": {"code": "IMP"}}
    made = await small.post(stay)
    await small.work()

    await small.put({**made, "status": "finished"})
    await small.work()

    heads = [head.lower() for head, _ in small.home.seen]
    assert [status_of(one)["type"] for one in small.heard()] == ["handshake", "event-notification"]
    assert [(b"authorization: bearer own" in one, b"s3cret" in one, b"x-ward: 3" in one) for one in heads] == [
        (True, False, True)
    ] * 2


async def test_heartbeats_come_when_nothing_happens(small: World, clock: FrozenClock) -> None:
    await small.post(small.topic("report-ready", backport_heartbeat_period=60))
    await small.work()
    small.heard()

    await small.work()
    early = small.heard()
    clock.advance(seconds=61)
    await small.work()

    assert early == []
    assert [status_of(one)["type"] for one in small.heard()] == ["heartbeat"]


async def test_a_subscription_that_is_turned_off_ended_or_deleted_hears_no_more(
    small: World, clock: FrozenClock
) -> None:
    elder = (await small.post(patient()))["id"]
    off = await small.post(small.subscription("Observation?status=final"))
    ends = await small.post(small.subscription("Observation?status=final", end="2026-11-22T09:01:00+08:00"))
    gone = await small.post(small.subscription("Observation?status=final"))
    waits = await small.post(small.subscription("Observation?status=final"))
    await small.work()
    await small.post(observation(elder))
    await small.alliance.hub.matcher.turn()
    await small.put({**await small.get(f"Subscription/{off['id']}"), "status": "off"})
    await small.alliance.as_member("H1").delete(f"/fhir/Subscription/{gone['id']}")
    broken = {**await small.get(f"Subscription/{waits['id']}"), "status": "off", "criteria": "Teapot?x=1"}
    await small.put(broken)
    clock.advance(seconds=61)

    await small.work()

    assert [one["resourceType"] for one in small.heard()] == []
    assert (await small.get(f"Subscription/{ends['id']}"))["status"] == "off"
    for one in (off, waits):
        status = status_of(await small.get(f"Subscription/{one['id']}/$status"))
        assert (status["status"], status["events-since-subscription-start"]) == ("off", "1")
    again = await small.put({**await small.get(f"Subscription/{off['id']}"), "status": "requested"})
    await small.work()
    assert (await small.get(f"Subscription/{again['id']}"))["status"] == "active"


async def test_an_endpoint_that_is_no_longer_registered_is_an_error_that_is_seen(
    small: World, clock: FrozenClock
) -> None:
    made = await small.post(small.topic("report-ready"))
    admin = small.alliance.hub.admin
    (endpoint,) = admin.endpoints_of(small.alliance.number("H1"))
    admin.delete_endpoint(endpoint.number)
    for _ in range(3):
        await small.work(turns=1)
        clock.advance(seconds=60)

    status = status_of(await small.get(f"Subscription/{made['id']}/$status"))

    assert (status["status"], status["error"]) == ("error", {"text": "the endpoint is no longer registered"})
    assert small.heard() == []


@pytest.mark.parametrize(
    ("change", "words"),
    [
        ({"criteria": "https://elsewhere.example/topic"}, "The hub has no such topic"),
        ({"criteria": "Teapot?x=1"}, "'Teapot' is not watched"),
        ({"criteria": "AuditEvent?action=R"}, "'AuditEvent' is not watched"),
        ({"criteria": "Observation?teapot=1"}, "teapot"),
        ({"criteria": "Observation?_sort=date"}, "_include, _sort or _id"),
        ({"status": "active"}, "The hub alone makes a Subscription active"),
        ({"channel": {"type": "email", "endpoint": "mailto:a@b.example"}}, "expected rest-hook"),
        ({"channel": {"type": "rest-hook"}}, "The endpoint is missing"),
        ({"channel": {"type": "rest-hook", "endpoint": "http://169.254.169.254/"}}, "not registered for this member"),
        ({"header": ["Host: x"]}, "A header is not taken"),
        ({"payload": "text/html"}, "The payload is text/html"),
    ],
)
async def test_a_subscription_that_cannot_be_served_is_refused(
    small: World, change: dict[str, Any], words: str
) -> None:
    wanted = small.subscription("Observation?status=final")
    for name, value in change.items():
        (wanted["channel"] if name in {"header", "payload"} else wanted)[name] = value

    answer = await small.alliance.as_member("H1").post("/fhir/Subscription", json=wanted)

    assert answer.status_code == 422, answer.text
    assert words in answer.json()["issue"][0]["diagnostics"]


@pytest.mark.parametrize(
    ("given", "words"),
    [
        ({"content": "everything"}, "The content is everything"),
        ({"filters": ("Patient?name=x",)}, "A filter is of another type"),
        ({"filters": ("status=final&note=x",)}, "The topic is not filtered by 'note'"),
        ({"backport_heartbeat_period": 1}, "backport-heartbeat-period is 1; expected a number from 10 on"),
    ],
)
async def test_a_topic_that_cannot_be_served_is_refused(small: World, given: dict[str, Any], words: str) -> None:
    answer = await small.alliance.as_member("H1").post("/fhir/Subscription", json=small.topic("report-ready", **given))

    assert (answer.status_code, words in answer.json()["issue"][0]["diagnostics"]) == (422, True), answer.text


async def test_a_client_changes_an_active_subscription_without_a_new_handshake(small: World) -> None:
    made = await small.post(small.topic("report-ready"))
    await small.work()
    small.heard()
    active = await small.get(f"Subscription/{made['id']}")

    await small.put({**active, "reason": "another"})
    await small.work()

    assert small.heard() == []
    assert (await small.get(f"Subscription/{made['id']}"))["status"] == "active"


async def test_what_waits_is_told_by_the_background_and_old_events_are_forgotten(
    small: World, clock: FrozenClock, monkeypatch: pytest.MonkeyPatch
) -> None:
    elder = (await small.post(patient()))["id"]
    made = await small.post(small.subscription("Observation?status=final"))
    await small.work()
    await small.post(observation(elder))
    await small.work()
    clock.advance(seconds=31 * 24 * 3600)
    small.alliance._callers.clear()

    task = asyncio.create_task(matcher.run(small.alliance.hub))
    await asyncio.sleep(0.05)
    small.alliance.hub.matcher.stop()
    await task

    assert len(small.heard()) == 1
    events = await small.get(f"Subscription/{made['id']}/$events")
    assert status_of(events)["events"] == []


async def test_of_two_readers_one_reads_and_one_that_lost_its_lease_stores_nothing(
    here: World, clock: FrozenClock
) -> None:
    elder = (await here.post(patient()))["id"]
    await here.post(here.subscription("Observation?status=final"))
    await here.work()
    await here.post(observation(elder))
    books = here.alliance.hub.matcher._books
    dead = await books.lease(now=clock.now(), until=clock.now() + matcher.LEASE)
    assert dead is not None

    assert await here.alliance.hub.matcher.turn() is False
    clock.advance(seconds=21)
    await here.work()

    assert len(here.heard()) == 1
    assert await books.advance(dead, subscribers=(), events={}, now=clock.now()) is False


async def test_the_capability_statement_names_the_topics(small: World) -> None:
    statement = await small.get("metadata")

    (found,) = [one for one in statement["rest"][0]["resource"] if one["type"] == "Subscription"]
    assert [one["valueCanonical"].removeprefix(TOPIC) for one in found["extension"]] == [
        "referral-changed", "transfer-bundle-delivered", "critical-value", "report-ready", "encounter-changed",
        "encounter-ended",
    ]  # fmt: skip
    assert {one["name"] for one in found["operation"]} >= {"status", "events"}
