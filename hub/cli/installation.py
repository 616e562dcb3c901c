"""Which installation a command acts on: `--data DIR` or `--db URL`, or HUB_DATA and HUB_DB."""

import argparse
from collections.abc import AsyncIterator, Iterator, Sequence
from contextlib import asynccontextmanager, contextmanager
from dataclasses import dataclass, replace
from pathlib import Path
from typing import TYPE_CHECKING

from hub.clock import Clock, SystemClock
from hub.errors import NotFoundError
from hub.settings import Settings

if TYPE_CHECKING:  # the database and the keys take a second to load, and `hub --help` needs neither
    from hub.bootstrap import Hub
    from hub.keys import Keys
    from hub.store.admin import AdminStore, Member
    from hub.store.snapshot import Reading

_KEYS = "keys"


@dataclass(frozen=True, slots=True)
class Installation:
    """The parts of an installation that may be used beside its running server."""

    settings: Settings
    clock: Clock
    keys: "Keys"
    admin: "AdminStore"

    def member(self, code: str) -> "Member":
        """The member with this code. Raises NotFoundError."""
        found = self.admin.member(code)
        if found is None:
            known = ", ".join(member.code for member in self.admin.members()) or "none yet"
            raise NotFoundError(f"There is no member {code}; known are {known}. Add it with `hub member add`.")
        return found


@dataclass(frozen=True, slots=True)
class Look:
    """What is read of an installation and never written."""

    settings: Settings
    store: "Reading"
    admin: "AdminStore"


def add_installation_options(parser: argparse.ArgumentParser) -> None:
    """`--data` and `--db`."""
    parser.add_argument("--data", type=Path, metavar="DIR", help="folder of the installation (default: HUB_DATA)")
    parser.add_argument("--db", default="", metavar="URL", help="PostgreSQL URL (default: HUB_DB)")


def settings_of(args: argparse.Namespace) -> Settings:
    """The settings of the environment with this command's options on top."""
    settings = Settings.from_environment()
    if getattr(args, "data", None) is not None:
        settings = replace(settings, data=args.data)
    if getattr(args, "db", ""):
        settings = replace(settings, db=args.db)
    return settings


@contextmanager
def open_installation(args: argparse.Namespace, *, new: bool = False) -> Iterator[Installation]:
    """The installation that the command names; with `new` it is made when it is not there."""
    from hub.keys import Keys
    from hub.store.installation import open_administration

    settings = settings_of(args)
    if new:
        settings.data.mkdir(mode=0o700, parents=True, exist_ok=True)
    clock = SystemClock()
    admin = open_administration(settings, clock=clock, new=new)
    try:
        yield Installation(settings, clock, Keys.open(settings.data / _KEYS), admin)
    finally:
        admin.close()


@asynccontextmanager
async def reading_of(args: argparse.Namespace, *, types: Sequence[str]) -> AsyncIterator["Look"]:
    """An installation to be looked over beside its running server, without a change; `types` are those searched."""
    from hub.keys import Keys
    from hub.store.installation import open_reading

    settings, clock = settings_of(args), SystemClock()
    folder = settings.data / _KEYS  # what is searched here is found without its keys, so that none are made
    keys = Keys.open(folder) if folder.exists() else Keys.in_memory()
    async with open_reading(settings, keys=keys, clock=clock, types=types) as (store, admin):
        yield Look(settings, store, admin)


@asynccontextmanager
async def hub_of(settings: Settings) -> AsyncIterator["Hub"]:
    """All parts of a hub on an installation, for a command that does what the server does; on SQLite instead of it."""
    from hub.bootstrap import build_hub, close_hub

    hub = await build_hub(settings)
    try:
        yield hub
    finally:
        await close_hub(hub)
