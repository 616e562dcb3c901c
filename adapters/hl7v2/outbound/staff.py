"""MFN_M02: staff and their roles. HL7 v2.9 chapter 8.7 and 15.4. The inverse of segments/stf.py and staff_roles.py.

A record is one person: STF and PRA tell the first role (an active one before others), ORG each department. Versions
before 2.4 have no ORG, 2.4 has room for one; what has no place is listed as unsaid.
"""

from urllib.parse import quote

from adapters.hl7v2.codesystems.identifiers import V2_0203
from adapters.hl7v2.datatypes.cwe import v2_system
from adapters.hl7v2.outbound.coded import concept_to_cwe
from adapters.hl7v2.outbound.context import Outgoing
from adapters.hl7v2.outbound.datatypes import (
    address_to_xad,
    contact_to_xtn,
    identifier_to_cx,
    name_to_xpn,
    own_identifiers,
    ts,
)
from adapters.hl7v2.outbound.line import Cell, Line
from adapters.hl7v2.outbound.parties import organization_to_xon
from adapters.hl7v2.outbound.resources import Node

EVENTS = {("MFN", "M02"): "MFN_M02"}
_LOCAL = "https://alliance-hub.example/sid/"
_SEX = {"male": "M", "female": "F", "other": "O", "unknown": "U"}
_DEGREES = v2_system("0360")
_JOBS, _CATEGORIES = v2_system("0327"), v2_system("0186")
_PROVIDER_TYPES = {v2_system("0452"): (6, "0452"), v2_system("0453"): (7, "0453")}


def write(context: Outgoing) -> None:
    """MFI, then MFE, STF, PRA, ORG, LAN, EDU and CER for each Practitioner."""
    people = context.resources.all("Practitioner")
    if not people:
        context.needed("Practitioner")
        return
    context.add(Line("MFI").set(1, ["STF", "Staff master file", "HL70175"]).set(3, "UPD").set(6, "AL"))
    number = 0
    for person in people:
        numbers = own_identifiers(person)
        if not numbers:
            context.warn(person.path, "The person has no number, which a staff record is known by; it was left out.")
            continue
        number += 1
        _record(person, numbers, number, context)
    if not number:
        context.refuse("Practitioner", "No Practitioner has an identifier; a staff record is known by its number.")


def _record(person: Node, numbers: list[Node], number: int, context: Outgoing) -> None:
    context.resources.told(person)
    own = next((one for one in numbers if one.peek("system") == _own("practitioner", context)), numbers[0])
    key = own.peek("value")
    active = person.text("active")
    mfe = Line("MFE").set(1, "MDC" if active == "N" else "MUP").set(2, str(number)).set(4, key)
    if context.target.knows("2.3"):
        mfe.set(5, "CWE" if context.target.knows("2.6") else "CE")
    context.add(mfe)
    roles = _roles_of(person, context)
    stf = _stf(person, [own, *(one for one in numbers if one is not own)], key, context)
    stf.set(7, {"Y": "A", "N": "I"}.get(active, ""))
    pra = Line("PRA").set(1, key)
    pra.set(6, *(_licence(one, context) for one in numbers if _is_licence(one, context)))
    if roles:
        _first_role(roles[0], stf, pra, context)
    context.add(stf)
    if len(pra.fields) > 1:
        context.add(pra)
    _units(roles, context)
    _languages(person, context)
    _qualifications(person, context)


def _roles_of(person: Node, context: Outgoing) -> list[Node]:
    """The roles of a person: those in force first, then those with a department."""
    look_up = context.resources.look_up
    found = [
        role
        for role in context.resources.all("PractitionerRole")
        if (whose := look_up(role.child("practitioner"))) is not None and whose.path == person.path
    ]
    return sorted(found, key=lambda role: (role.peek("active") == "N", _unit_of(role, context) is None))


def _stf(person: Node, numbers: list[Node], key: str, context: Outgoing) -> Line:
    stf = Line("STF").set(1, key)
    stf.set(
        2, *(identifier_to_cx(one, context, kind="practitioner") for one in numbers if not _is_licence(one, context))
    )
    stf.set(3, *(name_to_xpn(name) for name in person.each("name")))
    stf.set(5, _SEX.get(person.text("gender"), "")).set(6, ts(person, context, "birthDate"))
    for point in person.each("telecom"):
        if point.peek("system") == "email" and not stf.has(15):
            point.mark_each("system", "use")
            stf.set(15, point.text("value"))
        else:
            stf.add(10, contact_to_xtn(point, context))
    return stf.set(11, *(address_to_xad(one, context) for one in person.each("address")))


def _first_role(role: Node, stf: Line, pra: Line, context: Outgoing) -> None:
    """Category, title, department and time of the role that STF and PRA tell."""
    _told(role, context)
    for code in role.each("code"):
        system = code.peek("coding", "system")
        if system in _PROVIDER_TYPES and context.target.knows("2.4"):
            continue
        if not code.child("coding") and not stf.has(18):
            stf.set(18, code.text("text"))
        elif system == _CATEGORIES:
            pra.add(3, concept_to_cwe(code, context, table="0186"))
        elif system == _JOBS:
            stf.add(19, concept_to_cwe(code, context, table="0327"))
        elif code.child("coding") and (context.target.knows("2.7") or not stf.has(4)):
            stf.add(4, concept_to_cwe(code, context, table="0182"))
    pra.set(5, *(_specialty(one, context) for one in role.each("specialty") if not _is_area(one, context)))
    stf.set(12, ts(role, context, "period", "start")).set(13, ts(role, context, "period", "end"))
    unit = _unit_of(role, context)
    if unit is not None:
        stf.set(8, _unit_to_cwe(unit, context))
    if context.target.knows("2.4"):
        where = context.resources.resolve(unit.child("partOf") if unit is not None else role.child("organization"))
        pra.set(9, _numbered(where, "organization", context) if where is not None else "")


def _units(roles: list[Node], context: Outgoing) -> None:
    """An ORG for each role of a department (2.4: the first alone), the first role being the primary one."""
    if not context.target.knows("2.4"):
        return
    room = len(roles) if context.target.knows("2.5") else 1
    number = 0
    for at, role in enumerate(roles[:room]):
        unit = _unit_of(role, context)
        types = [one for one in role.each("code") if one.peek("coding", "system") in _PROVIDER_TYPES]
        areas = [one for one in role.each("specialty") if _is_area(one, context)]
        if unit is None and not areas and not types and not at:
            continue
        number += 1
        org = Line("ORG").set(1, str(number)).set(4, "N" if at else "Y")
        if unit is not None:
            org.set(2, _unit_to_cwe(unit, context))
        if at:
            _further_role(role, org, context)
        org.set(5, *(identifier_to_cx(one, context, kind="practitioner") for one in own_identifiers(role)[:1]))
        for code in types:
            field, table = _PROVIDER_TYPES[code.peek("coding", "system")]
            org.set(field, concept_to_cwe(code, context, table=table))
        org.set(8, *(concept_to_cwe(one, context, table="0454") for one in areas[:1]))
        context.add(org)


def _further_role(role: Node, org: Line, context: Outgoing) -> None:
    """What STF and PRA say of the first role alone, as far as an ORG has room for it."""
    _told(role, context)
    for code in role.each("code"):
        if code.peek("coding", "system") not in _PROVIDER_TYPES and not org.has(6):
            org.set(6, concept_to_cwe(code, context, table="0452"))
    org.set(9, [ts(role, context, "period", "start"), ts(role, context, "period", "end")])


def _told(role: Node, context: Outgoing) -> None:
    context.resources.told(role)
    role.mark_each("active")
    own_identifiers(role)
    practitioner = role.child("practitioner")
    if practitioner is not None:
        practitioner.mark()
    if _unit_of(role, context) is not None:
        context.resources.resolve(role.child("organization"))


def _unit_of(role: Node, context: Outgoing) -> Node | None:
    """The department of a role; an institution as a whole is none."""
    found = context.resources.look_up(role.child("organization"))
    if found is None:
        return None
    kinds = {coding.peek("code") for kind in found.each("type") for coding in kind.each("coding")}
    return found if "dept" in kinds or found.child("partOf") is not None else None


def _unit_to_cwe(unit: Node, context: Outgoing) -> Cell:
    for kind in unit.each("type"):
        if kind.peek("coding", "code") == "dept":
            kind.mark()
    if context.target.knows("2.4"):  # PRA-9 names the institution
        context.resources.resolve(unit.child("partOf"))
    return _numbered(unit, "department", context)


def _numbered(organization: Node, kind: str, context: Outgoing) -> Cell:
    """Number and name of an institution or a department."""
    context.resources.told(organization)
    number = next(iter(own_identifiers(organization)), None)
    name = organization.text("name")
    if number is None:
        return ["", name]
    if number.peek("system") == _own(kind, context):
        number.mark_each("system", "use", "type")
    return [number.text("value"), name]


def _specialty(concept: Node, context: Outgoing) -> Cell:
    """SPD: the name; a code goes in the CWE that many systems have in its place."""
    return concept_to_cwe(concept, context) if concept.child("coding") else [concept.text("text")]


def _is_area(concept: Node, context: Outgoing) -> bool:
    return concept.peek("coding", "system") == v2_system("0454") and context.target.knows("2.4")


def _is_licence(identifier: Node, context: Outgoing) -> bool:
    """Whether PRA-6 is the place: a number of the series that its type names."""
    kind = _kind_of(identifier)
    return bool(kind) and identifier.peek("system") == _own(kind, context)


def _kind_of(identifier: Node) -> str:
    if identifier.peek("type", "coding", "system") == V2_0203:
        return identifier.peek("type", "coding", "code")
    return identifier.peek("type", "text")


def _licence(identifier: Node, context: Outgoing) -> Cell:
    """PLN: number, type, who issued it, end."""
    identifier.mark_each("system", "type", "use")
    issuer = identifier.text("assigner", "display")
    return [identifier.text("value"), _kind_of(identifier), issuer, ts(identifier, context, "period", "end")]


def _own(kind: str, context: Outgoing) -> str:
    """The receiver's own number series of a kind."""
    return f"{_LOCAL}{quote(context.target.name, safe='')}/{quote(kind.lower(), safe='')}"


def _languages(person: Node, context: Outgoing) -> None:
    if context.target.knows("2.5"):
        for number, spoken in enumerate(person.each("communication"), 1):
            context.add(Line("LAN").set(1, str(number)).set(2, concept_to_cwe(spoken, context, table="0296")))


def _qualifications(person: Node, context: Outgoing) -> None:
    """Degrees (table 0360) as EDU, everything else as CER."""
    if not context.target.knows("2.5"):
        return
    degrees: list[Line] = []
    certificates: list[Line] = []
    for one in person.each("qualification"):
        code = one.child("code")
        start, end = (ts(one, context, "period", bound) for bound in ("start", "end"))
        if one.peek("code", "coding", "system") == _DEGREES and not one.child("identifier"):
            edu = Line("EDU").set(1, str(len(degrees) + 1)).set(2, concept_to_cwe(code, context, table="0360"))
            edu.set(3, [start, end]).set(6, organization_to_xon(one.child("issuer"), context))
            degrees.append(edu)
            continue
        cer = Line("CER").set(1, str(len(certificates) + 1)).set(10, concept_to_cwe(code, context))
        number = one.at("identifier")
        if number is not None:
            if number.peek("system") == _own("certificate", context):
                number.mark_each("system")
            cer.set(2, number.text("value"))
        cer.set(4, organization_to_xon(one.child("issuer"), context)).set(23, start).set(27, end)
        certificates.append(cer)
    for line in (*degrees, *certificates):
        context.add(line)
