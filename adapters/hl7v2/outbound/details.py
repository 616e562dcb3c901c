"""What hangs on a patient and a visit: NK1, AL1, DG1, PR1 and IN1. The inverse of the segments of these names."""

from adapters.hl7v2.codesystems.clinical import CRITICALITY, DIAGNOSIS_ROLE, REACTION_SEVERITY
from adapters.hl7v2.codesystems.persons import RELATIONSHIP
from adapters.hl7v2.outbound.coded import concept_to_cwe
from adapters.hl7v2.outbound.context import Outgoing
from adapters.hl7v2.outbound.datatypes import (
    address_to_xad,
    contact_to_xtn,
    identifier_to_cx,
    identifier_to_ei,
    name_to_xpn,
    own_identifiers,
    ts,
)
from adapters.hl7v2.outbound.line import Cell, Line
from adapters.hl7v2.outbound.parties import organization_to_xon, person_to_xcn
from adapters.hl7v2.outbound.resources import Node

_ASSERTED = "http://hl7.org/fhir/StructureDefinition/condition-assertedDate"
_ALTERNATE = "http://hl7.org/fhir/StructureDefinition/alternate-codes"
_V2_0131 = "http://terminology.hl7.org/CodeSystem/v2-0131"
_SEX = {"male": "M", "female": "F", "other": "O", "unknown": "U"}
_KINDS = {"medication": "DA", "food": "FA", "environment": "EA", "biologic": "AA"}
_SEVERITY = {value: code for code, value in REACTION_SEVERITY.items()}
_RISK = {value: code for code, value in CRITICALITY.items()}
_FUNCTIONS = {"88189002": 8, "304292004": 11}


def add_details(patient: Node | None, encounter: Node | None, context: Outgoing) -> None:
    """Every contact, allergy, diagnosis, procedure and coverage of this patient that is not yet told."""
    for kind, link, write in (
        ("RelatedPerson", "patient", _related),
        ("AllergyIntolerance", "patient", _allergy),
        ("Condition", "subject", _condition),
        ("Procedure", "subject", _procedure),
        ("Coverage", "beneficiary", _coverage),
    ):
        number = 0
        for resource in context.resources.all(kind):
            if context.resources.points_at(resource.child(link), patient) and not context.resources.told(resource):
                number += 1
                context.resources.resolve(resource.child("encounter"))
                context.add(write(resource, number, encounter, context))
        if kind == "RelatedPerson" and patient is not None:
            for contact in patient.each("contact"):
                number += 1
                context.add(_contact(contact, number, context))


def _related(person: Node, number: int, _: Node | None, context: Outgoing) -> Line:
    nk1 = Line("NK1").set(1, str(number))
    nk1.set(2, *(name_to_xpn(name) for name in person.each("name")))
    _roles(nk1, person, context)
    nk1.set(4, *(address_to_xad(found, context) for found in person.each("address")))
    for point in person.each("telecom"):
        nk1.add(6 if point.peek("use") == "work" else 5, contact_to_xtn(point, context))
    nk1.set(8, ts(person, context, "period", "start")).set(9, ts(person, context, "period", "end"))
    nk1.set(15, _SEX.get(person.text("gender"), "")).set(16, ts(person, context, "birthDate"))
    for spoken in person.each("communication")[:1]:
        nk1.set(20, concept_to_cwe(spoken.child("language"), context, table="0296"))
    nk1.set(33, *(identifier_to_cx(found, context, kind="related-person") for found in own_identifiers(person)))
    return nk1


def _roles(nk1: Line, person: Node, context: Outgoing) -> None:
    for role in person.each("relationship"):
        codings = role.each("coding")
        is_contact_role = any(coding.peek("system") == _V2_0131 for coding in codings)
        is_relation = any(coding.peek("system").endswith("v2-0063") for coding in codings)
        if is_contact_role and not is_relation:
            nk1.add(7, concept_to_cwe(role, context, table="0131"))
        else:
            nk1.add(3, concept_to_cwe(role, context, table="0063", translation=RELATIONSHIP))


def _contact(contact: Node, number: int, context: Outgoing) -> Line:
    nk1 = Line("NK1").set(1, str(number))
    name, address = contact.child("name"), contact.child("address")
    nk1.set(2, name_to_xpn(name) if name else "")
    _roles(nk1, contact, context)
    nk1.set(4, address_to_xad(address, context) if address else "")
    for point in contact.each("telecom"):
        nk1.add(6 if point.peek("use") == "work" else 5, contact_to_xtn(point, context))
    nk1.set(8, ts(contact, context, "period", "start")).set(9, ts(contact, context, "period", "end"))
    nk1.set(13, organization_to_xon(contact.child("organization"), context))
    nk1.set(15, _SEX.get(contact.text("gender"), ""))
    return nk1


def _allergy(allergy: Node, number: int, _: Node | None, context: Outgoing) -> Line:
    if context.target.knows("2.4") and own_identifiers(allergy):
        return _iam(allergy, number, context)
    al1 = Line("AL1").set(1, str(number))
    al1.set(2, _original(allergy, "category", "0127", context) or _KINDS.get(allergy.text("category"), ""))
    al1.set(3, concept_to_cwe(allergy.child("code"), context))
    reaction = allergy.at("reaction")
    severity = _SEVERITY.get(reaction.text("severity"), "") if reaction else ""
    al1.set(
        4, _original(allergy, "criticality", "0128", context) or severity or _RISK.get(allergy.text("criticality"), "")
    )
    if reaction is not None:
        al1.set(5, *(found.text("text") or found.text("coding", "display") for found in reaction.each("manifestation")))
    al1.set(6, ts(allergy, context, "onsetDateTime"))
    own_identifiers(allergy)
    if allergy.peek("clinicalStatus", "coding", "code") == "active":
        allergy.mark_each("clinicalStatus")
    allergy.mark_each("type")
    return al1


def _iam(allergy: Node, number: int, context: Outgoing) -> Line:
    """An allergy that has a number: IAM, which alone has room for it."""
    iam = Line("IAM").set(1, str(number))
    iam.set(2, _original(allergy, "category", "0127", context) or _KINDS.get(allergy.text("category"), ""))
    iam.set(3, concept_to_cwe(allergy.child("code"), context))
    kept = _original(allergy, "criticality", "0128", context)
    iam.set(4, kept or _RISK.get(allergy.text("criticality"), ""))
    reaction = allergy.at("reaction")
    if reaction is not None:
        iam.set(5, *(concept_to_cwe(found, context) for found in reaction.each("manifestation")))
    is_error = allergy.peek("verificationStatus", "coding", "code") == "entered-in-error"
    iam.set(6, "D" if is_error else "A")
    if is_error:
        allergy.mark_each("verificationStatus")
    iam.set(7, _own_number(allergy, context, "allergy"))
    iam.set(11, ts(allergy, context, "onsetDateTime")).set(12, allergy.text("onsetString"))
    iam.set(13, ts(allergy, context, "recordedDate"))
    status = allergy.child("clinicalStatus")
    if status is not None:
        iam.set(17, status.text("coding", "code"))
        status.mark()
    allergy.mark_each("type")
    return iam


def _original(resource: Node, element: str, table: str, context: Outgoing) -> Cell:
    """The code that was sent, kept beside the element it became."""
    holder = next(iter(resource.each(f"_{element}")), None)
    if holder is None and element == "category":
        holder = resource
    found = holder.extension(_ALTERNATE) if holder else None
    if found is None:
        return ""
    cell = concept_to_cwe(found.child("valueCodeableConcept"), context, table=table)
    resource.mark_each(element, f"_{element}")
    if not isinstance(cell, str) and not cell[0]:
        return cell[1]  # a word in the place of a code
    return cell


def _condition(condition: Node, number: int, encounter: Node | None, context: Outgoing) -> Line:
    dg1 = Line("DG1").set(1, str(number))
    dg1.set(3, concept_to_cwe(condition.child("code"), context))
    words = condition.peek("code", "text")
    if words and words != condition.peek("code", "coding", "display"):
        dg1.set(4, condition.text("code", "text"))
    dg1.set(5, ts(condition, context, "onsetDateTime"))
    named = next(
        (
            found
            for found in (encounter.each("diagnosis") if encounter else [])
            if context.resources.points_at(found.child("condition"), condition)
        ),
        None,
    )
    dg1.set(6, "W")
    if named is not None and named.child("use") is not None:
        dg1.set(6, concept_to_cwe(named.child("use"), context, table="0052", translation=DIAGNOSIS_ROLE))
    if named is not None:
        dg1.set(15, named.text("rank"))
    dg1.set(16, person_to_xcn(condition.child("asserter"), context))
    attested = condition.extension(_ASSERTED)
    dg1.set(19, ts(attested, context, "valueDateTime") or ts(condition, context, "recordedDate"))
    if dg1.has(19) and attested is not None:
        condition.mark_each("recordedDate")
    dg1.set(20, _own_number(condition, context, "diagnosis"))
    if condition.peek("verificationStatus", "coding", "code") == "entered-in-error":
        dg1.set(21, "D")
        condition.mark_each("verificationStatus")
    if condition.peek("clinicalStatus", "coding", "code") == "active":
        condition.mark_each("clinicalStatus")
    if condition.peek("category", "coding", "code") == "encounter-diagnosis":
        condition.mark_each("category")
    return dg1


def _procedure(procedure: Node, number: int, _: Node | None, context: Outgoing) -> Line:
    pr1 = Line("PR1").set(1, str(number))
    pr1.set(3, concept_to_cwe(procedure.child("code"), context))
    words = procedure.peek("code", "text")
    if words and words != procedure.peek("code", "coding", "display"):
        pr1.set(4, procedure.text("code", "text"))
    pr1.set(5, ts(procedure, context, "performedDateTime"))
    pr1.set(6, concept_to_cwe(procedure.child("category"), context, table="0230"))
    for performer in procedure.each("performer"):
        field = _FUNCTIONS.get(performer.peek("function", "coding", "code"), 12)
        performer.mark_each("function")
        pr1.add(field, person_to_xcn(performer.child("actor"), context))
    for reason in procedure.each("reasonCode")[:1]:
        pr1.set(15, concept_to_cwe(reason, context))
    pr1.set(19, _own_number(procedure, context, "procedure"))
    if procedure.peek("status") == "completed":
        procedure.mark_each("status")
    return pr1


def _coverage(coverage: Node, number: int, _: Node | None, context: Outgoing) -> Line:
    in1 = Line("IN1").set(1, str(number))
    for held in coverage.each("class"):
        kind = held.peek("type", "coding", "code")
        if kind == "plan":
            in1.set(2, [held.text("value"), held.text("name")])
        elif kind == "group":
            in1.set(8, held.text("value")).set(9, held.text("name"))
        if kind in {"plan", "group"}:
            held.mark_each("type")
    payor = coverage.at("payor")
    company: Cell = organization_to_xon(payor, context)
    in1.set(4, company)
    in1.set(12, ts(coverage, context, "period", "start")).set(13, ts(coverage, context, "period", "end"))
    in1.set(15, concept_to_cwe(coverage.child("type"), context, table="0086"))
    in1.set(17, concept_to_cwe(coverage.child("relationship"), context, table="0063", translation=RELATIONSHIP))
    in1.set(36, _own_number(coverage, context, "policy"))
    in1.set(49, coverage.text("subscriberId"))
    if coverage.peek("status") == "active":
        coverage.mark_each("status")
    return in1


def _own_number(resource: Node, context: Outgoing, kind: str) -> Cell:
    """The first number that an institution gave."""
    for found in own_identifiers(resource)[:1]:
        cell = identifier_to_ei(found, context, kind=kind)
        return cell[0] if kind == "policy" and not isinstance(cell, str) else cell
    return ""
