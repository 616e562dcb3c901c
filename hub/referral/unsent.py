"""Transfer documents on their way out: to each endpoint of the receiver, or as soon as it has one.

Many a home joins without a system and connects one later, with an elder on the road to it. A document that nobody was
sent is asked about until it is received, replaced or withdrawn, and goes out once there is where to. docs/transfer.md.
"""

import base64
from collections.abc import Callable, Iterable, Mapping

from hub.clock import Clock
from hub.delivery.outbox import DELIVERED, ordering_of
from hub.delivery.timers import Handler
from hub.referral import deadlines
from hub.referral.gather import GUARD, tasks_of
from hub.referral.receipt import document_of
from hub.referral.shape import organization_code, reference, state_of
from hub.referral.states import Event
from hub.referral.transitions import TABLE
from hub.store.admin import AdminStore, Endpoint
from hub.store.port import CancelTimer, Engine, Outbound, Ref, StoredResource, Timer, VersionIs, Visibility, WriteUnit


def outgoing(
    endpoints: Iterable[Endpoint], new_key: Callable[[], int], *, request: Ref, document: Ref, data: bytes, now: int
) -> list[Outbound]:
    """A transfer document's row for each endpoint that it is pushed to."""
    return [
        Outbound(
            key=new_key(),
            receiver=endpoint.member,
            channel=endpoint.channel,
            address=endpoint.address,
            ordering=ordering_of(endpoint, str(request)),
            subject=str(document),
            payload=data,
            due=now,
            created=now,
        )
        for endpoint in endpoints
        if endpoint.channel in DELIVERED
    ]


def ask_again(document: Ref, now: int) -> Timer:
    """When it is looked whether the receiver of a document that went nowhere has an endpoint by now."""
    return Timer(kind=deadlines.UNSENT, subject=str(document), due=now + deadlines.UNSENT_AGAIN)


class Unsent:
    """Sends what waits for an endpoint."""

    def __init__(self, store: Engine, admin: AdminStore, clock: Clock) -> None:
        self._store = store
        self._admin = admin
        self._clock = clock

    def handlers(self) -> Mapping[str, Handler]:
        """By kind, for the timers."""
        return {deadlines.UNSENT: self.look}

    async def look(self, timer: Timer) -> None:
        """Send the document to the endpoints that its receiver has now; look again later where there is none."""
        forget = CancelTimer(subject=timer.subject, kind=timer.kind)
        document = await self._store.read(Ref("Binary", timer.subject.removeprefix("Binary/")), visibility=GUARD)
        found = None if document is None or document.deleted else await self._awaited(document)
        if found is None or document is None:
            await self._store.write(WriteUnit(timers=(forget,)), visibility=GUARD)
            return
        request, member, seen = found
        rows = outgoing(
            self._admin.endpoints_of(member), self._store.new_key, request=request, document=document.ref,
            data=base64.b64decode(str(document.json()["data"])), now=self._clock.now(),
        )  # fmt: skip
        next_look = forget if rows else ask_again(document.ref, self._clock.now())
        unit = WriteUnit(outbound=tuple(rows), timers=(next_look,), preconditions=(seen,))
        await self._store.write(unit, visibility=GUARD)  # whose Task moved meanwhile is looked at again

    async def _awaited(self, document: StoredResource) -> tuple[Ref, int, VersionIs] | None:
        """Referral, receiver and Task as it is of a document that is still to be received, and may be; else None."""
        request = reference(document.json().get("securityContext"), expected="ServiceRequest")
        for stored in await tasks_of(self._store, request) if request is not None else ():
            task = stored.json()
            known, owner = document_of(task), self._admin.member(organization_code(task.get("owner")))
            if known is None or known.ref != document.ref or known.received or owner is None or request is None:
                continue
            if (Event.RECEIVE, state_of(task)) not in TABLE:
                continue
            if await self._store.read(document.ref, visibility=Visibility(member=owner.number)) is not None:
                return request, owner.number, VersionIs(stored.ref, stored.version)
        return None
