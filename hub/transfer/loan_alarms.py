"""What the clock does about lent equipment: a reservation lapses, and what is overdue is told to both sides each day.

Their systems hear of it, and the phones of who is on duty.
Nobody's Device is free by a clock once it was handed over: only its own institution says that it is back.
"""

from collections.abc import Mapping

from hub.capacity.equipment import HANDED_OVER, device_of, loan_number
from hub.capacity.loans import HOLD_TIMER, LOANS, OVERDUE_TIMER, EquipmentDesk
from hub.clock import Clock
from hub.delivery.timers import Handler
from hub.store.admin import AdminStore
from hub.store.admin_values import LEFT
from hub.store.port import CancelTimer, Engine, Ref, Timer, WriteUnit
from hub.transfer.notices import SideNotices

EVERY = 24 * 3_600_000_000
"""Microseconds from one reminder to the next."""


class LoanAlarms:
    """The timers of loans."""

    def __init__(self, store: Engine, admin: AdminStore, clock: Clock) -> None:
        self._store = store
        self._admin = admin
        self._clock = clock
        self._desk = EquipmentDesk(store, admin, clock)
        self._notices = SideNotices(store, admin, clock)

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
        notices = [notice for member in sides for notice in self._notices.pushes(member, loan)]
        body = loan.json()
        name, number = body["device"].get("display", ""), loan_number(body)
        for member in sides:
            text = f"【医养联盟】外借设备超期未还：{name}，单号 {number}。{self._advice(member)}"
            notices += await self._notices.texts(member, text, subject=str(loan.ref))
        again = Timer(timer.kind, timer.subject, self._clock.now() + EVERY)
        await self._store.write(WriteUnit(outbound=tuple(notices), timers=(again,)), visibility=LOANS)

    def _advice(self, member: int) -> str:
        """Who has left the alliance cannot sign in."""
        known = self._admin.member(member)
        has_left = known is not None and known.admission_state == LEFT
        return "请尽快归还出借机构。" if has_left else "请登录平台处理。"
