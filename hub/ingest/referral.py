"""A referral that comes as a message (HL7 v2 REF^I12 to I14) enters the same loop as any other. docs/referral.md.

The adapter knows no members; here the organizations of the message become members of the alliance, the way gets its
direction, and the receiver a Task of its own. The state table in the store then decides (DESIGN D12). Pure.
"""

from collections.abc import Sequence
from dataclasses import replace

from fhir_profiles.issue import Issue, JsonObject
from hub.conversion import Conversion, Entry
from hub.ingest.links import linked
from hub.referral.shape import direction_of, organization, organization_code
from hub.referral.states import DIRECTION_SYSTEM, Direction
from hub.store.admin import Member

_EVENTS = frozenset({"REF^I12", "REF^I13", "REF^I14"})
_URGENT = frozenset({"stat", "asap"})
_CANCELLED = "REF^I14"
_REQUEST_KEEPS = frozenset({"status", "requester", "performer", "authoredOn"})
_TASK_KEEPS = frozenset({"status", "businessStatus", "requester", "owner", "code", "focus", "authoredOn"})
_NOT_SUBMITTED = Issue(
    "warning",
    "business-rule",
    "The referral was stored as a draft and not submitted: the rules of the alliance ask for more than the message "
    "holds, or stand against it. The referral desk, or the event check on its Task, says which.",
    expression="RF1",
)


def into_loop(conversion: Conversion, *, sender: Member, members: Sequence[Member], lead: str = "") -> Conversion:
    """The conversion with its referral in the hub's own shape, or with a warning that says why it has none.

    A stat call is never left alone: what does not lead to a member of the alliance goes to the one whose code is
    `lead`, and where even that is no way, the message is refused, so that its sender hears of it.
    """
    if conversion.event not in _EVENTS or conversion.is_refused:
        return conversion
    known = _known_members(conversion.entries, members)
    links = {url: f"Organization/{member.code}" for url, member in known.items()}
    entries = [entry._replace(resource=linked(entry.resource, links)) for entry in conversion.entries]
    request = next((entry for entry in entries if entry.resource["resourceType"] == "ServiceRequest"
                    and any(_is_about(other, entry) for other in entries)), None)  # fmt: skip
    task = next((entry for entry in entries if request is not None and _is_about(entry, request)), None)
    if request is None or task is None:
        return conversion
    owner = _member(task.resource.get("owner"), members)
    requester = _member(task.resource.get("requester"), members) or sender
    direction = _direction(sender, owner) if owner is not None else None
    if owner is None or direction is None or requester.number != sender.number:
        why = _why_left_alone(sender, requester, owner)
        if request.resource.get("priority") not in _URGENT:
            return replace(conversion, issues=(*conversion.issues, _left_alone(why)))
        if owner is None or direction is None:
            owner = next((member for member in members if member.code == lead), None)
            direction = _direction(sender, owner) if owner is not None else None
        if owner is None or direction is None:
            return replace(conversion, issues=(*conversion.issues, _undeliverable(why)), entries=())
        conversion = replace(conversion, issues=(*conversion.issues, _redirected(why, owner)))
    shaped = {
        id(request): _request(request, sender, owner, direction, cancelled=conversion.event == _CANCELLED),
        id(task): _task(task, sender, owner, cancelled=conversion.event == _CANCELLED),
    }
    kept = [shaped.get(id(entry), entry) for entry in entries if entry.full_url not in known]
    return replace(conversion, entries=tuple(kept))


def as_draft(conversion: Conversion) -> Conversion | None:
    """The same referral as a draft that a person finishes; None when there is nothing that could be one.

    A hospital's system does not know the catalogue or the consent: what it cannot submit is not lost.
    """
    referrals = [entry for entry in conversion.entries if _is_submitted(entry)]
    if conversion.event not in _EVENTS or not referrals:
        return None
    links = {entry.full_url for entry in referrals}
    entries = tuple(
        entry._replace(resource=entry.resource | {"status": "draft"})
        if entry in referrals or entry.resource.get("focus", {}).get("reference") in links
        else entry
        for entry in conversion.entries
    )
    return replace(conversion, entries=entries, issues=(*conversion.issues, _NOT_SUBMITTED))


def _is_submitted(entry: Entry) -> bool:
    resource = entry.resource
    is_request = resource["resourceType"] == "ServiceRequest" and direction_of(resource) is not None
    return is_request and resource.get("status") == "active"


def _known_members(entries: Sequence[Entry], members: Sequence[Member]) -> dict[str, Member]:
    """Organizations of the message that name a member by its code, its credit code or its name."""
    found: dict[str, Member] = {}
    for entry in entries:
        if entry.resource["resourceType"] != "Organization":
            continue
        numbers = {identifier.get("value") for identifier in entry.resource.get("identifier", [])}
        name = entry.resource.get("name")
        for member in members:
            if (
                member.code in numbers
                or name == member.name
                or (name is None and member.uscc and member.uscc in numbers)
            ):
                found.setdefault(entry.full_url, member)
    return found


def _member(reference: JsonObject | None, members: Sequence[Member]) -> Member | None:
    code = organization_code(reference)
    return next((member for member in members if code and member.code == code), None)


def _is_about(entry: Entry, request: Entry) -> bool:
    focus = entry.resource.get("focus", {})
    return bool(entry.resource["resourceType"] == "Task" and focus.get("reference") == request.full_url)


def _direction(sender: Member, owner: Member) -> Direction | None:
    """Which way leads from one kind of member to another; None where the kinds do not tell."""
    if sender.number == owner.number:
        return None
    ranks = {"hospital": 3, "ward": 2, "clinic": 1}
    if owner.kind == "home":
        return Direction.INTO_HOME if sender.kind in ranks else None
    if sender.kind == "home":
        return Direction.FROM_HOME if owner.kind in ranks else None
    here, there = ranks.get(sender.kind, 0), ranks.get(owner.kind, 0)
    if not here or not there or here == there:
        return None
    return Direction.UP if there > here else Direction.DOWN


def _request(entry: Entry, sender: Member, owner: Member, direction: Direction, *, cancelled: bool) -> Entry:
    request = dict(entry.resource)
    doctor = request.get("requester", {})
    if doctor.get("reference") and not organization_code(doctor):
        request["supportingInfo"] = [*request.get("supportingInfo", []), doctor]
    others = [party for party in request.get("performer", []) if not organization_code(party)]
    way = {"coding": [{"system": DIRECTION_SYSTEM, "code": direction.value}]}
    request |= {
        "status": "revoked" if cancelled else "active",
        "category": [way, *request.get("category", [])],
        "requester": organization(sender.code) | {"display": sender.name},
        "performer": [organization(owner.code) | {"display": owner.name}, *others],
    }
    keep = _REQUEST_KEEPS - {"status"} if cancelled else _REQUEST_KEEPS
    return entry._replace(resource=request, keep=entry.keep | keep)


def _task(entry: Entry, sender: Member, owner: Member, *, cancelled: bool) -> Entry:
    task = {name: value for name, value in entry.resource.items() if name != "code"}
    task |= {
        "status": "cancelled" if cancelled else "requested",
        "requester": organization(sender.code) | {"display": sender.name},
        "owner": organization(owner.code) | {"display": owner.name},
    }
    keep = _TASK_KEEPS - {"status"} if cancelled else _TASK_KEEPS
    return entry._replace(resource=task, keep=entry.keep | keep)


def _why_left_alone(sender: Member, requester: Member, owner: Member | None) -> str:
    if requester.number != sender.number:
        return (
            f"the referring provider (PRD with role RP) is {requester.code}, but the message comes from {sender.code}"
        )
    if owner is None:
        return "the provider it is referred to (PRD with role RT) is no member of the alliance, by code or name"
    return f"there is no way of referral from {sender.code} to {owner.code}"


def _left_alone(why: str) -> Issue:
    text = f"The referral is kept as it was sent and starts no referral in the alliance: {why}."
    return Issue("warning", "business-rule", text, expression="PRD")


def _redirected(why: str, owner: Member) -> Issue:
    text = f"The stat call was sent to {owner.code}, because {why}. Correct the receiver at the source."
    return Issue("warning", "business-rule", text, expression="PRD")


def _undeliverable(why: str) -> Issue:
    text = f"The stat call reaches nobody: {why}. Nothing was stored; call the receiver by telephone and correct PRD."
    return Issue("error", "business-rule", text, expression="PRD")
