"""Who a row is about: Patient, visit and doctor, under the identifiers that HL7 v2 messages of the same sender give."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Final, TypeVar

from adapters.his.codes import HEALTH_CARD, HEALTH_RECORD, ID_TYPES, V3_NULL
from adapters.port import Entry, Source
from adapters.tabular.fields import Fields, conditional_post, conditional_put
from adapters.tabular.person import V2_0203, Person, national_identifier
from adapters.tabular.resident_id import ResidentId, to_resident_id
from adapters.tabular.values import CellError, to_date, to_instant, to_sex
from fhir_profiles.issue import JsonObject

Found = TypeVar("Found")

DERIVED_SYSTEM: Final = "https://alliance-hub.example/fhir/sid/derived"
"""System of identifiers that we derive where the sender gives none, the same as for HL7 v2 messages."""


def read_person(fields: Fields, extend: Callable[[JsonObject], None] | None = None) -> Person | None:
    """The Patient whom the row names. With `extend` the row is the authority: it updates; else it creates once."""
    card = fields.read("id_card", lambda cell: _to_card(cell, fields))
    if fields.is_refused:
        return None
    identifiers = _identifiers(fields, card)
    if not identifiers:
        fields.report("mrn", "the row names no patient; expected 病历号 or 身份证号.", code="required")
        return None
    patient: JsonObject = {"resourceType": "Patient", "identifier": identifiers}
    if name := fields.text("name"):
        patient["name"] = [{"use": "official", "text": name}]
    resident = card if isinstance(card, ResidentId) else None
    if sex := fields.read("sex", to_sex, severity="warning") or (resident.sex if resident else None):
        patient["gender"] = sex
    born = fields.read("birth_date", lambda cell: to_date(cell, may_be_partial=True))
    if born or resident:
        patient["birthDate"] = born or (resident.birth_date if resident else "")
    if resident and born and not resident.birth_date.startswith(born):
        text = "differs from the date inside 身份证号; the column is kept, please compare with the identity card."
        fields.report("birth_date", text, severity="warning", code="business-rule")
    if extend is not None:
        extend(patient)
    return _person(fields, patient, updates=extend is not None)


def _person(fields: Fields, patient: JsonObject, *, updates: bool) -> Person:
    first = patient["identifier"][0]
    key = f"{first['system']}|{first['value']}"
    full_url = fields.source.full_url("Patient", key)
    make = conditional_put if updates else conditional_post
    entry = make(patient, full_url, system=first["system"], value=first["value"])
    return Person(entry._replace(at=changed_at(fields)) if updates else entry, key)


def _to_card(cell: str, fields: Fields) -> ResidentId | tuple[str, str]:
    """The checked resident ID, or (type, number) of another document that the row's type column says it is."""
    said = fields.text("id_type") if "id_type" in fields.header.positions else ""
    kind = ID_TYPES.get(said.casefold(), "NI99") if said else "NI"
    return to_resident_id(cell) if kind == "NI" else (kind, cell)


def _identifiers(fields: Fields, card: ResidentId | tuple[str, str] | None) -> list[JsonObject]:
    """The sender's own record number first, the resident ID last, as for a PID segment."""
    found: list[JsonObject] = []
    if number := fields.text("mrn"):
        found.append(_identifier("MR", fields.source.local_system("mrn"), number))
    for key, system, words in (
        ("health_card", HEALTH_CARD, "居民健康卡"),
        ("health_record", HEALTH_RECORD, "居民健康档案"),
    ):
        if key in fields.header.kind.columns and (number := fields.text(key)):
            found.append({"type": {"text": words}, "system": system, "value": number})
    if isinstance(card, tuple):
        kind, number = card
        system = f"https://alliance-hub.example/sid/{fields.source.name}/{kind.lower()}"
        coded = {"type": {"text": "其他证件"}} if kind.startswith("NI") else {"type": _type(kind)}
        found.append({**coded, "system": system, "value": number})
    elif card is not None:
        found.append(national_identifier(card))
    return found


def _identifier(kind: str, system: str, value: str) -> JsonObject:
    return {"type": _type(kind), "system": system, "value": value}


def _type(kind: str) -> JsonObject:
    return {"coding": [{"system": V2_0203, "code": kind}]}


@dataclass(frozen=True, slots=True)
class Visit:
    """The visit of a row: `entry` creates it once where no table of visits has said more."""

    entry: Entry
    key: str

    @property
    def reference(self) -> JsonObject:
        """A Reference to the Encounter entry of the same bundle."""
        return {"reference": self.entry.full_url}


def visit_number(fields: Fields) -> str:
    """The visit's number; `住院号-住院次数` where one number stands for all stays of a patient."""
    number, count = fields.text("visit_no"), fields.text("stay_count")
    return f"{number}-{count}" if number and count else number


def read_visit(fields: Fields, person: Person) -> Visit | None:
    """The Encounter that the row happened in; None where it names none."""
    number = visit_number(fields)
    if not number:
        return None
    encounter: JsonObject = {
        "resourceType": "Encounter",
        "identifier": [visit_identifier(fields.source, number)],
        "status": "unknown",
        "class": {"system": V3_NULL, "code": "UNK", "display": "unknown"},
        "subject": person.reference,
    }
    system = fields.source.local_system("visit")
    key = f"{system}|{number}"
    entry = conditional_post(encounter, fields.source.full_url("Encounter", key), system=system, value=number)
    return Visit(entry, key)


def visit_identifier(source: Source, number: str) -> JsonObject:
    """The Identifier of a visit, as PV1-19 gives it."""
    return _identifier("VN", source.local_system("visit"), number)


def read_doctor(fields: Fields) -> tuple[JsonObject | None, tuple[Entry, ...]]:
    """A reference to the doctor, with the Practitioner to create once where the row gives a number.

    Without a number it is a name alone: two doctors of one name must not become one record.
    """
    name, number = fields.text("doctor"), fields.text("doctor_no")
    if not number:
        return ({"display": name}, ()) if name else (None, ())
    system = f"https://alliance-hub.example/sid/{fields.source.name}/practitioner"
    doctor: JsonObject = {"resourceType": "Practitioner", "identifier": [{"system": system, "value": number}]}
    if name:
        doctor["name"] = [{"text": name}]
    full_url = fields.source.full_url("Practitioner", f"{system}|{number}")
    entry = conditional_post(doctor, full_url, system=system, value=number)
    return {"reference": full_url, **({"display": name} if name else {})}, (entry,)


def put_derived(resource: JsonObject, *, fields: Fields, key: str) -> Entry:
    """A conditional update under the identifier that a v2 message of the same thing would derive."""
    full_url = fields.source.full_url(str(resource["resourceType"]), key)
    value = full_url.removeprefix("urn:uuid:")
    kind = resource["resourceType"]
    rest = {name: element for name, element in resource.items() if name not in {"resourceType", "identifier"}}
    own = resource.get("identifier", [])
    identified = {"resourceType": kind, "identifier": [{"system": DERIVED_SYSTEM, "value": value}, *own], **rest}
    entry = conditional_put(identified, full_url, system=DERIVED_SYSTEM, value=value)
    return entry._replace(at=changed_at(fields))


def put_numbered(resource: JsonObject, *, fields: Fields, kind: str, system: str, value: str) -> Entry:
    """A conditional update under the sender's own number; `kind` is its table 0203 code."""
    full_url = fields.source.full_url(str(resource["resourceType"]), f"{system}|{value}")
    rest = {name: element for name, element in resource.items() if name != "resourceType"}
    identified = {
        "resourceType": resource["resourceType"],
        "identifier": [_identifier(kind, system, value)],
        **rest,
    }
    return conditional_put(identified, full_url, system=system, value=value)._replace(at=changed_at(fields))


def read_instant(fields: Fields, key: str) -> str:
    """The time in a column, with offset; empty when it is missing or cannot be read, which is reported."""
    zone = fields.source.timezone
    return fields.read(key, lambda cell: to_instant(cell, timezone=zone), severity="warning") or ""


def changed_at(fields: Fields) -> str:
    """When the row was changed, in UTC: older news does not overwrite it. Empty where the table does not say."""
    if "changed" not in fields.header.positions:
        return ""
    said = read_instant(fields, "changed")
    if "T" not in said:
        return ""
    return datetime.fromisoformat(said).astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%SZ")


def look_up(word: str, known: Mapping[str, Found]) -> Found:
    """What a word stands for, compared without case. Raises CellError that names the first known words."""
    found = known.get(word.casefold())
    if found is None:
        raise CellError(f"expected one of {', '.join(list(known)[:6])} …; name other words in the site file")
    return found
