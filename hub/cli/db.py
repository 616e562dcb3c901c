"""`hub db`: the database of an installation."""

import argparse
import asyncio
import sys
from collections.abc import Sequence
from pathlib import Path

from fhir_profiles.registry import RESOURCE_TYPES
from hub.cli.command import Subparsers
from hub.cli.installation import Installation, add_installation_options, open_installation, settings_of
from hub.cli.outcome import print_line
from hub.errors import BadRequestError, ConflictError, HubError


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
    reindex = actions.add_parser(
        "reindex", help="make the index rows of stored resources again, where a reindex waits or of the types named",
        description="Make index rows again. A running server does it by itself, at half speed; with an embedded "
        "database the server must be stopped, or asked with POST /fhir/$reindex.",
    )  # fmt: skip
    reindex.add_argument("types", nargs="*", metavar="TYPE", help="resource types; default: those that wait")
    add_installation_options(reindex)


def run(args: argparse.Namespace) -> int:
    """Check, upgrade or reindex."""
    return {"upgrade": _upgrade, "check": _check, "reindex": _reindex}[args.action](args)


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
    if found.waits:
        raise HubError(f"The index is not whole: {'; '.join(found.faults)}. Run `hub db reindex`, then check again.")
    if found.faults:
        raise HubError(f"The database is damaged: {'; '.join(found.faults)}. Stop the hub and restore the last backup.")
    print_line(f"{describe(settings)} is sound: schema revision {HEAD}, {found.resources} resources.".encode())
    return 0


def _reindex(args: argparse.Namespace) -> int:
    from hub.store.installation import describe

    unknown = sorted(set(args.types) - RESOURCE_TYPES)
    if unknown:
        raise BadRequestError(f"{unknown[0]} is no FHIR R4 resource type; expected one, as in Observation.")
    with open_installation(args) as installation:
        done = asyncio.run(_reindex_all(installation, args.types))
        print_line(f"{describe(installation.settings)}: the index of {done:,} resources was made again.".encode())
    return 0


async def _reindex_all(installation: Installation, types: Sequence[str]) -> int:
    """Everything that waits, or these types; how many resources were gone through. Raises ConflictError."""
    from hub.store.installation import open_database
    from hub.store.reindex import Reindexer, demand_reindex, index_states

    engine, admin = await open_database(installation.settings, keys=installation.keys, clock=installation.clock)
    done: dict[str, int] = {}
    try:
        if types:
            await demand_reindex(engine, installation.clock, types)
        worker = Reindexer(engine, installation.clock, rests=False)
        while await worker.one_type(on_step=lambda name, at, total: _show(done, name, at, total)):
            _end_line()
        left = [one.type for one in await index_states(engine, installation.clock) if one.waiting]
        if left:
            raise ConflictError(
                f"Another worker makes the index of {left[0]} again, or one was stopped less than half a minute ago. "
                "Wait for it, or run this again."
            )
    finally:
        await engine.close()
        admin.close()
    return sum(done.values())


def _show(done: dict[str, int], name: str, at: int, total: int) -> None:
    """Note how far a type is, and say it on a terminal."""
    done[name] = at
    if sys.stderr.isatty():
        print(f"\r{name}: {at:,} / {total:,} …", end="", file=sys.stderr, flush=True)


def _end_line() -> None:
    if sys.stderr.isatty():
        print(file=sys.stderr)


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
