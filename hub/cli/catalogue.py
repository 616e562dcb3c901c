"""`hub catalogue check|diff`: the two-level disease catalogue, as the medical affairs office keeps it."""

import argparse
from pathlib import Path

from fhir_profiles.issue import Issue, operation_outcome
from hub.cli.command import Subparsers
from hub.cli.outcome import print_line, print_outcome
from hub.errors import BadRequestError
from terminology.catalogue import (
    CatalogueIssue,
    CatalogueSource,
    check,
    compile_catalogue,
    diff,
    load,
)


def add_parser(subparsers: Subparsers) -> None:
    """Describe the command."""
    parser = subparsers.add_parser(
        "catalogue",
        help="check the disease catalogue, or say what a new version changes",
        description="The catalogue is a folder with manifest.toml, catalogue.csv, rules.csv and facts.csv, or single "
        "files of one; a file that is not named is taken from the sample catalogue of this package.",
    )
    actions = parser.add_subparsers(dest="action", required=True, metavar="ACTION")
    checking = actions.add_parser("check", help="find every fault, with file, row and column")
    checking.add_argument("files", nargs="+", metavar="FILE", help="a folder, or files of one catalogue")
    differing = actions.add_parser("diff", help="say in words what changes from the old to the new")
    differing.add_argument("files", nargs="+", metavar="FILE", help="the old and the new version; one alone is new")


def run(args: argparse.Namespace) -> int:
    """Check or compare."""
    if args.action == "check":
        return _check(_load(args.files))
    if len(args.files) > 2:
        raise BadRequestError(f"{len(args.files)} versions were given; expected the old and the new one.")
    old = load() if len(args.files) == 1 else _load(args.files[:1])
    for sentence in diff(old, _load(args.files[-1:])):
        print_line(sentence.encode())
    return 0


def _check(source: CatalogueSource) -> int:
    issues = check(source)
    errors = [issue for issue in issues if issue.severity == "error"]
    if issues:
        print_outcome(operation_outcome(_to_issue(issue) for issue in issues))
    if errors:
        return 1
    catalogue = compile_catalogue(source)
    if catalogue.experimental:
        print_line(f"【{catalogue.banner}】".encode())
    entries = len({row.entry for row in catalogue.rows})
    rules = sum(len(rules) for rules in catalogue.rules.values())
    size = f"{entries} entries, {len(catalogue.rows)} rows, {rules} rules"
    print_line(f"{catalogue.title} {catalogue.version}: {size}.".encode())
    print_line(f"{catalogue.effective_from} – {catalogue.effective_to}, SHA-256 {catalogue.digest}".encode())
    return 0


def _load(names: list[str]) -> CatalogueSource:
    try:
        return load(*(Path(name) for name in names))
    except FileNotFoundError as err:
        raise BadRequestError(f"{err} Expected the folder of a catalogue or one of its files.") from err


def _to_issue(issue: CatalogueIssue) -> Issue:
    return Issue(issue.severity, issue.code, issue.text, expression=issue.place, line=issue.row)
