"""A corrected transfer document takes the older one's place, and clocks of receipts ring once on two nodes."""

import asyncio
import base64
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from typing import Any

import pytest

from hub.bootstrap import Hub, build_hub, close_hub
from hub.delivery.timers import LEASE
from hub.referral import deadlines
from hub.referral.gather import GUARD
from hub.referral.unsent import Unsent
from hub.store.layer import EngineLayer
from hub.store.port import UnitConflictError, Visibility, WriteResult, WriteUnit
from tests.e2e.scenario_world import World
from tests.e2e.test_transfer_receipt import document, door_of, issued, received, sha, subject_of


async def pause_until_sent(world: World) -> None:
    """All that is due has been tried, until nothing waits: the pauses between tries pass."""
    for _ in range(10):
        await world.advance(hours=0.2)
        while await world.hub.dispatcher.turn():
            pass


async def rows_of_documents(world: World) -> list[tuple[str, str]]:
    """State and last error of each document in the outbox, oldest first."""
    rows = await world.hub.store.outbound_page(visibility=GUARD, count=100)
    return [(row.state, row.last_error) for row in reversed(rows) if row.subject.startswith("Binary/")]


async def test_a_receiver_that_was_down_gets_the_newest_document_alone(world: World) -> None:
    async with door_of(world, "N1", *["503 Service Unavailable"] * 6) as door:
        request, task, old = await issued(world)
        await world.hub.dispatcher.turn()
        await world.measure("H1", await subject_of(world, task), temperature=38.1)

        await world.act("H1", task, "reissue", note="体温有变化，已更新交接资料")
        before = await rows_of_documents(world)
        await pause_until_sent(world)

    new = (await world.get("H1", f"/ServiceRequest/{request}/$transfer-bundle")).content
    found = await document(world, "N1", task)
    assert before == [("cancelled", "a newer transfer document has taken its place"), ("waiting", "")]
    assert [state for state, _ in await rows_of_documents(world)] == ["cancelled", "done"]
    assert ([body for body in door.bodies if body in {old, new}][-1], old in door.bodies[6:]) == (new, False)
    assert (found["receipt"], found["digest"]) == ("received", sha(new))


async def test_an_answer_for_the_old_document_that_was_under_way_is_a_receipt_of_the_old_one_alone(
    world: World,
) -> None:
    async with door_of(world, "N1") as door:
        request, task, old = await issued(world)
        door.slow[old] = asyncio.Event()
        sending = []
        while old not in door.bodies:
            sending.append(asyncio.ensure_future(world.hub.dispatcher.turn()))
            await asyncio.sleep(0.01)

        await world.act("H1", task, "reissue", note="更正用药")
        door.slow[old].set()
        await asyncio.gather(*sending)
        outputs = (await world.get("H1", f"/Task/{task}")).json()["output"]
        halfway = await document(world, "N1", task)
        await pause_until_sent(world)

    new = (await world.get("H1", f"/ServiceRequest/{request}/$transfer-bundle")).content
    assert [received(one) for one in outputs] == [True, False]
    assert halfway == {"receipt": "awaited", "digest": sha(new)}
    assert [body for body in door.bodies if body in {old, new}] == [old, new]
    assert (await document(world, "N1", task))["receipt"] == "received"


async def test_who_fetches_the_old_document_by_its_id_has_the_old_one_and_the_new_one_is_awaited(world: World) -> None:
    request, task, old = await issued(world)
    name = (await world.get("H1", f"/Task/{task}")).json()["output"][0]["valueReference"]["reference"]
    await world.act("H1", task, "reissue", note="更正用药")

    fetched = base64.b64decode((await world.get("N1", f"/{name}")).json()["data"])

    awaited = await document(world, "N1", task)
    outputs = (await world.get("H1", f"/Task/{task}")).json()["output"]
    assert fetched == old
    assert (awaited["receipt"], [received(one) for one in outputs]) == ("awaited", [True, False])
    await world.get("N1", f"/ServiceRequest/{request}/$transfer-bundle")
    assert (await document(world, "N1", task))["receipt"] == "received"


async def test_an_old_document_whose_endpoint_moved_meanwhile_is_held_back_when_it_is_due(world: World) -> None:
    async with door_of(world, "N1", *["503 Service Unavailable"] * 6):
        _, task, old = await issued(world)
        await world.hub.dispatcher.turn()
        admin, number = world.hub.admin, world.member("N1").number
        [endpoint] = admin.endpoints_of(number)
        admin.delete_endpoint(endpoint.number)
        await world.act("H1", task, "reissue", note="更正用药")

        async with door_of(world, "N1") as moved:
            await pause_until_sent(world)

    assert old not in moved.bodies
    assert (await rows_of_documents(world))[0] == ("cancelled", "a newer transfer document has taken its place")


@asynccontextmanager
async def another_node(world: World) -> AsyncIterator[Hub]:
    """A second process on the same PostgreSQL database; SQLite has one process, and so its own hub."""
    if not world.hub.settings.db:
        yield world.hub
        return
    other = await build_hub(world.hub.settings, clock=world.hub.clock)
    try:
        yield other
    finally:
        await close_hub(other)


async def test_the_clock_of_a_receipt_rings_once_on_two_nodes_and_after_one_has_died_with_it(world: World) -> None:
    _, first, _ = await issued(world)
    _, second, _ = await issued(world)
    for task in (first, second):
        await world.act("N1", task, "arrive")
    clock: Any = world.hub.clock
    clock.advance(seconds=4 * 3600 - 60)
    await world.hub.timers.turn()  # the documents that wait for an endpoint are looked at just before
    clock.advance(seconds=119)
    now = clock.now()
    async with another_node(world) as dying:
        await dying.store.due_timers(
            now=now, lease_until=now + LEASE, count=1
        )  # it takes one, and does nothing with it
    await world.restart()

    async with another_node(world) as node:
        for _ in range(3):
            await asyncio.gather(*(one.timers.turn() for one in (world.hub, node) for _ in range(2)))
        rung = [(await world.events("H1", task)).count("receipt-overdue") for task in (first, second)]
        clock.advance(seconds=LEASE / 1_000_000 + 1)
        for _ in range(3):
            await asyncio.gather(*(one.timers.turn() for one in (node, world.hub) for _ in range(2)))

    after = [(await world.events("H1", task)).count("receipt-overdue") for task in (first, second)]
    assert (sorted(rung), after) == ([0, 1], [1, 1])
    assert [(await document(world, "N1", task))["receipt"] for task in (first, second)] == ["overdue", "overdue"]


async def notes(world: World, task: str, *, by: str = "H1") -> list[dict[str, Any]]:
    """What is written on the Task about documents that reach nobody by themselves."""
    found = (await world.get(by, f"/Task/{task}")).json().get("note", [])
    return [one for one in found if "没有登记接收端点" in one["text"]]


async def test_who_corrects_a_document_for_a_receiver_without_an_endpoint_is_told_at_once_how_it_is_fetched(
    world: World,
) -> None:
    request, task, old = await issued(world)
    before = await notes(world, task)

    answer = (await world.answer("H1", task, "reissue", note="更正用药")).json()

    [told] = await notes(world, task)
    path = told["text"].partition("GET /fhir")[2].partition(" ")[0]
    fetched = await world.get("N1", path)
    assert (before, await rows_of_documents(world)) == ([], [])
    assert told in answer["note"]  # in the answer itself
    assert (told["authorReference"], path) == (
        {"reference": "Organization/H1"}, f"/ServiceRequest/{request}/$transfer-bundle",
    )  # fmt: skip
    assert await notes(world, task, by="N1") == [told]
    assert (fetched.status_code, fetched.content != old) == (200, True)
    assert (await document(world, "H1", task))["receipt"] == "received"


async def test_once_the_receiver_has_an_endpoint_a_document_that_is_issued_again_goes(world: World) -> None:
    request, task, old = await issued(world)
    await world.act("H1", task, "reissue", note="更正用药")
    async with door_of(world, "N1") as door:
        await world.act("H1", task, "reissue", note="对方已登记端点")
        await pause_until_sent(world)

    newest = (await world.get("H1", f"/ServiceRequest/{request}/$transfer-bundle")).content
    assert [body for body in door.bodies if body in {old, newest}] == [newest]
    assert len(await notes(world, task)) == 1  # of the one that nobody was sent
    assert (await document(world, "H1", task))["way"] == "push"


async def test_a_document_that_went_nowhere_goes_out_by_itself_once_its_receiver_has_an_endpoint(world: World) -> None:
    _, task, data = await issued(world)
    await world.advance(hours=0.2)  # looked for in vain, and looked for again
    before = await rows_of_documents(world)

    async with door_of(world, "N1") as door:
        await pause_until_sent(world)

    assert (before, await rows_of_documents(world)) == ([], [("done", "")])
    assert [body for body in door.bodies if body == data] == [data]
    assert (await document(world, "H1", task))["way"] == "push"


@pytest.mark.parametrize("event", ["receive", "withdraw-consent", "died", "divert", "reissue"])
async def test_a_document_that_is_no_longer_awaited_goes_out_to_no_endpoint(world: World, event: str) -> None:
    _, task, data = await issued(world)
    if event == "receive":
        await world.act("N1", task, "receive", digest=sha(data))
    elif event == "withdraw-consent":
        await world.act("H1", task, "withdraw-consent", note="家属撤回同意，改为纸质交接")
    elif event == "died":
        await world.act("H1", task, "died", note="途中去世，已电话告知")
    elif event == "divert":
        await world.act("H1", task, "divert", receiver="M1", reason="other", note="途中病情变化，改送最近机构")
    else:
        await world.act("H1", task, "reissue", note="更正用药")

    async with door_of(world, "N1") as door:
        await pause_until_sent(world)

    assert data not in door.bodies


async def test_a_task_that_moves_while_its_document_is_looked_at_is_looked_at_again(world: World) -> None:
    _, task, data = await issued(world)
    [timer] = [one for one in await world.hub.store.due_timers(now=2**62, lease_until=1, count=100)
               if one.kind == deadlines.UNSENT]  # fmt: skip

    class Moving(EngineLayer):
        """Somebody confirms the receipt between the look and the write."""

        async def write(self, unit: WriteUnit, *, visibility: Visibility) -> WriteResult:
            """See `Engine.write`."""
            await world.act("N1", task, "receive", digest=sha(data))
            return await self.inner.write(unit, visibility=visibility)

    async with door_of(world, "N1") as door:
        with pytest.raises(UnitConflictError):
            await Unsent(Moving(world.hub.store), world.hub.admin, world.hub.clock).look(timer)
        await pause_until_sent(world)

    assert data not in door.bodies
