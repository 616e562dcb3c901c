"""The public list of institutions, beds and prices: counts only, nothing about any person (domain.md A26, F23)."""

from collections.abc import AsyncIterator
from dataclasses import dataclass
from decimal import Decimal

from fhir_profiles.issue import JsonObject
from fhir_profiles.registry import search_parameters
from hub.capacity.beds import bed_price, bed_type, is_bed, is_usable
from hub.clock import SHANGHAI, Clock, micros_to_datetime
from hub.store.admin import AdminStore, Member
from hub.store.port import Engine, StoredResource, system
from hub.store.query import Criterion, SearchQuery, SearchValue

PUBLIC = system("public directory")
FRESH = 30_000_000
"""Microseconds for which one count is given out again: anybody may ask, so asking costs nothing."""

PAGE = 200


@dataclass(frozen=True, slots=True)
class BedCount:
    """Beds of one kind: in service, and free of an elder and of any hold."""

    kind: str
    total: int
    free: int

    @property
    def is_small(self) -> bool:
        """Whether the count is too small to be told: it would say something about the people in the beds."""
        return self.total < SMALL


SMALL = 3


@dataclass(frozen=True, slots=True)
class Price:
    """One price in force, in the institution's words; `amount` as it wrote it, `unit` the currency."""

    title: str
    amount: str
    unit: str


@dataclass(frozen=True, slots=True)
class Institution:
    """One member. `updated` is when its beds or prices last changed (microseconds, 0: never told)."""

    member: Member
    beds: tuple[BedCount, ...]
    prices: tuple[Price, ...]
    updated: int

    @property
    def free(self) -> int:
        """Free beds of all kinds."""
        return sum(count.free for count in self.beds)

    @property
    def price_range(self) -> tuple[Decimal, Decimal] | None:
        """The lowest and the highest price in yuan; None when none is told."""
        amounts = [Decimal(price.amount) for price in self.prices if price.unit == "CNY"]
        return (min(amounts), max(amounts)) if amounts else None


class PublicDirectory:
    """Counts what the public may know."""

    def __init__(self, store: Engine, admin: AdminStore, clock: Clock) -> None:
        self._store = store
        self._admin = admin
        self._clock = clock
        self._counted: tuple[Institution, ...] = ()
        self._at = -FRESH

    async def institutions(self) -> tuple[Institution, ...]:
        """Every member with beds or prices, by code; at most half a minute old."""
        now = self._clock.now()
        if now - self._at >= FRESH:
            self._counted = await self._count(now)
            self._at = now
        return self._counted

    async def _count(self, now: int) -> tuple[Institution, ...]:
        beds: dict[int, dict[str, list[int]]] = {}
        prices: dict[int, list[Price]] = {}
        updated: dict[int, int] = {}
        async for stored in self._all("Location", "status", "active"):
            location = stored.json()
            if not is_bed(location):
                continue
            claim = await self._store.claim_of("bed", stored.ref.id, now=now)
            count = beds.setdefault(stored.custodian, {}).setdefault(bed_type(location) or "床位", [0, 0])
            count[0] += 1
            count[1] += is_usable(location) and claim is None
            updated[stored.custodian] = max(updated.get(stored.custodian, 0), stored.updated)
            price = _price_of_bed(location)
            if price is not None and price not in prices.setdefault(stored.custodian, []):
                prices[stored.custodian].append(price)
        async for stored in self._all("ChargeItemDefinition", "status", "active"):
            item = stored.json()
            if not _is_in_force(item, now):
                continue
            prices.setdefault(stored.custodian, []).extend(_prices(item))
            updated[stored.custodian] = max(updated.get(stored.custodian, 0), stored.updated)
        return tuple(
            Institution(
                member=member,
                beds=tuple(BedCount(kind, *counts) for kind, counts in sorted(beds.get(member.number, {}).items())),
                prices=tuple(sorted(prices.get(member.number, []), key=lambda price: price.title)),
                updated=updated.get(member.number, 0),
            )
            for member in sorted(self._admin.members(), key=lambda member: member.code)
            if member.admission_state != "left" and (member.number in beds or member.number in prices)
        )

    async def _all(self, resource_type: str, parameter: str, value: str) -> AsyncIterator[StoredResource]:
        criterion = Criterion(parameter=search_parameters(resource_type)[parameter], values=(SearchValue(value),))
        cursor = ""
        while True:
            query = SearchQuery(type=resource_type, criteria=(criterion,), count=PAGE, cursor=cursor)
            page = await self._store.search(query, visibility=PUBLIC)
            for stored in page.resources:
                yield stored
            cursor = page.cursor
            if not cursor:
                return


def _is_in_force(item: JsonObject, now: int) -> bool:
    """Whether today lies in the price's own period; a price of the past is not shown."""
    period, today = item.get("effectivePeriod") or {}, micros_to_datetime(now).astimezone(SHANGHAI).date().isoformat()
    return str(period.get("start", ""))[:10] <= today and (not period.get("end") or today <= str(period["end"])[:10])


def _price_of_bed(location: JsonObject) -> Price | None:
    found = bed_price(location)
    if found is None:
        return None
    amount, per = found
    return Price(title=f"{bed_type(location) or '床位'}（每{'日' if per == 'd' else '月'}）", amount=amount, unit="CNY")


def _prices(item: JsonObject) -> list[Price]:
    title = str(item.get("title") or (item.get("code") or {}).get("text") or "")
    found = []
    for group in item.get("propertyGroup", []):
        for component in group.get("priceComponent", []):
            amount = component.get("amount") or {}
            if amount.get("value") is not None:
                found.append(Price(title=title, amount=str(amount["value"]), unit=str(amount.get("currency", "CNY"))))
    return found
