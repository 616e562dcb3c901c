"""ADT_A01 and its like: admission, registration, update and the other visit events. IG message map ADT_A01.

The guide maps A01 alone and has no event rules; A04, A08, A13 and others share this structure
(table 0354), and `codesystems.encounters.EVENT_STATUS` says what each means for the visit.
"""

from collections.abc import Callable, Iterable

from adapters.hl7v2.context import MessageContext
from adapters.hl7v2.segments.acc import acc_to_observation
from adapters.hl7v2.segments.al1 import NONE_KNOWN_LIST, al1_to_allergy_intolerance, none_known
from adapters.hl7v2.segments.dg1 import dg1_to_condition
from adapters.hl7v2.segments.financial_class import pv1_to_coverage
from adapters.hl7v2.segments.gt1 import gt1_to_guarantor
from adapters.hl7v2.segments.iam import iam_to_allergy_intolerance
from adapters.hl7v2.segments.in1 import in1_to_coverage
from adapters.hl7v2.segments.in2 import db1_to_identifier, in2_to_identifiers
from adapters.hl7v2.segments.nk1 import nk1_to_related_person
from adapters.hl7v2.segments.nte import add_note
from adapters.hl7v2.segments.obx import obx_to_observation
from adapters.hl7v2.segments.pda import pda_to_observations
from adapters.hl7v2.segments.pid import pid_to_patient
from adapters.hl7v2.segments.pr1 import pr1_to_procedure
from adapters.hl7v2.segments.pv1 import is_no_visit, pv1_to_encounter
from adapters.hl7v2.segments.rol import add_role
from adapters.hl7v2.tokenizer import Message, Segment
from fhir_profiles.issue import JsonObject

EVENTS = (
    *(("ADT", f"A{number:02d}") for number in (1, 2, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13, 14, 15, 16)),
    *(("ADT", f"A{number:02d}") for number in (21, 22, 23, 25, 26, 27, 28, 29, 31, 32, 33, 38, 52, 53, 54, 55, 60)),
    ("ADT", "A61"),
    ("ADT", "A62"),
)
PERSON_EVENTS = frozenset({"A28", "A29", "A31", "A60"})
"""Events about a person, not a visit: PV1 is required by the structure, but often says nothing."""


def convert(context: MessageContext) -> None:
    """Patient, Encounter and what hangs on them. A message without PID is refused."""
    if not add_patient_and_visit(context):
        context.refuse("PID", "The message has no PID segment; an ADT message needs one.")
        return
    add_visit_details(context)


def add_patient_and_visit(context: MessageContext) -> bool:
    """Patient from the first PID, Encounter from the first PV1; False without a PID."""
    message = context.message
    pid = message.first("PID")
    if pid is None:
        return False
    patient = pid_to_patient(pid, message.first("PD1"), context)
    if context.code == "ADT" and context.event == "A29":
        patient["active"] = False
    pv1 = message.first("PV1")
    if pv1 is not None and not is_no_visit(pv1) and not _says_nothing(context):
        pv1_to_encounter(pv1, message.first("PV2"), pid, context)
    return True


def add_visit_details(context: MessageContext) -> None:
    """What hangs on the patient and the visit, from all segments of the message."""
    if context.code == "ADT":
        context.lists |= stated_lists(context.message)
        if (pv1 := context.message.first("PV1")) is not None:
            pv1_to_coverage(pv1, context)
    add_details(context.message.segments, context)


def stated_lists(message: Message) -> set[str]:
    """The lists that a message states as a whole (snapshot mode, HL7 v2.9 chapter 2.10.4).

    "No known allergy" alone is none: it takes back no allergen that is recorded (ADR 43).
    A list that is not there is no statement; one whose members carry action codes (DG1-21) states these members alone.
    """
    lists = {name for name in _LISTS if message.first(name) is not None}
    if "AL1" in lists and all(none_known(al1) for al1 in message.all("AL1")):
        lists = lists - {"AL1"} | {NONE_KNOWN_LIST}
    if any(dg1.has(21) for dg1 in message.all("DG1")):
        lists.discard("DG1")
    return lists


def add_details(segments: Iterable[Segment], context: MessageContext) -> None:
    """Contacts, allergies, diagnoses, procedures, coverage and measurements, with their notes."""
    counts: dict[str, int] = {}
    latest: JsonObject | None = None
    for segment in segments:
        add = _DETAILS.get(segment.name)
        if add is not None:
            add(segment, context)
        if segment.name == "OBX":
            latest = obx_to_observation(
                segment,
                context,
                group=f"{context.patient_key}|{context.encounter_key}|{context.event_time}",
                counts=counts,
            )
        elif segment.name == "NTE":
            add_note(context.resource(latest), segment, context)
        else:
            latest = None


def _add_guarantor(gt1: Segment, context: MessageContext) -> None:
    """Add whom a GT1 names. Nothing of an ADT message refers to it, so a name that its record lacks is residue."""
    party = (gt1_to_guarantor(gt1, context) or {}).get("party", {})
    told = context.resource(party)
    is_institution = told is not None and told["resourceType"] == "Organization"
    if told is not None and is_institution and party.get("display", "") not in {"", told.get("name")}:
        for cell in gt1.repetitions(21):
            cell.give_back(1)


_LISTS = ("AL1", "DG1", "IN1", "NK1")

_DETAILS: dict[str, Callable[[Segment, MessageContext], object]] = {
    "NK1": nk1_to_related_person,
    "AL1": al1_to_allergy_intolerance,
    "IAM": iam_to_allergy_intolerance,
    "DG1": dg1_to_condition,
    "PR1": pr1_to_procedure,
    "IN1": in1_to_coverage,
    "IN2": in2_to_identifiers,
    "DB1": db1_to_identifier,
    "GT1": _add_guarantor,
    "ROL": add_role,
    "PRT": add_role,
    "PDA": pda_to_observations,
    "ACC": acc_to_observation,
}


def _says_nothing(context: MessageContext) -> bool:
    pv1 = context.message.first("PV1")
    if pv1 is None or context.event not in PERSON_EVENTS:
        return False
    return not (pv1.has(19) or pv1.has(44) or pv1.has(3))
