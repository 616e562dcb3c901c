"""Collects what a transfer bundle holds and has it signed by the sending member."""

from fhir_profiles.issue import JsonObject
from hub.keys import Keys
from hub.referral.facts import facts_of_patient
from hub.referral.plan import Change, Plan
from hub.store.admin import Member
from hub.store.port import Engine, Ref, Visibility
from hub.transfer.bundle import TransferContent, transfer_bundle
from hub.transfer.signing import sign_bundle

RECORD_TYPES = (
    "AllergyIntolerance", "CarePlan", "Condition", "Consent", "Device", "DeviceUseStatement", "DiagnosticReport",
    "Flag", "Immunization", "MedicationRequest", "MedicationStatement", "Observation", "Procedure", "RelatedPerson",
    "ServiceRequest", "Appointment",
)  # fmt: skip
"""What the record of a transfer is made of; each is in the patient's compartment."""

_WITHOUT_PATIENT_SEARCH = frozenset({"Device"})


async def build_bundle(change: Change, plan: Plan, *, store: Engine, keys: Keys) -> bytes:
    """The signed document Bundle of this referral for this receiver; b"" when it has no patient or receiver."""
    requester, owner = change.parties.requester, change.parties.owner
    if change.patient is None or requester is None or owner is None:
        return b""
    return await collect_bundle(
        request=change.request.resource,
        task=change.task.resource,
        patient=change.patient,
        sender=requester,
        receiver=owner,
        now=plan.now,
        new_id=plan.new_id(change.patient.id),
        store=store,
        keys=keys,
    )


async def collect_bundle(
    *,
    request: JsonObject,
    task: JsonObject,
    patient: Ref,
    sender: Member,
    receiver: Member,
    now: int,
    new_id: str,
    store: Engine,
    keys: Keys,
) -> bytes:
    """Read the sender's view of the record and sign it."""
    visibility = Visibility(member=sender.number)
    stored = await store.read(patient, visibility=visibility)
    person = (
        stored.json() if stored is not None and not stored.deleted else {"resourceType": "Patient", "id": patient.id}
    )
    types = [name for name in RECORD_TYPES if name not in _WITHOUT_PATIENT_SEARCH]
    record = await facts_of_patient(store, patient, visibility=visibility, types=types)
    record += await _devices(record, store, visibility)
    content = TransferContent(
        request=request, task=task, patient=person, record=tuple(record), sender=sender, receiver=receiver, now=now
    )
    return sign_bundle(transfer_bundle(content, bundle_id=new_id), keys=keys, signer=f"member-{sender.code}")


async def _devices(record: list[JsonObject], store: Engine, visibility: Visibility) -> list[JsonObject]:
    refs = [
        Ref("Device", str((item.get("device") or {}).get("reference", "")).removeprefix("Device/"))
        for item in record
        if item.get("resourceType") == "DeviceUseStatement"
        and str((item.get("device") or {}).get("reference", "")).startswith("Device/")
    ]
    found = await store.read_many(refs, visibility=visibility)
    return [resource.json() for resource in found.values()]
