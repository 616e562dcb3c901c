"""The engines that the contract runs on, and short words for its tests."""

import json
from collections.abc import AsyncIterator, Callable
from contextlib import AbstractAsyncContextManager, asynccontextmanager
from pathlib import Path
from typing import Any

from hub.clock import FrozenClock
from hub.keys import Keys
from hub.store.port import Engine, Put, Ref, Visibility, WriteUnit, system
from hub.store.postgres import PostgresStore
from hub.store.query import SearchQuery
from hub.store.search.parse import parse_query
from hub.store.sqlite import SqliteStore
from tests.fakes import MemoryStore
from tests.postgres_server import fresh_database

H1, N1, N2 = Visibility(1), Visibility(2), Visibility(3)
SYSTEM = system("contract test")
SECOND = 1_000_000


@asynccontextmanager
async def open_memory(path: Path, clock: FrozenClock) -> AsyncIterator[Engine]:
    yield MemoryStore(clock=clock, keys=Keys.in_memory())


@asynccontextmanager
async def open_sqlite(path: Path, clock: FrozenClock) -> AsyncIterator[Engine]:
    store = SqliteStore.open(path / "hub.sqlite", keys=Keys.in_memory(), clock=clock)
    yield store
    await store.close()


@asynccontextmanager
async def open_postgres(path: Path, clock: FrozenClock) -> AsyncIterator[Engine]:
    with fresh_database() as url:
        store = await PostgresStore.open(url, keys=Keys.in_memory(), clock=clock)
        yield store
        await store.close()


ENGINES: dict[str, Callable[[Path, FrozenClock], AbstractAsyncContextManager[Engine]]] = {
    "memory": open_memory, "postgres": open_postgres, "sqlite": open_sqlite,
}  # fmt: skip


def put(resource: dict[str, Any], **settings: Any) -> Put:
    return Put(Ref(resource["resourceType"], resource["id"]), json.dumps(resource).encode(), **settings)


def patient(number: str, **elements: Any) -> dict[str, Any]:
    return {"resourceType": "Patient", "id": number, **elements}


def observation(number: str, *, of: str, code: str = "8867-4", **elements: Any) -> dict[str, Any]:
    return {
        "resourceType": "Observation", "id": number, "status": "final",
        "code": {"coding": [{"system": "http://loinc.org", "code": code}]},
        "subject": {"reference": f"Patient/{of}"}, **elements,
    }  # fmt: skip


async def write(store: Engine, *resources: dict[str, Any], by: Visibility = H1) -> None:
    for resource in resources:
        await store.write(WriteUnit(puts=(put(resource),)), visibility=by)


def query(resource_type: str, text: str = "") -> SearchQuery:
    pairs = [tuple(pair.split("=", 1)) for pair in text.split("&")] if text else []
    return parse_query(resource_type, [(name, value) for name, value in pairs], strict=True)


async def found(store: Engine, resource_type: str, text: str = "", *, by: Visibility = H1) -> list[str]:
    page = await store.search(query(resource_type, text), visibility=by)
    return [str(resource.ref) for resource in page.resources]
