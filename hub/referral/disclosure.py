"""Who learns what through a referral, and on which legal basis (rulings 2.1.15, 2.1.16, domain.md E).

Grants on the record are made for the referral and end with a withdrawn consent; grants on the referral itself
and on delivered documents are made for `…#delivered` and stay with the team that treats. A medical institution is
granted the record; a home the resources that it may know (`care_subset`); a bidder its own Task and nothing else.
"""

import base64

from fhir_profiles.issue import JsonObject
from hub.clock import micros_to_instant
from hub.consent.policy import BASES
from hub.referral.actors import Parties
from hub.referral.plan import Change, Item, Plan
from hub.referral.receipt import documents_of, issue, withdraw
from hub.referral.shape import (
    CONSENT_WITHDRAWN,
    LEGAL_BASIS,
    add_note,
    focus_of,
    organization,
    organization_code,
    sbar_of,
    set_extension,
    state_of,
)
from hub.referral.states import FINAL, UNSENT, Event, State
from hub.referral.unsent import ask_again, outgoing
from hub.store.admin import Member
from hub.store.port import Grant, Ref, Revoke

_NOT_STABLE = frozenset(State) - {State.IN_CARE, State.FEEDBACK_DUE, State.FEEDBACK_SENT}


def disclose(change: Change, plan: Plan) -> None:
    """Let the receiver act on its Task, and, unless it is one of several bidders, see what it may know."""
    owner, lead = change.parties.owner, change.parties.lead
    if owner is not None and change.is_bid:
        grant_bid(change, plan, owner)
    elif owner is not None:
        if change.patient is not None:
            change.task.resource["for"] = {"reference": str(change.patient)}
        grant_all(change, plan, owner)
    if lead is not None and lead is not owner:
        grant_task(change, plan, lead)
        if not change.is_bid:
            plan.grants.append(_named(change, lead, change.request.ref))


def grant_all(change: Change, plan: Plan, member: Member) -> None:
    """Task, ServiceRequest and what this member may know of the elder."""
    grant_task(change, plan, member)
    plan.grants.append(_named(change, member, change.request.ref))
    told = sbar_of(change.request.resource)
    if told is not None and not change.is_withheld and member.kind != "home":
        plan.grants.append(_named(change, member, told))
    requester = change.parties.requester
    if change.patient is None or change.is_withheld or requester is None:
        return
    if change.patient_custodian != requester.number:
        return  # a record is shared by the institution that keeps it
    plan.grants += [_on_record(change, plan, member, ref) for ref in change.shown.get(member.number, ())]
    if member.kind != "home":
        people = dict.fromkeys((change.patient, *change.same))
        plan.grants += [_on_record(change, plan, member, one, compartment=True) for one in people]


def _on_record(change: Change, plan: Plan, member: Member, target: Ref, *, compartment: bool = False) -> Grant:
    return Grant(
        member=member.number,
        target=target,
        because=change.because,
        purpose="ETREAT" if change.basis == "emergency" else "TREAT",
        basis=change.basis,
        compartment=compartment,
        since=plan.now,
    )


def grant_task(change: Change, plan: Plan, member: Member) -> None:
    """The Task alone, to act on it."""
    plan.grants.append(_named(change, member, change.task.ref, access_to_act=True))


def grant_bid(change: Change, plan: Plan, member: Member) -> None:
    """The Task of a bid and the proposal that it is about."""
    grant_task(change, plan, member)
    focus = focus_of(change.task.resource)
    if focus is not None and focus != change.request.ref:
        plan.grants.append(_named(change, member, focus))


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
    if owner is None or requester is None:
        return
    if not change.bundle:
        if change.is_withheld:
            add_note(change.task.resource, _ON_PAPER, author=requester.code, now=plan.now)
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
    issue(change, plan, item.ref, change.bundle)
    rows = outgoing(
        plan.endpoints(owner.number), plan.new_key, request=change.request.ref, document=item.ref, data=change.bundle,
        now=plan.now,
    )  # fmt: skip
    plan.outbound += rows
    if not rows and not owner.is_outside:
        plan.timers.append(ask_again(item.ref, plan.now))
        if change.event is Event.REISSUE:
            add_note(change.task.resource, _to_fetch(owner, change.request.ref), author=requester.code, now=plan.now)
    change.bundle = b""


def is_parcel(binary: JsonObject) -> bool:
    """Whether a Binary is the signed bundle of a transfer, as `deliver` stores it."""
    request = str((binary.get("securityContext") or {}).get("reference", ""))
    return binary.get("contentType") == "application/fhir+json" and request.startswith("ServiceRequest/")


def _to_fetch(owner: Member, request: Ref) -> str:
    """A correction goes with no driver: whoever sends it has to know at once that it reaches nobody by itself."""
    return (
        f"{owner.name}没有登记接收端点，平台不会推送这份更新的交接资料：请电话告知对方在平台收件箱打开并签收，或由其系统"
        f"用 GET /fhir/{request}/$transfer-bundle 取回；在签收之前对方登记了端点，平台即自动发送。 {owner.code} has no "
        f"endpoint, so this document is not pushed: phone and ask it to open the document in its inbox, or to fetch "
        f"GET /fhir/{request}/$transfer-bundle; if it has an endpoint before its receipt, the document goes by itself."
    )


_ON_PAPER = (
    "同意已撤回，平台未发送资料：请以纸质或电话交接。 Consent was withdrawn, so the hub sent nothing: hand over on "
    "paper or by phone."
)


def show_output(change: Change, plan: Plan, output: Ref) -> None:
    """Let the sender read the document that the receiver gives back."""
    requester = change.parties.requester
    if requester is not None:
        plan.grants.append(_named(change, requester, output))


def stop(change: Change, plan: Plan) -> None:
    """A withdrawn consent ends new disclosure and every pull at once; what was delivered stays (ruling 5).

    On a stat call it has no effect until the elder is stable, which is not before the admission (ruling 2.1.15).
    """
    if change.is_stat and change.before in _NOT_STABLE:
        return
    plan.revokes.append(Revoke(because=change.because))
    withdraw(change, plan)
    set_extension(change.request.resource, CONSENT_WITHDRAWN, {"valueDateTime": micros_to_instant(plan.now)})
    set_extension(change.request.resource, LEGAL_BASIS, None)
    set_extension(change.task.resource, LEGAL_BASIS, None)
    change.request.dirty = True


def end_sight(change: Change, plan: Plan, *, to: State) -> None:
    """Who does not take the elder after all sees record and request no longer; a diverted document moves on (2.1.9)."""
    owner = change.parties.owner
    if to not in _NOT_TAKEN or change.before in UNSENT or owner is None or is_asked_besides(change, owner):
        return
    close_to(owner, change.parties, change.request, plan)
    sent = (*(one.ref for one in documents_of(change.task.resource)), *change.document_files)
    plan.revokes += [Revoke(because=change.delivered, member=owner.number, target=ref) for ref in sent]


def close_to(member: Member, parties: Parties, request: Item, plan: Plan) -> None:
    """End a member's sight of the record and of the referral: its Task tells it what it has to know.

    The lead hospital looks after every referral, and the requester's is its own.
    """
    plan.revokes.append(Revoke(because=str(request.ref), member=member.number))
    if any(one is not None and one.number == member.number for one in (parties.lead, parties.requester)):
        return
    told = sbar_of(request.resource)
    plan.revokes += [
        Revoke(because=f"{request.ref}#delivered", member=member.number, target=target)
        for target in (request.ref, told)
        if target is not None
    ]


_NOT_TAKEN = frozenset(
    {State.REJECTED, State.NOT_SELECTED, State.REDIRECTED, State.EXPIRED, State.CANCELLED, State.NO_SHOW}
)


def is_asked_besides(change: Change, member: Member) -> bool:
    """Whether a member has an open Task of this referral besides the one at hand."""
    return any(
        one.resource.get("owner") == organization(member.code) and state_of(one.resource) not in FINAL
        for one in change.siblings
    )


def keep_basis(change: Change) -> None:
    """Record the basis that the sender stated; who states one after a withdrawal has asked the elder again.

    For a receiver outside it stands on that receiver's Task too: one stated for a member is none for it.
    """
    if change.details.basis in BASES and not change.is_refused:
        stated = {"valueCode": change.details.basis}
        set_extension(change.request.resource, CONSENT_WITHDRAWN, None)
        set_extension(change.request.resource, LEGAL_BASIS, stated)
        if change.parties.outside == "receiver":
            set_extension(change.task.resource, LEGAL_BASIS, dict(stated))
        change.request.dirty = True


def owner_code(task: JsonObject) -> str:
    """The code of the member that owns a Task."""
    return organization_code(task.get("owner"))


def is_party(member: Member, change: Change) -> bool:
    """Whether a member is the requester or the owner of the Task at hand."""
    return any(
        party is not None and party.number == member.number
        for party in (change.parties.requester, change.parties.owner)
    )
