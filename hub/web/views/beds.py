"""The public page of beds and prices: no sign-in, no JavaScript, nothing about any person."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from decimal import Decimal, InvalidOperation
from typing import TYPE_CHECKING

from fastapi import Request
from fastapi.responses import Response

from hub.capacity.directory import Institution, PublicDirectory
from hub.web.page import SECURITY_HEADERS, Visitor, render
from hub.web.views.directory_files import STALE, to_atom, to_csv, to_json

if TYPE_CHECKING:
    from hub.web.app import Pages


@dataclass(frozen=True, slots=True)
class Filters:
    """What the reader looks for; every field empty is everything. `price` is the highest, in yuan."""

    district: str = ""
    kind: str = ""
    bed: str = ""
    free: bool = False
    price: str = ""


def add_routes(pages: "Pages") -> None:
    """`/`, `/directory.json`, `/directory.csv` and `/directory.atom`."""
    public = _Public(pages)
    pages.public("/", public.page)
    pages.public("/directory.json", public.json)
    pages.public("/directory.csv", public.csv)
    pages.public("/directory.atom", public.atom)


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
        return _open_file(to_json(await self._chosen(request), now=self.hub.clock.now()), "application/json")

    async def csv(self, request: Request, _visitor: Visitor) -> Response:
        """The same as a table."""
        data = to_csv(await self._chosen(request), now=self.hub.clock.now())
        return _open_file(data, "text/csv; charset=utf-8", name="directory.csv")

    async def atom(self, request: Request, _visitor: Visitor) -> Response:
        """The same as a feed, for the screens in communities."""
        address = self.hub.settings.base_url or str(request.base_url)
        data = to_atom(await self._chosen(request), now=self.hub.clock.now(), address=address)
        return _open_file(data, "application/atom+xml; charset=utf-8")

    async def _chosen(self, request: Request) -> list[Institution]:
        return chosen(await self.directory.institutions(), read_filters(request.query_params))


def _open_file(data: bytes, media_type: str, *, name: str = "") -> Response:
    """A file that any page of the web may read: it holds nothing about anybody."""
    headers = {**SECURITY_HEADERS, "Access-Control-Allow-Origin": "*"}
    if name:
        headers["Content-Disposition"] = f'attachment; filename="{name}"'
    return Response(data, media_type=media_type, headers=headers)


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
