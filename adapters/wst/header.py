"""The header of a CDA document, and the person of an HL7 v3 interaction: patient, visit, author.

HL7 CDA R2, 4.2; WS/T 500-2016 part 1. A document is no authority on its
patient: it creates once and overwrites nothing.
"""

import re
from dataclasses import dataclass
from datetime import datetime
from typing import Final
from urllib.parse import quote
from zoneinfo import ZoneInfo

from adapters.port import Entry, Source
from adapters.wst.codes import INPATIENT, LOCAL_NUMBERS, NATIONAL_NUMBERS, RESIDENT_ID
from adapters.wst.tree import Node
from fhir_profiles.issue import Issue, JsonObject
from terminology.check_digits import read_resident_id

V2_0203: Final = "http://terminology.hl7.org/CodeSystem/v2-0203"
_V3_ACT: Final = "http://terminology.hl7.org/CodeSystem/v3-ActCode"
_GENDER: Final = {"1": "male", "2": "female", "0": "unknown", "9": "unknown", "M": "male", "F": "female"}
_ADDRESS: Final = ("state", "city", "county", "township", "streetName", "houseNumber")
_TIME = re.compile(r"(\d{4})(\d{2})?(\d{2})?(?:T?(\d{2})(\d{2})(\d{2})?)?(?:\.\d+)?([+-]\d{4})?")


@dataclass(frozen=True, slots=True)
class Head:
    """Who a document is about, and in which visit."""

    patient: Entry
    key: str
    encounter: Entry | None


def read_person(role: Node, source: Source, issues: list[Issue]) -> tuple[Entry | None, str, str]:
    """The Patient entry of a patientRole (or a v3 patient), its key, and the number of the visit."""
    person = role.one("patient") or role.one("patientPerson") or role
    identifiers, visit = _numbers([*role.all("id"), *(person.all("id") if person is not role else ())], source, issues)
    if any(issue.is_error for issue in issues):
        return None, "", ""
    if not identifiers:
        text = "The document names no patient by a number; expected 病案号, 健康卡号, 健康档案号 or 身份证号."
        issues.append(Issue("error", "required", text, "recordTarget/patientRole/id", role.line))
        return None, "", ""
    patient: JsonObject = {"resourceType": "Patient", "identifier": identifiers}
    if name := person.words("name"):
        patient["name"] = [{"use": "official", "text": name}]
    gender = person.one("administrativeGenderCode")
    if gender is not None and gender.get("code") in _GENDER:
        patient["gender"] = _GENDER[gender.get("code")]
    born = person.one("birthTime")
    if born is not None and (day := to_time(born.get("value"), source)[:10]):
        patient["birthDate"] = day
    if phone := next((node.get("value").removeprefix("tel:") for node in role.all("telecom") if node.get("value")), ""):
        patient["telecom"] = [{"system": "phone", "value": phone}]
    address = role.one("addr")
    if address is not None and (text := "".join(map(address.words, _ADDRESS)) or address.text):
        patient["address"] = [{"use": "home", "text": text}]
    first = identifiers[0]
    key = f"{first['system']}|{first['value']}"
    return create_once(patient, source, system=first["system"], value=first["value"]), key, visit


def _numbers(nodes: list[Node], source: Source, issues: list[Issue]) -> tuple[list[JsonObject], str]:
    found: dict[str, JsonObject] = {}
    visit = ""
    for node in nodes:
        root, value = node.get("root"), node.get("extension")
        if not value or value == "-":
            continue
        if root == RESIDENT_ID:
            resident = read_resident_id(value.upper())
            if resident is None:
                text = "The resident identity number has a wrong check digit or birth date (GB 11643); correct it."
                issues.append(Issue("error", "value", text, "id", node.line))
                continue
            found[root] = _identifier("NI", f"urn:oid:{root}", resident.number, use="official")
        elif root in LOCAL_NUMBERS:
            kind, series = LOCAL_NUMBERS[root]
            if series == "visit":
                visit = visit or value
            else:
                found[root] = _identifier(kind, source.local_system("mrn"), value)
        elif root in NATIONAL_NUMBERS:
            found[root] = {"type": {"text": NATIONAL_NUMBERS[root]}, "system": f"urn:oid:{root}", "value": value}
    order = sorted(found, key=lambda root: (root == RESIDENT_ID, root not in LOCAL_NUMBERS))
    return [found[root] for root in order], visit


def read_encounter(root: Node, visit: str, patient: Entry, source: Source) -> Entry | None:
    """The Encounter of encompassingEncounter, or of the number beside the patient; None without a number."""
    around = root.one("componentOf/encompassingEncounter")
    number = visit or next((node.get("extension") for node in (around.all("id") if around else ())), "")
    if not number:
        return None
    code = root.one("code")
    is_stay = code is not None and code.get("code") in INPATIENT
    period: JsonObject = {}
    if around is not None:
        for name, path in (("start", "effectiveTime/low"), ("end", "effectiveTime/high")):
            node = around.one(path)
            if node is not None and (at := to_time(node.get("value"), source)):
                period[name] = at
    act = ("IMP", "inpatient encounter") if is_stay else ("AMB", "ambulatory")
    encounter: JsonObject = {
        "resourceType": "Encounter",
        "identifier": [_identifier("VN", source.local_system("visit"), number)],
        "status": "finished" if "end" in period else "unknown",
        "class": {"system": _V3_ACT, "code": act[0], "display": act[1]},
        "subject": {"reference": patient.full_url},
    }
    if period:
        encounter["period"] = period
    return create_once(encounter, source, system=source.local_system("visit"), value=number)


def read_authors(root: Node) -> list[JsonObject]:
    """The authors by name; else the custodian. A Composition has at least one."""
    names = [node.words("assignedAuthor/assignedPerson/name") for node in root.all("author")]
    found = [{"type": "Practitioner", "display": name} for name in names if name]
    if not found:
        path = "custodian/assignedCustodian/representedCustodianOrganization/name"
        found = [{"type": "Organization", "display": root.words(path) or "未署名"}]
    return found


def to_time(text: str, source: Source) -> str:
    """A v3 time (TS) as a FHIR date or dateTime; empty when it is none."""
    match = _TIME.fullmatch(text.strip())
    if match is None:
        return ""
    year, month, day, hour, minute, second, offset = match.groups()
    try:
        moment = datetime(
            int(year), int(month or 1), int(day or 1), int(hour or 0), int(minute or 0), int(second or 0),
            tzinfo=ZoneInfo(source.timezone),
        )  # fmt: skip
    except ValueError:
        return ""
    if hour is None:
        return "-".join(part for part in (year, month, day) if part)
    stamp = moment.isoformat()
    return f"{stamp[:19]}{offset[:3]}:{offset[3:]}" if offset else stamp


def create_once(resource: JsonObject, source: Source, *, system: str, value: str) -> Entry:
    """An entry that creates under an identifier and leaves what is there untouched."""
    kind = str(resource["resourceType"])
    return Entry(resource, source.full_url(kind, f"{system}|{value}"), "POST", kind, if_none_exist=query(system, value))


def query(system: str, value: str) -> str:
    """A token search for an identifier. https://hl7.org/fhir/R4/search.html#escaping."""
    escaped = re.sub(r"([\\$,|])", r"\\\1", value)
    return f"identifier={system}|{quote(escaped, safe=':-.')}"


def _identifier(kind: str, system: str, value: str, *, use: str = "usual") -> JsonObject:
    return {"use": use, "type": {"coding": [{"system": V2_0203, "code": kind}]}, "system": system, "value": value}
