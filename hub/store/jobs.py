"""Long jobs that survive a crash: where each stands, who works on it, and the files that it has made.

A worker leases a job, which raises its fence; what it then writes counts only while the fence is still its own.
"""
# ruff: noqa: S608  SQL is put together from the store's own names; values are always bound.

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any, Final, Literal, NamedTuple

from hub.errors import TooManyError
from hub.store.ledger import Ledger, Sql

JobState = Literal["open", "done", "failed", "over"]
Purpose = Literal["output", "error", "deleted"]

_COLUMNS: Final = (
    "id, kind, member, agent, state, request, position, progress, problem, created, at, horizon, expires, lease, fence"
)
KEPT: Final = 400 * 24 * 3_600_000_000
"""How long the row of a job that is over is kept: a later job may ask for what changed since this one."""


@dataclass(frozen=True, slots=True)
class Job:
    """One job. `request`, `position` are JSON; `at` and `horizon` say as of when; times are microseconds.

    A job that is `over` was cancelled, or its files have expired.
    """

    id: str
    kind: str
    member: int
    agent: str
    state: JobState
    request: str
    position: str = "{}"
    progress: str = ""
    problem: str = ""
    created: int = 0
    at: int = 0
    horizon: int = 0
    expires: int = 0
    lease: int = 0
    fence: int = 0


class JobFile(NamedTuple):
    """One file of a job; `number` counts from 1 within the job."""

    number: int
    purpose: Purpose
    type: str
    lines: int
    content: bytes = b""


class Jobs:
    """The jobs of one database."""

    def __init__(self, ledger: Ledger) -> None:
        self._ledger = ledger

    async def add(self, job: Job, *, most_open: int) -> None:
        """Store a new job. Raises TooManyError when its agent has `most_open` under way."""

        def work(sql: Sql) -> None:
            found = sql.rows(
                "SELECT count(*) FROM job WHERE agent = :agent AND kind = :kind AND state = 'open'",
                {"agent": job.agent, "kind": job.kind},
            )
            if found[0][0] >= most_open:
                raise TooManyError(
                    f"{found[0][0]} jobs of this client are under way already; expected fewer than {most_open}. "
                    "Wait until one is complete, or cancel one with DELETE.",
                    headers=(("Retry-After", "60"),),
                )
            names = _COLUMNS.split(", ")
            sql.rows(
                f"INSERT INTO job ({_COLUMNS}) VALUES ({', '.join(f':{name}' for name in names)}) RETURNING id",
                {name: getattr(job, name) for name in names},
            )

        await self._ledger.change(work)

    async def find(self, job_id: str, *, kind: str, member: int, agent: str) -> Job | None:
        """The job, for the client that asked for it alone."""
        rows = await self._ledger.look(
            lambda database: database.rows(
                f"SELECT {_COLUMNS} FROM job WHERE id = :id AND kind = :kind AND member = :member AND agent = :agent",
                {"id": job_id, "kind": kind, "member": member, "agent": agent},
            )
        )
        return Job(*rows[0]) if rows else None

    async def lease(self, kind: str, *, now: int, until: int) -> Job | None:
        """Take the open job that was worked on least; None when there is none that is free."""
        rows = await self._ledger.change(
            lambda sql: sql.rows(
                "UPDATE job SET lease = :until, fence = fence + 1 WHERE id = (SELECT id FROM job WHERE kind = :kind "
                "AND state = 'open' AND lease <= :now ORDER BY fence, created LIMIT 1) AND lease <= :now "
                f"RETURNING {_COLUMNS}",
                {"kind": kind, "now": now, "until": until},
            )
        )
        return Job(*rows[0]) if rows else None

    async def has_open(self, kind: str, *, now: int) -> bool:
        """Whether there is a job to lease: asked before each lease, because a lease is a write."""
        rows = await self._ledger.look(
            lambda database: database.rows(
                "SELECT 1 FROM job WHERE kind = :kind AND state = 'open' AND lease <= :now LIMIT 1",
                {"kind": kind, "now": now},
            )
        )
        return bool(rows)

    async def advance(self, job: Job, *, files: Sequence[JobFile] = ()) -> bool:
        """Store where the job stands now, with its new files; false when another worker has it, or it is cancelled."""

        def work(sql: Sql) -> bool:
            names = ("state", "position", "progress", "problem", "at", "horizon", "expires", "lease")
            found = sql.rows(
                f"UPDATE job SET {', '.join(f'{name} = :{name}' for name in names)} "
                "WHERE id = :id AND fence = :fence AND state = 'open' RETURNING id",
                {name: getattr(job, name) for name in (*names, "id", "fence")},
            )
            for one in files if found else ():
                values: dict[str, Any] = one._asdict() | {"job": job.id}
                sql.rows(
                    "INSERT INTO job_file (job, number, purpose, type, count, content) "
                    "VALUES (:job, :number, :purpose, :type, :lines, :content) RETURNING number",
                    values,
                )
            return bool(found)

        return await self._ledger.change(work)

    async def end(self, job_id: str) -> None:
        """Cancel a job, or forget the files of one that is complete."""

        def work(sql: Sql) -> None:
            sql.rows("UPDATE job SET state = 'over' WHERE id = :id RETURNING id", {"id": job_id})
            sql.rows("DELETE FROM job_file WHERE job = :id RETURNING number", {"id": job_id})

        await self._ledger.change(work)

    async def files(self, job_id: str) -> tuple[JobFile, ...]:
        """The files without their content, in order."""
        rows = await self._ledger.look(
            lambda database: database.rows(
                "SELECT number, purpose, type, count FROM job_file WHERE job = :id ORDER BY number", {"id": job_id}
            )
        )
        return tuple(JobFile(*row) for row in rows)

    async def file(self, job_id: str, number: int) -> JobFile | None:
        """One file with its content."""
        rows = await self._ledger.look(
            lambda database: database.rows(
                "SELECT number, purpose, type, count, content FROM job_file WHERE job = :id AND number = :number",
                {"id": job_id, "number": number},
            )
        )
        return JobFile(*rows[0]) if rows else None

    async def horizon_of(self, kind: str, at: int) -> int:
        """The horizon of a job of this moment; 0 when there is none."""
        rows = await self._ledger.look(
            lambda database: database.rows(
                "SELECT min(horizon) FROM job WHERE kind = :kind AND at = :at AND horizon > 0", {"kind": kind, "at": at}
            )
        )
        return int(rows[0][0] or 0)

    async def purge(self, *, now: int) -> int:
        """Forget the files that have expired, and rows of long ago; how many jobs ended by it."""

        def work(sql: Sql) -> int:
            due = sql.rows(
                "UPDATE job SET state = 'over' WHERE expires <= :now AND state IN ('done', 'failed') RETURNING id",
                {"now": now},
            )
            for (job_id,) in due:
                sql.rows("DELETE FROM job_file WHERE job = :id RETURNING number", {"id": job_id})
            sql.rows("DELETE FROM job WHERE state = 'over' AND created <= :before RETURNING id", {"before": now - KEPT})
            return len(due)

        return await self._ledger.change(work)
