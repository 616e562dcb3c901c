"""Whose reading it is, and of which device. https://hl7.org/fhir/R4/device.html.

The person that it names, else the one whom the file's assignments name, else the bed, else nobody but the device
itself. It is never given to somebody by a guess.
"""

from dataclasses import dataclass, field
from typing import Final

from adapters.device.shapes import WHO, Delivery, Reading
from adapters.port import Entry, Source
from adapters.tabular.bed import NOT_LISTED, bed_full_url, bed_location, bed_number, bed_system
from adapters.tabular.fields import conditional_post, conditional_put, institution
from adapters.tabular.person import national_identifier, resident_identifier
from adapters.tabular.resident_id import to_resident_id
from adapters.tabular.sheet import clean
from adapters.tabular.values import CellError
from fhir_profiles.issue import Issue, JsonObject, Severity

_UNKNOWN_PERSON: Final = (
    "此编号在本机构名册中没有，已按编号建立一条空档案；请核对网关的绑定关系。"
    "No resident of this number was known; a record with the number alone was made. Check who wears the device."
)


@dataclass(slots=True)
class Notes:
    """What is found in one reading."""

    reading: Reading
    issues: list[Issue] = field(default_factory=list)

    def report(self, member: str, text: str, *, severity: Severity = "warning", code: str = "value") -> None:
        """Note one finding; the text must not repeat the value."""
        self.issues.append(self.finding(member, text, severity=severity, code=code))

    def finding(self, member: str, text: str, *, severity: Severity = "warning", code: str = "value") -> Issue:
        """A finding that is not noted yet."""
        number = self.reading.number
        return Issue(severity, code, f"Reading {number}, {member}: {text}", f"reading {number} {member}", number)


def with_wearer(reading: Reading, delivery: Delivery) -> dict[str, str]:
    """The members, and who wears the device where the reading itself names nobody."""
    members = {key: clean(text) if key in {*WHO, "device"} else text for key, text in reading.members.items()}
    if not any(members.get(key) for key in ("resident", "id_card", "bed")):
        members |= {key: clean(text) for key, text in delivery.worn.get(members.get("device", ""), {}).items()}
    return members


def devices_of(members: dict[str, str], delivery: Delivery, source: Source, *, is_assigned: bool) -> list[Entry]:
    """The gateway and the device; each is created once, and updated where more than its number is said."""
    found: list[Entry] = []
    if delivery.gateway:
        found.append(_device_entry(delivery.gateway, {"type": {"text": "网关"}}, source, is_update=False))
    if not (number := members.get("device", "")):
        return []
    more: JsonObject = {}
    if kind := members.get("type"):
        more["type"] = {"text": kind}
    for key, name in (("maker", "manufacturer"), ("model", "modelNumber")):
        if members.get(key):
            more[name] = members[key]
    if firmware := members.get("firmware"):
        more["version"] = [{"value": firmware}]
    if udi := members.get("udi"):
        more["udiCarrier"] = [{"deviceIdentifier": udi}]
    is_update = bool(more) or is_assigned
    if found:
        more["parent"] = {"reference": found[0].full_url}
    return [*found, _device_entry(number, more, source, is_update=is_update)]


def _device_entry(number: str, more: JsonObject, source: Source, *, is_update: bool) -> Entry:
    system = f"https://alliance-hub.example/sid/{source.name}/device"
    device: JsonObject = {
        "resourceType": "Device",
        "identifier": [{"system": system, "value": number}],
        "status": "active",
        "owner": institution(source),
        **more,
    }
    make = conditional_put if is_update else conditional_post
    return make(device, source.full_url("Device", f"{system}|{number}"), system=system, value=number)


def subject_of(members: dict[str, str], source: Source, notes: Notes) -> Entry | None:
    """The person, else the bed; None where the reading names neither."""
    card = None
    if members.get("id_card"):
        try:
            card = to_resident_id(members["id_card"])
        except CellError as err:
            notes.report("id_card", f"{err}. It is left out.")
    number = members.get("resident", "")
    identifiers = [resident_identifier(source, number)] if number else []
    identifiers += [national_identifier(card)] if card else []
    if not identifiers:
        return _bed(members, source, notes)
    patient: JsonObject = {"resourceType": "Patient", "identifier": identifiers, "active": True}
    if name := members.get("name"):
        patient["name"] = [{"use": "official", "text": name}]
    if card:
        patient |= {"gender": card.sex, "birthDate": card.birth_date}
    system, value = str(identifiers[0]["system"]), str(identifiers[0]["value"])
    told = notes.finding("resident", _UNKNOWN_PERSON, code="not-found")
    full_url = source.full_url("Patient", f"{system}|{value}")
    return conditional_post(patient, full_url, system=system, value=value, if_new=told)


def _bed(members: dict[str, str], source: Source, notes: Notes) -> Entry | None:
    number = bed_number(members.get("room", ""), members.get("bed", ""))
    if not number:
        return None
    notes.report("resident", "it names a bed and nobody; it counts for the bed, not for a person.", code="incomplete")
    location = bed_location(source, number, offered="suspended", state=("O", "Occupied"))
    full_url, system = bed_full_url(source, number), bed_system(source)
    told = notes.finding("bed", NOT_LISTED, code="not-found")
    return conditional_post(location, full_url, system=system, value=number, if_new=told)
