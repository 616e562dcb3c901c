"""The elder as a page names them: two identifiers, masked where a list shows them."""

from dataclasses import dataclass

from fhir_profiles.issue import JsonObject

RESIDENT_ID = "urn:oid:2.16.156.10011.1.3"
_SEX = frozenset({"male", "female", "other", "unknown"})


@dataclass(frozen=True, slots=True)
class Elder:
    """What the banner of a page shows: `sex` as FHIR's code, `number` the institution's own record number."""

    id: str
    name: str
    sex: str
    birth_date: str
    number: str
    resident_id_masked: str
    is_deceased: bool


def elder_of(patient: JsonObject) -> Elder:
    """The banner of a Patient."""
    names = patient.get("name") or [{}]
    identifiers = patient.get("identifier") or []
    resident = next((item.get("value", "") for item in identifiers if item.get("system") == RESIDENT_ID), "")
    number = next((item.get("value", "") for item in identifiers if item.get("system") != RESIDENT_ID), "")
    return Elder(
        id=str(patient.get("id", "")),
        name=name_text(names[0]),
        sex=gender if (gender := str(patient.get("gender", ""))) in _SEX else "",
        birth_date=str(patient.get("birthDate", "")),
        number=str(number),
        resident_id_masked=f"{resident[:6]}{'*' * 8}{resident[-4:]}" if len(resident) == 18 else "",
        is_deceased=bool(patient.get("deceasedBoolean") or patient.get("deceasedDateTime")),
    )


def name_text(name: JsonObject) -> str:
    """A HumanName in the order in which Chinese names are read."""
    if name.get("text"):
        return str(name["text"])
    return f"{name.get('family', '')}{''.join(name.get('given', []))}"
