"""The facts of a referral: what the record of the elder holds that rules can read, under the caller's own eyes."""

from collections.abc import Sequence

from fhir_profiles.issue import JsonObject
from hub.referral.lookup import body_of, find
from hub.store.port import Engine, Ref, Visibility

FACT_TYPES = {
    "Condition": "patient",
    "Observation": "patient",
    "DeviceUseStatement": "patient",
    "Flag": "patient",
    "Consent": "patient",
}
"""Types that hold facts, with the search parameter that leads to the patient."""

MOST = 200
"""Newest resources of a type that are read for one decision."""


async def facts_of_patient(
    store: Engine, patient: Ref, *, visibility: Visibility, types: Sequence[str] = tuple(FACT_TYPES)
) -> list[JsonObject]:
    """Everything visible of this person, under each of the linked source Patients (DESIGN D17)."""
    linked = await store.linked_patients(patient.id, visibility=visibility)
    found: list[JsonObject] = []
    for one in dict.fromkeys([patient.id, *linked]):
        for resource_type in types:
            resources = await find(store, resource_type, "patient", f"Patient/{one}", visibility=visibility, count=MOST)
            found += [body_of(store, resource) for resource in resources if not resource.deleted]
    return found
