"""Short words of the tests of bulk exports."""

import json
from typing import Any

from tests.builders import Alliance

ASYNC = {"Prefer": "respond-async"}


async def post(alliance: Alliance, resource: dict[str, Any], *, member: str = "H1") -> str:
    answer = await alliance.as_member(member).post(f"/fhir/{resource['resourceType']}", json=resource)
    assert answer.status_code == 201, answer.text
    return str(answer.json()["id"])


async def begin(alliance: Alliance, path: str, *, member: str = "H1", **headers: str) -> str:
    answer = await alliance.as_member(member).get(f"/fhir/{path}", headers=ASYNC | headers)
    assert (answer.status_code, answer.content) == (202, b""), answer.text
    return answer.headers["content-location"]


async def work(alliance: Alliance) -> int:
    turns = 0
    while await alliance.hub.exports.turn():
        turns += 1
    return turns


async def whole(alliance: Alliance, path: str, *, member: str = "H1", **headers: str) -> dict[str, Any]:
    """The manifest of an export that has been worked off."""
    where = await begin(alliance, path, member=member, **headers)
    await work(alliance)
    answer = await alliance.as_member(member).get(where)
    assert answer.status_code == 200, answer.text
    manifest: dict[str, Any] = answer.json()
    return manifest


async def lines_of(alliance: Alliance, listed: list[dict[str, Any]], *, member: str = "H1") -> list[dict[str, Any]]:
    found = []
    for one in listed:
        answer = await alliance.as_member(member).get(one["url"], headers={"Accept": "application/fhir+ndjson"})
        assert (answer.status_code, answer.headers["content-type"]) == (200, "application/fhir+ndjson")
        lines = [json.loads(line) for line in answer.text.splitlines()]
        assert len(lines) == one["count"]
        found += lines
    return found


def refs(resources: list[dict[str, Any]]) -> list[str]:
    return sorted(f"{one['resourceType']}/{one['id']}" for one in resources)
