"""Notices of a referral: the changed Task, to the endpoints that a member has registered.

A notice holds the Task alone; whoever gets it reads the rest through the hub, with the rights that it then has.
"""

from fhir_profiles.json_text import dump
from hub.clock import SHANGHAI, micros_to_datetime
from hub.delivery.outbox import DELIVERED, ordering_of
from hub.referral.disclosure import grant_all
from hub.referral.plan import Change, Item, Plan
from hub.referral.shape import organization, state_of
from hub.referral.states import CANONICAL, UNSENT, Event
from hub.referral.transitions import EVENT_WORDS
from hub.store.admin import Member
from hub.store.port import Outbound


def tell(change: Change, plan: Plan, member: Member | None, *, task: Item | None = None) -> None:
    """Send the Task to a member's registered endpoints. The payload is made when the unit is complete."""
    if member is None or member.number == change.caller.member:
        return
    item = task or change.task
    for endpoint in plan.endpoints(member.number):
        if endpoint.channel in DELIVERED:
            plan.outbound.append(
                Outbound(
                    key=plan.new_key(),
                    receiver=member.number,
                    channel=endpoint.channel,
                    address=endpoint.address,
                    ordering=ordering_of(endpoint, str(change.request.ref)),
                    subject=str(item.ref),
                    payload=dump(item.resource),
                    due=plan.now,
                    created=plan.now,
                )
            )


def tell_receiver(change: Change, plan: Plan) -> None:
    """Tell the Task's owner."""
    tell(change, plan, change.parties.owner)
    if change.is_stat and change.event.value == "submit":
        tell_lead(change, plan)


def tell_sender(change: Change, plan: Plan) -> None:
    """Tell the requester."""
    tell(change, plan, change.parties.requester)


def tell_lead(change: Change, plan: Plan) -> None:
    """Tell the lead hospital, which then sees the elder's record: it has to act (domain.md E, escalation)."""
    lead = change.parties.lead
    if lead is None:
        return
    if change.event.value != "request-override" and lead is not change.parties.owner:
        grant_all(change, plan, lead)
    tell(change, plan, lead)


def tell_contact(change: Change, plan: Plan) -> None:
    """Put the call to the family on the sender's list (民政部令66: the home tells the emergency contact).

    The hub itself tells no relative: the Communication stands in preparation until a person has done it.
    """
    requester = change.parties.requester
    if requester is None or change.patient is None:
        return
    if change.event is Event.SUBMIT and any(state_of(one.resource) not in UNSENT for one in change.siblings):
        return  # told with the first candidate
    zh, _ = EVENT_WORDS[change.event]
    moment = micros_to_datetime(plan.now).astimezone(SHANGHAI)
    plan.add(
        {
            "resourceType": "Communication",
            "id": plan.new_id(change.patient.id),
            "status": "preparation",
            "category": [
                {"coding": [{"system": f"{CANONICAL}/CodeSystem/communication-category", "code": "notify-contact"}]}
            ],
            "subject": {"reference": str(change.patient)},
            "about": [{"reference": str(change.request.ref)}, {"reference": str(change.task.ref)}],
            "sender": organization(requester.code),
            "payload": [{"contentString": f"请通知家属/紧急联系人：{zh}，{moment:%Y-%m-%d %H:%M}"}],
        },
        custodian=requester.number,
    )
