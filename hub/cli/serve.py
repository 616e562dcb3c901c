"""`hub serve`: the server."""

import argparse
import gc
from dataclasses import replace

from hub.cli.command import Subparsers
from hub.cli.installation import add_installation_options, settings_of
from hub.errors import BadRequestError


def add_parser(subparsers: Subparsers) -> None:
    """Describe the command."""
    parser = subparsers.add_parser(
        "serve",
        help="run the server",
        description="Runs the server: FHIR API, console and ingest over HTTP, HL7 v2 over MLLP. Settings are "
        "environment variables HUB_*; these options go before them. SIGTERM and SIGINT end it in order.",
    )
    add_installation_options(parser)
    parser.add_argument("--http", metavar="HOST:PORT", help="address of the web server (default: HUB_HTTP)")
    parser.add_argument("--mllp", metavar="HOST:PORT", help="address of the HL7 v2 listener; empty turns it off")
    parser.add_argument("--base-url", metavar="URL", help="public address of the hub (default: HUB_BASE_URL)")
    parser.add_argument(
        "--workers", type=int, metavar="N", help="processes (default: HUB_WORKERS); the embedded database takes one"
    )


def run(args: argparse.Namespace) -> int:
    """Serve until a signal comes."""
    settings = settings_of(args)
    names = ("http", "mllp", "base_url", "workers")
    settings = replace(settings, **{name: value for name in names if (value := getattr(args, name)) is not None})
    if settings.workers < 1 or (settings.workers > 1 and not settings.db):
        raise BadRequestError(
            f"--workers is {settings.workers}; the embedded database takes exactly one process. "
            "More workers need PostgreSQL: name it with --db or HUB_DB."
        )
    gc.disable()  # a tenth of the start went to looking at modules; the server turns it on when its doors are open
    from hub.log import configure_logging

    configure_logging(settings.log_level)
    if settings.workers > 1:
        from hub.cli.workers import run_workers

        return run_workers(settings)
    from hub.server import run as run_server

    run_server(settings)
    return 0
