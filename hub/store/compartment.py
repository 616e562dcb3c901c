"""Which resources stand in a patient's compartment, and so before the eyes of everyone who may see that record.

A resource joins the compartment of the one patient that it names when its writer may see that patient: else a
member could put its own resource into a stranger's record. What was stored before its Patient joins with it.
"""
# ruff: noqa: S608  SQL is put together from the store's own names; values are always bound.

from functools import cache
from typing import Any, Final, NamedTuple

from fhir_profiles.registry import RESOURCE_TYPES, compartment_parameters, search_parameters
from hub.store.database import Database
from hub.store.numbers import patient_number
from hub.store.port import Grant, Visibility
from hub.store.search.derived import derived_of
from hub.store.terms import Terms
from hub.store.write_rows import Statement

_JOIN: Final = "UPDATE resource SET patient = ? WHERE key = ? AND version = ?"
_CUSTODIAN: Final = (
    "SELECT r.custodian FROM resource_id i CROSS JOIN resource r ON r.key = i.key WHERE i.type = ? AND i.id = ?"
)
_JOIN_VERSION: Final = "UPDATE resource_history SET patient = ? WHERE key = ? AND version = ?"


class Stray(NamedTuple):
    """The current row of a resource that names a patient and stands in no compartment."""

    key: int
    version: int
    type_number: int
    id: str


def sees_patient(database: Database, patient: str, *, eyes: Visibility, now: int) -> bool:
    """Whether this member may see the Patient, as the writing connection has it."""
    execute, type_number = database.writer.execute, database.type_numbers["Patient"]
    row = execute(_CUSTODIAN, (type_number, patient)).fetchone()
    if row is None or row[0] == eyes.member:  # by far the most: one's own patient
        return row is not None
    row = execute(
        "SELECT 1 FROM resource_id i CROSS JOIN resource r ON r.key = i.key WHERE i.type = :type AND i.id = :id "
        f"AND {database.predicates.visible('r', eyes)}",
        {"type": type_number, "id": patient, "me": eyes.member, "now": now},
    ).fetchone()
    return row is not None


def is_shown(patient: str, grants: tuple[Grant, ...], *, member: int) -> bool:
    """Whether a unit's own grants let this member see the Patient."""
    return any(grant.member == member and grant.target == ("Patient", patient) for grant in grants)


def strays_of(database: Database, patient: str, *, custodian: int) -> tuple[Stray, ...]:
    """What its custodian stored about a Patient before the Patient itself."""
    rows = database.writer.execute(strays_statement(), stray_names(database, patient, custodian=custodian))
    return tuple(Stray(*row) for row in rows)


@cache
def strays_statement() -> str:
    """Gives the columns of a Stray."""
    return (
        "SELECT DISTINCT r.key, r.version, r.type, r.id FROM index_reference x CROSS JOIN resource r ON r.key = x.key "
        f"WHERE x.parameter IN ({_parameters()}) AND x.target_id = :id AND x.target_type = :type "
        "AND x.patient = :number AND r.patient = '' AND r.deleted = 0 AND r.custodian = :custodian"
    )


def stray_names(terms: Terms, patient: str, *, custodian: int) -> dict[str, Any]:
    """The values of `strays_statement`."""
    return {
        "id": patient, "type": terms.type_numbers["Patient"], "number": patient_number(patient),
        "custodian": custodian,
    }  # fmt: skip


def join_rows(stray: Stray, patient: str) -> tuple[Statement, Statement]:
    """Puts it into the compartment, unless it has moved on to another version.

    Its index rows name the patient already; whose record they open is decided on `resource.patient` alone.
    """
    values = (patient, stray.key, stray.version)
    return (_JOIN, values), (_JOIN_VERSION, values)


@cache
def _parameters() -> str:
    """Numbers of the search parameters whose index rows place a resource in a patient's compartment."""
    numbers: set[int] = set()
    for resource_type in RESOURCE_TYPES:
        parameters, held = search_parameters(resource_type), derived_of(resource_type)
        for name in compartment_parameters(resource_type):
            if name not in parameters:
                continue
            number = parameters[name].number
            numbers |= set(held[number].numbers) if number in held else {number}
    return ", ".join(str(number) for number in sorted(numbers))
