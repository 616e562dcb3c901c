"""What of an elder's record a home is granted: the resources by name, never the compartment (domain.md E, G3).

Only medical institutions share the full record. A home sees what care needs: all of the floor of ruling 6, and of
the rest what names no restricted diagnosis. Documents and encounters are left out, since nobody can say what stands
in them; the transfer bundle carries what matters. Grants are refreshed by each event that discloses (select, depart,
arrive); what is stored in between is seen with the next one.
"""

from collections.abc import Sequence

from fhir_profiles.issue import JsonObject
from hub.referral.lookup import body_of, find
from hub.referral.plan import Change
from hub.referral.shape import reference
from hub.store.admin import Member
from hub.store.port import Engine, Ref, StoredResource, Visibility
from hub.transfer.minimise import is_withheld
from hub.transfer.sections import is_wish

TYPES = (
    "AllergyIntolerance", "Appointment", "CarePlan", "Condition", "Consent", "DeviceUseStatement", "DiagnosticReport",
    "Flag", "Immunization", "MedicationRequest", "MedicationStatement", "Observation", "Procedure",
    "QuestionnaireResponse", "RelatedPerson",
)  # fmt: skip
MOST = 200
"""Newest resources of a type that are granted."""


async def care_subset(change: Change, member: Member, *, store: Engine) -> tuple[Ref, ...]:
    """What of the requester's record this member may know by name and does not see yet.

    A medical institution is granted the compartment; in R4 only the devices in use lie outside of it.
    """
    patient, requester = change.patient, change.parties.requester
    if patient is None or requester is None or requester.number == member.number:
        return ()
    found: dict[Ref, bool] = {}
    for one in dict.fromkeys((patient, *change.same)):
        found |= await _of_one_record(one, member, keeper=requester.number, store=store)
    open_ones = [ref for ref, is_new in found.items() if not is_new]
    new = await not_seen_yet(open_ones, member, keeper=requester.number, store=store)
    return tuple(ref for ref, is_new in found.items() if is_new or ref in new)


async def of_one_record(patient: Ref, member: Member, *, keeper: int, store: Engine) -> list[Ref]:
    """What a member may know by name of one source record; the institution `keeper` has to see it itself.

    What the member sees already is passed over unread, so that a long record costs each event what is new in it.
    """
    return list(await _of_one_record(patient, member, keeper=keeper, store=store))


async def _of_one_record(patient: Ref, member: Member, *, keeper: int, store: Engine) -> dict[Ref, bool]:
    """The same, each with whether it is known already that the keeper sees it and the member does not."""
    is_home = member.kind == "home"
    found = {patient: False} if is_home else {}
    record: list[StoredResource] = []
    for resource_type in TYPES if is_home else ("DeviceUseStatement",):
        record += await find(
            store, resource_type, "patient", str(patient), visibility=Visibility(member=keeper), count=MOST
        )
    asked = [one.ref for one in record if one.ref.type != "DeviceUseStatement"]  # which names a device that may be new
    seen = await store.read_many(asked, visibility=Visibility(member=member.number)) if asked else {}
    for stored in record:
        if stored.ref in seen:
            continue
        body = body_of(store, stored)
        if stored.ref.type == "Consent" and not is_wish(body):
            continue
        if not is_withheld(body, receiver_kind=member.kind, receiver_licensed=member.licensed):
            if is_home:
                found[stored.ref] = stored.ref.type != "DeviceUseStatement"
            found |= dict.fromkeys(_device(body), False)
    return found


async def not_seen_yet(found: Sequence[Ref], member: Member, *, keeper: int, store: Engine) -> tuple[Ref, ...]:
    """Of these, what the keeper sees and the member does not."""
    known = await store.read_many(found, visibility=Visibility(member=member.number))
    own = await store.read_many(found, visibility=Visibility(member=keeper))
    return tuple(ref for ref in dict.fromkeys(found) if ref in own and ref not in known)


async def own_records(patient: Ref | None, keeper: int, *, store: Engine) -> tuple[Ref, ...]:
    """All records that an institution keeps of one person: the linked ones too, never another institution's."""
    if patient is None or not keeper:
        return ()
    eyes = Visibility(member=keeper)
    refs = [Ref("Patient", one) for one in await store.linked_patients(patient.id, visibility=eyes)]
    own = await store.read_many(refs, visibility=eyes)
    return tuple(ref for ref in refs if ref in own and own[ref].custodian == keeper)


def _device(body: JsonObject) -> list[Ref]:
    device = reference(body.get("device"), expected="Device")
    return [device] if device is not None else []
