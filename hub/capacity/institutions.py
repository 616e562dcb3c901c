"""The state of an institution: whether it admits, and outbreak mode (rulings 4; domain.md A26).

A state holds back new admissions alone: a stat call, and a resident who comes home, pass in every state (rulings 1 and
4). The catalogue's rules read it from the member.
"""

from collections.abc import Sequence
from dataclasses import dataclass, replace

from fhir_profiles.accessors import split_reference
from fhir_profiles.json_text import parse
from hub.auth.principal import Principal
from hub.clock import Clock
from hub.errors import BadRequestError, ConflictError, ForbiddenError, NotFoundError, RuleError
from hub.store.admin import AdminStore, Member
from hub.store.admin_values import LEFT
from hub.store.port import AuditEntry, Engine, Put, WriteUnit, system

STATES: tuple[str, ...] = ("open", "restricted", "closed-to-admission", "closed", "outbreak")
"""`outbreak` admits nobody new, and says why."""

_DIRECTORY = frozenset({"Organization", "Endpoint"})
_DIRECTORY_DESK = system("directory")
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

    Neither by its name and telephone (the Organization under its code) nor by where its messages go (an Endpoint that
    it manages). The lead hospital keeps the entries of all, also of institutions outside the alliance.
    """
    if put.ref.type not in _DIRECTORY:
        return
    code = put.ref.id
    if put.ref.type == "Endpoint":
        body = {} if put.delete else put.resource or parse(put.data)
        kind, named, _ = split_reference(str((body.get("managingOrganization") or {}).get("reference", "")))
        code = named if kind == "Organization" else ""  # as a search for it finds it, in whatever form it is written
    member = admin.member(code)
    lead = lead_member(admin.members())
    if member is not None and writer not in {member.number, lead.number if lead is not None else 0}:
        raise ForbiddenError(
            f"通讯录中{member.name}的条目由该机构或牵头医院维护。 {put.ref} speaks for {member.code}: that institution "
            "itself, or the lead hospital, keeps its entries in the directory."
        )


async def take_entry(put: Put, writer: int, *, store: Engine, admin: AdminStore) -> Put:
    """A member's entry belongs to whoever of the two that keep it writes it, whoever put it up first.

    A name and a telephone that somebody wrote under the code before the institution joined are theirs to correct. The
    Put counts one version on when the entry had to change hands.
    """
    if put.ref.type != "Organization" or admin.member(put.ref.id) is None:
        return put
    stored = await store.read(put.ref, visibility=_DIRECTORY_DESK)
    if stored is None or stored.deleted or stored.custodian == writer:
        return put
    if put.expected is not None and put.expected != stored.version:
        return put  # refused below, in the words for an older version
    moved = Put(put.ref, stored.served(), expected=stored.version, custodian=writer)
    await store.write(WriteUnit(puts=(moved,)), visibility=_DIRECTORY_DESK)
    return put if put.expected is None else replace(put, expected=stored.version + 1)


def demand_both_stay(admin: AdminStore, offering: int, asking: int) -> None:
    """Nothing is booked or lent between two institutions of which one has left. Raises ConflictError."""
    for member in (admin.member(offering), admin.member(asking)):
        if offering != asking and member is not None and member.admission_state == LEFT:
            raise ConflictError(
                f"{member.name}已退出联盟，不能再预约或借用。 {member.code} has left the alliance; choose another "
                "institution."
            )
