"""The tables of the ledger: jobs and their files, readers of changes, subscriptions and their events.

The same kinds of columns as in `hub.store.tables`.
"""

from sqlalchemy import BigInteger, Column, Index, LargeBinary, PrimaryKeyConstraint, SmallInteger, Table, Text, text

from hub.store.tables import METADATA


def _number(name: str) -> Column[int]:
    return Column(name, BigInteger, nullable=False)


def _text(name: str) -> Column[str]:
    return Column(name, Text, nullable=False)


JOB = Table(
    "job", METADATA, _text("id"), _text("kind"), _number("member"), _text("agent"), _text("state"), _text("request"),
    _text("position"), _text("progress"), _text("problem"), _number("created"), _number("at"), _number("horizon"),
    _number("expires"), _number("lease"), _number("fence"),
    PrimaryKeyConstraint("id"),
    Index("job_open", "kind", "created", sqlite_where=text("state = 'open'"),
          postgresql_where=text("state = 'open'")),
    Index("job_agent", "agent", "kind", "created"),
    Index("job_at", "kind", "at"),
    Index("job_expires", "expires"),
    sqlite_with_rowid=False,
)  # fmt: skip
"""`position` is where the work goes on, `progress` is for the person who waits; `expires` is when the files go."""

JOB_FILE = Table(
    "job_file", METADATA, _text("job"), _number("number"), _text("purpose"), _text("type"), _number("count"),
    Column("content", LargeBinary, nullable=False),
    PrimaryKeyConstraint("job", "number"), sqlite_with_rowid=False,
)  # fmt: skip

CHANGE_READER = Table(
    "change_reader", METADATA, _text("name"), _number("place"), _number("key"), _number("version"), _number("lease"),
    _number("fence"),
    PrimaryKeyConstraint("name"), sqlite_with_rowid=False,
)  # fmt: skip
"""Up to where a reader has read the changes: its place in the order of transactions, then key and version."""

SUBSCRIPTION = Table(
    "subscription", METADATA, _text("id"), _number("member"), _number("resource_version"), _text("state"),
    _text("kind"), _text("criteria"), _text("filters"), _text("address"), _text("content"), _number("heartbeat"),
    _number("most"), _number("ends"), _number("events"), _number("sent"), _number("told"), _number("failures"),
    _text("problem"),
    PrimaryKeyConstraint("id"), Index("subscription_kind", "kind", "state"), sqlite_with_rowid=False,
)  # fmt: skip
"""What the hub knows of each Subscription: `events` were counted, `sent` confirmed; `told` is when it last heard."""

SUBSCRIPTION_EVENT = Table(
    "subscription_event", METADATA, _text("subscription"), _number("number"), _number("at"), _text("focus_type"),
    _text("focus_id"), _number("focus_version"), Column("is_new", SmallInteger, nullable=False),
    PrimaryKeyConstraint("subscription", "number"), Index("event_at", "at"), sqlite_with_rowid=False,
)  # fmt: skip
