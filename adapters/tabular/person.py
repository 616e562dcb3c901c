"""Who a row or reading is about, in every adapter of tables and devices."""

from dataclasses import dataclass

from adapters.port import Entry, Source
from adapters.tabular.resident_id import SYSTEM as RESIDENT_ID_SYSTEM
from adapters.tabular.resident_id import ResidentId
from fhir_profiles.issue import JsonObject

V2_0203 = "http://terminology.hl7.org/CodeSystem/v2-0203"


@dataclass(frozen=True, slots=True)
class Person:
    """The person: `entry` makes or updates the Patient, `key` (`system|value`) goes into deterministic ids."""

    entry: Entry
    key: str

    @property
    def reference(self) -> JsonObject:
        """A Reference to the Patient entry of the same bundle."""
        return {"reference": self.entry.full_url}


def resident_identifier(source: Source, number: str) -> JsonObject:
    """The number that a home gives its resident."""
    kind = {"coding": [{"system": V2_0203, "code": "PI"}]}
    return {"use": "usual", "type": kind, "system": source.local_system("resident"), "value": number}


def national_identifier(card: ResidentId) -> JsonObject:
    """The checked number of 身份证 (GB 11643)."""
    kind = {"coding": [{"system": V2_0203, "code": "NI"}]}
    return {"use": "official", "type": kind, "system": RESIDENT_ID_SYSTEM, "value": card.number}
