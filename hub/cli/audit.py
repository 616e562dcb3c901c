"""`hub audit`: who looked at what."""

import argparse
import asyncio
from typing import Any

from hub.cli.command import Subparsers
from hub.cli.installation import add_installation_options, hub_of, settings_of
from hub.cli.table import print_table
from hub.clock import micros_to_instant

_OUTCOMES = {0: "done", 4: "refused", 8: "failed"}


def add_parser(subparsers: Subparsers) -> None:
    """Describe the command."""
    parser = subparsers.add_parser(
        "audit",
        help="list the audit trail",
        description="The audit trail of an installation whose server is stopped, newest first. A running hub serves "
        "it as AuditEvents under /fhir/AuditEvent.",
    )
    actions = parser.add_subparsers(dest="action", metavar="ACTION", required=True)
    listing = actions.add_parser("list", help="newest first")
    listing.add_argument("--patient", default="", metavar="ID", help="only accesses to this Patient")
    listing.add_argument("--count", type=int, default=50, help="at most so many")
    add_installation_options(listing)


def run(args: argparse.Namespace) -> int:
    """List."""
    entries = asyncio.run(_entries(args))
    rows = [
        (
            micros_to_instant(entry.at),
            str(entry.member),
            entry.agent,
            entry.action,
            entry.interaction,
            entry.target,
            _OUTCOMES.get(entry.outcome, str(entry.outcome)),
        )
        for entry in entries
    ]
    print_table(("TIME", "MEMBER", "WHO", "ACTION", "WHAT", "TARGET", "OUTCOME"), rows)
    return 0


async def _entries(args: argparse.Namespace) -> Any:
    from hub.store.port import system

    async with hub_of(settings_of(args)) as hub:
        return await hub.store.audit_page(
            visibility=system("the operator's command line"), patient=args.patient, count=args.count
        )
