"""A batch over HTTP: one answer for all, and the same again when it is sent again."""

from collections.abc import AsyncIterator
from contextlib import ExitStack
from pathlib import Path
from typing import Any

import pytest

from tests.builders import Alliance, small_alliance
from tests.postgres_server import fresh_database


@pytest.fixture(params=["postgres", "sqlite"])
async def alliance(request: pytest.FixtureRequest, tmp_path: Path) -> AsyncIterator[Alliance]:
    with ExitStack() as stack:
        changed: dict[str, Any] = {"db": stack.enter_context(fresh_database())} if request.param == "postgres" else {}
        async with small_alliance(tmp_path, **changed) as made:
            yield made


def batch(count: int) -> bytes:
    messages = (
        f"MSH|^~\\&|HIS|H1|HUB|A|202603020900{at:02}||ADT^A04|{at}|P|2.5.1\rPID|1||N{at}^^^^MR||钱^{at}||19411103|F\r"
        for at in range(count)
    )
    return ("BHS|^~\\&|HIS|H1|HUB|A|20260302||||B7\r" + "".join(messages) + f"BTS|{count}\r").encode()


async def test_a_batch_is_answered_with_a_batch_and_known_again(alliance: Alliance) -> None:
    client = alliance.as_member("H1")

    first = await client.post("/ingest/hl7v2", content=batch(30), headers={"Content-Type": "application/hl7-v2"})
    second = await client.post("/ingest/hl7v2", content=batch(30), headers={"Content-Type": "application/hl7-v2"})

    found = (await client.get("/fhir/Patient?_summary=count")).json()
    assert (first.headers["x-hub-state"], second.headers["x-hub-state"]) == ("stored", "duplicate")
    assert [first.text.count("MSA|AA|"), second.text.count("MSA|AA|"), found["total"]] == [30, 30, 30]
    assert first.text.startswith("BHS|^~\\&|HUB|A|HIS|H1|")
    assert first.text.endswith("BTS|30\r")
