"""What the hub's database takes and gives: resources, units of writing, and what travels with them.

All times are integer microseconds since 1970-01-01T00:00:00Z.
"""

from dataclasses import dataclass, field
from typing import Literal, NamedTuple

from fhir_profiles.issue import Issue, JsonObject
from fhir_profiles.json_text import join, parse


class Ref(NamedTuple):
    """A resource's type and id, `Patient/0190…`."""

    type: str
    id: str

    def __str__(self) -> str:
        """As it stands in `Reference.reference`."""
        return f"{self.type}/{self.id}"


@dataclass(frozen=True, slots=True)
class Visibility:
    """Whose eyes: the one thing that decides what a query may return.

    `member` is the number of the caller's organization; 0 is the hub itself, which only the
    uses listed in `tests/architecture/test_system_visibility.py` may be, each with its `reason`.
    A member sees a resource when it is its custodian, when the type is one of the shared
    directory (`SHARED_TYPES`), or when a grant in force names it or its patient.
    """

    member: int
    reason: str = ""

    @property
    def is_system(self) -> bool:
        """Whether the hub itself looks."""
        return self.member == 0


SHARED_TYPES = frozenset(
    {
        "CapabilityStatement", "ChargeItemDefinition", "CodeSystem", "CompartmentDefinition", "ConceptMap", "Endpoint",
        "HealthcareService", "ImplementationGuide", "Library", "Location", "NamingSystem", "OperationDefinition",
        "Organization", "OrganizationAffiliation", "PlanDefinition", "ActivityDefinition", "Practitioner",
        "PractitionerRole", "Questionnaire", "Schedule", "SearchParameter", "Slot", "StructureDefinition", "ValueSet",
    }
)  # fmt: skip
"""The alliance's directory: every member reads it; only the custodian changes it."""


def system(reason: str) -> Visibility:
    """The hub's own eyes, for one named reason."""
    return Visibility(member=0, reason=reason)


class StoredResource(NamedTuple):
    """One version of a resource. A named tuple, because a page of a search makes many.

    `body` is the client's JSON with top-level `resourceType`, `id` and `meta` cut out; `meta` is the JSON
    text of the whole served `meta` element; `served` joins them (DESIGN D2).
    """

    ref: Ref
    version: int
    updated: int
    custodian: int
    body: bytes
    meta: bytes
    deleted: bool = False
    patient: str = ""
    method: Literal["POST", "PUT", "DELETE"] = "PUT"

    def served(self) -> bytes:
        """The resource's JSON as it goes over the wire."""
        return join(self.ref.type, self.ref.id, self.meta, self.body)

    def json(self) -> JsonObject:
        """The served resource, parsed with its decimals kept."""
        return parse(self.served())


class IdentifierKey(NamedTuple):
    """A business identifier, unique per custodian and type where it is claimed (DESIGN D17)."""

    system: str
    value: str


@dataclass(frozen=True, slots=True)
class Put:
    """Create, update or delete one resource.

    `data` is the whole resource as the client sent it, in bytes (its own `id` and server-owned
    `meta` members are replaced). `expected` is the version that must be current: 0 means that
    the resource must not exist, None takes whatever is there. `unique` are identifiers that no
    other current resource of this type and custodian may hold (a conditional create or update).
    `custodian` 0 keeps the stored one, or is the writer's own for a new resource. `labels` are
    the server-owned security labels as (system, code). `takes_over` says that the hub has found the writer to be
    whose this is, whoever is its custodian so far; with `custodian` it changes hands in the same version.
    """

    ref: Ref
    data: bytes
    expected: int | None = None
    unique: tuple[IdentifierKey, ...] = ()
    custodian: int = 0
    delete: bool = False
    labels: tuple[tuple[str, str], ...] = ()
    resource: JsonObject | None = field(default=None, repr=False, compare=False)
    takes_over: bool = False


@dataclass(frozen=True, slots=True)
class VersionIs:
    """Precondition: this resource's current version is still this one (0: it does not exist)."""

    ref: Ref
    version: int


@dataclass(frozen=True, slots=True)
class Claim:
    """Take something that only one can have: a bed, the place of the selected receiver, the open referral of a patient.

    Two units that claim the same (kind, key) cannot both be stored while the first is in force;
    the same `holder` may claim again, which moves `until`. `until` is None for no end.
    """

    kind: str
    key: str
    holder: str
    until: int | None = None


@dataclass(frozen=True, slots=True)
class Release:
    """Give a claim back. Only its holder's counts; a claim that is gone is no error."""

    kind: str
    key: str
    holder: str


@dataclass(frozen=True, slots=True)
class Grant:
    """Let a member see a resource, or with `compartment` everything of a patient, until `until`.

    `access` "act" also lets it write the resource, within the rules of the workflow. `purpose`
    is a PurposeOfUse code (TREAT, ETREAT …), `basis` the legal basis (consent, guardian, treatment,
    emergency), `because` the referral or examination that shares it.
    """

    member: int
    target: Ref
    because: str
    purpose: str = "TREAT"
    basis: str = "treatment"
    compartment: bool = False
    access: Literal["read", "act"] = "read"
    since: int = 0
    until: int | None = None


@dataclass(frozen=True, slots=True)
class Revoke:
    """End the grants that one referral or examination made to a member (0: to all); with `target` those on it alone."""

    because: str
    member: int = 0
    target: Ref | None = None


@dataclass(frozen=True, slots=True)
class PersonLink:
    """Say that a source Patient is this person, or with `linked` False that it is not (DESIGN D17)."""

    patient: str
    person: str
    method: str
    score: int = 100
    linked: bool = True


@dataclass(frozen=True, slots=True)
class Inbound:
    """A message that came in through a door, with the acknowledgement that answers it.

    `state` is stored (its resources are in this unit), refused (quarantine) or replayed (a refused
    one that was corrected; `replay_of` names it). (member, sender, control_id) is unique among the stored ones: two
    members may run the same product with the same name in MSH-3 and MSH-4.
    """

    key: int
    sender: str
    control_id: str
    digest: bytes
    raw: bytes
    ack: bytes
    received: int
    door: str
    adapter: str
    label: str
    charset: str
    state: Literal["stored", "refused", "replayed"]
    member: int
    issues: str = "[]"
    residue: str = "[]"
    resources: str = "[]"
    replay_of: int = 0


@dataclass(frozen=True, slots=True)
class Outbound:
    """Something to deliver. Rows with the same `ordering` go out one after the other."""

    key: int
    receiver: int
    channel: str
    address: str
    ordering: str
    subject: str
    payload: bytes
    content_type: str = "application/fhir+json"
    due: int = 0
    attempts: int = 0
    state: Literal["waiting", "done", "failed", "cancelled"] = "waiting"
    last_error: str = ""
    created: int = 0


@dataclass(frozen=True, slots=True)
class CancelOutbound:
    """What still waits in an ordering about a subject is not sent: something newer has taken its place."""

    ordering: str
    subject: str
    why: str


@dataclass(frozen=True, slots=True)
class Timer:
    """Something to do at a time, once, even after a restart. (kind, subject) is unique: setting it again moves it."""

    kind: str
    subject: str
    due: int
    detail: str = ""


@dataclass(frozen=True, slots=True)
class CancelTimer:
    """Forget a timer; kind "" forgets all of the subject."""

    subject: str
    kind: str = ""


class AuditEntry(NamedTuple):
    """One access, compact (DESIGN D18). A named tuple, because every request makes one.

    `outcome` is 0 success, 4 minor failure (refused), 8 serious failure; `action` is C R U D or E; `interaction` a
    restful-interaction or operation code; `target` a `Type/id` or type; `query` the search as sent, without values of
    identifying parameters.
    """

    at: int
    member: int
    agent: str
    action: Literal["C", "R", "U", "D", "E"]
    interaction: str
    target: str
    patient: str = ""
    outcome: int = 0
    purpose: str = "TREAT"
    query: str = ""
    detail: str = ""
    key: int = 0


@dataclass(frozen=True, slots=True)
class WriteUnit:
    """What is stored whole or not at all.

    `author` is the member that the unit speaks for where the hub itself writes it: what it may see decides which
    patient compartments the puts join, new ones without a custodian are its own, and only what is its own can it
    delete. 0 is the writer. A custodian that a Put names counts beside it: the hub answers for that.
    """

    puts: tuple[Put, ...] = ()
    preconditions: tuple[VersionIs, ...] = ()
    claims: tuple[Claim, ...] = ()
    releases: tuple[Release, ...] = ()
    grants: tuple[Grant, ...] = ()
    revokes: tuple[Revoke, ...] = ()
    links: tuple[PersonLink, ...] = ()
    inbound: tuple[Inbound, ...] = ()
    outbound: tuple[Outbound | CancelOutbound, ...] = ()
    timers: tuple[Timer | CancelTimer, ...] = ()
    audit: tuple[AuditEntry, ...] = ()
    author: int = 0


@dataclass(frozen=True, slots=True)
class WriteResult:
    """The stored versions, in the order of `puts`, and whether each is new."""

    resources: tuple[StoredResource, ...]
    created: tuple[bool, ...]
    transaction: int


class UnitConflictError(Exception):
    """A unit's precondition no longer holds; nothing of it was stored.

    `kind` is version, identifier, claim, duplicate (an inbound control id) or forbidden (the writer may not change
    it); `detail` says which. Callers decide again on fresh state, or answer 409, 412 or 403.
    """

    def __init__(
        self,
        kind: Literal["version", "identifier", "claim", "duplicate", "forbidden", "missing"],
        detail: str,
        *,
        ref: Ref | None = None,
    ) -> None:
        super().__init__(f"{kind}: {detail}")
        self.kind = kind
        self.detail = detail
        self.ref = ref


BY_ID = "_id"
"""The `parameter` of a Naming that is the target itself."""


class Naming(NamedTuple):
    """The newest resources of a type, `most` at most, whose reference `parameter` names the target; or BY_ID."""

    type: str
    parameter: str
    target: Ref
    most: int


class Witnessed(NamedTuple):
    """What several searches found, each newest first, and which of all these a second member sees too."""

    found: tuple[tuple[StoredResource, ...], ...]
    seen: frozenset[Ref]


@dataclass(frozen=True, slots=True)
class Page:
    """Part of an answer. `included[i]` tells whether `resources[i]` came by `_include` or `_revinclude`.

    `cursor` is empty at the end. `total` is None unless it was asked for. `remarks` say of what the answer may lack.
    Of a history `created[i]` tells whether `resources[i]` made the resource, for the first time or after a deletion.
    """

    resources: tuple[StoredResource, ...]
    included: tuple[bool, ...] = ()
    cursor: str = ""
    total: int | None = None
    remarks: tuple[Issue, ...] = ()
    created: tuple[bool, ...] = ()
