"""The public page of beds and prices: no sign-in, no JavaScript, nothing about any person."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from decimal import Decimal, InvalidOperation
from typing import TYPE_CHECKING

import orjson
from fastapi import Request
from fastapi.responses import Response

from fhir_profiles.issue import JsonObject
from hub.capacity.directory import Institution, PublicDirectory
from hub.clock import micros_to_instant
from hub.web.page import SECURITY_HEADERS, Visitor, render

if TYPE_CHECKING:
    from hub.web.app import Pages

STALE = 24 * 3_600_000_000
"""Microseconds after which a list no longer counts as up to date."""


@dataclass(frozen=True, slots=True)
class Filters:
    """What the reader looks for; every field empty is everything. `price` is the highest, in yuan."""

    district: str = ""
    kind: str = ""
    bed: str = ""
    free: bool = False
    price: str = ""


def add_routes(pages: "Pages") -> None:
    """`/` and `/directory.json`."""
    public = _Public(pages)
    pages.public("/", public.page)
    pages.public("/directory.json", public.json)


class _Public:
    """The directory as a page and as JSON; both take the same filters in the URL."""

    def __init__(self, pages: "Pages") -> None:
        self.hub = pages.hub
        self.directory = PublicDirectory(pages.hub.store, pages.hub.admin, pages.hub.clock)

    async def page(self, request: Request, visitor: Visitor) -> Response:
        """The table."""
        filters, everyone = read_filters(request.query_params), await self.directory.institutions()
        return render(
            request,
            visitor,
            "beds.html",
            institutions=chosen(everyone, filters),
            filters=filters,
            districts=sorted({each.member.district for each in everyone if each.member.district}),
            kinds=list(dict.fromkeys(each.member.kind for each in everyone)),
            beds=sorted({count.kind for each in everyone for count in each.beds}),
            stale_before=self.hub.clock.now() - STALE,
            query=request.url.query,
        )

    async def json(self, request: Request, _visitor: Visitor) -> Response:
        """The same as JSON, for the map or the newspaper that wants it."""
        found = chosen(await self.directory.institutions(), read_filters(request.query_params))
        now = self.hub.clock.now()
        body = {"generated": micros_to_instant(now), "institution": [_json(each, now=now) for each in found]}
        headers = {**SECURITY_HEADERS, "Access-Control-Allow-Origin": "*"}
        return Response(orjson.dumps(body), media_type="application/json", headers=headers)


def read_filters(asked: Mapping[str, str]) -> Filters:
    """The filters of a URL. What is no number counts as no highest price."""
    return Filters(
        district=asked.get("district", "").strip(),
        kind=asked.get("kind", "").strip(),
        bed=asked.get("bed", "").strip(),
        free=asked.get("free", "") == "1",
        price=str(price) if (price := _number(asked.get("price", ""))) is not None else "",
    )


def chosen(institutions: Iterable[Institution], filters: Filters) -> list[Institution]:
    """Those that fit; whoever has free beds first."""
    found = [each for each in institutions if _fits(each, filters)]
    return sorted(found, key=lambda each: (each.free == 0, each.member.code))


def _fits(each: Institution, filters: Filters) -> bool:
    limit = _number(filters.price)
    prices = [number for price in each.prices if (number := _number(price.amount)) is not None]
    return (
        filters.district in {"", each.member.district}
        and filters.kind in {"", each.member.kind}
        and (not filters.bed or any(count.kind == filters.bed for count in each.beds))
        and (not filters.free or any(count.free for count in each.beds if filters.bed in {"", count.kind}))
        and (limit is None or any(number <= limit for number in prices))
    )


def _number(text: str) -> Decimal | None:
    try:
        number = Decimal(text.strip())
    except InvalidOperation:
        return None
    return number if number.is_finite() and 0 < number < 10_000_000 else None


def _json(each: Institution, *, now: int) -> JsonObject:
    member = each.member
    return {
        "code": member.code,
        "name": member.name,
        "kind": member.kind,
        "district": member.district,
        "address": member.address,
        "phone": member.phone,
        "level": member.level,
        "abilityLevel": member.declared_ability_level,
        "bed": [{"kind": count.kind, "total": count.total, "free": count.free} for count in each.beds],
        "price": [{"title": price.title, "amount": price.amount, "unit": price.unit} for price in each.prices],
        "updated": micros_to_instant(each.updated) if each.updated else None,
        "stale": now - each.updated > STALE,
    }
