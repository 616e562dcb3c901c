"""`hub his`: the file that describes a hospital's tables, and the views that it names (docs/adapters/his.md)."""

import argparse
import asyncio
from pathlib import Path
from typing import TYPE_CHECKING

from hub.cli.command import Subparsers
from hub.cli.installation import add_installation_options, hub_of, settings_of
from hub.cli.outcome import print_line
from hub.errors import BadRequestError
from hub.ingest.site_file import read_site_file
from hub.settings import Settings

if TYPE_CHECKING:
    from hub.ingest.views import Turn


def add_parser(subparsers: Subparsers) -> None:
    """Describe the command."""
    parser = subparsers.add_parser(
        "his",
        help="check a site's file, read its database views",
        description="A hospital's tables: the file that names their columns and code values, and its database views.",
    )
    actions = parser.add_subparsers(dest="action", metavar="ACTION", required=True)
    checking = actions.add_parser("check", help="check the file that describes a site")
    checking.add_argument(
        "file", nargs="+", type=Path, metavar="FILE", help="a TOML file, as docs/adapters/his.md says"
    )
    polling = actions.add_parser("poll", help="read the views of a site once, from where the last reading ended")
    polling.add_argument("site", metavar="SITE", help="name of its file in the folder HUB_SITES, without .toml")
    add_installation_options(polling)


def run(args: argparse.Namespace) -> int:
    """Check or poll."""
    return _check(args.file) if args.action == "check" else _poll(args)


def _check(paths: list[Path]) -> int:
    """Every fault with its line; exit 1 when there is one."""
    is_bad = False
    for path in paths:
        try:
            found, issues = read_site_file(path.read_bytes())
        except OSError as err:
            raise BadRequestError(f"{path} cannot be read: {err.strerror}. Expected the file of a site.") from err
        for issue in issues:
            print_line(f"{path}:{issue.line or 1}: {issue.text}".encode())
        if found is not None:
            views = ", ".join(view.kind for view in found.views) or "none"
            print_line(f"{path}: member {found.member or '(none)'}, views: {views}; no fault.".encode())
        is_bad = is_bad or found is None
    return int(is_bad)


def _poll(args: argparse.Namespace) -> int:
    turns = asyncio.run(_read(settings_of(args), args.site))
    for turn in turns:
        print_line(f"{turn.view}: {turn.rows} rows, {turn.stored} stored, {turn.refused} refused".encode())
        if turn.without_place:
            print_line(
                f"{turn.view}: {turn.without_place} rows have no watermark or no key and were not read; "
                "give the view columns that are always filled.".encode()
            )
    return int(any(turn.refused or turn.without_place for turn in turns))


async def _read(settings: Settings, name: str) -> "list[Turn]":
    from hub.ingest.views import Views

    async with hub_of(settings) as hub:
        return await Views(hub.ingest, hub.admin, hub.clock, hub.settings).read_site(name)
