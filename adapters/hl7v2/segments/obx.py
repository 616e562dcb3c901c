"""OBX to Observation. IG segment map OBX[Observation]; value rules in datatypes/varies.py."""

from adapters.hl7v2.codesystems.results import INTERPRETATION, LOCAL_OBSERVATION_STATUS, OBSERVATION_STATUS
from adapters.hl7v2.codesystems.systems import LOINC
from adapters.hl7v2.context import MessageContext
from adapters.hl7v2.datatypes.cwe import concept, cwe_to_codeable_concept, v2_system
from adapters.hl7v2.datatypes.ei import ei_to_identifier, identifier_key
from adapters.hl7v2.datatypes.quantity import cwe_to_unit, reference_range
from adapters.hl7v2.datatypes.ts import ts_to_datetime
from adapters.hl7v2.datatypes.varies import add_value
from adapters.hl7v2.datatypes.xad import xad_to_address
from adapters.hl7v2.datatypes.xcn import practitioners
from adapters.hl7v2.datatypes.xon import first_organization
from adapters.hl7v2.tokenizer import Segment
from fhir_profiles.issue import JsonObject

_ABSENT = "http://terminology.hl7.org/CodeSystem/data-absent-reason"
_RARE = frozenset({15, 16, 17, 18, 19, 20, 23, 24, 25})
"""Fields of how, where and by whom, which most results leave to the OBR."""

_FHIR = "http://hl7.org/fhir/StructureDefinition"


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
    code = cwe_to_codeable_concept(obx.first(3), context) if obx.has(3) else None
    if code is None:
        if not obx.has(5):
            return None
        context.warn(obx.path + "-3", "The observation says not what was observed; kept as unknown.", code="required")
        code = {"text": "unknown"}
    observation: JsonObject = {"resourceType": "Observation"}
    identifier = ei_to_identifier(obx.first(21), context, kind="filler", type_code="FILL") if obx.has(21) else None
    if identifier:
        observation["identifier"] = [identifier]
    observation |= {"status": _status(obx, context), "code": code}
    if obx.peek(11) == "X":
        alternate = concept("X", v2_system("0085"))
        observation["_status"] = {"extension": [{"url": f"{_FHIR}/alternate-codes", "valueCodeableConcept": alternate}]}
    observation |= (base or {}) | context.subject() | context.in_encounter()
    unit = cwe_to_unit(obx.first(6)) if obx.has(6) else {}
    add_value(obx, observation, unit, context)
    _absence(obx, observation)
    _interpretation(obx, observation, unit, context)
    _circumstances(obx, observation, context)
    label = _label(code)
    sub_id = obx.take(4)
    key = f"{group}|{label}|{sub_id}"
    counts[key] = counts.get(key, 0) + 1
    if identifier is None:
        return context.put(observation, key=f"{key}|{counts[key]}")
    known = context.known("Observation", identifier_key(identifier))
    if known is None or _is_same_result(known, observation):
        return context.put(observation, key=identifier_key(identifier))
    return _put_beside(observation, identifier, context, key=f"{key}|{counts[key]}")


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


def _status(obx: Segment, context: MessageContext) -> str:
    code = obx.take(11)
    status = OBSERVATION_STATUS.get(code) or LOCAL_OBSERVATION_STATUS.get(code)
    if status:
        return status
    if code:
        context.warn(obx.path + "-11", "The result status is not in table 0085; kept as unknown.", code="code-invalid")
        return "unknown"
    return "unknown" if context.code in {"ORU", "OUL"} else "final"


def _label(code: JsonObject) -> str:
    codings = code.get("coding", ())
    preferred = next((coding for coding in codings if coding.get("system") == LOINC), None)
    coding = preferred or (codings[0] if codings else None)
    return f"{coding.get('system', '')}|{coding['code']}" if coding else str(code.get("text", "")).casefold()


def _absence(obx: Segment, observation: JsonObject) -> None:
    if "valueQuantity" in observation or "component" in observation:
        return
    if any(name.startswith("value") for name in observation):
        return
    code = {"N": "not-asked", "X": "error"}.get(obx.peek(11), "unknown")
    if observation["status"] in {"registered", "entered-in-error", "cancelled"} and obx.peek(11) not in {"N", "X"}:
        return
    if "extension" in observation:
        return
    observation["dataAbsentReason"] = concept(code, _ABSENT)


def _interpretation(obx: Segment, observation: JsonObject, unit: JsonObject, context: MessageContext) -> None:
    found = [
        value
        for cell in obx.repetitions(8)
        if (value := cwe_to_codeable_concept(cell, context, table="0078", translation=INTERPRETATION))
    ]
    if found:
        observation["interpretation"] = found
    text = obx.first(7).text() if obx.has(7) else ""
    if text:
        obx.mark(7)
        observation["referenceRange"] = [reference_range(text, unit)]


def _circumstances(obx: Segment, observation: JsonObject, context: MessageContext) -> None:
    observed = ts_to_datetime(obx.first(14), context) if obx.has(14) else ""
    if observed:
        observation.pop("effectivePeriod", None)
        observation["effectiveDateTime"] = observed
    if obx.lacks(_RARE):
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
    performers = _performers(obx, context)
    if performers:
        observation["performer"] = performers


def _performers(obx: Segment, context: MessageContext) -> list[JsonObject]:
    found = practitioners(obx, 16, context) + practitioners(obx, 25, context)
    address = xad_to_address(obx.first(24), context) if obx.has(24) else None
    organization = first_organization(obx, 23, context, details={"address": [address]} if address else None)
    if organization is None and obx.has(15):
        producer = cwe_to_codeable_concept(obx.first(15), context)
        if producer:
            label = producer.get("text") or producer["coding"][0]["code"]
            organization = {"display": label}
    return [*found, *([organization] if organization else [])]
