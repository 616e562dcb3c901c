"""The server that `benchmarks.api` measures: a real hub with sign-in and audit on, or a bare ASGI answer.

`python -m benchmarks.api_server hub FOLDER PORT ROWS` or `… hello FOLDER PORT SIZE`. Prints one line of
JSON when it listens.
"""

import asyncio
import json
import os
import socket
import sys
from pathlib import Path
from typing import Any

import orjson
import uvicorn

from benchmarks.fhir_profiles import OBSERVATION
from hub.auth.tokens import mint_token
from hub.server import Running, serve
from hub.settings import Settings
from hub.store.admin import Client
from hub.store.port import Put, Ref, Visibility, WriteUnit

PATIENTS = 1000


async def serve_hub(folder: Path, port: int, rows: int) -> None:
    """A hub with `rows` Observations of a thousand patients."""
    settings = Settings(
        data=folder, db=os.environ.get("HUB_DB", ""), http=f"127.0.0.1:{port}", mllp="", log_level="ERROR"
    )

    async def ready(running: Running) -> None:
        hub = running.hub
        jwks = json.dumps({"keys": [hub.keys.public_jwk("client-bench")]})
        hub.admin.add_client(Client(id="bench", member=1, scopes="system/*.cruds", jwks=jwks))
        ids = await fill(running, rows)
        token = mint_token(settings=settings, keys=hub.keys, admin=hub.admin, clock=hub.clock, client_id="bench")
        print(json.dumps({"token": token, "ids": ids}), flush=True)

    await serve(settings, ready=ready)


async def fill(running: Running, rows: int) -> list[str]:
    """Store the Observations, a hundred to a unit; some of their ids."""
    store = running.hub.store
    ids: list[str] = []

    async def write(start: int) -> None:
        puts = []
        for number in range(start, min(start + 100, rows)):
            patient = f"patient-{number % PATIENTS}"
            resource = observation(number, patient)
            ref = Ref("Observation", store.new_id(patient))
            puts.append(Put(ref, orjson.dumps(resource), expected=0, resource=resource))
            if number % 97 == 0:
                ids.append(ref.id)
        await store.write(WriteUnit(puts=tuple(puts)), visibility=Visibility(member=1))

    for start in range(0, rows, 400):
        await asyncio.gather(*(write(at) for at in range(start, min(start + 400, rows), 100)))
    return ids


def observation(number: int, patient: str) -> dict[str, Any]:
    """The sample Observation with its own number and patient."""
    identifier = [{"system": "https://alliance-hub.example/sid/H1/filler", "value": f"{number:08d}"}]
    return OBSERVATION | {"identifier": identifier, "subject": {"reference": f"Patient/{patient}"}}


async def serve_hello(port: int, size: int) -> None:
    """The same server stack with an application that does nothing but answer."""
    body = b"x" * size
    headers = [(b"content-type", b"application/fhir+json"), (b"content-length", str(size).encode())]

    async def hello(scope: Any, receive: Any, send: Any) -> None:
        del scope, receive
        await send({"type": "http.response.start", "status": 200, "headers": headers})
        await send({"type": "http.response.body", "body": body})

    config = uvicorn.Config(
        hello, host="127.0.0.1", port=port, http="httptools", ws="none", lifespan="off", access_log=False,
        log_level="error", server_header=False,
    )  # fmt: skip
    await _AnnouncingServer(config).serve()


class _AnnouncingServer(uvicorn.Server):
    async def startup(self, sockets: list[socket.socket] | None = None) -> None:
        await super().startup(sockets)
        print("{}", flush=True)


def main() -> None:
    import uvloop

    kind, folder, port, number = sys.argv[1:5]
    if kind == "hub":
        uvloop.run(serve_hub(Path(folder), int(port), int(number)))
    else:
        uvloop.run(serve_hello(int(port), int(number)))


if __name__ == "__main__":
    main()
