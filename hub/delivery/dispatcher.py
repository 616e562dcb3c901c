"""Sends what the outbox holds, for as long as the hub runs (DESIGN D8, D21)."""

import asyncio
from collections.abc import Mapping, Sequence
from typing import Protocol

import httpx2

from hub.clock import Clock
from hub.delivery.channels import rest_hook
from hub.delivery.channels.person import PersonChannel, person_channels
from hub.delivery.duty import CHANNELS
from hub.delivery.outbox import after_failure
from hub.log import LogEvent, log
from hub.settings import Settings
from hub.store.admin import AdminStore, Endpoint
from hub.store.port import Engine, Outbound

LEASE = 60_000_000
"""A row that a stopped process had taken comes back after this, in microseconds."""

BATCH = 32
MOST_UNDER_WAY = 512
MOST_PER_RECEIVER = 8
"""Deliveries at once: a receiver that hangs fills its own places and nobody else's."""

_GONE = "the endpoint is no longer registered"

PAUSE = 0.5
"""Seconds between two looks when nothing was due."""


class Channel(Protocol):
    """A way to a member's registered endpoint other than HTTP."""

    async def deliver(self, row: Outbound, endpoint: Endpoint) -> rest_hook.Attempt:
        """One try."""
        ...

    async def close(self) -> None:
        """Let go of connections."""
        ...


class Teller(Protocol):
    """Makes what is sent at the time when it is sent; it finds the endpoint itself, and is never given up."""

    async def tell(self, client: httpx2.AsyncClient, row: Outbound) -> rest_hook.Attempt:
        """One try."""
        ...


class Watcher(Protocol):
    """Looks at what goes out: whether it still may, and what its arrival means."""

    async def refusal(self, row: Outbound) -> str:
        """Why the receiver is not sent this any more; "" when it is."""
        ...

    async def has_arrived(self, row: Outbound) -> None:
        """The receiver has answered for it. What is raised leaves the row to be sent once more."""
        ...


class Dispatcher:
    """One per hub. `channels` are the ways other than HTTP, by the name that rows and endpoints give.

    `tellers` are for rows of which only the name of what is to be told is stored.
    """

    def __init__(
        self,
        store: Engine,
        admin: AdminStore,
        clock: Clock,
        settings: Settings,
        *,
        people: Mapping[str, PersonChannel] | None = None,
        channels: Mapping[str, Channel] | None = None,
        tellers: Mapping[str, Teller] | None = None,
        watcher: Watcher | None = None,
    ) -> None:
        self._store = store
        self._admin = admin
        self._clock = clock
        self._settings = settings
        self._people = person_channels(settings) if people is None else people
        self._channels = channels or {}
        self._tellers = tellers or {}
        self._watcher = watcher
        self._stop = asyncio.Event()
        self._client: httpx2.AsyncClient | None = None
        self._under_way: set[asyncio.Task[None]] = set()
        self._places: dict[int, asyncio.Semaphore] = {}

    async def run(self) -> None:
        """Work until `stop`."""
        self._stop.clear()
        try:
            while not self._stop.is_set():
                rows: Sequence[Outbound] = ()
                try:
                    rows = await self._take()
                except Exception as err:  # noqa: BLE001  the edge of this background task
                    log(LogEvent.BACKGROUND_FAILED, error=type(err).__name__, kind="dispatcher")
                for row in rows:
                    task = asyncio.create_task(self._in_its_place(row, taken=self._clock.monotonic()))
                    self._under_way.add(task)
                    task.add_done_callback(self._under_way.discard)
                if not rows:
                    await self._pause()
                elif len(self._under_way) >= MOST_UNDER_WAY:
                    await asyncio.wait(self._under_way, return_when=asyncio.FIRST_COMPLETED)
        finally:
            await self.close()

    def stop(self) -> None:
        """Let `run` end after the work in hand."""
        self._stop.set()

    async def close(self) -> None:
        """Let what is under way go (its lease ends, and it is tried again), then the connections."""
        for task in self._under_way:
            task.cancel()
        await asyncio.gather(*self._under_way, return_exceptions=True)
        for channel in self._channels.values():
            await channel.close()
        if self._client is not None:
            await self._client.aclose()
            self._client = None

    async def turn(self) -> int:
        """Try what is due once, and wait for it; how many there were."""
        rows = await self._take()
        await asyncio.gather(*(self._deliver(row) for row in rows))
        return len(rows)

    async def _take(self) -> Sequence[Outbound]:
        now = self._clock.now()
        return await self._store.due_outbound(now=now, lease_until=now + LEASE, count=BATCH)

    async def _in_its_place(self, row: Outbound, *, taken: float) -> None:
        """Deliver when the receiver has a place; a row whose lease nears its end by then is left to the next look."""
        places = self._places.setdefault(row.receiver, asyncio.Semaphore(MOST_PER_RECEIVER))
        async with places:
            if self._clock.monotonic() - taken > LEASE / 2_000_000:
                return
            try:
                await self._deliver(row)
            except Exception as err:  # noqa: BLE001  the edge of this background task; the lease brings the row back
                log(LogEvent.BACKGROUND_FAILED, error=type(err).__name__, kind="dispatcher")

    async def _pause(self) -> None:
        try:
            async with asyncio.timeout(PAUSE):
                await self._stop.wait()
        except TimeoutError:
            return

    async def _deliver(self, row: Outbound) -> None:
        if self._watcher is not None and (why := await self._watcher.refusal(row)):
            await self._store.settle_outbound(row.key, state="cancelled", due=row.due, error=why)
            return
        attempt = await self._attempt(row)
        if attempt is None:
            missing = f"no gateway: HUB_{row.channel.upper()}_GATEWAY is not set" if row.channel in CHANNELS else _GONE
            await self._store.settle_outbound(row.key, state="failed", due=row.due, error=missing)
            _log_failure(row, missing, is_over=True)
            return
        if attempt.is_confirmed:
            if self._watcher is not None:
                await self._watcher.has_arrived(row)
            await self._store.settle_outbound(row.key, state="done", due=row.due, error="")
            log(LogEvent.DELIVERY_DONE, channel=row.channel, receiver=row.receiver, attempts=row.attempts + 1)
            return
        if attempt.is_final:
            await self._store.settle_outbound(row.key, state="failed", due=row.due, error=attempt.error)
            _log_failure(row, attempt.error, is_over=True)
            return
        following = after_failure(
            row,
            now=self._clock.now(),
            first_wait_seconds=self._settings.delivery_retry_seconds,
            gives_up=row.channel not in self._tellers,
        )
        await self._store.settle_outbound(row.key, state=following.state, due=following.due, error=attempt.error)
        _log_failure(row, attempt.error, is_over=following.state == "failed")

    async def _attempt(self, row: Outbound) -> rest_hook.Attempt | None:
        """One try; None when there is no way to this receiver."""
        if self._client is None:
            self._client = rest_hook.open_client()
        if row.channel in CHANNELS:
            person = self._people.get(row.channel)
            return None if person is None else await person.call(self._client, row)
        teller = self._tellers.get(row.channel)
        if teller is not None:
            return await teller.tell(self._client, row)
        endpoint = self._endpoint(row)
        if endpoint is None:
            return None
        channel = self._channels.get(row.channel)
        if channel is not None:
            return await channel.deliver(row, endpoint)
        return await rest_hook.deliver(self._client, row, endpoint) if row.channel == "rest-hook" else None

    def _endpoint(self, row: Outbound) -> Endpoint | None:
        """Where the receiver is registered now: the address of the row, or the one that has taken its place.

        With several endpoints none of which has the row's address, each that is registered got rows of its own since,
        so only a receiver with a single one is surely meant.
        """
        registered = [one for one in self._admin.endpoints_of(row.receiver) if one.channel == row.channel]
        same = [endpoint for endpoint in registered if endpoint.address == row.address]
        if same:
            return same[0]
        return registered[0] if len(registered) == 1 else None


def _log_failure(row: Outbound, error: str, *, is_over: bool) -> None:
    event = LogEvent.DELIVERY_GIVEN_UP if is_over else LogEvent.DELIVERY_FAILED
    log(event, channel=row.channel, receiver=row.receiver, attempts=row.attempts + 1, error=error)


class HasDispatcher(Protocol):
    """A hub, as far as this module needs it."""

    @property
    def dispatcher(self) -> Dispatcher:
        """The hub's dispatcher."""
        ...


async def run(hub: HasDispatcher) -> None:
    """Background work of the server."""
    await hub.dispatcher.run()
