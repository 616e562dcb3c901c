"""PID and PD1 to Patient. IG segment maps PID[Patient] and PD1[Patient]."""

from adapters.hl7v2.codesystems.persons import (
    GB_ETHNICITY,
    GB_MARITAL,
    GB_SEX,
    GENDER,
    MARITAL_STATUS,
    PLAIN_GENDER,
    RELATIONSHIP,
    V2_MARITAL,
)
from adapters.hl7v2.codesystems.religion import RELIGION
from adapters.hl7v2.context import MessageContext
from adapters.hl7v2.datatypes.cwe import concept, cwe_to_codeable_concept, v2_system
from adapters.hl7v2.datatypes.cx import cx_to_identifier, resident_identifier
from adapters.hl7v2.datatypes.ei import identifier_key
from adapters.hl7v2.datatypes.quantity import to_count
from adapters.hl7v2.datatypes.resident_id import SYSTEM as RESIDENT_ID
from adapters.hl7v2.datatypes.resident_id import looks_like_resident_id, to_resident_id
from adapters.hl7v2.datatypes.ts import ts_to_date, ts_to_datetime
from adapters.hl7v2.datatypes.xad import xad_to_address
from adapters.hl7v2.datatypes.xpn import xpn_to_human_name
from adapters.hl7v2.datatypes.xtn import contact_points
from adapters.hl7v2.nulls import deleted
from adapters.hl7v2.segments.pd1 import pd1_to_directives, pd1_to_primary_care
from adapters.hl7v2.segments.related import put_related_person
from adapters.hl7v2.tokenizer import Repetition, Segment
from fhir_profiles.issue import JsonObject

_FHIR = "http://hl7.org/fhir/StructureDefinition"
_CONCEPT_EXTENSIONS = ((17, f"{_FHIR}/patient-religion", "0006", RELIGION),)
_NESTED_EXTENSIONS = (
    (26, f"{_FHIR}/patient-citizenship", "0171"),
    (28, f"{_FHIR}/patient-nationality", "0212"),
    (39, f"{_FHIR}/patient-citizenship", "0171"),
)
_EXTENDED = frozenset({6, 10, 17, 22, 23, 26, 28, 39})
_RANK = {"MR": 0, "": 1, "PI": 2, "PT": 3}


def pid_to_patient(pid: Segment, pd1: Segment | None, context: MessageContext) -> JsonObject:
    """Add the Patient of a PID (and PD1) and make it the subject of the message.

    The sender's own record number leads; a patient without any number is known by name and birth
    date at this sender only, with a warning.
    """
    identifiers = _identifiers(pid, context)
    patient: JsonObject = {"resourceType": "Patient"}
    if identifiers:
        patient["identifier"] = identifiers
    names = _names(pid, context)
    if names:
        patient["name"] = names
    _demographics(pid, patient, context)
    _contact(pid, patient, context)
    _personal(pid, patient)
    _extensions(pid, patient, context)
    if pd1 is not None:
        pd1_to_primary_care(pd1, patient, context)
    context.patient_key = _key(pid, identifiers, context)
    context.patient = context.put(patient, key=context.patient_key, delete=deleted(pid, patient))
    _add_mother(pid, context)
    if pd1 is not None:
        pd1_to_directives(pd1, context)
    return patient


def _add_mother(pid: Segment, context: MessageContext) -> None:
    """The mother who is known by her number (PID-21)."""
    numbers = [found for cell in pid.repetitions(21) if (found := cx_to_identifier(cell, context))]
    if numbers:
        mother = {"resourceType": "RelatedPerson", "identifier": numbers, "patient": context.patient}
        code, system, display = RELATIONSHIP["MTH"]
        mother["relationship"] = [concept(code, system, display)]
        put_related_person(mother, context)


def _names(pid: Segment, context: MessageContext) -> list[JsonObject]:
    """Names and aliases; what the person is called by (XPN.15) is a nickname of its own."""
    found: list[JsonObject] = []
    for field in (5, 9):
        for cell in pid.repetitions(field):
            name = xpn_to_human_name(cell, context)
            if name:
                found.append(name)
            if len(cell.parts) > 14 and cell.peek(15):
                found.append({"use": "nickname", "given": [cell.take(15)]})
    return found


def patient_identifiers(segment: Segment, fields: tuple[int, ...], context: MessageContext) -> list[JsonObject]:
    """The identifiers of these CX fields without doubles, the sender's record number first."""
    found: dict[str, JsonObject] = {}
    for field in fields:
        for cell in segment.repetitions(field):
            identifier = cx_to_identifier(cell, context)
            if identifier:
                found.setdefault(identifier_key(identifier), identifier)
    return sorted(found.values(), key=_rank)


def _identifiers(pid: Segment, context: MessageContext) -> list[JsonObject]:
    identifiers = patient_identifiers(pid, (3, 2, 4), context)
    known = {identifier_key(identifier) for identifier in identifiers}
    number = pid.peek(19)
    if number and looks_like_resident_id(number):
        checked = to_resident_id(number)
        if checked is None:
            context.refuse(
                "PID-19",
                "The resident identity number has a wrong check digit or birth date (GB 11643); "
                "correct it at the source and send the message again.",
                code="value",
            )
        else:
            pid.take(19)
            if f"{RESIDENT_ID}|{checked}" not in known:
                identifiers.append(resident_identifier(checked))
    elif number:
        # The guide: SB outside the United States, where SS is the number of their social security.
        found = cx_to_identifier(pid.first(19), context, kind="ss", type_code="SB")
        if found and identifier_key(found) not in known:
            identifiers.append(found)
    licence = _driving_licence(pid.first(20), context) if pid.has(20) else None
    return [*identifiers, licence] if licence else identifiers


def _driving_licence(cell: Repetition, context: MessageContext) -> JsonObject | None:
    """A DLN: number, who issued it, and until when it holds."""
    licence = cx_to_identifier(cell, context, kind="dl", type_code="DL")
    if licence is None:
        return None
    if cell.peek(2):
        licence["assigner"] = {"display": cell.take(2)}
        licence.pop("extension", None)
    until = ts_to_date(cell, context, 3) if cell.peek(3) else ""
    if until:
        licence["period"] = {"end": until}
    return licence


def _rank(identifier: JsonObject) -> int:
    if identifier.get("system") == RESIDENT_ID:
        return 9
    codings = identifier.get("type", {}).get("coding", [{}])
    return _RANK.get(codings[0].get("code", ""), 5)


def _key(pid: Segment, identifiers: list[JsonObject], context: MessageContext) -> str:
    if identifiers:
        return identifier_key(identifiers[0])
    context.warn(
        "PID-3", "The patient has no identifier; name and birth date stand in. Send the record number.", code="required"
    )
    known_by = (pid.raw(5), pid.raw(7), pid.raw(8))
    return "|".join(known_by) if any(known_by) else f"message|{context.occasion}"


def _demographics(pid: Segment, patient: JsonObject, context: MessageContext) -> None:
    birth = ts_to_datetime(pid.first(7), context) if pid.has(7) else ""
    if birth:
        patient["birthDate"] = birth[:10]
        if "T" in birth:
            patient["_birthDate"] = {"extension": [{"url": f"{_FHIR}/patient-birthTime", "valueDateTime": birth}]}
    sex = pid.peek(8)
    if sex:
        gender = GENDER.get(sex) or GENDER.get(sex.upper())
        if gender:
            pid.take(8)
            patient["gender"] = gender
            if sex.upper() not in PLAIN_GENDER:
                patient["_gender"] = {"extension": [_original_sex(sex)]}
        else:
            pid.take(8)
            patient["gender"] = "unknown"
            patient["_gender"] = {"extension": [_original_sex(sex)]}
            context.warn(
                "PID-8", "The sex is in neither table 0001 nor GB/T 2261.1; kept as unknown with the original."
            )
    marital = cwe_to_codeable_concept(pid.first(16), context, table="0002", translation=MARITAL_STATUS)
    if marital:
        for coding in marital.get("coding", ()):
            if coding.get("system") == V2_MARITAL and coding["code"].isdigit():  # table 0002 has letters alone
                coding["system"] = GB_MARITAL
        patient["maritalStatus"] = marital
    died = ts_to_datetime(pid.first(29), context) if pid.has(29) else ""
    if died:
        patient["deceasedDateTime"] = died
        if pid.peek(30).upper() == "Y":
            pid.take(30)
    elif pid.peek(30).upper() in {"Y", "N"}:
        patient["deceasedBoolean"] = pid.take(30).upper() == "Y"


def _original_sex(code: str) -> JsonObject:
    system = GB_SEX if code.isdigit() else v2_system("0001")
    return {
        "url": f"{_FHIR}/alternate-codes",
        "valueCodeableConcept": {"coding": [{"system": system, "code": code}]},
    }


def _contact(pid: Segment, patient: JsonObject, context: MessageContext) -> None:
    addresses = [found for cell in pid.repetitions(11) if (found := xad_to_address(cell, context))]
    county = pid.peek(12)
    if county and len(addresses) == 1 and addresses[0].get("district", county) == county:
        addresses[0]["district"] = pid.take(12)
    elif county:
        addresses.append({"district": pid.take(12)})
    if addresses:
        patient["address"] = addresses
    points = contact_points(pid, ((13, "home"), (14, "work"), (40, "")), context)
    if points:
        patient["telecom"] = points
    language = cwe_to_codeable_concept(pid.first(15), context, table="0296")
    if language:
        patient["communication"] = [{"language": language}]


def _personal(pid: Segment, patient: JsonObject) -> None:
    place = to_count(pid.peek(25))
    if place is not None:
        pid.take(25)
        patient["multipleBirthInteger"] = place
    elif pid.peek(24) in {"Y", "N"}:
        patient["multipleBirthBoolean"] = pid.take(24) == "Y"


def _extensions(pid: Segment, patient: JsonObject, context: MessageContext) -> None:
    if pid.lacks(_EXTENDED):
        return
    extensions: list[JsonObject] = []
    maiden = next((part for part in pid.first(6).subcomponents(1) if part), "") if pid.has(6) else ""
    if maiden:
        pid.first(6).mark(1)
        extensions.append({"url": f"{_FHIR}/patient-mothersMaidenName", "valueString": maiden})
    for field, url, table, translation in _CONCEPT_EXTENSIONS:
        found = cwe_to_codeable_concept(pid.first(field), context, table=table, translation=translation)
        if found:
            extensions.append({"url": url, "valueCodeableConcept": found})
    for field, url, table in _NESTED_EXTENSIONS:
        for cell in pid.repetitions(field):
            found = cwe_to_codeable_concept(cell, context, table=table)
            if found:
                extensions.append({"url": url, "extension": [{"url": "code", "valueCodeableConcept": found}]})
    if pid.has(23) and not pid.first(23).is_empty:
        extensions.append({"url": f"{_FHIR}/patient-birthPlace", "valueAddress": {"text": pid.first(23).text()}})
        pid.mark(23)
    for field, table in ((10, "0005"), (22, "0189")):
        extensions += [
            {"url": _group_url(concept), "valueCodeableConcept": concept}
            for cell in pid.repetitions(field)
            if (concept := _population_group(cwe_to_codeable_concept(cell, context, table=table), table))
        ]
    if extensions:
        patient["extension"] = extensions


def _population_group(concept: JsonObject | None, table: str) -> JsonObject | None:
    """Race and ethnic group; a two-digit code without a system is GB/T 3304 (01 汉族)."""
    for coding in (concept or {}).get("coding", ()):
        if coding.get("system") == v2_system(table) and len(coding["code"]) == 2 and coding["code"].isdigit():
            coding["system"] = GB_ETHNICITY
    return concept


def _group_url(concept: JsonObject) -> str:
    systems = {coding.get("system") for coding in concept.get("coding", ())}
    name = "patient-ethnicity" if GB_ETHNICITY in systems else "patient-population-group"
    return f"https://alliance-hub.example/fhir/StructureDefinition/{name}"
