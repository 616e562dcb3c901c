"""What a stat call left out and has to be caught up within 24 hours (ruling 1): asked when the loop is to be closed."""

from hub.clock import SHANGHAI, micros_to_datetime
from hub.referral.facts import facts_of_patient
from hub.referral.plan import Change, Plan
from hub.referral.shape import direction_of, patient_of
from hub.store.port import Engine, Ref, StoredResource, Visibility
from hub.transfer.completeness import Gap, gaps

TYPES = (
    "AllergyIntolerance", "Appointment", "CarePlan", "Condition", "Consent", "Coverage", "DeviceUseStatement",
    "DiagnosticReport", "Flag", "List", "Media", "MedicationDispense", "MedicationRequest", "MedicationStatement",
    "Observation", "RelatedPerson", "ServiceRequest",
)  # fmt: skip
"""What the minimum set is looked for in."""


async def to_catch_up(change: Change, plan: Plan, store: Engine) -> tuple[tuple[str, str], ...]:
    """What is missing still, in Chinese and English with who can supply it."""
    if change.patient is None:
        return (("老人身份", "who the elder is"),)
    found = await _lacking(change.patient, change.request.custodian, store, upward=True, now=plan.now)
    return tuple(
        (f"{gap.zh}({gap.by_zh})", f"{gap.en} (from {gap.by_en})") for gap in found if gap.code != "vital-signs"
    )


async def lacking(request: StoredResource, store: Engine, *, now: int) -> tuple[Gap, ...]:
    """What the papers of a stored referral lack."""
    body = request.json()
    patient, direction = patient_of(body), direction_of(body)
    if patient is None or direction is None:
        return ()
    return await _lacking(patient, request.custodian, store, upward=direction.is_upward, now=now)


async def _lacking(patient: Ref, custodian: int, store: Engine, *, upward: bool, now: int) -> tuple[Gap, ...]:
    record = await facts_of_patient(store, patient, visibility=Visibility(member=custodian), types=TYPES)
    return gaps(record, upward=upward, at=micros_to_datetime(now).astimezone(SHANGHAI))
