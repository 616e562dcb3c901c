"""What messages say, read in the order in which their sender sent them: at once, or beside the event loop.

A small message is read where it comes in, so that its place in the queues of its patient is the order of arrival. A
large one would hold everybody else, and under load reading is a third of the work: then the messages of a sender wait
in a lane, are read in groups by the process pool, and leave it in their order (DESIGN D16).
"""

import asyncio
import os
from collections import deque
from collections.abc import Sequence
from dataclasses import dataclass, field, replace

from fhir_profiles.issue import Issue
from fhir_profiles.validate import validate
from hub.conversion import Conversion, Entry, Source, convert_all
from hub.errors import OverloadError
from hub.ingest.inbox import Arrival, digest_of_message
from hub.log import LogEvent, log
from hub.offload import Offload

MOST_ENTRIES = 5_000
"""Resources of one message: a message is stored whole, and a larger one would hold up everybody else."""

MOST_RESIDUE = 1_000
"""Lines of the residue report that are stored with a message; `hub convert --report` gives all."""

MANY = 16
"""Messages under way from which on a process beside this one helps."""

_GROUP = 32
_GROUP_BYTES = 64_000
"""Messages that are read by one job of the pool: some 20 ms of its time."""

_MOST_SOUND = 10_000
_SOUND: dict[str, Entry] = {}
"""Directory entries without fault. Converters share them between messages and never change them."""

_Job = tuple[bytes, Source]
_Reader = tuple[Arrival, "asyncio.Future[tuple[Arrival, Conversion]]"]


@dataclass(slots=True)
class _Lane:
    """Messages of one sender that wait to be read, and whoever reads them."""

    waiting: deque[_Reader] = field(default_factory=deque)
    task: asyncio.Task[None] | None = None


class Reading:
    """Reads messages for one intake. Without a pool each is read at once."""

    def __init__(self, offload: Offload | None, *, large: int, cores: int | None = None, again: float = 60.0) -> None:
        """`large` in bytes; `cores` are those that this process may use (default: as the system says).

        A helper that could not come is sent for again after `again` seconds.
        """
        self._again, self._next = again, 0.0
        self._may_share = (cores or len(os.sched_getaffinity(0))) > 1
        self._offload = offload
        self._large = large
        self._lanes: dict[str, _Lane] = {}
        self._helper: asyncio.Task[bool] | None = None

    def is_large(self, data: bytes) -> bool:
        """Whether a message is read, and its digest taken, beside the event loop."""
        return self._offload is not None and len(data) > self._large

    async def read(self, arrival: Arrival, *, under_way: int) -> tuple[Arrival, Conversion]:
        """What the message says; a large one gets its digest on the way. Without an await where nobody is before it.

        `under_way` is how many messages the intake has in its hands. Raises TooCostlyError for a message that the
        pool cannot read within its limits, OverloadError for a large one when the pool is full.
        """
        sender = arrival.origin.sender
        lane = self._lanes.get(sender)
        is_shared = under_way >= MANY and self._may_share and self._is_helped()
        if lane is None and arrival.digest and not is_shared:
            return arrival, convert_and_check(arrival.data, arrival.origin.source)
        if lane is None:
            lane = self._lanes[sender] = _Lane()
        future: asyncio.Future[tuple[Arrival, Conversion]] = asyncio.get_running_loop().create_future()
        lane.waiting.append((arrival, future))
        if lane.task is None:
            lane.task = asyncio.create_task(self._empty(sender, lane), name="read messages")
        return await future

    async def stand_behind(self, arrival: Arrival) -> None:
        """Let those of its sender that came before it go first; for a message of which nothing else is read."""
        if arrival.origin.sender in self._lanes:
            await self.read(arrival, under_way=0)

    def _is_helped(self) -> bool:
        """Whether a process of the pool is there and has loaded what it needs; the first call sends for it."""
        helper, now = self._helper, asyncio.get_running_loop().time()
        has_come = helper is not None and helper.done() and not helper.cancelled() and helper.result()
        if helper is None or (helper.done() and not has_come and now >= self._next):
            self._next = now + self._again
            self._helper = asyncio.create_task(self._call_helper(), name="reader of messages")
        return has_come

    async def _call_helper(self) -> bool:
        if self._offload is None:
            return False
        try:
            await self._offload.run(warm)
        except Exception as err:  # noqa: BLE001  whatever keeps it away: messages are read without it
            log(LogEvent.BACKGROUND_FAILED, kind="reader of messages", error=type(err).__name__)
            return False
        return True

    async def _empty(self, sender: str, lane: _Lane) -> None:
        """Read until nobody waits. The lane ends when the last ones have taken their places behind it."""
        try:
            while lane.waiting:
                await self._read_group(_group_of(lane.waiting))
                await asyncio.sleep(0)
        finally:
            del self._lanes[sender]
            for _, future in lane.waiting:
                future.cancel()

    async def _read_group(self, group: Sequence[_Reader]) -> None:
        """Read a group by one job; when that fails, each of it by itself. Nobody waits on when the pool ends."""
        jobs = [(arrival.data, arrival.origin.source) for arrival, _ in group]
        try:
            answers = await self._beside(jobs, is_large=not group[0][0].digest)
            for (arrival, future), (digest, conversion) in zip(group, answers, strict=True):
                if not future.done():
                    future.set_result((arrival if arrival.digest else replace(arrival, digest=digest), conversion))
        except Exception as err:  # noqa: BLE001  whoever waits must hear of it
            if len(group) == 1:
                _settle(group[0][1], err)
                return
            for one in group:
                await self._read_group([one])
        finally:
            for _, future in group:
                future.cancel()

    async def _beside(self, jobs: Sequence[_Job], *, is_large: bool) -> Sequence[tuple[bytes, Conversion]]:
        assert self._offload is not None
        if is_large or self._offload.is_free:
            try:
                return await self._offload.run(read_group, tuple(jobs), with_digest=is_large)
            except OverloadError:  # no process could be started for it
                if is_large:
                    raise
        found = []
        for data, source in jobs:  # a small message waits for no workbook that somebody previews
            found.append((b"", convert_and_check(data, source)))
            await asyncio.sleep(0)
        return found


def read_group(jobs: Sequence[_Job], *, with_digest: bool) -> tuple[tuple[bytes, Conversion], ...]:
    """Digest (where it is asked for: hashing 10 MB takes 40 ms) and content of messages; a job of the pool."""
    return tuple(
        (digest_of_message(data) if with_digest else b"", convert_and_check(data, source)) for data, source in jobs
    )


def convert_and_check(data: bytes, source: Source) -> Conversion:
    """The one conversion of a message, with everything that is wrong with its resources among its issues."""
    conversions = convert_all(data, "hl7v2", source)
    if len(conversions) != 1:
        text = f"The frame holds {len(conversions)} messages; expected one. Send each of a batch by itself."
        return Conversion(label="batch", issues=(Issue("error", "structure", text),))
    conversion = conversions[0]
    count = len(conversion.entries)
    if count > MOST_ENTRIES:
        text = f"The message gives {count} resources; expected at most {MOST_ENTRIES}. Send it in parts."
        issue = Issue("error", "too-costly", text)
        return replace(conversion, entries=(), issues=(issue,), residue=conversion.residue[:MOST_RESIDUE])
    return with_faults(conversion)


def with_faults(conversion: Conversion) -> Conversion:
    """The conversion with what R4 says against its resources; an error there refuses it."""
    found = [issue for entry in conversion.entries for issue in _faults(entry)]
    if not found:
        return conversion
    return replace(conversion, issues=(*conversion.issues, *found))


def warm() -> None:
    """Load maps and schemas, so that the first message of the day does not wait for them."""
    convert_and_check(_FIRST, Source())


_FIRST = (
    b"MSH|^~\\&|HUB||||20260101000000||ADT^A01|0|P|2.5.1\rEVN|A01|20260101000000\rPID|1||0^^^HUB^MR||A^B||19410503|F\r"
    b"PV1|1|I|W^1^1||||1^A^B|||||||||||I|0\r"
)


def _group_of(waiting: deque[_Reader]) -> list[_Reader]:
    """The next ones to be read by one job: one large message, or small ones one behind the other."""
    group = [waiting.popleft()]
    size = len(group[0][0].data)
    while waiting and group[0][0].digest and waiting[0][0].digest and len(group) < _GROUP:
        size += len(waiting[0][0].data)
        if size > _GROUP_BYTES:
            break
        group.append(waiting.popleft())
    return group


def _settle(future: "asyncio.Future[tuple[Arrival, Conversion]]", err: Exception) -> None:
    if not future.done():
        future.set_exception(err)


def _faults(entry: Entry) -> list[Issue]:
    """What is wrong with one resource. A ward or a doctor that several messages share is looked at once."""
    if _SOUND.get(entry.full_url) is entry:
        return []
    faults = [
        replace(issue, text=f"Converted {entry.resource['resourceType']}: {issue.text}")
        for issue in validate(entry.resource)
        if issue.is_error
    ]
    if entry.method == "POST" and entry.if_none_exist and not faults:
        if len(_SOUND) >= _MOST_SOUND:
            _SOUND.clear()
        _SOUND[entry.full_url] = entry
    return faults
