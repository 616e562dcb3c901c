"""Nodes on one PostgreSQL database, and a door between a node and the server that can fail."""

import asyncio
import contextlib
from collections.abc import AsyncIterator, Iterator
from contextlib import asynccontextmanager
from pathlib import Path
from typing import Any

import pytest

from hub.clock import SystemClock
from hub.keys import Keys
from hub.store.port import Put, Ref, Visibility, WriteUnit
from hub.store.postgres import PostgresStore
from tests.postgres_server import fresh_database

H1 = Visibility(1)
KEYS = Keys.in_memory()


@pytest.fixture
def url() -> Iterator[str]:
    with fresh_database() as made:
        yield made


@asynccontextmanager
async def node(url: str) -> AsyncIterator[PostgresStore]:
    store = await PostgresStore.open(url, keys=KEYS, clock=SystemClock())
    try:
        yield store
    finally:
        await store.close()


@asynccontextmanager
async def two_nodes(url: str) -> AsyncIterator[tuple[PostgresStore, PostgresStore]]:
    async with node(url) as first, node(url) as second:
        yield first, second


def patient(number: str, data: bytes = b'{"resourceType":"Patient"}', **settings: Any) -> Put:
    return Put(Ref("Patient", number), data, **settings)


def unit(*puts: Put, **more: Any) -> WriteUnit:
    return WriteUnit(puts=puts, **more)


class Door:
    """Passes a node's bytes on to the server, through a Unix socket in a folder of its own.

    `fail` says what becomes of the next message with `cue` in it, a COMMIT: "before" drops the connection instead of
    passing it on, "after" passes it on, waits for the answer and drops the connection instead of passing that back.
    """

    def __init__(self, folder: Path, url: str) -> None:
        self._folder = folder
        self._server = f"{url.partition('?host=')[2]}/.s.PGSQL.5432"
        self.url = f"{url.partition('?')[0]}?host={folder}"
        self.cue = b"COMMIT\x00"
        self.fail = ""
        self.failed = 0
        self.closed = asyncio.Event()
        self._tasks: set[asyncio.Task[None]] = set()

    @asynccontextmanager
    async def opened(self) -> AsyncIterator["Door"]:
        listener = await asyncio.start_unix_server(self._pass, self._folder / ".s.PGSQL.5432")
        try:
            yield self
        finally:
            listener.close()
            for task in self._tasks:
                task.cancel()
            await asyncio.gather(*self._tasks, return_exceptions=True)

    async def _pass(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        task = asyncio.current_task()
        assert task is not None
        self._tasks.add(task)
        task.add_done_callback(self._tasks.discard)
        back, on = await asyncio.open_unix_connection(self._server)
        answers = asyncio.create_task(self._answers(back, writer))
        try:
            while data := await reader.read(65536):
                failing = self.fail if self.cue in data else ""
                if failing:
                    self.fail, self.failed = "", self.failed + 1
                    self.closed.set()
                    answers.cancel()
                    with contextlib.suppress(asyncio.CancelledError):
                        await answers
                    if failing == "after":
                        on.write(data)
                        await back.read(65536)
                    break
                on.write(data)
        finally:
            answers.cancel()
            await asyncio.gather(answers, return_exceptions=True)
            for end in (on, writer):
                end.transport.abort()

    async def _answers(self, back: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        while data := await back.read(65536):
            writer.write(data)
        writer.close()
