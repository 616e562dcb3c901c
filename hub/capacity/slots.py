"""Appointment slots and who may take how many: Slot, Schedule and the alliance's shares.

https://hl7.org/fhir/R4/slot.html. A Schedule may give each member a share of its slots (extension `slot-share`: member
and count); a member that it does not name takes none, the Schedule's own institution takes any. Without shares every
member of the alliance may book.
"""

from collections.abc import Mapping
from datetime import datetime

from fhir_profiles.issue import JsonObject
from hub.clock import SHANGHAI, datetime_to_micros
from hub.store.port import Ref

SLOT_SHARE = "https://alliance-hub.example/fhir/StructureDefinition/slot-share"
MOST_SHARE = 64
"""Largest share of one member in one Schedule."""

HOLDS_SLOT = frozenset({"proposed", "pending", "booked", "arrived", "checked-in", "fulfilled", "waitlist"})
"""States of an Appointment that keep its slots; cancelled, noshow and entered-in-error give them back."""

SLOT = "slot"
SHARE = "slot-share"


def slots_of(appointment: JsonObject | None) -> tuple[Ref, ...]:
    """The slots that an Appointment holds now."""
    if appointment is None or appointment.get("status") not in HOLDS_SLOT:
        return ()
    names = [str(one.get("reference", "")) for one in appointment.get("slot", [])]
    return tuple(Ref("Slot", name.removeprefix("Slot/")) for name in dict.fromkeys(names) if name.startswith("Slot/"))


def schedule_of(slot: JsonObject) -> Ref:
    """The Schedule that a slot stands in."""
    return Ref("Schedule", str((slot.get("schedule") or {}).get("reference", "")).removeprefix("Schedule/"))


def shares_of(schedule: JsonObject) -> Mapping[str, int]:
    """How many slots each member may take, by the member's code; empty when the Schedule names no shares."""
    found = {}
    for extension in schedule.get("extension", []):
        if extension.get("url") == SLOT_SHARE:
            parts = {part.get("url"): part for part in extension.get("extension", [])}
            member = str((parts.get("member", {}).get("valueReference") or {}).get("reference", ""))
            count = parts.get("count", {}).get("valueUnsignedInt", 0)
            if member.startswith("Organization/") and isinstance(count, int):
                found[member.removeprefix("Organization/")] = max(0, min(count, MOST_SHARE))
    return found


def begins(slot: JsonObject) -> int:
    """When a slot begins, in microseconds; 0 when it does not say so in a way that can be read."""
    try:
        found = datetime.fromisoformat(str(slot.get("start", "")))
    except ValueError:
        return 0
    return datetime_to_micros(found if found.tzinfo else found.replace(tzinfo=SHANGHAI))


def share_key(schedule: Ref, member: str, place: int) -> str:
    """The claim of one place of a member's share."""
    return f"{schedule.id}|{member}|{place}"


def appointment_for(
    slot: JsonObject, slot_ref: Ref, *, appointment_id: str, patient: Ref, referral: Ref | None, note: str
) -> JsonObject:
    """The booked Appointment of a slot."""
    made: JsonObject = {
        "resourceType": "Appointment",
        "id": appointment_id,
        "status": "booked",
        "description": str(slot.get("comment", "")) or "预约",
        "start": slot["start"],
        "end": slot["end"],
        "slot": [{"reference": str(slot_ref)}],
        "participant": [{"actor": {"reference": str(patient)}, "status": "accepted"}],
    }
    for name in ("serviceCategory", "serviceType", "specialty"):
        if name in slot:
            made[name] = slot[name]
    if referral is not None:
        made["basedOn"] = [{"reference": str(referral)}]
    if note:
        made["comment"] = note
    return made
