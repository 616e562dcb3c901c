"""`hub validate`: resources against FHIR R4 and profiles. https://hl7.org/fhir/R4/validation.html."""

import argparse
import sys
from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING

from fhir_profiles.issue import Issue, operation_outcome
from fhir_profiles.json_text import dump
from hub.cli.command import Subparsers
from hub.cli.input_file import read_input
from hub.cli.outcome import print_line
from hub.errors import BadRequestError, InvalidResourceError
from terminology.code_table_builder import TableError

if TYPE_CHECKING:
    from fhir_profiles.known import Known


def add_parser(subparsers: Subparsers) -> None:
    """Describe the command."""
    parser = subparsers.add_parser(
        "validate",
        help="check FHIR resources",
        description="Prints an OperationOutcome for each file, one a line, in order. "
        "Exit status 1 if any has an error.",
    )
    parser.add_argument("files", nargs="+", metavar="FILE", help="FHIR JSON files, or - for standard input")
    parser.add_argument(
        "--profile", action="append", default=[], metavar="URL", help="check against this profile too; may be repeated"
    )
    parser.add_argument(
        "--package",
        action="append",
        default=[],
        metavar="FILE",
        help="know the profiles and code systems of this FHIR package (.tgz) too; may be repeated",
    )
    parser.add_argument("--warnings", action="store_true", help="print warnings and advice too")


def run(args: argparse.Namespace) -> int:
    """Check each file."""
    from fhir_profiles.known import read_packages

    try:
        known, notes = read_packages([Path(name) for name in args.package])
    except TableError as err:
        issues = [Issue("error", "invalid", fault.text) for fault in err.faults]
        raise InvalidResourceError("The package cannot be read.", issues=issues) from err
    for note in notes:
        print(note, file=sys.stderr)
    status = 0
    for name in args.files:
        issues = _issues(name, args.profile, warnings=args.warnings, known=known)
        print_line(dump(operation_outcome(issues)))
        status |= int(any(issue.is_error for issue in issues))
    return status


def _issues(name: str, profiles: Sequence[str], *, warnings: bool, known: "Known") -> list[Issue]:
    from fhir_profiles.validate import validate_bytes

    try:
        return validate_bytes(read_input(name), profiles=profiles, warnings=warnings, known=known)[1]
    except BadRequestError as err:
        return list(err.issues)
