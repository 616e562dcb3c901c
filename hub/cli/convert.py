"""`hub convert`: messages to FHIR R4 transaction Bundles, without a server (DESIGN 4.2)."""

import argparse
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any

from fhir_profiles.issue import JsonObject, operation_outcome
from fhir_profiles.json_text import dump
from hub.cli.command import Subparsers
from hub.cli.input_file import chunks_of, is_long_hl7v2, read_input
from hub.cli.outcome import print_line, print_outcome
from hub.cli.site import read_site
from hub.conversion import ADAPTER_NAMES, LATER_NAMES, Conversion, Source, stream_to_fhir, to_fhir
from hub.errors import HubError
from hub.settings import Settings


def add_parser(subparsers: Subparsers) -> None:
    """Describe the command."""
    parser = subparsers.add_parser(
        "convert",
        help="convert messages or tables to FHIR R4, one transaction Bundle a line",
        description="Prints one FHIR R4 transaction Bundle per input message or row as NDJSON, in order. A message "
        "that is refused prints no Bundle; the reason is an OperationOutcome on standard error and the exit status 1.",
    )
    parser.add_argument("files", nargs="+", metavar="FILE", help="input files, or - for standard input")
    parser.add_argument(
        "--from",
        dest="format",
        metavar="FORMAT",
        choices=(*ADAPTER_NAMES, *LATER_NAMES),
        help=f"the format: {', '.join(ADAPTER_NAMES)} (default: recognised)",
    )
    parser.add_argument(
        "--to",
        choices=("hl7v2",),
        help="the other way: FHIR Bundles or resources (JSON, or one a line) to HL7 v2 messages, as the file of "
        "--receiver asks for; with --report what a message cannot say is listed on standard error",
    )
    parser.add_argument(
        "--message", default="", metavar="TYPE", help="with --to: the message, as in ADT^A08 (default: by what is told)"
    )
    parser.add_argument(
        "--receiver", default="", metavar="FILE", help="with --to: the sender's file of the system that receives"
    )
    parser.add_argument("--source", default="unnamed", metavar="NAME", help="code of the sending institution")
    parser.add_argument("--charset", default="", help="character set of the input (default: detected)")
    parser.add_argument(
        "--site",
        type=Path,
        metavar="FILE",
        help="the file that names a hospital's columns and code values (--from his)",
    )
    parser.add_argument(
        "--report",
        action="store_true",
        help="print after each Bundle an OperationOutcome that lists each field that was not mapped, or only kept",
    )


def run(args: argparse.Namespace) -> int:
    """Convert each file; the rest goes on when one is refused."""
    if args.to:
        from hub.cli.convert_out import run as run_out

        return run_out(args)
    status = 0
    site = None if args.site is None else read_site(args.site)
    for name in args.files:
        source = Source(
            name=args.source,
            timezone=Settings.from_environment().timezone,
            charset=args.charset,
            file_name=Path(name).name,
        )
        if site is not None:
            source = site.source(source)
        try:
            for conversion in _conversions(name, args.format, source):
                status |= _print(conversion, report=args.report, name=name)
        except HubError as err:
            print_outcome(_about(name, err.outcome()))
            status = 1
    return status


def _conversions(name: str, adapter: str | None, source: Source) -> Iterator[Conversion]:
    if adapter in {None, "hl7v2"} and is_long_hl7v2(name):
        return stream_to_fhir(chunks_of(name), source=source)
    return to_fhir(read_input(name), adapter=adapter, source=source)


def _print(conversion: Conversion, *, report: bool, name: str) -> int:
    outcome = operation_outcome([*conversion.residue, *conversion.issues])
    if conversion.is_refused:
        print_outcome(_about(f"{name}: {conversion.label}", operation_outcome(conversion.issues)))
    else:
        print_line(dump(_without_empty_entry(conversion.bundle())))
    if report:
        print_line(dump(outcome))
    return int(conversion.is_refused)


def _without_empty_entry(bundle: JsonObject) -> JsonObject:
    """An empty array is not FHIR JSON. https://www.hl7.org/fhir/R4/json.html."""
    return bundle if bundle["entry"] else {name: value for name, value in bundle.items() if name != "entry"}


def _about(label: str, outcome: Mapping[str, Any]) -> JsonObject:
    """The outcome with the input that it is about in front of each diagnostics."""
    issues: Iterator[JsonObject] = iter(outcome["issue"])
    return {**outcome, "issue": [issue | {"diagnostics": f"{label}: {issue['diagnostics']}"} for issue in issues]}
