"""What a receiver need not know is kept from it, down to a floor (ruling 6, domain.md E and G3).

Only labels and history are hidden. Current medicines, allergies, devices, precautions, risks, monitoring duties
and pending results are never removed or altered: a medicine may betray the label, and dropping it kills. The same
rule decides what stands in a transfer bundle and what a home may pull.
"""

from collections.abc import Iterator, Sequence

from fhir_profiles.issue import JsonObject

INFECTIONS = (
    "B16", "B17.0", "B17.1", "B18.0", "B18.1", "B18.2", "B19", "B20", "B21", "B22", "B23", "B24", "Z21", "Z22.5",
    "R75", "A50", "A51", "A52", "A53",
)  # fmt: skip
"""ICD-10 categories that no home is told: HIV, hepatitis B and C, syphilis. It is told the precautions instead."""

PSYCHIATRY = tuple(f"F{number}" for number in range(10, 100))
"""ICD-10 categories that a home without a medical unit is not told. F00 to F09 (dementia, delirium) it has to know;
risks and behaviour stand in Flags, which are never hidden."""

MARKERS = frozenset(
    {
        "7917-8", "7918-6", "29893-5", "56888-1", "75622-1", "20447-9", "25836-8",  # HIV
        "5195-3", "5196-1", "63557-3", "13952-7", "42595-9", "29615-2",  # hepatitis B
        "13955-0", "16128-1", "11011-4", "20416-4",  # hepatitis C
        "20507-0", "20508-8", "22461-8", "24110-9", "5292-8", "6561-5", "31147-2", "11084-1",  # syphilis
    }
)  # fmt: skip
"""LOINC codes of the tests that name one of these infections."""

_WORDS = (
    "艾滋", "免疫缺陷病毒", "hiv", "梅毒", "tppa", "乙肝", "乙型肝炎", "乙型病毒性肝炎", "hbsag", "hbv",
    "丙肝", "丙型肝炎", "丙型病毒性肝炎", "hcv",
)  # fmt: skip
"""Words that name one of these infections where no code does."""

FLOOR = frozenset(
    {
        "AllergyIntolerance", "Appointment", "CarePlan", "Device", "DeviceUseStatement", "Flag", "Immunization",
        "MedicationAdministration", "MedicationDispense", "MedicationRequest", "MedicationStatement", "Patient",
        "RelatedPerson",
    }
)  # fmt: skip
"""Types that are never withheld."""

_PENDING = frozenset({"registered", "preliminary", "partial"})
_NAMES = ("code", "reasonCode", "valueCodeableConcept", "type", "category")


def minimise(
    record: Sequence[JsonObject], *, receiver_kind: str, receiver_licensed: bool
) -> tuple[list[JsonObject], int]:
    """The record for this receiver, and how many resources were withheld from it."""
    kept = [
        item
        for item in record
        if not is_withheld(item, receiver_kind=receiver_kind, receiver_licensed=receiver_licensed)
    ]
    return kept, len(record) - len(kept)


def is_withheld(item: JsonObject, *, receiver_kind: str, receiver_licensed: bool) -> bool:
    """Whether a receiver is not shown this resource. Medical institutions are shown all (domain.md G3)."""
    if receiver_kind != "home" or item.get("resourceType") in FLOOR or _is_pending(item):
        return False
    if _is_unread(item):
        return True
    return names_infection(item) or (not receiver_licensed and _has_code(item, PSYCHIATRY))


def names_infection(item: JsonObject) -> bool:
    """Whether a resource or a concept names HIV, hepatitis B or C, or syphilis, by code or in words."""
    texts = []
    for concept in _concepts(item):
        texts.append(str(concept.get("text", "")))
        for coding in concept.get("coding", []):
            code = str(coding.get("code", ""))
            if code in MARKERS or code.upper().startswith(INFECTIONS):
                return True
            texts.append(str(coding.get("display", "")))
    texts += [str(item.get("conclusion", "")), *(str(note.get("text", "")) for note in item.get("note", []))]
    text = "\n".join(texts).lower()
    return any(word in text for word in _WORDS)


def _is_unread(item: JsonObject) -> bool:
    """A document or a picture of anything but the skin: nobody can say which labels stand in it."""
    return item.get("resourceType") == "DocumentReference" or (
        item.get("resourceType") == "Media" and not item.get("bodySite")
    )


def _is_pending(item: JsonObject) -> bool:
    """A result that is not there yet: who waits for it has to know (the floor)."""
    kind, status = item.get("resourceType"), item.get("status")
    return (kind in {"Observation", "DiagnosticReport"} and status in _PENDING) or (
        kind == "ServiceRequest" and status == "active"
    )


def _has_code(item: JsonObject, prefixes: tuple[str, ...]) -> bool:
    return any(str(coding.get("code", "")).upper().startswith(prefixes) for coding in _codings(item))


def _codings(item: JsonObject) -> Iterator[JsonObject]:
    for concept in _concepts(item):
        yield from concept.get("coding", [])


def _concepts(item: JsonObject) -> Iterator[JsonObject]:
    """The concepts that say what a resource is about; of its components and conclusion too. A concept is its own."""
    if "resourceType" not in item and ("coding" in item or "text" in item):
        yield item
    for name in (*_NAMES, "conclusionCode"):
        found = item.get(name) or []
        yield from (one for one in (found if isinstance(found, list) else [found]) if isinstance(one, dict))
    for component in item.get("component", []):
        yield from _concepts(component)
