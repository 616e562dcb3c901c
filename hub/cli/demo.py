"""`hub demo`: the sample alliance and one elder's story."""

import argparse
from dataclasses import replace
from pathlib import Path

from hub.cli.command import Subparsers


def add_parser(subparsers: Subparsers) -> None:
    """Describe the command."""
    parser = subparsers.add_parser(
        "demo",
        help="tell one elder's story on a fresh embedded database, then stay up",
        description="Starts the hub on a fresh embedded database, loads the sample alliance and 90 days of synthetic "
        "referrals, plays sample feeds through the real doors and tells one elder's story with clock times. Each step "
        "is checked. Then it stays up; --once stops after the story, with exit status 0 only if every step held.",
    )
    parser.add_argument(
        "--data", type=Path, metavar="DIR", help="folder of the demo (default: HUB_DATA/demo, replaced)"
    )
    parser.add_argument("--http", metavar="HOST:PORT", help="address of the web server (default: HUB_HTTP)")
    parser.add_argument("--mllp", metavar="HOST:PORT", help="address of the HL7 v2 listener (default: HUB_MLLP)")
    parser.add_argument("--once", action="store_true", help="stop after the story")


def run(args: argparse.Namespace) -> int:
    """Tell the story."""
    from hub.demo.run import run_demo
    from hub.settings import Settings

    settings = Settings.from_environment()
    given = {name: value for name in ("http", "mllp") if (value := getattr(args, name)) is not None}
    return run_demo(replace(settings, **given), data=args.data, once=args.once)
