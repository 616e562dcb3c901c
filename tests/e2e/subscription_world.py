"""A small alliance whose first member has an endpoint that listens, and short words for subscriptions."""

import asyncio
import json
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from hub.clock import FrozenClock
from hub.store.admin import Endpoint
from tests.builders import Alliance, small_alliance
from tests.unit.delivery.test_dispatcher import Home

BACKPORT = "http://hl7.org/fhir/uv/subscriptions-backport/StructureDefinition"
TOPIC = "https://alliance-hub.example/fhir/SubscriptionTopic/"


@dataclass
class World:
    """What the tests act on."""

    alliance: Alliance
    clock: FrozenClock
    home: Home

    async def work(self, *, turns: int = 3) -> None:
        """Let the background do what is due now."""
        for _ in range(turns):
            await self.alliance.hub.matcher.turn()
            await self.alliance.hub.dispatcher.turn()

    async def post(self, resource: dict[str, Any], *, member: str = "H1") -> dict[str, Any]:
        answer = await self.alliance.as_member(member).post(f"/fhir/{resource['resourceType']}", json=resource)
        assert answer.status_code == 201, answer.text
        found: dict[str, Any] = answer.json()
        return found

    async def put(self, resource: dict[str, Any], *, member: str = "H1") -> dict[str, Any]:
        path = f"/fhir/{resource['resourceType']}/{resource['id']}"
        answer = await self.alliance.as_member(member).put(path, json=resource)
        assert answer.status_code == 200, answer.text
        found: dict[str, Any] = answer.json()
        return found

    async def get(self, path: str, *, member: str = "H1") -> dict[str, Any]:
        answer = await self.alliance.as_member(member).get(f"/fhir/{path}")
        assert answer.status_code == 200, answer.text
        found: dict[str, Any] = answer.json()
        return found

    def subscription(self, criteria: str, **more: Any) -> dict[str, Any]:
        """R4's own kind, with the whole resource as payload."""
        return {
            "resourceType": "Subscription",
            "status": "requested",
            "reason": "test",
            "criteria": criteria,
            "channel": {"type": "rest-hook", "endpoint": self.home.address, "payload": "application/fhir+json"},
        } | more

    def topic(
        self, name: str, *, content: str = "id-only", filters: tuple[str, ...] = (), **more: Any
    ) -> dict[str, Any]:
        """By the backport."""
        found = self.subscription(TOPIC + name)
        if filters:
            found["_criteria"] = {
                "extension": [{"url": f"{BACKPORT}/backport-filter-criteria", "valueString": one} for one in filters]
            }
        channel = found["channel"]
        extension = {"url": f"{BACKPORT}/backport-payload-content", "valueCode": content}
        channel["_payload"] = {"extension": [extension]}
        if more:
            channel["extension"] = [
                {"url": f"{BACKPORT}/{key.replace('_', '-')}", "valueUnsignedInt": value} for key, value in more.items()
            ]
        return found

    def heard(self) -> list[dict[str, Any]]:
        """What the endpoint got since the last look, parsed; an empty body is {}."""
        seen, self.home.seen = self.home.seen, []
        return [json.loads(body) if body else {} for _, body in seen]


@asynccontextmanager
async def world(folder: Path, clock: FrozenClock, **settings: Any) -> AsyncIterator[World]:
    home = Home()
    server = await asyncio.start_server(home.accept, "127.0.0.1", 0)
    home.address = f"http://127.0.0.1:{server.sockets[0].getsockname()[1]}/hook"
    async with small_alliance(folder, clock=clock, **settings) as alliance:
        endpoint = Endpoint(member=alliance.number("H1"), channel="rest-hook", address=home.address, secret="s3cret")
        alliance.hub.admin.add_endpoint(endpoint)
        await alliance.hub.matcher.turn()
        yield World(alliance, clock, home)
    await alliance.hub.dispatcher.close()
    server.close()
    if home.open:
        await asyncio.wait(home.open)


def status_of(bundle: dict[str, Any]) -> dict[str, Any]:
    """The parameters of a notification's status, simple ones by name, events as a list."""
    found: dict[str, Any] = {"events": []}
    for one in bundle["entry"][0]["resource"]["parameter"]:
        if one["name"] == "notification-event":
            parts = {part["name"]: next(v for k, v in part.items() if k != "name") for part in one["part"]}
            found["events"].append(
                (parts["event-number"], parts.get("focus", {}).get("reference", "").rpartition("/")[2])
            )
        else:
            found[one["name"]] = next(value for key, value in one.items() if key != "name")
    return found
