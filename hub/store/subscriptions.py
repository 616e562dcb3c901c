"""What the hub keeps for subscriptions: how far the changes were read, what was found, and who has heard of it.

Changes are read up to the transaction horizon, in the order of commits, by one reader at a time; what it finds is
stored together with its place, so that nothing is found twice or lost (DESIGN D21).
"""
# ruff: noqa: S608  SQL is put together from the store's own names; values are always bound.

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any, Final, Literal, NamedTuple

from hub.store.ledger import Ledger, Sql
from hub.store.port import Ref
from hub.store.queries import Queries

SubscriptionState = Literal["requested", "active", "off"]
SubscriptionKind = Literal["criteria", "topic"]

READER: Final = "subscriptions"
CHANNEL: Final = "subscription"
"""The outbox rows that say that a subscription has something to hear."""

ERROR_AFTER: Final = 3
"""Failed tries in a row after which a subscription is shown as being in error; it is tried on all the same."""

CHANGES: Final = 500
KEPT: Final = 30 * 24 * 3_600_000_000
"""Events that were confirmed are kept so long, for `$events`."""

_NAMES: Final = (
    "id", "member", "resource_version", "state", "kind", "criteria", "filters", "address", "content", "heartbeat",
    "most", "ends", "events", "sent", "told", "failures", "problem",
)  # fmt: skip
_COLUMNS: Final = ", ".join(_NAMES)
_FROM_RESOURCE: Final = _NAMES[1:12]


@dataclass(frozen=True, slots=True)
class Subscriber:
    """One Subscription as it is worked on.

    `criteria` is `Type?search`, or the canonical of a topic with `filters` as a search of its type. `content` is empty,
    id-only or full-resource; of a `criteria` one the MIME type, or nothing. `heartbeat` is in seconds, `most`
    the largest number of events in one notification, `ends` and `told` are times.
    """

    id: str
    member: int
    resource_version: int
    state: SubscriptionState
    kind: SubscriptionKind
    criteria: str
    filters: str
    address: str
    content: str
    heartbeat: int
    most: int
    ends: int
    events: int = 0
    sent: int = 0
    told: int = 0
    failures: int = 0
    problem: str = ""

    @property
    def shown(self) -> str:
        """The status that the resource shows. https://hl7.org/fhir/R4/valueset-subscription-status.html."""
        return "error" if self.state != "off" and self.failures >= ERROR_AFTER else self.state


class Change(NamedTuple):
    """One version that was stored."""

    ref: Ref
    version: int
    deleted: bool
    custodian: int


class Mark(NamedTuple):
    """Up to where the changes were read."""

    place: int
    key: int
    version: int
    fence: int = 0


class Event(NamedTuple):
    """One thing that a subscription is told; numbers count from 1."""

    number: int
    at: int
    focus: Ref
    version: int
    is_new: bool


class Subscriptions:
    """The subscriptions of one database."""

    def __init__(self, ledger: Ledger) -> None:
        self._ledger = ledger

    # Changes

    async def has_changes(self) -> bool:
        """Whether there is anything behind the mark; makes the mark when there is none."""
        mark = await self._mark()
        return bool((await self._read(mark, count=1))[0])

    async def lease(self, *, now: int, until: int) -> Mark | None:
        """Become the reader; None while another one is at it."""
        rows = await self._ledger.change(
            lambda sql: sql.rows(
                "UPDATE change_reader SET lease = :until, fence = fence + 1 WHERE name = :name AND lease <= :now "
                "RETURNING place, key, version, fence",
                {"name": READER, "now": now, "until": until},
            )
        )
        return Mark(*rows[0]) if rows else None

    async def changes(self, mark: Mark) -> tuple[Sequence[Change], Mark]:
        """The next changes, and the mark behind them."""
        return await self._read(mark, count=CHANGES)

    async def advance(
        self,
        mark: Mark,
        *,
        subscribers: Sequence[Subscriber],
        events: Mapping[str, Sequence[tuple[Change, bool]]],
        now: int,
    ) -> bool:
        """Store what was found up to the mark, and give the reader's place free; false when it was lost meanwhile."""

        def work(sql: Sql) -> bool:
            found = sql.rows(
                "UPDATE change_reader SET place = :place, key = :key, version = :version, lease = 0 "
                "WHERE name = :name AND fence = :fence RETURNING name",
                {**mark._asdict(), "name": READER},
            )
            if not found:
                return False
            for one in subscribers:
                _store_subscriber(sql, one)
            for subscription, items in events.items():
                _store_events(sql, subscription, items, now=now)
            return True

        return await self._ledger.change(work)

    # Subscribers

    async def all(self) -> tuple[Subscriber, ...]:
        """All that are not off."""
        return await self._select("state <> 'off'", {})

    async def find(self, subscription: str) -> Subscriber | None:
        """One, whatever its state."""
        found = await self._select("id = :id", {"id": subscription})
        return found[0] if found else None

    async def of(self, member: int) -> tuple[Subscriber, ...]:
        """Those of one member, whatever their state."""
        return await self._select("member = :member", {"member": member})

    async def idle(self) -> tuple[Subscriber, ...]:
        """Those without anything in the outbox."""
        return await self._select(
            "s.state <> 'off' AND NOT EXISTS (SELECT 1 FROM outbound o WHERE o.state = 'waiting' "
            "AND o.ordering = 'subscription:' || s.id)",
            {},
        )

    async def events(self, subscription: str, *, first: int, last: int, count: int) -> tuple[Event, ...]:
        """Events with numbers from `first` to `last`, in order."""
        rows = await self._ledger.look(
            lambda database: database.rows(
                "SELECT number, at, focus_type, focus_id, focus_version, is_new FROM subscription_event "
                "WHERE subscription = :id AND number >= :first AND number <= :last ORDER BY number LIMIT :count",
                {"id": subscription, "first": first, "last": last, "count": count},
            )
        )
        return tuple(Event(row[0], row[1], Ref(row[2], row[3]), row[4], bool(row[5])) for row in rows)

    async def confirm(self, one: Subscriber, *, sent: int, now: int) -> Subscriber:
        """The endpoint has everything up to this number, or has shaken hands."""
        after = replace(one, state="active", sent=sent, told=now, failures=0, problem="")
        await self._set(after)
        return after

    async def fail(self, one: Subscriber, problem: str) -> Subscriber:
        """One more try has failed."""
        after = replace(one, failures=one.failures + 1, problem=problem)
        await self._set(after)
        return after

    async def turn_off(self, one: Subscriber) -> Subscriber:
        """Nothing more is found or told."""
        rows = await self._ledger.change(
            lambda sql: sql.rows("UPDATE subscription SET state = 'off' WHERE id = :id RETURNING id", {"id": one.id})
        )
        return replace(one, state="off") if rows else one

    async def forget_old(self, *, now: int) -> None:
        """Forget events of long ago that were confirmed."""
        await self._ledger.change(
            lambda sql: sql.rows(
                "DELETE FROM subscription_event WHERE at <= :before AND number <= (SELECT s.sent FROM subscription s "
                "WHERE s.id = subscription_event.subscription) RETURNING number",
                {"before": now - KEPT},
            )
        )

    async def _mark(self) -> Mark:
        rows = await self._ledger.look(
            lambda database: database.rows(
                "SELECT place, key, version, fence FROM change_reader WHERE name = :name", {"name": READER}
            )
        )
        if rows:
            return Mark(*rows[0])
        place = await self._ledger.mark()
        await self._ledger.change(
            lambda sql: sql.rows(
                "INSERT INTO change_reader (name, place, key, version, lease, fence) "
                "VALUES (:name, :place, 0, 0, 0, 0) ON CONFLICT (name) DO NOTHING RETURNING name",
                {"name": READER, "place": place},
            )
        )
        return Mark(place, 0, 0)

    async def _read(self, mark: Mark, *, count: int) -> tuple[Sequence[Change], Mark]:
        return await self._ledger.look(lambda database: _changes(database, mark, count))

    async def _select(self, where: str, values: dict[str, Any]) -> tuple[Subscriber, ...]:
        columns = ", ".join(f"s.{name}" for name in _NAMES)
        rows = await self._ledger.look(
            lambda database: database.rows(f"SELECT {columns} FROM subscription s WHERE {where} ORDER BY s.id", values)
        )
        return tuple(Subscriber(*row) for row in rows)

    async def _set(self, one: Subscriber) -> None:
        """What the sender alone changes; a subscription that was turned off meanwhile stays off."""
        values = {name: getattr(one, name) for name in ("id", "state", "sent", "told", "failures", "problem")}
        await self._ledger.change(
            lambda sql: sql.rows(
                "UPDATE subscription SET state = :state, sent = :sent, told = :told, failures = :failures, "
                "problem = :problem WHERE id = :id AND state <> 'off' RETURNING id",
                values,
            )
        )


def _changes(database: Queries, mark: Mark, count: int) -> tuple[Sequence[Change], Mark]:
    order = database.dialect.order("h")
    rows = database.rows(
        f"SELECT h.type, h.id, h.version, h.deleted, h.custodian, {order}, h.key FROM resource_history h "
        f"WHERE ({order}, h.key, h.version) > (:place, :key, :version) AND {database.dialect.settled('h')} "
        f"ORDER BY {order}, h.key, h.version LIMIT :count",
        {"place": mark.place, "key": mark.key, "version": mark.version, "count": count},
    )
    found = [Change(Ref(database.type_names[row[0]], row[1]), row[2], bool(row[3]), row[4]) for row in rows]
    return found, mark._replace(place=rows[-1][5], key=rows[-1][6], version=rows[-1][2]) if rows else mark


def _store_subscriber(sql: Sql, one: Subscriber) -> None:
    """What the resource says. A new request begins again with a handshake; the counts go on."""
    changed = ", ".join(f"{name} = excluded.{name}" for name in _FROM_RESOURCE if name != "state")
    again = "" if one.state == "active" else ", state = excluded.state, failures = 0, problem = ''"
    sql.rows(
        f"INSERT INTO subscription ({_COLUMNS}) VALUES ({', '.join(f':{name}' for name in _NAMES)}) "
        f"ON CONFLICT (id) DO UPDATE SET {changed}{again} RETURNING id",
        {name: getattr(one, name) for name in _NAMES},
    )


def _store_events(sql: Sql, subscription: str, items: Sequence[tuple[Change, bool]], *, now: int) -> None:
    rows = sql.rows(
        "UPDATE subscription SET events = events + :count WHERE id = :id AND state = 'active' RETURNING events",
        {"id": subscription, "count": len(items)},
    )
    if not rows:
        return
    first = int(rows[0][0]) - len(items) + 1
    for number, (change, is_new) in enumerate(items, first):
        sql.rows(
            "INSERT INTO subscription_event (subscription, number, at, focus_type, focus_id, focus_version, is_new) "
            "VALUES (:subscription, :number, :at, :type, :id, :version, :is_new) RETURNING number",
            {
                "subscription": subscription, "number": number, "at": now, "type": change.ref.type,
                "id": change.ref.id, "version": change.version, "is_new": int(is_new),
            },
        )  # fmt: skip
