"""OBX to Observation. IG segment map OBX[Observation]; value rules in datatypes/varies.py."""

from adapters.hl7v2.codesystems.results import CATEGORY_SYSTEM, VITAL_SIGNS
from adapters.hl7v2.codesystems.systems import LOINC
from adapters.hl7v2.context import MessageContext
from adapters.hl7v2.datatypes.cwe import concept, cwe_to_codeable_concept, cwe_to_words
from adapters.hl7v2.datatypes.ei import ei_to_identifier, eip_to_identifier, identifier_key
from adapters.hl7v2.datatypes.ts import plain_moment, ts_to_datetime
from adapters.hl7v2.datatypes.varies import add_value
from adapters.hl7v2.datatypes.xad import xad_to_address
from adapters.hl7v2.datatypes.xcn import practitioners
from adapters.hl7v2.datatypes.xon import first_organization
from adapters.hl7v2.nulls import deleted
from adapters.hl7v2.segments.obx_frame import obx_frame
from adapters.hl7v2.tokenizer import Segment
from fhir_profiles.issue import JsonObject

_VITAL_SIGNS = "vital-signs"
_ABSENT = "http://terminology.hl7.org/CodeSystem/data-absent-reason"
_RARE = frozenset({10, 15, 16, 17, 18, 19, 20, 23, 24, 25, 29, 30, 33})
"""Fields of how, where and by whom, which most results leave to the OBR."""

_FIRST_RARE = 15
"""But OBX-10, which is asked for alone: an OBX that ends before the others is not split for it."""

_SPECIAL = ((10, "observation-nature-of-abnormal-test", "0080"), (30, "observation-structure-type", "0937"))
"""Field, extension and table of what R4 has no element for."""


_WITH_UNITS = frozenset({"valueQuantity", "valueRange"})


def obx_to_observation(
    obx: Segment,
    context: MessageContext,
    *,
    group: str,
    counts: dict[str, int],
    base: JsonObject | None = None,
) -> JsonObject | None:
    """Add the Observation of an OBX; the reference, or None when it names nothing.

    `group` is the key of what it belongs to (an order number); `counts` tells doubles within
    the group apart; `base` gives elements of the group that OBX may override (effective time,
    performer, specimen).
    """
    frame = obx_frame(obx, context)
    if frame is None:
        return None
    observation: JsonObject = {"resourceType": "Observation"}
    identifier = ei_to_identifier(obx.first(21), context, kind="filler", type_code="FILL") if obx.raw(21) else None
    if identifier:
        observation["identifier"] = [identifier]
    observation |= frame.head
    if base:
        observation |= base
    _mark_vital_sign(observation)
    if context.patient:
        observation["subject"] = context.patient
    if context.encounter:
        observation["encounter"] = context.encounter
    add_value(obx, observation, frame.unit, context)
    _absence(frame.sent, observation)
    observation |= frame.tail
    if frame.unit and "valueQuantity" not in observation and not _has_unit(observation):
        obx.give_back(6)
    _circumstances(obx, observation, context)
    sub_id = (obx.plain(4) or obx.take(4)) if obx.raw(4) else ""
    obx.keep(4)
    key = f"{group}|{frame.label}|{sub_id}"
    counts[key] = counts.get(key, 0) + 1
    gone = deleted(obx, observation)
    if identifier is None:
        return context.put(observation, key=f"{key}|{counts[key]}", delete=gone)
    known = context.known("Observation", identifier_key(identifier))
    if known is None or _is_same_result(known, observation):
        return context.put(observation, key=identifier_key(identifier), delete=gone)
    return _put_beside(observation, identifier, context, key=f"{key}|{counts[key]}")


def _mark_vital_sign(observation: JsonObject) -> None:
    """The category of R4's vital signs, by the LOINC code: which department measured (OBR-24) does not decide it."""
    codes = observation["code"].get("coding", ())
    if not any(one["code"] in VITAL_SIGNS and one.get("system") == LOINC for one in codes):
        return
    known = observation.get("category", [])
    if all(one["coding"][0]["code"] != _VITAL_SIGNS for one in known):
        observation["category"] = [*known, concept(_VITAL_SIGNS, CATEGORY_SYSTEM, "Vital Signs")]


def _is_same_result(known: JsonObject, observation: JsonObject) -> bool:
    """Whether two OBX of one identifier say the same: one code, and no value of one that the other has not."""
    return known["code"] == observation["code"] and _value_of(known) == _value_of(observation)


def _value_of(observation: JsonObject) -> JsonObject:
    return {name: value for name, value in observation.items() if name.startswith("value") or name == "component"}


def _put_beside(observation: JsonObject, identifier: JsonObject, context: MessageContext, *, key: str) -> JsonObject:
    """An OBX-21 that stands for another result of this message already names neither: both are kept."""
    context.warn(
        "OBX-21",
        "One observation instance identifier stands for several results; they were kept apart.",
        code="conflict",
    )
    del observation["identifier"]
    reference = context.put(observation, key=key)
    added = context.resource(reference)
    if added is not None:
        added["identifier"].append(identifier)
    return reference


def _has_unit(observation: JsonObject) -> bool:
    """Whether the unit of OBX-6 stands anywhere: in a range, a value of several, the reference range."""
    ranges = [limit for one in observation.get("referenceRange", ()) for limit in ("low", "high") if limit in one]
    values = [observation, *observation.get("component", ())]
    return bool(ranges) or any(not _WITH_UNITS.isdisjoint(value) for value in values)


def _absence(sent: str, observation: JsonObject) -> None:
    """Why there is no value; `sent` is OBX-11."""
    if "valueQuantity" in observation or "valueString" in observation or "component" in observation:
        return
    if any(name.startswith("value") for name in observation):
        return
    code = {"N": "not-asked", "X": "error"}.get(sent, "unknown")
    if observation["status"] in {"registered", "entered-in-error", "cancelled"} and sent not in {"N", "X"}:
        return
    if "extension" in observation:
        return
    observation["dataAbsentReason"] = concept(code, _ABSENT)


def _circumstances(obx: Segment, observation: JsonObject, context: MessageContext) -> None:
    observed = plain_moment(obx, 14, context) if obx.raw(14) else ""
    if observed:
        observation.pop("effectivePeriod", None)
        observation["effectiveDateTime"] = observed
    if (len(obx.fields) <= _FIRST_RARE and not obx.raw(10)) or obx.lacks(_RARE):
        return
    analysed = ts_to_datetime(obx.first(19), context) if obx.has(19) else ""
    if analysed:
        url = "http://hl7.org/fhir/5.0/StructureDefinition/extension-Observation.analysisDateTime"
        observation.setdefault("extension", []).append({"url": url, "valueDateTime": analysed})
    method = cwe_to_codeable_concept(obx.first(17), context) if obx.has(17) else None
    if method:
        observation["method"] = method
    site = cwe_to_codeable_concept(obx.first(20), context, table="0163") if obx.has(20) else None
    if site:
        observation["bodySite"] = site
    device = ei_to_identifier(obx.first(18), context, kind="device") if obx.has(18) else None
    if device:
        observation["device"] = {"type": "Device", "identifier": device}
    _kind(obx, observation, context)
    specimen = _specimen(obx, context)
    if specimen:
        observation["specimen"] = specimen
    performers = _performers(obx, context)
    if performers:
        observation["performer"] = performers


def _performers(obx: Segment, context: MessageContext) -> list[JsonObject]:
    found = practitioners(obx, 16, context) + practitioners(obx, 25, context)
    address = xad_to_address(obx.first(24), context) if obx.has(24) else None
    details = {"address": [address]} if address else None
    organization = first_organization(obx, 23, context, details=details, cells=obx.repetitions(24))
    if organization:
        found.append(organization)
    label = cwe_to_words(obx.first(15)) if obx.has(15) else ""
    if label and (organization is None or organization.get("display") != label):
        found.append({"display": label})
    return found


def _kind(obx: Segment, observation: JsonObject, context: MessageContext) -> None:
    """What was abnormal (OBX-10), how the results hang together (OBX-30), and what kind of result it is (OBX-29)."""
    for field, name, table in _SPECIAL:
        for cell in obx.repetitions(field):
            found = cwe_to_codeable_concept(cell, context, table=table)
            if found:
                url = f"http://hl7.org/fhir/StructureDefinition/{name}"
                observation.setdefault("extension", []).append({"url": url, "valueCodeableConcept": found})
    kind = cwe_to_codeable_concept(obx.first(29), context, table="0936") if obx.has(29) else None
    if kind:
        observation["category"] = [*observation.get("category", []), kind]


def _specimen(obx: Segment, context: MessageContext) -> JsonObject | None:
    """The specimen of OBX-33: one of this message, else by its number."""
    if not obx.has(33):
        return None
    halves = ((2, "specimen", "FILL"), (1, "specimen-placer", "PLAC"))
    numbers = [
        number
        for component, kind, code in halves
        if (number := eip_to_identifier(obx.first(33), context, component, kind=kind, type_code=code))
    ]
    for number in numbers:
        if context.known("Specimen", identifier_key(number)) is not None:
            return {"reference": context.source.full_url("Specimen", identifier_key(number))}
    return {"type": "Specimen", "identifier": numbers[0]} if numbers else None
