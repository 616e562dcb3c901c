"""The per-resource tables (DESIGN 5): integers, text and blobs only, the same on SQLite and PostgreSQL.

Times are microseconds UTC. `key` is a number that `hub.store.numbers` makes, so newest first is the
largest key first. A search parameter (`Patient.name`) and a resource type are numbers of the table `term`.
Each index table has a value-led primary key and a resource-led index. Codes that are asked for within one patient
stand in a third one, led by the patient's number, whose upper bits are the patient's bucket (DESIGN D15); other
tokens have patient 0. An index that is led by the resource grows at its end and costs next to nothing; one that is led
by a patient or a value costs a page for each row of a batch (docs/adr/0025).
"""

from typing import Final

from sqlalchemy import (
    BigInteger,
    CheckConstraint,
    Column,
    Float,
    Index,
    Integer,
    LargeBinary,
    PrimaryKeyConstraint,
    SmallInteger,
    Table,
    Text,
    UniqueConstraint,
    text,
)
from sqlalchemy.sql.type_api import TypeEngine
from sqlmodel import SQLModel

METADATA = SQLModel.metadata

_KEY: TypeEngine[int] = BigInteger().with_variant(Integer, "sqlite")


def _number(name: str) -> Column[int]:
    return Column(name, BigInteger, nullable=False)


def _small(name: str) -> Column[int]:
    return Column(name, SmallInteger, nullable=False)


def _text(name: str) -> Column[str]:
    return Column(name, Text, nullable=False)


def _bytes(name: str) -> Column[bytes]:
    return Column(name, LargeBinary, nullable=False)


WIDE_MICROS: Final = 86_400_000_000
"""A range longer than a day is wide: it is found by its end through an index of its own, others by their start."""

_WIDE_RANGE = text(f"high - low > {WIDE_MICROS}")

TERM = Table("term", METADATA, Column("number", Integer, primary_key=True), Column("text", Text, unique=True))

RESOURCE = Table(
    "resource", METADATA,
    Column("key", _KEY, primary_key=True), _small("type"), _text("id"), _number("version"), _number("updated"),
    _small("deleted"), _number("custodian"), _small("bucket"), _text("suite"), _text("key_id"),
    _number("transaction_id"), _text("patient"), _text("labels"), _bytes("meta"), _bytes("body"),
    Index("resource_type", "type", "key"),
    Index("resource_updated", "type", "updated", "key"),
)  # fmt: skip

RESOURCE_HISTORY = Table(
    "resource_history", METADATA,
    _number("key"), _number("version"), _small("type"), _text("id"), _number("updated"), _small("deleted"),
    _text("method"), _number("custodian"), _small("bucket"), _text("suite"), _text("key_id"),
    _number("transaction_id"), _text("patient"), _bytes("meta"), _bytes("body"),
    PrimaryKeyConstraint("key", "version"),
    Index("history_transaction", "transaction_id", "key"),
    Index("history_type", "type", "transaction_id", "key"),
)  # fmt: skip

RESOURCE_ID = Table(
    "resource_id", METADATA, _small("type"), _text("id"), _number("key"),
    PrimaryKeyConstraint("type", "id"), sqlite_with_rowid=False,
)  # fmt: skip

INDEX_TOKEN = Table(
    "index_token", METADATA, _small("parameter"), _number("code"), _number("key"), _number("system"),
    _number("patient"), _number("date"),
    PrimaryKeyConstraint("parameter", "code", "key", "system"),
    Index("token_resource", "key", "parameter", "code", "system"),
    Index("token_patient", "patient", "parameter", "code", "key", sqlite_where=text("patient <> 0"),
          postgresql_where=text("patient <> 0")),
    sqlite_with_rowid=False,
)  # fmt: skip

INDEX_STRING = Table(
    "index_string", METADATA, _small("parameter"), _text("text"), _number("key"), _text("exact"), _number("patient"),
    PrimaryKeyConstraint("parameter", "text", "key"),
    Index("string_resource", "key", "parameter", "text"),
    sqlite_with_rowid=False,
)  # fmt: skip

INDEX_DATE = Table(
    "index_date", METADATA, _small("parameter"), _number("low"), _number("high"), _number("key"), _number("patient"),
    PrimaryKeyConstraint("parameter", "low", "high", "key"),
    Index("date_resource", "key", "parameter", "low", "high"),
    Index("date_wide", "parameter", "high", "low", "key", sqlite_where=_WIDE_RANGE, postgresql_where=_WIDE_RANGE),
    sqlite_with_rowid=False,
)  # fmt: skip

INDEX_REFERENCE = Table(
    "index_reference", METADATA, _small("parameter"), _text("target_id"), _number("key"), _small("target_type"),
    _number("patient"),
    PrimaryKeyConstraint("parameter", "target_id", "key", "target_type"),
    Index("reference_resource", "key", "parameter", "target_type", "target_id"),
    sqlite_with_rowid=False,
)  # fmt: skip

INDEX_QUANTITY = Table(
    "index_quantity", METADATA, _small("parameter"), Column("value", Float, nullable=False), _number("key"),
    _number("system"), _number("code"), _number("patient"),
    PrimaryKeyConstraint("parameter", "value", "key", "system", "code"),
    Index("quantity_resource", "key", "parameter", "value", "system", "code"),
    sqlite_with_rowid=False,
)  # fmt: skip

INDEX_BOUND = Table(
    "index_bound", METADATA, _small("parameter"), Column("bound", Float, nullable=False), _number("key"),
    _number("system"), _number("code"), _small("side"),
    PrimaryKeyConstraint("parameter", "bound", "key", "system", "code", "side"),
    Index("bound_resource", "key", "parameter", "bound", "system", "code", "side"),
    sqlite_with_rowid=False,
)  # fmt: skip
"""Quantities that are ranges: everything up to `bound` where `side` is -1, from it on where it is 1, it included.

A range with both ends is two rows, of side n at its low end and -n at its high end, where n is 2 or more.
"""

INDEX_URI = Table(
    "index_uri", METADATA, _small("parameter"), _text("text"), _number("key"), _number("patient"),
    PrimaryKeyConstraint("parameter", "text", "key"),
    Index("uri_resource", "key", "parameter", "text"),
    sqlite_with_rowid=False,
)  # fmt: skip

INDEX_COMPOSITE = Table(
    "index_composite", METADATA, _small("parameter"), _number("code"), _number("key"), _small("place"),
    _number("system"), _number("code2"), _number("system2"), Column("value", Float, nullable=False), _number("low"),
    _number("high"), _text("text"),
    PrimaryKeyConstraint("parameter", "code", "key", "place"),
    Index("composite_resource", "key", "parameter"),
    sqlite_with_rowid=False,
)  # fmt: skip

TOKEN_TEXT = Table(
    "token_text", METADATA, _text("text"), _number("code"), _number("system"),
    PrimaryKeyConstraint("text", "code", "system"), Index("token_text_code", "code", "system"),
    sqlite_with_rowid=False,
)  # fmt: skip

IDENTIFIER_KEY = Table(
    "identifier_key", METADATA, _number("custodian"), _small("type"), _bytes("hash"), _number("key"),
    PrimaryKeyConstraint("custodian", "type", "hash"),
    Index("identifier_resource", "key"),
    sqlite_with_rowid=False,
)  # fmt: skip

PERSON_LINK = Table(
    "person_link", METADATA, _text("patient"), _text("person"), _text("method"), _small("score"), _small("linked"),
    _number("at"), _number("member"),
    PrimaryKeyConstraint("patient", "person"),
    Index("person_patients", "person", "patient"),
    sqlite_with_rowid=False,
)  # fmt: skip

CLAIM = Table(
    "claim", METADATA, _text("kind"), _text("key"), _text("holder"), Column("until", BigInteger),
    PrimaryKeyConstraint("kind", "key"), sqlite_with_rowid=False,
)  # fmt: skip

ACCESS_GRANT = Table(
    "access_grant", METADATA, Column("key", _KEY, primary_key=True), _number("member"), _small("compartment"),
    _small("target_type"), _text("target_id"), _text("access"), _text("because"), _text("purpose"), _text("basis"),
    _number("since"), Column("until", BigInteger), _number("granted"),
    Index("grant_member", "member", "compartment", "target_id", "target_type", "access", "since", "until"),
    Index("grant_because", "because", "member"),
    Index("grant_target", "target_id", "target_type"),
)  # fmt: skip

INBOUND = Table(
    "inbound", METADATA, Column("key", _KEY, primary_key=True), _number("member"), _text("sender"),
    _text("control_id"), _text("state"), _text("label"), _number("received"), _text("door"), _text("adapter"),
    _text("charset"), _number("replay_of"), _text("issues"), _text("residue"), _text("resources"), _bytes("digest"),
    _bytes("ack"), _bytes("raw"),
    CheckConstraint("state IN ('stored', 'refused', 'replayed')", name="inbound_state"),
    Index("inbound_sent", "member", "sender", "control_id", unique=True, sqlite_where=text("state = 'stored'"),
          postgresql_where=text("state = 'stored'")),
    Index("inbound_member", "member", "state", "key"),
)  # fmt: skip

OUTBOUND = Table(
    "outbound", METADATA, Column("key", _KEY, primary_key=True), _number("receiver"), _number("member"),
    _text("channel"), _text("address"), _text("ordering"), _text("subject"), _text("content_type"), _number("due"),
    _small("attempts"), _text("state"), _text("last_error"), _number("created"), _number("lease"), _bytes("payload"),
    Index("outbound_due", "due", "key", sqlite_where=text("state = 'waiting'"),
          postgresql_where=text("state = 'waiting'")),
    Index("outbound_ordering", "ordering", "key", sqlite_where=text("state = 'waiting'"),
          postgresql_where=text("state = 'waiting'")),
    Index("outbound_receiver", "receiver", "key"),
    Index("outbound_member", "member", "key"),
)  # fmt: skip

TIMER = Table(
    "timer", METADATA, _text("kind"), _text("subject"), _number("due"), _text("detail"), _number("lease"),
    PrimaryKeyConstraint("subject", "kind"), Index("timer_due", "due"),
    sqlite_with_rowid=False,
)  # fmt: skip

AUDIT_ENTRY = Table(
    "audit_entry", METADATA, Column("key", _KEY, primary_key=True), _number("at"), _number("member"), _text("agent"),
    _text("action"), _text("interaction"), _text("target"), _text("patient"), _small("outcome"), _text("purpose"),
    _text("query"), _text("detail"), _number("transaction_id"),
    Index("audit_member", "member", "key"),
    Index("audit_patient", "patient", "key", sqlite_where=text("patient <> ''"),
          postgresql_where=text("patient <> ''")),
)  # fmt: skip

INDEX_STATE = Table(
    "index_state", METADATA, _small("type"), _text("definitions"), _text("waiting"), _number("through"),
    _number("done"), _number("total"), _number("at"), _number("lease"), _number("fence"),
    PrimaryKeyConstraint("type"), sqlite_with_rowid=False,
)  # fmt: skip
"""By which definitions the index rows of a type's resources are made (`hub.store.reindex`).

`waiting` names the parts that older resources may lack; `through` is the key up to which a reindex has come.
"""

META = Table("meta", METADATA, Column("name", Text, primary_key=True), _text("text"), UniqueConstraint("name", "text"))
