"""One thing found in some input. https://hl7.org/fhir/R4/operationoutcome.html.

Adapters, profiles and terminology report `Issue` values; `hub.errors` turns them into an
OperationOutcome, an acknowledgement or an exit status.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Literal

if TYPE_CHECKING:
    from fhir_profiles.compiled.types import Extension, OperationOutcome, OperationOutcomeIssue

JsonObject = dict[str, Any]
"""FHIR JSON as the parser gives it: str, int, Decimal or float, bool, list, dict."""

Severity = Literal["fatal", "error", "warning", "information"]


@dataclass(frozen=True, slots=True)
class Issue:
    """One finding.

    `code` is from the IssueType value set (invalid, structure, required, value, invariant,
    code-invalid, not-found, duplicate, conflict, business-rule, processing …). `expression`
    is a FHIRPath, or the path in the foreign input (`PID-3.1`, `row 7 出生日期`). `line` and
    `column` count from 1 in the bytes as sent. `text` says what happened, what was expected
    and what to do; it holds nothing personal.
    """

    severity: Severity
    code: str
    text: str
    expression: str = ""
    line: int | None = None
    column: int | None = None

    @property
    def is_error(self) -> bool:
        """Whether the input is refused for this."""
        return self.severity in {"fatal", "error"}


def operation_outcome(issues: Iterable[Issue]) -> "OperationOutcome":
    """The OperationOutcome that says these issues; "all ok" when there are none."""
    found = [_issue_to_json(issue) for issue in issues]
    if not found:
        found = [{"severity": "information", "code": "informational", "diagnostics": "No issue was found."}]
    return {"resourceType": "OperationOutcome", "issue": found}


def _issue_to_json(issue: Issue) -> "OperationOutcomeIssue":
    entry: OperationOutcomeIssue = {"severity": issue.severity, "code": issue.code, "diagnostics": issue.text}
    if issue.expression:
        entry["expression"] = [issue.expression]
    position: Mapping[str, int | None] = {"line": issue.line, "column": issue.column}
    extensions: list[Extension] = [
        {
            "url": f"http://hl7.org/fhir/StructureDefinition/operationoutcome-issue-{_POSITION[name]}",
            "valueInteger": at,
        }
        for name, at in position.items()
        if at is not None
    ]
    if extensions:
        entry["extension"] = extensions
    return entry


_POSITION = {"line": "line", "column": "col"}
