"""PV1 and PV2 to Encounter. IG segment maps PV1[Encounter] and PV2[Encounter].

The trigger event decides the status over patient class and discharge time (the guide has no
rule for that): table EVENT_STATUS.
"""

from adapters.hl7v2.codesystems.encounters import (
    ACT_CLASSES,
    ADMISSION_TYPE,
    CLASS_WORDS,
    EVENT_STATUS,
    HOSPITAL_SERVICE,
    PARTICIPATION,
    PATIENT_CLASS,
    SPECIAL_ARRANGEMENT,
    STATUS_BY_CLASS,
    V2_0004,
    V3_ACT,
    V3_PARTICIPATION,
)
from adapters.hl7v2.codesystems.persons import V3_NULL
from adapters.hl7v2.codesystems.systems import coding_system_to_uri
from adapters.hl7v2.context import MessageContext
from adapters.hl7v2.datatypes.cwe import concept, cwe_to_codeable_concept, cwe_to_coding
from adapters.hl7v2.datatypes.cx import cx_to_identifier
from adapters.hl7v2.datatypes.ei import identifier_key
from adapters.hl7v2.datatypes.period import is_before
from adapters.hl7v2.datatypes.pl import pl_to_location
from adapters.hl7v2.datatypes.ts import ts_to_datetime
from adapters.hl7v2.datatypes.xcn import practitioners
from adapters.hl7v2.nulls import deleted
from adapters.hl7v2.segments.pv2 import pv2_to_encounter
from adapters.hl7v2.tokenizer import Repetition, Segment
from fhir_profiles.issue import JsonObject

_LOCATION_CLASS = "http://hl7.org/fhir/StructureDefinition/subject-locationClassification"
_CONCEPTS = ((13, "reAdmission", "0092"), (14, "admitSource", "0023"), (36, "dischargeDisposition", "0112"))
_CONCEPT_LISTS = ((15, "specialArrangement", "0009"), (16, "specialCourtesy", "0099"), (38, "dietPreference", "0114"))

_SCHEDULING = frozenset({"SIU", "SRM", "SRR"})
_STAY_FIELDS = frozenset({5, 13, 14, 15, 16, 36, 37, 38})


def is_no_visit(pv1: Segment) -> bool:
    """Whether a PV1 says that there is none: class N (not applicable, table 0004) and nothing else.

    Structures require a PV1 even of messages that only tell of a person; so do ours that go out.
    """
    if pv1.peek(2) != "N" or pv1.cells.keys() - {1, 2}:
        return False
    pv1.keep(2)
    return True


def pv1_to_encounter(pv1: Segment, pv2: Segment | None, pid: Segment | None, context: MessageContext) -> JsonObject:
    """Add the Encounter of a PV1 (and PV2) and make it the visit of the message."""
    identifiers = _identifiers(pv1, context)
    patient_class = pv1.peek(2)
    encounter: JsonObject = {"resourceType": "Encounter"}
    if identifiers:
        encounter["identifier"] = identifiers
    encounter["status"] = _status(pv1, patient_class, context)
    encounter["class"] = _class(pv1, context)
    kind = _admission_type(pv1, context)
    if kind:
        encounter["type"] = [kind]
    service = cwe_to_codeable_concept(pv1.first(10), context, table="0069", translation=HOSPITAL_SERVICE)
    if service:
        encounter["serviceType"] = service
    encounter |= context.subject()
    participants = _participants(pv1, context)
    if participants:
        encounter["participant"] = participants
    period = _period(pv1, context)
    if period:
        encounter["period"] = period
    account = cx_to_identifier(pid.first(18), context, kind="account", type_code="AN") if pid and pid.has(18) else None
    if account:
        encounter["account"] = [{"type": "Account", "identifier": account}]
    hospitalization = _hospitalization(pv1, context)
    if hospitalization:
        encounter["hospitalization"] = hospitalization
    locations = _locations(pv1, patient_class, period, context)
    if locations:
        encounter["location"] = locations
    episode = cx_to_identifier(pv1.first(54), context, kind="episode") if pv1.has(54) else None
    if episode:
        words = {"display": pv1.take(53)} if pv1.peek(53) else {}
        encounter["episodeOfCare"] = [{"type": "EpisodeOfCare", "identifier": episode} | words]
    if pv2 is not None:
        pv2_to_encounter(pv2, encounter, context)
    context.encounter_key = _key(pv1, identifiers, account, context)
    taken_back = deleted(pv1, encounter).union(_taken_back(context))
    context.encounter = context.put(
        encounter, key=context.encounter_key, keep=_undecided(pv1, context), delete=taken_back
    )
    return encounter


def _identifiers(pv1: Segment, context: MessageContext) -> list[JsonObject]:
    found = [cx_to_identifier(pv1.first(19), context, kind="visit", type_code="VN")] if pv1.has(19) else []
    found += [cx_to_identifier(cell, context, kind="visit-alternate") for cell in pv1.repetitions(50)]
    return [identifier for identifier in found if identifier]


def _key(pv1: Segment, identifiers: list[JsonObject], account: JsonObject | None, context: MessageContext) -> str:
    if identifiers:
        return identifier_key(identifiers[0])
    context.warn(
        "PV1-19",
        "The visit has no number; later messages find it by account, or by patient and admission time.",
        code="required",
    )
    if account:
        return f"account|{identifier_key(account)}"
    return f"{context.patient_key}|{pv1.peek(44) or context.event_time or pv1.text}"


def _status(pv1: Segment, patient_class: str, context: MessageContext) -> str:
    decided = EVENT_STATUS.get(context.event) if context.code == "ADT" else None
    if decided:
        return decided
    if pv1.has(45):
        return "finished"
    if _is_only_booked(pv1, context):
        return "planned"
    return STATUS_BY_CLASS.get(patient_class, "in-progress")


def _is_only_booked(pv1: Segment, context: MessageContext) -> bool:
    """Whether the visit belongs to an appointment (SIU, SRM, SRR) and nothing says that it has begun."""
    return context.code in _SCHEDULING and not pv1.has(44)


def _undecided(pv1: Segment, context: MessageContext) -> set[str]:
    """Elements that this message does not decide: an update or a result never reopens a visit.

    No message without PV1-2 takes a known class away: the class of FHIR is required, so that "unknown" stands for it.
    """
    unsaid = set() if pv1.has(2) else {"class"}
    if context.code == "ADT" and context.event in EVENT_STATUS:
        return unsaid
    kept = {"status", "location"} if context.code == "ADT" else {"status", "location", "diagnosis"}
    if not pv1.has(45):
        kept.add("period")
    return kept | unsaid


def _taken_back(context: MessageContext) -> tuple[str, ...]:
    """What a cancelled discharge (A13) takes back."""
    return ("period.end", "hospitalization.dischargeDisposition") if _is_adt(context, "A13") else ()


def _is_adt(context: MessageContext, *events: str) -> bool:
    return context.code == "ADT" and context.event in events


def _class(pv1: Segment, context: MessageContext) -> JsonObject:
    code = pv1.peek(2)
    if not code:
        return {"system": V3_NULL, "code": "UNK", "display": "unknown"}
    if code in CLASS_WORDS:
        mapped, system, display = PATIENT_CLASS[CLASS_WORDS[code]]
        _mark_class(pv1.first(2), V2_0004, code, context)
        return {"system": system, "code": mapped, "display": display}
    if code in PATIENT_CLASS:
        mapped, system, display = PATIENT_CLASS[code]
        _mark_class(pv1.first(2), V2_0004, display, context)
        return {"system": system, "code": mapped, "display": display}
    if code in ACT_CLASSES:
        words = pv1.peek(2, 2)
        _mark_class(pv1.first(2), V3_ACT, words, context)
        return {"system": V3_ACT, "code": code} | ({"display": words} if words else {})
    coding = cwe_to_coding(pv1.first(2), context, table="0004")
    return coding or {"system": V2_0004, "code": code}


def _mark_class(cell: Repetition, system: str, words: str, context: MessageContext) -> None:
    """Count as mapped what a class of this system and these words says of the cell; other words of its own are not."""
    cell.mark(1)
    if cell.peek(2).casefold() in words.casefold():
        cell.mark(2)
    if cell.peek(3) and coding_system_to_uri(cell.peek(3), source=context.source.name) == system:
        cell.mark(3)


def _admission_type(pv1: Segment, context: MessageContext) -> JsonObject | None:
    if not pv1.has(4):
        return None
    found = cwe_to_codeable_concept(pv1.first(4), context, table="0007")
    for coding in (found or {}).get("coding", ()):
        if coding.get("code") in ADMISSION_TYPE and str(coding.get("system", "")).endswith("/v2-0007"):
            coding.setdefault("display", ADMISSION_TYPE[coding["code"]])
    return found


def _participants(pv1: Segment, context: MessageContext) -> list[JsonObject]:
    return [
        {"type": [concept(code, V3_PARTICIPATION, display)], "individual": person}
        for field, (code, display) in PARTICIPATION.items()
        if pv1.has(field)
        for person in practitioners(pv1, field, context)
    ]


def _period(pv1: Segment, context: MessageContext) -> JsonObject:
    period: JsonObject = {}
    start = ts_to_datetime(pv1.first(44), context) if pv1.has(44) else ""
    if start:
        period["start"] = start
    if _is_adt(context, "A13", "A15", "A16", "A25", "A26"):  # the end is taken back, or only expected
        return period
    end = ts_to_datetime(pv1.first(45), context) if pv1.has(45) else ""
    if not end and _is_adt(context, "A03"):
        end = context.event_time
    if end and start and is_before(end, start):
        context.warn("PV1-45", "The discharge is before the admission; the end of the visit was left out.")
        pv1.first(45).give_back()
    elif end:
        period["end"] = end
    return period


def _hospitalization(pv1: Segment, context: MessageContext) -> JsonObject:
    found: JsonObject = {}
    if pv1.lacks(_STAY_FIELDS):
        return found
    if pv1.has(5):
        before = cx_to_identifier(pv1.first(5), context, kind="preadmission")
        if before:
            found["preAdmissionIdentifier"] = before
    for field, name, table in _CONCEPTS:
        if field == 36 and _is_adt(context, "A13"):  # taken back, as the end is
            continue
        value = cwe_to_codeable_concept(pv1.first(field), context, table=table) if pv1.has(field) else None
        if value:
            found[name] = value
    for field, name, table in _CONCEPT_LISTS:
        values = [
            value
            for cell in pv1.repetitions(field)
            if (value := cwe_to_codeable_concept(cell, context, table=table, translation=SPECIAL_ARRANGEMENT))
        ]
        if values:
            found[name] = values
    if pv1.has(37):
        parts = [part for part in pv1.first(37).subcomponents(1) if part]
        if parts:
            pv1.take(37)
            found["destination"] = {"display": " ".join(parts)}
    return found


def _locations(pv1: Segment, patient_class: str, period: JsonObject, context: MessageContext) -> list[JsonObject]:
    found: list[JsonObject] = []
    is_ahead = patient_class == "P" or context.event in {"A05", "A14"} or _is_only_booked(pv1, context)
    now = "planned" if is_ahead else "active"
    if _is_adt(context, "A03", "A11"):
        now = "completed"
    for field, status in ((3, now), (6, "completed"), (11, "active"), (42, "reserved"), (43, "completed")):
        if field == 6 and _is_adt(context, "A12"):  # where a cancelled move would have led: perhaps never reached
            continue
        for cell in pv1.repetitions(field):
            place = pl_to_location(cell, context)
            if not place:
                continue
            entry: JsonObject = {"location": place, "status": status}
            stay = _stay(field, period, context)
            if stay:
                entry["period"] = stay
            if field in {11, 43}:
                words = {"text": "temporary"}
                entry["extension"] = [{"url": _LOCATION_CLASS, "valueCodeableConcept": words}]
            found.append(entry)
    return found


def _stay(field: int, period: JsonObject, context: MessageContext) -> JsonObject:
    """Since when, or until when, the patient is at the place of a field, as far as the event says it."""
    if field == 3 and _is_adt(context, "A01", "A04"):
        start = period.get("start") or context.event_time
        return {"start": start} if start else {}
    if field == 3 and _is_adt(context, "A03"):
        return {"end": period["end"]} if "end" in period else {}
    if field in {3, 6} and _is_adt(context, "A02"):
        return {"start" if field == 3 else "end": context.event_time} if context.event_time else {}
    return {}
