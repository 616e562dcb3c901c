"""`hub db`: the database file of an installation."""

import argparse

from hub.cli.command import Subparsers
from hub.cli.installation import add_installation_options, open_installation, settings_of
from hub.cli.outcome import print_line
from hub.errors import HubError, NotFoundError

_DATABASE = "hub.db"


def add_parser(subparsers: Subparsers) -> None:
    """Describe the command."""
    parser = subparsers.add_parser(
        "db", help="check or upgrade the database", description="The database of an installation."
    )
    actions = parser.add_subparsers(dest="action", metavar="ACTION", required=True)
    check = actions.add_parser("check", help="read the whole file and say whether it is sound; may run beside a server")
    add_installation_options(check)
    upgrade = actions.add_parser("upgrade", help="bring the schema to this release, or make a new installation")
    add_installation_options(upgrade)


def run(args: argparse.Namespace) -> int:
    """Check or upgrade."""
    return _upgrade(args) if args.action == "upgrade" else _check(args)


def _check(args: argparse.Namespace) -> int:
    from hub.store.schema import HEAD, connect, ensure_schema

    path = settings_of(args).data / _DATABASE
    if not path.exists():
        raise NotFoundError(f"{path.parent} holds no installation; name its folder with --data or HUB_DATA.")
    connection = connect(path)
    try:
        ensure_schema(connection)
        found = [str(row[0]) for row in connection.execute("PRAGMA integrity_check(20)")]
        count = connection.execute("SELECT count(*) FROM resource").fetchone()[0]
    finally:
        connection.close()
    if found != ["ok"]:
        raise HubError(f"The database file is damaged ({'; '.join(found)}). Stop the hub and restore the last backup.")
    print_line(f"{path} is sound: schema revision {HEAD}, {count} resources.".encode())
    return 0


def _upgrade(args: argparse.Namespace) -> int:
    from hub.store.migrate import make_newest
    from hub.store.schema import HEAD, WriterLock

    settings = settings_of(args)
    settings.data.mkdir(mode=0o700, parents=True, exist_ok=True)
    path = settings.data / _DATABASE
    lock = WriterLock(path)
    try:
        make_newest(path)
    finally:
        lock.release()
    with open_installation(args):
        print_line(f"{path} has schema revision {HEAD}.".encode())
    return 0
