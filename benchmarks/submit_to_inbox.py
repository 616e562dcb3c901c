"""From `submit` to the receiver's inbox, at a steady pace: when a home that looks sees the referral (p99 of 100 ms).

A hub in a process of its own, with sign-in, catalogue and audit on. A hundred times a second a hospital submits a
referral, whether the last ones are done or not; then the home asks for the newest Tasks it was sent, until it is among
them. The time counts from when it was due to be submitted. The limit is the same two requests, at the same pace, to the
same server stack answering a constant. `python -m benchmarks.submit_to_inbox` prints the figure.
"""

import asyncio
import atexit
import json
import os
import shutil
import signal
import socket
import subprocess
import sys
import tempfile
import time
from pathlib import Path
from typing import Any

import uvloop

from benchmarks.api import Server
from benchmarks.postgres import database
from fhir_profiles.json_text import dump
from hub.auth.principal import Principal
from hub.auth.tokens import mint_token
from hub.bootstrap import Hub
from hub.clock import micros_to_instant
from hub.referral.rules.observations import FACT_SYSTEM
from hub.referral.states import Direction
from hub.server import Running, serve
from hub.settings import Settings
from hub.store.admin import Client, Member
from hub.store.port import Put, Ref, Visibility, WriteUnit

PACE = 100
"""Submissions a second."""
SECONDS = 6
WARM = 100
"""Submissions that are not counted: caches fill and code is compiled."""
HOME = Member(code="BENCH-HOME", name="示范养护院", kind="home", licensed=True, declared_ability_level=4)
INBOX = f"/fhir/Task?owner=Organization/{HOME.code}&status=requested&_sort=-_lastUpdated&_count=20"
FACTS = {"temperature": ("Cel", 36.6), "heart-rate": ("/min", 78), "respiratory-rate": ("/min", 17), "spo2": ("%", 96),
         "systolic": ("mm[Hg]", 128), "news2": ("{score}", 0), "news2-single": ("{score}", 0),
         "potassium": ("mmol/L", 4.1), "oxygen-flow": ("L/min", 0), "ability-level": ("1", 2)}  # fmt: skip
SUBMIT = '{"resourceType":"Parameters","parameter":[{"name":"event","valueCode":"submit"}]}'

Figure = dict[str, Any]


def submit_to_inbox(engine: str = "sqlite") -> Figure:
    """Milliseconds from a submission to the home's inbox; `ratio` is the limit's p99 to the hub's."""
    hub = _start("serve", db=database(engine))
    bare = _start("hello")
    began = hub.cpu_seconds()
    found = _load(hub)
    cpu = hub.cpu_seconds() - began
    limit = _load(bare)
    return {
        "value": found["p99_ms"], "unit": "ms (p99)", "limit": limit["p99_ms"],
        "ratio": round(limit["p99_ms"] / found["p99_ms"], 4), "cpu_us": round(1e6 * cpu / (PACE * SECONDS + WARM), 1),
        "p50_ms": found["p50_ms"], "submit_p99_ms": found["submit_p99_ms"], "looks": found["looks"],
    }  # fmt: skip


def _start(kind: str, *, db: str = "") -> Server:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port: int = probe.getsockname()[1]
    folder = tempfile.mkdtemp(prefix="hub-bench-")
    module = ["benchmarks.submit_to_inbox", "serve", folder, str(port)]
    if kind == "hello":
        module = ["benchmarks.api_server", "hello", folder, str(port), "30000"]
    process = subprocess.Popen(
        [sys.executable, "-m", *module], stdout=subprocess.PIPE, text=True, env={**os.environ, "HUB_DB": db}
    )
    atexit.register(_stop, process, folder)
    assert process.stdout is not None
    return Server(process, port, json.loads(process.stdout.readline()))


def _stop(process: subprocess.Popen[str], folder: str) -> None:
    process.send_signal(signal.SIGTERM)
    process.wait(timeout=20)
    shutil.rmtree(folder, ignore_errors=True)


def _load(server: Server) -> Figure:
    """Run the load in a process of its own."""
    plan = {"port": server.port, **server.told}
    done = subprocess.run(
        [sys.executable, "-m", "benchmarks.submit_to_inbox", "load"], input=json.dumps(plan), capture_output=True,
        text=True, check=True,
    )  # fmt: skip
    found: Figure = json.loads(done.stdout)
    return found


class Clients:
    """Connections to one server, each used for one request at a time."""

    def __init__(self, port: int) -> None:
        self._port = port
        self._idle: list[tuple[asyncio.StreamReader, asyncio.StreamWriter]] = []

    async def ask(self, text: str) -> bytes:
        """The body of the answer. Raises RuntimeError for a refusal."""
        reader, writer = self._idle.pop() if self._idle else await asyncio.open_connection("127.0.0.1", self._port)
        writer.write(text.encode())
        head = (await reader.readuntil(b"\r\n\r\n")).lower()
        length = int(head.partition(b"content-length: ")[2].partition(b"\r\n")[0])
        body = await reader.readexactly(length)
        self._idle.append((reader, writer))
        if head[9:10] != b"2":
            raise RuntimeError(body.decode("utf-8", "replace")[:500])
        return body


async def _run(plan: Figure) -> Figure:
    clients, tasks = Clients(plan["port"]), plan.get("tasks", [""] * (PACE * SECONDS + WARM))
    began = asyncio.get_running_loop().time() + 0.2
    looks = 0

    async def one(number: int) -> tuple[float, float]:
        nonlocal looks
        due = began + number / PACE
        await asyncio.sleep(due - asyncio.get_running_loop().time())
        task = tasks[number]
        await clients.ask(_request(plan, "sender", "POST", f"/fhir/Task/{task}/$referral-action", SUBMIT))
        submitted = asyncio.get_running_loop().time() - due
        while True:
            looks += 1
            if task.encode() in await clients.ask(_request(plan, "receiver", "GET", INBOX)):
                return asyncio.get_running_loop().time() - due, submitted

    times = (await asyncio.gather(*(one(number) for number in range(len(tasks)))))[WARM:]
    seen, submitted = sorted(both[0] for both in times), sorted(both[1] for both in times)
    at_99 = int(len(times) * 0.99)
    return {
        "p50_ms": round(1e3 * seen[len(seen) // 2], 2), "p99_ms": round(1e3 * seen[at_99], 2),
        "submit_p99_ms": round(1e3 * submitted[at_99], 2), "looks": round(looks / len(tasks), 2),
    }  # fmt: skip


def _request(plan: Figure, who: str, method: str, path: str, body: str = "") -> str:
    lines = [f"{method} {path} HTTP/1.1", "host: 127.0.0.1", f"authorization: Bearer {plan.get(who, '')}",
             "accept: application/fhir+json"]  # fmt: skip
    if body:
        lines += ["content-type: application/fhir+json", f"content-length: {len(body)}"]
    return "\r\n".join(lines) + "\r\n\r\n" + body


async def _serve(folder: Path, port: int) -> None:
    settings = Settings(
        data=folder, db=os.environ.get("HUB_DB", ""), http=f"127.0.0.1:{port}", mllp="", log_level="ERROR"
    )

    async def ready(running: Running) -> None:
        hub = running.hub
        home = hub.admin.add_member(HOME)
        told: Figure = {"tasks": [await _draft(hub, number) for number in range(PACE * SECONDS + WARM)]}
        for name, member in (("sender", 1), ("receiver", home.number)):
            jwks = json.dumps({"keys": [hub.keys.public_jwk(f"client-{name}")]})
            hub.admin.add_client(Client(id=name, member=member, scopes="system/*.cruds", jwks=jwks))
            told[name] = mint_token(settings=settings, keys=hub.keys, admin=hub.admin, clock=hub.clock, client_id=name)
        print(json.dumps(told), flush=True)

    await serve(settings, ready=ready)


async def _draft(hub: Hub, number: int) -> str:
    """An elder with a disease and the values of today, and a draft to the home; the Task's id."""
    patient, now = Ref("Patient", f"elder-{number}"), micros_to_instant(hub.clock.now())
    subject = {"reference": str(patient)}
    resources: list[dict[str, Any]] = [
        {"resourceType": "Patient", "id": patient.id},
        {"resourceType": "Condition", "id": f"c{number}", "subject": subject, "onsetDateTime": "2026-02-01",
         "code": {"coding": [{"system": "http://hl7.org/fhir/sid/icd-10", "code": "I10"}]}},
        *({"resourceType": "Observation", "id": f"o{number}-{code}", "status": "final", "subject": subject,
           "effectiveDateTime": now, "code": {"coding": [{"system": FACT_SYSTEM, "code": code}]},
           "valueQuantity": {"value": value, "code": unit}} for code, (unit, value) in FACTS.items()),
    ]  # fmt: skip
    puts = tuple(Put(ref=Ref(one["resourceType"], one["id"]), data=dump(one), custodian=1) for one in resources)
    await hub.store.write(WriteUnit(puts=puts), visibility=Visibility(member=1))
    [sender] = [member for member in hub.admin.members() if member.number == 1]
    desk = Principal(
        agent="client:sender", member=1, member_code=sender.code, scopes={"*": frozenset("cruds")}, roles=frozenset()
    )
    draft = await hub.workflow.create_draft(desk, patient=patient, direction=Direction.INTO_HOME, receivers=[HOME.code])
    return draft.tasks[0].id


def main() -> None:
    if sys.argv[1:2] == ["serve"]:
        uvloop.run(_serve(Path(sys.argv[2]), int(sys.argv[3])))
    elif sys.argv[1:2] == ["load"]:
        print(json.dumps(uvloop.run(_run(json.loads(sys.stdin.read())))))
    else:
        began = time.time()
        print(json.dumps(submit_to_inbox(*sys.argv[1:2])), f"({time.time() - began:.0f} s)")


if __name__ == "__main__":
    main()
