"""`hub template`: the workbook that the hub hands out for the tables of a nursing home."""

import argparse
from pathlib import Path

from hub.cli.command import Subparsers
from hub.cli.outcome import print_line
from hub.conversion import TEMPLATES, template
from hub.errors import BadRequestError


def add_parser(subparsers: Subparsers) -> None:
    """Describe the command."""
    parser = subparsers.add_parser(
        "template",
        help="write the workbook that a nursing home fills in",
        description="Writes an xlsx workbook with a sheet for each table, drop-downs and notes. What it gives out, "
        "`hub convert` and /ingest/care-home read back.",
    )
    parser.add_argument("adapter", choices=TEMPLATES, help="whose tables")
    parser.add_argument("file", type=Path, metavar="FILE.xlsx", help="the file to write; it must not exist")


def run(args: argparse.Namespace) -> int:
    """Write the file."""
    data = template(args.adapter)
    try:
        with args.file.open("xb") as file:
            file.write(data)
    except OSError as err:
        raise BadRequestError(
            f"{args.file} cannot be written ({err.strerror}); expected the path of a new file in a folder that exists."
        ) from err
    print_line(f"{args.file}: {len(data)} bytes".encode())
    return 0
