"""The beds of one institution as its ward sees them: who holds which, until when, and which are kept."""

from collections.abc import Iterable
from dataclasses import dataclass

from fhir_profiles.issue import JsonObject
from fhir_profiles.registry import search_parameters
from hub.capacity.beds import bed_type, is_bed
from hub.store.port import Engine, Ref, StoredResource, Visibility
from hub.store.query import Criterion, HistoryQuery, SearchQuery, SearchValue

PAGE = 200
STALE = 24 * 3_600_000_000
"""Microseconds after which a bed list no longer counts as up to date."""

BED_SEX = "https://alliance-hub.example/fhir/StructureDefinition/bed-sex"
_STATES = {"U": "free", "O": "occupied", "C": "closed", "H": "cleaning", "I": "isolated", "K": "contaminated"}
"""HL7 v2 table 0116 to what the page says."""


@dataclass(frozen=True, slots=True)
class Bed:
    """One bed. `state` is free, occupied, held, kept, cleaning, isolated, contaminated, closed or unconfirmed.

    `holder` is who holds it (`ServiceRequest/…`, `Patient/…`, `Organization/…`), `until` microseconds, None for no end.
    """

    ref: Ref
    version: int
    name: str
    kind: str
    sex: str
    state: str
    holder: str
    until: int | None
    updated: int


@dataclass(frozen=True, slots=True)
class Room:
    """The beds of one room or ward, in the order of their names."""

    name: str
    beds: tuple[Bed, ...]


async def bed_map(store: Engine, member: int, *, visibility: Visibility, now: int) -> tuple[Room, ...]:
    """Every bed of a member, by room."""
    rooms: dict[str, list[Bed]] = {}
    stored = [one for one in await _locations(store, visibility) if one.custodian == member]
    names = {str(one.ref): str(one.json().get("name", "")) for one in stored}
    for one in stored:
        location = one.json()
        if is_bed(location):
            rooms.setdefault(_room(location, names), []).append(await _bed(store, one, location, now=now))
    return tuple(Room(name, tuple(sorted(beds, key=lambda bed: bed.name))) for name, beds in sorted(rooms.items()))


def is_stale(rooms: Iterable[Room], *, now: int) -> bool:
    """Whether nothing of the list was confirmed for a day; an empty list has never been told."""
    newest = max((bed.updated for room in rooms for bed in room.beds), default=0)
    return now - newest > STALE


def bed_sex(location: JsonObject) -> str:
    """For whom the bed's room is: male, female, or "" for both."""
    found = (one.get("valueCode") for one in location.get("extension", []) if one.get("url") == BED_SEX)
    sex = str(next(found, "") or "")
    return sex if sex in {"male", "female"} else ""


def suits_sex(location: JsonObject, patient: JsonObject) -> bool:
    """The rule of rooms: nobody lies in a room of the other sex. A sex that is not known is for people to decide."""
    sex, gender = bed_sex(location), str(patient.get("gender", ""))
    return not sex or gender not in {"male", "female"} or sex == gender


async def type_changes(store: Engine, bed: Ref, *, visibility: Visibility) -> list[tuple[int, str]]:
    """When the bed was of which type, newest first, as (microseconds, type); one line for each change."""
    page = await store.history(HistoryQuery(type=bed.type, id=bed.id, count=PAGE), visibility=visibility)
    found: list[tuple[int, str]] = []
    for stored in reversed(page.resources):
        kind = bed_type(stored.json()) if not stored.deleted else ""
        if not found or found[-1][1] != kind:
            found.append((stored.updated, kind))
    return found[::-1]


async def _locations(store: Engine, visibility: Visibility) -> list[StoredResource]:
    criterion = Criterion(parameter=search_parameters("Location")["status"], values=tuple(
        SearchValue(status) for status in ("active", "suspended", "inactive")
    ))  # fmt: skip
    found: list[StoredResource] = []
    cursor = ""
    while True:
        query = SearchQuery(type="Location", criteria=(criterion,), count=PAGE, cursor=cursor)
        page = await store.search(query, visibility=visibility)
        found += page.resources
        cursor = page.cursor
        if not cursor:
            return found


def _room(location: JsonObject, names: dict[str, str]) -> str:
    whole = str((location.get("partOf") or {}).get("reference", ""))
    name = names.get(whole) or str((location.get("partOf") or {}).get("display", ""))
    return name or str(location.get("name", "")).rpartition("-")[0].strip()


async def _bed(store: Engine, stored: StoredResource, location: JsonObject, *, now: int) -> Bed:
    claim = await store.claim_of("bed", stored.ref.id, now=now)
    code = str((location.get("operationalStatus") or {}).get("code", ""))
    state = _STATES.get(code, "unconfirmed") if location.get("status", "active") == "active" else "closed"
    if claim is not None and state == "free":
        state = "kept" if claim.holder.startswith("Patient/") else "held"
    return Bed(
        ref=stored.ref, version=stored.version, name=str(location.get("name", "")) or stored.ref.id,
        kind=bed_type(location), sex=bed_sex(location), state=state,
        holder=claim.holder.partition("|")[0] if claim is not None else "",
        until=claim.until if claim is not None else None, updated=stored.updated,
    )  # fmt: skip
