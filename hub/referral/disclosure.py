"""Who learns what through a referral, and on which legal basis (rulings 2.1.15, 2.1.16).

Grants on the record are made for the referral and end with a withdrawn consent; grants on the referral itself
and on delivered documents are made for `…#delivered` and stay with the team that treats.
"""

import base64

from fhir_profiles.issue import JsonObject
from hub.referral.plan import Change, Plan
from hub.referral.shape import add_output, organization_code
from hub.store.admin import Member
from hub.store.port import Grant, Outbound, Ref, Revoke

BUNDLE_OUTPUT = "transfer-bundle"


def disclose(change: Change, plan: Plan) -> None:
    """Let the receiver act on its Task, and, unless it is one of several bidders, see the elder's record."""
    owner, lead = change.parties.owner, change.parties.lead
    if change.is_bid and change.event.value == "submit":
        change.task.resource.pop("for", None)
        if owner is not None:
            _grant_task(change, plan, owner)
    elif owner is not None:
        grant_all(change, plan, owner)
    if lead is not None and owner is not lead:
        _grant_task(change, plan, lead)
        plan.grants.append(_named(change, lead, change.request.ref))


def grant_all(change: Change, plan: Plan, member: Member) -> None:
    """Task, ServiceRequest and the patient's record."""
    _grant_task(change, plan, member)
    plan.grants.append(_named(change, member, change.request.ref))
    if change.patient is not None:
        plan.grants.append(
            Grant(
                member=member.number,
                target=change.patient,
                because=change.because,
                purpose="ETREAT" if change.basis == "emergency" else "TREAT",
                basis=change.basis,
                compartment=True,
                since=plan.now,
            )
        )


def _grant_task(change: Change, plan: Plan, member: Member) -> None:
    plan.grants.append(_named(change, member, change.task.ref, access_to_act=True))


def _named(change: Change, member: Member, target: Ref, *, access_to_act: bool = False) -> Grant:
    return Grant(
        member=member.number,
        target=target,
        because=change.delivered,
        purpose="ETREAT" if change.basis == "emergency" else "TREAT",
        basis=change.basis,
        access="act" if access_to_act else "read",
    )


def send_bundle(change: Change, plan: Plan) -> None:
    """Store the signed transfer bundle byte for byte as a Binary, let the receiver read it, and send it."""
    owner, requester = change.parties.owner, change.parties.requester
    if not change.bundle or owner is None or requester is None:
        return
    binary: JsonObject = {
        "resourceType": "Binary",
        "id": plan.new_id(change.patient.id if change.patient else ""),
        "contentType": "application/fhir+json",
        "securityContext": {"reference": str(change.request.ref)},
        "data": base64.b64encode(change.bundle).decode(),
    }
    item = plan.add(binary, custodian=requester.number)
    plan.grants.append(_named(change, owner, item.ref))
    add_output(change.task.resource, BUNDLE_OUTPUT, {"valueReference": {"reference": str(item.ref)}})
    for endpoint in plan.endpoints(owner.number):
        if endpoint.channel == "rest-hook":
            plan.outbound.append(
                Outbound(
                    key=plan.new_key(),
                    receiver=owner.number,
                    channel=endpoint.channel,
                    address=endpoint.address,
                    ordering=f"{owner.number}:{change.request.ref}",
                    subject=str(item.ref),
                    payload=change.bundle,
                    due=plan.now,
                    created=plan.now,
                )
            )
    change.bundle = b""


def show_output(change: Change, plan: Plan, output: Ref) -> None:
    """Let the sender read the document that the receiver gives back."""
    requester = change.parties.requester
    if requester is not None:
        plan.grants.append(_named(change, requester, output))


def stop(change: Change, plan: Plan) -> None:
    """A withdrawn consent ends new disclosure and every pull at once; what was delivered stays (ruling 5)."""
    plan.revokes.append(Revoke(because=change.because))


def owner_code(task: JsonObject) -> str:
    """The code of the member that owns a Task."""
    return organization_code(task.get("owner"))


def is_party(member: Member, change: Change) -> bool:
    """Whether a member is the requester or the owner of the Task at hand."""
    return any(
        party is not None and party.number == member.number
        for party in (change.parties.requester, change.parties.owner)
    )
