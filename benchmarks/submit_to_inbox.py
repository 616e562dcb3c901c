"""From `submit` to the receiver's inbox, at a steady pace: when a home that looks sees the referral (p99 of 100 ms).

`hub serve` with sign-in, catalogue and audit on. A hundred times a second a hospital submits a referral, whether the
last ones are done or not; then the home asks for the newest Tasks it was sent, until it is among them. The time counts
from when it was due to be submitted. The limit is the same two requests, at the same pace, to the same server stack
answering a constant. `python -m benchmarks.submit_to_inbox [postgres [WORKERS]]` prints the figure.
"""

import asyncio
import atexit
import contextlib
import json
import os
import shutil
import signal
import socket
import subprocess
import sys
import tempfile
import time
import urllib.request
from collections import deque
from pathlib import Path
from typing import Any

import uvloop

from benchmarks.api import Server
from benchmarks.postgres import database
from fhir_profiles.json_text import dump
from hub.auth.principal import Principal
from hub.auth.tokens import mint_token
from hub.bootstrap import Hub, build_hub, close_hub
from hub.clock import micros_to_instant
from hub.referral.rules.observations import FACT_SYSTEM
from hub.referral.states import Direction
from hub.settings import Settings
from hub.store.admin import Client, Member
from hub.store.port import Put, Ref, Visibility, WriteUnit

PACE = 100
"""Submissions a second."""
SECONDS = 6
WARM = 100
"""Submissions that are not counted: caches fill and code is compiled."""
DESKS = 32
"""Connections that the requests come over."""
START_SECONDS = 60.0
HOME = Member(code="BENCH-HOME", name="示范养护院", kind="home", licensed=True, declared_ability_level=4)
INBOX = f"/fhir/Task?owner=Organization/{HOME.code}&status=requested&_sort=-_lastUpdated&_count=20"
WHOLE_INBOX = INBOX.replace("_count=20", "_count=800")
"""What a home asks for that does not find it: a hub that is behind may have twenty newer ones by then."""
FACTS = {"temperature": ("Cel", 36.6), "heart-rate": ("/min", 78), "respiratory-rate": ("/min", 17), "spo2": ("%", 96),
         "systolic": ("mm[Hg]", 128), "news2": ("{score}", 0), "news2-single": ("{score}", 0),
         "potassium": ("mmol/L", 4.1), "oxygen-flow": ("L/min", 0), "ability-level": ("1", 2)}  # fmt: skip
SUBMIT = '{"resourceType":"Parameters","parameter":[{"name":"event","valueCode":"submit"}]}'

Figure = dict[str, Any]


def submit_to_inbox(engine: str = "sqlite", workers: int = 1, *, seconds: int = SECONDS, warm: int = WARM) -> Figure:
    """Milliseconds from a submission to the home's inbox; `ratio` is the limit's p99 to the hub's."""
    count = PACE * seconds + warm
    hub, bare = _start_hub(count, db=database(engine), workers=workers), _start_bare()
    began = _cpu_seconds(hub.process.pid)
    found = _load(hub, count=count, warm=warm)
    cpu = _cpu_seconds(hub.process.pid) - began
    limit = _load(bare, count=count, warm=warm)
    return {
        "value": found["p99_ms"], "unit": "ms (p99)", "limit": limit["p99_ms"],
        "ratio": round(limit["p99_ms"] / found["p99_ms"], 4), "cpu_us": round(1e6 * cpu / count, 1),
        "p50_ms": found["p50_ms"], "submit_p99_ms": found["submit_p99_ms"], "looks": found["looks"],
    }  # fmt: skip


def in_short(engine: str = "sqlite", workers: int = 1) -> Figure:
    """The same for two seconds, whose processor time of one submission and one look at the inbox has a gate."""
    return submit_to_inbox(engine, workers, seconds=2, warm=WARM // 2)


def _start_hub(count: int, *, db: str, workers: int) -> Server:
    """`hub serve` on a data folder with the drafts that are going to be submitted."""
    folder = tempfile.mkdtemp(prefix="hub-bench-")
    environment = {**os.environ, "HUB_DB": db, "HUB_DATA": folder, "HUB_LOG_LEVEL": "ERROR", "HUB_MLLP": ""}
    prepare = [sys.executable, "-m", "benchmarks.submit_to_inbox", "prepare", str(count)]
    told = json.loads(subprocess.run(prepare, env=environment, capture_output=True, text=True, check=True).stdout)
    port = _free_port()
    serve = [sys.executable, "-m", "hub.cli.main", "serve", "--http", f"127.0.0.1:{port}", "--workers", str(workers)]
    process = subprocess.Popen(serve, stdout=subprocess.DEVNULL, text=True, env=environment)
    atexit.register(_stop, process, folder)
    _await_ready(port)
    return Server(process, port, told)


def _start_bare() -> Server:
    folder, port = tempfile.mkdtemp(prefix="hub-bench-"), _free_port()
    process = subprocess.Popen(
        [sys.executable, "-m", "benchmarks.api_server", "hello", folder, str(port), "30000"],
        stdout=subprocess.PIPE, text=True,
    )  # fmt: skip
    atexit.register(_stop, process, folder)
    assert process.stdout is not None
    return Server(process, port, json.loads(process.stdout.readline()))


def _free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port: int = probe.getsockname()[1]
    return port


def _await_ready(port: int) -> None:
    """Wait until the hub says that it is ready, and its caches have had a moment to fill. Raises TimeoutError."""
    until = time.monotonic() + START_SECONDS
    while time.monotonic() < until:
        with contextlib.suppress(OSError), urllib.request.urlopen(f"http://127.0.0.1:{port}/readyz", timeout=1) as said:
            if said.status == 200:
                time.sleep(1.0)
                return
        time.sleep(0.1)
    raise TimeoutError(f"the hub was not ready within {START_SECONDS} s")


def _cpu_seconds(pid: int) -> float:
    """Processor time of a process and of its children, all threads."""
    fields = Path(f"/proc/{pid}/stat").read_text(encoding="ascii").rpartition(")")[2].split()
    children = Path(f"/proc/{pid}/task/{pid}/children").read_text(encoding="ascii").split()
    own = (int(fields[11]) + int(fields[12])) / os.sysconf("SC_CLK_TCK")
    return own + sum(_cpu_seconds(int(child)) for child in children)


def _stop(process: subprocess.Popen[str], folder: str) -> None:
    process.send_signal(signal.SIGTERM)
    process.wait(timeout=20)
    shutil.rmtree(folder, ignore_errors=True)


def _load(server: Server, *, count: int, warm: int) -> Figure:
    """Run the load in a process of its own."""
    plan = {"port": server.port, "count": count, "warm": warm, **server.told}
    done = subprocess.run(
        [sys.executable, "-m", "benchmarks.submit_to_inbox", "load"], input=json.dumps(plan), capture_output=True,
        text=True, check=True,
    )  # fmt: skip
    found: Figure = json.loads(done.stdout)
    return found


class Clients:
    """Connections to one server, each used for one request at a time and all in turns, as from many desks."""

    def __init__(self, port: int) -> None:
        self._port = port
        self._open = 0
        self._idle: deque[tuple[asyncio.StreamReader, asyncio.StreamWriter]] = deque()

    async def ask(self, text: str) -> bytes:
        """The body of the answer. Raises RuntimeError for a refusal."""
        if self._open < DESKS or not self._idle:
            self._open += 1
            reader, writer = await asyncio.open_connection("127.0.0.1", self._port)
        else:
            reader, writer = self._idle.popleft()
        writer.write(text.encode())
        head = (await reader.readuntil(b"\r\n\r\n")).lower()
        length = int(head.partition(b"content-length: ")[2].partition(b"\r\n")[0])
        body = await reader.readexactly(length)
        self._idle.append((reader, writer))
        if head[9:10] != b"2":
            raise RuntimeError(body.decode("utf-8", "replace")[:500])
        return body


async def _run(plan: Figure) -> Figure:
    clients, tasks = Clients(plan["port"]), plan.get("tasks", [""] * plan["count"])
    began = asyncio.get_running_loop().time() + 0.2
    looks = 0

    async def one(number: int) -> tuple[float, float]:
        nonlocal looks
        due = began + number / PACE
        await asyncio.sleep(due - asyncio.get_running_loop().time())
        task = tasks[number]
        await clients.ask(_request(plan, "sender", "POST", f"/fhir/Task/{task}/$referral-action", SUBMIT))
        submitted = asyncio.get_running_loop().time() - due
        inbox = INBOX
        while True:
            looks += 1
            seen, inbox = await clients.ask(_request(plan, "receiver", "GET", inbox)), WHOLE_INBOX
            if task.encode() in seen:
                return asyncio.get_running_loop().time() - due, submitted

    times = (await asyncio.gather(*(one(number) for number in range(len(tasks)))))[plan["warm"] :]
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


async def _prepare(count: int) -> None:
    """Store the elders and the drafts; print who may ask for what."""
    settings = Settings.from_environment()
    hub = await build_hub(settings)
    try:
        home = hub.admin.add_member(HOME)
        told: Figure = {"tasks": [await _draft(hub, number) for number in range(count)]}
        for name, member in (("sender", 1), ("receiver", home.number)):
            jwks = json.dumps({"keys": [hub.keys.public_jwk(f"client-{name}")]})
            hub.admin.add_client(Client(id=name, member=member, scopes="system/*.cruds", jwks=jwks))
            told[name] = mint_token(settings=settings, keys=hub.keys, admin=hub.admin, clock=hub.clock, client_id=name)
        print(json.dumps(told), flush=True)
    finally:
        await close_hub(hub)


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
    match sys.argv[1:]:
        case ["prepare", count]:
            uvloop.run(_prepare(int(count)))
        case ["load"]:
            print(json.dumps(uvloop.run(_run(json.loads(sys.stdin.read())))))
        case [*named]:
            began = time.time()
            engine, workers, *_ = [*named, "sqlite", "1"] if not named else [*named, "1"]
            print(json.dumps(submit_to_inbox(engine, int(workers))), f"({time.time() - began:.0f} s)")


if __name__ == "__main__":
    main()
