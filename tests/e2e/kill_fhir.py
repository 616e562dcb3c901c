"""kill -9 under FHIR writes (fault matrix T1): what was answered is there once, and nothing is there by half.

Writers send creates, updates, transactions of three and deletes. Each create carries a number of its own and is never
sent again, so that a number that stands twice was stored twice.
"""

import json
import random
import subprocess
import sys
import threading
import time
from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import httpx2

from hub.cli.main import main
from tests.e2e.hub_process import HubProcess
from tests.e2e.kill_cycles import rows_of

WRITERS = 6
_SYSTEM = "urn:kill"
_TOKEN_SECONDS = 200


@dataclass(slots=True)
class Answers:
    """What the writers know. `versions` are updates: id and version to the text that was written.

    `together` are the numbers of transactions that were sent, answered or not.
    """

    created: dict[str, str] = field(default_factory=dict)
    deleted: set[str] = field(default_factory=set)
    versions: dict[tuple[str, int], str] = field(default_factory=dict)
    together: list[tuple[str, ...]] = field(default_factory=list)
    strange: list[str] = field(default_factory=list)
    lock: threading.Lock = field(default_factory=threading.Lock)
    numbers: int = 0

    def number(self) -> str:
        """A number that was never used."""
        with self.lock:
            self.numbers += 1
            return f"K{self.numbers:07}"

    def total(self) -> int:
        """Writes that were answered with success."""
        return len(self.created) + len(self.versions) + len(self.deleted)


def run_fhir_cycles(folder: Path, cycles: int, *, seed: int, db: str = "") -> Answers:
    """Start, write, kill, that many times; then check what the database holds: the file, or the one at `db`."""
    chance = random.Random(seed)
    answers = Answers()
    hub = HubProcess(folder, {"HUB_DB": db} if db else {})
    options = ["--data", str(folder), *(["--db", db] if db else [])]
    hub.start()
    _command("client", "add", "killer", "--member", "H1", "--make-key", *options)
    token, since = "", 0.0
    for _ in range(cycles):
        if hub.process is not None and hub.process.poll() is not None:
            hub.start()
        if not token or time.monotonic() - since > _TOKEN_SECONDS:
            token, since = _token(hub, options), time.monotonic()
        stop = threading.Event()
        writers = [
            threading.Thread(target=_write, args=(hub.url, token, answers, stop, random.Random(chance.random())))
            for _ in range(WRITERS)
        ]
        before = answers.total()
        for writer in writers:
            writer.start()
        until = time.monotonic() + 20
        while answers.total() == before and not answers.strange and time.monotonic() < until:
            time.sleep(0.002)
        time.sleep(chance.uniform(0, 0.4))
        hub.kill()
        stop.set()
        for writer in writers:
            writer.join()
        assert answers.strange == [], answers.strange
    check(folder, db, answers, options)
    return answers


def _write(url: str, token: str, answers: Answers, stop: threading.Event, chance: random.Random) -> None:
    """One writer with a patient of its own, until the server is gone."""
    headers = {"authorization": f"Bearer {token}", "content-type": "application/fhir+json"}
    try:
        with httpx2.Client(base_url=f"{url}/fhir", headers=headers, timeout=20) as client:
            patient, version, mine = _create(client, answers, _resource("Patient", answers.number())), 1, [""]
            while not stop.is_set():
                turn = chance.random()
                if turn < 0.4:
                    mine.append(_create(client, answers, _observation(answers.number(), patient)))
                elif turn < 0.7:
                    version = _update(client, answers, patient, version)
                elif turn < 0.9:
                    _transact(client, answers, patient)
                elif mine[-1]:
                    _delete(client, answers, mine.pop())
    except httpx2.TransportError:
        return  # the kill; what was under way is neither stored for certain nor lost


def _create(client: httpx2.Client, answers: Answers, resource: dict[str, Any]) -> str:
    answer = client.post(f"/{resource['resourceType']}", content=json.dumps(resource))
    if answer.status_code != 201:
        answers.strange.append(answer.text)
        raise httpx2.TransportError("refused")
    made = str(answer.json()["id"])
    answers.created[resource["identifier"][0]["value"]] = made
    return made


def _update(client: httpx2.Client, answers: Answers, patient: str, version: int) -> int:
    text = answers.number()
    resource = {**_resource("Patient", f"of-{patient}"), "id": patient, "name": [{"text": text}]}
    answer = client.put(f"/Patient/{patient}", content=json.dumps(resource), headers={"if-match": f'W/"{version}"'})
    if answer.status_code != 200:
        answers.strange.append(answer.text)
        raise httpx2.TransportError("refused")
    answers.versions[patient, version + 1] = text
    return version + 1


def _transact(client: httpx2.Client, answers: Answers, patient: str) -> None:
    numbers = tuple(answers.number() for _ in range(3))
    entries = [
        {"resource": _observation(number, patient), "request": {"method": "POST", "url": "Observation"}}
        for number in numbers
    ]
    answers.together.append(numbers)
    answer = client.post("/", content=json.dumps({"resourceType": "Bundle", "type": "transaction", "entry": entries}))
    if answer.status_code != 200:
        answers.strange.append(answer.text)
        raise httpx2.TransportError("refused")
    for number, entry in zip(numbers, answer.json()["entry"], strict=True):
        answers.created[number] = entry["response"]["location"].split("/Observation/")[1].split("/")[0]


def _delete(client: httpx2.Client, answers: Answers, observation: str) -> None:
    answer = client.delete(f"/Observation/{observation}")
    if answer.status_code not in {200, 204}:
        answers.strange.append(answer.text)
        raise httpx2.TransportError("refused")
    answers.deleted.add(observation)


def _resource(resource_type: str, number: str) -> dict[str, Any]:
    return {"resourceType": resource_type, "identifier": [{"system": _SYSTEM, "value": number}]}


def _observation(number: str, patient: str) -> dict[str, Any]:
    return {
        **_resource("Observation", number),
        "status": "final",
        "code": {"coding": [{"system": "http://loinc.org", "code": "8867-4"}]},
        "subject": {"reference": f"Patient/{patient}"},
        "effectiveDateTime": "2026-11-22T08:00:00+08:00",
        "valueQuantity": {"value": 72, "unit": "/min", "system": "http://unitsofmeasure.org", "code": "/min"},
    }


def check(folder: Path, db: str, answers: Answers, options: Iterable[str]) -> None:
    """Hold the database against what was answered, and run `hub db check` on it."""
    stored = rows_of(folder, db, "SELECT id, version, deleted, body FROM resource_history")
    texts = {(one, version): _names(body) for one, version, _, body in stored}
    first = Counter(_number(body) for _, version, _, body in stored if version == 1)
    gone = {one for one, _, deleted, _ in stored if deleted}

    assert main(["db", "check", *options]) == 0
    assert [number for number in answers.created if first[number] != 1] == []
    assert [number for number, count in first.items() if number.startswith("K") and count != 1] == []
    assert {one: texts.get(one) for one in answers.versions} == answers.versions
    assert answers.deleted <= gone
    halves = [one for one in answers.together if len({first[number] for number in one}) != 1]
    assert halves == []


def _number(body: bytes) -> str:
    found = json.loads(b"{" + bytes(body).lstrip(b",") + b"}")
    return str(found.get("identifier", [{"value": ""}])[0]["value"])


def _names(body: bytes) -> str:
    found = json.loads(b"{" + bytes(body).lstrip(b",") + b"}")
    return str(found.get("name", [{"text": ""}])[0]["text"])


def _token(hub: HubProcess, options: list[str]) -> str:
    return _command("token", "--client", "killer", "--http", f"127.0.0.1:{hub.http}", *options).strip()


def _command(*arguments: str) -> str:
    done = subprocess.run(
        [sys.executable, "-m", "hub.cli.main", *arguments], capture_output=True, text=True, check=False
    )
    assert done.returncode == 0, done.stderr
    return done.stdout
