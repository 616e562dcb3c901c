"""An elder's record as dated lines that a nurse or doctor reads. Pure: resources in, lines out."""

from collections.abc import Iterable
from dataclasses import dataclass

from fhir_profiles.issue import JsonObject
from hub.record.words import concept_text, english_text, value_text

__all__ = ["TimelineLine", "concept_text", "timeline", "value_text"]

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


def timeline(resources: Iterable[JsonObject], *, english: bool = False) -> tuple[TimelineLine, ...]:
    """Dated lines, newest first; undated ones last."""
    lines = [_line(resource, english=english) for resource in resources if resource["resourceType"] != "Patient"]
    return tuple(sorted(lines, key=lambda line: line.at, reverse=True))


def _line(resource: JsonObject, *, english: bool) -> TimelineLine:
    kind = resource["resourceType"]
    return TimelineLine(
        at=_when(resource),
        kind=kind,
        title=_title(resource, english=english),
        detail=_detail(resource, english=english),
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


def _title(resource: JsonObject, *, english: bool) -> str:
    words = english_text if english else concept_text
    for name in ("code", "type", "medicationCodeableConcept", "vaccineCode", "category", "class", "relationship"):
        value = resource.get(name)
        concepts = value if isinstance(value, list) else [value]
        text = (", " if english else "、").join(dict.fromkeys(text for one in concepts if (text := words(one))))
        if text:
            return text
    reasons = resource.get("reasonCode") or []
    return words(reasons[0]) if reasons else str(resource.get("title") or resource.get("description") or "")


def _detail(resource: JsonObject, *, english: bool) -> str:
    words = english_text if english else concept_text
    parts = [value_text(resource, english=english)]
    for component in resource.get("component", [])[:6]:
        text = value_text(component, english=english)
        if text:
            parts.append(f"{words(component.get('code'))} {text}")
    if resource["resourceType"] == "RelatedPerson":
        parts += [_name(name) for name in resource.get("name", [])[:1]]
        parts += [str(point.get("value", "")) for point in resource.get("telecom", [])]
    if resource.get("conclusion"):
        parts.append(str(resource["conclusion"]))
    return ("; " if english else "；").join(part for part in parts if part)


def _name(name: JsonObject) -> str:
    return str(name.get("text") or f"{name.get('family', '')}{''.join(name.get('given', []))}")
