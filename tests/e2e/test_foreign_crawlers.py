"""Whole programs of other people, each as its users call it, in an environment of their own (tests/peers/python).

`smart-fetch` exports in bulk, `fhir-pyrate` crawls pages into a table, `schemathesis` sends what /openapi.json allows
and forbids, and `sekmet-fhir` plays its hospital's scenarios, subscriptions with their hooks included.
"""

import gzip
import json
import os
import re
import subprocess
import sys
from collections import Counter
from collections.abc import Iterator
from pathlib import Path
from typing import Any, Final

import pytest

from hub.cli.main import main
from tests.e2e.hub_process import HubProcess, free_port, running_hub

PYTHON: Final = Path(__file__).parents[1] / "peers" / "python"
PROGRAMS: Final = PYTHON / ".venv" / "bin"
ICD: Final = "http://hl7.org/fhir/sid/icd-10"
HYPERTENSION: Final = {"text": "高血压", "coding": [{"system": ICD, "code": "I10"}]}
TOPIC: Final = "https://alliance-hub.example/fhir/SubscriptionTopic/encounter-ended"

pytestmark = [
    pytest.mark.xdist_group("foreign-crawlers"),
    pytest.mark.skipif(  # the gate makes this environment and then asks for it
        not PROGRAMS.is_dir() and "peers" not in os.environ.get("HUB_TEST_REQUIRE", ""),
        reason="`make peers` makes the environment of tests/peers/python",
    ),
]


@pytest.fixture(scope="module")
def hook_port() -> int:
    return free_port()


@pytest.fixture(scope="module")
def hub(tmp_path_factory: pytest.TempPathFactory, hook_port: int) -> Iterator[HubProcess]:
    folder = tmp_path_factory.mktemp("hub")
    with running_hub(folder) as running:
        data = ["--data", str(folder)]
        scopes = ["--scopes", "system/*.cruds"]
        assert main(["client", "add", "foreign", "--member", "H1", "--make-key", *scopes, *data]) == 0
        assert main(["endpoint", "add", "H1", "rest-hook", f"http://127.0.0.1:{hook_port}/hooks/", *data]) == 0
        yield running


@pytest.fixture(scope="module")
def token(hub: HubProcess) -> str:
    command = ["-m", "hub.cli.main", "token", "--client", "foreign", "--http", f"127.0.0.1:{hub.http}"]
    return _run(sys.executable, *command, "--data", str(hub.data)).stdout.strip()


@pytest.fixture(scope="module")
def stored(hub: HubProcess, token: str, tmp_path_factory: pytest.TempPathFactory) -> list[str]:
    """Ids of eight elders, each with one Condition of the same code."""
    lines = [
        line
        for number in range(8)
        for line in (
            {"resourceType": "Patient", "id": f"crawl-{number}", "name": [{"text": f"张{number}"}]},
            {
                "resourceType": "Condition", "id": f"crawl-{number}", "code": HYPERTENSION,
                "subject": {"reference": f"Patient/crawl-{number}"},
            },
        )
    ]  # fmt: skip
    file = tmp_path_factory.mktemp("load") / "elders.ndjson"
    file.write_text("\n".join(json.dumps(line, ensure_ascii=False) for line in lines))
    command = ["-m", "hub.cli.main", "import", str(file), "--url", hub.url, "--token", token]
    _run(sys.executable, *command)
    return [f"crawl-{number}" for number in range(8)]


def test_smart_fetch_exports_every_patient_and_condition(
    hub: HubProcess, token: str, stored: list[str], tmp_path: Path
) -> None:
    (tmp_path / "token").write_text(token)
    asked = ["--fhir-url", f"{hub.url}/fhir", "--bearer-token", str(tmp_path / "token"), "--type", "Patient,Condition"]
    _run(PROGRAMS / "smart-fetch", "bulk", str(tmp_path / "out"), *asked)

    found: Counter[str] = Counter()
    for file in (tmp_path / "out").rglob("*.ndjson*"):
        text = gzip.decompress(file.read_bytes()) if file.suffix == ".gz" else file.read_bytes()
        for line in text.splitlines():
            resource: dict[str, Any] = json.loads(line)
            if resource.get("id") in stored:
                found[resource["resourceType"]] += 1
    assert found == {"Patient": 8, "Condition": 8}


def test_fhir_pyrate_crawls_the_pages_into_a_table(hub: HubProcess, token: str, stored: list[str]) -> None:
    script = str(PYTHON / "crawl.py")
    printed = _run(PROGRAMS / "python", script, f"{hub.url}/fhir", token, f"{ICD}|I10")

    told = json.loads(printed.stdout.splitlines()[-1])
    assert [one for one in told["patients"] if one in stored] == stored
    assert told["conditions"] == [{"id": one, "patient": f"Patient/{one}", "words": "高血压"} for one in stored]


def test_schemathesis_finds_no_server_error(hub: HubProcess, token: str, tmp_path: Path) -> None:
    limits = ["--phases", "examples,coverage,fuzzing", "--max-examples", "20", "--seed", "20261122"]
    asked = ["--checks", "not_a_server_error", "-H", f"Authorization: Bearer {token}", "--no-color"]
    done = _run(PROGRAMS / "schemathesis", "run", f"{hub.url}/openapi.json", *limits, *asked, cwd=tmp_path)

    assert re.search(r"Operations:\s+Selected: (\d+)/\1\s+Tested: \1\s", done.stdout), done.stdout


def test_sekmet_plays_every_scenario_without_a_failure(
    hub: HubProcess, token: str, hook_port: int, tmp_path: Path
) -> None:
    (tmp_path / "settings.yaml").write_text(json.dumps({
        "base_url": f"http://127.0.0.1:{hook_port}/fhir", "host": "127.0.0.1", "port": hook_port,
        "data_dir": str(tmp_path / "data"), "subscriptions": {"notify_method": "post-endpoint"},
        "peers": {"hub": {"base_url": f"{hub.url}/fhir", "auth": {"type": "bearer", "token": token}}},
    }))  # fmt: skip
    asked = ["--peer", "hub", "--var", f"topic={TOPIC}", "--report-dir", str(tmp_path / "reports")]
    done = _run(PROGRAMS / "sekmet", "scenario", "run", "all", *asked, cwd=tmp_path)

    (report,) = (tmp_path / "reports").glob("*/results.json")
    told = Counter(one["status"] for one in json.loads(report.read_text()))
    # Two it leaves out by itself: the hub is no simulated laboratory, and it speaks no FHIR Messaging.
    assert told == {"passed": 12, "skipped": 2}, done.stdout


def _run(program: Path | str, *arguments: str, cwd: Path | None = None) -> subprocess.CompletedProcess[str]:
    hooks = {"SCHEMATHESIS_HOOKS": "hl7v2_serializer", "PYTHONPATH": f"{PYTHON}:{os.environ.get('PYTHONPATH', '')}"}
    environment = {**os.environ, **hooks, "NO_PROXY": "127.0.0.1", "COLUMNS": "200"}
    done = subprocess.run(
        [str(program), *arguments], capture_output=True, text=True, check=False, cwd=cwd, env=environment, timeout=300
    )
    assert done.returncode == 0, done.stdout[-3000:] + done.stderr[-3000:]
    return done
