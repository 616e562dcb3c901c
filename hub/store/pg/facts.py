"""What a batch is decided on, on PostgreSQL: read ahead for all of its units, locked or guarded (READ COMMITTED).

A resource that will change is locked where it is read. What must not exist yet is guarded by a unique key: when
another transaction was quicker, the insert waits for it, fails, and the whole batch decides again on fresh state
(`TryAgainError`). Locks are taken in the order of their keys, so that two batches rarely wait for each other.
"""
# ruff: noqa: S608  SQL is put together from the store's own names; values are always bound.

import asyncio
from collections.abc import Callable, Iterable, Sequence
from hashlib import blake2b
from typing import Any, Final, TypeVar

from hub.store.access import GIVE_BACK, TAKE_CLAIM
from hub.store.change import Current, Spot
from hub.store.compartment import Stray, stray_names, strays_statement
from hub.store.facts import CURRENT_COLUMNS, Holding, row_to_current
from hub.store.pg.bridge import wait
from hub.store.pg.database import PgDatabase
from hub.store.pg.rows import identifier_call, main_calls, statement_calls, thinning_call
from hub.store.pg.sql import in_words
from hub.store.port import Claim, Inbound, Release, UnitConflictError, Visibility, WriteUnit
from hub.store.prepare import PreparedPut
from hub.store.visibility import MAY_ACT
from hub.store.write_rows import PendingRows, Row

_T = TypeVar("_T")
Needs = tuple[WriteUnit, Sequence[PreparedPut], Visibility]
"""A unit that will be decided, with whose eyes."""

_STRIPES: Final = 512
_STRIPE_CLASS: Final = 0x50617469
"""Advisory locks of patients, by a hash of their id: `Pati` in ASCII."""

_RESERVED: Final = -1
"""The key of a `resource_id` row that only keeps others from making this resource until the transaction ends."""


class TryAgainError(Exception):
    """Another transaction was quicker; the batch must be decided again on what it left."""


class PgFacts:
    """The facts of one transaction on one connection. `careful` believes nothing that it has not read."""

    whole: tuple[type[Exception], ...] = (Exception,)

    def __init__(self, database: PgDatabase, *, careful: bool) -> None:
        self._database = database
        self._careful = careful
        self._current: dict[Spot, Current | None] = {}
        self._holder: dict[Holding, int | None] = {}
        self._demanded: set[Holding] = set()
        self._sees: dict[tuple[str, int], bool] = {}
        self._stored: dict[tuple[int, str, str], int] = {}
        self._messages: set[tuple[int, str, str]] = set()
        self._reserved: set[Spot] = set()
        self._to_free: set[Spot] = set()
        self.transaction = ""

    # Reading ahead

    def ahead(self, needs: Iterable[Needs], *, now: int) -> None:
        """Read what these units are likely to ask, in one statement for each kind."""
        spots: set[Spot] = set()
        holdings: set[Holding] = set()
        seen: set[tuple[str, int]] = set()
        messages: set[tuple[int, str, str]] = set()
        for unit, puts, visibility in needs:
            author = unit.author or visibility.member
            for one in puts:
                spot = (one.type_number, one.put.ref.id)
                custodian = one.put.custodian or author
                if one.put.expected == 0 and not self._careful:
                    self._current[spot] = None
                else:
                    spots.add(spot)
                holdings.update((custodian, one.type_number, hashed) for hashed in one.unique)
                if one.patient and author and one.put.ref.type != "Patient":
                    seen.add((one.patient, author))
            spots.update((self._database.type_numbers.get(one.ref.type, 0), one.ref.id) for one in unit.preconditions)
            messages.update((one.member, one.sender, one.control_id) for one in unit.inbound)
        if spots:
            self._read_currents(spots)
        if holdings:
            self._read_holders(holdings)
        if seen:
            self._read_eyes(seen, now=now)
        if messages:
            self._read_messages(messages)

    def found_after_all(self, puts: Iterable[PreparedPut]) -> bool:
        """Read what was taken to be absent because a Put said so; whether any of it is there."""
        spots = {(one.type_number, one.put.ref.id) for one in puts if one.put.expected == 0}
        if self._careful or not spots:
            return False
        self._read_currents(spots)
        return any(self._current[spot] is not None for spot in spots)

    def _read_currents(self, spots: set[Spot]) -> None:
        kinds, ids = zip(*sorted(spots), strict=True)
        found = self._fetch(
            f"SELECT {CURRENT_COLUMNS}, i.type, i.id FROM unnest($1::smallint[], $2::text[]) w (type, id) "
            "JOIN resource_id i ON i.type = w.type AND i.id = w.id JOIN resource r ON r.key = i.key "
            "ORDER BY r.key FOR UPDATE OF r",
            kinds, ids,
        )  # fmt: skip
        self._current.update(dict.fromkeys(spots))
        self._current.update({(row[9], row[10]): row_to_current(row) for row in found})

    def _read_holders(self, holdings: set[Holding]) -> None:
        found = self._fetch(
            "SELECT k.custodian, k.type, k.hash, k.key FROM unnest($1::bigint[], $2::smallint[], $3::bytea[]) "
            "w (custodian, type, hash) JOIN identifier_key k ON k.custodian = w.custodian AND k.type = w.type "
            "AND k.hash = w.hash",
            *zip(*holdings, strict=True),
        )  # fmt: skip
        self._holder.update(dict.fromkeys(holdings))
        self._holder.update({(row[0], row[1], row[2]): row[3] for row in found})

    def _read_eyes(self, pairs: set[tuple[str, int]], *, now: int) -> None:
        patients, members = zip(*sorted(pairs), strict=True)
        predicate = in_words(self._database.predicates.of_members("r"))
        predicate = predicate.replace(":me", "w.me").replace(":now", "$3::bigint")
        found = self._fetch(
            "SELECT w.patient, w.me FROM unnest($1::text[], $2::bigint[]) w (patient, me) "
            f"JOIN resource_id i ON i.type = {self._database.type_numbers['Patient']} AND i.id = w.patient "
            f"JOIN resource r ON r.key = i.key WHERE {predicate}",
            patients, members, now,
        )  # fmt: skip
        self._sees.update({(row[0], row[1]): True for row in found})

    def _read_messages(self, messages: set[tuple[int, str, str]]) -> None:
        found = self._fetch(
            "SELECT m.member, m.sender, m.control_id, m.key FROM unnest($1::bigint[], $2::text[], $3::text[]) "
            "w (member, sender, control_id) JOIN inbound m ON m.member = w.member AND m.sender = w.sender "
            "AND m.control_id = w.control_id AND m.state = 'stored'",
            *zip(*messages, strict=True),
        )  # fmt: skip
        self._messages |= messages
        self._stored.update({(row[0], row[1], row[2]): row[3] for row in found})

    # Answers

    def current(self, spot: Spot) -> Current | None:
        """See `Facts.current`."""
        if spot not in self._current:
            self._read_currents({spot})
        return self._current[spot]

    def demand_absent(self, spot: Spot) -> None:
        """See `Facts.demand_absent`."""
        if spot in self._reserved:
            return
        made = self._fetch(
            "INSERT INTO resource_id VALUES ($1::smallint, $2::text, $3::bigint) ON CONFLICT (type, id) DO UPDATE "
            "SET key = excluded.key WHERE resource_id.key = excluded.key RETURNING 1",
            *spot, _RESERVED,
        )  # fmt: skip
        if not made:
            raise TryAgainError
        self._reserved.add(spot)
        self._to_free.add(spot)

    def holder(self, holding: Holding) -> int | None:
        """See `Facts.holder`."""
        if holding not in self._holder:
            self._read_holders({holding})
        found = self._holder[holding]
        if found is None:
            self._demanded.add(holding)
        return found

    def held(self, key: int) -> list[Row]:
        """See `Facts.held`."""
        return self._fetch("SELECT custodian, type, hash FROM identifier_key WHERE key = $1::bigint", key)

    def may_act(self, spot: Spot, patient: str, *, member: int, now: int) -> bool:
        """See `Facts.may_act`."""
        names = {"me": member, "now": now, "id": spot[1], "type": spot[0], "patient": patient}
        return bool(self._database.rows(MAY_ACT, names))

    def is_visible(self, key: int, *, eyes: Visibility, now: int) -> bool:
        """See `Facts.is_visible`."""
        visible = self._database.predicates.visible("r", eyes)
        sql = f"SELECT 1 FROM resource r WHERE r.key = :key AND {visible}"
        return bool(self._database.rows(sql, {"key": key, "me": eyes.member, "now": now}))

    def sees_patient(self, patient: str, *, eyes: Visibility, now: int) -> bool:
        """See `Facts.sees_patient`. A no is asked again with a lock, as the Patient may be on its way in."""
        pair = (patient, eyes.member)
        if pair not in self._sees:
            self._read_eyes({pair}, now=now)
        if pair not in self._sees:
            self._fetch("SELECT pg_advisory_xact_lock_shared($1, $2)", _STRIPE_CLASS, _stripe(patient))
            self._read_eyes({pair}, now=now)
            self._sees.setdefault(pair, False)
        return self._sees[pair]

    def strays_of(self, patient: str, *, custodian: int) -> tuple[Stray, ...]:
        """See `Facts.strays_of`. What is on its way in, and has found no Patient, is waited for."""
        self._fetch("SELECT pg_advisory_xact_lock($1, $2)", _STRIPE_CLASS, _stripe(patient))
        names = stray_names(self._database, patient, custodian=custodian)
        return tuple(Stray(*row) for row in self._database.rows(strays_statement(), names))

    def is_stored(self, message: Inbound) -> bool:
        """See `Facts.is_stored`."""
        name = (message.member, message.sender, message.control_id)
        if name not in self._messages:
            self._read_messages({name})
        found = self._stored.get(name)
        return found is not None and found != message.key

    def take(self, claim: Claim, *, now: int) -> None:
        """See `Facts.take`."""
        if not self._database.rows(TAKE_CLAIM, (claim.kind, claim.key, claim.holder, claim.until, now)):
            raise UnitConflictError("claim", f"{claim.kind} {claim.key} is taken")

    def give_back(self, release: Release) -> None:
        """See `Facts.give_back`."""
        self._database.run(GIVE_BACK, (release.kind, release.key, release.holder))

    # Rows

    def write(self, rows: PendingRows) -> None:
        """See `Facts.write`."""
        connection = self._database.connection
        freed = rows.frees_identifiers
        coming = {(row[0], row[1]) for row in rows.resource_ids} & self._to_free
        if coming:
            self._free(coming)
        if rows.reindex:
            text, values = _made(rows, lambda: thinning_call(rows))
            self._fetch(text, *values)
        for place, (text, values) in enumerate(_made(rows, lambda: main_calls(rows, with_identifiers=not freed))):
            answer = self._fetch(text, *values)
            if not place:
                self._note_claimed(answer, rows)
        for text, many in statement_calls(rows):
            if len(many) == 1:
                wait(connection.execute(text, *many[0]))
            else:
                wait(connection.executemany(text, many))
        if freed and rows.identifiers:
            call = identifier_call(rows)
            self._note_claimed(self._fetch(call[0], *call[1]), rows)
        self._forget(rows)

    def finish(self) -> str:
        """Before COMMIT: take reservations away. Gives the server's number of the transaction."""
        if self._to_free:
            self._free(self._to_free)
        if not self.transaction:
            self.transaction = self._fetch("SELECT pg_current_xact_id()::text")[0][0]
        return self.transaction

    def forget(self) -> None:
        """A savepoint was taken back: what was read since may be gone."""
        self._current.clear()
        self._holder.clear()
        self._demanded.clear()
        self._sees.clear()
        self._messages.clear()
        self._stored.clear()
        self._reserved.clear()

    def _note_claimed(self, answer: list[Any], rows: PendingRows) -> None:
        """An identifier that nobody else may hold, and that was free when it was read, must have been ours to claim."""
        self.transaction = answer[0][0]
        demanded = {row[2] for row in rows.identifiers if row[:3] in self._demanded}
        if demanded - set(answer[0][1] or ()):
            raise TryAgainError

    def _forget(self, rows: PendingRows) -> None:
        """What was written is read again when it is asked for."""
        for spot in rows.refs:
            self._current.pop(spot, None)
        if rows.frees_identifiers:
            self._holder.clear()
        for row in rows.identifiers:
            self._holder.pop(row[:3], None)
        for name in rows.controls:
            self._messages.discard(name)
        self._demanded.clear()
        patient = self._database.type_numbers["Patient"]
        if rows.moves_grants or any(kind == patient for kind, _ in rows.refs):
            self._sees.clear()

    def _free(self, spots: set[Spot]) -> None:
        kinds, ids = zip(*sorted(spots), strict=True)
        self._fetch(
            "DELETE FROM resource_id i USING unnest($1::smallint[], $2::text[]) w (type, id) "
            "WHERE i.type = w.type AND i.id = w.id AND i.key = $3::bigint RETURNING 1",
            kinds, ids, _RESERVED,
        )  # fmt: skip
        self._reserved -= spots
        self._to_free = self._to_free - spots

    def _fetch(self, sql: str, *values: Any) -> list[Any]:
        return wait(self._database.connection.fetch(sql, *values))


def _made(rows: PendingRows, call: Callable[[], _T]) -> _T:
    """A statement and its values; of heavy rows they are put together beside the event loop."""
    return wait(asyncio.get_running_loop().run_in_executor(None, call)) if rows.is_heavy else call()


def _stripe(patient: str) -> int:
    return int.from_bytes(blake2b(patient.encode(), digest_size=2).digest(), "big") % _STRIPES
