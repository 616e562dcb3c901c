"""What one search parameter asks of one index table, as SQL."""
# ruff: noqa: S608  SQL is put together from the store's own names; values are always bound.

from dataclasses import dataclass, field
from typing import Any, Final

from hub.store.queries import Queries

MOST_MERGED: Final = 8
"""Codes or texts whose rows are merged, those of each in order, into one order."""


@dataclass(slots=True)
class Names:
    """The named parameters of a statement under construction."""

    values: dict[str, Any] = field(default_factory=dict)

    def bind(self, value: Any) -> str:
        """The placeholder of a new parameter."""
        name = f"p{len(self.values)}"
        self.values[name] = value
        return f":{name}"


@dataclass(frozen=True, slots=True)
class Condition:
    """Rows of `table` (called x) that match. `ordered`: in the value-led index they stand in order of key.

    `patient_index` names the compartment index of the table, or is empty. `negated` means that no row may match.
    `halves` are pairs of an index and a condition that together give the same rows once each, where one index
    alone would be read too widely. `merged` are conditions whose rows each stand in order of key and together are all
    of them, some more than once. `starts`, of a string: numbers of parameters, and pairs of where a range begins and
    before what it ends.
    """

    table: str
    where: str
    resource_index: str
    ordered: bool = False
    patient_index: str = ""
    negated: bool = False
    halves: tuple[tuple[str, str], ...] = ()
    merged: tuple[str, ...] = ()
    starts: tuple[tuple[int, str, str], ...] = ()

    @property
    def merged_keys(self) -> str:
        """`SELECT key` of `merged`, to be read in order of key; empty where there is none."""
        return " UNION ALL ".join(f"SELECT x.key AS key FROM {self.table} x WHERE {where}" for where in self.merged)

    def keys(self, context: "Context", *, patients: str = "") -> str:
        """`SELECT key`: the keys of the rows, as a driver reads them; of these patients alone, if any are named."""
        hint = context.database.dialect.hint
        if patients and self.patient_index:
            where = f"x.patient IN ({patients}) AND x.patient <> 0 AND {self.where}"
            return f"SELECT x.key AS key FROM {self.table} x{hint(self.patient_index)} WHERE {where}"
        if not self.halves:
            return f"SELECT x.key AS key FROM {self.table} x WHERE {self.where}"
        return " UNION ALL ".join(
            f"SELECT x.key AS key FROM {self.table} x{hint(index) if index else ''} WHERE {where}"
            for index, where in self.halves
        )

    def filter(self, context: "Context", *, key: str) -> str:
        """Whether the resource with this key has a row that matches, or with `negated` none."""
        word = "NOT EXISTS" if self.negated else "EXISTS"
        hint = context.database.dialect.hint(self.resource_index) if self.resource_index else ""
        fence = context.database.dialect.fence
        return f"{word} (SELECT 1 FROM {self.table} x{hint} WHERE x.key = {key} AND {self.where}{fence})"


@dataclass(frozen=True, slots=True)
class AnyOf:
    """One of several conditions."""

    conditions: tuple[Condition, ...]
    ordered: bool = False
    patient_index: str = ""
    negated: bool = False

    def keys(self, context: "Context", *, patients: str = "") -> str:
        """See `Condition.keys`."""
        return " UNION ALL ".join([one.keys(context, patients=patients) for one in self.conditions])

    def filter(self, context: "Context", *, key: str) -> str:
        """See `Condition.filter`."""
        return alternatives([one.filter(context, key=key) for one in self.conditions])


@dataclass(frozen=True, slots=True)
class Presence:
    """Whether a resource has a row of any of these kinds, or with `negated` none (`:missing`). It leads nothing."""

    conditions: tuple[Condition, ...]
    negated: bool
    ordered: bool = False
    patient_index: str = ""

    def keys(self, context: "Context", *, patients: str = "") -> str:
        """See `Condition.keys`."""
        return " UNION ".join([one.keys(context, patients=patients) for one in self.conditions])

    def filter(self, context: "Context", *, key: str) -> str:
        """See `Condition.filter`."""
        found = alternatives([one.filter(context, key=key) for one in self.conditions])
        return f"NOT {found}" if self.negated else found


@dataclass(frozen=True, slots=True)
class Context:
    """What the compilers of conditions share."""

    database: Queries
    names: Names


_FLAT: Final = 32


def alternatives(parts: list[str]) -> str:
    """Any of these; of many as a balanced tree, since SQLite counts how deep an expression is."""
    if len(parts) == 1:
        return parts[0]
    if len(parts) <= _FLAT:
        return f"({' OR '.join(parts)})"
    half = len(parts) // 2
    return f"({alternatives(parts[:half])} OR {alternatives(parts[half:])})"
