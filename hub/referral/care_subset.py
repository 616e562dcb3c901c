"""What of an elder's record a home is granted: the resources by name, never the compartment (domain.md E, G3).

Only medical institutions share the full record. A home sees what care needs: all of the floor of ruling 6, and of
the rest what names no restricted diagnosis. Documents and encounters are left out, since nobody can say what stands
in them; the transfer bundle carries what matters. Grants are refreshed by each event that discloses (select, depart,
arrive); what is stored in between is seen with the next one.
"""

from fhir_profiles.issue import JsonObject
from hub.referral.lookup import find
from hub.referral.plan import Change
from hub.referral.shape import reference
from hub.store.admin import Member
from hub.store.port import Engine, Ref, Visibility
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
    if patient is None or requester is None:
        return ()
    is_home = member.kind == "home"
    found = [patient] if is_home else []
    for resource_type in TYPES if is_home else ("DeviceUseStatement",):
        page = await find(
            store, resource_type, "patient", str(patient), visibility=Visibility(member=requester.number), count=MOST
        )
        for stored in page:
            body = stored.json()
            if resource_type == "Consent" and not is_wish(body):
                continue
            if not is_withheld(body, receiver_kind=member.kind, receiver_licensed=member.licensed):
                found += [stored.ref, *_device(body)] if is_home else _device(body)
    known = await store.read_many(found, visibility=Visibility(member=member.number))
    own = await store.read_many(found, visibility=Visibility(member=requester.number))
    return tuple(ref for ref in dict.fromkeys(found) if ref in own and ref not in known)


def _device(body: JsonObject) -> list[Ref]:
    device = reference(body.get("device"), expected="Device")
    return [device] if device is not None else []
