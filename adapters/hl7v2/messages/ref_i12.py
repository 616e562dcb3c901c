"""REF_I12: a patient is referred. Events I12 (new), I13 (changed), I14 (cancelled), I15 (status asked).

The guide has no map for it. Ours: one ServiceRequest and one Task, with the patient, the
providers, diagnoses, allergies, procedures, coverage, observations and the visit that go along.

RQA and RPA (I08 to I11) ask an insurer for leave to treat and answer: with an RF1 they are read as a referral, without
one what they carry about the patient is used.
"""

from adapters.hl7v2.context import MessageContext
from adapters.hl7v2.groups import PatientGroup, patient_groups, shared_numbers
from adapters.hl7v2.messages import generic
from adapters.hl7v2.messages.oru_r01 import add_patient_group, add_results
from adapters.hl7v2.segments.nte import nte_to_annotation
from adapters.hl7v2.segments.prd import prd_to_provider
from adapters.hl7v2.segments.rf1 import rf1_to_service_request, rf1_to_task
from adapters.hl7v2.tokenizer import Segment
from fhir_profiles.issue import JsonObject

EVENTS = (
    *((code, event) for code in ("REF", "RRI") for event in ("I12", "I13", "I14", "I15")),
    *((code, event) for code in ("RQA", "RPA") for event in ("I08", "I09", "I10", "I11")),
)
_SUPPORTING = frozenset({"AllergyIntolerance", "Observation", "DiagnosticReport", "Procedure"})


def convert(context: MessageContext) -> None:
    """The referral and everything that it carries; refused without RF1 or PID."""
    rf1 = context.message.first("RF1")
    if rf1 is None and context.code in {"RQA", "RPA"}:
        context.warn("RF1", "The authorization names no referral; only the patient's facts were used.")
        generic.convert(context)
        return
    if rf1 is None:
        context.refuse("RF1", "The message has no RF1 segment; a referral needs one.")
        return
    if context.message.first("PID") is None:
        context.refuse("PID", "The message has no PID segment; a referral is for a patient.")
        return
    group = patient_groups(_with_patient_first(context.message.segments))[0]
    context.shared_numbers = shared_numbers(group.orders)
    add_patient_group(group, context)
    for order in group.orders:
        add_results(order, context)
    _add_referral(rf1, group, context)


def _add_referral(rf1: Segment, group: PatientGroup, context: MessageContext) -> None:
    message = context.message
    providers = [prd_to_provider(segment, context) for segment in message.all("PRD")]
    supporting = _supporting(context)
    notes = [note for segment in _own_notes(group) if (note := nte_to_annotation(segment, context))]
    if notes:
        supporting["note"] = notes
    request = rf1_to_service_request(rf1, providers, context, supporting=supporting)
    rf1_to_task(rf1, message.all("AUT"), providers, request, context)


def _supporting(context: MessageContext) -> JsonObject:
    """Links to what the message carries: diagnoses as reasons, coverage, the rest as information."""
    found: JsonObject = {}
    for entry in context.entries:
        kind = entry.resource["resourceType"]
        link = {"reference": entry.full_url}
        if kind == "Condition":
            found.setdefault("reasonReference", []).append(link)
        elif kind == "Coverage":
            found.setdefault("insurance", []).append(link)
        elif kind in _SUPPORTING:
            found.setdefault("supportingInfo", []).append(link)
    return found


def _own_notes(group: PatientGroup) -> list[Segment]:
    """NTE at the end of the message is about the referral, not about an observation."""
    notes: list[Segment] = []
    before = ""
    for segment in group.others:
        if segment.name == "NTE" and before not in {"OBX", "OBR"}:
            notes.append(segment)
        elif segment.name != "NTE":
            before = segment.name
    return notes


def _with_patient_first(segments: list[Segment]) -> list[Segment]:
    """RF1, AUT and PRD stand before PID in a referral; what they say belongs to the same group.

    PV1 stands last, but the visit must be known before what happened in it.
    """
    early = [segment for segment in segments if segment.name in {"PID", "PD1"}]
    visit = [segment for segment in segments if segment.name in {"PV1", "PV2"}]
    at = next((index for index, segment in enumerate(segments) if segment.name in {"PV1", "PV2"}), len(segments))
    tail = [segment for segment in segments[at:] if segment.name == "NTE"]
    rest = [
        segment
        for segment in segments
        if segment.name not in {"PID", "PD1", "PV1", "PV2"} and not any(segment is found for found in tail)
    ]
    return [*early, *visit, *tail, *rest]
