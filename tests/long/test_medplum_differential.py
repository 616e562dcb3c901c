"""The same requests to the hub and to Medplum's router: each difference has its reason, or the test fails.

The reasons stand in docs/differential.md with the places of the specification.
"""

import json
import re
import subprocess
from collections import Counter
from collections.abc import AsyncIterator, Iterator
from pathlib import Path
from typing import Any, Final, Self

import pytest

from tests.builders import Alliance, small_alliance
from tests.long.differential_reasons import reason_for
from tests.long.differential_requests import Json, Request, World

pytestmark = pytest.mark.long

PEERS: Final = Path(__file__).parents[1] / "peers"
REQUESTS: Final = 5_000
_SYMBOL: Final = re.compile(r"\{(\d+)\}")
_REFERENCE: Final = re.compile(r"#(\d+)")


@pytest.fixture
async def alliance(tmp_path: Path) -> AsyncIterator[Alliance]:
    async with small_alliance(tmp_path) as made:
        yield made


class Names:
    """One server's ids of the symbols."""

    def __init__(self) -> None:
        self.ids: dict[int, str] = {}
        self.symbols: dict[str, str] = {}

    def put(self, number: int, found: str) -> None:
        """The server has made this one."""
        self.ids[number] = found
        self.symbols.setdefault(found, f"#{number}")

    def fill(self, value: Any) -> Any:
        """A request with this server's ids."""
        if isinstance(value, str):
            text = _SYMBOL.sub(lambda match: self._id(match[1]), value)
            return _REFERENCE.sub(lambda match: self._id(match[1]), text)
        if isinstance(value, list):
            return [self.fill(item) for item in value]
        if isinstance(value, dict):
            return {name: self.fill(item) for name, item in value.items()}
        return value

    def strip(self, value: Any) -> Any:
        """An answer with symbols for ids, and without versions and times."""
        if isinstance(value, str):
            kind, slash, last = value.rpartition("/")
            return f"{kind}{slash}{self.symbols.get(last, last)}"
        if isinstance(value, list):
            return [self.strip(item) for item in value]
        if isinstance(value, dict):
            return {name: self.strip(item) for name, item in value.items() if name != "meta"}
        return value

    def _id(self, number: str) -> str:
        return self.ids.get(int(number), f"none-{number}")


class Peer:
    """Medplum's router in a process of its own."""

    def __init__(self) -> None:
        self.names = Names()
        self._process = subprocess.Popen(
            ["node", "router.mjs"],
            cwd=PEERS,
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            text=True,
            encoding="utf-8",
        )

    def ask(self, request: Request) -> tuple[int, Any]:
        """Its status and body."""
        assert self._process.stdin is not None
        assert self._process.stdout is not None
        sent = {"method": request.method, "url": self.names.fill(request.url), "headers": request.headers}
        self._process.stdin.write(json.dumps(sent | {"body": self.names.fill(request.body)}) + "\n")
        self._process.stdin.flush()
        answer = json.loads(self._process.stdout.readline())
        return answer["status"], answer["body"]

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self._process.kill()
        with self._process:  # waits for its end and closes its pipes
            pass


class Ours:
    """The hub, asked over HTTP as one hospital."""

    def __init__(self, alliance: Alliance) -> None:
        self.names = Names()
        self._client = alliance.as_member("H1")

    async def ask(self, request: Request) -> tuple[int, Any]:
        """Its status and body."""
        headers = {"content-type": "application/fhir+json"} | request.headers
        if "if-none-exist" in headers:
            headers["if-none-exist"] = headers["if-none-exist"]
        body = None if request.body is None else json.dumps(self.names.fill(request.body))
        url = "/fhir" + self.names.fill(request.url)
        answer = await self._client.request(request.method, url, content=body, headers=headers)
        return answer.status_code, answer.json() if answer.content else None


def compared(names: Names, status: int, body: Any) -> Json:
    """What of an answer counts: status, and the resources with symbols; the words of outcomes do not."""
    if not isinstance(body, dict) or body.get("resourceType") == "OperationOutcome":
        return {"status": status}
    if body.get("resourceType") != "Bundle":
        return {"status": status, "resource": names.strip(body)}
    entries = body.get("entry", [])
    if body["type"] == "batch-response":
        return {"status": status, "entries": [
            compared(names, int(entry["response"]["status"][:3]), entry.get("resource")) for entry in entries
        ]}  # fmt: skip
    found = [names.strip(entry["resource"]) for entry in entries if "resource" in entry]
    if body["type"] == "searchset":
        found.sort(key=lambda one: str(one["id"]))  # without _sort a server may answer in any order
    return {"status": status, "entries": found}


def differences_of(request: Request, ours: Json, theirs: Json) -> Iterator[tuple[Request, Json, Json]]:
    """The requests whose answers differ: of a batch, its entries."""
    if isinstance(request.body, dict) and request.body.get("type") == "batch" and ours["status"] == theirs["status"]:
        changes = any(entry["request"]["method"] != "GET" for entry in request.body["entry"])
        for entry, mine, other in zip(request.body["entry"], ours["entries"], theirs["entries"], strict=True):
            one = Request(entry["request"]["method"], "/" + entry["request"]["url"], entry.get("resource"))
            one.beside_update, one.revived = changes, request.revived
            yield from differences_of(one, mine, other)
    elif ours != theirs:
        yield request, ours, theirs


async def test_every_difference_from_medplums_router_has_its_reason_in_the_specification(alliance: Alliance) -> None:
    world, ours = World(seed=20261122), Ours(alliance)
    unexplained: list[str] = []
    reasons: Counter[str] = Counter()
    with Peer() as peer:
        for _ in range(REQUESTS):
            request = world.next()
            status, body = await ours.ask(request)
            their_status, their_body = peer.ask(request)
            if request.makes is not None:
                made_by_both = status < 300 and their_status < 300
                if made_by_both:
                    ours.names.put(request.makes, body["id"])
                    peer.names.put(request.makes, their_body["id"])
                else:
                    world.gone.add(request.makes)
            for one, mine, theirs in differences_of(
                request, compared(ours.names, status, body), compared(peer.names, their_status, their_body)
            ):
                reason = reason_for(one, mine, theirs)
                if reason is None:
                    unexplained.append(f"{one.method} {one.url}\n  {mine}\n  {theirs}")
                else:
                    reasons[reason] += 1

    assert unexplained == [], dict(reasons)
