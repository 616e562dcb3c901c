"""One elder's stay as a hospital's systems tell it, over the listener of a real server, and what is stored then."""

import json
import sqlite3
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.e2e.hub_process import HubProcess, MllpClient, running_hub
from tests.unit.ingest.samples import code_of

SAMPLES = Path(__file__).parents[2] / "samples" / "hl7v2"
STORY = ("oru_r01", "adt_a01", "adt_a08", "adt_a03", "adt_a40", "ref_i12")


@pytest.fixture(scope="module")
def hub(tmp_path_factory: pytest.TempPathFactory) -> Iterator[HubProcess]:
    with running_hub(tmp_path_factory.mktemp("story")) as server:
        yield server


def kinds(hub: HubProcess) -> dict[str, int]:
    """How many resources of each type a stored message names."""
    with sqlite3.connect(f"file:{hub.data / 'hub.db'}?mode=ro", uri=True) as connection:
        rows = connection.execute("SELECT resources FROM inbound WHERE state = 'stored'").fetchall()
    connection.close()
    refs = {ref for (text,) in rows for ref in json.loads(text)}
    found: dict[str, int] = {}
    for ref in refs:
        kind = ref.partition("/")[0]
        found[kind] = found.get(kind, 0) + 1
    return found


def test_the_samples_in_an_order_that_nobody_planned_are_one_record(hub: HubProcess) -> None:
    messages = [(SAMPLES / f"{name}.hl7").read_bytes() for name in STORY]

    with MllpClient(hub.mllp) as client:
        client.send(*messages)
        acks = [client.receive() for _ in messages]
    once = kinds(hub)
    with MllpClient(hub.mllp) as client:
        client.send(*messages)
        again = [client.receive() for _ in messages]

    assert [code_of(ack) for ack in acks] == ["AA"] * len(STORY)
    assert again == acks
    assert kinds(hub) == once
    assert {kind: once[kind] for kind in ("Patient", "Encounter", "ServiceRequest", "Task", "DiagnosticReport")} == {
        "Patient": 2,  # the survivor and the record that was merged into it
        "Encounter": 1,
        "ServiceRequest": 2,  # the order and the referral
        "Task": 1,
        "DiagnosticReport": 2,  # the laboratory's, and the vital signs of the referral
    }
