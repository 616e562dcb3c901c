"""Who takes part and what they agreed on: the values that the administration tables give out.

Frozen, so that a caller can keep one across an await without seeing it change. Times are integer
microseconds UTC.
"""

from dataclasses import dataclass
from typing import Literal

MemberKind = Literal["hospital", "clinic", "home", "ward", "other"]
OUTSIDE = "outside"
"""The admission state of an institution that is no member: elders go there and come from there, nobody signs in."""
LEFT = "left"
"""The admission state of a member that has left: its record stays, its voice does not."""

CatalogueStatus = Literal["draft", "published"]


@dataclass(frozen=True, slots=True)
class Member:
    """One organization of the alliance.

    `number` is its key in every row it owns (`custodian`); 0 in a Member that is not stored yet.
    `licensed` says whether it holds a licence of a medical institution (医疗机构执业许可证).
    `capabilities` are codes of the alliance catalogue (oxygen, tube-feeding …);
    `declared_ability_level` is the worst ability level (0 to 4, GB/T 42195-2022) that it takes in.
    `uscc` (统一社会信用代码) may be shared by a home and its clinic and is never a unique key.
    """

    code: str
    name: str
    kind: MemberKind = "other"
    number: int = 0
    licensed: bool = False
    capabilities: tuple[str, ...] = ()
    declared_ability_level: int | None = None
    uscc: str = ""
    institution_code: str = ""
    filing_number: str = ""
    night_doctor: bool = False
    admission_state: str = "open"
    address: str = ""
    phone: str = ""
    district: str = ""
    level: str = ""

    @property
    def is_outside(self) -> bool:
        """Whether it is known and no member of the alliance: it is shown nothing and acts by other hands."""
        return self.admission_state == OUTSIDE


@dataclass(frozen=True, slots=True)
class Client:
    """A system that asks for tokens (SMART Backend Services). `scopes` is the widest it may get; `jwks` is JSON."""

    id: str
    member: int
    scopes: str
    jwks: str
    enabled: bool = True


@dataclass(frozen=True, slots=True)
class User:
    """A person with a local account of the console. `password_hash` is argon2's text."""

    name: str
    member: int
    password_hash: str
    roles: tuple[str, ...] = ()
    display_name: str = ""
    enabled: bool = True


@dataclass(frozen=True, slots=True)
class Session:
    """A console session in force. Its id is known to the browser alone; the table holds a hash."""

    user: str
    created: int
    expires: int


@dataclass(frozen=True, slots=True)
class Endpoint:
    """Where a member receives: channel `rest-hook`, `mllp`, `file` … and the secret that authenticates the hub."""

    member: int
    channel: str
    address: str
    secret: str = ""
    number: int = 0


@dataclass(frozen=True, slots=True)
class Sender:
    """A sending application (MSH-3) at a facility (MSH-4), and the member that answers for it.

    `name` stands in local identifier systems; `charset` overrides MSH-18; `timezone` is an IANA name.
    """

    application: str
    facility: str
    member: int
    charset: str = ""
    timezone: str = "Asia/Shanghai"
    name: str = ""


@dataclass(frozen=True, slots=True)
class CataloguePeriod:
    """When a published version decides, without its files: what is asked at every decision.

    `effective_to` is None for a version without an end.
    """

    canonical: str
    version: str
    digest: str
    effective_from: int
    effective_to: int | None

    def holds(self, at: int) -> bool:
        """Whether a time lies in it."""
        return self.effective_from <= at and (self.effective_to is None or at < self.effective_to)


@dataclass(frozen=True, slots=True)
class CatalogueVersion:
    """A version of the disease catalogue. Once published, nothing of it changes.

    In force from `effective_from` up to, but not at, `effective_to` (None: no end). `signatures`
    is a JSON array. `experimental` marks a version that no medical affairs office has signed.
    """

    canonical: str
    version: str
    digest: str
    content: bytes
    status: CatalogueStatus = "draft"
    effective_from: int = 0
    effective_to: int | None = None
    signatures: str = "[]"
    experimental: bool = False
