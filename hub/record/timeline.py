"""An elder's record as dated lines that a nurse or doctor reads. Pure: resources in, lines out."""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from fhir_profiles.issue import JsonObject

_DATES = (
    "effectiveDateTime", "effectiveInstant", "issued", "onsetDateTime", "recordedDate", "authoredOn", "authored",
    "performedDateTime", "started", "date", "sent", "dateAsserted", "occurrenceDateTime", "recordedOn",
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class TimelineLine:
    """One line: when (FHIR dateTime, may be empty), what kind, its words, the resource and its status."""

    at: str
    kind: str
    title: str
    detail: str
    reference: str
    status: str


def timeline(resources: Iterable[JsonObject]) -> tuple[TimelineLine, ...]:
    """Dated lines, newest first; undated ones last."""
    lines = [_line(resource) for resource in resources if resource["resourceType"] != "Patient"]
    return tuple(sorted(lines, key=lambda line: line.at, reverse=True))


def _line(resource: JsonObject) -> TimelineLine:
    kind = resource["resourceType"]
    return TimelineLine(
        at=_when(resource),
        kind=kind,
        title=_title(resource),
        detail=_detail(resource),
        reference=f"{kind}/{resource['id']}",
        status=str(resource.get("status", "") or concept_text(resource.get("clinicalStatus"))),
    )


def _when(resource: JsonObject) -> str:
    for name in _DATES:
        if resource.get(name):
            return str(resource[name])
    for name in ("effectivePeriod", "period", "performedPeriod", "onsetPeriod"):
        start = (resource.get(name) or {}).get("start")
        if start:
            return str(start)
    return ""


def _title(resource: JsonObject) -> str:
    for name in ("code", "type", "medicationCodeableConcept", "vaccineCode", "category", "class", "relationship"):
        value = resource.get(name)
        text = concept_text(value[0] if isinstance(value, list) and value else value)
        if text:
            return text
    reasons = resource.get("reasonCode") or []
    return concept_text(reasons[0]) if reasons else ""


def _detail(resource: JsonObject) -> str:
    parts = [value_text(resource)]
    for component in resource.get("component", [])[:6]:
        text = value_text(component)
        if text:
            parts.append(f"{concept_text(component.get('code'))} {text}")
    if resource.get("conclusion"):
        parts.append(str(resource["conclusion"]))
    return "；".join(part for part in parts if part)


def concept_text(concept: Any) -> str:
    """The words of a CodeableConcept or Coding: its text, a display, or its code."""
    if not isinstance(concept, dict):
        return ""
    if concept.get("text"):
        return str(concept["text"])
    codings = concept.get("coding") or [concept]
    for coding in codings:
        if coding.get("display"):
            return str(coding["display"])
    return str(codings[0].get("code", "")) if codings else ""


def value_text(item: JsonObject) -> str:
    """The words of `value[x]`: quantity with unit, concept, text or number."""
    quantity = item.get("valueQuantity")
    if isinstance(quantity, dict):
        return f"{quantity.get('comparator', '')}{quantity.get('value', '')} {quantity.get('unit', '')}".strip()
    if "valueCodeableConcept" in item:
        return concept_text(item["valueCodeableConcept"])
    for name in ("valueString", "valueInteger", "valueDateTime", "valueBoolean"):
        if name in item:
            return str(item[name])
    return ""
