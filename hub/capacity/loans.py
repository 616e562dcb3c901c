"""Lending equipment: reserve, hand over, take back. What may be done next is decided on the loan that holds the Device.

A Device has one loan at a time: its claim is in the transaction of the reservation, lapses with it, and lasts from the
handing over until the lender has it back. Each step takes the number of the loan as its fence, so that nobody ends or
starts a later loan with an old slip of paper.
"""

from collections.abc import Sequence
from dataclasses import dataclass, replace

from fhir_profiles.issue import JsonObject
from fhir_profiles.json_text import dump
from fhir_profiles.registry import search_parameters
from hub.auth.principal import Principal
from hub.capacity.booking import elder_and_referral
from hub.capacity.equipment import (
    DEVICE,
    HANDED_OVER,
    HOLD,
    LONGEST_LOAN,
    RESERVED,
    USUAL_LOAN,
    LoanWish,
    device_name,
    device_of,
    devices_of,
    due_of,
    handed_over,
    is_lendable,
    is_loan,
    loan_for,
    loan_number,
    loan_place,
    never_fetched,
    reserved_at,
    taken_back,
)
from hub.capacity.institutions import demand_both_stay
from hub.capacity.shares import free_place
from hub.capacity.slots import SHARE, shares_of
from hub.clock import Clock, micros_to_instant
from hub.errors import ConflictError, ForbiddenError, NotFoundError, RuleError
from hub.store.admin import AdminStore
from hub.store.admin_values import LEFT
from hub.store.port import (
    AuditEntry,
    CancelTimer,
    Claim,
    Engine,
    Grant,
    Put,
    Ref,
    Release,
    Revoke,
    StoredResource,
    Timer,
    UnitConflictError,
    WriteUnit,
    system,
)
from hub.store.query import Criterion, SearchQuery, SearchValue

LOANS = system("equipment loans")
HOLD_TIMER, OVERDUE_TIMER = "loan-hold", "loan-overdue"

_LAPSED = (
    "该预留已失效或已结束，设备可能已另有安排，请重新预留。 That loan has ended or lapsed; what holds the device now "
    "is another one. Reserve it again."
)


@dataclass(frozen=True, slots=True)
class _Held:
    """A loan in force and the Device that it holds."""

    loan: StoredResource
    device: StoredResource
    claim: Claim


class EquipmentDesk:
    """The verbs of a loan, for the operations, the console and the timers."""

    def __init__(self, store: Engine, admin: AdminStore, clock: Clock) -> None:
        self._store = store
        self._admin = admin
        self._clock = clock

    async def reserve(self, principal: Principal, device_id: str, wish: LoanWish) -> StoredResource:
        """The loan that now keeps the Device ready for the caller.

        Raises NotFoundError, RuleError, ConflictError (lent, not in service, or the share is used up).
        """
        now = self._clock.now()
        device = await self._device(Ref("Device", device_id))
        pools = await self._pools(device)
        if device.custodian != principal.member and not pools:
            raise NotFoundError(f"Device/{device_id} is unknown.")
        demand_both_stay(self._admin, device.custodian, principal.member)
        _demand_times(wish, now=now)
        elder, referral = await elder_and_referral(self._store, principal, patient=wish.patient, referral=wish.referral)
        body = device.json()
        if not is_lendable(body):
            raise ConflictError("该设备已停用或不外借。 The device is not in service, or is somebody's own.")
        if await self._store.claim_of(DEVICE, device_id, now=now) is not None:
            raise ConflictError(f"该设备已借出或已预留。 The device is lent or reserved.{await self._instead(pools)}")
        lender, borrower = self._admin.member(device.custodian), self._admin.member(principal.member)
        ref = Ref("DeviceUseStatement", self._store.new_id(elder.id))
        until = min(wish.until or now + HOLD, now + HOLD)
        claims, place = [Claim(DEVICE, device_id, str(ref), until)], ""
        grants: tuple[Grant, ...] = ()
        if device.custodian != principal.member:
            place = await self._share(pools, principal.member_code)
            claims += [Claim(SHARE, place, str(ref), until)] if place else []
            grants = (
                Grant(member=device.custodian, target=ref, because=f"{ref}#loan", access="act"),
                Grant(member=principal.member, target=device.ref, because=_equipment(ref)),
            )
        loan = loan_for(
            body, loan_id=ref.id, number=str(self._store.new_key()), patient=elder, referral=referral, place=place,
            borrower=borrower.name if borrower else "", lender=lender.code if lender else "", wish=wish, now=now,
        )  # fmt: skip
        made = await self._write(
            WriteUnit(
                puts=(Put(ref=ref, data=dump(loan), expected=0, custodian=principal.member),), claims=tuple(claims),
                grants=grants, timers=(Timer(HOLD_TIMER, str(ref), until),), author=principal.member,
                audit=(self._entry(principal, "$reserve", device.ref, elder.id),),
            )
        )  # fmt: skip
        return made[0]

    async def extend(self, principal: Principal, device_id: str, *, fence: str, until: int = 0) -> StoredResource:
        """The same reservation for longer, to `HOLD` from its start at most. Raises ConflictError, NotFoundError."""
        held = await self._held(principal, device_id, fence)
        _demand_waiting(held)
        latest = reserved_at(held.loan.json()) + HOLD
        ends = min(until or latest, latest)
        if ends <= self._clock.now():
            raise ConflictError(
                "预留已满48小时，或截止时间已过。 The reservation has reached its longest time of 48 hours, or `until` "
                "is over."
            )
        await self._write(
            WriteUnit(
                claims=await self._claims(held, until=ends), timers=(Timer(HOLD_TIMER, str(held.loan.ref), ends),),
                audit=(self._entry(principal, "$reserve", held.device.ref, held.loan.patient),),
            )
        )  # fmt: skip
        return held.loan

    async def hand_over(self, principal: Principal, device_id: str, *, fence: str, due: int = 0) -> StoredResource:
        """The loan, with the Device at the borrower until `due`. Either side says so.

        Raises ConflictError, NotFoundError, RuleError.
        """
        held = await self._held(principal, device_id, fence)
        _demand_waiting(held)
        _demand_times(LoanWish(due=due), now=self._clock.now())
        loan, now = held.loan.json(), self._clock.now()
        ends = due or max(due_of(loan), now + USUAL_LOAN if due_of(loan) <= now else 0)
        subject = str(held.loan.ref)
        return await self._change(
            held, handed_over(loan, due=ends, now=now), principal, "$hand-over",
            WriteUnit(
                claims=await self._claims(held, until=None),
                timers=(CancelTimer(subject=subject), Timer(OVERDUE_TIMER, subject, ends)),
            ),
        )  # fmt: skip

    async def take_back(self, principal: Principal, device_id: str, *, fence: str, note: str = "") -> StoredResource:
        """The loan that is over: the lender has the Device; of a lender that left the alliance, the borrower says so.

        Raises ConflictError, ForbiddenError, NotFoundError.
        """
        held = await self._held(principal, device_id, fence)
        lender = self._admin.member(held.device.custodian)
        if held.device.custodian != principal.member and (lender is None or lender.admission_state != LEFT):
            raise ForbiddenError("由出借机构确认归还。 The lender says that the device is back.")
        if held.loan.json()["status"] != HANDED_OVER:
            raise ConflictError("设备尚未交接；如不再需要，请释放预留。 The device was not handed over; use $release.")
        ended = taken_back(held.loan.json(), note=note, now=self._clock.now())
        unit = await self._freeing(held.loan, held.device.ref)
        return await self._change(held, ended, principal, "$take-back", unit)

    async def release(self, principal: Principal, device_id: str, *, fence: str, note: str = "") -> StoredResource:
        """The reservation given back before anybody fetched the Device. Raises ConflictError, NotFoundError."""
        held = await self._held(principal, device_id, fence)
        _demand_waiting(held)
        entry = self._entry(principal, "$release", held.device.ref, held.loan.patient)
        return (await self._write(replace(await self.ending(held.loan, note=note), audit=(entry,))))[0]

    async def lapse(self, timer: Timer) -> None:
        """Nobody came in time: the reservation ends by the clock."""
        stored = await self._store.read(Ref("DeviceUseStatement", timer.subject.partition("/")[2]), visibility=LOANS)
        if stored is None or stored.deleted or stored.json().get("status") != RESERVED:
            forget = CancelTimer(subject=timer.subject, kind=timer.kind)
            await self._store.write(WriteUnit(timers=(forget,)), visibility=LOANS)
            return
        await self.end(stored, note="预留到期未领取。 Nobody fetched it in time.")

    async def end(self, loan: StoredResource, *, note: str) -> StoredResource:
        """The reservation ended without a word of its two sides. Raises ConflictError."""
        return (await self._write(await self.ending(loan, note=note)))[0]

    async def call_in(self, loan: StoredResource) -> StoredResource:
        """A Device that was handed over is due now, and both sides are reminded from now on. Raises ConflictError."""
        body, now = loan.json(), self._clock.now()
        if due_of(body) <= now:
            return loan
        period = body["timingPeriod"] | {"end": micros_to_instant(now)}
        put = Put(ref=loan.ref, data=dump(body | {"timingPeriod": period}), expected=loan.version)
        again = Timer(OVERDUE_TIMER, str(loan.ref), now)
        return (await self._write(WriteUnit(puts=(put,), timers=(again,), author=loan.custodian)))[0]

    async def waiting_for(self, referral: Ref, request: JsonObject) -> list[StoredResource]:
        """The reservations that were made for a referral and are not handed over."""
        subject = str((request.get("subject") or {}).get("reference", ""))
        criterion = Criterion(
            parameter=search_parameters("DeviceUseStatement")["patient"], values=(SearchValue(subject),)
        )
        page = await self._store.search(
            SearchQuery(type="DeviceUseStatement", criteria=(criterion,), count=100), visibility=LOANS
        )
        return [
            stored
            for stored in page.resources
            if is_loan(body := stored.json())
            and body.get("status") == RESERVED
            and {"reference": str(referral)} in body.get("basedOn", ())
        ]

    async def ending(self, loan: StoredResource, *, note: str) -> WriteUnit:
        """What ends a reservation that nobody fetched."""
        body = loan.json()
        put = Put(ref=loan.ref, data=dump(never_fetched(body, note=note, now=self._clock.now())), expected=loan.version)
        return replace(await self._freeing(loan, device_of(body)), puts=(put,), author=loan.custodian)

    async def _freeing(self, loan: StoredResource, device: Ref) -> WriteUnit:
        """What a loan gives back when it ends: the Device, the place of the share, and the sight of the Device."""
        holder = str(loan.ref)
        releases = [Release(DEVICE, device.id, holder)]
        place = await self._place(loan)
        if place is not None:
            releases.append(Release(place.kind, place.key, holder))
        return WriteUnit(
            releases=tuple(releases), revokes=(Revoke(because=_equipment(loan.ref)),),
            timers=(CancelTimer(subject=holder),),
        )  # fmt: skip

    async def _change(
        self, held: _Held, body: JsonObject, principal: Principal, interaction: str, unit: WriteUnit
    ) -> StoredResource:
        put = Put(ref=held.loan.ref, data=dump(body), expected=held.loan.version)
        entry = self._entry(principal, interaction, held.device.ref, held.loan.patient)
        return (await self._write(replace(unit, puts=(put,), audit=(entry,), author=held.loan.custodian)))[0]

    async def _write(self, unit: WriteUnit) -> tuple[StoredResource, ...]:
        try:
            return (await self._store.write(unit, visibility=LOANS)).resources
        except UnitConflictError as err:
            raise ConflictError(
                "该设备的借用刚被他人更改，请刷新后再试。 The loan of this device was changed meanwhile; look again."
            ) from err

    async def _held(self, principal: Principal, device_id: str, fence: str) -> _Held:
        """The loan that holds the Device now, when `fence` is its number and the caller is a side of it."""
        device = await self._device(Ref("Device", device_id))
        claim = await self._store.claim_of(DEVICE, device_id, now=self._clock.now())
        loan = None
        if claim is not None:
            ref = Ref("DeviceUseStatement", claim.holder.partition("/")[2])
            loan = await self._store.read(ref, visibility=LOANS)
        sides = {device.custodian, loan.custodian if loan is not None else 0}
        if (
            principal.member not in sides
            and await self._store.read(device.ref, visibility=principal.visibility) is None
        ):
            raise NotFoundError(f"Device/{device_id} is unknown.")
        if claim is None or loan is None or principal.member not in sides or loan_number(loan.json()) != fence:
            raise ConflictError(_LAPSED)
        return _Held(loan, device, claim)

    async def _claims(self, held: _Held, *, until: int | None) -> tuple[Claim, ...]:
        """The claims of a loan with another end: the Device, and the place of the borrower's share."""
        place = await self._place(held.loan)
        return tuple(replace(one, until=until) for one in (held.claim, place) if one is not None)

    async def _place(self, loan: StoredResource) -> Claim | None:
        """The place of the borrower's share that a loan takes; None where no pool of the Device is shared out."""
        key = loan_place(loan.json())
        place = await self._store.claim_of(SHARE, key, now=self._clock.now()) if key else None
        return place if place is not None and place.holder == str(loan.ref) else None

    async def _share(self, pools: Sequence[StoredResource], member: str) -> str:
        """One place of the member's share in the first pool that is shared out; "" where no pool is."""
        for pool in pools:
            shares = shares_of(pool.json())
            if shares:
                share, now = shares.get(member, 0), self._clock.now()
                return await free_place(self._store, pool.ref, member, share=share, taken=(), now=now)
        return ""

    async def _pools(self, device: StoredResource) -> list[StoredResource]:
        """The Schedules of the Device's own institution that offer it."""
        criterion = Criterion(parameter=search_parameters("Schedule")["actor"], values=(SearchValue(str(device.ref)),))
        page = await self._store.search(SearchQuery(type="Schedule", criteria=(criterion,), count=20), visibility=LOANS)
        found = [one for one in page.resources if one.custodian == device.custodian]
        return sorted((one for one in found if device.ref in devices_of(one.json())), key=lambda one: one.ref)

    async def _instead(self, pools: Sequence[StoredResource]) -> str:
        """Words that name another Device of the same pools that is free; "" when there is none."""
        for pool in pools:
            for ref in devices_of(pool.json()):
                device = await self._store.read(ref, visibility=LOANS)
                is_free = await self._store.claim_of(DEVICE, ref.id, now=self._clock.now()) is None
                if is_free and device is not None and not device.deleted and is_lendable(device.json()):
                    return f" 可借：{device_name(device.json())}（{ref}）。 {ref} is free."
        return ""

    async def _device(self, ref: Ref) -> StoredResource:
        stored = await self._store.read(ref, visibility=LOANS)
        if stored is None or stored.deleted:
            raise NotFoundError(f"{ref} is unknown.")
        return stored

    def _entry(self, principal: Principal, interaction: str, target: Ref, patient: str) -> AuditEntry:
        return AuditEntry(
            at=self._clock.now(), member=principal.member, agent=principal.agent, action="U", interaction=interaction,
            target=str(target), patient=patient, purpose=principal.purpose,
        )  # fmt: skip


def _equipment(loan: Ref) -> str:
    """Because of what the borrower sees the Device: it ends with the loan; the loan itself stays readable."""
    return f"{loan}#equipment"


def _demand_waiting(held: _Held) -> None:
    if held.loan.json()["status"] != RESERVED:
        raise ConflictError("设备已交接，请由出借机构确认归还。 The device was handed over; the lender takes it back.")


def _demand_times(wish: LoanWish, *, now: int) -> None:
    if wish.until and wish.until <= now:
        raise RuleError("The reservation would end before now; expected `until` in the future.")
    if wish.due and not now < wish.due <= now + LONGEST_LOAN:
        raise RuleError("应还时间须在一年以内的将来。 Expected `due` in the future, within a year.")
