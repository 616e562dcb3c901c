"""`hub profiles package`: the alliance's profiles as a FHIR package that other validators load."""

import argparse
from pathlib import Path

from hub.cli.command import Subparsers
from hub.cli.outcome import print_line


def add_parser(subparsers: Subparsers) -> None:
    """Describe the command."""
    parser = subparsers.add_parser(
        "profiles",
        help="write the alliance's FHIR package",
        description="Profiles, code systems, value sets and maps of the alliance, as other validators load them.",
    )
    actions = parser.add_subparsers(dest="action", required=True, metavar="ACTION")
    packing = actions.add_parser("package", help="write profiles, code systems, value sets and maps as one .tgz")
    packing.add_argument("output", metavar="FILE.tgz", help="the package to write; the same bytes every time")


def run(args: argparse.Namespace) -> int:
    """Write it."""
    from fhir_profiles.compile.package import write_package

    count = write_package(Path(args.output))
    print_line(f"{args.output}: {count} resources.".encode())
    return 0
