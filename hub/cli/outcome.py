"""What a command says when it refuses: an OperationOutcome as one line of JSON on standard error."""

import sys
from collections.abc import Mapping

from fhir_profiles.issue import Issue, operation_outcome
from fhir_profiles.json_text import dump


def print_outcome(outcome: Mapping[str, object]) -> None:
    """Say it on standard error."""
    print(dump(outcome).decode(), file=sys.stderr, flush=True)


def refuse(*issues: Issue) -> int:
    """Say why the input was refused; the result is the exit status."""
    print_outcome(operation_outcome(issues))
    return 1


def print_line(text: bytes) -> None:
    """One line of UTF-8 on standard output, whatever the terminal's locale."""
    sys.stdout.buffer.write(text + b"\n")
