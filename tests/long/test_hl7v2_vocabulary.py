"""Every vocabulary table of the HL7 v2-to-FHIR guide against ours: 100 % of its mapped rows, deviations listed."""

import csv
import os
from collections.abc import Mapping
from pathlib import Path

import pytest

from adapters.hl7v2.codesystems import appointments, clinical, encounters, identifiers, medication, orders, persons
from adapters.hl7v2.codesystems import results as tables_of_results
from adapters.hl7v2.codesystems.religion import RELIGION
from adapters.hl7v2.codesystems.timing import pattern_to_repeat
from adapters.hl7v2.context import MessageContext
from adapters.hl7v2.datatypes.cwe import Translation, cwe_to_codeable_concept, v2_system
from adapters.hl7v2.datatypes.cx import identifier_type
from adapters.hl7v2.tokenizer import tokenise
from adapters.port import Source

CORPORA = Path(os.environ.get("HUB_CORPORA", Path(__file__).parents[2].parent / "shared" / "corpora"))
TABLES = CORPORA / "v2-to-fhir" / "codesystems"

pytestmark = [
    pytest.mark.long,
    pytest.mark.skipif(not TABLES.is_dir(), reason=f"the guide's tables are not there ({CORPORA})"),
]

PLAIN: dict[str, Mapping[str, str]] = {
    "AdministrativeSex": persons.GENDER,
    "NameType": persons.NAME_USE,
    "AddressType[Use]": persons.ADDRESS_USE,
    "AddressType[Type]": persons.ADDRESS_TYPE,
    "TelecommunicationUseCode": persons.TELECOM_USE,
    "TelecommunicationEquipmentType": persons.TELECOM_SYSTEM,
    "AllergenType[AllergyIntoleranceCategory]": clinical.ALLERGY_CATEGORY,
    "AllergySeverity[AllergyIntolerance.criticality]": clinical.CRITICALITY,
    "AllergySeverity[AllergyIntolerance.reaction.severity]": clinical.REACTION_SEVERITY,
    "AllergyType": dict.fromkeys(clinical.ALLERGY_TYPE, "allergy"),
    "ResultStatus[Non-Queries]": tables_of_results.REPORT_STATUS,
    "ObservationResultStatusCodesInterpretation": tables_of_results.OBSERVATION_STATUS,
    "OrderControlCode[ServiceRequest.status]": orders.ORDER_CONTROL_STATUS,
    "OrderStatus": orders.ORDER_STATUS,
    "ExtendedPriorityCodes": orders.PRIORITY,
    "CompletionStatus": orders.IMMUNIZATION_STATUS,
    "Event[EncounterStatus]": encounters.EVENT_STATUS,
    "PatientClass[EncounterStatus]": {
        code: encounters.STATUS_BY_CLASS.get(code, "in-progress") for code in encounters.PATIENT_CLASS
    },
    "FillerStatusCodes[Appointment]": {code.title(): to for code, to in appointments.APPOINTMENT_STATUS.items()},
    "YesNoIndicator[AvailabilityStatus]": {
        code: {"available": "available", "unavailable": "unavailable"}[to]
        for code, to in tables_of_results.SPECIMEN_STATUS.items()
    },
    "YesNoIndicator": {"Y": "true", "N": "false"},
}
"""Tables of codes that FHIR binds as required: code to code."""

CODED: dict[str, tuple[str, Translation | None]] = {
    "MaritalStatus": ("0002", persons.MARITAL_STATUS),
    "Relationship": ("0063", persons.RELATIONSHIP),
    "Religion": ("0006", RELIGION),
    "ProviderRole": ("0443", persons.PROVIDER_ROLE),
    "InterpretationCodes": ("0078", tables_of_results.INTERPRETATION),
    "EncounterPriority": ("0217", encounters.PRIORITY),
    "AmbulatoryStatus": ("0009", encounters.SPECIAL_ARRANGEMENT),
    "HospitalService": ("0069", encounters.HOSPITAL_SERVICE),
    "DiagnosisType": ("0052", clinical.DIAGNOSIS_ROLE),
    "EventReason": ("0062", encounters.EVENT_REASON),
    "OrderType": ("0482", orders.ORDER_TYPE),
    "RouteOfAdministration": ("0162", medication.ROUTE),
    "AdministrationMethod": ("0165", medication.ADMINISTRATION_METHOD),
    "SpecimenCollectionMethod": ("0488", tables_of_results.COLLECTION_METHOD),
    "AppointmentReasonCodes": ("0276", appointments.APPOINTMENT_REASON),
}
"""Tables of concepts: the guide's code comes first, the original stays behind it."""

KEPT = {
    "AdditivePreservative": "0371",
    "AdmissionLevelOfCareCode": "0432",
    "AdmissionType": "0007",
    "AllergenType[AllergyIntoleranceOriginalCategory]": "0127",
    "AllergySeverity[AllergyIntolerance.criticality-original]": "0128",
    "AllowSubstitution": "0161",
    "AppointmentTypeCodes": "0277",
    "BedStatus": "0116",
    "BodyParts": "0550",
    "BodySite": "0163",
    "CommentType": "0364",
    "ContactRole": "0131",
    "CountryCode": "0399",
    "DegreeLicenseCertificate": "0360",
    "DiagnosticServiceSectionID": "0074",
    "DocumentConfidentialityStatus": "0272",
    "LivingWillCode": "0315",
    "ModeOfArrivalCode": "0430",
    "NameAssemblyOrder": "0444",
    "NatureOfAbnormalTesting": "0080",
    "OrganizationalNameType": "0204",
    "PreferredMethodOfContact": "0185",
    "PublicityCode": "0215",
    "ReadmissionIndicator": "0092",
    "RepeatPattern": "0335",
    "SpecimenCondition": "0493",
    "SpecimenRejectReason": "0490",
    "SpecimenType": "0487",
    "VisitUserCode": "0130",
}
"""Tables whose codes the guide keeps, in the system of the HL7 table."""

NOT_READ = {
    "ConfidentialityCode": "security labels are the hub's own (DESIGN D2); ORC-28 stays in the residue",
    "EventType": "MSH-9.2 is Provenance.activity, in the system v2-0003, whatever its code",
    "ProcessingID": "MSH-11 decides whether a message is taken; it stands in no resource",
    "ProcessingMode": "MSH-11.2 stands in no resource",
    "SegmentActionCode": "action codes decide the interaction, not a value",
    "UniversalIDType": "CX.4.3 decides how the authority is read (datatypes/hd.py)",
    "Participation": "PRT-4 PH is kept with its own code: it is no type of Encounter.participant",
}
"""Mapped tables whose element we do not make, each with the reason."""

DEVIATIONS = {
    ("Event[EncounterStatus]", "A04"): "in-progress: who is registered is there (docs/adapters/hl7v2.md)",
    ("Event[EncounterStatus]", "A08"): "not decided: an update keeps the stored status and never reopens a visit",
    ("TelecommunicationEquipmentType", "CP"): "phone, with use mobile: mobile is no ContactPoint.system in FHIR",
    ("IdentifierType", "NNxxx"): "a pattern, no code: any NN with three letters is a national number",
    ("PractitionerIDNumberType", "L&I"): "LI of table 0203 is only read where the code is a type of table 0203",
}
"""Rows where we say something else, each with the reason."""


def rows(name: str) -> dict[str, str]:
    """Code to FHIR code of one table of the guide; rows that it leaves open are not in it."""
    with (TABLES / f"{name}.csv").open(encoding="utf-8-sig", newline="") as file:
        found = list(csv.reader(file))[2:]
    pairs = [(_clean(row[0]), _clean(row[6])) for row in found if len(row) > 6]
    return {code: to for code, to in pairs if code and to and (name, code) not in DEVIATIONS}


def _clean(text: str) -> str:
    """A cell without what a wrong decoding left in the guide's file (a lone Â for a space that does not break)."""
    return text.replace("\u00c2", "").replace("\u00a0", " ").strip()


def mapped_tables() -> list[str]:
    return sorted(path.stem for path in TABLES.glob("*.csv") if rows(path.stem))


def codes(code: str, table: str, translation: Translation | None) -> list[tuple[str, str]]:
    """(system, code) of what becomes of a coded cell."""
    escaped = code.replace("&", "\\T\\")
    message = tokenise(f"MSH|^~\\&|A|B\rZZZ|{escaped}".encode())
    context = MessageContext(message, Source(name="H1"), code="ADT", event="A01")
    found = cwe_to_codeable_concept(message.segments[1].first(1), context, table=table, translation=translation)
    return [(coding.get("system", ""), coding["code"]) for coding in (found or {}).get("coding", ())]


def test_every_mapped_table_of_the_guide_is_compared_or_has_a_reason() -> None:
    known = {*PLAIN, *CODED, *KEPT, *NOT_READ, "PatientClass[EncounterClass]", "IdentifierType"}
    known |= {"PractitionerIDNumberType", "EventRelatedPeriod"}

    assert [name for name in mapped_tables() if name not in known] == []


@pytest.mark.parametrize("name", sorted(PLAIN))
def test_plain_tables_agree_with_the_guide(name: str) -> None:
    guide = rows(name)

    assert {code: PLAIN[name].get(code) for code in guide} == guide


@pytest.mark.parametrize("name", sorted(CODED))
def test_the_code_of_the_guide_comes_first_and_the_original_stays(name: str) -> None:
    table, translation = CODED[name]
    guide = rows(name)

    found = {code: codes(code, table, translation) for code in guide}

    assert {code: codings[0][1] for code, codings in found.items()} == guide
    assert all((v2_system(table), code) in codings for code, codings in found.items())


@pytest.mark.parametrize("name", sorted(KEPT))
def test_codes_that_the_guide_keeps_are_kept_in_their_table(name: str) -> None:
    guide = rows(name)

    found = {code: codes(code, KEPT[name], None) for code in guide}

    assert found == {code: [(v2_system(KEPT[name]), to)] for code, to in guide.items()}


def test_patient_classes_agree_with_the_guide() -> None:
    guide = rows("PatientClass[EncounterClass]")

    assert {code: encounters.PATIENT_CLASS[code][0] for code in guide} == guide


@pytest.mark.parametrize("name", ["IdentifierType", "PractitionerIDNumberType"])
def test_identifier_types_keep_their_code(name: str) -> None:
    guide = rows(name)

    found = {code: identifier_type(code) for code in guide}

    wanted = {to for to in guide.values() if to in identifiers.IDENTIFIER_TYPES}
    assert {one["coding"][0]["code"] for one in found.values() if "coding" in one} == wanted
    assert {one["text"] for one in found.values() if "text" in one} == set(guide.values()) - wanted


def test_meals_and_sleep_are_events_of_a_timing() -> None:
    guide = rows("EventRelatedPeriod")

    assert {code for code in guide if code in {"AC", "PC", "HS", "ACM", "ACD", "ACV", "PCM", "PCD", "PCV"}} == {
        code for code in guide if pattern_to_repeat(code).get("when") == [code]
    }
