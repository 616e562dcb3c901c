"""Tells a subscription's endpoint what it has not heard yet; called by the dispatcher for rows of the outbox.

What is told is made at this moment, with the eyes that the subscriber's member has now (DESIGN D9). An endpoint that
does not answer is tried for as long as the subscription is there, an hour apart at most; events wait in their order.
"""

import time
from collections.abc import Mapping, Sequence
from dataclasses import replace
from typing import Final

import httpx2

from hub.auth.address import fhir_base_of
from hub.clock import Clock
from hub.delivery.channels.rest_hook import Attempt, deliver
from hub.settings import Settings
from hub.store.admin import AdminStore, Endpoint
from hub.store.port import Outbound, Ref, StoredResource, Visibility
from hub.store.subscriptions import Subscriber, Subscriptions
from hub.subscription.definition import headers_of
from hub.subscription.endpoints import endpoint_for
from hub.subscription.matcher import SubscriptionStore
from hub.subscription.notification import Kind, Told, notification
from hub.subscription.showing import show

_SECONDS: Final = 30.0
"""A turn of telling ends after so long; the lease of the row is twice as long."""

_SECOND: Final = 1_000_000
_FHIR: Final = "application/fhir+json"


class Teller:
    """The subscriptions' way to their endpoints."""

    def __init__(self, store: SubscriptionStore, admin: AdminStore, clock: Clock, settings: Settings) -> None:
        self._store = store
        self._books = Subscriptions(store)
        self._admin = admin
        self._clock = clock
        self._settings = settings

    async def tell(self, client: httpx2.AsyncClient, row: Outbound) -> Attempt:
        """One try to tell everything that waits; the resource shows when the state has changed."""
        one = await self._books.find(row.subject.partition("/")[2])
        if one is None or one.state == "off":
            return Attempt()
        if one.ends and one.ends <= self._clock.now():
            await show(self._store, await self._books.turn_off(one))
            return Attempt()
        before = one.shown
        endpoint = self._endpoint(one)
        if endpoint is None:
            attempt = Attempt("the endpoint is no longer registered")
        else:
            one, attempt = await self._tell_all(client, row, one, endpoint)
        if attempt.error:
            one = await self._books.fail(one, attempt.error)
        if one.shown != before:
            await show(self._store, one)
        return attempt

    async def _tell_all(
        self, client: httpx2.AsyncClient, row: Outbound, one: Subscriber, endpoint: Endpoint
    ) -> tuple[Subscriber, Attempt]:
        until = time.monotonic() + _SECONDS
        if one.state == "requested":
            body = self._bundle(one, "handshake")
            return await self._one_post(client, row, one, endpoint, body, sent=one.sent)
        attempt = Attempt()
        while one.events > one.sent and time.monotonic() < until and not attempt.error:
            most = one.most if one.kind == "topic" else 1
            told = await self.told(one, first=one.sent + 1, last=one.events, count=most)
            number = told[-1].event.number if told else one.events
            if one.kind == "criteria" and (not told or told[-1].resource is None):
                one = await self._books.confirm(one, sent=number, now=self._clock.now())
                continue
            body = self._body(one, told)
            one, attempt = await self._one_post(client, row, one, endpoint, body, sent=number)
        now = self._clock.now()
        if one.heartbeat and not attempt.error and one.told + one.heartbeat * _SECOND <= now:
            body = self._bundle(one, "heartbeat")
            one, attempt = await self._one_post(client, row, one, endpoint, body, sent=one.sent)
        return one, attempt

    async def told(self, one: Subscriber, *, first: int, last: int, count: int) -> list[Told]:
        """Events with what the subscriber's member may see of them now."""
        events = await self._books.events(one.id, first=first, last=last, count=count)
        found: Mapping[Ref, StoredResource] = await self._store.read_many(
            [event.focus for event in events], visibility=Visibility(one.member)
        )
        return [Told(event, found.get(event.focus)) for event in events]

    def _body(self, one: Subscriber, told: Sequence[Told]) -> bytes:
        if one.kind == "topic":
            return self._bundle(one, "event-notification", told)
        resource = told[0].resource
        return resource.served() if resource is not None and one.content else b""

    def _bundle(self, one: Subscriber, kind: Kind, told: Sequence[Told] = ()) -> bytes:
        return notification(
            one, kind, told, base=fhir_base_of(self._settings), content=one.content, now=self._clock.now(),
            name=self._store.new_id(),
        )  # fmt: skip

    async def _one_post(
        self,
        client: httpx2.AsyncClient,
        row: Outbound,
        one: Subscriber,
        endpoint: Endpoint,
        body: bytes,
        *,
        sent: int,
    ) -> tuple[Subscriber, Attempt]:
        row = replace(row, payload=body, content_type=_FHIR)
        stored = await self._store.read(Ref("Subscription", one.id), visibility=Visibility(one.member))
        more = headers_of(stored.json()) if stored is not None and not stored.deleted else {}
        attempt = await deliver(client, row, endpoint, key=f"{one.id}-{row.key}-{sent}", more=more)
        if attempt.error:
            return one, attempt
        return await self._books.confirm(one, sent=sent, now=self._clock.now()), attempt

    def _endpoint(self, one: Subscriber) -> Endpoint | None:
        """The registered endpoint that covers the address: the hub calls no other."""
        return endpoint_for(one.address, self._admin.endpoints_of(one.member))
