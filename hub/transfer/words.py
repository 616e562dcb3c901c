"""Elements of FHIR as the words of a printed row."""

from datetime import datetime

from fhir_profiles.issue import JsonObject
from hub.clock import SHANGHAI


def codes_text(concept: JsonObject | None) -> str:
    """The codes of a CodeableConcept."""
    return " ".join(str(coding["code"]) for coding in (concept or {}).get("coding", []) if coding.get("code"))


def moment_text(value: object) -> str:
    """A FHIR date or dateTime as people here read it: `2026-03-02 09:00`, in Shanghai."""
    text = str(value or "")
    if "T" not in text:
        return text
    try:
        return datetime.fromisoformat(text).astimezone(SHANGHAI).strftime("%Y-%m-%d %H:%M")
    except ValueError:
        return text


def quantity_text(quantity: JsonObject | None) -> str:
    """A Quantity with its unit."""
    if not quantity or quantity.get("value") is None:
        return ""
    unit = quantity.get("unit") or quantity.get("code") or ""
    return f"{quantity.get('comparator', '')}{quantity['value']} {unit}".strip()


def notes_text(resource: JsonObject) -> str:
    """The notes of a resource."""
    notes = resource.get("note", [])
    return "；".join(str(note.get("text", "")) for note in notes if note.get("text"))
