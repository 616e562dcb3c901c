"""`hub lint`: a conformance report of HL7 v2 messages."""

import argparse
import asyncio

from fhir_profiles.issue import Issue, operation_outcome
from fhir_profiles.json_text import dump
from hub.cli.command import Subparsers
from hub.cli.input_file import read_input
from hub.cli.outcome import print_line
from hub.conversion import lint
from hub.errors import HubError
from hub.offload import Offload
from hub.settings import Settings


def add_parser(subparsers: Subparsers) -> None:
    """Describe the command."""
    parser = subparsers.add_parser(
        "lint",
        help="check HL7 v2 messages for conformance",
        description="Prints an OperationOutcome for each message, one a line, in order: what the message breaks of "
        "its HL7 v2 version, and what the hub would refuse. Exit status 1 if any has an error.",
    )
    parser.add_argument("files", nargs="+", metavar="FILE", help="HL7 v2 files, or - for standard input")
    parser.add_argument("--charset", default="", help="character set of the input (default: detected)")


def run(args: argparse.Namespace) -> int:
    """Check each message of each file."""
    status = 0
    for name in args.files:
        try:
            reports = asyncio.run(_reports(read_input(name), args.charset))
        except HubError as err:
            reports = [err.issues]
        for issues in reports:
            print_line(dump(operation_outcome(issues)))
            status |= int(any(issue.is_error for issue in issues))
    return status


async def _reports(data: bytes, charset: str) -> list[tuple[Issue, ...]]:
    """In a worker whose time and memory are limited: the grammar can be slow on an odd message."""
    settings = Settings.from_environment()
    worker = Offload(processes=1, waiting=1, seconds=settings.pool_seconds, megabytes=settings.pool_megabytes)
    try:
        return await worker.run(lint, data, charset=charset)
    finally:
        worker.close()
