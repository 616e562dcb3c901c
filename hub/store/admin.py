"""The administration store: members, clients, users, senders, endpoints and catalogue versions (DESIGN D6).

Synchronous: each call is a few indexed rows. It shares the database file with the resources, and may be
opened beside a running hub (`hub member`, `hub token`). Values are frozen; rows never leave this module.
"""

import json
from collections.abc import Callable, Mapping, Sequence
from dataclasses import asdict, replace
from hashlib import sha256
from pathlib import Path
from typing import Any, Final

from sqlalchemy import Engine, Table, create_engine, delete, event, insert, select, update
from sqlalchemy.exc import IntegrityError
from sqlalchemy.pool import StaticPool
from sqlmodel import SQLModel

from hub.clock import Clock
from hub.errors import BadRequestError, ConflictError, NotFoundError
from hub.store.admin_cache import Remembered
from hub.store.admin_tables import (
    CatalogueVersionRow,
    ClientRow,
    EndpointRow,
    MemberRow,
    SenderRow,
    SessionRow,
    UsedTokenRow,
    UserRow,
)
from hub.store.admin_values import (
    OUTSIDE,
    CataloguePeriod,
    CatalogueVersion,
    Client,
    Endpoint,
    Member,
    Sender,
    Session,
    User,
)
from hub.store.schema import connect, ensure_schema, url_of_reading

__all__ = [
    "OUTSIDE", "AdminStore", "CataloguePeriod", "CatalogueVersion", "Client", "Endpoint", "Member", "Sender",
    "Session", "User",
]  # fmt: skip

_LISTS = frozenset({"capabilities", "roles"})


Fetch = Callable[[str, Sequence[Any]], Sequence[Sequence[Any]]]
"""Reads rows by the driver's own hand: what every event of a referral asks costs a twentieth of SQLAlchemy's way."""

_ENDPOINTS: Final = "SELECT member, channel, address, secret, number FROM endpoint WHERE member = ? ORDER BY number"


class AdminStore:
    """The administration tables of one installation."""

    def __init__(self, engine: Engine, *, clock: Clock, fetch: Fetch) -> None:
        self._engine = engine
        self._fetch = fetch
        self._clock = clock
        self._members = Remembered(self._load_members, clock)
        self._senders = Remembered(self._load_senders, clock)
        self._periods = Remembered(self._load_periods, clock)

    @classmethod
    def open(cls, path: Path, *, clock: Clock) -> "AdminStore":
        """Open the tables in the database file at `path`, made when it is new."""
        engine = create_engine(f"sqlite:///{path}", poolclass=StaticPool, connect_args={"check_same_thread": False})
        event.listen(engine, "connect", _set_pragmas)
        path.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
        _ensure_schema(path)
        return cls(engine, clock=clock, fetch=_fetch_from(engine))

    @classmethod
    def reading(cls, path: Path, *, clock: Clock) -> "AdminStore":
        """The tables in the database file at `path`, to read only: a change raises what SQLite says."""
        address = f"sqlite:///{url_of_reading(path)}&uri=true"
        engine = create_engine(address, poolclass=StaticPool, connect_args={"check_same_thread": False})
        return cls(engine, clock=clock, fetch=_fetch_from(engine))

    @property
    def engine(self) -> Engine:
        """The SQLAlchemy engine, for the code tables in the same database."""
        return self._engine

    def close(self) -> None:
        """Let go of the file."""
        self._engine.dispose()

    # Members

    def members(self) -> tuple[Member, ...]:
        """All members, by number; a change by another process shows within a second."""
        return tuple(member for which, member in self._members.value().items() if isinstance(which, int))

    def member(self, which: str | int) -> Member | None:
        """The member with this code or number; a new one at once, a change by another process within a second."""
        if not which:  # nobody is called nothing: that is asked often, and must not read the table each time
            return None
        return self._members.value().get(which) or self._members.fresh().get(which)

    def member_now(self, which: str | int) -> Member | None:
        """The member as the table has it at this moment: what another process has just changed counts."""
        return self._members.fresh().get(which)

    def add_member(self, member: Member) -> Member:
        """Store a new member and give it back with its number. Raises ConflictError when the code is taken."""
        row = _row(member)
        if not member.number:
            del row["number"]
        number = self._insert(
            _MEMBER, row, taken=f"Member {member.code} exists; expected a new code. Change it with change_member."
        )
        self._members.forget()
        return replace(member, number=number)

    def change_member(self, member: Member) -> Member:
        """Store a member's changed values; its number says which. Raises NotFoundError or ConflictError."""
        statement = update(_MEMBER).where(_MEMBER.c.number == member.number).values(_row(member))
        if not self._run(statement, taken=f"Another member has the code {member.code}; choose another one."):
            raise NotFoundError(f"There is no member {member.number}; add it first.")
        self._members.forget()
        return member

    def _load_members(self) -> Mapping[str | int, Member]:
        """Each member under its number and under its code, by number."""
        found: dict[str | int, Member] = {}
        for row in self._rows(select(_MEMBER).order_by(_MEMBER.c.number)):
            member = Member(**row)
            found[member.number] = found[member.code] = member
        return found

    def _demand_member(self, number: int) -> None:
        """Nobody outside the alliance signs in, is delivered to or is heard."""
        member = self.member(number)
        if member is not None and member.is_outside:
            raise ConflictError(
                f"{member.name}是联盟外机构，不能登录、接收推送或发送消息。 {member.code} is outside the alliance: it "
                "has no client, account, endpoint or sender."
            )

    # Clients and users

    def clients(self) -> tuple[Client, ...]:
        """All clients, by id."""
        return tuple(Client(**row) for row in self._rows(select(_CLIENT).order_by(_CLIENT.c.id)))

    def client(self, client_id: str) -> Client | None:
        """The client with this id, enabled or not."""
        return next((Client(**row) for row in self._rows(select(_CLIENT).where(_CLIENT.c.id == client_id))), None)

    def add_client(self, client: Client) -> Client:
        """Store a new client. Raises ConflictError when the id is taken, or when it is of an outside institution."""
        self._demand_member(client.member)
        self._insert(_CLIENT, _row(client), taken=f"Client {client.id} exists; expected a new id.")
        return client

    def change_client(self, client: Client) -> Client:
        """Store a client's changed values (keys, scopes, enabled). Raises NotFoundError."""
        if not self._run(update(_CLIENT).where(_CLIENT.c.id == client.id).values(_row(client))):
            raise NotFoundError(f"There is no client {client.id}; add it first.")
        return client

    def users(self) -> tuple[User, ...]:
        """All console accounts, by name."""
        return tuple(User(**row) for row in self._rows(select(_USER).order_by(_USER.c.name)))

    def user(self, name: str) -> User | None:
        """The account with this name, enabled or not."""
        return next((User(**row) for row in self._rows(select(_USER).where(_USER.c.name == name))), None)

    def add_user(self, user: User) -> User:
        """Store a new account. Raises ConflictError when the name is taken, or as `add_client`."""
        self._demand_member(user.member)
        self._insert(_USER, _row(user), taken=f"User {user.name} exists; expected a new name.")
        return user

    def change_user(self, user: User) -> User:
        """Store an account's changed values; a disabled one loses its sessions. Raises NotFoundError."""
        if not self._run(update(_USER).where(_USER.c.name == user.name).values(_row(user))):
            raise NotFoundError(f"There is no user {user.name}; add it first.")
        if not user.enabled:
            self._run(delete(_SESSION).where(_SESSION.c.user == user.name))
        return user

    # Sessions

    def add_session(self, session_id: str, user: str, *, expires: int) -> Session:
        """Start a session. The id is stored as its SHA-256; sessions that have ended are swept."""
        now = self._clock.now()
        made = Session(user=user, created=now, expires=expires)
        self._run(delete(_SESSION).where(_SESSION.c.expires <= now))
        self._insert(_SESSION, _row(made) | {"hashed_id": _hashed(session_id)}, taken="The session id was used before.")
        return made

    def session(self, session_id: str) -> Session | None:
        """The session with this id, while it is in force."""
        statement = select(_SESSION.c.user, _SESSION.c.created, _SESSION.c.expires).where(
            _SESSION.c.hashed_id == _hashed(session_id), _SESSION.c.expires > self._clock.now()
        )
        return next((Session(**row) for row in self._rows(statement)), None)

    def delete_session(self, session_id: str) -> None:
        """End a session; an unknown id is no error."""
        self._run(delete(_SESSION).where(_SESSION.c.hashed_id == _hashed(session_id)))

    # Endpoints and senders

    def endpoints_of(self, member: int) -> tuple[Endpoint, ...]:
        """Where this member receives, in the order of adding, as the table has it at this moment."""
        return tuple(Endpoint(*row) for row in self._fetch(_ENDPOINTS, (member,)))

    def add_endpoint(self, endpoint: Endpoint) -> Endpoint:
        """Store a new endpoint and give it back with its number. Raises ConflictError as `add_client`."""
        self._demand_member(endpoint.member)
        row = _row(endpoint)
        if not endpoint.number:
            del row["number"]
        return replace(endpoint, number=self._insert(_ENDPOINT, row, taken="The endpoint's number is taken."))

    def delete_endpoint(self, number: int) -> bool:
        """Forget an endpoint; rows for it fail. False when there is none of this number."""
        return self._run(delete(_ENDPOINT).where(_ENDPOINT.c.number == number)) > 0

    def senders(self) -> tuple[Sender, ...]:
        """All senders; a change by another process shows within a second."""
        return tuple(self._senders.value().values())

    def sender(self, application: str, facility: str) -> Sender | None:
        """Who answers for messages with this MSH-3 and MSH-4; a new one at once."""
        pair = (application, facility)
        return self._senders.value().get(pair) or self._senders.fresh().get(pair)

    def add_sender(self, sender: Sender) -> Sender:
        """Store a new sender. Raises ConflictError when the pair is taken, or as `add_client`."""
        self._demand_member(sender.member)
        self._insert(
            _SENDER, _row(sender), taken=f"Sender {sender.application} at {sender.facility} is bound to a member."
        )
        self._senders.forget()
        return sender

    def _load_senders(self) -> Mapping[tuple[str, str], Sender]:
        statement = select(_SENDER).order_by(_SENDER.c.application, _SENDER.c.facility)
        senders = (Sender(**row) for row in self._rows(statement))
        return {(sender.application, sender.facility): sender for sender in senders}

    # Assertions

    def use_jti(self, client: str, jti: str, expires: int) -> bool:
        """Whether this assertion id is used for the first time; durable on return. `expires` in microseconds."""
        self._run(delete(_USED).where(_USED.c.expires <= self._clock.now()))
        try:
            self._insert(_USED, {"client": client, "jti": jti, "expires": expires}, taken="used")
        except ConflictError:
            return False
        return True

    # Catalogue

    def catalogue_versions(self, canonical: str = "") -> tuple[CatalogueVersion, ...]:
        """All versions, of one catalogue or of all, oldest first."""
        statement = _select_catalogue()
        if canonical:
            statement = statement.where(_CATALOGUE.c.canonical == canonical)
        return tuple(CatalogueVersion(**row) for row in self._rows(statement.order_by(_CATALOGUE.c.number)))

    def catalogue_version(self, canonical: str, version: str) -> CatalogueVersion | None:
        """One version."""
        statement = _select_catalogue().where(_CATALOGUE.c.canonical == canonical, _CATALOGUE.c.version == version)
        return next((CatalogueVersion(**row) for row in self._rows(statement)), None)

    def catalogue_periods(self) -> tuple[CataloguePeriod, ...]:
        """When each published version decides, the latest first; a change by another process within a second."""
        return self._periods.value()

    def catalogue_in_force(self, at: int, canonical: str = "") -> CataloguePeriod | None:
        """The published version in force at a time: of several, the one that began last."""
        return self._period(lambda one: one.holds(at) and canonical in {"", one.canonical})

    def catalogue_named(self, version: str) -> CataloguePeriod | None:
        """The published version of this name, in force or not."""
        return self._period(lambda one: one.version == version)

    def _period(self, fits: Callable[[CataloguePeriod], bool]) -> CataloguePeriod | None:
        """The latest that fits; one that another process has just published is looked for once more."""
        found = next(filter(fits, self._periods.value()), None)
        return found if found is not None else next(filter(fits, self._periods.fresh()), None)

    def _load_periods(self) -> tuple[CataloguePeriod, ...]:
        names = ("canonical", "version", "digest", "effective_from", "effective_to")
        statement = select(*(_CATALOGUE.c[name] for name in names)).where(_CATALOGUE.c.status == "published")
        statement = statement.order_by(_CATALOGUE.c.effective_from.desc(), _CATALOGUE.c.number.desc())
        return tuple(CataloguePeriod(**row) for row in self._rows(statement))

    def add_catalogue_version(self, version: CatalogueVersion) -> CatalogueVersion:
        """Store a version, or replace a draft of the same name. Raises ConflictError when it is published."""
        if version.effective_to is not None and version.effective_to <= version.effective_from:
            raise BadRequestError("The catalogue version ends before it begins; expected effective_to after it.")
        published = f"Version {version.version} of the catalogue is published and cannot change; publish a new version."
        drafts = (
            (_CATALOGUE.c.canonical == version.canonical)
            & (_CATALOGUE.c.version == version.version)
            & (_CATALOGUE.c.status == "draft")
        )
        if not self._run(update(_CATALOGUE).where(drafts).values(_row(version))):
            self._insert(_CATALOGUE, _row(version), taken=published)
        self._periods.forget()
        return version

    # Rows

    def _rows(self, statement: Any) -> list[dict[str, Any]]:
        with self._engine.connect() as connection:
            return [_value(row) for row in connection.execute(statement).mappings()]

    def _insert(self, table: Table, row: Mapping[str, Any], *, taken: str) -> int:
        try:
            with self._engine.begin() as connection:
                key = connection.execute(insert(table).values(row)).inserted_primary_key
        except IntegrityError as err:
            if "foreign key" in str(err.orig).lower():
                raise NotFoundError("The member or user it belongs to does not exist; add that first.") from err
            raise ConflictError(taken) from err
        return key[0] if key is not None and isinstance(key[0], int) else 0

    def _run(self, statement: Any, *, taken: str = "The change meets another row of the same name.") -> int:
        try:
            with self._engine.begin() as connection:
                return int(connection.execute(statement).rowcount)
        except IntegrityError as err:
            raise ConflictError(taken) from err


def _ensure_schema(path: Path) -> None:
    connection = connect(path)
    try:
        ensure_schema(connection)
    finally:
        connection.close()


def _table(model: type[SQLModel]) -> Table:
    table: Table = model.__table__  # type: ignore[attr-defined]  # SQLModel gives it to every table class
    return table


_MEMBER, _CLIENT, _USER, _SESSION = (_table(row) for row in (MemberRow, ClientRow, UserRow, SessionRow))
_ENDPOINT, _SENDER, _USED, _CATALOGUE = (
    _table(row) for row in (EndpointRow, SenderRow, UsedTokenRow, CatalogueVersionRow)
)


def _select_catalogue() -> Any:
    return select(*(column for column in _CATALOGUE.c if column.name != "number"))


def _row(value: Any) -> dict[str, Any]:
    """A value as a row: lists become JSON text."""
    return {name: json.dumps(item) if name in _LISTS else item for name, item in asdict(value).items()}


def _value(row: Mapping[Any, Any]) -> dict[str, Any]:
    return {name: tuple(json.loads(item)) if name in _LISTS else item for name, item in row.items()}


def _hashed(session_id: str) -> str:
    return sha256(session_id.encode()).hexdigest()


def _fetch_from(engine: Engine) -> Fetch:
    """The reads of an embedded file."""

    def fetch(sql: str, values: Sequence[Any]) -> Sequence[Sequence[Any]]:
        connection = engine.raw_connection()
        try:
            found: Sequence[Sequence[Any]] = connection.cursor().execute(sql, values).fetchall()
            return found
        finally:
            connection.close()

    return fetch


def _set_pragmas(connection: Any, _record: Any) -> None:
    connection.execute("PRAGMA journal_mode=WAL")
    connection.execute("PRAGMA synchronous=FULL")
    connection.execute("PRAGMA foreign_keys=ON")
    connection.execute("PRAGMA busy_timeout=5000")
