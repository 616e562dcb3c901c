"""A bed is a Location (physical type bd). https://hl7.org/fhir/R4/location.html.

Its physical state is `operationalStatus` (HL7 v2 table 0116); who may have it next is a claim in the store.
"""

from fhir_profiles.issue import JsonObject

BED_STATUS = "http://terminology.hl7.org/CodeSystem/v2-0116"
BED_PRICE = "https://alliance-hub.example/fhir/StructureDefinition/bed-price"
PHYSICAL_TYPE = "http://terminology.hl7.org/CodeSystem/location-physical-type"


def is_bed(location: JsonObject) -> bool:
    """Whether a Location is a bed."""
    return any(coding.get("code") == "bd" for coding in (location.get("physicalType") or {}).get("coding", []))


def is_usable(location: JsonObject) -> bool:
    """Whether an elder could lie in it: a bed in service that nobody occupies."""
    if location.get("status", "active") != "active" or not is_bed(location):
        return False
    return str((location.get("operationalStatus") or {}).get("code", "U")) == "U"


def bed_type(location: JsonObject) -> str:
    """What the bed is for, in the institution's own words: the first type's text or display."""
    for concept in location.get("type", []):
        if concept.get("text"):
            return str(concept["text"])
        for coding in concept.get("coding", []):
            if coding.get("display") or coding.get("code"):
                return str(coding.get("display") or coding["code"])
    return ""


def bed_price(location: JsonObject) -> tuple[str, str] | None:
    """What the bed costs, from the bed list: (yuan as written, `mo` or `d`); None when not told."""
    for extension in location.get("extension", []):
        if extension.get("url") == BED_PRICE:
            parts = {part.get("url"): part for part in extension.get("extension", [])}
            amount = (parts.get("amount", {}).get("valueMoney") or {}).get("value")
            if amount is not None:
                return str(amount), str(parts.get("per", {}).get("valueCode", "mo"))
    return None
