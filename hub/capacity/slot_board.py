"""What can be booked and borrowed, as a page shows it: free slots by schedule, the share, and pools of equipment."""

from collections.abc import Sequence
from dataclasses import dataclass, replace

from fhir_profiles.issue import JsonObject
from hub.auth.principal import Principal
from hub.capacity.equipment import (
    DEVICE,
    RESERVED,
    device_name,
    devices_of,
    due_of,
    is_lendable,
    is_overdue,
    loan_number,
)
from hub.capacity.loans import LOANS
from hub.capacity.shares import places_used
from hub.capacity.slots import begins, schedule_of, shares_of
from hub.clock import SHANGHAI, Clock, micros_to_datetime, micros_to_instant
from hub.store.admin import AdminStore
from hub.store.admin_values import LEFT
from hub.store.port import Engine, Ref, StoredResource
from hub.store.query import SearchQuery
from hub.store.search.parse import parse_query

DAYS = 14
"""How far ahead slots are shown."""
_DAY = 24 * 3_600_000_000
MOST_SLOTS = 400


@dataclass(frozen=True, slots=True)
class FreeSlot:
    """A slot that can be booked, when it begins (microseconds), and its day in the alliance's time zone."""

    id: str
    at: int

    @property
    def day(self) -> str:
        """As `2026-03-02`."""
        return micros_to_datetime(self.at).astimezone(SHANGHAI).strftime("%Y-%m-%d")


@dataclass(frozen=True, slots=True)
class Share:
    """How many places the reader's institution has in a Schedule, and how many of them are taken."""

    used: int
    count: int


@dataclass(frozen=True, slots=True)
class Clinic:
    """A Schedule with its free slots. Without a share everybody may book."""

    name: str
    member: str
    slots: tuple[FreeSlot, ...]
    share: Share | None


@dataclass(frozen=True, slots=True)
class Equipment:
    """A Device of a pool. `state` is free, reserved, lent, overdue or closed.

    Only the two sides of a loan learn who has it, until when, and its number (`fence`).
    """

    id: str
    name: str
    state: str
    borrower: str = ""
    until: int = 0
    fence: str = ""
    is_lender: bool = False


@dataclass(frozen=True, slots=True)
class Pool:
    """A Schedule that offers equipment."""

    member: str
    devices: tuple[Equipment, ...]
    share: Share | None


class SlotBoard:
    """Reads the board for one caller."""

    def __init__(self, store: Engine, admin: AdminStore, clock: Clock) -> None:
        self._store = store
        self._admin = admin
        self._clock = clock

    async def board(self, principal: Principal) -> tuple[tuple[Clinic, ...], tuple[Pool, ...]]:
        """Clinics with free slots in the next `DAYS` days, and all pools."""
        page = await self._store.search(SearchQuery(type="Schedule", count=200), visibility=principal.visibility)
        free = await self._free(principal)
        clinics, pools = [], []
        for stored in page.resources:
            if stored.custodian != principal.member and self._has_left(stored.custodian):
                continue
            body = stored.json()
            if devices_of(body):
                pools.append(await self._pool(stored, body, principal))
            elif stored.ref in free and body.get("active") is not False:
                clinics.append(
                    Clinic(
                        name=schedule_name(body), member=self._name(stored.custodian),
                        slots=tuple(free[stored.ref]), share=await self._share(stored, body, principal),
                    )
                )  # fmt: skip
        return tuple(sorted(clinics, key=lambda one: (one.member, one.name))), tuple(pools)

    async def _free(self, principal: Principal) -> dict[Ref, list[FreeSlot]]:
        now = self._clock.now()
        start, end = micros_to_instant(now), micros_to_instant(now + DAYS * _DAY)
        asked = [("status", "free"), ("start", f"gt{start}"), ("start", f"lt{end}"), ("_sort", "start")]
        query = replace(parse_query("Slot", asked, strict=True), count=MOST_SLOTS)
        page = await self._store.search(query, visibility=principal.visibility)
        found: dict[Ref, list[FreeSlot]] = {}
        for stored in page.resources:
            slot = stored.json()
            found.setdefault(schedule_of(slot), []).append(FreeSlot(stored.ref.id, begins(slot)))
        return found

    async def _pool(self, stored: StoredResource, body: JsonObject, principal: Principal) -> Pool:
        devices = [await self._equipment(ref, stored.custodian, principal) for ref in devices_of(body)]
        return Pool(
            member=self._name(stored.custodian), devices=tuple(one for one in devices if one is not None),
            share=await self._share(stored, body, principal),
        )  # fmt: skip

    async def _equipment(self, ref: Ref, lender: int, principal: Principal) -> Equipment | None:
        device = await self._store.read(ref, visibility=LOANS)
        if device is None or device.deleted or device.custodian != lender:
            return None
        body, now = device.json(), self._clock.now()
        is_lender = lender == principal.member
        shown = Equipment(ref.id, device_name(body), "free" if is_lendable(body) else "closed", is_lender=is_lender)
        claim = await self._store.claim_of(DEVICE, ref.id, now=now)
        if claim is None:
            return shown
        loan = await self._store.read(Ref("DeviceUseStatement", claim.holder.partition("/")[2]), visibility=LOANS)
        statement = loan.json() if loan is not None else {}
        state = "reserved" if statement.get("status") == RESERVED else "lent"
        if loan is None or principal.member not in {lender, loan.custodian}:
            return Equipment(ref.id, shown.name, state)
        return Equipment(
            ref.id, shown.name, "overdue" if is_overdue(statement, now=now) else state,
            borrower=self._name(loan.custodian), until=claim.until or due_of(statement), fence=loan_number(statement),
            is_lender=is_lender,
        )  # fmt: skip

    async def _share(self, stored: StoredResource, body: JsonObject, principal: Principal) -> Share | None:
        shares = shares_of(body)
        if not shares or stored.custodian == principal.member:
            return None
        count = shares.get(principal.member_code, 0)
        used = await places_used(self._store, stored.ref, principal.member_code, share=count, now=self._clock.now())
        return Share(used, count)

    def _has_left(self, number: int) -> bool:
        member = self._admin.member(number)
        return member is not None and member.admission_state == LEFT

    def _name(self, number: int) -> str:
        member = self._admin.member(number)
        return member.name if member is not None else ""


def schedule_name(schedule: JsonObject) -> str:
    """What a Schedule is for: its service, its specialty, who offers it, or its words."""
    concepts: Sequence[JsonObject] = [*schedule.get("serviceType", ()), *schedule.get("specialty", ())]
    for concept in concepts:
        for text in (concept.get("text"), *(coding.get("display") for coding in concept.get("coding", ()))):
            if text:
                return str(text)
    shown = [str(actor["display"]) for actor in schedule.get("actor", ()) if actor.get("display")]
    return "、".join(shown) or str(schedule.get("comment", ""))
