"""Sends what the outbox holds, for as long as the hub runs (DESIGN D8, D21)."""

import asyncio
from typing import Protocol

import httpx2

from hub.clock import Clock
from hub.delivery.channels import rest_hook
from hub.delivery.outbox import after_failure
from hub.log import LogEvent, log
from hub.settings import Settings
from hub.store.admin import AdminStore, Endpoint
from hub.store.port import Engine, Outbound

LEASE = 60_000_000
"""A row that a stopped process had taken comes back after this, in microseconds."""

BATCH = 32
PAUSE = 0.5
"""Seconds between two looks when nothing was due."""


class Dispatcher:
    """One per hub."""

    def __init__(self, store: Engine, admin: AdminStore, clock: Clock, settings: Settings) -> None:
        self._store = store
        self._admin = admin
        self._clock = clock
        self._settings = settings
        self._stop = asyncio.Event()
        self._client: httpx2.AsyncClient | None = None

    async def run(self) -> None:
        """Work until `stop`."""
        self._stop.clear()
        try:
            while not self._stop.is_set():
                busy = 0
                try:
                    busy = await self.turn()
                except Exception as err:  # noqa: BLE001  the edge of this background task
                    log(LogEvent.BACKGROUND_FAILED, error=type(err).__name__, kind="dispatcher")
                if not busy:
                    await self._pause()
        finally:
            await self.close()

    def stop(self) -> None:
        """Let `run` end after the work in hand."""
        self._stop.set()

    async def close(self) -> None:
        """Let go of connections."""
        if self._client is not None:
            await self._client.aclose()
            self._client = None

    async def turn(self) -> int:
        """Try what is due once; how many there were."""
        now = self._clock.now()
        rows = await self._store.due_outbound(now=now, lease_until=now + LEASE, count=BATCH)
        await asyncio.gather(*(self._deliver(row) for row in rows))
        return len(rows)

    async def _pause(self) -> None:
        try:
            async with asyncio.timeout(PAUSE):
                await self._stop.wait()
        except TimeoutError:
            return

    async def _deliver(self, row: Outbound) -> None:
        endpoint = self._endpoint(row)
        if endpoint is None:
            await self._store.settle_outbound(
                row.key, state="failed", due=row.due, error="the endpoint is no longer registered"
            )
            return
        if self._client is None:
            self._client = rest_hook.open_client()
        attempt = await rest_hook.deliver(self._client, row, endpoint)
        if attempt.is_confirmed:
            await self._store.settle_outbound(row.key, state="done", due=row.due, error="")
            log(LogEvent.DELIVERY_DONE, channel=row.channel, receiver=row.receiver, attempts=row.attempts + 1)
            return
        following = after_failure(row, now=self._clock.now(), first_wait_seconds=self._settings.delivery_retry_seconds)
        await self._store.settle_outbound(row.key, state=following.state, due=following.due, error=attempt.error)
        log(
            LogEvent.DELIVERY_FAILED,
            channel=row.channel,
            receiver=row.receiver,
            attempts=row.attempts + 1,
            error=attempt.error,
        )

    def _endpoint(self, row: Outbound) -> Endpoint | None:
        """Only where the receiver has registered, now."""
        return next(
            (
                endpoint
                for endpoint in self._admin.endpoints_of(row.receiver)
                if endpoint.channel == row.channel == "rest-hook" and endpoint.address == row.address
            ),
            None,
        )


class HasDispatcher(Protocol):
    """A hub, as far as this module needs it."""

    @property
    def dispatcher(self) -> Dispatcher:
        """The hub's dispatcher."""
        ...


async def run(hub: HasDispatcher) -> None:
    """Background work of the server."""
    await hub.dispatcher.run()
