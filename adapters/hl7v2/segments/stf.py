"""STF, PRA, ORG, EDU, CER and LAN of a master file to Practitioner and PractitionerRole. Ours; the guide has no map.

The master file is the authority on a doctor whom other messages only mention: same number, same record.
"""

from dataclasses import dataclass, field

from adapters.hl7v2.codesystems.persons import GENDER
from adapters.hl7v2.context import MessageContext
from adapters.hl7v2.datatypes.cwe import cwe_to_codeable_concept
from adapters.hl7v2.datatypes.cx import cx_to_identifier
from adapters.hl7v2.datatypes.ei import identifier_key
from adapters.hl7v2.datatypes.period import components_to_period, fields_to_period
from adapters.hl7v2.datatypes.ts import ts_to_date
from adapters.hl7v2.datatypes.xad import xad_to_address
from adapters.hl7v2.datatypes.xpn import display_name, xpn_to_human_name
from adapters.hl7v2.datatypes.xtn import contact_points
from adapters.hl7v2.segments.staff_roles import (
    board_certificates,
    certificate,
    department,
    institution_of,
    licences,
    org_to_role,
    specialties,
)
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


def staff_to_practitioner(record: StaffRecord, institution: JsonObject | None, context: MessageContext) -> bool:
    """Add Practitioner and, where a category, specialty or department is told, PractitionerRole.

    STF and PRA tell the first role; each ORG of another department tells one more. False when
    the record has no number.
    """
    stf = next(iter(record.named("STF")), None)
    pra = next(iter(record.named("PRA")), None)
    identifiers = _identifiers(stf, pra, record.key, context)
    if not identifiers:
        context.warn("STF-2", "The staff record has no number; it was left out.", code="required")
        return False
    person: JsonObject = {"resourceType": "Practitioner", "identifier": identifiers}
    active = _is_active(record, stf)
    if active is not None:
        person["active"] = active
    if stf is not None:
        _demographics(stf, person, context)
    qualifications = [found for edu in record.named("EDU") if (found := _qualification(edu, context))]
    qualifications += [found for cer in record.named("CER") if (found := certificate(cer, context))]
    qualifications += [found for one in record.named("PRA") for found in board_certificates(one, context)]
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
    person_reference = reference | ({"display": name} if name else {})
    _add_roles(record, person_reference, institution_of(pra, context) or institution, active, context, key=key)
    return True


def _identifiers(stf: Segment | None, pra: Segment | None, key: str, context: MessageContext) -> list[JsonObject]:
    cells = stf.repetitions(2) if stf is not None else []
    found = [number for cell in cells if (number := cx_to_identifier(cell, context, kind="practitioner"))]
    system = context.local_system("practitioner")
    found += licences(pra, context) if pra is not None else []
    own = key or (stf.peek(1) if stf is not None else "") or (pra.peek(1) if pra is not None else "")
    for segment in (stf, pra):
        if segment is not None:
            segment.keep(1)
    if own and not any(number["value"] == own for number in found):
        found.insert(0, {"system": system, "value": own})
    found.sort(key=lambda number: number["system"] != system)
    return found


def _is_active(record: StaffRecord, stf: Segment | None) -> bool | None:
    said = stf.peek(7).upper() if stf is not None else ""
    if record.is_active is False:
        if stf is not None and said == "A":
            stf.keep(7)  # the event goes before it
        elif stf is not None and said == "I":
            stf.take(7)
        return False
    if said in {"A", "I"} and stf is not None:
        stf.take(7)
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


def _add_roles(
    record: StaffRecord,
    practitioner: JsonObject,
    institution: JsonObject | None,
    active: bool | None,
    context: MessageContext,
    *,
    key: str,
) -> None:
    roles: dict[str, JsonObject] = {}
    first = _first_role(record, institution, context)
    if first:
        roles[_unit(first)] = first
    for org in record.named("ORG"):
        told = org_to_role(org, institution, context)
        known = roles.get(_unit(told)) if first else None
        if known is None:
            if told:
                roles[_unit(told)] = told
        else:
            _join(known, told)
    for number, (unit, role) in enumerate(roles.items()):
        where = role.pop("organization", None) or institution
        whole: JsonObject = {"resourceType": "PractitionerRole"} | ({} if active is None else {"active": active})
        whole |= {name: role.pop(name) for name in ("identifier", "period") if name in role}
        whole |= {"practitioner": practitioner} | ({"organization": where} if where else {}) | role
        context.put(whole, key=f"{key}|role|{unit}" if number else f"{key}|role")


def _unit(role: JsonObject) -> str:
    found: JsonObject = role.get("organization", {})
    return str(found.get("reference", ""))


def _join(known: JsonObject, told: JsonObject) -> None:
    """Add what an ORG says to the role of the same department."""
    for name, value in told.items():
        if isinstance(value, list):
            known[name] = known.get(name, []) + [one for one in value if one not in known.get(name, [])]
        else:
            known.setdefault(name, value)


def _first_role(record: StaffRecord, institution: JsonObject | None, context: MessageContext) -> JsonObject:
    role: JsonObject = {}
    codes: list[JsonObject] = []
    areas: list[JsonObject] = []
    period: JsonObject = {}
    unit: JsonObject | None = None
    for stf in record.named("STF"):
        codes += _concepts(stf, ((4, "0182"), (19, "0327")), context)
        if stf.peek(18):
            codes.append({"text": stf.take(18)})
        unit = department(stf.first(8), institution, context) if stf.has(8) else None
        period |= fields_to_period(stf, 12, 13, context)
    for pra in record.named("PRA"):
        codes += _concepts(pra, ((3, "0186"),), context)
        areas += specialties(pra, context)
    if not (codes or areas or unit):
        return {}
    if period:
        role["period"] = period
    if unit:
        role["organization"] = unit
    if codes:
        role["code"] = codes
    if areas:
        role["specialty"] = areas
    return role


def _concepts(segment: Segment, fields: tuple[tuple[int, str], ...], context: MessageContext) -> list[JsonObject]:
    return [
        found
        for at, table in fields
        for cell in segment.repetitions(at)
        if (found := cwe_to_codeable_concept(cell, context, table=table))
    ]
