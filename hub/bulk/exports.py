"""Bulk exports as jobs: asked for, worked on in small steps, fetched. https://hl7.org/fhir/uv/bulkdata/STU2/export.html.

A step reads until it has a file's worth and stores the file together with its place, so that a hub that is killed
goes on from there, and no file is there twice. Steps read at most half of the time (DESIGN D16). Several nodes share
the jobs by lease. What is read is what stands now; that nothing of before `transactionTime` is missing is certain
because reading begins when every transaction before the horizon has ended (docs/adr/0033).
"""

import asyncio
import json
import time
from collections.abc import Sequence
from dataclasses import replace
from typing import Any, Final, Protocol

from fhir_profiles.issue import Issue, JsonObject, operation_outcome
from fhir_profiles.json_text import dump
from hub.bulk.request import ExportRequest
from hub.bulk.sections import BulkStore, Part, Section, read_section, sections_of
from hub.bulk.still_seen import demand_still_seen
from hub.clock import Clock, micros_to_instant
from hub.errors import HubError, NotFoundError, TooCostlyError
from hub.log import LogEvent, log
from hub.settings import Settings
from hub.store.bulk_read import Since
from hub.store.jobs import Job, JobFile, Jobs
from hub.store.port import Engine, StoredResource, Visibility

KIND: Final = "export"
FILE_BYTES: Final = 2_000_000
WINDOWS: Final = 40
"""A step ends after so many windows, so that a lease never ends under a worker that is alive."""

LEASE: Final = 60_000_000
PAUSE: Final = 0.5
WAIT: Final = 10_000_000
MOST_FAILURES: Final = 5
_HOUR: Final = 3_600_000_000
_SECOND: Final = 1_000_000
_PURGE_SECONDS: Final = 600


class ExportStore(BulkStore, Engine, Protocol):
    """The database of exports."""


class Exports:
    """One per hub: takes requests, works on them, gives the files out."""

    def __init__(self, store: ExportStore, clock: Clock, settings: Settings) -> None:
        self._store = store
        self._jobs = Jobs(store)
        self._clock = clock
        self._settings = settings
        self._stop = asyncio.Event()

    # For those who ask

    async def start(self, request: ExportRequest, *, member: int, agent: str) -> Job:
        """Note the job; it is durable on return. Raises TooManyError."""
        job = Job(
            self._store.new_id(), KIND, member, agent, "open", request.text(), created=self._clock.now(),
            progress="waits for its turn",
        )  # fmt: skip
        await self._jobs.add(job, most_open=self._settings.export_jobs)
        return job

    async def find(self, job_id: str, *, member: int, agent: str) -> Job:
        """The job of this client. Raises NotFoundError for one of others, cancelled, or expired."""
        job = await self._jobs.find(job_id, kind=KIND, member=member, agent=agent)
        if job is None or job.state == "over" or (job.state != "open" and job.expires <= self._clock.now()):
            raise NotFoundError("This client has no such export; it never was, was deleted, or its files have expired.")
        return job

    async def cancel(self, job: Job) -> None:
        """Stop it, and forget its files."""
        await self._jobs.end(job.id)

    async def file(self, job: Job, number: int) -> JobFile:
        """One file. Raises NotFoundError, or ForbiddenError when the sight of something in it has ended since."""
        found = await self._jobs.file(job.id, number)
        if found is None:
            raise NotFoundError("The export has no such file; its manifest lists them.")
        await demand_still_seen(self._store, found, member=job.member)
        return found

    async def manifest(self, job: Job, *, base: str) -> JsonObject:
        """What a complete export consists of."""
        files = await self._jobs.files(job.id)
        listed: dict[str, list[JsonObject]] = {"output": [], "deleted": [], "error": []}
        for one in files:
            url = f"{base}/_export/{job.id}/{one.type}.{one.number}.ndjson"
            listed[one.purpose].append({"type": one.type, "url": url, "count": one.lines})
        return {
            "transactionTime": micros_to_instant(job.at),
            "request": ExportRequest.of_text(job.request).url,
            "requiresAccessToken": True,
            **listed,
        }

    # The work

    async def run(self) -> None:
        """Work until `stop`."""
        self._stop.clear()
        purge_at = 0.0
        while not self._stop.is_set():
            busy = False
            try:
                if self._clock.monotonic() >= purge_at:
                    await self._jobs.purge(now=self._clock.now())
                    purge_at = self._clock.monotonic() + _PURGE_SECONDS
                busy = await self.turn()
            except Exception as err:  # noqa: BLE001  the edge of this background task
                log(LogEvent.BACKGROUND_FAILED, error=type(err).__name__, kind="export")
            if not busy:
                await self._pause()

    def stop(self) -> None:
        """Let `run` end after the step in hand."""
        self._stop.set()

    async def turn(self) -> bool:
        """One step of one job; whether there was one."""
        now = self._clock.now()
        if not await self._jobs.has_open(KIND, now=now):
            return False
        job = await self._jobs.lease(KIND, now=now, until=now + LEASE)
        if job is None:
            return False
        try:
            job, files = await self._step(job)
        except Exception as err:  # noqa: BLE001  one job must not stop the others; it is tried again, then fails
            log(LogEvent.BACKGROUND_FAILED, error=type(err).__name__, kind="export")
            job, files = self._after_failure(job), ()
        await self._jobs.advance(job, files=files)
        return True

    async def _step(self, job: Job) -> tuple[Job, Sequence[JobFile]]:
        position: dict[str, Any] = json.loads(job.position)
        request = ExportRequest.of_text(job.request)
        if not job.horizon:
            at = self._clock.now() // 1000 * 1000  # a manifest's time has milliseconds
            return replace(job, at=at, horizon=await self._store.mark(), lease=0), ()
        if "since" not in position:
            if not await self._store.is_settled(job.horizon):
                return replace(job, lease=self._clock.now() + _SECOND // 2), ()
            position["since"] = await self._jobs.horizon_of(KIND, request.since) if request.since else 0
        since = Since(request.since, position["since"]) if request.since else None
        sections = sections_of(request)
        index: int = position.get("section", 0)
        files = [_remarks(request.ignored)] if request.ignored and not position.get("files") else []
        if index < len(sections):
            files += await self._collect(job, request, sections, position, since)
            index = position["section"]
        first: int = position.get("files", 0)
        position["files"] = first + len(files)
        position["failures"] = 0
        done = index >= len(sections)
        numbered = [one._replace(number=first + place) for place, one in enumerate(files, 1)]
        job = replace(
            job, position=json.dumps(position), lease=0, state="done" if done else "open",
            progress=f"{index} of {len(sections)} parts, {position.get('count', 0)} resources",
            expires=self._clock.now() + self._settings.export_hours * _HOUR if done else 0,
        )  # fmt: skip
        return job, numbered

    async def _collect(
        self,
        job: Job,
        request: ExportRequest,
        sections: Sequence[Section],
        position: dict[str, Any],
        since: Since | None,
    ) -> list[JobFile]:
        """Read a file's worth, of one type but through several sections; moves the position on."""
        index: int = position.get("section", 0)
        first, lines, errors = sections[index], [], []
        size, place = 0, position.get("place", ())
        for _ in range(WINDOWS):
            began, section = time.perf_counter(), sections[index]
            fresh: list[bytes] = []
            try:
                part = await read_section(
                    self._store, request, section, place=place, since=since, visibility=Visibility(job.member)
                )
                place, fresh = part.next, _lines(section, part)
            except TooCostlyError as err:
                place = ()
                errors.append(_error(err))
            lines += fresh
            size += sum(map(len, fresh))
            index += 0 if place else 1
            if size >= FILE_BYTES or index == len(sections) or not _is_of(sections[index], first):
                break
            await asyncio.sleep(min(time.perf_counter() - began, 0.05))
        position["section"], position["place"] = index, place
        position["count"] = position.get("count", 0) + len(lines)
        return [*_output(first, lines), *errors]

    def _after_failure(self, job: Job) -> Job:
        """The job waits a while; after some failures in a row it has failed."""
        position = json.loads(job.position)
        position["failures"] = position.get("failures", 0) + 1
        now = self._clock.now()
        if position["failures"] < MOST_FAILURES:
            return replace(job, position=json.dumps(position), lease=now + WAIT)
        text = "The export failed several times at the same place and was stopped; ask again, or ask for fewer types."
        return replace(job, state="failed", problem=text, lease=0, expires=now + self._settings.export_hours * _HOUR)

    async def _pause(self) -> None:
        try:
            async with asyncio.timeout(PAUSE):
                await self._stop.wait()
        except TimeoutError:
            return


def _is_of(section: Section, first: Section) -> bool:
    """Whether it goes into the same file."""
    return (section.type, section.deleted) == (first.type, first.deleted) or (section.deleted and first.deleted)


def _lines(section: Section, part: Part) -> list[bytes]:
    if section.deleted:
        return [_deletion(one) for one in part.resources]
    return [_one_line(one.served()) for one in part.resources]


def _one_line(text: bytes) -> bytes:
    """JSON in one line: a line break stands only between tokens, never in a string."""
    return text.replace(b"\r", b" ").replace(b"\n", b" ") + b"\n"


def _deletion(one: StoredResource) -> bytes:
    """A transaction that deletes the resource."""
    bundle = {
        "resourceType": "Bundle",
        "type": "transaction",
        "entry": [{"request": {"method": "DELETE", "url": str(one.ref)}}],
    }
    return dump(bundle) + b"\n"


def _output(section: Section, lines: list[bytes]) -> list[JobFile]:
    if not lines:
        return []
    if section.deleted:
        return [JobFile(0, "deleted", "Bundle", len(lines), b"".join(lines))]
    return [JobFile(0, "output", section.type, len(lines), b"".join(lines))]


def _error(err: HubError) -> JobFile:
    return JobFile(0, "error", "OperationOutcome", 1, dump(err.outcome()) + b"\n")


def _remarks(ignored: Sequence[str]) -> JobFile:
    """What a lenient export left out."""
    issues = [Issue("warning", "not-supported", text) for text in ignored]
    return JobFile(0, "error", "OperationOutcome", 1, dump(operation_outcome(issues)) + b"\n")


class HasExports(Protocol):
    """A hub, as far as this module needs it."""

    @property
    def exports(self) -> Exports:
        """The hub's exports."""
        ...


async def run(hub: HasExports) -> None:
    """Background work of the server."""
    await hub.exports.run()
