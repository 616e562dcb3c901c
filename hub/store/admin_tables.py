"""The administration tables. Callers get the frozen values of `hub.store.admin_values`, never these."""

from sqlalchemy import BigInteger, Index, LargeBinary, UniqueConstraint, text
from sqlmodel import Field, SQLModel


class MemberRow(SQLModel, table=True):
    """One organization of the alliance."""

    __tablename__ = "member"

    number: int | None = Field(default=None, primary_key=True)
    code: str = Field(unique=True)
    name: str
    kind: str
    licensed: bool
    capabilities: str
    declared_ability_level: int | None
    uscc: str
    institution_code: str
    filing_number: str
    night_doctor: bool
    admission_state: str
    address: str
    phone: str
    district: str
    level: str


class ClientRow(SQLModel, table=True):
    """A system that asks for tokens."""

    __tablename__ = "client"

    id: str = Field(primary_key=True)
    member: int = Field(foreign_key="member.number")
    scopes: str
    jwks: str
    enabled: bool


class UserRow(SQLModel, table=True):
    """A console account."""

    __tablename__ = "user_account"

    name: str = Field(primary_key=True)
    member: int = Field(foreign_key="member.number")
    password_hash: str
    roles: str
    display_name: str
    enabled: bool


class SessionRow(SQLModel, table=True):
    """A console session, under the SHA-256 of its id."""

    __tablename__ = "session"

    hashed_id: str = Field(primary_key=True)
    user: str = Field(foreign_key="user_account.name")
    created: int = Field(sa_type=BigInteger)
    expires: int = Field(sa_type=BigInteger, index=True)


class EndpointRow(SQLModel, table=True):
    """Where a member receives."""

    __tablename__ = "endpoint"

    number: int | None = Field(default=None, primary_key=True)
    member: int = Field(foreign_key="member.number", index=True)
    channel: str
    address: str
    secret: str


class SenderRow(SQLModel, table=True):
    """A sending application at a facility."""

    __tablename__ = "sender"

    application: str = Field(primary_key=True)
    facility: str = Field(primary_key=True)
    member: int = Field(foreign_key="member.number")
    charset: str
    timezone: str
    name: str


class UsedTokenRow(SQLModel, table=True):
    """A client assertion's `jti` that was used, kept until it expires (RFC 7523 3, item 7)."""

    __tablename__ = "used_jti"

    client: str = Field(primary_key=True)
    jti: str = Field(primary_key=True)
    expires: int = Field(sa_type=BigInteger, index=True)


class CatalogueVersionRow(SQLModel, table=True):
    """A version of the disease catalogue."""

    __tablename__ = "catalogue_version"
    __table_args__ = (UniqueConstraint("canonical", "version"),)

    number: int | None = Field(default=None, primary_key=True)
    canonical: str
    version: str
    digest: str
    content: bytes = Field(sa_type=LargeBinary)
    status: str
    effective_from: int = Field(sa_type=BigInteger)
    effective_to: int | None = Field(sa_type=BigInteger)
    signatures: str
    experimental: bool


class CodeTableRow(SQLModel, table=True):
    """A code table that was loaded from a file, in one version."""

    __tablename__ = "code_table"
    __table_args__ = (
        Index(
            "code_table_active", "kind", "url", "version", unique=True, sqlite_where=text("state = 'active'"),
            postgresql_where=text("state = 'active'"),
        ),
    )  # fmt: skip

    number: int | None = Field(default=None, primary_key=True)
    kind: str
    url: str
    version: str
    name: str
    title: str
    digest: str
    rows: int
    state: str
    loaded: int = Field(sa_type=BigInteger)
    head: str


class CodeTablePartRow(SQLModel, table=True):
    """One part of a code table's content; parts count from 0."""

    __tablename__ = "code_table_part"

    code_table: int = Field(foreign_key="code_table.number", primary_key=True)
    part: int = Field(primary_key=True)
    content: bytes = Field(sa_type=LargeBinary)
