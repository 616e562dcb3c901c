"""Other people's MLLP clients and builders, as their users write them, against a listener in a process of its own."""

import json
import shutil
import sqlite3
import subprocess
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path
from typing import Final

import hl7
import pytest
from hl7.client import MLLPClient
from hl7apy.core import Message
from hl7apy.parser import parse_message

from tests.e2e.hub_process import HubProcess, MllpClient, running_hub

pytestmark = pytest.mark.xdist_group("mllp-clients")

PEERS: Final = Path(__file__).parents[1] / "peers"


@pytest.fixture(scope="module")
def hub(tmp_path_factory: pytest.TempPathFactory) -> Iterator[HubProcess]:
    with running_hub(tmp_path_factory.mktemp("clients")) as server:
        yield server


def in_log(hub: HubProcess, sender: str) -> list[tuple[str, str]]:
    """Control id and state of what a sender sent, in order."""
    with closing(sqlite3.connect(f"file:{hub.data / 'hub.db'}?mode=ro", uri=True)) as connection:
        rows = connection.execute(
            "SELECT control_id, state FROM inbound WHERE sender LIKE ? ORDER BY key", (f"{sender}|%",)
        )
        return [(str(number), str(state)) for number, state in rows]


@pytest.mark.skipif(
    not (PEERS / "node_modules").is_dir() or shutil.which("node") is None,
    reason="node-hl7-client is not installed: `cd tests/peers && npm ci`",
)
def test_node_hl7_client_sends_over_one_connection_and_reads_the_answers(hub: HubProcess) -> None:
    ran = subprocess.run(
        ["node", "mllp.mjs", str(hub.mllp)], cwd=PEERS, capture_output=True, text=True, check=False, timeout=60
    )

    assert ran.returncode == 0, ran.stderr
    assert json.loads(ran.stdout) == {"answers": [["AA", "N1"], ["AA", "N2"], ["AA", "N3"], ["AA", "N1"]]}
    assert in_log(hub, "NODE") == [("N1", "stored"), ("N2", "stored"), ("N3", "stored")]


@pytest.mark.parametrize("version", ["2.3", "2.4", "2.5.1", "2.6", "2.8"])
def test_a_message_that_hl7apy_builds_is_taken_and_the_answer_is_right_for_it(hub: HubProcess, version: str) -> None:
    message = Message("ADT_A01", version=version)
    message.msh.msh_3, message.msh.msh_4 = "HL7APY", "H1"
    message.msh.msh_9, message.msh.msh_10, message.msh.msh_11 = "ADT^A01", f"A{version}", "P"
    message.evn.evn_2 = "20261122083000"
    message.pid.pid_3, message.pid.pid_5 = f"APY-{version}^^^H1^MR", "ZHANG^XIUYING"
    message.pv1.pv1_2, message.pv1.pv1_19 = "I", f"V{version}"

    with MllpClient(hub.mllp) as client:
        client.socket.sendall(message.to_mllp().encode())
        answer = parse_message(client.receive().decode(), find_groups=False)

    assert (answer.msa.msa_1.to_er7(), answer.msa.msa_2.to_er7()) == ("AA", f"A{version}")
    assert answer.msh.msh_12.to_er7() == version
    assert (f"A{version}", "stored") in in_log(hub, "HL7APY")


def test_python_hl7s_client_sends_and_reads_the_answers(hub: HubProcess) -> None:
    with MLLPClient("127.0.0.1", hub.mllp) as client:
        answers = [
            client.send_message(
                "MSH|^~\\&|PYHL7|H1|HUB|H1|20261122083000||ADT^A01|Y" + number + "|P|2.5.1||||||UNICODE UTF-8\r"
                "EVN|A01|20261122083000\rPID|1||PY-" + number + "^^^H1^MR||张^秀英||19410503|F\rPV1|1|I|W3\r"
            )
            for number in "123"
        ]

    found = [hl7.parse(answer.strip(b"\x0b\x1c\r").decode()) for answer in answers]
    assert [(str(one["MSA.1"]), str(one["MSA.2"])) for one in found] == [("AA", "Y1"), ("AA", "Y2"), ("AA", "Y3")]
    assert in_log(hub, "PYHL7") == [("Y1", "stored"), ("Y2", "stored"), ("Y3", "stored")]
