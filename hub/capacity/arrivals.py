"""Who comes: what the desk of an institution is shown of an elder who is booked there without a referral.

Name, sex, birth, contact and the numbers that a registration under the real name asks for: the Patient alone, nothing
of the record, from the booking until the end of that day. It ends with the booking, and a Consent may refuse it; then
the desk knows the time and the institution that booked, and asks the elder on arrival.
"""

from collections.abc import Mapping
from datetime import datetime, timedelta
from typing import Protocol

from fhir_profiles.issue import JsonObject
from hub.capacity.slots import HOLDS_SLOT
from hub.clock import SHANGHAI, datetime_to_micros
from hub.store.port import Engine, Grant, Ref, Revoke, StoredResource, Visibility

ARRIVAL = "#arrival"


class Consents(Protocol):
    """What the Consents of an elder say."""

    async def basis(self, patient: Ref, *, keeper: int, recipient: str, written: Mapping[Ref, JsonObject]) -> str:
        """The legal basis for showing who comes; "" when a Consent refuses. `written` is not stored yet."""
        ...

    async def is_of_referral(self, appointment: JsonObject) -> bool:
        """Whether it is booked for a referral, which says itself who is told whom it is about."""
        ...


def because(appointment: Ref) -> str:
    """Why an institution is shown who comes."""
    return f"{appointment}{ARRIVAL}"


def patients_of(appointment: JsonObject | None) -> tuple[Ref, ...]:
    """Who comes to an Appointment that is still to be."""
    if appointment is None or appointment.get("status") not in HOLDS_SLOT:
        return ()
    names = [str((one.get("actor") or {}).get("reference", "")) for one in appointment.get("participant", [])]
    found = [Ref("Patient", name.removeprefix("Patient/")) for name in names if name.startswith("Patient/")]
    return tuple(dict.fromkeys(found))


def end_of_day(slot: JsonObject) -> int:
    """Midnight in Beijing after a slot has ended, in microseconds; 0 when it does not say when that is."""
    try:
        ends = datetime.fromisoformat(str(slot.get("end") or slot.get("start", "")))
    except ValueError:
        return 0
    local = (ends if ends.tzinfo else ends.replace(tzinfo=SHANGHAI)).astimezone(SHANGHAI)
    if slot.get("end"):
        local -= timedelta.resolution  # one that ends at midnight was on the day before
    midnight = local.replace(hour=0, minute=0, second=0, microsecond=0) + timedelta(days=1)
    return datetime_to_micros(midnight)


async def arrival_grants(
    appointment: Ref, body: JsonObject, slot: StoredResource, recipient: str, *,
    owner: int, writer: int, store: Engine, consents: Consents, eyes: Visibility, now: int,
) -> list[Grant]:  # fmt: skip
    """Show the institution of a slot the elders that the booking institution keeps and no Consent withholds.

    The institution itself moves a booking, and sees on whom it was shown before; it never names another elder.
    """
    until = end_of_day(slot.json())
    found: list[Grant] = []
    if until <= now or await consents.is_of_referral(body):
        return found
    for patient in patients_of(body):
        stored = await store.read(patient, visibility=eyes)
        if stored is None or stored.deleted or stored.custodian != owner:
            continue
        if writer != owner and not any(
            (one.because, one.member) == (because(appointment), slot.custodian)
            for one in await store.grants_of(patient, visibility=eyes)
        ):
            continue
        basis = await consents.basis(patient, keeper=owner, recipient=recipient, written={})
        if basis:
            found.append(
                Grant(
                    member=slot.custodian, target=patient, because=because(appointment), basis=basis, since=now,
                    until=until,
                )
            )  # fmt: skip
    return found


async def ended_by_consent(
    consent: Ref, body: JsonObject, *, store: Engine, consents: Consents, codes: Mapping[int, str], writer: int,
    eyes: Visibility,
) -> list[Revoke]:  # fmt: skip
    """A Consent that the keeper of the elder stores now ends what bookings show, where it refuses the institution."""
    name = str((body.get("patient") or {}).get("reference", ""))
    patient = Ref("Patient", name.removeprefix("Patient/"))
    stored = await store.read(patient, visibility=eyes) if name.startswith("Patient/") else None
    if stored is None or stored.deleted or stored.custodian != writer:
        return []
    ended = []
    for grant in await store.grants_of(patient, visibility=eyes):
        if not grant.because.endswith(ARRIVAL):
            continue
        recipient = codes.get(grant.member, "")
        if not await consents.basis(patient, keeper=stored.custodian, recipient=recipient, written={consent: body}):
            ended.append(Revoke(because=grant.because, member=grant.member, target=patient))
    return ended
