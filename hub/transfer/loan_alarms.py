"""What the clock does about lent equipment: a reservation lapses, and what is overdue is told to both sides each day.

Their systems hear of it, and the phones of who is on duty.
Nobody's Device is free by a clock once it was handed over: only its own institution says that it is back.
"""

from collections.abc import Iterator, Mapping

from hub.capacity.equipment import HANDED_OVER, device_of, loan_number
from hub.capacity.loans import HOLD_TIMER, LOANS, OVERDUE_TIMER, EquipmentDesk
from hub.clock import SHANGHAI, Clock, micros_to_datetime
from hub.delivery.duty import lines_on_duty
from hub.delivery.outbox import DELIVERED, ordering_of
from hub.delivery.timers import Handler
from hub.store.admin import AdminStore
from hub.store.port import CancelTimer, Engine, Outbound, Ref, StoredResource, Timer, Visibility, WriteUnit
from hub.store.search.parse import parse_query

EVERY = 24 * 3_600_000_000
"""Microseconds from one reminder to the next."""

_TEXT = frozenset({"sms", "chat"})
"""Overdue equipment rings nobody out of bed."""


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
        notices = [notice for member in sides for notice in self._notices(member, loan)]
        for member in sides:
            notices += await self._calls(member, loan)
        again = Timer(timer.kind, timer.subject, self._clock.now() + EVERY)
        await self._store.write(WriteUnit(outbound=tuple(notices), timers=(again,)), visibility=LOANS)

    async def _calls(self, member: int, loan: StoredResource) -> list[Outbound]:
        """A text or chat message to who is on duty there; it names the Device and nobody."""
        known, now = self._admin.member(member), self._clock.now()
        if known is None:
            return []
        query = parse_query("PractitionerRole", [("organization", f"Organization/{known.code}")], strict=True)
        page = await self._store.search(query, visibility=Visibility(member=member))
        own = [role.json() for role in page.resources if role.custodian == member]
        lines = lines_on_duty(own, micros_to_datetime(now).astimezone(SHANGHAI), phone=known.phone)
        body = loan.json()
        name = body["device"].get("display", "")
        text = f"【医养联盟】外借设备超期未还：{name}，单号 {loan_number(body)}。请登录平台处理。"
        return [
            Outbound(
                key=self._store.new_key(), receiver=member, channel=line.means, address=line.address,
                ordering=f"{member}:{line.address}:{now}", subject=str(loan.ref), payload=text.encode(),
                content_type="text/plain; charset=utf-8", due=now, created=now,
            )
            for line in lines if line.means in _TEXT
        ]  # fmt: skip

    def _notices(self, member: int, loan: StoredResource) -> Iterator[Outbound]:
        now = self._clock.now()
        for endpoint in self._admin.endpoints_of(member):
            if endpoint.channel in DELIVERED:
                yield Outbound(
                    key=self._store.new_key(), receiver=member, channel=endpoint.channel, address=endpoint.address,
                    ordering=ordering_of(endpoint, str(loan.ref)), subject=str(loan.ref), payload=loan.served(),
                    due=now, created=now,
                )  # fmt: skip
