"""What the clock does about lent equipment: a reservation lapses, and what is overdue is told to both sides day by day.

Nobody's Device is free by a clock once it was handed over: only its own institution says that it is back.
"""

from collections.abc import Iterator, Mapping

from hub.capacity.equipment import HANDED_OVER, device_of
from hub.capacity.loans import HOLD_TIMER, LOANS, OVERDUE_TIMER, EquipmentDesk
from hub.clock import Clock
from hub.delivery.outbox import DELIVERED, ordering_of
from hub.delivery.timers import Handler
from hub.store.admin import AdminStore
from hub.store.port import CancelTimer, Engine, Outbound, Ref, StoredResource, Timer, WriteUnit

EVERY = 24 * 3_600_000_000
"""Microseconds from one reminder to the next."""


class LoanAlarms:
    """The timers of loans."""

    def __init__(self, store: Engine, admin: AdminStore, clock: Clock) -> None:
        self._store = store
        self._admin = admin
        self._clock = clock
        self._desk = EquipmentDesk(store, admin, clock)

    def handlers(self) -> Mapping[str, Handler]:
        """By kind, for the dispatcher."""
        return {HOLD_TIMER: self._desk.lapse, OVERDUE_TIMER: self.remind}

    async def remind(self, timer: Timer) -> None:
        """Tell lender and borrower that the Device is overdue, and again a day later while it is out."""
        loan = await self._store.read(Ref("DeviceUseStatement", timer.subject.partition("/")[2]), visibility=LOANS)
        if loan is None or loan.deleted or loan.json().get("status") != HANDED_OVER:
            forget = CancelTimer(subject=timer.subject, kind=timer.kind)
            await self._store.write(WriteUnit(timers=(forget,)), visibility=LOANS)
            return
        device = await self._store.read(device_of(loan.json()), visibility=LOANS)
        sides = dict.fromkeys((loan.custodian, device.custodian if device is not None else loan.custodian))
        notices = tuple(notice for member in sides for notice in self._notices(member, loan))
        again = Timer(timer.kind, timer.subject, self._clock.now() + EVERY)
        await self._store.write(WriteUnit(outbound=notices, timers=(again,)), visibility=LOANS)

    def _notices(self, member: int, loan: StoredResource) -> Iterator[Outbound]:
        now = self._clock.now()
        for endpoint in self._admin.endpoints_of(member):
            if endpoint.channel in DELIVERED:
                yield Outbound(
                    key=self._store.new_key(), receiver=member, channel=endpoint.channel, address=endpoint.address,
                    ordering=ordering_of(endpoint, str(loan.ref)), subject=str(loan.ref), payload=loan.served(),
                    due=now, created=now,
                )  # fmt: skip
