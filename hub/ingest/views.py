"""The poller of database views: new rows of a hospital's views, through the pipeline, as often as the site's file says.

A view's position stands in a file of the data folder. It moves only after the rows of a page are committed; a page
that a crash cut off is read again, and what it had stored stays as it is, because rows are conditional updates. Each
turn begins `overlap` seconds before the position, for rows that another transaction committed late. One process of a
data folder reads a site: it holds the site's lock.
"""

import asyncio
import contextlib
import fcntl
import hashlib
import os
import re
from collections.abc import Iterator
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Final, Protocol

from fhir_profiles.json_text import dump
from hub.clock import Clock
from hub.errors import BadRequestError, HubError
from hub.ingest.pipeline import Pipeline
from hub.ingest.site_file import SiteFile, View
from hub.ingest.site_folder import SiteFolder
from hub.ingest.view_position import before, from_json, to_json
from hub.log import LogEvent, log
from hub.settings import Settings
from hub.store.admin import AdminStore
from hub.store.views import Page, ViewError, ViewQuery, count_without_place, read_page

FOLDER: Final = "views"
"""Where the positions stand in the data folder."""

_PAUSE_SECONDS: Final = 1.0
_COUNT_SECONDS: Final = 3600.0
"""How often rows without watermark or key are counted: the other database reads its whole view for it."""
_VARIABLE = re.compile(r"\$\{(\w+)\}")


@dataclass(frozen=True, slots=True)
class Turn:
    """What one look at a view gave: rows that were new, stored and refused, and those that no page has."""

    view: str
    rows: int = 0
    stored: int = 0
    refused: int = 0
    without_place: int = 0


class Views:
    """Reads the views of sites; one for each process."""

    def __init__(self, pipeline: Pipeline, admin: AdminStore, clock: Clock, settings: Settings) -> None:
        self._pipeline = pipeline
        self._admin = admin
        self._clock = clock
        self._folder = settings.data / FOLDER
        self._sites = SiteFolder(settings.data / settings.sites)
        self._due: dict[str, float] = {}
        self._seen: dict[str, frozenset[bytes]] = {}
        self._count_due: dict[str, float] = {}

    async def run(self) -> None:
        """Read every view as often as its site's file says, for ever."""
        while True:
            self._sites.refresh()
            for name, site in self._sites.with_views():
                if self._clock.monotonic() >= self._due.get(name, float("-inf")):
                    self._due[name] = self._clock.monotonic() + site.every
                    with self._lock(name) as is_ours:
                        if is_ours:
                            await self._all_views(name, site)
            await asyncio.sleep(_PAUSE_SECONDS)

    async def read_site(self, name: str) -> list[Turn]:
        """Read each view of a site's file once, to its end. Raises HubError for the first that cannot be read."""
        self._sites.refresh()
        site = dict(self._sites.with_views()).get(name)
        if site is None:
            known = ", ".join(found for found, _ in self._sites.with_views()) or "none"
            raise BadRequestError(
                f"No file {name}.toml in the folder of site files names views (files that do: {known}). Put it there, "
                "and check it with `hub his check`."
            )
        with self._lock(name) as is_ours:
            if not is_ours:
                raise BadRequestError(f"Another process reads the views of {name} already; nothing was done.")
            return [await self._read(name, site, view) for view in site.views]

    async def _all_views(self, name: str, site: SiteFile) -> None:
        for view in site.views:
            try:
                await self._read(name, site, view)
            except HubError as err:
                log(LogEvent.VIEW_FAILED, operation=f"{name} {view.kind}", error=_reason(err))

    async def _read(self, name: str, site: SiteFile, view: View) -> Turn:
        """All new rows of a view, a page at a time; the position moves with each page."""
        path = self._folder / f"{name}.{view.kind}.json"
        position = from_json(path.read_bytes()) if path.is_file() else None
        url, query = with_variables(site.url), ViewQuery(view.query, view.watermark, view.key)
        after = before(position, site.overlap)
        turn = Turn(view.kind, without_place=await self._without_place(f"{name} {view.kind}", url, query))
        seen: list[bytes] = []
        while True:
            page = await read_page(url, query, after=after, count=site.batch)
            turn = await self._take(name, site, view, page, turn, seen)
            if page.last is not None:
                after = page.last
                if position is None or page.last != position:
                    await asyncio.to_thread(_write, path, to_json(page.last))
                    position = page.last
            if len(page.rows) < site.batch:
                self._seen[f"{name}.{view.kind}"] = frozenset(seen)
                return turn

    async def _take(self, name: str, site: SiteFile, view: View, page: Page, turn: Turn, seen: list[bytes]) -> Turn:
        """The page's rows through the pipeline, those of the turn before left out."""
        known = self._seen.get(f"{name}.{view.kind}", frozenset())
        digests = [hashlib.sha256("\0".join(row).encode()).digest() for row in page.rows]
        seen += digests
        rows = [row for row, digest in zip(page.rows, digests, strict=True) if digest not in known]
        if not rows:
            return turn
        body = dump({view.kind: [dict(zip(page.names, row, strict=True)) for row in rows]})
        receipt = await self._pipeline.receive(
            body, door="view", adapter="his", member=self._member(site), file_name=f"{name}.{view.kind}"
        )
        log(LogEvent.VIEW_READ, operation=f"{name} {view.kind}", count=len(rows), key=receipt.key)
        return replace(
            turn,
            rows=turn.rows + len(rows),
            stored=turn.stored + receipt.rows_stored,
            refused=turn.refused + receipt.rows_refused,
        )

    async def _without_place(self, operation: str, url: str, query: ViewQuery) -> int:
        """Rows without watermark or key, counted once an hour and said: no page will ever have them."""
        now = self._clock.monotonic()
        if now < self._count_due.get(operation, float("-inf")):
            return 0
        count = await count_without_place(url, query)
        self._count_due[operation] = now + _COUNT_SECONDS
        if count:
            log(LogEvent.VIEW_ROWS_WITHOUT_PLACE, operation=operation, count=count)
        return count

    def _member(self, site: SiteFile) -> int:
        for member in self._admin.members():
            if member.code == site.member:
                return member.number
        raise BadRequestError(
            f"The site's file names the member {site.member!r}, who does not exist; expected the code of one."
        )

    @contextlib.contextmanager
    def _lock(self, name: str) -> Iterator[bool]:
        """Whether this process may read the site now."""
        self._folder.mkdir(mode=0o700, parents=True, exist_ok=True)
        with (self._folder / f"{name}.lock").open("w") as file:
            try:
                fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
            except BlockingIOError:
                yield False
                return
            yield True


def _reason(err: HubError) -> str:
    """What the log says. The words of a view's own fault name a site's file, a driver or a column, and nobody."""
    kind = type(err).__name__
    return f"{kind}: {err}" if isinstance(err, (BadRequestError, ViewError)) else kind


def with_variables(url: str) -> str:
    """The URL with `${NAME}` replaced from the environment, so that no password stands in a file."""

    def value(match: re.Match[str]) -> str:
        found = os.environ.get(match[1])
        if found is None:
            raise BadRequestError(f"The site's file names the variable {match[1]}, which the environment lacks.")
        return found

    return _VARIABLE.sub(value, url)


def _write(path: Path, data: bytes) -> None:
    """Replace the file in one step; what it says is on the disk when this returns."""
    new = path.with_suffix(".new")
    with new.open("wb") as file:
        file.write(data)
        file.flush()
        os.fsync(file.fileno())
    new.replace(path)
    folder = os.open(path.parent, os.O_RDONLY)
    try:
        os.fsync(folder)
    finally:
        os.close(folder)


class HasViews(Protocol):
    """A hub, as far as this module needs it."""

    @property
    def ingest(self) -> Pipeline: ...  # noqa: D102  the fields of Hub

    @property
    def admin(self) -> AdminStore: ...  # noqa: D102  the same

    @property
    def clock(self) -> Clock: ...  # noqa: D102  the same

    @property
    def settings(self) -> Settings: ...  # noqa: D102  the same


async def run(hub: HasViews) -> None:
    """Background work of the server."""
    await Views(hub.ingest, hub.admin, hub.clock, hub.settings).run()
