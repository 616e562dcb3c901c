"""One transaction's units, applied to the tables (DESIGN D12).

What can conflict is written at once, in the unit's savepoint: resources, identifiers, claims, the inbox. Index
rows cannot conflict; they are saved up and written together before the COMMIT.
"""
# ruff: noqa: S608  SQL is put together from the store's own names; values are always bound.

import json
import sqlite3
from dataclasses import dataclass, field
from typing import Any, Final

from hub.store.access import apply_claim, apply_grant, apply_link, apply_release, apply_revoke
from hub.store.database import Database
from hub.store.deliveries import apply_timer, insert_outbound
from hub.store.messages import insert_inbound
from hub.store.numbers import bucket_of
from hub.store.port import (
    AuditEntry,
    Ref,
    StoredResource,
    UnitConflictError,
    VersionIs,
    Visibility,
    WriteResult,
    WriteUnit,
)
from hub.store.prepare import IndexRows, PreparedPut, render_meta
from hub.store.visibility import MAY_ACT

SUITE: Final = "none"
"""The encryption suite of the bodies written now (DESIGN D20)."""

_CURRENT: Final = (
    "SELECT r.key, r.version, r.updated, r.deleted, r.custodian, r.patient, r.labels, r.meta, r.body "
    "FROM resource_id i CROSS JOIN resource r ON r.key = i.key WHERE i.type = ? AND i.id = ?"
)
_INDEX_TABLES: Final = (
    "index_token", "index_string", "index_date", "index_reference", "index_quantity", "index_uri",
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class _Current:
    """The current row of a resource."""

    key: int
    version: int
    updated: int
    deleted: bool
    custodian: int
    patient: str
    labels: tuple[tuple[str, str], ...]
    meta: bytes
    body: bytes

    @property
    def live_version(self) -> int:
        """Its version; 0 when it is deleted."""
        return 0 if self.deleted else self.version


@dataclass(slots=True)
class _Saved:
    """What units leave for the end: index rows by resource key (None: only take the old ones away), audit rows."""

    index: dict[int, IndexRows | None] = field(default_factory=dict)
    stale: set[int] = field(default_factory=set)
    audit: list[tuple[Any, ...]] = field(default_factory=list)


class WriteBatch:
    """The units of one transaction."""

    def __init__(self, database: Database) -> None:
        self.database = database
        self.connection: sqlite3.Connection = database.writer
        self.now = database.clock.now()
        self._saved = _Saved()
        self._unit = _Saved()
        self._seen: set[tuple[str, int]] = set()

    def keep(self) -> None:
        """The unit that just ran counts."""
        self._saved.index |= self._unit.index
        self._saved.stale |= self._unit.stale
        self._saved.audit += self._unit.audit
        self._unit = _Saved()

    def forget(self) -> None:
        """The unit that just ran failed; what it made visible is gone again."""
        self._unit = _Saved()
        self._seen.clear()

    def finish(self) -> None:
        """Write index rows and audit rows, one statement for each table."""
        saved, many = self._saved, self.connection.executemany
        if saved.stale:
            keys = [(key,) for key in saved.stale]
            for table in _INDEX_TABLES:
                many(f"DELETE FROM {table} WHERE key = ?", keys)
        if saved.index:
            _insert_index(self.connection, saved.index)
        if saved.audit:
            many("INSERT INTO audit_entry VALUES (?,?,?,?,?,?,?,?,?,?,?,?,?)", saved.audit)

    def apply(self, unit: WriteUnit, puts: tuple[PreparedPut, ...], visibility: Visibility) -> WriteResult:
        """Write one unit. Raises UnitConflictError."""
        transaction = self.database.numbers.new_key()
        for precondition in unit.preconditions:
            self._demand_version(precondition)
        for release in unit.releases:
            apply_release(self.connection, release)
        for claim in unit.claims:
            apply_claim(self.connection, claim, now=self.now)
        stored = [self._apply_put(prepared, visibility, transaction) for prepared in puts]
        for revoke in unit.revokes:
            apply_revoke(self.connection, revoke, now=self.now)
        for grant in unit.grants:
            apply_grant(self.database, grant, now=self.now)
        for link in unit.links:
            apply_link(self.connection, link, now=self.now, member=visibility.member)
        for message in unit.inbound:
            insert_inbound(self.connection, message)
        if unit.outbound:
            insert_outbound(self.database, unit.outbound, now=self.now, member=visibility.member)
        for timer in unit.timers:
            apply_timer(self.connection, timer)
        for entry in unit.audit:
            self.note(entry, transaction=transaction)
        return WriteResult(
            resources=tuple(resource for resource, _ in stored),
            created=tuple(created for _, created in stored),
            transaction=transaction,
        )

    def note(self, entry: AuditEntry, *, transaction: int = 0) -> None:
        """Save up one audit row."""
        self._unit.audit.append((
            entry.key or self.database.numbers.new_key(), entry.at, entry.member, entry.agent, entry.action,
            entry.interaction, entry.target, entry.patient, entry.outcome, entry.purpose, entry.query, entry.detail,
            transaction,
        ))  # fmt: skip

    def _demand_version(self, precondition: VersionIs) -> None:
        type_number = self.database.type_numbers.get(precondition.ref.type, 0)
        row = self.connection.execute(_CURRENT, (type_number, precondition.ref.id)).fetchone()
        found = 0 if row is None or row[3] else row[1]
        if found != precondition.version:
            raise UnitConflictError(
                "version",
                f"{precondition.ref} has version {found or 'none'}; expected {precondition.version or 'none'}",
                ref=precondition.ref,
            )

    def _apply_put(
        self, prepared: PreparedPut, visibility: Visibility, transaction: int
    ) -> tuple[StoredResource, bool]:
        put = prepared.put
        row = self.connection.execute(_CURRENT, (prepared.type_number, put.ref.id)).fetchone()
        current = None if row is None else _Current(
            row[0], row[1], row[2], bool(row[3]), row[4], row[5],
            tuple((system, code) for system, code in json.loads(row[6])) if row[6] else (), row[7], row[8],
        )  # fmt: skip
        if current is not None and not visibility.is_system and current.custodian != visibility.member:
            self._demand_act(put.ref, prepared.type_number, current, visibility)
        found = 0 if current is None else current.live_version
        if put.expected is not None and put.expected != found:
            raise UnitConflictError(
                "version", f"{put.ref} has version {found or 'none'}; expected {put.expected or 'none'}", ref=put.ref
            )
        if put.delete:
            return self._delete(prepared, current, transaction), False
        custodian = put.custodian or (current.custodian if current is not None else visibility.member)
        key = current.key if current is not None else self.database.numbers.new_key()
        for hashed in prepared.unique:
            self._demand_unique(hashed, prepared, custodian=custodian, key=key)
        labels = put.labels or (current.labels if current is not None else ())
        if current is not None and found and current.custodian == custodian and current.labels == labels:
            same = render_meta(prepared, version=current.version, updated=current.updated, labels=labels)
            if same == current.meta and prepared.body == current.body:
                return _stored(put.ref, current, method="PUT"), False
        return self._store(
            prepared, current, _NewVersion(key, custodian, labels, transaction), visibility=visibility
        ), not found

    def _store(
        self, prepared: PreparedPut, current: _Current | None, new: "_NewVersion", *, visibility: Visibility
    ) -> StoredResource:
        put, execute = prepared.put, self.connection.execute
        version = 1 if current is None else current.version + 1
        updated = self.now if current is None else max(self.now, current.updated)
        meta = render_meta(prepared, version=version, updated=updated, labels=new.labels)
        patient = self._compartment(prepared, current, visibility)
        labels = json.dumps(new.labels) if new.labels else ""
        bucket = bucket_of(prepared.patient)
        shared = (bucket, SUITE, "", new.transaction, patient)
        if current is None:
            execute(
                "INSERT INTO resource VALUES (?,?,?,?,?,0,?,?,?,?,?,?,?,?,?)",
                (new.key, prepared.type_number, put.ref.id, version, updated, new.custodian, *shared, labels, meta,
                 prepared.body),
            )  # fmt: skip
            execute("INSERT INTO resource_id VALUES (?,?,?)", (prepared.type_number, put.ref.id, new.key))
        else:
            execute(
                "UPDATE resource SET version=?, updated=?, deleted=0, custodian=?, bucket=?, suite=?, key_id=?, "
                "transaction_id=?, patient=?, labels=?, meta=?, body=? WHERE key=?",
                (version, updated, new.custodian, *shared, labels, meta, prepared.body, new.key),
            )
            self._unit.stale.add(new.key)
        method = "POST" if current is None and put.expected == 0 else "PUT"
        execute(
            "INSERT INTO resource_history VALUES (?,?,?,?,?,0,?,?,?,?,?,?,?,?,?)",
            (new.key, version, prepared.type_number, put.ref.id, updated, method, new.custodian, *shared, meta,
             prepared.body),
        )  # fmt: skip
        self._claim_identifiers(prepared, new, is_new=current is None)
        self._unit.index[new.key] = prepared.index
        return StoredResource(
            ref=put.ref, version=version, updated=updated, custodian=new.custodian, body=prepared.body, meta=meta,
            patient=patient, method="POST" if method == "POST" else "PUT",
        )  # fmt: skip

    def _delete(self, prepared: PreparedPut, current: _Current | None, transaction: int) -> StoredResource:
        ref, execute = prepared.put.ref, self.connection.execute
        if current is None:
            raise UnitConflictError("missing", f"{ref} does not exist", ref=ref)
        if current.deleted:
            return _stored(ref, current, method="DELETE")
        version, updated = current.version + 1, max(self.now, current.updated)
        meta = render_meta(prepared, version=version, updated=updated, labels=current.labels)
        execute(
            "UPDATE resource SET version=?, updated=?, deleted=1, transaction_id=?, meta=?, body=x'' WHERE key=?",
            (version, updated, transaction, meta, current.key),
        )
        execute(
            "INSERT INTO resource_history SELECT key, version, type, id, updated, 1, 'DELETE', custodian, bucket, "
            "suite, key_id, transaction_id, patient, meta, body FROM resource WHERE key = ?",
            (current.key,),
        )
        execute("DELETE FROM identifier_key WHERE key = ?", (current.key,))
        self._unit.stale.add(current.key)
        self._unit.index[current.key] = None
        return StoredResource(
            ref=ref, version=version, updated=updated, custodian=current.custodian, body=b"", meta=meta, deleted=True,
            patient=current.patient, method="DELETE",
        )  # fmt: skip

    def _claim_identifiers(self, prepared: PreparedPut, new: "_NewVersion", *, is_new: bool) -> None:
        """The first holder of an identifier keeps it (DESIGN D17)."""
        if not is_new:
            self.connection.execute("DELETE FROM identifier_key WHERE key = ?", (new.key,))
        for hashed in dict.fromkeys((*prepared.identifiers, *prepared.unique)):
            self.connection.execute(
                "INSERT OR IGNORE INTO identifier_key VALUES (?,?,?,?)",
                (new.custodian, prepared.type_number, hashed, new.key),
            )

    def _demand_unique(self, hashed: bytes, prepared: PreparedPut, *, custodian: int, key: int) -> None:
        row = self.connection.execute(
            "SELECT key FROM identifier_key WHERE custodian = ? AND type = ? AND hash = ?",
            (custodian, prepared.type_number, hashed),
        ).fetchone()
        if row is not None and row[0] != key:
            raise UnitConflictError(
                "identifier", f"another {prepared.put.ref.type} has this identifier", ref=prepared.put.ref
            )

    def _demand_act(self, ref: Ref, type_number: int, current: _Current, visibility: Visibility) -> None:
        """Refuse a writer that is neither custodian nor granted: what it cannot see is missing for it."""
        names = {
            "me": visibility.member, "now": self.now, "id": ref.id, "type": type_number, "patient": current.patient,
        }  # fmt: skip
        if self.connection.execute(MAY_ACT, names).fetchone() is not None:
            return
        seen = self.connection.execute(
            f"SELECT 1 FROM resource r WHERE r.key = :key AND {self.database.predicates.visible('r', visibility)}",
            {"key": current.key, "me": visibility.member, "now": self.now},
        ).fetchone()
        if seen is not None:
            raise UnitConflictError(
                "forbidden", f"{ref} belongs to another member, who has not let you change it", ref=ref
            )
        raise UnitConflictError("missing", f"{ref} does not exist", ref=ref)

    def _compartment(self, prepared: PreparedPut, current: _Current | None, visibility: Visibility) -> str:
        """The patient whose grants open this resource: none, when the writer may not see that patient.

        Else a member could put its own resource before the eyes of everyone who may see a stranger's record.
        """
        patient = prepared.patient
        if not patient or visibility.is_system or prepared.put.ref == ("Patient", patient):
            return patient
        if current is not None and current.patient == patient:
            return patient
        if (patient, visibility.member) in self._seen:
            return patient
        row = self.connection.execute(
            "SELECT 1 FROM resource_id i CROSS JOIN resource r ON r.key = i.key WHERE i.type = :type AND i.id = :id "
            f"AND {self.database.predicates.visible('r', visibility)}",
            {
                "type": self.database.type_numbers["Patient"], "id": patient, "me": visibility.member, "now": self.now,
            },
        ).fetchone()  # fmt: skip
        if row is None:
            return ""
        self._seen.add((patient, visibility.member))
        return patient


@dataclass(frozen=True, slots=True)
class _NewVersion:
    """What a version about to be stored is given."""

    key: int
    custodian: int
    labels: tuple[tuple[str, str], ...]
    transaction: int


def _stored(ref: Ref, current: _Current, *, method: Any) -> StoredResource:
    return StoredResource(
        ref=ref, version=current.version, updated=current.updated, custodian=current.custodian, body=current.body,
        meta=current.meta, deleted=current.deleted, patient=current.patient, method=method,
    )  # fmt: skip


def _insert_index(connection: sqlite3.Connection, index: dict[int, IndexRows | None]) -> None:
    """Write the rows of all resources, table by table."""
    rows = [(key, found) for key, found in index.items() if found is not None]
    many = connection.executemany
    many(
        "INSERT OR IGNORE INTO index_token VALUES (?,?,?,?,?,?)",
        [(p, code, key, system, r.patient, r.date) for key, r in rows for p, code, system in r.tokens],
    )
    many(
        "INSERT OR IGNORE INTO index_string VALUES (?,?,?,?,?)",
        [(p, text, key, exact, r.patient) for key, r in rows for p, text, exact in r.strings],
    )
    many(
        "INSERT OR IGNORE INTO index_date VALUES (?,?,?,?,?)",
        [(p, low, high, key, r.patient) for key, r in rows for p, low, high in r.dates],
    )
    many(
        "INSERT OR IGNORE INTO index_reference VALUES (?,?,?,?,?)",
        [(p, target, key, kind, r.patient) for key, r in rows for p, target, kind in r.references],
    )
    many(
        "INSERT OR IGNORE INTO index_quantity VALUES (?,?,?,?,?,?)",
        [(p, value, key, system, code, r.patient) for key, r in rows for p, value, system, code in r.quantities],
    )
    many(
        "INSERT OR IGNORE INTO index_uri VALUES (?,?,?,?)",
        [(p, text, key, r.patient) for key, r in rows for p, text in r.uris],
    )
