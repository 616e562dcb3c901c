"""What looks at an installation, and what publishes a catalogue, runs beside its server on the embedded database."""

import asyncio
import hashlib
import json
import sqlite3
import subprocess
import sys
import urllib.request
from collections.abc import Callable
from contextlib import closing
from datetime import UTC, datetime
from pathlib import Path

import pytest

from hub.clock import SystemClock
from hub.errors import ConflictError
from hub.keys import Keys
from hub.referral.catalogues import Catalogues
from hub.referral.gather import GUARD
from hub.referral.rehearsal import SEARCHED, rehearse
from hub.referral.states import Direction, Event
from hub.store.admin import AdminStore
from hub.store.installation import DATABASE
from hub.store.port import Ref
from hub.store.reindex import note_definitions
from hub.store.snapshot import Snapshot
from hub.store.sqlite import SqliteStore
from terminology.catalogue import compile_catalogue, load, sample
from terminology.catalogue_source import SAMPLE
from tests.e2e.hub_process import HubProcess, running_hub
from tests.e2e.referral_stage import stage
from tests.e2e.test_catalogue_publish import version

STRICT = {"体温 <= 37.3": "体温 <= 35.3"}


async def one_referral(folder: Path) -> None:
    async with stage(folder) as alliance:
        await note_definitions(alliance.engine, alliance.clock)
        draft = await alliance.draft("H1", Direction.INTO_HOME, "N1", await alliance.steady_elder("H1"))
        await alliance.act("H1", draft.tasks[0], Event.SUBMIT)


def hub_command(*argv: str) -> tuple[int, str, str]:
    done = subprocess.run([sys.executable, "-m", "hub.cli.main", *argv], capture_output=True, text=True, check=False)
    return done.returncode, done.stdout, done.stderr


def token_of(hub: HubProcess) -> str:
    data = ["--data", str(hub.data)]
    hub_command("client", "add", "writer", "--member", "H1", "--make-key", "--scopes", "system/*.cruds", *data)
    return hub_command("token", "--client", "writer", "--http", f"127.0.0.1:{hub.http}", *data)[1].strip()


def write_patient(hub: HubProcess, token: str) -> int:
    request = urllib.request.Request(
        f"{hub.url}/fhir/Patient",
        data=json.dumps({"resourceType": "Patient", "name": [{"text": "钱阿婆"}]}).encode(),
        headers={"Authorization": f"Bearer {token}", "Content-Type": "application/fhir+json"},
    )
    with urllib.request.urlopen(request, timeout=60) as answer:
        return int(answer.status)


@pytest.mark.parametrize("command", ["dry-run", "erratum"])
def test_it_runs_beside_the_server_whose_writes_go_on(command: str, tmp_path: Path) -> None:
    data = tmp_path / "data"
    data.mkdir()
    asyncio.run(one_referral(data))
    strict = version(tmp_path, "2030.1", begins=900, cells=STRICT)
    manifest = strict / "manifest.toml"
    manifest.write_text('corrects = "2026.1-sample"\n' + manifest.read_text(encoding="utf-8"), encoding="utf-8")

    with running_hub(data) as hub:
        token = token_of(hub)
        before = write_patient(hub, token)
        status, said, _ = hub_command("catalogue", command, str(strict), "--data", str(data))
        after = write_patient(hub, token)

    found = {"dry-run": "1 of 1 decisions would change", "erratum": "1 referrals were decided by corrected cells"}
    assert (before, status, found[command] in said, after) == (201, 0, True, 201)


def test_a_version_published_beside_the_server_is_known_there(tmp_path: Path) -> None:
    data = tmp_path / "data"
    data.mkdir()
    asyncio.run(one_referral(data))
    later = version(tmp_path, "2030.1", begins=3)

    with running_hub(data) as hub:
        token = token_of(hub)
        status, said, words = hub_command("catalogue", "publish", str(later), "--supersede", "--data", str(data))
        request = urllib.request.Request(
            f"{hub.url}/fhir/ServiceRequest/$catalogue?version=2030.1", headers={"Authorization": f"Bearer {token}"}
        )
        with urllib.request.urlopen(request, timeout=60) as answer:
            shown = json.loads(answer.read())
        after = write_patient(hub, token)

    assert (status, "Published 2030.1" in said, words) == (0, True, "")
    assert (shown["entry"][-1]["resource"]["version"], after) == ("2030.1", 201)


async def test_a_snapshot_stays_at_its_moment_while_the_server_commits(tmp_path: Path) -> None:
    async with stage(tmp_path) as alliance:
        await note_definitions(alliance.engine, alliance.clock)
        patient = await alliance.steady_elder("H1")
        await alliance.draft("H1", Direction.INTO_HOME, "N1", patient)
        at = Snapshot.open(tmp_path / DATABASE, keys=alliance.keys, clock=alliance.clock, types=SEARCHED)
        await alliance.draft("H1", Direction.INTO_HOME, "N1", await alliance.steady_elder("H1"))
        await alliance.observe("H1", patient, {"temperature": 39.5})

        found = await rehearse(at, alliance.admin, new=compile_catalogue(load(SAMPLE)))
        known = await at.read_many([patient, patient, Ref("Patient", "nobody")], visibility=GUARD)
        at.close()
        later = await rehearse(alliance.engine, alliance.admin, new=compile_catalogue(load(SAMPLE)))

    assert (found.decided, list(known), later.decided) == (1, [patient], 2)


async def test_nothing_is_written_where_no_catalogue_was_published_yet(tmp_path: Path) -> None:
    SqliteStore.open(tmp_path / DATABASE, keys=Keys.in_memory(), clock=SystemClock())._lock.release()
    before = hashlib.sha256((tmp_path / DATABASE).read_bytes()).digest()
    admin = AdminStore.reading(tmp_path / DATABASE, clock=SystemClock())

    in_force = Catalogues(admin).timeline()
    of_then = in_force(int(datetime(2026, 3, 2, tzinfo=UTC).timestamp() * 1e6))
    of_long_ago = in_force(0)

    assert (of_then == sample(), of_long_ago, admin.catalogue_versions()) == (True, None, ())
    admin.close()
    assert hashlib.sha256((tmp_path / DATABASE).read_bytes()).digest() == before


def of_an_older_release(connection: sqlite3.Connection) -> None:
    connection.execute("UPDATE alembic_version SET version_num = '0004'")


def with_an_old_index(connection: sqlite3.Connection) -> None:
    connection.execute("UPDATE index_state SET definitions = '{}'")


def in_the_middle_of_a_reindex(connection: sqlite3.Connection) -> None:
    connection.execute("UPDATE index_state SET waiting = '[\"1.value\"]'")


GAPS = [
    (of_an_older_release, "schema revision 0004; this hub needs"),
    (with_an_old_index, "The search index of ServiceRequest, Task"),
    (in_the_middle_of_a_reindex, "The search index of ServiceRequest, Task"),
]


@pytest.mark.parametrize(("change", "words"), GAPS)
async def test_a_file_of_another_release_is_refused_in_words(
    change: Callable[[sqlite3.Connection], None], words: str, tmp_path: Path
) -> None:
    await one_referral(tmp_path)
    with closing(sqlite3.connect(tmp_path / DATABASE)) as connection:
        change(connection)
        connection.commit()

    with pytest.raises(ConflictError, match=words):
        Snapshot.open(tmp_path / DATABASE, keys=Keys.in_memory(), clock=SystemClock(), types=SEARCHED)


@pytest.mark.parametrize("command", ["dry-run", "erratum"])
def test_a_folder_without_an_installation_is_refused_and_stays_empty(command: str, tmp_path: Path) -> None:
    nowhere = tmp_path / "nowhere"
    folder = version(tmp_path, "2030.1")
    manifest = folder / "manifest.toml"
    manifest.write_text('corrects = "2026.1-sample"\n' + manifest.read_text(encoding="utf-8"), encoding="utf-8")

    status, said, words = hub_command("catalogue", command, str(folder), "--data", str(nowhere))

    assert (status, said, "holds no installation" in words, nowhere.exists()) == (1, "", True, False)
