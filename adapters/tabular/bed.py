"""A bed of a home by its number, the same for every adapter that names it. https://hl7.org/fhir/R4/location.html."""

from typing import Final

from adapters.port import Source
from adapters.tabular.fields import institution
from fhir_profiles.issue import JsonObject

STATUS_SYSTEM: Final = "http://terminology.hl7.org/CodeSystem/v2-0116"
NOT_LISTED: Final = (
    "床位表中没有这张床；已登记为待核对（停用），不计入公示床位。请更正床号，或在床位表中补上。"
    "The bed list has no such bed; it was stored as unconfirmed (suspended) and is counted nowhere. "
    "Correct the number, or send a bed list that has it."
)
"""What a sender hears of a bed that the home's own list lacks."""
_BED: Final = {
    "coding": [
        {
            "system": "http://terminology.hl7.org/CodeSystem/location-physical-type",
            "code": "bd",
            "display": "Bed",
        }
    ]
}


def bed_system(source: Source) -> str:
    """The identifier system of the home's bed numbers."""
    return f"https://alliance-hub.example/sid/{source.name}/bed"


def bed_full_url(source: Source, number: str) -> str:
    """The full_url of the bed's Location in a bundle."""
    return source.full_url("Location", f"{bed_system(source)}|{number}")


def bed_number(room: str, bed: str) -> str:
    """Room and bed in one (`301-2`); a bed number that holds its room already stays as it is."""
    room, bed = room.replace(" ", ""), bed.replace(" ", "")
    room, bed = room.removesuffix("室").removesuffix("房"), bed.removesuffix("床").removesuffix("号")
    if not bed or not room or bed.startswith(room):
        return bed
    return f"{room}-{bed}"


def bed_location(source: Source, number: str, *, offered: str, state: tuple[str, str], area: str = "") -> JsonObject:
    """The Location: `offered` is its status, `state` code and display of its physical state (v2-0116)."""
    code, display = state
    return {
        "resourceType": "Location",
        "identifier": [{"system": bed_system(source), "value": number}],
        "status": offered,
        "operationalStatus": {"system": STATUS_SYSTEM, "code": code, "display": display},
        "name": f"{area} {number}".strip(),
        "mode": "instance",
        "physicalType": _BED,
        "managingOrganization": institution(source),
    }
