"""The description of the HTTP doors that generated clients and fuzzers read. https://spec.openapis.org/oas/v3.1.0."""

import re
from collections.abc import AsyncIterator
from pathlib import Path

import pytest

from tests.builders import Alliance, small_alliance


@pytest.fixture
async def alliance(tmp_path: Path) -> AsyncIterator[Alliance]:
    async with small_alliance(tmp_path) as made:
        yield made


async def test_each_part_of_a_path_and_each_body_is_described(alliance: Alliance) -> None:
    description = (await alliance.as_nobody().get("/openapi.json")).json()

    operations = [(path, method, one) for path, found in description["paths"].items() for method, one in found.items()]
    undescribed = [
        (path, method)
        for path, method, one in operations
        if re.findall(r"{(\w+)}", path) != [item["name"] for item in one.get("parameters", ()) if item["in"] == "path"]
        or (method == "post" and path.startswith("/ingest") and "requestBody" not in one)
    ]
    assert undescribed == []
    assert ("/ingest/{adapter}/preview", "post") in [(path, method) for path, method, _ in operations]
