"""Clients of other people, as their users write them, against a server in a process of its own."""

import asyncio
import json
import shutil
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any, Final

import pytest
from fhirclient.client import FHIRClient
from fhirclient.models.observation import Observation
from fhirclient.models.patient import Patient
from fhirpy import AsyncFHIRClient
from fhirpy.base.exceptions import OperationOutcome, ResourceNotFound

from hub.cli.main import main
from tests.e2e.hub_process import HubProcess, running_hub

pytestmark = pytest.mark.xdist_group("foreign-clients")

PEERS: Final = Path(__file__).parents[1] / "peers"
HEART_RATE: Final = {"coding": [{"system": "http://loinc.org", "code": "8867-4"}]}


@pytest.fixture(scope="module")
def hub(tmp_path_factory: pytest.TempPathFactory) -> Iterator[HubProcess]:
    with running_hub(tmp_path_factory.mktemp("hub")) as running:
        yield running


@pytest.fixture(scope="module")
def token(hub: HubProcess) -> str:
    data = ["--data", str(hub.data)]
    register = ["client", "add", "foreign", "--member", "H1", "--make-key", "--scopes", "system/*.cruds", *data]
    assert main(register) == 0
    command = ["-m", "hub.cli.main", "token", "--client", "foreign", "--http", f"127.0.0.1:{hub.http}", *data]
    printed = subprocess.run([sys.executable, *command], capture_output=True, text=True, check=True)
    return printed.stdout.strip()


async def test_fhirpy_makes_finds_changes_and_deletes(hub: HubProcess, token: str) -> None:
    client = AsyncFHIRClient(f"{hub.url}/fhir", authorization=f"Bearer {token}")
    number = {"system": "urn:x", "value": "77"}
    elder = client.resource("Patient", name=[{"family": "王"}], gender="male", identifier=[number])
    await elder.create()
    for value in range(30):
        await client.resource(
            "Observation", status="final", code=HEART_RATE, subject=elder.to_reference(),
            valueQuantity={"value": 60 + value, "unit": "/min"},
        ).create()  # fmt: skip

    all_pages = await client.resources("Observation").search(patient=elder.id).limit(7).fetch_all()
    found = await client.resources("Patient").search(identifier="urn:x|77").get()
    found["active"] = True
    await found.save()
    with pytest.raises(OperationOutcome):
        await client.resource("Patient", gender="x").create()
    _, made_again = await client.resources("Patient").search(identifier="urn:x|77").update(
        client.resource("Patient", identifier=[number], active=False)
    )  # fmt: skip
    await client.resources("Observation").search(_id=all_pages[0].id).get()
    await all_pages[0].delete()  # type: ignore[no-untyped-call]  # fhirpy types it in part
    with pytest.raises(ResourceNotFound):
        await client.resources("Observation").search(_id=all_pages[0].id).get()

    assert len({one.id for one in all_pages}) == 30
    assert (found.id, found["meta"]["versionId"], made_again) == (elder.id, "2", False)


async def test_fhirclient_reads_updates_and_walks_the_pages(hub: HubProcess, token: str) -> None:
    def walk() -> tuple[str, str, int]:
        server = FHIRClient(settings={"app_id": "walk", "api_base": f"{hub.url}/fhir"}).server
        server.session.headers["Authorization"] = f"Bearer {token}"
        made: dict[str, Any] = Patient({"name": [{"family": "李"}], "gender": "female"}).create(server)
        for value in range(9):
            Observation({
                "status": "final", "code": HEART_RATE, "subject": {"reference": f"Patient/{made['id']}"},
                "valueQuantity": {"value": 60 + value},
            }).create(server)  # fmt: skip
        patient = Patient.read(made["id"], server)
        patient.active = True
        version = patient.update(server)["meta"]["versionId"]
        search = Observation.where({"subject": f"Patient/{made['id']}", "_count": "4"})
        return patient.name[0].family, version, len(list(search.perform_resources_iter(server)))

    assert await asyncio.to_thread(walk) == ("李", "2", 9)


@pytest.mark.skipif(  # the gate runs npm ci; a laptop may lack Node
    not (PEERS / "node_modules").is_dir() or shutil.which("node") is None,
    reason="npm ci in tests/peers brings the client",
)
def test_fhir_kit_client_does_the_whole_round(hub: HubProcess, token: str) -> None:
    done = subprocess.run(
        ["node", "round.mjs", f"{hub.url}/fhir", token], cwd=PEERS, capture_output=True, text=True, check=False
    )

    assert json.loads(done.stdout or "{}") == {
        "fhirVersion": "4.0.1", "versions": ["1", "2"], "paged": 5, "history": 2, "vread": "1", "patched": "female",
        "batch": ["200", "404"], "compartment": 5, "token": f"{hub.url}/auth/token", "deleted": 410,
    }, done.stderr  # fmt: skip
