"""All that a caller may see of one person. https://hl7.org/fhir/R4/patient-operation-everything.html.

A person has a source Patient at each institution (DESIGN D17); the links join them, and the
caller's `Visibility` decides what of each comes back.
"""

from collections.abc import Sequence
from typing import Protocol

from fhir_profiles.registry import search_parameters
from hub.errors import NotFoundError, TooCostlyError
from hub.store.port import Access, Ref, Store, StoredResource, Visibility
from hub.store.search.parse import parse_query

RECORD_TYPES = (
    "Encounter", "EpisodeOfCare", "Condition", "AllergyIntolerance", "Observation", "DiagnosticReport",
    "MedicationRequest", "MedicationStatement", "MedicationAdministration", "Procedure", "Immunization",
    "ImagingStudy", "DocumentReference", "Composition", "QuestionnaireResponse", "DeviceUseStatement", "CarePlan",
    "ServiceRequest", "Task", "Flag", "Consent", "Coverage", "RelatedPerson", "Specimen", "Communication",
)  # fmt: skip
"""The types of the record, in the order in which a reader meets them."""

PAGE = 200
LIMIT = 5000


class RecordStore(Store, Access, Protocol):
    """The two ports that the record reads."""


async def everything(
    store: "RecordStore", patient: str, *, visibility: Visibility, types: Sequence[str] = RECORD_TYPES
) -> tuple[StoredResource, ...]:
    """The Patients of this person and their resources, newest first within each type.

    Raises NotFoundError when the Patient is unknown or not visible, TooCostlyError past `LIMIT` resources.
    """
    linked = await store.linked_patients(patient, visibility=visibility)
    ids = list(dict.fromkeys([patient, *linked]))
    people = await store.read_many([Ref("Patient", each) for each in ids], visibility=visibility)
    if Ref("Patient", patient) not in people:
        raise NotFoundError(f"Patient/{patient} is not known to this member.")
    found: dict[Ref, StoredResource] = dict(people)
    for resource_type in types:
        parameter = _patient_parameter(resource_type)
        if parameter:
            for each in ids:
                await _collect(found, store, resource_type, parameter, each, visibility)
    return tuple(found.values())


async def _collect(
    found: dict[Ref, StoredResource],
    store: Store,
    resource_type: str,
    parameter: str,
    patient: str,
    visibility: Visibility,
) -> None:
    cursor = ""
    while True:
        pairs = [(parameter, f"Patient/{patient}"), ("_count", str(PAGE))]
        query = parse_query(resource_type, [*pairs, ("_cursor", cursor)] if cursor else pairs, strict=True)
        page = await store.search(query, visibility=visibility)
        found.update((resource.ref, resource) for resource in page.resources)
        if len(found) > LIMIT:
            raise TooCostlyError(f"The record has more than {LIMIT} resources; ask for single types with _type.")
        cursor = page.cursor
        if not cursor:
            return


def _patient_parameter(resource_type: str) -> str:
    known = search_parameters(resource_type)
    return next((name for name in ("patient", "subject", "beneficiary") if name in known), "")
