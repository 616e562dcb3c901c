"""Grants, person links, claims and the audit trail."""
# ruff: noqa: S608  SQL is put together from the store's own names; values are always bound.

import sqlite3
from collections.abc import Iterator, Sequence
from typing import Final

from hub.store.port import (
    AuditEntry,
    Claim,
    Grant,
    PersonLink,
    Ref,
    Release,
    Revoke,
    UnitConflictError,
    Visibility,
)
from hub.store.queries import Queries
from hub.store.terms import Terms
from hub.store.write_rows import Statement

TAKE_CLAIM: Final = (
    "INSERT INTO claim VALUES (?,?,?,?) ON CONFLICT (kind, key) DO UPDATE SET holder = excluded.holder, "
    "until = excluded.until WHERE claim.holder = excluded.holder OR claim.until <= ? RETURNING holder"
)
"""Takes what is free, has run out, or is held by the same holder; gives no row when another has it."""

GIVE_BACK: Final = "DELETE FROM claim WHERE kind = ? AND key = ? AND holder = ?"


def apply_claim(connection: sqlite3.Connection, claim: Claim, *, now: int) -> None:
    """Take something that only one can have. Raises UnitConflictError when another holder has it."""
    if connection.execute(TAKE_CLAIM, (claim.kind, claim.key, claim.holder, claim.until, now)).fetchone() is None:
        raise UnitConflictError("claim", f"{claim.kind} {claim.key} is taken")


def apply_release(connection: sqlite3.Connection, release: Release) -> None:
    """Give a claim back; only its holder's counts."""
    connection.execute(GIVE_BACK, (release.kind, release.key, release.holder))


def grant_row(database: Terms, grant: Grant, *, now: int) -> Statement:
    """Lets a member see something from now on, or from `since`."""
    return (
        "INSERT INTO access_grant VALUES (?,?,?,?,?,?,?,?,?,?,?,?)",
        (
            database.numbers.new_key(), grant.member, int(grant.compartment), database.type_numbers[grant.target.type],
            grant.target.id, grant.access, grant.because, grant.purpose, grant.basis, grant.since, grant.until, now,
        ),
    )  # fmt: skip


def revoke_grants(database: Terms, revoke: Revoke, *, now: int) -> Statement:
    """Ends grants now; the rows stay, to show who could see what and when."""
    return (
        (
            "UPDATE access_grant SET until = :now WHERE because = :because AND (:member = 0 OR member = :member) "
            "AND (until IS NULL OR until > :now) AND (:id = '' OR (target_id = :id AND target_type = :type))"
        ),
        {
            "now": now,
            "because": revoke.because,
            "member": revoke.member,
            "id": revoke.target.id if revoke.target is not None else "",
            "type": database.type_numbers[revoke.target.type] if revoke.target is not None else 0,
        },
    )


def link_rows(link: PersonLink, *, now: int, member: int) -> Iterator[Statement]:
    """Says that a Patient is, or is not, a person; a Patient is one person at most. What is known is not written."""
    if link.linked:
        yield (
            "UPDATE person_link SET linked = 0 WHERE patient = ? AND person <> ? AND linked = 1",
            (link.patient, link.person),
        )
    yield (
        (
            "INSERT INTO person_link VALUES (?,?,?,?,?,?,?) ON CONFLICT (patient, person) DO UPDATE SET "
            "method = excluded.method, score = excluded.score, linked = excluded.linked, at = excluded.at, "
            "member = excluded.member "
            "WHERE person_link.method <> excluded.method OR person_link.score <> excluded.score "
            "OR person_link.linked <> excluded.linked"
        ),
        (link.patient, link.person, link.method, link.score, int(link.linked), now, member),
    )


def grants_of(database: Queries, target: Ref, *, visibility: Visibility) -> Sequence[Grant]:
    """Grants in force that name this resource, when the caller may see it."""
    rows = database.rows(
        "SELECT o.member, o.because, o.purpose, o.basis, o.compartment, o.access, o.since, o.until "
        "FROM access_grant o CROSS JOIN resource_id i ON i.type = o.target_type AND i.id = o.target_id "
        "CROSS JOIN resource r ON r.key = i.key WHERE o.target_id = :id AND o.target_type = :type "
        "AND o.since <= :now AND (o.until IS NULL OR o.until > :now) "
        f"AND {database.predicates.visible('r', visibility)} ORDER BY o.key",
        {
            "id": target.id, "type": database.type_numbers.get(target.type, 0), "me": visibility.member,
            "now": database.clock.now(),
        },
    )  # fmt: skip
    return tuple(
        Grant(
            member=row[0], target=target, because=row[1], purpose=row[2], basis=row[3], compartment=bool(row[4]),
            access=row[5], since=row[6], until=row[7],
        )
        for row in rows
    )  # fmt: skip


def linked_patients(database: Queries, patient: str, *, visibility: Visibility) -> Sequence[str]:
    """Ids of the visible Patients that are the same person, this one first."""
    rows = database.rows(
        "WITH same (id) AS (SELECT :patient UNION SELECT b.patient FROM person_link a "
        "CROSS JOIN person_link b ON b.person = a.person WHERE a.patient = :patient AND a.linked = 1 AND b.linked = 1) "
        "SELECT r.id FROM same CROSS JOIN resource_id i ON i.type = :type AND i.id = same.id "
        "CROSS JOIN resource r ON r.key = i.key WHERE r.deleted = 0 "
        f"AND {database.predicates.visible('r', visibility)} ORDER BY r.id <> :patient, r.key",
        {
            "patient": patient, "type": database.type_numbers["Patient"], "me": visibility.member,
            "now": database.clock.now(),
        },
    )  # fmt: skip
    return tuple(row[0] for row in rows)


def claim_of(database: Queries, kind: str, key: str, *, now: int) -> Claim | None:
    """Who holds it now."""
    rows = database.rows(
        "SELECT holder, until FROM claim WHERE kind = :kind AND key = :key AND (until IS NULL OR until > :now)",
        {"kind": kind, "key": key, "now": now},
    )
    return Claim(kind=kind, key=key, holder=rows[0][0], until=rows[0][1]) if rows else None


def audit_page(
    database: Queries, *, visibility: Visibility, patient: str = "", before: int = 0, count: int = 50
) -> Sequence[AuditEntry]:
    """Newest first: what the caller's member did, and what others did to its own patients."""
    own = (
        "1 = 1"
        if visibility.is_system
        else "(e.member = :me OR (e.patient <> '' AND EXISTS (SELECT 1 FROM resource_id i "
        "CROSS JOIN resource r ON r.key = i.key WHERE i.type = :type AND i.id = e.patient AND r.custodian = :me)))"
    )
    rows = database.rows(
        "SELECT e.at, e.member, e.agent, e.action, e.interaction, e.target, e.patient, e.outcome, e.purpose, e.query, "
        f"e.detail, e.key FROM audit_entry e WHERE {own} AND (:before = 0 OR e.key < :before) "
        + ("AND e.patient = :patient " if patient else "") + "ORDER BY e.key DESC LIMIT :count",
        {
            "me": visibility.member, "type": database.type_numbers["Patient"], "patient": patient, "before": before,
            "count": count,
        },
    )  # fmt: skip
    return tuple(AuditEntry(*row) for row in rows)
