"""The booking desk: a layer of the store through which every Appointment and Slot passes, whatever door it came by.

A slot has one winner: its claim is made in the transaction that stores the Appointment, and given back in the one that
ends it, also when the referral that it is based on is cancelled. `Slot.status` follows in the same transaction.
"""

from collections.abc import Sequence
from dataclasses import dataclass, field, replace

from fhir_profiles.issue import JsonObject
from fhir_profiles.json_text import dump, parse
from fhir_profiles.registry import search_parameters
from hub.capacity.arrivals import Consents, arrival_grants, because, ended_by_consent, patients_of
from hub.capacity.institutions import demand_both_stay
from hub.capacity.loans import EquipmentDesk
from hub.capacity.shares import free_place, place_of
from hub.capacity.slots import SHARE, SLOT, begins, schedule_of, shares_of, slots_of
from hub.clock import SHANGHAI, Clock, micros_to_datetime
from hub.errors import ConflictError, GoneError, NotFoundError
from hub.store.admin import AdminStore
from hub.store.layer import EngineLayer
from hub.store.port import (
    Claim,
    Engine,
    Grant,
    Put,
    Ref,
    Release,
    Revoke,
    StoredResource,
    UnitConflictError,
    Visibility,
    WriteResult,
    WriteUnit,
    system,
)
from hub.store.query import Criterion, SearchQuery, SearchValue

DESK = system("booking desk")
ATTEMPTS = 3
_ENDED_REFERRAL = frozenset({"revoked", "entered-in-error"})
_MAYBE_ENDED = (b'"revoked"', b'"entered-in-error"', b"\\u")
"""One of these stands in every referral that ended; the last where its letters are escaped."""


@dataclass(slots=True)
class _Draft:
    """What a unit brings along: slots that change, claims, and who is to see the booking."""

    member: int
    now: int
    puts: dict[Ref, Put] = field(default_factory=dict)
    claims: list[Claim] = field(default_factory=list)
    releases: list[Release] = field(default_factory=list)
    grants: list[Grant] = field(default_factory=list)
    revokes: list[Revoke] = field(default_factory=list)


class BookingDesk(EngineLayer):
    """An engine whose slots are taken once."""

    def __init__(self, inner: Engine, *, admin: AdminStore, clock: Clock, consents: Consents) -> None:
        super().__init__(inner)
        self._admin = admin
        self._clock = clock
        self._consents = consents

    async def write(self, unit: WriteUnit, *, visibility: Visibility) -> WriteResult:
        """Store the unit with the slots that it takes and gives back.

        Raises NotFoundError, ConflictError (taken, share used up) or GoneError (it began) for a slot.
        """
        if not any(_concerns(put) for put in unit.puts):
            return await self.inner.write(unit, visibility=visibility)
        for attempt in range(1, ATTEMPTS + 1):
            draft = _Draft(member=unit.author or visibility.member, now=self._clock.now())
            for put in sorted(unit.puts, key=lambda put: put.ref.type == "Slot"):  # bookings say what a slot may become
                await self._look_at(put, draft, unit)
            _leave_out_what_the_unit_says(unit, draft)
            if not (draft.puts or draft.claims or draft.releases or draft.grants or draft.revokes):
                return await self.inner.write(unit, visibility=visibility)
            whole = replace(
                await self._owned(unit, visibility),
                claims=(*unit.claims, *draft.claims), releases=(*unit.releases, *draft.releases),
                grants=(*unit.grants, *draft.grants), revokes=(*unit.revokes, *draft.revokes), author=draft.member,
            )  # fmt: skip
            whole = replace(whole, puts=(*whole.puts, *draft.puts.values()))
            try:
                result = await self.inner.write(whole, visibility=DESK)
            except UnitConflictError as err:
                if not _is_of_slot(err, draft):
                    raise
                if attempt < ATTEMPTS:
                    continue
                raise ConflictError(
                    "该号源刚被他人预约，请另选。 The slot was taken meanwhile; choose another one."
                ) from err
            count = len(unit.puts)
            return replace(result, resources=result.resources[:count], created=result.created[:count])
        raise AssertionError("the last attempt returns or raises")

    async def _look_at(self, put: Put, draft: _Draft, unit: WriteUnit) -> None:
        if put.ref.type == "Slot":
            await self._keep_booked(put, draft)
        elif put.ref.type == "ServiceRequest":
            if _status(put) in _ENDED_REFERRAL:
                await self._end_bookings_of(put, draft, unit)
        elif put.ref.type == "Appointment":
            stored = await self._current(put.ref)
            before = stored.json() if stored is not None else None
            after = None if put.delete else put.resource or parse(put.data)
            owner = stored.custodian if stored is not None else put.custodian or draft.member
            await self._move(put.ref, slots_of(before), slots_of(after), owner, draft)
            await self._show_who_comes(put.ref, before, after, owner, draft)
        elif put.ref.type == "Consent" and not put.delete:
            codes = {member.number: member.code for member in self._admin.members()}
            draft.revokes += await ended_by_consent(
                put.ref, put.resource or parse(put.data), store=self.inner, consents=self._consents, codes=codes,
                writer=put.custodian or draft.member, eyes=DESK,
            )  # fmt: skip

    async def _show_who_comes(
        self, appointment: Ref, before: JsonObject | None, after: JsonObject | None, owner: int, draft: _Draft
    ) -> None:
        """The institution of a slot is shown the elder for as long as the booking stands as it does."""
        if (slots_of(before), patients_of(before)) == (slots_of(after), patients_of(after)):
            return
        if before is not None:
            draft.revokes.append(Revoke(because=because(appointment)))
        for slot in slots_of(after):
            stored = await self._current(slot)
            member = self._admin.member(stored.custodian) if stored is not None else None
            if stored is not None and member is not None and stored.custodian != owner:
                draft.grants += await arrival_grants(
                    appointment, after or {}, stored, member.code, owner=owner, writer=draft.member or owner,
                    store=self.inner, consents=self._consents, eyes=DESK, now=draft.now,
                )  # fmt: skip

    async def _move(
        self, appointment: Ref, before: Sequence[Ref], after: Sequence[Ref], owner: int, draft: _Draft
    ) -> None:
        for slot in before:
            if slot not in after:
                await self._give_back(slot, appointment, owner, draft)
        for slot in after:
            if slot not in before:
                await self._take(slot, appointment, owner, draft)

    async def _take(self, ref: Ref, appointment: Ref, owner: int, draft: _Draft) -> None:
        stored = await self._current(ref)
        if stored is None or ref in draft.puts:
            raise NotFoundError(f"号源不存在。 {ref} is unknown, or named twice.")
        slot = stored.json()
        if begins(slot) <= draft.now:
            raise GoneError("该号源已开始或已过期，请另选。 The slot has begun; choose a later one.")
        if slot.get("status") != "free":
            raise ConflictError(
                f"该号源已被预约。 The slot is not free.{await self._instead(schedule_of(slot), draft)}"
            )
        demand_both_stay(self._admin, stored.custodian, owner)
        draft.claims.append(Claim(SLOT, ref.id, str(appointment)))
        if stored.custodian != owner:
            draft.claims += await self._share(schedule_of(slot), appointment, owner, draft)
            because = f"{appointment}#booking"
            draft.grants.append(Grant(member=stored.custodian, target=appointment, because=because, access="act"))
        draft.puts[ref] = _slot_put(stored, slot, "busy")

    async def _share(self, schedule: Ref, appointment: Ref, owner: int, draft: _Draft) -> list[Claim]:
        """One place of the member's share; none to claim where the Schedule names no shares."""
        stored = await self._current(schedule)
        shares = shares_of(stored.json()) if stored is not None else {}
        if not shares:
            return []
        member = self._admin.member(owner)
        code = member.code if member is not None else ""
        taken = {claim.key for claim in draft.claims if claim.kind == SHARE}
        key = await free_place(self.inner, schedule, code, share=shares.get(code, 0), taken=taken, now=draft.now)
        return [Claim(SHARE, key, str(appointment))]

    async def _give_back(self, ref: Ref, appointment: Ref, owner: int, draft: _Draft) -> None:
        draft.releases.append(Release(SLOT, ref.id, str(appointment)))
        stored = await self._current(ref)
        if stored is None:
            return
        slot, member = stored.json(), self._admin.member(owner)
        schedule = schedule_of(slot)
        if stored.custodian != owner and member is not None:
            place = await place_of(self.inner, schedule, member.code, holder=str(appointment), now=draft.now)
            if place is not None:
                draft.releases.append(Release(SHARE, place.key, place.holder))
        claim = await self.inner.claim_of(SLOT, ref.id, now=draft.now)
        if claim is not None and claim.holder == str(appointment) and slot.get("status") == "busy":
            draft.puts[ref] = _slot_put(stored, slot, "free")

    async def _keep_booked(self, put: Put, draft: _Draft) -> None:
        """A slot that somebody holds is not set free or taken away beneath the booking."""
        claim = await self.inner.claim_of(SLOT, put.ref.id, now=draft.now)
        if claim is None or Release(SLOT, put.ref.id, claim.holder) in draft.releases:
            return
        after = {} if put.delete else put.resource or parse(put.data)
        stored = await self._current(put.ref)
        is_moved = stored is not None and schedule_of(stored.json()) != schedule_of(after)
        if put.delete or is_moved or after.get("status") == "free":
            raise ConflictError(
                f"该号源已被预约，请先取消预约。 The slot is booked ({claim.holder}); cancel that Appointment first."
            )

    async def _end_bookings_of(self, put: Put, draft: _Draft, unit: WriteUnit) -> None:
        """A referral that is cancelled gives back the slots that were booked for it."""
        own = {other.ref for other in unit.puts}
        criterion = Criterion(
            parameter=search_parameters("Appointment")["based-on"], values=(SearchValue(str(put.ref)),)
        )
        await self._end_reservations_for(put, draft)
        page = await self.inner.search(
            SearchQuery(type="Appointment", criteria=(criterion,), count=50), visibility=DESK
        )
        for stored in page.resources:
            body = stored.json()
            slots = slots_of(body)
            if not slots or stored.ref in own:
                continue
            for slot in slots:
                await self._give_back(slot, stored.ref, stored.custodian, draft)
            draft.revokes.append(Revoke(because=because(stored.ref)))
            ended = body | {"status": "cancelled"}
            draft.puts[stored.ref] = Put(
                ref=stored.ref, data=dump(ended), expected=stored.version, custodian=stored.custodian
            )

    async def _end_reservations_for(self, put: Put, draft: _Draft) -> None:
        """Equipment that waits for the elder of a cancelled referral is free; what was handed over stays lent."""
        equipment = EquipmentDesk(self.inner, self._admin, self._clock)
        for loan in await equipment.waiting_for(put.ref, put.resource or parse(put.data)):
            unit = await equipment.ending(loan, note="转诊已撤销。 The referral was revoked.")
            draft.puts |= {one.ref: one for one in unit.puts}
            draft.releases += unit.releases
            draft.revokes += unit.revokes

    async def _instead(self, schedule: Ref, draft: _Draft) -> str:
        """Words that name the next free slot of the same schedule; "" when there is none."""
        criterion = Criterion(parameter=search_parameters("Slot")["schedule"], values=(SearchValue(str(schedule)),))
        page = await self.inner.search(SearchQuery(type="Slot", criteria=(criterion,), count=200), visibility=DESK)
        free = [
            (begins(body), str(stored.ref))
            for stored in page.resources
            if (body := stored.json()).get("status") == "free" and begins(body) > draft.now
        ]
        if not free:
            return ""
        moment, name = min(free)
        at = f"{micros_to_datetime(moment).astimezone(SHANGHAI):%Y-%m-%d %H:%M}"
        return f" 下一个空号：{name}（{at}，北京时间）。 The next free one is {name}, {at} (+08:00)."

    async def _current(self, ref: Ref) -> StoredResource | None:
        stored = await self.inner.read(ref, visibility=DESK)
        return None if stored is None or stored.deleted else stored

    async def _owned(self, unit: WriteUnit, visibility: Visibility) -> WriteUnit:
        """The unit with its writer as custodian of what is new; what the writer may not change is refused.

        The desk writes with the hub's own hands, so it checks the writer's rights itself.
        """
        if visibility.is_system:
            return unit
        puts = []
        for put in unit.puts:
            stored = await self.inner.read(put.ref, visibility=DESK)
            if stored is None:
                puts.append(replace(put, custodian=put.custodian or visibility.member))
                continue
            puts.append(put)
            grants = await self.inner.grants_of(put.ref, visibility=DESK)
            acts = any(one.member == visibility.member and one.access == "act" for one in grants)
            if stored.custodian != visibility.member and not (acts or put.takes_over):
                if await self.inner.read(put.ref, visibility=visibility) is None:
                    raise UnitConflictError("missing", f"{put.ref} does not exist", ref=put.ref)
                raise UnitConflictError("forbidden", f"{put.ref} belongs to another member", ref=put.ref)
        return replace(unit, puts=tuple(puts))


def _leave_out_what_the_unit_says(unit: WriteUnit, draft: _Draft) -> None:
    """A slot that the unit itself makes busy with the booking, or free with its end, is not stored twice."""
    for put in unit.puts:
        drafted = draft.puts.get(put.ref)
        if drafted is not None and not put.delete and _status(put) == _status(drafted):
            del draft.puts[put.ref]


def _status(put: Put) -> object:
    return (put.resource or parse(put.data)).get("status")


def _concerns(put: Put) -> bool:
    if put.ref.type == "ServiceRequest":
        return not put.delete and any(mark in put.data for mark in _MAYBE_ENDED)
    return put.ref.type in {"Appointment", "Consent", "Slot"}


def _is_of_slot(err: UnitConflictError, draft: _Draft) -> bool:
    if err.kind == "version":
        return err.ref in draft.puts
    return err.kind == "claim"


def _slot_put(stored: StoredResource, slot: JsonObject, status: str) -> Put:
    body = slot | {"status": status}
    return Put(ref=stored.ref, data=dump(body), expected=stored.version, custodian=stored.custodian)
