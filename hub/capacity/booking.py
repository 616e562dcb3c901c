"""Taking an appointment slot, and giving it back: `$book` and the console. The rules are the booking desk's."""

from fhir_profiles.json_text import dump
from hub.auth.principal import Principal
from hub.capacity.slots import appointment_for
from hub.clock import Clock
from hub.errors import NotFoundError, RuleError
from hub.store.port import AuditEntry, Engine, Put, Ref, StoredResource, WriteUnit

MOST_WORDS = 500


async def book(
    store: Engine,
    clock: Clock,
    principal: Principal,
    slot_id: str,
    *,
    patient: str | None = None,
    referral: str | None = None,
    note: str = "",
) -> StoredResource:
    """The Appointment that now holds the slot, kept by the member that books. `patient` and `referral` are ids.

    Raises NotFoundError, RuleError, ConflictError (taken, or the share is used up) and GoneError (it has begun).
    """
    ref = Ref("Slot", slot_id)
    slot = await store.read(ref, visibility=principal.visibility)
    if slot is None or slot.deleted:
        raise NotFoundError(f"Slot/{slot_id} is unknown.")
    elder, request = await elder_and_referral(store, principal, patient=patient, referral=referral)
    made = Ref("Appointment", store.new_id(elder.id))
    body = appointment_for(
        slot.json(), ref, appointment_id=made.id, patient=elder,
        referral=request, note=note[:MOST_WORDS],
    )  # fmt: skip
    entry = AuditEntry(
        at=clock.now(), member=principal.member, agent=principal.agent, action="C", interaction="$book",
        target=str(ref), patient=elder.id, purpose=principal.purpose,
    )  # fmt: skip
    unit = WriteUnit(puts=(Put(ref=made, data=dump(body), expected=0),), audit=(entry,))
    return (await store.write(unit, visibility=principal.visibility)).resources[0]


async def elder_and_referral(
    store: Engine, principal: Principal, *, patient: str | None, referral: str | None
) -> tuple[Ref, Ref | None]:
    """Whom something is for, and the referral that it is for, as far as the caller sees both.

    Raises NotFoundError and RuleError.
    """
    request = await _referral(store, principal, referral)
    subject = patient or _subject(request)
    if not subject:
        raise RuleError("请指明老人(patient)。 Send `patient`, or a `referral` whose subject is one.")
    elder = Ref("Patient", subject)
    known = await store.read(elder, visibility=principal.visibility)
    if known is None or known.deleted:
        raise NotFoundError(f"{elder} is unknown.")
    return elder, request.ref if request is not None else None


async def _referral(store: Engine, principal: Principal, referral: str | None) -> StoredResource | None:
    if referral is None:
        return None
    stored = await store.read(Ref("ServiceRequest", referral), visibility=principal.visibility)
    if stored is None or stored.deleted:
        raise NotFoundError(f"ServiceRequest/{referral} is unknown.")
    return stored


def _subject(request: StoredResource | None) -> str:
    reference = str(((request.json() if request else {}).get("subject") or {}).get("reference", ""))
    return reference.removeprefix("Patient/") if reference.startswith("Patient/") else ""
