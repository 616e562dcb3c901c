"""STF, PRA, EDU and LAN of a master file to Practitioner and PractitionerRole. Ours; the guide has no map for them.

The master file is the authority on a doctor whom other messages only mention: same number, same record.
"""

from dataclasses import dataclass, field

from adapters.hl7v2.codesystems.persons import GENDER
from adapters.hl7v2.context import MessageContext
from adapters.hl7v2.datatypes.cwe import concept, cwe_to_codeable_concept
from adapters.hl7v2.datatypes.cx import cx_to_identifier, identifier_type
from adapters.hl7v2.datatypes.ei import identifier_key
from adapters.hl7v2.datatypes.period import components_to_period, fields_to_period
from adapters.hl7v2.datatypes.ts import ts_to_date
from adapters.hl7v2.datatypes.xad import xad_to_address
from adapters.hl7v2.datatypes.xpn import display_name, xpn_to_human_name
from adapters.hl7v2.datatypes.xtn import contact_points
from adapters.hl7v2.tokenizer import Segment
from fhir_profiles.issue import JsonObject


@dataclass(slots=True)
class StaffRecord:
    """One record of a staff master file: what MFE says of it, and its segments."""

    is_active: bool | None
    key: str = ""
    segments: list[Segment] = field(default_factory=list)

    def named(self, name: str) -> list[Segment]:
        """The segments of that name."""
        return [segment for segment in self.segments if segment.name == name]


def staff_to_practitioner(record: StaffRecord, institution: JsonObject | None, context: MessageContext) -> None:
    """Add Practitioner and, where a category, specialty or department is told, PractitionerRole."""
    stf = next(iter(record.named("STF")), None)
    pra = next(iter(record.named("PRA")), None)
    identifiers = _identifiers(stf, pra, record.key, context)
    if not identifiers:
        context.warn("STF-2", "The staff record has no number; it was left out.", code="required")
        return
    person: JsonObject = {"resourceType": "Practitioner", "identifier": identifiers}
    active = _is_active(record, stf)
    if active is not None:
        person["active"] = active
    if stf is not None:
        _demographics(stf, person, context)
    qualifications = [found for edu in record.named("EDU") if (found := _qualification(edu, context))]
    if qualifications:
        person["qualification"] = qualifications
    languages = [
        found
        for lan in record.named("LAN")
        if lan.has(2) and (found := cwe_to_codeable_concept(lan.first(2), context, table="0296"))
    ]
    if languages:
        person["communication"] = languages
    key = identifier_key(identifiers[0])
    reference = context.put(person, key=key)
    name = display_name(person["name"][0]) if person.get("name") else ""
    _add_role(record, reference | ({"display": name} if name else {}), institution, active, context, key=key)


def _identifiers(stf: Segment | None, pra: Segment | None, key: str, context: MessageContext) -> list[JsonObject]:
    cells = stf.repetitions(2) if stf is not None else []
    found = [number for cell in cells if (number := cx_to_identifier(cell, context, kind="practitioner"))]
    system = context.local_system("practitioner")
    for cell in pra.repetitions(6) if pra is not None else []:
        value, kind = cell.take(1), cell.take(2)
        if value:
            typed = {"type": identifier_type(kind)} if kind else {}
            found.append(typed | {"system": context.local_system(kind or "licence"), "value": value})
    own = key or (stf.peek(1) if stf is not None else "") or (pra.peek(1) if pra is not None else "")
    for segment in (stf, pra):
        if segment is not None:
            segment.first(1).mark(1)
    if own and not any(number["value"] == own for number in found):
        found.insert(0, {"system": system, "value": own})
    found.sort(key=lambda number: number["system"] != system)
    return found


def _is_active(record: StaffRecord, stf: Segment | None) -> bool | None:
    said = stf.peek(7).upper() if stf is not None else ""
    if said in {"A", "I"} and stf is not None:
        stf.take(7)
    if record.is_active is False:
        return False
    return {"A": True, "I": False}.get(said, record.is_active)


def _demographics(stf: Segment, person: JsonObject, context: MessageContext) -> None:
    names = [name for cell in stf.repetitions(3) if (name := xpn_to_human_name(cell, context))]
    if names:
        person["name"] = names
    points = contact_points(stf, ((10, "work"),), context)
    for cell in stf.repetitions(15):
        address = cell.peek(1) or cell.peek(4)
        if "@" in address:
            cell.mark()
            points.append({"system": "email", "value": address, "use": "work"})
    if points:
        person["telecom"] = points
    addresses = [found for cell in stf.repetitions(11) if (found := xad_to_address(cell, context))]
    if addresses:
        person["address"] = addresses
    sex = stf.peek(5)
    if sex in GENDER:
        stf.take(5)
        person["gender"] = GENDER[sex]
    birth = ts_to_date(stf.first(6), context) if stf.has(6) else ""
    if birth:
        person["birthDate"] = birth


def _qualification(edu: Segment, context: MessageContext) -> JsonObject | None:
    degree = cwe_to_codeable_concept(edu.first(2), context, table="0360") if edu.has(2) else None
    if degree is None:
        return None
    found: JsonObject = {"code": degree}
    period = components_to_period(edu.first(3), 1, context) if edu.has(3) else {}
    if period:
        found["period"] = period
    school = edu.peek(6)
    if school:
        edu.take(6)
        found["issuer"] = {"display": school}
    return found


def _add_role(
    record: StaffRecord,
    practitioner: JsonObject,
    institution: JsonObject | None,
    active: bool | None,
    context: MessageContext,
    *,
    key: str,
) -> None:
    role: JsonObject = {"resourceType": "PractitionerRole"}
    if active is not None:
        role["active"] = active
    codes: list[JsonObject] = []
    specialties: list[JsonObject] = []
    period: JsonObject = {}
    department: JsonObject | None = None
    for stf in record.named("STF"):
        codes += _concepts(stf, ((4, "0182"), (19, "0327")), context)
        if stf.peek(18):
            codes.append({"text": stf.take(18)})
        department = _department(stf, institution, context)
        period |= fields_to_period(stf, 12, 13, context)
    for pra in record.named("PRA"):
        codes += _concepts(pra, ((3, "0186"),), context)
        specialties += _concepts(pra, ((5, "0337"),), context)
    if not (codes or specialties or department):
        return
    if period:
        role["period"] = period
    role["practitioner"] = practitioner
    where = department or institution
    if where:
        role["organization"] = where
    if codes:
        role["code"] = codes
    if specialties:
        role["specialty"] = specialties
    context.put(role, key=f"{key}|role")


def _concepts(segment: Segment, fields: tuple[tuple[int, str], ...], context: MessageContext) -> list[JsonObject]:
    return [
        found
        for at, table in fields
        for cell in segment.repetitions(at)
        if (found := cwe_to_codeable_concept(cell, context, table=table))
    ]


def _department(stf: Segment, institution: JsonObject | None, context: MessageContext) -> JsonObject | None:
    """STF-8: the department as an Organization, part of the institution that sends."""
    said = cwe_to_codeable_concept(stf.first(8), context) if stf.has(8) else None
    if said is None:
        return None
    coding: JsonObject = next(iter(said.get("coding", ())), {})
    name = said.get("text") or coding.get("display") or coding["code"]
    number = {"system": context.local_system("department"), "value": coding.get("code", name)}
    resource: JsonObject = {
        "resourceType": "Organization",
        "identifier": [number],
        "type": [concept("dept", "http://terminology.hl7.org/CodeSystem/organization-type", "Hospital Department")],
        "name": name,
    }
    if institution:
        resource["partOf"] = {"reference": institution["reference"]}
    return context.post_once(resource, key=identifier_key(number)) | {"display": name}
