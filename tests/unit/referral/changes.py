"""A change of a referral at work, made by hand: for what happens when a party to it has left, or a channel is odd."""

from typing import Any

from hub.referral.actors import Caller, Parties
from hub.referral.plan import Change, Item, Plan
from hub.referral.shape import new_task, organization
from hub.referral.situation import Details
from hub.referral.states import DIRECTION_SYSTEM, Event, State
from hub.store.admin import Endpoint, Member
from hub.store.port import Ref

NOW = 1_772_413_200_000_000
H1 = Member(code="H1", name="示范老年病医院", kind="hospital", number=1)
N1 = Member(code="N1", name="示范颐和养护院", kind="home", number=2)
N2 = Member(code="N2", name="示范康悦护理中心", kind="home", number=3)
PATIENT = Ref("Patient", "p")
REQUEST = Ref("ServiceRequest", "r")


def plan_of(*members: Member, channel: str = "rest-hook") -> Plan:
    """A plan with counted ids; each member has one endpoint."""
    count = iter(range(1, 1000))
    by_code = {member.code: member for member in members}
    return Plan(
        now=NOW,
        new_id=lambda _bucket: f"new-{next(count)}",
        new_key=lambda: next(count),
        endpoints=lambda member: (Endpoint(member=member, channel=channel, address="http://127.0.0.1:9/"),),
        member=by_code.get,
    )


def change_of(
    event: Event,
    *,
    state: State = State.SUBMITTED,
    requester: Member | None = H1,
    owner: Member | None = N1,
    lead: Member | None = None,
    direction: str = "into-home",
    priority: str = "routine",
    has_patient: bool = True,
    **details: Any,
) -> Change:
    """An event on the one Task of a referral."""
    request: dict[str, Any] = {
        "resourceType": "ServiceRequest", "id": REQUEST.id, "status": "active", "priority": priority,
        "category": [{"coding": [{"system": DIRECTION_SYSTEM, "code": direction}]}],
    }  # fmt: skip
    if has_patient:
        request["subject"] = {"reference": str(PATIENT)}
    task = new_task(
        task_id="t", request=REQUEST, patient=PATIENT if has_patient else None, requester="H1", owner="N1",
        priority=priority, now=NOW, state=state,
    )  # fmt: skip
    task["owner"] = organization(owner.code if owner else "GONE")
    return Change(
        task=Item(Ref("Task", "t"), task, version=1, custodian=1),
        request=Item(REQUEST, request, version=1, custodian=1),
        before=state,
        event=event,
        caller=Caller(agent="client:x", member=9),
        parties=Parties(requester=requester, owner=owner, lead=lead),
        details=Details(**details),
        patient_custodian=1,
    )
