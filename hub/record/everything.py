"""All that a caller may see of one person. https://hl7.org/fhir/R4/patient-operation-everything.html.

A person has a source Patient at each institution (DESIGN D17); the links join them, and the
caller's `Visibility` decides what of each comes back.
"""

from collections.abc import Sequence
from typing import Protocol

from fhir_profiles.registry import RESOURCE_TYPES, compartment_parameters, search_parameters
from hub.errors import NotFoundError, TooCostlyError
from hub.store.port import Access, Ref, Store, StoredResource, Visibility
from hub.store.search.parse import parse_query

_FIRST = (
    "Encounter", "EpisodeOfCare", "Condition", "AllergyIntolerance", "Observation", "DiagnosticReport",
    "MedicationRequest", "MedicationStatement", "MedicationAdministration", "MedicationDispense", "Procedure",
    "Immunization", "ImagingStudy", "DocumentReference", "Composition", "QuestionnaireResponse",
    "DeviceUseStatement", "CarePlan", "Goal", "CareTeam", "RiskAssessment", "NutritionOrder", "ServiceRequest",
    "Task", "Flag", "Consent", "Coverage", "RelatedPerson", "Specimen", "Communication", "Appointment",
)  # fmt: skip
_NOT_OF_THE_RECORD = frozenset({"Patient", "Person", "AuditEvent", "Group", "Schedule"})

RECORD_TYPES = (
    *_FIRST,
    *sorted(
        name
        for name in RESOURCE_TYPES
        if compartment_parameters(name) and name not in _NOT_OF_THE_RECORD and name not in _FIRST
    ),
    "Device",
)
"""The types of a patient's compartment, in the order in which a reader meets them, and the devices in the body.

https://hl7.org/fhir/R4/compartmentdefinition-patient.html.
"""

PAGE = 200
LIMIT = 20_000


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
    """The parameter that finds a patient's resources of a type: `patient`, `subject`, else the compartment's own."""
    known = search_parameters(resource_type)
    wanted = ("patient", "subject", "beneficiary", *compartment_parameters(resource_type))
    return next((name for name in wanted if name in known), "")
