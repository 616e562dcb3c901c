"""The whole server on PostgreSQL: several processes on one port, and what a kill leaves behind."""

import asyncio
import json
import os
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import asyncpg
import httpx2
import pytest

from hub.cli.main import main
from tests.e2e.hub_process import HubProcess
from tests.e2e.kill_cycles import run_cycles
from tests.postgres_server import fresh_database

FHIR = {"content-type": "application/fhir+json"}


@pytest.fixture
def url() -> Iterator[str]:
    with fresh_database() as made:
        yield made


def test_two_workers_serve_one_database_and_a_killed_one_is_replaced(url: str, tmp_path: Path) -> None:
    hub = HubProcess(tmp_path, {"HUB_DB": url, "HUB_WORKERS": "2"})
    try:
        hub.start()
        token = _token(tmp_path, url, hub)
        patient = {"resourceType": "Patient", "identifier": [{"system": "urn:mrn", "value": "1"}]}
        headers = {**FHIR, "authorization": f"Bearer {token}", "if-none-exist": "identifier=urn:mrn|1"}

        def create(_number: int) -> int:
            with httpx2.Client() as client:  # a connection of its own, so that the kernel may choose another worker
                answer = client.post(f"{hub.url}/fhir/Patient", content=json.dumps(patient), headers=headers)
                return answer.status_code

        with ThreadPoolExecutor(16) as threads:
            statuses = sorted(threads.map(create, range(32)))
        workers = _children(hub)
        os.kill(workers[0], signal.SIGKILL)
        _wait_for(lambda: len(_children(hub)) == 2 and workers[0] not in _children(hub))
        found = httpx2.get(f"{hub.url}/fhir/Patient?_total=accurate", headers=headers).json()
    finally:
        status = hub.stop()

    assert statuses == [200] * 31 + [201]
    assert found["total"] == 1
    assert status == 0


def test_workers_whose_address_another_program_has_end_and_say_so(url: str, tmp_path: Path) -> None:
    with socket.create_server(("127.0.0.1", 0), reuse_port=True) as taken:  # one that would share it, at that
        address = f"127.0.0.1:{taken.getsockname()[1]}"
        done = _serve_two(url, tmp_path, "--http", "127.0.0.1:0", "--mllp", address)

    assert done.returncode == 1
    assert json.loads(done.stderr)["issue"][0]["diagnostics"] == (
        f"The HL7 v2 listener cannot open {address}; another program has it, or the address is not this machine's. "
        "Choose another with --mllp."
    )


def test_workers_none_of_which_can_start_end_and_say_why(url: str, tmp_path: Path) -> None:
    _execute(url, "UPDATE alembic_version SET version_num = '9999'")

    done = _serve_two(url, tmp_path, "--http", "127.0.0.1:0", "--mllp", "")

    assert done.returncode == 1
    assert {json.loads(line)["resourceType"] for line in done.stderr.splitlines()} == {"OperationOutcome"}
    assert "9999" in done.stderr


def test_nothing_is_lost_or_doubled_when_the_hub_is_killed_on_postgresql(url: str, tmp_path: Path) -> None:
    ledger = run_cycles(tmp_path, 2, seed=4, db=url)

    assert ledger.accepted.total() >= 2


def test_db_check_finds_index_rows_that_are_gone(
    url: str, tmp_path: Path, capsysbinary: pytest.CaptureFixture[bytes]
) -> None:
    run_cycles(tmp_path, 1, seed=5, db=url)
    _execute(url, "DELETE FROM index_token WHERE key = (SELECT max(key) FROM index_token)")
    capsysbinary.readouterr()

    assert main(["db", "check", "--data", str(tmp_path), "--db", url]) == 1

    assert b"1 resources whose index rows differ from their bytes" in capsysbinary.readouterr().err


def _token(data: Path, url: str, hub: HubProcess) -> str:
    """An access token of a client that is added beside the running server."""
    _command("client", "add", "lead", "--member", "H1", "--make-key", "--data", str(data), "--db", url)
    address = f"127.0.0.1:{hub.http}"
    return _command("token", "--client", "lead", "--http", address, "--data", str(data), "--db", url).strip()


def _command(*arguments: str) -> str:
    done = subprocess.run(
        [sys.executable, "-m", "hub.cli.main", *arguments], capture_output=True, text=True, check=False
    )  # fmt: skip
    assert done.returncode == 0, done.stderr
    return done.stdout


def _serve_two(url: str, data: Path, *arguments: str) -> subprocess.CompletedProcess[str]:
    command = [sys.executable, "-m", "hub.cli.main", "serve", "--workers", "2", "--data", str(data), "--db", url]
    environment = {**os.environ, "HUB_LOG_LEVEL": "CRITICAL"}
    return subprocess.run(
        [*command, *arguments], capture_output=True, text=True, check=False, timeout=120, env=environment
    )


def _execute(url: str, sql: str) -> None:
    async def once() -> None:
        connection = await asyncpg.connect(url)
        await connection.execute(sql)
        await connection.close()

    asyncio.run(once())


def _wait_for(condition: Callable[[], bool]) -> None:
    until = time.monotonic() + 60
    while not condition():
        assert time.monotonic() < until, "it did not come to pass within a minute"
        time.sleep(0.05)


def _children(hub: HubProcess) -> list[int]:
    """The workers, by process id."""
    assert hub.process is not None
    pids = Path(f"/proc/{hub.process.pid}/task/{hub.process.pid}/children").read_text(encoding="ascii").split()
    return sorted(map(int, pids))
