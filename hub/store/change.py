"""What a transaction knows and decides about one resource, and about one unit, before its rows are written."""

from dataclasses import dataclass, field

from hub.store.compartment import Stray
from hub.store.port import Grant
from hub.store.prepare import PreparedPut
from hub.store.write_rows import Row

Spot = tuple[int, str]
"""Type number and id of a resource."""


@dataclass(slots=True)
class Current:
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


@dataclass(slots=True)
class Change:
    """What is decided about one Put: `freed` identifier rows go, `strays` join, with `same` nothing is written."""

    prepared: PreparedPut
    current: Current | None
    key: int
    custodian: int = 0
    labels: tuple[tuple[str, str], ...] = ()
    patient: str = ""
    freed: tuple[Row, ...] = ()
    strays: tuple[Stray, ...] = ()
    same: bool = False


@dataclass(slots=True)
class UnitState:
    """What one unit's changes mean for each other. `author` is the member that they speak for, 0 the hub.

    `patients` are the Patients that the unit itself writes, wherever they stand in it.
    """

    author: int
    grants: tuple[Grant, ...]
    patients: dict[str, PreparedPut]
    spots: set[Spot] = field(default_factory=set)
    keys: set[int] = field(default_factory=set)
    holders: dict[tuple[int, int, bytes], int] = field(default_factory=dict)

    def part(self) -> "UnitState":
        """The same unit, of which only one Put is looked at."""
        return UnitState(self.author, self.grants, self.patients)
