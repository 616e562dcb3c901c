"""Messages are read in the order in which their sender sent them, whoever reads them."""

import asyncio
from collections import deque
from collections.abc import Callable
from dataclasses import dataclass, field, replace
from typing import Any, cast

import pytest

from hub.bootstrap import Hub
from hub.conversion import Conversion, Source
from hub.errors import BadRequestError, HubError, OverloadError, TooCostlyError
from hub.ingest.inbox import Arrival, Origin
from hub.ingest.reading import MANY, Reading
from hub.offload import Offload
from hub.store.admin import Member
from tests.unit.ingest.reading import found, receive

LARGE = 1_000
H1, N1 = (
    Member(code="H1", name="示范老年病医院", kind="hospital"),
    Member(code="N1", name="示范颐和养护院", kind="home"),
)


@dataclass
class Pool:
    """A pool whose jobs are let go by hand. `errors` are raised by the next jobs, None by none."""

    is_free: bool = True
    sizes: list[int] = field(default_factory=list)
    errors: deque[Exception | None] = field(default_factory=deque)
    gate: asyncio.Event = field(default_factory=asyncio.Event)
    is_ended: bool = False

    def end(self) -> None:
        """The pool ends; what it has not begun is taken back."""
        self.is_ended = True
        self.gate.set()

    async def run(self, function: Callable[..., Any], *args: Any, **kwargs: Any) -> Any:
        if not args:
            return function()
        self.sizes.append(len(args[0]))
        await self.gate.wait()
        if self.is_ended:
            raise asyncio.CancelledError
        if self.errors and (err := self.errors.popleft()) is not None:
            raise err
        return function(*args, **kwargs)


@pytest.fixture
def pool() -> Pool:
    return Pool()


@pytest.fixture
async def reading(pool: Pool) -> Reading:
    """A reading whose helper is there."""
    made = Reading(cast("Offload", pool), large=LARGE, cores=2)
    await made.read(arrival(0), under_way=MANY)
    await asyncio.sleep(0.01)
    return made


def arrival(number: int, *, member: Member = H1, size: int = 0) -> Arrival:
    data = (
        f"MSH|^~\\&|HIS|{member.code}|HUB|A|20260302083000||ADT^A08|M{number}|P|2.5.1\r"
        f"PID|1||P{number}^^^{member.code}^MR||张^秀英\r"
    ).encode()
    data += b"NTE|1||" + b"x" * size + b"\r" if size else b""
    return Arrival(
        data=data,
        digest=b"" if size else b"d",
        origin=Origin(f"HIS|{member.code}", member, Source(name=member.code)),
        key=number,
        received=0,
        door="mllp",
        adapter="hl7v2",
        control_id=f"M{number}",
    )


async def read_all(reading: Reading, arrivals: list[Arrival], *, under_way: int = MANY) -> list[Any]:
    """What each became, in the order in which they ended; an error as itself."""
    ended: list[Any] = []

    async def read(one: Arrival) -> None:
        try:
            known, conversion = await reading.read(one, under_way=under_way)
        except HubError as err:
            ended.append(err)
        else:
            assert isinstance(conversion, Conversion)
            ended.append((known.control_id, known.digest, conversion.label))

    await asyncio.gather(*map(read, arrivals))
    return ended


def label(number: int, digest: bytes = b"d") -> tuple[str, bytes, str]:
    return f"M{number}", digest, f"ADT^A08 M{number}"


async def test_a_small_message_is_read_where_it_comes_in_without_giving_way(reading: Reading, pool: Pool) -> None:
    given_way: list[str] = []
    asyncio.get_running_loop().call_soon(given_way.append, "another")

    known, conversion = await reading.read(arrival(1), under_way=MANY - 1)

    assert (known.control_id, conversion.label, given_way, pool.sizes) == ("M1", "ADT^A08 M1", [], [])


async def test_many_are_read_in_groups_and_leave_in_their_order(reading: Reading, pool: Pool) -> None:
    pool.gate.set()

    ended = await read_all(reading, [arrival(n) for n in range(70)])

    assert ended == [label(n) for n in range(70)]
    assert pool.sizes == [32, 32, 6]


async def test_nobody_overtakes_those_who_wait_also_when_the_load_is_over(reading: Reading, pool: Pool) -> None:
    ended: list[int] = []

    async def read(number: int, under_way: int) -> None:
        await reading.read(arrival(number), under_way=under_way)
        ended.append(number)

    async with asyncio.TaskGroup() as group:
        for number in range(3):
            group.create_task(read(number, MANY))
        await asyncio.sleep(0)
        group.create_task(read(3, 0))
        await asyncio.sleep(0)
        pool.gate.set()
        for number in range(4, 40):
            group.create_task(read(number, 0))
            await asyncio.sleep(0)

    assert ended == list(range(40))


async def test_a_large_message_holds_its_own_sender_alone(reading: Reading, pool: Pool) -> None:
    large = asyncio.create_task(reading.read(arrival(1, size=LARGE), under_way=0))
    await asyncio.sleep(0)
    behind = asyncio.create_task(reading.read(arrival(2), under_way=0))

    other, _ = await reading.read(arrival(3, member=N1), under_way=0)

    assert (other.control_id, large.done(), behind.done()) == ("M3", False, False)
    pool.gate.set()
    known, _ = await large
    assert len(known.digest) == 32
    assert (await behind)[0].control_id == "M2"
    assert pool.sizes == [1, 1]


async def test_a_group_ends_where_a_large_message_stands(reading: Reading, pool: Pool) -> None:
    pool.gate.set()

    ended = await read_all(reading, [arrival(1), arrival(2), arrival(3, size=LARGE), arrival(4)])

    assert [one[0] for one in ended] == ["M1", "M2", "M3", "M4"]
    assert pool.sizes == [2, 1, 1]


async def test_a_group_is_no_longer_than_its_bytes(reading: Reading, pool: Pool) -> None:
    pool.gate.set()
    long = [replace(one, data=one.data + b"NTE|1||" + b"x" * 30_000) for one in map(arrival, range(4))]

    ended = await read_all(reading, long)

    assert [one[0] for one in ended] == ["M0", "M1", "M2", "M3"]
    assert pool.sizes == [2, 2]


async def test_a_small_message_waits_for_no_job_of_somebody_else(reading: Reading, pool: Pool) -> None:
    pool.is_free = False

    ended = await read_all(reading, [arrival(n) for n in range(5)])

    assert ended == [label(n) for n in range(5)]
    assert pool.sizes == []


async def test_a_large_message_is_refused_when_the_pool_is_full(reading: Reading, pool: Pool) -> None:
    pool.gate.set()
    pool.errors.append(OverloadError("full"))

    ended = await read_all(reading, [arrival(1, size=LARGE), arrival(2)])

    assert [str(ended[0]), ended[1]] == ["full", label(2)]


async def test_one_poison_message_fails_alone(reading: Reading, pool: Pool) -> None:
    pool.gate.set()
    pool.errors.extend([TooCostlyError("killed"), None, TooCostlyError("poison")])

    ended = await read_all(reading, [arrival(n) for n in range(4)])

    assert [str(one) if isinstance(one, HubError) else one[0] for one in ended] == ["M0", "poison", "M2", "M3"]
    assert pool.sizes == [4, 1, 1, 1, 1]


async def test_a_message_that_breaks_the_reader_takes_no_other_of_its_group_with_it(
    reading: Reading, pool: Pool
) -> None:
    pool.errors.extend([ValueError("broken"), None, ValueError("broken"), None])
    pool.gate.set()
    ended: list[Any] = await asyncio.gather(
        *(reading.read(arrival(number), under_way=MANY) for number in range(3)), return_exceptions=True
    )

    assert [one[0].control_id if isinstance(one, tuple) else str(one) for one in ended] == ["M0", "broken", "M2"]
    assert pool.sizes == [3, 1, 1, 1]


async def test_who_is_being_read_when_the_pool_ends_is_told(reading: Reading, pool: Pool) -> None:
    waiting = [asyncio.create_task(reading.read(arrival(number), under_way=MANY)) for number in range(40)]
    await asyncio.sleep(0.01)
    pool.end()

    _, late = await asyncio.wait(waiting, timeout=2)

    assert (late, [one.cancelled() for one in waiting]) == (set(), [True] * 40)


async def test_a_fault_of_ours_reaches_everybody_who_waits(reading: Reading, pool: Pool) -> None:
    pool.gate.set()
    pool.errors.extend([RuntimeError("ours")] * 3)

    tasks = [asyncio.create_task(reading.read(arrival(n), under_way=MANY)) for n in range(2)]
    ended = await asyncio.gather(*tasks, return_exceptions=True)

    assert [str(one) for one in ended] == ["ours", "ours"]
    assert (await reading.read(arrival(3), under_way=0))[0].control_id == "M3"


async def test_who_goes_away_while_he_waits_takes_nothing_from_the_others(reading: Reading, pool: Pool) -> None:
    tasks = [asyncio.create_task(reading.read(arrival(n), under_way=MANY)) for n in range(3)]
    await asyncio.sleep(0)
    tasks[1].cancel()
    pool.gate.set()

    ended = await asyncio.gather(*tasks, return_exceptions=True)

    gone = [isinstance(one, asyncio.CancelledError) for one in ended]
    assert (gone, [one[0].control_id for one in ended if isinstance(one, tuple)]) == (
        [False, True, False],
        ["M0", "M2"],
    )


async def test_without_a_pool_everything_is_read_at_once() -> None:
    reading = Reading(None, large=LARGE)

    ended = await read_all(reading, [arrival(n) for n in range(3)])

    assert ended == [label(n) for n in range(3)]
    assert not reading.is_large(b"x" * 2 * LARGE)


async def test_on_one_core_nobody_is_sent_for(pool: Pool) -> None:
    reading = Reading(cast("Offload", pool), large=LARGE, cores=1)

    ended = await read_all(reading, [arrival(n) for n in range(3)])

    assert (ended, pool.sizes) == ([label(n) for n in range(3)], [])


async def test_no_helper_is_waited_for_and_one_that_cannot_come_is_done_without() -> None:
    class NoPool(Pool):
        async def run(self, function: Callable[..., Any], *args: Any, **kwargs: Any) -> Any:
            raise BadRequestError("none")

    reading = Reading(cast("Offload", NoPool()), large=LARGE, cores=2)

    for number in range(3):
        known, _ = await reading.read(arrival(number), under_way=MANY)
        assert known.control_id == f"M{number}"
        await asyncio.sleep(0.01)


async def test_whatever_keeps_the_helper_away_small_messages_are_read_here() -> None:
    class BrokenPool(Pool):
        async def run(self, function: Callable[..., Any], *args: Any, **kwargs: Any) -> Any:
            raise ValueError("broken")

    reading = Reading(cast("Offload", BrokenPool()), large=LARGE, cores=2, again=0)

    for number in range(3):
        known, _ = await reading.read(arrival(number), under_way=MANY)
        assert known.control_id == f"M{number}"
        await asyncio.sleep(0.01)


async def test_a_helper_that_cannot_be_started_again_stops_no_small_message(reading: Reading, pool: Pool) -> None:
    pool.gate.set()
    pool.errors.extend([OverloadError("No process can be started.")] * 4)

    ended = await read_all(reading, [arrival(n) for n in range(3)])

    assert ended == [label(n) for n in range(3)]
    assert pool.sizes == [3]


async def test_a_helper_that_could_not_come_is_sent_for_again_after_a_while() -> None:
    class BusyPool(Pool):
        asked = 0

        async def run(self, function: Callable[..., Any], *args: Any, **kwargs: Any) -> Any:
            self.asked += 1
            if self.asked == 1:
                raise OverloadError("full")
            return await super().run(function, *args, **kwargs)

    pool = BusyPool()
    pool.gate.set()
    reading = Reading(cast("Offload", pool), large=LARGE, cores=2, again=0)

    for number in range(4):
        known, _ = await reading.read(arrival(number), under_way=MANY)
        assert known.control_id == f"M{number}"
        await asyncio.sleep(0.01)

    assert (pool.asked, pool.sizes) == (4, [1, 1])


async def test_pipelined_messages_of_many_patients_are_stored_in_their_order(hub: Hub) -> None:
    """With the real pool: every message makes one version, and every patient's last word stands."""

    def message(patient: int, step: int) -> bytes:
        return (
            f"MSH|^~\\&|HIS|H1|HUB|A|202603020830{step:02}||ADT^A08|P{patient}S{step}|P|2.5.1\r"
            f"PID|1||R{patient}^^^H1^MR||张^秀英||194105{step + 1:02}|F\r"
        ).encode()

    for first in (0, 6):  # the second time the helper is there
        steps = range(first, first + 6)
        sent = [receive(hub, message(patient, step)) for step in steps for patient in range(12)]
        assert {receipt.state for receipt in await asyncio.gather(*sent)} == {"stored"}
        await hub.offload.run(int)  # behind the helper's own

    stored = [(await found(hub, "Patient", f"R{patient}"))[0] for patient in range(12)]
    assert [(one.version, one.json()["birthDate"]) for one in stored] == [(12, "1941-05-12")] * 12
