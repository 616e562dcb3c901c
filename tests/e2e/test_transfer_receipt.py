"""The receipt of the transfer document is part of the loop: who has which bytes since when, and who has none."""

import asyncio
import base64
import hashlib
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from typing import Any

import pytest

from hub.delivery.timers import Timers
from hub.referral.alarms import Alarms
from hub.store.admin import Endpoint
from hub.transfer.verify import verification_code
from tests.e2e.scenario_world import World


async def issued(world: World, *, receiver: str = "N1") -> tuple[str, str, bytes]:
    """An elder on the way from H1: the ServiceRequest, the Task, and the document's bytes as its sender reads them."""
    elder = await world.elder("H1", "I10")
    request, task, _ = await world.on_the_way("H1", elder, "into-home", receiver)
    return request, task, (await world.get("H1", f"/ServiceRequest/{request}/$transfer-bundle")).content


async def document(world: World, code: str, task: str) -> dict[str, Any]:
    """What `$referral-actions` says of the document."""
    found = (await world.get(code, f"/Task/{task}/$referral-actions")).json()["parameter"]
    parts: list[dict[str, Any]] = next((one["part"] for one in found if one["name"] == "transfer-document"), [])
    values = {part["name"]: next(value for key, value in part.items() if key != "name") for part in parts}
    return {name: value for name, value in values.items() if name not in {"document", "issued", "due"}}


def sha(data: bytes) -> str:
    """SHA-256 in hexadecimal."""
    return hashlib.sha256(data).hexdigest()


async def subject_of(world: World, task: str) -> str:
    """The elder's id."""
    return str((await world.get("H1", f"/Task/{task}")).json()["for"]["reference"]).removeprefix("Patient/")


def received(output: dict[str, Any]) -> bool:
    """Whether a document on a Task was received."""
    return any(part["url"] == "received" for part in output["extension"][0]["extension"])


@dataclass
class Door:
    """A receiver's web server on loopback that answers each POST with the next of its statuses, then with 200."""

    answers: list[str] = field(default_factory=list)
    bodies: list[bytes] = field(default_factory=list)
    open: set[asyncio.Task[None]] = field(default_factory=set)
    slow: dict[bytes, asyncio.Event] = field(default_factory=dict)
    """What these bytes are answered for comes after the event."""

    def accept(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        """One connection."""
        task = asyncio.ensure_future(self._serve(reader, writer))
        self.open.add(task)
        task.add_done_callback(self.open.discard)

    async def _serve(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        head = await reader.readuntil(b"\r\n\r\n")
        length = next(line for line in head.split(b"\r\n") if line.lower().startswith(b"content-length:"))
        self.bodies.append(await reader.readexactly(int(length[15:])))
        if self.bodies[-1] in self.slow:
            await self.slow[self.bodies[-1]].wait()
        status = self.answers.pop(0) if self.answers else "200 OK"
        writer.write(f"HTTP/1.1 {status}\r\nConnection: close\r\nContent-Length: 0\r\n\r\n".encode())
        await writer.drain()
        writer.close()
        await writer.wait_closed()


@asynccontextmanager
async def door_of(world: World, code: str, *answers: str) -> AsyncIterator[Door]:
    """A member's own endpoint."""
    door = Door(list(answers))
    server = await asyncio.start_server(door.accept, "127.0.0.1", 0)
    address = f"http://127.0.0.1:{server.sockets[0].getsockname()[1]}/{code}"
    admin, number = world.hub.admin, world.member(code).number
    for known in admin.endpoints_of(number):
        admin.delete_endpoint(known.number)
    admin.add_endpoint(Endpoint(member=number, channel="rest-hook", address=address))
    try:
        yield door
    finally:
        await world.hub.dispatcher.close()
        server.close()
        await asyncio.gather(*door.open)


async def test_who_fetches_the_document_with_its_own_system_has_received_it(world: World) -> None:
    request, task, data = await issued(world)
    before = await document(world, "N1", task)

    fetched = await world.get("N1", f"/ServiceRequest/{request}/$transfer-bundle")

    after = await document(world, "H1", task)
    assert before == {"receipt": "awaited", "digest": sha(data)}
    assert fetched.content == data
    assert (after.pop("received") != "", after) == (
        True,
        {"receipt": "received", "digest": sha(data), "by": {"reference": "Organization/N1"}, "way": "pull"},
    )
    assert (await world.events("H1", task))[0] == "receive"
    assert await world.state("H1", task) == "in-transit"


async def test_reading_the_document_by_its_id_is_a_receipt_of_the_newest_and_of_nobody_elses(world: World) -> None:
    _, task, _ = await issued(world)
    name = (await world.get("N1", f"/Task/{task}")).json()["output"][0]["valueReference"]["reference"]
    await world.get("H1", f"/{name}")
    other = await world.send("N1", "/Binary", {"resourceType": "Binary", "contentType": "text/plain", "data": "YQ=="})
    await world.get("N1", f"/Binary/{other['id']}")
    before = await document(world, "N1", task)

    await world.get("N1", f"/{name}")

    after = await document(world, "N1", task)
    assert (before["receipt"], after["receipt"], after["way"]) == ("awaited", "received", "pull")


async def test_systems_that_fetch_it_at_the_same_time_all_get_it_and_make_one_receipt(world: World) -> None:
    request, task, data = await issued(world)

    answers = await asyncio.gather(*(world.get("N1", f"/ServiceRequest/{request}/$transfer-bundle") for _ in range(4)))

    assert [answer.content for answer in answers] == [data] * 4
    assert (await world.events("H1", task)).count("receive") == 1


async def test_the_answer_of_the_receivers_system_is_a_receipt_and_a_refusal_of_it_is_none(world: World) -> None:
    async with door_of(world, "N1", *["503 Service Unavailable"] * 4) as door:
        _, task, data = await issued(world)
        await world.hub.dispatcher.turn()
        refused = await document(world, "H1", task)

        for _ in range(8):
            await world.advance(hours=0.2)
            while await world.hub.dispatcher.turn():
                pass

    found = await document(world, "H1", task)
    assert refused["receipt"] == "awaited"
    assert (found["receipt"], found["way"], data in door.bodies) == ("received", "push", True)
    assert (await world.events("H1", task)).count("receive") == 1


async def test_a_person_confirms_what_lies_on_paper_by_the_code_on_its_pages(world: World) -> None:
    _, task, data = await issued(world)

    state = await world.act("N1", task, "receive", digest=verification_code(data))

    found = await document(world, "N1", task)
    again = await world.act("N1", task, "receive", digest=sha(data), expected=409)
    assert (state, found["receipt"], found["way"]) == ("in-transit", "received", "confirmed")
    assert "已签收" in again


async def test_a_word_by_phone_is_written_down_on_behalf_with_who_said_so_and_when(world: World) -> None:
    _, task, _ = await issued(world)
    nameless = await world.act("H1", task, "receive", expected=422)

    await world.act("H1", task, "receive", said_by="N1 护士王某，电话复述校验码", at=world.ahead(minutes=-4))

    found = await document(world, "N1", task)
    assert "said-by" in nameless
    assert (found["way"], found["said-by"]) == ("on-behalf", "N1 护士王某，电话复述校验码")
    assert found["received"].startswith("2026-03-02T00:56")


async def test_the_receipt_of_a_document_that_was_issued_again_is_asked_for_again(world: World) -> None:
    request, task, old = await issued(world)
    await world.act("N1", task, "receive", digest=sha(old))
    await world.measure("H1", (await world.get("H1", f"/Task/{task}")).json()["for"]["reference"][8:], temperature=38.1)

    await world.act("H1", task, "reissue", note="体温有变化，已更新交接资料")

    awaited = await document(world, "N1", task)
    refused = await world.act("N1", task, "receive", digest=sha(old), expected=409)
    new = (await world.get("N1", f"/ServiceRequest/{request}/$transfer-bundle")).content
    outputs = (await world.get("H1", f"/Task/{task}")).json()["output"]
    assert (awaited["receipt"], awaited["digest"] != sha(old)) == ("awaited", True)
    assert "不是最新" in refused
    assert (await document(world, "N1", task))["digest"] == sha(new)
    assert [any(part["url"] == "received" for part in one["extension"][0]["extension"]) for one in outputs] == [
        True
    ] * 2


async def test_nobody_else_confirms_and_nobody_confirms_without_saying_what(world: World) -> None:
    elder = await world.elder("H1", "I10")
    _, [task] = await world.refer("H1", elder, "into-home", "N1")
    await world.act("H1", task, "submit")
    early = await world.act("N1", task, "receive", digest="ab" * 32, expected=409)
    bed = await world.bed("N1")
    await world.act("N1", task, "accept")
    await world.act("H1", task, "select", bed=bed)
    await world.act("H1", task, "depart")

    stranger = await world.answer("M1", task, "receive", digest="ab" * 32)
    silent = await world.act("N1", task, "receive", expected=422)
    wrong = await world.act("N1", task, "receive", digest="ab" * 32, expected=409)

    assert "已提交" in early
    assert (stranger.status_code, (await document(world, "H1", task))["receipt"]) == (404, "awaited")
    assert ("digest" in silent, "不是最新" in wrong) == (True, True)


async def test_a_document_that_nobody_received_is_not_shown_after_consent_is_withdrawn(world: World) -> None:
    async with door_of(world, "N1") as door:
        request, task, data = await issued(world)
        await world.act("H1", task, "withdraw-consent")
        while await world.hub.dispatcher.turn():
            pass

        refused = await world.act("N1", task, "receive", digest=sha(data), expected=422)
        fetched = await world.get("N1", f"/ServiceRequest/{request}/$transfer-bundle")
        again = await world.act("H1", task, "reissue", expected=422)

    assert "同意已撤回" in refused
    assert (fetched.status_code, data in door.bodies) == (404, False)
    assert "basis" in again


async def test_what_was_received_before_consent_was_withdrawn_stays_with_who_treats(world: World) -> None:
    request, task, data = await issued(world)
    await world.act("N1", task, "receive", digest=sha(data))

    await world.act("H1", task, "withdraw-consent")

    assert (await world.get("N1", f"/ServiceRequest/{request}/$transfer-bundle")).content == data


async def test_an_overdue_receipt_calls_both_sides_once_though_two_nodes_look(world: World) -> None:
    _, task, _ = await issued(world)
    await world.act("N1", task, "arrive")
    before = await world.calls()
    second = Timers(world.hub.store, world.hub.clock)
    second.register(Alarms(world.hub.store, world.hub.workflow, world.hub.admin).handlers())
    clock: Any = world.hub.clock
    clock.advance(seconds=4 * 3600 + 60)

    await asyncio.gather(*(timers.turn() for timers in (world.hub.timers, second) for _ in range(3)))

    found = await document(world, "N1", task)
    assert (await world.events("H1", task)).count("receipt-overdue") == 1
    assert sorted((await world.calls())[len(before) :]) == ["H1", "N1"]
    assert found["receipt"] == "overdue"
    assert await world.state("H1", task) == "arrived"


async def test_no_alarm_rings_for_what_was_received_and_the_way_is_looked_after_as_before(world: World) -> None:
    _, task, data = await issued(world)
    await world.advance(hours=3.5)
    await world.act("N1", task, "receive", digest=sha(data))

    await world.advance(hours=0.6)

    assert (await world.events("H1", task))[:2] == ["escalate", "receive"]  # whereabouts, 4 h after the departure


async def test_an_emergency_is_asked_for_sooner_and_papers_entered_afterwards_ring_nothing(world: World) -> None:
    elder = await world.elder("N2", systolic=88)
    _, [task] = await world.refer("N2", elder, "from-home", "H1", priority="stat")
    await world.act("N2", task, "submit")
    await world.act("N2", task, "depart")
    late = await world.elder("N1", systolic=86)
    _, [entered] = await world.refer("N1", late, "from-home", "H1", priority="stat")
    await world.act("N1", entered, "submit", at=world.ahead(hours=-9))
    await world.act("N1", entered, "depart", at=world.ahead(hours=-8))

    await world.advance(hours=0.51)

    assert "receipt-overdue" in await world.events("N2", task)
    assert "receipt-overdue" not in await world.events("N1", entered)


async def test_who_is_diverted_on_the_way_has_papers_for_the_new_receiver(world: World) -> None:
    elder = await world.elder("N1", systolic=95)
    request, [task] = await world.refer("N1", elder, "from-home", "M1", priority="urgent")
    await world.act("N1", task, "submit")
    await world.act("M1", task, "accept")
    await world.act("N1", task, "depart")

    await world.act("N1", task, "divert", receiver="H1", reason="other", note="途中加重，改送牵头医院")

    found = (await world.get("H1", f"/ServiceRequest/{request}/$transfer-bundle")).json()
    tasks = (await world.get("H1", f"/Task?focus=ServiceRequest/{request}&status=in-progress")).json()["entry"]
    receivers = [one["resource"]["name"] for one in found["entry"] if one["resource"]["resourceType"] == "Organization"]
    assert "示范老年病医院" in receivers
    assert (await document(world, "N1", tasks[0]["resource"]["id"]))["way"] == "pull"


async def test_a_side_cannot_put_a_document_of_its_own_on_the_task(world: World) -> None:
    request, task, data = await issued(world)
    forged = await world.send(
        "N1", "/Binary",
        {"resourceType": "Binary", "contentType": "text/plain", "data": base64.b64encode(b"forged").decode()},
    )  # fmt: skip
    stored = (await world.get("N1", f"/Task/{task}")).json()
    more = {"type": stored["output"][0]["type"], "valueReference": {"reference": f"Binary/{forged['id']}"}}
    body = stored | {"output": [*stored["output"], more]}
    alliance, headers = world.alliance, {"Content-Type": "application/fhir+json"}

    answer = await alliance.as_member("N1").put(f"/fhir/Task/{task}", json=body, headers=headers | world._token("N1"))

    assert (answer.status_code, len(answer.json()["output"])) == (200, 1)
    assert (await world.get("H1", f"/ServiceRequest/{request}/$transfer-bundle")).content == data


@pytest.mark.parametrize("setting", ["30/60", "a/b/c", "0/60/240", "30/60/240/1"])
def test_limits_of_receipts_that_cannot_be_read_are_refused(setting: str) -> None:
    from hub.referral.waits import read_receipt
    from hub.settings import SettingError

    with pytest.raises(SettingError, match="HUB_TRANSFER_RECEIPT"):
        read_receipt(setting)
