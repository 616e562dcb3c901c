"""A notification answers a search again and again: a client hears of nothing that its scopes do not open."""

import json
from collections.abc import AsyncIterator
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import httpx2
import pytest

from hub.clock import FrozenClock
from hub.store.admin import Client
from tests.e2e.subscription_world import World, world


@pytest.fixture
async def here(tmp_path: Path) -> AsyncIterator[World]:
    async with world(tmp_path, FrozenClock(datetime(2026, 11, 22, 1, 0, tzinfo=UTC))) as found:
        yield found


def narrow(here: World, *more: str) -> httpx2.AsyncClient:
    """A system of H1 with scopes for Subscriptions, and these."""
    hub, name = here.alliance.hub, f"narrow-{len(more)}-{'-'.join(more).replace('/', '.')}"
    jwks = json.dumps({"keys": [hub.keys.public_jwk(f"client-{name}")]})
    scopes = " ".join(("system/Subscription.cruds", *more))
    hub.admin.add_client(Client(id=name, member=here.alliance.number("H1"), scopes=scopes, jwks=jwks))
    return here.alliance.as_client(name)


def id_only(wanted: dict[str, Any]) -> dict[str, Any]:
    wanted["channel"].pop("payload")
    return wanted


@pytest.mark.parametrize(
    ("scopes", "criteria", "words"),
    [
        ((), "Patient?active=true", "system/Patient.s"),
        (("system/Patient.s",), "Patient?active=true", "system/Patient.r"),
        (("system/Patient.rs",), "Patient?_has:Observation:patient:code=8867-4", "system/Observation.s"),
        (("system/Observation.rs",), "Observation?patient.family=张", "system/Patient.s"),
    ],
    ids=["type", "payload", "has", "chain"],
)
async def test_a_subscription_beyond_the_scopes_is_refused_at_every_door(
    here: World, scopes: tuple[str, ...], criteria: str, words: str
) -> None:
    client, wanted = narrow(here, *scopes), here.subscription(criteria)
    entry = {"resource": wanted, "request": {"method": "POST", "url": "Subscription"}}
    bundle = {"resourceType": "Bundle", "type": "transaction", "entry": [entry]}

    created = await client.post("/fhir/Subscription", json=wanted)
    updated = await client.put("/fhir/Subscription/mine", json=wanted | {"id": "mine"})
    together = await client.post("/fhir", json=bundle)

    assert [answer.status_code for answer in (created, updated, together)] == [403, 403, 403]
    assert all(words in answer.json()["issue"][0]["diagnostics"] for answer in (created, updated, together))


async def test_a_topic_is_a_search_of_its_type(here: World) -> None:
    wanted = here.topic("critical-value", content="full-resource", filters=("code=8867-4",))

    refused = await narrow(here, "system/Observation.s").post("/fhir/Subscription", json=wanted)
    taken = await narrow(here, "system/Observation.rs").post("/fhir/Subscription", json=wanted)

    assert (refused.status_code, taken.status_code) == (403, 201)


async def test_a_patch_cannot_widen_what_is_watched(here: World) -> None:
    client = narrow(here, "system/Observation.s")
    made = (await client.post("/fhir/Subscription", json=id_only(here.subscription("Observation?status=final")))).json()
    change = [{"op": "replace", "path": "/criteria", "value": "Patient?active=true"}]
    headers = {"content-type": "application/json-patch+json"}

    answer = await client.patch(f"/fhir/Subscription/{made['id']}", json=change, headers=headers)

    assert answer.status_code == 403


async def test_whoever_may_not_search_may_still_turn_a_subscription_off(here: World) -> None:
    made = await here.post(here.subscription("Observation?status=final"))

    answer = await narrow(here).put(f"/fhir/Subscription/{made['id']}", json=made | {"status": "off"})

    assert answer.status_code == 200
