"""Finds what subscriptions are to hear of: reads the changes after their commit, beside the writes (DESIGN D16, D21).

A change counts for a subscription when its member may see the resource now and it meets the criteria: for R4's own
criteria as it is now, for a topic as this version differs from the one before. Then whoever has something to hear gets
a row in the outbox; what is told is made when it is sent.
"""

import asyncio
from collections.abc import Sequence
from dataclasses import replace
from typing import Final, Protocol

from hub.clock import Clock
from hub.errors import HubError
from hub.log import LogEvent, log
from hub.store.ledger import Ledger
from hub.store.port import Engine, Outbound, Visibility, WriteUnit
from hub.store.search.parse import parse_query
from hub.store.subscriptions import CHANNEL, Change, Subscriber, Subscriptions
from hub.subscription.definition import read_subscription, split_search, status_of
from hub.subscription.showing import show
from hub.subscription.topics import TOPICS, Topic

LEASE: Final = 20_000_000
PAUSE: Final = 0.5
_FORGET_SECONDS: Final = 3600.0
_SECOND: Final = 1_000_000

Found = dict[str, Sequence[tuple[Change, bool]]]


class SubscriptionStore(Engine, Ledger, Protocol):
    """The database of subscriptions."""


class Matcher:
    """One per hub; of several nodes one reads at a time."""

    def __init__(self, store: SubscriptionStore, clock: Clock) -> None:
        self._store = store
        self._books = Subscriptions(store)
        self._clock = clock
        self._stop = asyncio.Event()

    async def run(self) -> None:
        """Work until `stop`."""
        self._stop.clear()
        forget_at = 0.0
        while not self._stop.is_set():
            busy = False
            try:
                busy = await self.turn()
                if self._clock.monotonic() >= forget_at:
                    await self._books.forget_old(now=self._clock.now())
                    forget_at = self._clock.monotonic() + _FORGET_SECONDS
            except Exception as err:  # noqa: BLE001  the edge of this background task
                log(LogEvent.BACKGROUND_FAILED, error=type(err).__name__, kind="subscriptions")
            if not busy:
                await self._pause()

    def stop(self) -> None:
        """Let `run` end after the work in hand."""
        self._stop.set()

    async def turn(self) -> bool:
        """Read what has changed, then put into the outbox what is to be told; whether anything had changed."""
        busy = await self._books.has_changes() and await self._match()
        for one in await self._books.idle():
            await self._wake(one)
        return busy

    async def _match(self) -> bool:
        now = self._clock.now()
        mark = await self._books.lease(now=now, until=now + LEASE)
        if mark is None:
            return False
        changes, behind = await self._books.changes(mark)
        subscribers = await self._subscribers(changes)
        found: Found = {}
        for one in await self._books.all():
            events = await self._events_of(one, changes) if one.state == "active" else ()
            if events:
                found[one.id] = events
        await self._books.advance(behind, subscribers=subscribers, events=found, now=now)
        return bool(changes)

    async def _subscribers(self, changes: Sequence[Change]) -> list[Subscriber]:
        """The Subscriptions among the changes, each as its last version says."""
        last = {change.ref: change for change in changes if change.ref.type == "Subscription"}
        found = []
        for ref, change in last.items():
            known = await self._books.find(ref.id)
            stored = await self._store.read(ref, visibility=Visibility(change.custodian))
            if stored is None or stored.deleted:
                if known is not None:
                    found.append(replace(known, state="off"))
                continue
            resource = stored.json()
            try:
                wanted = read_subscription(resource)
            except HubError:  # one that was turned off may say what it likes
                if known is not None:
                    found.append(replace(known, state="off"))
                continue
            found.append(
                wanted.subscriber(ref.id, member=stored.custodian, version=stored.version, status=status_of(resource))
            )
        return found

    async def _events_of(self, one: Subscriber, changes: Sequence[Change]) -> list[tuple[Change, bool]]:
        topic = TOPICS.get(one.criteria)
        resource_type, pairs = (topic.type, split_search(f"?{one.filters}")[1]) if topic else split_search(one.criteria)
        mine = [change for change in changes if change.ref.type == resource_type and not change.deleted]
        if not mine:
            return []
        if topic is None:
            mine = list({change.ref: change for change in mine}.values())
        visibility = Visibility(one.member)
        ids = sorted({change.ref.id for change in mine})
        query = replace(parse_query(resource_type, pairs, strict=False), ids=tuple(ids), count=len(ids))
        page = await self._store.search(query, visibility=visibility)
        met = {found.ref for found in page.resources}
        mine = [change for change in mine if change.ref in met]
        if topic is not None:
            mine = [change for change in mine if await self._fires(topic, change, visibility)]
        return [(change, change.version == 1) for change in mine]

    async def _fires(self, topic: Topic, change: Change, visibility: Visibility) -> bool:
        now = await self._store.read(change.ref, visibility=visibility, version=change.version)
        if now is None:
            return False
        before = None
        if change.version > 1:
            before = await self._store.read(change.ref, visibility=visibility, version=change.version - 1)
        return topic.fires(now.json(), before.json() if before is not None and not before.deleted else None)

    async def _wake(self, one: Subscriber) -> None:
        """Put a row into the outbox for a subscription that is due to be told something."""
        now = self._clock.now()
        if one.ends and one.ends <= now:
            await show(self._store, await self._books.turn_off(one))
            return
        if one.state == "requested" and one.kind == "criteria":
            await show(self._store, await self._books.confirm(one, sent=one.sent, now=now))
            return
        is_silent = one.heartbeat and one.told + one.heartbeat * _SECOND <= now
        if one.state == "active" and one.events <= one.sent and not is_silent:
            return
        row = Outbound(
            key=self._store.new_key(), receiver=one.member, channel=CHANNEL, address=one.address,
            ordering=f"subscription:{one.id}", subject=f"Subscription/{one.id}", payload=b"", due=now, created=now,
        )  # fmt: skip
        await self._store.write(WriteUnit(outbound=(row,)), visibility=Visibility(one.member))

    async def _pause(self) -> None:
        try:
            async with asyncio.timeout(PAUSE):
                await self._stop.wait()
        except TimeoutError:
            return


class HasMatcher(Protocol):
    """A hub, as far as this module needs it."""

    @property
    def matcher(self) -> Matcher:
        """The hub's matcher."""
        ...


async def run(hub: HasMatcher) -> None:
    """Background work of the server."""
    await hub.matcher.run()
