"""The server process: it opens its doors, says where, and closes them in order."""

import asyncio
from pathlib import Path

import httpx2
import pytest

from hub.errors import BadRequestError, OverloadError
from hub.server import Running, serve
from hub.settings import Settings
from tests.e2e.hub_process import free_port


def settings_of(folder: Path, http: str = "127.0.0.1:0") -> Settings:
    return Settings(data=folder, http=http, mllp="")


async def started(settings: Settings) -> tuple[Running, "asyncio.Task[None]"]:
    opened: list[Running] = []
    task = asyncio.create_task(serve(settings, ready=opened.append))
    while not opened:
        if task.done():
            task.result()
        await asyncio.sleep(0.01)
    return opened[0], task


async def test_a_fresh_folder_becomes_a_hub_that_answers_and_stops_when_told(tmp_path: Path) -> None:
    running, task = await started(settings_of(tmp_path))
    async with httpx2.AsyncClient(base_url=f"http://{running.http}") as client:
        alive, ready = await client.get("/livez"), await client.get("/readyz")
        metadata = await client.get("/fhir/metadata")

    running.stop.set()
    await task

    assert (alive.text, ready.text, metadata.json()["fhirVersion"]) == ("ok\n", "ready\n", "4.0.1")


async def test_the_first_member_is_there_and_nothing_else(tmp_path: Path) -> None:
    running, task = await started(settings_of(tmp_path))
    admin = running.hub.admin

    found = ([member.code for member in admin.members()], admin.clients(), admin.users())
    running.stop.set()
    await task

    assert found == (["H1"], (), ())


async def test_an_address_that_is_taken_is_named_with_what_to_do(tmp_path: Path) -> None:
    running, task = await started(settings_of(tmp_path / "one"))

    with pytest.raises(BadRequestError) as caught:
        await started(settings_of(tmp_path / "two", running.http))
    running.stop.set()
    await task

    assert caught.value.text == (
        f"The web server cannot open {running.http}; another program has it, or the address is not this machine's. "
        "Choose another with --http."
    )


async def test_an_address_without_a_port_is_refused(tmp_path: Path) -> None:
    with pytest.raises(BadRequestError) as caught:
        await serve(settings_of(tmp_path, "localhost"))

    assert caught.value.text == "HUB_HTTP is 'localhost'; expected HOST:PORT, as in 127.0.0.1:8000."


async def test_a_postgres_server_that_does_not_answer_is_named_with_what_to_do(tmp_path: Path) -> None:
    with pytest.raises(OverloadError) as caught:
        await serve(Settings(data=tmp_path, db=f"postgresql://127.0.0.1:{free_port()}/hub"))

    assert caught.value.text == (
        "The hub cannot reach its PostgreSQL server; expected it at the address in HUB_DB. "
        "Start it, or correct the address."
    )
