"""What would become of a file: read whole, converted and checked, nothing stored.

What only the store can tell (another member's record, a number of somebody else) is not foreseen, and says so.
"""

from collections import Counter
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from fhir_profiles.issue import Issue, JsonObject, operation_outcome
from hub.conversion import Conversion
from hub.ingest.findings import Findings

if TYPE_CHECKING:
    from fhir_profiles.compiled.types import OperationOutcome

SHOWN = 5
"""Bundles of the first good rows that a preview shows."""

Progress = Callable[[int], None]
"""Is told how many rows were read so far."""


@dataclass(slots=True)
class Preview:
    """Rows that would be stored and refused, findings, what stays over, and the first rows as FHIR."""

    good: int = 0
    refused: int = 0
    resources: Counter[str] = field(default_factory=Counter)
    kinds: Counter[str] = field(default_factory=Counter)
    findings: Findings = field(default_factory=Findings)
    residue: Findings = field(default_factory=Findings)
    first: list[JsonObject] = field(default_factory=list)

    def note(self, conversion: Conversion) -> None:
        """Count one conversion."""
        self.findings.add(issue for issue in conversion.issues if issue.severity != "information")
        self.residue.add(conversion.residue)
        if not conversion.rows:
            return
        self.kinds[conversion.event or conversion.label] += conversion.rows
        if conversion.is_refused:
            self.refused += conversion.rows
            return
        self.good += conversion.rows
        self.resources.update(str(entry.resource["resourceType"]) for entry in conversion.entries)
        if len(self.first) < SHOWN:
            self.first.append(conversion.bundle())

    def add(self, part: "Preview") -> None:
        """Count what another part of the file has."""
        self.good += part.good
        self.refused += part.refused
        self.resources.update(part.resources)
        self.kinds.update(part.kinds)
        self.findings.merge(part.findings)
        self.residue.merge(part.residue)
        self.first += part.first[: SHOWN - len(self.first)]

    def outcome(self) -> "OperationOutcome":
        """The preview as an OperationOutcome: the summary, then the findings, then what stays over by column."""
        text = (
            f"预览：可入库 {self.good} 行，将退回 {self.refused} 行；未保存任何内容。"
            f" Preview: {self.good} rows can be stored, {self.refused} would be refused; nothing was stored."
        )
        over = [
            Issue("information", "not-supported", f"{count} rows: {words}", expression=column)
            for _, column, words, count in self.residue.by_column()
        ]
        return operation_outcome([Issue("information", "informational", text), *self.findings.issues(), *over])
