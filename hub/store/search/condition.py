"""What one search parameter asks of one index table, as SQL."""

from dataclasses import dataclass, field
from typing import Any

from hub.store.database import Database


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
    """

    table: str
    where: str
    resource_index: str
    ordered: bool = False
    patient_index: str = ""
    negated: bool = False


@dataclass(frozen=True, slots=True)
class Context:
    """What the compilers of conditions share."""

    database: Database
    names: Names


def alternatives(parts: list[str]) -> str:
    """Any of these."""
    return parts[0] if len(parts) == 1 else f"({' OR '.join(parts)})"
