"""One transaction's units: what is decided about each, by reads alone (DESIGN D12).

A unit is checked on the tables and on what earlier units of the batch are about to write; only then are its rows
queued, and the rows of all units are written together. So a unit that fails alone has nothing to be taken back.
A unit that must see its own rows, or that takes claims, runs alone in a savepoint: `direct`.
"""

import json
from collections.abc import Iterator
from typing import Final, Literal

from hub.store.access import grant_row, link_rows, revoke_grants
from hub.store.change import Change, Current, Spot, UnitState
from hub.store.commit import AloneError, BrokenBatchError
from hub.store.compartment import Stray, is_shown, join_rows
from hub.store.deliveries import outbound_row, timer_row
from hub.store.facts import Facts
from hub.store.messages import MARK_REPLAYED, inbound_row
from hub.store.numbers import bucket_of
from hub.store.port import (
    AuditEntry,
    Inbound,
    Ref,
    StoredResource,
    UnitConflictError,
    VersionIs,
    Visibility,
    WriteResult,
    WriteUnit,
)
from hub.store.prepare import IndexRows, PreparedPut, render_meta
from hub.store.terms import Terms
from hub.store.write_rows import PendingRows, Row, Statement, audit_row

SUITE: Final = "none"
"""The encryption suite of the bodies written now (DESIGN D20)."""

_DELETE: Final = "UPDATE resource SET version=?, updated=?, deleted=1, transaction_id=?, meta=?, body=x'' WHERE key=?"
_DELETED_VERSION: Final = (
    "INSERT INTO resource_history SELECT key, version, type, id, updated, 1, 'DELETE', custodian, bucket, suite, "
    "key_id, transaction_id, patient, meta, body FROM resource WHERE key = ?"
)


class WriteBatch:
    """The units of one transaction."""

    def __init__(self, database: Terms, facts: Facts) -> None:
        self.database = database
        self.facts = facts
        self.now = database.clock.now()
        self.direct = False
        self._rows = PendingRows()
        self._seen: set[tuple[str, int]] = set()
        self._read: dict[Spot, Current | None] = {}

    @property
    def is_heavy(self) -> bool:
        """Whether writing what is queued would hold the event loop: some six milliseconds for each megabyte."""
        return self._rows.is_heavy

    def forget(self) -> None:
        """The unit that ran directly failed; what it queued and what it made visible is gone again."""
        self._rows = PendingRows()
        self._seen.clear()
        self._read.clear()

    def flush(self) -> None:
        """Write what was queued."""
        rows, self._rows = self._rows, PendingRows()
        self._read.clear()
        self.facts.write(rows)

    def apply(self, unit: WriteUnit, puts: tuple[PreparedPut, ...], visibility: Visibility) -> WriteResult:
        """Check one unit and queue its rows. Raises UnitConflictError, or AloneError when it must run directly."""
        if not self.direct and (unit.claims or unit.releases):
            raise AloneError
        transaction = self.database.numbers.new_key()
        for precondition in unit.preconditions:
            self._demand_version(precondition)
        for release in unit.releases:
            self.facts.give_back(release)
        for claim in unit.claims:
            self.facts.take(claim, now=self.now)
        for message in unit.inbound:
            self._demand_new(message)
        beside = unit.revokes or unit.grants or unit.links or unit.inbound or unit.outbound or unit.timers
        statements = list(self._statements(unit, visibility)) if beside else []
        patients = {one.put.ref.id: one for one in puts if one.put.ref.type == "Patient" and not one.put.delete}
        mine = UnitState(unit.author or visibility.member, unit.grants if visibility.is_system else (), patients)
        try:
            changes = [self._decide(prepared, visibility, mine) for prepared in puts]
        except AloneError:
            if not self.direct:
                raise
            stored = [self._store_now(prepared, visibility, mine.part(), transaction) for prepared in puts]
        else:
            stored = [self._queue(change, transaction) for change in changes]
        rows = self._rows
        rows.statements += statements
        if unit.grants or unit.revokes:
            rows.moves_grants = True
        for message in unit.inbound:
            rows.inbound.append(inbound_row(message))
            rows.size += len(message.raw)
            rows.controls.add((message.member, message.sender, message.control_id))
        for entry in unit.audit:
            self.note(entry, transaction=transaction)
        return WriteResult(
            resources=tuple([resource for resource, _ in stored]),
            created=tuple([created for _, created in stored]),
            transaction=transaction,
        )

    def note(self, entry: AuditEntry, *, transaction: int = 0) -> None:
        """Queue one audit row."""
        key = entry.key or self.database.numbers.new_key()
        self._rows.audit.append(audit_row(entry, key=key, transaction=transaction))

    def _statements(self, unit: WriteUnit, visibility: Visibility) -> Iterator[Statement]:
        """What cannot conflict, in the order in which it counts."""
        now, member = self.now, visibility.member
        for revoke in unit.revokes:
            yield revoke_grants(self.database, revoke, now=now)
        for grant in unit.grants:
            yield grant_row(self.database, grant, now=now)
        for link in unit.links:
            yield from link_rows(link, now=now, member=member)
        for message in unit.inbound:
            if message.state == "stored" and message.replay_of:
                yield MARK_REPLAYED, (message.replay_of,)
        for row in unit.outbound:
            yield outbound_row(self.database, row, now=now, member=member)
        for timer in unit.timers:
            yield timer_row(timer)

    def _settle(self) -> None:
        """Write what earlier units queued, because a check must see it."""
        try:
            self.flush()
        except self.facts.whole:
            raise
        except Exception as err:  # an earlier unit's fault, not this one's
            raise BrokenBatchError from err

    # Checks

    def _demand_new(self, message: Inbound) -> None:
        if (message.member, message.sender, message.control_id) in self._rows.controls:
            self._settle()
        if message.state == "stored" and self.facts.is_stored(message):
            raise UnitConflictError("duplicate", f"control id {message.control_id} of {message.sender} is stored")

    def _demand_version(self, precondition: VersionIs) -> None:
        spot = (self.database.type_numbers.get(precondition.ref.type, 0), precondition.ref.id)
        current = self._current(spot)
        if current is None and not precondition.version:
            self.facts.demand_absent(spot)
        found = 0 if current is None or current.deleted else current.version
        if found != precondition.version:
            raise _other_version(precondition.ref, found, precondition.version)

    def _current(self, spot: Spot) -> Current | None:
        if spot in self._rows.refs:
            self._settle()
        if self.database.numbers.is_unused(spot[1]):
            return None
        if spot not in self._read:  # messages of one ward name the same room, doctor and institution
            self._read[spot] = self.facts.current(spot)
        return self._read[spot]

    def _decide(self, prepared: PreparedPut, visibility: Visibility, mine: UnitState) -> Change:
        """What becomes of one Put. Raises UnitConflictError."""
        put = prepared.put
        spot = (prepared.type_number, put.ref.id)
        if spot in mine.spots:
            raise AloneError
        mine.spots.add(spot)
        current = self._current(spot)
        found, custodian, labels = 0, put.custodian or mine.author, put.labels
        if current is not None:
            if not (visibility.is_system or put.takes_over) and current.custodian != visibility.member:
                self._demand_act(put.ref, prepared.type_number, current, visibility)
            found = 0 if current.deleted else current.version
            custodian, labels = put.custodian or current.custodian, labels or current.labels
            mine.keys.add(current.key)
        if put.expected is not None and put.expected != found:
            raise _other_version(put.ref, found, put.expected)
        if put.delete:
            if current is None:
                raise UnitConflictError("missing", f"{put.ref} does not exist", ref=put.ref)
            if mine.author not in {0, current.custodian} and not put.takes_over:
                raise UnitConflictError("forbidden", f"{put.ref} can be deleted by its custodian alone", ref=put.ref)
            return Change(prepared, current, current.key, same=current.deleted)
        key = current.key if current is not None else self.database.numbers.new_key()
        for hashed in prepared.unique:
            self._demand_unique((custodian, prepared.type_number, hashed), put.ref, key=key, mine=mine)
        if current is not None and found and current.custodian == custodian and current.labels == labels:
            same = render_meta(prepared, version=current.version, updated=current.updated, labels=labels)
            if same == current.meta and prepared.body == current.body:
                return Change(prepared, current, key, same=True)
        patient = self._compartment(prepared, current, mine)
        is_new_patient = current is None and put.ref.type == "Patient"
        for hashed in (*prepared.identifiers, *prepared.unique):
            mine.holders.setdefault((custodian, prepared.type_number, hashed), key)
        freed = () if current is None else self._freed(prepared, current.key, custodian)
        strays = self._strays(put.ref.id, custodian) if is_new_patient else ()
        return Change(prepared, current, key, custodian, labels, patient, freed, strays)

    def _demand_unique(self, holding: tuple[int, int, bytes], ref: Ref, *, key: int, mine: UnitState) -> None:
        if holding in self._rows.holders:  # whose row is left out where another resource holds it already
            self._settle()
        holder = mine.holders.get(holding)
        if holder is None:
            if self._rows.frees_identifiers:
                self._settle()
            holder = self.facts.holder(holding)
            if holder is None or holder == key:
                return
            if holder in mine.keys:  # the unit may be taking it away from there
                raise AloneError
        if holder != key:
            raise UnitConflictError("identifier", f"another {ref.type} has this identifier", ref=ref)

    def _freed(self, prepared: PreparedPut, key: int, custodian: int) -> tuple[Row, ...]:
        """Identifier rows of a resource that its new version does not have."""
        kept = {(custodian, prepared.type_number, hashed) for hashed in (*prepared.identifiers, *prepared.unique)}
        return tuple([row for row in self.facts.held(key) if row not in kept])

    def _demand_act(self, ref: Ref, type_number: int, current: Current, visibility: Visibility) -> None:
        """Refuse a writer that is neither custodian nor granted: what it cannot see is missing for it."""
        if self._rows.moves_grants:
            self._settle()
        if self.facts.may_act((type_number, ref.id), current.patient, member=visibility.member, now=self.now):
            return
        if self.facts.is_visible(current.key, eyes=visibility, now=self.now):
            raise UnitConflictError(
                "forbidden", f"{ref} belongs to another member, who has not let you change it", ref=ref
            )
        raise UnitConflictError("missing", f"{ref} does not exist", ref=ref)

    def _compartment(self, prepared: PreparedPut, current: Current | None, mine: UnitState) -> str:
        """The patient whose grants open this resource: none, when the author may not see that patient."""
        patient, put = prepared.patient, prepared.put
        if not patient or not mine.author or put.ref == ("Patient", patient):
            return patient
        if (current is not None and current.patient == patient) or is_shown(patient, mine.grants, member=mine.author):
            return patient
        # A custodian that the hub has named answers for what is stored in its name.
        if self._sees(patient, mine.author, mine):
            return patient
        is_other = put.custodian not in {0, mine.author}
        return patient if is_other and self._sees(patient, put.custodian, mine) else ""

    def _sees(self, patient: str, member: int, mine: UnitState) -> bool:
        """Whether the member may see the Patient, or writes it in this unit."""
        if (patient, member) in self._seen:
            return True
        type_number = self.database.type_numbers["Patient"]
        coming = mine.patients.get(patient)
        if coming is not None:
            current = self._current((type_number, patient))
            stored = current.custodian if current is not None else mine.author
            if member == (coming.put.custodian or stored):
                return True
        if self._rows.moves_grants or (type_number, patient) in self._rows.refs:
            self._settle()
        if not self.facts.sees_patient(patient, eyes=Visibility(member), now=self.now):
            return False
        self._seen.add((patient, member))
        return True

    def _strays(self, patient: str, custodian: int) -> tuple[Stray, ...]:
        """What waits in no compartment for this new Patient."""
        if patient in self._rows.strays:
            self._settle()
        elif self.database.numbers.is_unused(patient):
            return ()
        return self.facts.strays_of(patient, custodian=custodian)

    # Rows

    def _store_now(
        self, prepared: PreparedPut, visibility: Visibility, mine: UnitState, transaction: int
    ) -> tuple[StoredResource, bool]:
        """Decide and write at once, so that the unit's next Put sees it."""
        stored = self._queue(self._decide(prepared, visibility, mine), transaction)
        self.flush()
        return stored

    def _queue(self, change: Change, transaction: int) -> tuple[StoredResource, bool]:
        """Queue the rows of one change; gives the version that is now current, and whether it is new."""
        prepared, current, rows = change.prepared, change.current, self._rows
        put = prepared.put
        if current is not None and (change.same or put.delete):
            if change.same:
                return _stored(put.ref, current, method="DELETE" if put.delete else "PUT"), False
            return self._queue_delete(prepared, current, transaction), False
        version, updated = 1, self.now
        if current is not None:
            version, updated = current.version + 1, max(updated, current.updated)
        meta = render_meta(prepared, version=version, updated=updated, labels=change.labels)
        labels = json.dumps(change.labels) if change.labels else ""
        key, custodian, patient, body = change.key, change.custodian, change.patient, prepared.body
        if prepared.patient != patient:
            rows.strays.add(prepared.patient)
            self.database.numbers.use(prepared.patient)
        for stray in change.strays:
            rows.statements += join_rows(stray, put.ref.id)
            rows.refs.add((stray.type_number, stray.id))
        rows.size += len(body)
        kind, bucket = prepared.type_number, bucket_of(prepared.patient)
        is_new = current is None or current.deleted
        method: Literal["POST", "PUT"] = "POST" if current is None and put.expected == 0 else "PUT"
        rows.refs.add((kind, put.ref.id))
        if current is None:
            self.database.numbers.use(put.ref.id)
            rows.resources.append((
                key, kind, put.ref.id, version, updated, custodian, bucket, SUITE, "", transaction, patient, labels,
                meta, body,
            ))  # fmt: skip
            rows.resource_ids.append((kind, put.ref.id, key))
            rows.index.append((key, prepared.index))
        else:
            rows.updates.append((
                version, updated, custodian, bucket, SUITE, "", transaction, labels, meta, body, key,
            ))  # fmt: skip
            if patient != current.patient:
                rows.statements.append(("UPDATE resource SET patient = ? WHERE key = ?", (patient, key)))
            rows.reindex.append((key, prepared.index))
            self._free(change.freed)
        rows.history.append((
            key, version, kind, put.ref.id, updated, method, custodian, bucket, SUITE, "", transaction, patient, meta,
            body,
        ))  # fmt: skip
        if prepared.index.codes:
            rows.codes.append(prepared.index.codes)
        for hashed in dict.fromkeys((*prepared.identifiers, *prepared.unique)):
            rows.identifiers.append((custodian, kind, hashed, key))
            rows.holders.setdefault((custodian, kind, hashed), key)
        return StoredResource(
            ref=put.ref, version=version, updated=updated, custodian=custodian, body=body, meta=meta, patient=patient,
            method=method,
        ), is_new  # fmt: skip

    def _queue_delete(self, prepared: PreparedPut, current: Current, transaction: int) -> StoredResource:
        ref, rows = prepared.put.ref, self._rows
        version, updated = current.version + 1, max(self.now, current.updated)
        meta = render_meta(prepared, version=version, updated=updated, labels=current.labels)
        rows.refs.add((prepared.type_number, ref.id))
        rows.statements += (
            (_DELETE, (version, updated, transaction, meta, current.key)),
            (_DELETED_VERSION, (current.key,)),
            ("DELETE FROM identifier_key WHERE key = ?", (current.key,)),
        )
        rows.frees_identifiers = True
        rows.reindex.append((current.key, IndexRows()))
        return StoredResource(
            ref=ref, version=version, updated=updated, custodian=current.custodian, body=b"", meta=meta, deleted=True,
            patient=current.patient, method="DELETE",
        )  # fmt: skip

    def _free(self, freed: tuple[Row, ...]) -> None:
        for row in freed:
            statement = "DELETE FROM identifier_key WHERE custodian = ? AND type = ? AND hash = ?"
            self._rows.statements.append((statement, row))
            self._rows.frees_identifiers = True


def _other_version(ref: Ref, found: int, expected: int) -> UnitConflictError:
    return UnitConflictError("version", f"{ref} has version {found or 'none'}; expected {expected or 'none'}", ref=ref)


def _stored(ref: Ref, current: Current, *, method: Literal["PUT", "DELETE"]) -> StoredResource:
    return StoredResource(
        ref=ref, version=current.version, updated=current.updated, custodian=current.custodian, body=current.body,
        meta=current.meta, deleted=current.deleted, patient=current.patient, method=method,
    )  # fmt: skip
