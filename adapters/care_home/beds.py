"""Bed row to Location. https://hl7.org/fhir/R4/location.html, physicalType bd, operationalStatus v2-0116."""

from dataclasses import dataclass
from decimal import Decimal

from adapters.port import Entry
from adapters.tabular import bed as home_bed
from adapters.tabular.fields import Fields, conditional_put
from adapters.tabular.values import Bounds, CellError, to_number
from fhir_profiles.issue import JsonObject

PRICE_EXTENSION = "https://alliance-hub.example/fhir/StructureDefinition/bed-price"
_PRICE = Bounds(Decimal(0), Decimal(1_000_000), "元")


@dataclass(frozen=True, slots=True)
class BedStatus:
    """The physical state (v2-0116) and whether the bed may be offered (Location.status)."""

    code: str
    display: str
    offered: str = "active"


UNOCCUPIED = BedStatus("U", "Unoccupied")
OCCUPIED = BedStatus("O", "Occupied")
_UNLISTED = BedStatus("O", "Occupied", offered="suspended")
_CLOSED = BedStatus("C", "Closed", offered="suspended")
_RESERVED = BedStatus("U", "Unoccupied", offered="suspended")
_HOUSEKEEPING = BedStatus("H", "Housekeeping")
_CONTAMINATED = BedStatus("K", "Contaminated")
_ISOLATED = BedStatus("I", "Isolated")

_WORDS = {
    **dict.fromkeys(("空", "空床", "空闲", "空置", "可用", "未占用", "u",
                     "free", "empty", "available", "vacant"), UNOCCUPIED),
    **dict.fromkeys(("占", "占用", "已占", "已占用", "已入住", "入住", "在住", "满", "外出保留",
                     "o", "occupied"), OCCUPIED),
    **dict.fromkeys(("停用", "关闭", "维修", "维修中", "封闭", "c", "closed"), _CLOSED),
    **dict.fromkeys(("预留", "预订", "预定", "已预订", "reserved"), _RESERVED),
    **dict.fromkeys(("清洁", "保洁", "打扫", "整理中", "h", "housekeeping", "cleaning"), _HOUSEKEEPING),
    **dict.fromkeys(("待消毒", "消毒中", "污染", "k", "contaminated"), _CONTAMINATED),
    **dict.fromkeys(("隔离", "i", "isolated"), _ISOLATED),
}  # fmt: skip


def bed_to_entries(fields: Fields) -> list[Entry]:
    """The Location of one bed of the home's list; the list is the authority and updates it."""
    number = bed_number(fields)
    if not number:
        fields.report("bed", "the row names no bed; expected a bed number.", code="required")
    status = fields.read("bed_status", to_bed_status)
    if status is None and not fields.text("bed_status"):
        fields.report("bed_status", "the cell is empty; expected 空, 占 or 停用.", code="required")
    if fields.is_refused or status is None:
        return []
    location = _location(fields, number, status)
    if kind := fields.text("bed_type"):
        location["type"] = [{"text": kind}]
    if price := fields.read("price", lambda cell: to_price(cell, fields.column("price")), severity="warning"):
        location["extension"] = [price]
    return [_put(fields, location, number)]


def bed_of_resident(fields: Fields) -> Entry | None:
    """The Location that a residents' row names, which is occupied; the list decides on everything else of it.

    Where the list lacks it, it waits for the list (suspended): it is offered to nobody and counted nowhere.
    """
    number = bed_number(fields)
    if not number:
        return None
    location = _location(fields, number, _UNLISTED)
    entry = _put(fields, location, number)
    warning = fields.finding("bed", home_bed.NOT_LISTED, severity="warning", code="not-found")
    return entry._replace(keep=frozenset(location) - {"operationalStatus"}, if_new=warning)


def bed_with_status(fields: Fields, *, room: str, bed: str, is_free: bool) -> Entry | None:
    """The bed of these two columns as a move leaves it; everything else of it stays as the list says."""
    number = home_bed.bed_number(fields.text(room), fields.text(bed))
    if not number:
        return None
    location = _location(fields, number, UNOCCUPIED if is_free else _UNLISTED)
    entry = _put(fields, location, number)
    warning = fields.finding(bed, home_bed.NOT_LISTED, severity="warning", code="not-found")
    return entry._replace(keep=frozenset(location) - {"operationalStatus"}, if_new=warning)


def bed_number(fields: Fields) -> str:
    """Room and bed in one (`301-2`); a bed number that holds its room already stays as it is."""
    return home_bed.bed_number(fields.text("room"), fields.text("bed"))


def to_bed_status(cell: str) -> BedStatus:
    """空, 占, 停用 and what else homes write; also the codes of v2-0116."""
    status = _WORDS.get(cell.casefold())
    if status is None:
        raise CellError("expected 空, 占, 停用, 预留, 清洁, 待消毒 or 隔离")
    return status


def to_price(cell: str, column: str = "") -> JsonObject:
    """The price extension: amount in CNY, per month unless the cell or the column says day (日, 天)."""
    amount = to_number(cell, _PRICE)
    per_day = any(word in text for word in ("日", "天", "day") for text in (cell, column))
    return {
        "url": PRICE_EXTENSION,
        "extension": [
            {"url": "amount", "valueMoney": {"value": amount, "currency": "CNY"}},
            {"url": "per", "valueCode": "d" if per_day else "mo"},
        ],
    }


def _location(fields: Fields, number: str, status: BedStatus) -> JsonObject:
    state = (status.code, status.display)
    return home_bed.bed_location(fields.source, number, offered=status.offered, state=state, area=fields.text("area"))


def _put(fields: Fields, location: JsonObject, number: str) -> Entry:
    full_url, system = home_bed.bed_full_url(fields.source, number), home_bed.bed_system(fields.source)
    return conditional_put(location, full_url, system=system, value=number)
