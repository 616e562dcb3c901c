"""The state of an institution: whether it admits, and outbreak mode (rulings 4; domain.md A26).

A state holds back new admissions alone: a stat call, and a resident who comes home, pass in every state (rulings 1 and
4). The catalogue's rules read it from the member.
"""

from collections.abc import Sequence
from dataclasses import dataclass, replace

from fhir_profiles.accessors import split_reference
from fhir_profiles.issue import JsonObject
from fhir_profiles.json_text import parse
from hub.auth.principal import Principal
from hub.clock import Clock
from hub.errors import BadRequestError, ConflictError, ForbiddenError, NotFoundError, RuleError
from hub.store.admin import AdminStore, Member
from hub.store.admin_values import LEFT
from hub.store.port import AuditEntry, Engine, Put

STATES: tuple[str, ...] = ("open", "restricted", "closed-to-admission", "closed", "outbreak")
"""`outbreak` admits nobody new, and says why."""

OF_INSTITUTION = {
    "Endpoint": "managingOrganization", "HealthcareService": "providedBy", "PractitionerRole": "organization",
}  # fmt: skip
"""Entries of the directory that say whose they are, and the element that says it."""
_USCC = "https://alliance-hub.example/sid/uscc"
_LICENCE = "urn:oid:2.16.156.10011.1.5"
LEAST_WORDS = 4
MOST_WORDS = 500


@dataclass(frozen=True, slots=True)
class StateChange:
    """What an institution's state was, and is."""

    member: Member
    before: str
    after: str


async def change_state(
    store: Engine, admin: AdminStore, clock: Clock, principal: Principal, code: str, *, state: str, reason: str
) -> StateChange:
    """Set the state of the caller's own institution, with its reason in the audit trail.

    Raises BadRequestError, ForbiddenError, NotFoundError, RuleError, ConflictError (it has left).
    """
    if state not in STATES:
        raise BadRequestError(f"{state[:40]!r} is no state of an institution; expected one of {', '.join(STATES)}.")
    member = admin.member(code)
    if member is None:
        raise NotFoundError(f"There is no member {code!r} in this alliance.")
    if member.number != principal.member:
        raise ForbiddenError("只能更改本机构的接收状态。 An institution sets its own state alone.")
    if member.admission_state == LEFT:
        raise ConflictError(
            "本机构已退出联盟，由牵头医院办理重新加入。 It has left; the lead hospital takes it back with $rejoin."
        )
    if len(reason.strip()) < LEAST_WORDS:
        raise RuleError("请说明原因。 Say in `reason` why; everybody who is refused asks.")
    entry = AuditEntry(
        at=clock.now(), member=principal.member, agent=principal.agent, action="U", interaction="$admission-state",
        target=f"Organization/{code}", purpose=principal.purpose,
        detail=f"{member.admission_state} > {state}: {reason.strip()}"[:MOST_WORDS],
    )  # fmt: skip
    await store.audit(entry)
    admin.change_member(replace(member, admission_state=state))
    return StateChange(member, member.admission_state, state)


def lead_member(members: Sequence[Member]) -> Member | None:
    """The lead hospital: the hospital that joined first, as the founder of the alliance."""
    inside = [member for member in members if not member.is_outside]
    hospitals = [member for member in inside if member.kind == "hospital"] or inside
    return min(hospitals, key=lambda member: member.number, default=None)


def demand_own_entry(put: Put, writer: int, admin: AdminStore) -> None:
    """Nobody speaks for another institution in the directory that every member reads. Raises ForbiddenError.

    Neither by its name and telephone (the Organization under its code) nor by where its messages go, what it offers and
    who works there (an Endpoint, a HealthcareService, a PractitionerRole that names it by reference or by its
    number). The lead hospital keeps the entries of all, also of institutions outside the alliance.
    """
    if put.ref.type == "Organization":
        spoken_for = [[member] if (member := admin.member(put.ref.id)) is not None else []]
    elif put.ref.type in OF_INSTITUTION and not put.delete:
        spoken_for = _named((put.resource or parse(put.data)).get(OF_INSTITUTION[put.ref.type]) or {}, admin)
    else:
        return
    lead = lead_member(admin.members())
    for members in spoken_for:
        if members and writer not in {member.number for member in (*members, *((lead,) if lead is not None else ()))}:
            raise ForbiddenError(
                f"通讯录中{members[0].name}的条目由该机构或牵头医院维护。 {put.ref} speaks for {members[0].code}: that "
                "institution itself, or the lead hospital, keeps its entries in the directory."
            )


def custodian_after(entry: JsonObject, custodian: int, writer: int, admin: AdminStore) -> int:
    """Whose a stored entry is once this member has corrected or deleted it; 0 when that is none of its business.

    An institution that an entry names makes it its own. What the lead hospital corrects stays with whoever stored it.
    """
    named = [some for some in _named(entry.get(OF_INSTITUTION[entry["resourceType"]]) or {}, admin) if some]
    if not named:
        return 0
    if all(writer in {one.number for one in some} for some in named):
        return writer
    lead = lead_member(admin.members())
    return custodian if lead is not None and lead.number == writer else 0


def _named(reference: JsonObject, admin: AdminStore) -> list[list[Member]]:
    """Whom a Reference means by its reference and by its identifier: a home and its clinic may share a credit code."""
    kind, code, _ = split_reference(str(reference.get("reference", "")))
    found = admin.member(code) if kind == "Organization" else None  # as a search finds it, in whatever form
    identifier = reference.get("identifier") or {}
    number = identifier.get("system"), identifier.get("value")
    numbers = ((one, {(_USCC, one.uscc), (_LICENCE, one.institution_code)}) for one in admin.members())
    same = [one for one, its in numbers if number[1] and number in its]
    return [[found] if found is not None else [], same]


def own_entry(put: Put, writer: int, admin: AdminStore) -> Put:
    """The Put as the store is to take it: a member's entry belongs to whoever of the two that keep it writes it.

    A name and a telephone that somebody wrote under the code before the institution joined are theirs to correct, to
    delete and to write anew. It changes hands with this very Put, so not at all when the unit is refused. Raises
    ForbiddenError as `demand_own_entry`.
    """
    demand_own_entry(put, writer, admin)
    if put.ref.type != "Organization" or admin.member(put.ref.id) is None:
        return put
    return replace(put, custodian=writer, takes_over=True)


def demand_both_stay(admin: AdminStore, offering: int, asking: int) -> None:
    """Nothing is booked or lent between two institutions of which one has left. Raises ConflictError."""
    for member in (admin.member(offering), admin.member(asking)):
        if offering != asking and member is not None and member.admission_state == LEFT:
            raise ConflictError(
                f"{member.name}已退出联盟，不能再预约或借用。 {member.code} has left the alliance; choose another "
                "institution."
            )
