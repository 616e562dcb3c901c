"""`hub db`: the database of an installation."""

import argparse
import asyncio
from pathlib import Path

from hub.cli.command import Subparsers
from hub.cli.installation import add_installation_options, open_installation, settings_of
from hub.cli.outcome import print_line
from hub.errors import HubError


def add_parser(subparsers: Subparsers) -> None:
    """Describe the command."""
    parser = subparsers.add_parser(
        "db", help="check or upgrade the database", description="The database of an installation."
    )
    actions = parser.add_subparsers(dest="action", metavar="ACTION", required=True)
    check = actions.add_parser(
        "check", help="read the whole database and say whether it is sound; may run beside a server"
    )
    add_installation_options(check)
    upgrade = actions.add_parser("upgrade", help="bring the schema to this release, or make a new installation")
    add_installation_options(upgrade)


def run(args: argparse.Namespace) -> int:
    """Check or upgrade."""
    return _upgrade(args) if args.action == "upgrade" else _check(args)


def _check(args: argparse.Namespace) -> int:
    from hub.store.check import check_file, check_server
    from hub.store.installation import DATABASE, describe
    from hub.store.schema import HEAD

    with open_installation(args) as installation:
        settings, keys, clock = installation.settings, installation.keys, installation.clock
        if settings.db:
            found = asyncio.run(check_server(settings.db, keys=keys, clock=clock))
        else:
            found = check_file(settings.data / DATABASE, keys=keys, clock=clock)
    if found.faults:
        raise HubError(f"The database is damaged: {'; '.join(found.faults)}. Stop the hub and restore the last backup.")
    print_line(f"{describe(settings)} is sound: schema revision {HEAD}, {found.resources} resources.".encode())
    return 0


def _upgrade(args: argparse.Namespace) -> int:
    from hub.store.installation import describe
    from hub.store.schema import HEAD

    settings = settings_of(args)
    settings.data.mkdir(mode=0o700, parents=True, exist_ok=True)
    if settings.db:
        from hub.store.pg.schema import make_newest as make_server_newest

        asyncio.run(make_server_newest(settings.db))
    else:
        _upgrade_file(settings.data)
    with open_installation(args):
        print_line(f"{describe(settings)} has schema revision {HEAD}.".encode())
    return 0


def _upgrade_file(data: Path) -> None:
    from hub.store.installation import DATABASE
    from hub.store.migrate import make_newest
    from hub.store.schema import WriterLock

    lock = WriterLock(data / DATABASE)
    try:
        make_newest(data / DATABASE)
    finally:
        lock.release()
