"""For how long one caller's large work holds the event loop: the longest stretch in which nobody else is served.

A server with its real doors runs on uvloop in this process; a thread asks it over a socket. Processor time of the
loop's own thread alone is counted, so that other programs, and the hub's own work beside the loop, do not show. The
limit is what DESIGN D16 allows, 5 ms: a ratio under 1 is over it. `cpu_us` is the longest hold in microseconds, the
median of several rounds; `docs/adr/0056-large-work-beside-the-loop.md` has the measurements.
"""

import asyncio
import base64
import http.client
import json
import secrets
import socket
import statistics
import tempfile
import time
from collections.abc import Awaitable, Callable
from contextlib import suppress
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any, Final

import uvloop

from hub.auth.tokens import mint_token
from hub.bootstrap import Hub
from hub.diagnostics.ecg import ecg_sheet_svg
from hub.server import Running, serve
from hub.settings import Settings
from hub.store.admin import Client

Figure = dict[str, Any]
_ALLOWED_US: Final = 5_000
_ROUNDS: Final = 7
_LEADS: Final = (131329, 131330, 131389, 131390, 131391, 131392, *range(131331, 131337))
_SUBJECT: Final = {"reference": "Patient/p1"}
_TIME: Final = "2026-11-22T08:00:00+08:00"


@dataclass(frozen=True, slots=True)
class Stage:
    """A running server with one Patient, a caller's token, and the port of its HL7 v2 listener."""

    running: Running
    token: str
    mllp: int

    @property
    def hub(self) -> Hub:
        return self.running.hub

    async def ask(self, method: str, path: str, body: bytes = b"") -> bytes:
        """One request over a socket, from a thread."""
        return await asyncio.to_thread(self._ask, method, path, body)

    def _ask(self, method: str, path: str, body: bytes) -> bytes:
        host, _, port = self.running.http.rpartition(":")
        connection = http.client.HTTPConnection(host, int(port), timeout=60)
        headers = {"Authorization": f"Bearer {self.token}", "Content-Type": "application/fhir+json"}
        connection.request(method, path, body, headers)
        answer = connection.getresponse()
        content = answer.read()
        connection.close()
        if answer.status >= 400:
            raise RuntimeError(f"{method} {path} was answered {answer.status}: {content[:300]!r}")
        return content


Work = Callable[[Stage], Awaitable[object]]


def figures() -> dict[str, Callable[[], Figure]]:
    """By name, as benchmarks/run.py shows them."""
    return {
        "loop_hold.ecg": lambda: measure(_ecg),
        "loop_hold.page_indented": lambda: measure(_page_indented, before=_fifty),
        "loop_hold.tokens": lambda: measure(_tokens),
        "loop_hold.password": lambda: measure(_password),
        "loop_hold.ecg_sheet": lambda: measure(_sheet),
        "loop_hold.page_20mb": lambda: measure(_page_20mb, before=_twenty_binaries),
        "loop_hold.resource_8mb": lambda: measure(_resource_8mb, before=_large_binary),
        "loop_hold.frame_10mb": lambda: measure(_frame_10mb),
    }


def measure(work: Work, *, before: Work | None = None) -> Figure:
    """The longest hold while `work` is done, after `before` and a first time that warms everything up."""
    return uvloop.run(_measured(work, before))


async def _measured(work: Work, before: Work | None) -> Figure:
    with tempfile.TemporaryDirectory(prefix="hub-bench-") as folder:
        opened: asyncio.Future[Running] = asyncio.get_running_loop().create_future()
        port = _free_port()
        settings = Settings(data=Path(folder), http="127.0.0.1:0", mllp=f"127.0.0.1:{port}", log_level="ERROR")
        server = asyncio.create_task(serve(settings, ready=opened.set_result))
        stage = await _set_up(await opened, port)
        try:
            if before is not None:
                await before(stage)
            await work(stage)
            holds = [await _longest_hold(stage, work) for _ in range(_ROUNDS)]
        finally:
            stage.running.stop.set()
            await server
    longest = statistics.median(holds)
    return {
        "value": round(1e6 / longest, 1),
        "unit": "turns/s",
        "limit": 1e6 / _ALLOWED_US,
        "ratio": round(_ALLOWED_US / longest, 3),
        "cpu_us": round(longest),
        "worst_us": round(max(holds)),
    }


async def _longest_hold(stage: Stage, work: Work) -> float:
    """Microseconds between two turns of a task that wants one each half millisecond."""
    longest = 0.0

    async def watch() -> None:
        nonlocal longest
        while True:
            before = time.thread_time()
            await asyncio.sleep(0.0005)
            longest = max(longest, time.thread_time() - before)

    watcher = asyncio.create_task(watch())
    await asyncio.sleep(0.02)
    longest = 0.0
    await work(stage)
    await asyncio.sleep(0.02)
    watcher.cancel()
    with suppress(asyncio.CancelledError):
        await watcher
    return longest * 1e6


async def _set_up(running: Running, port: int) -> Stage:
    hub = running.hub
    jwks = json.dumps({"keys": [hub.keys.public_jwk("client-bench")]})
    hub.admin.add_client(Client(id="bench", member=1, scopes="system/*.cruds", jwks=jwks))
    token = mint_token(settings=hub.settings, keys=hub.keys, admin=hub.admin, clock=hub.clock, client_id="bench")
    stage = Stage(running, token, port)
    await stage.ask("PUT", "/fhir/Patient/p1", b'{"resourceType":"Patient","id":"p1","gender":"female"}')
    await asyncio.sleep(3)  # what the server makes when its doors have opened
    return stage


async def _ecg(stage: Stage) -> None:
    body = _recording_text()
    await stage.ask("POST", "/fhir/Observation", body)
    await stage.ask("POST", "/fhir/Observation/$validate", body)


async def _fifty(stage: Stage) -> None:
    entry = [{"request": {"method": "POST", "url": "Observation"}, "resource": _observation()} for _ in range(50)]
    await stage.ask("POST", "/fhir", json.dumps({"resourceType": "Bundle", "type": "batch", "entry": entry}).encode())


async def _page_indented(stage: Stage) -> None:
    await stage.ask("GET", "/fhir/Observation?_count=50&_pretty=true")


async def _tokens(stage: Stage) -> None:
    hub = stage.hub
    for _ in range(20):
        mint_token(settings=hub.settings, keys=hub.keys, admin=hub.admin, clock=hub.clock, client_id="bench")
        await asyncio.sleep(0.001)


async def _password(stage: Stage) -> None:
    passwords = stage.hub.sessions.passwords
    await passwords.is_right("correct horse 1949", await passwords.hash("correct horse 1949"))


async def _sheet(stage: Stage) -> None:
    await stage.hub.offload.run(ecg_sheet_svg, _recording(), language="zh")


async def _twenty_binaries(stage: Stage) -> None:
    for number in range(20):
        await _store_binary(stage, f"large-{number}", 1_000_000)


async def _page_20mb(stage: Stage) -> None:
    answer = await stage.ask("GET", "/fhir/DocumentReference?_count=20")
    if len(answer) < 20_000_000:
        raise RuntimeError(f"The page has {len(answer)} bytes; expected 20 resources of 1 MB.")


async def _large_binary(stage: Stage) -> None:
    await _store_binary(stage, "largest", 8_000_000)


async def _resource_8mb(stage: Stage) -> None:
    await stage.ask("GET", "/fhir/DocumentReference/largest")


async def _store_binary(stage: Stage, name: str, size: int) -> None:
    content = base64.b64encode(name.encode() * (size * 3 // 4 // len(name) + 1)).decode()
    document = {
        "resourceType": "DocumentReference",
        "id": name,
        "status": "current",
        "subject": _SUBJECT,
        "content": [{"attachment": {"contentType": "application/octet-stream", "data": content}}],
    }
    await stage.ask("PUT", f"/fhir/DocumentReference/{name}", json.dumps(document).encode())


async def _frame_10mb(stage: Stage) -> None:
    await asyncio.to_thread(_send_frame, stage.mllp)


def _send_frame(port: int) -> None:
    """The frame is made here: what the loop's thread does is measured."""
    head = f"MSH|^~\\&|NOBODY|H1|HUB|ALLIANCE|20261122083000||ORU^R01|{secrets.token_hex(6)}|P|2.5.1"
    text = f"{head}\rOBX|1|ED|X^X^L||{'A' * 9_990_000}"
    with socket.create_connection(("127.0.0.1", port), timeout=60) as connection:
        connection.sendall(b"\x0b" + text.encode() + b"\r\x1c\r")
        if not connection.recv(1):
            raise RuntimeError("The frame was not answered.")


def _observation() -> dict[str, Any]:
    code = {"coding": [{"system": "http://loinc.org", "code": "8867-4"}]}
    quantity = {"value": 72, "unit": "/min", "system": "http://unitsofmeasure.org", "code": "/min"}
    return {
        "resourceType": "Observation",
        "status": "final",
        "code": code,
        "subject": _SUBJECT,
        "effectiveDateTime": _TIME,
        "valueQuantity": quantity,
    }


@cache
def _recording_text() -> bytes:
    return json.dumps(_recording()).encode()


@cache
def _recording() -> dict[str, Any]:
    """Twelve leads, ten seconds at 1,000 Hz: 430 kB as JSON."""
    samples = " ".join(str(number % 997 - 500) for number in range(10_000))
    held = {"origin": {"value": 0, "unit": "uV"}, "period": 1, "dimensions": 1, "factor": 1, "data": samples}
    component = [
        {"code": {"coding": [{"system": "urn:iso:std:iso:11073:10101", "code": str(code)}]}, "valueSampledData": held}
        for code in _LEADS
    ]
    found = _observation() | {"component": component}
    del found["valueQuantity"]
    return found


def _free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


def main() -> None:
    """Print each figure."""
    for name, figure in figures().items():
        found = figure()
        print(f"{name:26} longest hold {found['cpu_us'] / 1000:7.2f} ms, worst {found['worst_us'] / 1000:7.2f} ms")


if __name__ == "__main__":
    main()
