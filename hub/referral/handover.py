"""Collects what a transfer bundle holds and has it signed by the sending member."""

import base64
from dataclasses import dataclass

from fhir_profiles.issue import JsonObject
from fhir_profiles.json_text import parse
from hub.keys import Keys
from hub.referral.briefing import words_of
from hub.referral.facts import facts_of_patient
from hub.referral.lookup import find
from hub.referral.plan import Change, Plan
from hub.referral.receipt import BUNDLE_OUTPUT
from hub.referral.shape import focus_of, outputs_of, sbar_of
from hub.store.admin import Member
from hub.store.port import Engine, Grant, Ref, Visibility
from hub.transfer.attachments import file_refs, with_hashes
from hub.transfer.bundle import TransferContent, transfer_bundle
from hub.transfer.signing import sign_bundle

MOST_TASKS = 50
"""Newest referrals of an elder in which the last document is looked for."""

MOST_FILES = 20
"""Files beside one document whose digests are taken."""

RECORD_TYPES = (
    "AllergyIntolerance", "CarePlan", "Condition", "Consent", "Coverage", "Device", "DeviceUseStatement",
    "DiagnosticReport", "DocumentReference", "Flag", "Immunization", "List", "Media", "MedicationAdministration",
    "MedicationDispense", "MedicationRequest", "MedicationStatement", "Observation", "Procedure", "RelatedPerson",
    "ServiceRequest", "Appointment",
)  # fmt: skip
"""What the record of a transfer is made of; each is in the patient's compartment."""

_WITHOUT_PATIENT_SEARCH = frozenset({"Device"})


async def build_bundle(change: Change, plan: Plan, *, store: Engine, keys: Keys) -> bytes:
    """The signed document Bundle of this referral for this receiver; b"" when it has no patient or receiver."""
    requester, owner = change.parties.requester, change.parties.owner
    if change.patient is None or requester is None or owner is None:
        return b""
    made = await collect_bundle(
        request=change.request.resource,
        task=change.task.resource,
        patient=change.patient,
        sender=requester,
        receiver=owner,
        now=plan.now,
        new_id=plan.new_id(change.patient.id),
        store=store,
        keys=keys,
        just_told=plan.items[told].resource if (told := sbar_of(change.request.resource)) in plan.items else None,
    )
    plan.grants += [Grant(member=owner.number, target=file, because=change.delivered, basis=change.basis)
                    for file in made.pulled]  # fmt: skip
    return made.data


@dataclass(frozen=True, slots=True)
class SignedBundle:
    """The signed file, and the files beside it that the receiver pulls by their hash."""

    data: bytes
    pulled: tuple[Ref, ...] = ()


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
    just_told: JsonObject | None = None,
) -> SignedBundle:
    """Read the sender's view of the record and sign it. `just_told` is an SBAR that is not stored yet."""
    visibility = Visibility(member=sender.number)
    stored = await store.read(patient, visibility=visibility)
    person = (
        stored.json() if stored is not None and not stored.deleted else {"resourceType": "Patient", "id": patient.id}
    )
    types = [name for name in RECORD_TYPES if name not in _WITHOUT_PATIENT_SEARCH]
    record = await facts_of_patient(store, patient, visibility=visibility, types=types)
    record += await _devices(record, store, visibility)
    files = await _files(record, store, visibility)
    content = TransferContent(
        request=request, task=task, patient=person, record=tuple(with_hashes(record, files)), sender=sender,
        receiver=receiver, now=now, last=await last_document(store, patient, member=sender, but=str(request.get("id"))),
        told=await _told(request, just_told, receiver, store, visibility),
    )  # fmt: skip
    bundle = transfer_bundle(content, bundle_id=new_id)
    named = file_refs(entry["resource"] for entry in bundle["entry"])
    return SignedBundle(
        sign_bundle(bundle, keys=keys, signer=f"member-{sender.code}"),
        tuple(Ref("Binary", name.removeprefix("Binary/")) for name in named if name in files),
    )


async def _told(
    request: JsonObject, just_told: JsonObject | None, receiver: Member, store: Engine, visibility: Visibility
) -> tuple[str, ...]:
    """How the elder was announced, as lines; a home is not told what was said to a hospital."""
    ref = sbar_of(request)
    if ref is None or receiver.kind == "home":
        return ()
    stored = await store.read(ref, visibility=visibility) if just_told is None else None
    said = just_told or (stored.json() if stored is not None and not stored.deleted else {})
    return tuple(f"{title}：{words}" for title, words in words_of(said, language="zh"))


async def last_document(store: Engine, patient: Ref, *, member: Member, but: str) -> JsonObject | None:
    """The newest transfer document of this elder that a member has sent or received, but for one referral's own."""
    visibility = Visibility(member=member.number)
    linked = await store.linked_patients(patient.id, visibility=visibility)
    found: list[tuple[int, Ref]] = []
    for one in dict.fromkeys([patient.id, *linked]):
        for task in await find(store, "Task", "patient", f"Patient/{one}", visibility=visibility, count=MOST_TASKS):
            body = task.json()
            if (focus := focus_of(body)) is None or focus.id != but:
                found += [(task.updated, ref) for ref in outputs_of(body, BUNDLE_OUTPUT)]
    for _, ref in sorted(found, key=lambda one: one[0], reverse=True):
        stored = await store.read(ref, visibility=visibility)
        if stored is not None and not stored.deleted:
            return parse(base64.b64decode(stored.json()["data"]))
    return None


async def _files(record: list[JsonObject], store: Engine, visibility: Visibility) -> dict[str, bytes]:
    """The bytes of the Binary resources that attachments name and the sender may read."""
    refs = [Ref("Binary", name.removeprefix("Binary/")) for name in file_refs(record)[:MOST_FILES]]
    found = await store.read_many(refs, visibility=visibility)
    return {str(ref): base64.b64decode(str(stored.json().get("data", ""))) for ref, stored in found.items()}


async def _devices(record: list[JsonObject], store: Engine, visibility: Visibility) -> list[JsonObject]:
    refs = [
        Ref("Device", str((item.get("device") or {}).get("reference", "")).removeprefix("Device/"))
        for item in record
        if item.get("resourceType") == "DeviceUseStatement"
        and str((item.get("device") or {}).get("reference", "")).startswith("Device/")
    ]
    found = await store.read_many(refs, visibility=visibility)
    return [resource.json() for resource in found.values()]
