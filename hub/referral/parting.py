"""What a member that leaves has booked, lent and borrowed: nobody is left waiting for what will not come.

Appointments to come and equipment that nobody fetched are given back in both directions, and both sides are told. What
was handed over stays lent until it is back, and is due at once: no clock carries a pump home.
"""

from collections.abc import AsyncIterator
from dataclasses import dataclass, replace

from fhir_profiles.json_text import dump
from hub.capacity.equipment import DEVICE, HANDED_OVER, RESERVED, is_loan
from hub.capacity.loans import EquipmentDesk
from hub.capacity.slots import SLOT, slots_of
from hub.clock import Clock, micros_to_instant
from hub.errors import HubError
from hub.log import LogEvent, log
from hub.referral.gather import GUARD
from hub.store.admin import AdminStore, Member
from hub.store.port import Engine, Put, Ref, Revoke, StoredResource, Visibility, WriteUnit
from hub.store.query import SearchQuery
from hub.store.search.parse import parse_query
from hub.transfer.notices import SideNotices

_BATCH = 500


@dataclass(frozen=True, slots=True)
class Arrangements:
    """What stands between a member and others: appointments to come, equipment that waits, equipment that is out."""

    bookings: tuple[StoredResource, ...]
    reservations: tuple[StoredResource, ...]
    lent: tuple[StoredResource, ...]


@dataclass(frozen=True, slots=True)
class Parted:
    """How many appointments were cancelled, how many reservations released, and what equipment is still out."""

    bookings: int
    reservations: int
    lent: tuple[Ref, ...]


class Parting:
    """Ends the arrangements of a member that leaves, and its sight of those that are over when it comes back."""

    def __init__(self, store: Engine, admin: AdminStore, clock: Clock) -> None:
        self._store = store
        self._admin = admin
        self._clock = clock
        self._equipment = EquipmentDesk(store, admin, clock)
        self._notices = SideNotices(store, admin, clock)

    async def arrangements(self, member: Member) -> Arrangements:
        """Those in force in which the member and another institution are the two sides."""
        loans = await self._loans(member)
        return Arrangements(
            bookings=tuple(await self._bookings(member)),
            reservations=tuple(one for one in loans if one.json().get("status") == RESERVED),
            lent=tuple(one for one in loans if one.json().get("status") == HANDED_OVER),
        )

    async def part(self, member: Member) -> Parted:
        """End what can end, and call in what is out. What somebody else has just changed is asked for again."""
        found = await self.arrangements(member)
        words = f"{member.name}已退出联盟。 {member.code} has left the alliance."
        told: dict[int, int] = {}
        bookings = [one for one in found.bookings if await self._cancel(one, words, told)]
        reservations = [one for one in found.reservations if await self._give_back(one, words, told)]
        for loan in found.lent:
            await self._call_in(loan, told)
        await self._tell(member, told)
        return Parted(len(bookings), len(reservations), tuple(one.ref for one in found.lent))

    async def hide(self, member: Member) -> int:
        """End its sight of others' appointments and loans that are over; how many. What is lent still, it sees."""
        eyes, seen = Visibility(member=member.number), list[Revoke]()
        async for stored in self._all(SearchQuery(type="Appointment"), eyes):
            if stored.custodian != member.number:
                seen.append(Revoke(because=f"{stored.ref}#booking", member=member.number))
        async for stored in self._all(SearchQuery(type="DeviceUseStatement"), eyes):
            body = stored.json()
            if stored.custodian != member.number and is_loan(body) and body.get("status") != HANDED_OVER:
                seen.append(Revoke(because=f"{stored.ref}#loan", member=member.number))
        for start in range(0, len(seen), _BATCH):
            await self._store.write(WriteUnit(revokes=tuple(seen[start : start + _BATCH])), visibility=GUARD)
        return len(seen)

    async def _loans(self, member: Member) -> list[StoredResource]:
        """What it borrows of others, and what others borrow of it."""
        found = dict[Ref, StoredResource]()
        async for loan in self._all(SearchQuery(type="DeviceUseStatement", custodian=member.number), GUARD):
            if is_loan(loan.json()) and await self._other_side(loan) != member.number:
                found[loan.ref] = loan
        async for device in self._all(SearchQuery(type="Device", custodian=member.number), GUARD):
            lent = await self._holder(DEVICE, device.ref.id)
            if lent is not None and lent.custodian != member.number:
                found[lent.ref] = lent
        return list(found.values())

    async def _bookings(self, member: Member) -> list[StoredResource]:
        """Appointments to come: its own in others' slots, and others' in its slots."""
        found, now = dict[Ref, StoredResource](), micros_to_instant(self._clock.now())
        own = parse_query("Appointment", [("date", f"ge{now}")], strict=True)
        async for stored in self._all(replace(own, custodian=member.number), GUARD):
            keepers = [slot.custodian for ref in slots_of(stored.json()) if (slot := await self._read(ref)) is not None]
            if any(keeper != member.number for keeper in keepers):
                found[stored.ref] = stored
        given = parse_query("Slot", [("start", f"ge{now}"), ("status", "busy")], strict=True)
        async for slot in self._all(replace(given, custodian=member.number), GUARD):
            booking = await self._holder(SLOT, slot.ref.id)
            if booking is not None and booking.custodian != member.number:
                found[booking.ref] = booking
        return list(found.values())

    async def _holder(self, kind: str, key: str) -> StoredResource | None:
        """The loan or Appointment that holds something now."""
        claim = await self._store.claim_of(kind, key, now=self._clock.now())
        if claim is None:
            return None
        name, _, identity = claim.holder.partition("/")
        return await self._read(Ref(name, identity))

    async def _cancel(self, booking: StoredResource, words: str, told: dict[int, int]) -> bool:
        body = booking.json()
        ended = body | {"status": "cancelled", "cancelationReason": {"text": words}}
        sides = {booking.custodian}
        sides |= {slot.custodian for ref in slots_of(body) if (slot := await self._read(ref)) is not None}
        put = Put(ref=booking.ref, data=dump(ended), expected=booking.version)
        try:
            result = await self._store.write(WriteUnit(puts=(put,), author=booking.custodian), visibility=GUARD)
        except HubError as err:
            return _said(err)
        return await self._push(result.resources[0], sides, told)

    async def _give_back(self, loan: StoredResource, words: str, told: dict[int, int]) -> bool:
        try:
            ended = await self._equipment.end(loan, note=words)
        except HubError as err:
            return _said(err)
        return await self._push(ended, {loan.custodian, await self._other_side(loan)}, told)

    async def _call_in(self, loan: StoredResource, told: dict[int, int]) -> bool:
        try:
            due = await self._equipment.call_in(loan)
        except HubError as err:
            return _said(err)
        return due.version == loan.version or await self._push(
            due, {loan.custodian, await self._other_side(loan)}, told
        )

    async def _push(self, about: StoredResource, sides: set[int], told: dict[int, int]) -> bool:
        for side in sides:
            told[side] = told.get(side, 0) + 1
        rows = [row for side in sorted(sides) for row in self._notices.pushes(side, about)]
        await self._store.write(WriteUnit(outbound=tuple(rows)), visibility=GUARD)
        return True

    async def _tell(self, member: Member, told: dict[int, int]) -> None:
        """One message to the duty lines of each other institution, however many matters it is about."""
        for side, count in told.items():
            if side != member.number:
                text = (
                    f"【医养联盟】{member.name}退出联盟：与贵机构的{count}项预约或设备借用已取消或须立即归还，"
                    "请登录平台另行安排。"
                )
                rows = await self._notices.texts(side, text, subject=f"Organization/{member.code}")
                await self._store.write(WriteUnit(outbound=tuple(rows)), visibility=GUARD)

    async def _other_side(self, loan: StoredResource) -> int:
        """The institution whose Device it is."""
        from_whom = await self._read(Ref("Device", str(loan.json()["device"]["reference"]).partition("/")[2]))
        return from_whom.custodian if from_whom is not None else loan.custodian

    async def _read(self, ref: Ref) -> StoredResource | None:
        stored = await self._store.read(ref, visibility=GUARD)
        return stored if stored is not None and not stored.deleted else None

    async def _all(self, query: SearchQuery, visibility: Visibility) -> AsyncIterator[StoredResource]:
        query = replace(query, count=_BATCH)
        while True:
            page = await self._store.search(query, visibility=visibility)
            for stored in page.resources:
                yield stored
            if not page.cursor:
                return
            query = replace(query, cursor=page.cursor)


def _said(err: HubError) -> bool:
    """It stays as it is, and is reported; asking again ends it."""
    log(LogEvent.BACKGROUND_FAILED, kind="member-leaves", error=type(err).__name__)
    return False
